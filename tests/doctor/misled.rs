//! Git that is told of another place than this, and a place that is not where it was: each is named,
//! and what is typed leads back.

use std::fs;

use super::{cured, seen, sound, told, with_inc};
use crate::support::{Ran, World};

/// A note is refused, and what is typed stands with the refusal.
#[track_caller]
fn refused(world: &World, words: &str, way_out: &str) {
    let ran = world.line("note -m 'At last'").exit(3);
    ran.says(words).says(&format!("\n  {way_out}"));
}

#[test]
fn a_work_tree_that_was_moved() {
    let world = sound();
    world.ok("open x --type redis");
    let folder = |name: &str| world.root().join(name).display().to_string();
    let (before, now) = (folder("before"), folder("now"));
    world.git_line(&format!("worktree add -q {before} -b other"));
    fs::rename(&before, &now).expect("moved");
    let moved = with_inc(World::bare().with_home(&now));
    let words = format!("{now} was moved: git looks for it at {before}");
    refused(&moved, &words, "git worktree repair");
    let ran = world.inc(["-C", &now, "doctor"]).exit(3);
    let away = format!("git -C {now} worktree repair");
    assert!(ran.stdout.contains(&away), "{}", ran.told());
    cured(&moved, "repository", "trouble", &words, &[]);
    assert_eq!(told(&moved, "repository"), []);
    moved.ok("note -m 'At last'");
    // The repository itself goes elsewhere, and nothing here knows where.
    let elsewhere = folder("elsewhere");
    fs::rename(world.home(), &elsewhere).expect("moved");
    let words = "which is not there: it was moved, or is gone";
    let way_out = format!("git -C <REPOSITORY> worktree repair {now}");
    refused(&moved, words, &way_out);
    moved.line("init").exit(3).says(&way_out);
    let filled = [("<REPOSITORY>", elsewhere.as_str())];
    cured(&moved, "repository", "trouble", words, &filled);
    moved.ok("note -m 'Once more'");
}

#[test]
fn a_setting_or_a_variable_that_names_another_place() {
    let world = sound();
    world.ok("open x --type redis");
    for set in ["/nope", "/usr"] {
        world.git_line(&format!("config core.worktree {set}"));
        let words = format!("is {set}, and ");
        let cure = "git config --file ";
        refused(&world, &words, cure);
        world.line("init").exit(3).says(cure);
        let cures = cured(&world, "repository", "trouble", &words, &[]);
        assert!(cures[0].ends_with(" --unset core.worktree"), "{cures:?}");
        assert_eq!(told(&world, "repository"), []);
    }
    for (name, value, check, words) in [
        (
            "GIT_WORK_TREE",
            "/nope",
            "repository",
            "there is no such folder",
        ),
        ("GIT_WORK_TREE", "/usr", "repository", "does not lie in it"),
        ("GIT_DIR", "/nope", "repository", "there is no such folder"),
        ("TMPDIR", "/nope", "git", "there is no such folder"),
        (
            "GIT_COMMITTER_DATE",
            "garbage",
            "identity",
            "which is no time",
        ),
        ("GIT_AUTHOR_DATE", "garbage", "identity", "which is no time"),
    ] {
        let world = sound();
        world.ok("open x --type redis");
        world.set_env(name, value);
        let (cure, named) = (format!("unset {name}"), format!("${name} is "));
        seen(&world, check, "trouble", words, &cure);
        seen(&world, check, "trouble", &named, &cure);
        refused(&world, &named, &cure);
        let mut shell = world.command("sh");
        let ran = Ran::of(shell.args(["-c", &format!("{cure}; inc note -m 'At last'")]));
        ran.ok();
    }
}
