//! A repository that git cannot use: `inc doctor` prints git's own message, and other commands refuse
//! before they write anything.

use std::fs;
use std::path::PathBuf;

use super::{fixed, problems, reported, sound, with_inc};
use crate::support::World;

fn with_incident() -> (World, String) {
    let world = sound();
    let id = world.ok("open x --type redis");
    world.ok("note -m 'Froze refunds'");
    (world, id)
}

/// Every command refuses and gives back what was typed; doctor prints git's message, says `git fsck`,
/// and skips the checks that depend on it.
#[track_caller]
fn refused(world: &World, message: &str) {
    let ran = world.line("note -m 'At last'").exit(3);
    ran.says("inc doctor").says("inc note -m 'At last'");
    reported(world, "repository", "error", message, "git fsck");
    let found = problems(world, "repository");
    assert_eq!(found.len(), 1, "{found:?}");
    for check in ["identity", "uncommitted", "merging"] {
        assert_eq!(problems(world, check), [], "{check}");
    }
}

/// The file of an object that is in no pack.
fn object(world: &World, name: &str) -> PathBuf {
    let id = world.git_line(&format!("rev-parse {name}"));
    let (folder, rest) = id.trim().split_at(2);
    world.path(".git/objects").join(folder).join(rest)
}

#[test]
fn an_index_a_head_or_a_configuration_that_cannot_be_read() {
    let nowhere = "1111111111111111111111111111111111111111\n";
    for (file, text, message) in [
        (".git/index", "DIRC", "index file smaller than expected"),
        (".git/HEAD", "", "not a git repository"),
        (".git/refs/heads/main", nowhere, "bad object HEAD"),
        (".git/refs/heads/main", "", "refs/heads/main"),
        (".git/config", "[bad\n", ".git/config:1"),
    ] {
        let (world, id) = with_incident();
        let (record, before) = (world.record_text(&id), fs::read(world.path(file)));
        world.write(file, text);
        refused(&world, message);
        assert_eq!(world.read(file), text, "doctor changes nothing");
        assert_eq!(world.record_text(&id), record, "nothing is written");
        fs::write(world.path(file), before.expect("read")).expect("restored");
        assert_eq!(problems(&world, "repository"), []);
        world.ok("note -m 'At last'");
    }
}

/// The words of git differ with the kind of the object.
#[track_caller]
fn names_the_object(world: &World) {
    let found = problems(world, "repository");
    let [(status, message, fixes)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (status.as_str(), fixes.join("")),
        ("error", "git fsck".into())
    );
    assert!(
        message.contains("object") || message.contains("tree"),
        "{message}"
    );
}

#[test]
fn an_object_of_the_last_commit_that_is_missing_or_damaged() {
    let (world, id) = with_incident();
    let record = world.record_path(&id);
    let record = record.strip_prefix(world.home()).expect("inside");
    for name in [
        "HEAD",
        "HEAD^{tree}",
        "HEAD:incidents",
        &format!("HEAD:{}", record.display()),
    ] {
        let file = object(&world, name);
        let kept = fs::read(&file).expect("an object");
        fs::remove_file(&file).expect("removed");
        names_the_object(&world);
        world.line("note -m 'At last'").exit(3);
        fs::write(&file, "").expect("emptied");
        names_the_object(&world);
        world.line("note -m 'At last'").exit(3).says("inc doctor");
        fs::remove_file(&file).expect("removed");
        fs::write(&file, kept).expect("restored");
        world.git_line("checkout -q -- incidents");
        assert_eq!(problems(&world, "repository"), [], "{name}");
    }
}

#[test]
fn a_work_tree_or_repository_that_was_moved() {
    let (world, _) = with_incident();
    let folder = |name: &str| world.root().join(name).display().to_string();
    let (before, now) = (folder("before"), folder("now"));
    world.git_line(&format!("worktree add -q {before} -b other"));
    fs::rename(&before, &now).expect("moved");
    let moved = with_inc(World::bare().with_home(&now));
    let words = format!("git's work tree for {now} is {before}");
    let ran = moved.line("note -m 'At last'").exit(3);
    ran.says(&words).says("\n  git worktree repair");
    fixed(&moved, "repository", "error", &words, &[]);
    moved.ok("note -m 'At last'");
    // The repository itself is somewhere else.
    fs::rename(world.home(), folder("elsewhere")).expect("moved");
    refused(&moved, "fatal: not a git repository: ");
    moved.line("init").exit(3).says("not a git repository: ");
}

#[test]
fn a_setting_or_a_variable_that_names_another_place() {
    let (world, _) = with_incident();
    world.git_line("config core.worktree /usr");
    let words = "git's work tree for ";
    world.line("note -m x").exit(3).says(words);
    fixed(&world, "repository", "error", words, &[]);
    world.git_line("config core.worktree /nope");
    refused(&world, "must be run in a work tree");
    for (name, value, check, words) in [
        ("GIT_WORK_TREE", "/nope", "repository", "in a work tree"),
        (
            "GIT_WORK_TREE",
            "/usr",
            "repository",
            "which does not contain",
        ),
        ("GIT_DIR", "/nope", "repository", "/nope"),
        ("TMPDIR", "/nope", "git", "there is no such folder"),
        ("GIT_COMMITTER_DATE", "garbage", "identity", "garbage"),
        ("GIT_AUTHOR_DATE", "garbage", "identity", "garbage"),
    ] {
        let (world, _) = with_incident();
        world.set_env(name, value);
        reported(&world, check, "error", words, &format!("unset {name}"));
        world.line("note -m 'At last'").exit(3).says(words);
        let mut shell = world.command("sh");
        let line = format!("unset {name}; inc note -m 'At last'");
        crate::support::Ran::of(shell.args(["-c", &line])).ok();
    }
}
