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
    assert_eq!(words, "restore the file");
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

/// Whoever brought the deleted record back would lose one of the two, and its deletion would be told
/// of the living one.
#[test]
fn the_number_of_a_record_that_is_gone_is_not_given_again() {
    let world = World::new();
    let open = |title: &str| {
        world.pass("1m");
        let line = format!("open '{title}' --type redis");
        world
            .ok(&line)
            .lines()
            .next()
            .expect("an ID")
            .trim()
            .to_owned()
    };
    let delete = |id: &str| {
        world.git_line(&format!("rm -q incidents/2025/{id}.yaml"));
        world.git_line("commit -qm gone");
    };
    let first = open("Queue stuck");
    delete(&first);
    let second = open("Queue stuck again");
    assert_ne!(first, second);
    // On a branch, a side of a merge that threw it away, and a branch that only the remote had.
    world.git_line("checkout -qb side");
    let third = open("Workers asleep");
    delete(&third);
    world.git_line("checkout -q main");
    assert!(open("Lag").ends_with("-004"));
    world.git_line("update-ref refs/remotes/origin/side side");
    world.git_line("merge -q -s ours -m merged side");
    world.git_line("branch -qD side");
    world.git_line("update-ref -d refs/remotes/origin/side");
    delete("INC-20251129-004");
    assert!(open("More lag").ends_with("-005"));
    // What is wrong stays wrong of the first alone.
    let told = world.line("verify --format json").exit(1).json();
    let incidents = told["incidents"].as_array().expect("incidents");
    let state = |id: &str| {
        let one = incidents.iter().find(|one| one["incident"] == id);
        one.expect("an incident")["history"]["state"].clone()
    };
    assert_eq!(
        (state(&first), state(&second)),
        ("false".into(), "proved".into())
    );
}

/// Git calls such a clone clean, and so is its history.
#[test]
fn what_a_sparse_checkout_leaves_out_is_not_gone() {
    for index in ["--no-sparse-index", "--sparse-index"] {
        let (world, id) = on_branch(Stage::Contained);
        world.set_now("2026-01-05T10:00:00+03:00");
        let other = world.ok("open 'Queue stuck' --type redis");
        world.git_line(&format!("sparse-checkout init --cone {index}"));
        world.git_line("sparse-checkout set templates incidents/2026");
        assert!(!world.record_path(&id).exists(), "outside");
        assert_eq!(world.git_line("status --porcelain"), "");
        let told = world.json("verify --format json");
        assert_eq!(
            told["incidents"].as_array().map(Vec::len),
            Some(1),
            "{told}"
        );
        assert_eq!(told["incidents"][0]["incident"], *other);
        let said = world.fails(2, &format!("verify {id}"));
        assert!(said.contains("there is no incident"), "{said}");
        world.ok("validate --base main");
        world.ok("diff --base main");
        // Deleted in a commit it is gone, outside of the cone too.
        let path = format!("incidents/2025/{id}.yaml");
        world.git_line(&format!("rm -q --sparse {path}"));
        world.git_line("commit -qm gone");
        let said = world.fails(1, "verify");
        assert!(
            said.contains(&format!("the record of {id} was deleted")),
            "{said}"
        );
        world.fails(1, "validate --base main");
    }
}
