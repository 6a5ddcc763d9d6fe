//! What is said of a record that is gone: in numbers that are true, with commands that bring it back.

use super::on_branch;
use crate::support::story::Stage;
use crate::support::{Ran, World};

/// Runs a command of a mend as a shell would.
fn typed(world: &World, line: &str) {
    let mut shell = world.command("sh");
    shell
        .args(["-c", line])
        .current_dir(world.path("incidents"));
    Ran::of(&mut shell).ok();
}

fn mend(world: &World) -> String {
    let found = world
        .line("validate --base main --format json")
        .exit(1)
        .json();
    assert_eq!(
        found["findings"][0]["rule"], "history/record-gone",
        "{found}"
    );
    assert_eq!(found["checked"], 1, "{found}");
    let fix = found["findings"][0]["fix"].as_str().expect("a mend");
    let (words, command) = fix.split_once(": ").expect("a command");
    assert_eq!(words, "put the file back");
    command.to_owned()
}

#[test]
fn the_mend_of_a_record_that_is_gone_brings_it_back_as_it_was_last() {
    let (world, id) = on_branch(Stage::Contained);
    world.ok("note -m 'The gateway was slow'");
    let whole = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    typed(&world, &mend(&world));
    assert_eq!(world.record_text(&id), whole);

    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    world
        .line("validate --base main")
        .exit(1)
        .prints("1 error in 1 of 1 incident");
    typed(&world, &mend(&world));
    assert_eq!(world.record_text(&id), whole);
    world.commit_all();
    // Right in the files, it is only in the commits that it can still be mended.
    let found = world
        .line("validate --base main --format json")
        .exit(1)
        .json();
    let fix = found["findings"][0]["fix"].as_str().expect("a mend");
    let base = &world.git_line("rev-parse main")[..10];
    assert!(fix.ends_with(&format!(": git rebase -i {base}")), "{found}");
}
