//! `inc doctor`: each trouble is made, seen with its cure, the cure is typed, and the trouble is gone.

mod broken;
mod damaged;
mod home;
mod misled;
mod signing;
mod writing;

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::support::{INC, Ran, World, texts};

/// A world on whose `PATH` there is `inc`, with a real clock: a sound one, of which nothing is noted.
fn sound() -> World {
    with_inc(World::new())
}

fn with_inc(world: World) -> World {
    let folder = Path::new(INC).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    world.set_env("PATH", &format!("{}:{path}", folder.display()));
    world.set_env("INC_NOW", "");
    world.set_env("INC_SEED", "");
    world.set_env("EDITOR", "true");
    world
}

/// What one check says that is not all right: state, words, cures.
fn told(world: &World, check: &str) -> Vec<(String, String, Vec<String>)> {
    said_by(&world.line("doctor --format json"), check)
}

fn said_by(ran: &Ran, check: &str) -> Vec<(String, String, Vec<String>)> {
    let found = ran.json();
    let checks = found["checks"].as_array().expect("checks").iter();
    let word = |value: &Value| value.as_str().expect("text").to_owned();
    let own = checks.filter(|finding| finding["check"] == check && finding["state"] != "ok");
    own.map(|finding| {
        (
            word(&finding["state"]),
            word(&finding["says"]),
            texts(&finding["cures"]),
        )
    })
    .collect()
}

/// The trouble is seen, in these words; what it says to type is typed, with the blanks filled in; and
/// it is gone. Gives the cures.
#[track_caller]
fn cured(
    world: &World,
    check: &str,
    state: &str,
    words: &str,
    blanks: &[(&str, &str)],
) -> Vec<String> {
    let ran = world.line("doctor --format json");
    let before = said_by(&ran, check);
    let Some((_, _, cures)) = before
        .iter()
        .find(|(known, says, _)| known == state && says.contains(words))
    else {
        panic!("{check}: no {state} says {words:?}: {before:?}");
    };
    assert!(!cures.is_empty(), "{check}: no cure: {before:?}");
    assert_eq!(
        ran.code,
        Some(if state == "trouble" { 3 } else { 0 }),
        "{check}"
    );
    for cure in cures {
        let line = blanks.iter().fold(cure.clone(), |line, (blank, filling)| {
            line.replace(blank, filling)
        });
        let mut shell = world.command("sh");
        shell.args(["-c", &line]);
        Ran::of(&mut shell).ok();
    }
    let after = told(world, check);
    assert!(
        !after.iter().any(|(_, says, _)| says.contains(words)),
        "{check} still says so after {cures:?}: {after:?}"
    );
    cures.clone()
}

/// As [`cured`], for a cure that is no command of a shell's child: a variable, an installation.
#[track_caller]
fn seen(world: &World, check: &str, state: &str, words: &str, cure: &str) {
    let found = told(world, check);
    assert!(
        found.iter().any(|(known, says, cures)| known == state
            && says.contains(words)
            && cures.iter().any(|known| known.contains(cure))),
        "{check}: {found:?}"
    );
}

#[test]
fn a_sound_home_has_neither_trouble_nor_note() {
    let world = sound();
    let before = world.state();
    let ran = world.line("doctor").ok();
    assert!(
        ran.stdout.ends_with("\n\n0 troubles, 0 notes\n"),
        "{}",
        ran.told()
    );
    assert!(
        ran.stdout
            .lines()
            .filter(|line| !line.is_empty())
            .all(|line| line.starts_with("ok ") || line.starts_with("0 ")),
        "{}",
        ran.told()
    );
    assert!(
        ran.stdout.contains("identity      Rana <rana@example.com>"),
        "{}",
        ran.told()
    );
    assert_eq!(world.state(), before, "nothing is changed");
    let found = world.json("doctor --format json");
    assert_eq!(
        (&found["schema"], &found["troubles"], &found["notes"]),
        (&1.into(), &0.into(), &0.into())
    );
    for finding in found["checks"].as_array().expect("checks") {
        let keys: Vec<&String> = finding.as_object().expect("a map").keys().collect();
        assert_eq!(keys, ["check", "state", "says", "cures"], "{finding}");
    }
}

#[test]
fn every_check_is_in_the_manual_and_says_something_of_a_home() {
    let world = sound();
    let found = world.json("doctor --format json");
    let page = include_str!("../../docs/doctor.md");
    for check in incident::testing::CHECKS {
        let told = found["checks"].as_array().expect("checks").iter();
        assert!(
            told.clone().any(|finding| finding["check"] == check.name),
            "{}",
            check.name
        );
        let row = format!("| `{}` | {} |", check.name, check.about);
        assert!(page.contains(&row), "docs/doctor.md lacks {row}");
    }
}

#[test]
fn no_git_and_an_old_git() {
    let world = sound();
    let folder = world.root().join("old");
    fs::create_dir(&folder).expect("a folder");
    let path = world.environment()["PATH"].clone();
    let real = path
        .split(':')
        .map(|folder| Path::new(folder).join("git"))
        .find(|path| path.is_file())
        .expect("git");
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = version ] && echo git version 2.20.1 && exit\nexec {} \"$@\"\n",
        real.display()
    );
    fs::write(folder.join("git"), script).expect("a script");
    Ran::of(world.command("chmod").arg("+x").arg(folder.join("git"))).ok();
    world.set_env("PATH", &format!("{}:{path}", folder.display()));
    seen(
        &world,
        "git",
        "trouble",
        "2.20 is too old",
        "install git 2.34 or later",
    );
    world.set_env("PATH", "/nowhere");
    seen(&world, "git", "trouble", "not found", "on the PATH");
    world.line("doctor").exit(3);
    world.set_env("PATH", &path);
    world.line("doctor").ok();
}

#[test]
fn outside_a_home_and_outside_a_repository() {
    let world = with_inc(World::bare());
    let cures = cured(&world, "home", "trouble", "no incident home", &[]);
    assert_eq!(cures, ["inc init"]);
    fs::remove_dir_all(world.path(".git")).expect("removed");
    cured(&world, "repository", "trouble", "no git repository", &[]);
    // The way that the command line went is the way that its cures go.
    let other = world.root().join("else where");
    fs::create_dir(&other).expect("a folder");
    let ran = world
        .inc(["-C", &other.display().to_string(), "doctor"])
        .exit(3);
    assert!(
        ran.stdout
            .contains(&format!("inc -C '{}' init", other.display())),
        "{}",
        ran.told()
    );
}

#[test]
fn a_home_that_is_not_where_it_is_said_to_be() {
    let world = sound();
    let nowhere = world.root().join("nowhere").display().to_string();
    world.set_env("INC_REPO", &nowhere);
    seen(&world, "home", "trouble", &nowhere, "unset INC_REPO");
    for line in ["doctor", "list", "note -m x", "sync"] {
        let ran = world.line(line).exit(3);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert!(told.contains(&nowhere), "{}", ran.told());
        assert!(told.contains("as $INC_REPO says"), "{}", ran.told());
        assert!(told.contains("unset INC_REPO"), "{}", ran.told());
    }
    // What was typed counts before what is set.
    let other = world.root().join("other").display().to_string();
    let ran = world.inc(["-C", &other, "list"]).exit(3);
    let ran = ran.says(&other).says("as -C says").says_not("unset");
    ran.says(&format!("inc -C {other} init "));
    world.set_env("INC_REPO", "");
    world.line("list").ok();
    let elsewhere = world.inc_in(world.root(), ["list"]).exit(3);
    elsewhere.says("  inc init ").says_not("unset INC_REPO");
}

#[test]
fn a_head_that_is_on_no_branch() {
    let world = sound();
    world.ok("open x --type redis");
    world.git_line("checkout -q --detach");
    seen(
        &world,
        "repository",
        "note",
        "or go back: git switch -",
        "git switch -c <NAME>",
    );
    // What is noted is taken, and said to be in danger, in one line.
    let ran = world.line("note -m 'Froze refunds'").ok();
    let warned = |ran: &Ran| ran.stderr.matches("HEAD is on no branch").count();
    assert_eq!(warned(&ran), 1, "{}", ran.told());
    ran.says("to keep it: git switch -c <NAME>");
    assert_eq!(world.git_line("status --porcelain"), "");
    let found = told(&world, "repository");
    assert!(!found[0].1.contains("git switch -"), "{found:?}");
    cured(
        &world,
        "repository",
        "note",
        "none holds 1 commit that was made here",
        &[("<NAME>", "kept")],
    );
    assert_eq!(world.git_line("log -1 --format=%D"), "HEAD -> kept");
    assert_eq!(warned(&world.line("note -m 'And now'").ok()), 0);
    // Outside of the repository git has to be told where.
    world.git_line("checkout -q --detach");
    let (root, home) = (world.root().to_owned(), world.home().display().to_string());
    let ran = world.inc_in(&root, ["-C", &home, "note", "-m", "x"]).ok();
    ran.says(&format!("git -C {home} switch -c <NAME>"));
}

#[test]
fn a_rebase_is_on_no_branch_and_says_so_itself() {
    let world = crate::support::merges::in_conflict("rebase one");
    let ran = world.line("note 002 -m 'Froze refunds'").exit(3);
    ran.says("a rebase is in progress")
        .says_not("HEAD is on no branch");
    let found = told(&world, "repository");
    assert!(found[0].1.contains("a rebase"), "{found:?}");
    assert!(!found[0].1.contains("no branch"), "{found:?}");
}

#[test]
fn a_merge_that_is_not_finished() {
    let world = sound();
    let id = world.ok("open x --type redis");
    world.git_line("switch -qc other");
    world.ok(&format!("set {id} title=theirs"));
    world.git_line("switch -q main");
    world.ok(&format!("set {id} title=ours"));
    let mut merge = world.command("git");
    assert_ne!(Ran::of(merge.args(["merge", "-q", "other"])).code, Some(0));
    seen(
        &world,
        "repository",
        "trouble",
        "or give it up, with the last line",
        "git merge --continue",
    );
    world.line("doctor").exit(3);
    world.git_line("checkout -q --ours -- incidents");
    world.git_line("add incidents");
    world.set_env("GIT_EDITOR", "true");
    let cures = told(&world, "repository").remove(0).2;
    assert_eq!(cures, ["git merge --continue", "git merge --abort"]);
    finished(&world, "git merge --abort");
}

/// What was half done is finished by what is said of it, in its order; giving it up then gives up
/// nothing.
fn finished(world: &World, giving_up: &str) {
    let cures = told(world, "repository").remove(0).2;
    for cure in &cures {
        let ran = Ran::of(world.command("sh").args(["-c", cure]));
        assert_eq!(ran.code != Some(0), cure == giving_up, "{}", ran.told());
    }
    assert_eq!(told(world, "repository"), []);
    assert_eq!(world.git_line("status --porcelain"), "");
}

#[test]
fn a_repository_that_cannot_be_read() {
    let world = sound();
    world.git_line("config core.repositoryformatversion 1");
    world.git_line("config extensions.objectformat sha256");
    seen(
        &world,
        "repository",
        "trouble",
        "SHA-256 objects",
        "clone it without that feature",
    );
}

#[test]
fn nobody_is_named() {
    let world = sound();
    let config = world.root().join("gitconfig");
    let text = fs::read_to_string(&config).expect("git's configuration");
    let nobody = text.replace(
        "[user]\n\tname = Rana\n\temail = rana@example.com\n",
        "[user]\n\tuseConfigOnly = true\n",
    );
    fs::write(&config, nobody).expect("written");
    cured(
        &world,
        "identity",
        "trouble",
        "no user.name",
        &[
            ("<YOUR NAME>", "Rana"),
            ("<YOU@EXAMPLE.COM>", "rana@example.com"),
        ],
    );
    world.git_line("config --global --unset user.email");
    cured(
        &world,
        "identity",
        "trouble",
        "refuses every commit",
        &[("<YOU@EXAMPLE.COM>", "rana@example.com")],
    );
    world.ok("open x --type redis");
}

#[test]
fn hooks_that_do_not_run() {
    let world = sound();
    world.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    cured(&world, "hooks", "note", "passes over pre-commit", &[]);
    assert!(
        world
            .ok("doctor")
            .contains("hooks         git runs pre-commit")
    );
    world.git_line("config core.hooksPath my-hooks");
    let cures = cured(&world, "hooks", "note", "no hook runs", &[]);
    assert_eq!(cures, ["git config --local --unset-all core.hookspath"]);
    assert!(
        world
            .ok("doctor")
            .contains("hooks         git runs pre-commit")
    );
    // Its program is not there.
    world.write(".git/hooks/pre-commit", "#!/nope/sh\nexit 0\n");
    world.ok("open x --type redis --no-commit");
    world.line("note -m x").exit(3);
    world.set_env("EDITOR", "sed -i s,/nope,/bin,");
    let words = "pre-commit is to be run by /nope/sh, which is not there";
    cured(&world, "hooks", "trouble", words, &[]);
    world.ok("note -m y");
}

#[test]
fn a_lock_that_was_left_behind() {
    let world = sound();
    for lock in [".git/index.lock", ".git/refs/heads/main.lock"] {
        world.write(lock, "");
        seen_fresh(&world, lock);
        let file = File::options()
            .write(true)
            .open(world.path(lock))
            .expect("the lock");
        file.set_modified(SystemTime::now() - Duration::from_secs(3 * 3600 + 60))
            .expect("its age");
        let cures = cured(&world, "locks", "trouble", "has stood for 3 hours", &[]);
        assert!(
            cures[0].starts_with("rm ") && cures[0].ends_with(lock),
            "{cures:?}"
        );
    }
}

/// A lock of this moment is a git at work, and no trouble.
fn seen_fresh(world: &World, lock: &str) {
    let found = told(world, "locks");
    assert_eq!(found.len(), 1, "{lock}: {found:?}");
    assert_eq!(found[0].0, "note", "{found:?}");
}

#[test]
fn what_is_in_no_commit() {
    let world = sound();
    let id = world.ok("open x --type redis");
    world.ok("note -m later --no-commit");
    world.write("templates/own file.md", "x\n");
    world.write("elsewhere.txt", "x\n");
    cured(&world, "uncommitted", "note", &id, &[("<WHAT>", "later")]);
    assert_eq!(world.git_line("status --porcelain"), "?? elsewhere.txt");
    // Many are told by their folder, and once.
    for number in 1..6 {
        world.ok(&format!("open 'Redis {number}' --type redis --no-commit"));
    }
    let year = Path::new(&world.record_path(&id))
        .parent()
        .and_then(Path::file_name)
        .expect("a folder")
        .to_string_lossy()
        .into_owned();
    let cures = cured(
        &world,
        "uncommitted",
        "note",
        &format!("incidents/{year}"),
        &[("<WHAT>", "many")],
    );
    assert_eq!(cures[0], format!("git add -A -- incidents/{year}"));
    assert_eq!(world.git_line("status --porcelain"), "?? elsewhere.txt");
    // From further down paths are typed as they are there.
    world.write(
        "templates/plan.yaml",
        &(world.read("templates/plan.yaml") + "# x\n"),
    );
    let ran = world.inc_in(&world.path("incidents"), ["doctor"]).ok();
    assert!(
        ran.stdout.contains("git add -A -- ../templates/plan.yaml"),
        "{}",
        ran.told()
    );
    world.git_line("checkout -q .");
    // An edit that was refused is kept, and found again.
    world.set_env("EDITOR", "sed -i 's/^status:.*/status: closd/'");
    world.line(&format!("edit {id}")).exit(1);
    world.set_env("EDITOR", "sed -i 's/^status:.*/status: investigating/'");
    cured(&world, "uncommitted", "note", "was typed and not kept", &[]);
}

#[test]
fn records_that_git_merges_or_changes_by_itself() {
    let world = sound();
    world.git_line("config --unset merge.incident.driver");
    cured(&world, "merging", "note", "no merge driver is set", &[]);
    world.git_line("config merge.incident.driver true");
    cured(&world, "merging", "note", "not the one", &[]);
    world.write(".gitattributes", "");
    cured(&world, "merging", "note", ".gitattributes", &[]);
    world.write(".gitattributes", "");
    cured(&world, "line-endings", "note", "changing line endings", &[]);
    world.write(".gitattributes", "");
    world.git_line("config core.autocrlf true");
    cured(&world, "line-endings", "note", "core.autocrlf", &[]);
    let path = std::env::var("PATH").unwrap_or_default();
    world.set_env("PATH", &path);
    seen(
        &world,
        "merging",
        "note",
        "no `inc` on the PATH",
        Path::new(INC)
            .parent()
            .expect("a folder")
            .to_str()
            .expect("text"),
    );
}

#[test]
fn a_history_that_is_not_all_here() {
    let world = sound();
    world.ok("open x --type redis");
    world.ok("note -m y");
    let origin = format!("file://{}", world.home().display());
    world.git_line("config uploadpack.allowFilter true");
    for (clone, option, words) in [
        ("shallow", "--depth=1", "is shallow"),
        ("partial", "--filter=blob:none", "is partial"),
    ] {
        let folder = world.root().join(clone);
        world.git([
            "clone",
            "-q",
            option,
            &origin,
            &folder.display().to_string(),
        ]);
        let world = with_inc(world_at(&world, clone));
        world.ok("init");
        cured(&world, "history", "note", words, &[]);
        world.ok("log --format json");
    }
}

/// The same root with another folder of it as its home.
fn world_at(world: &World, home: &str) -> World {
    let other = World::bare();
    crate::support::copy(&world.root().join(home), &other.root().join("home"));
    other
}

#[test]
fn no_network_is_reached_for() {
    let world = sound();
    world.ok("open x --type redis");
    world.git_line("remote add origin https://192.0.2.1/nowhere.git");
    world.git_line("config remote.origin.promisor true");
    world.git_line("config remote.origin.partialclonefilter blob:none");
    world.write("templates/runbooks/x.md", "x\n");
    let ran = world.line("doctor").ok();
    assert!(
        ran.stdout.contains("this clone is partial"),
        "{}",
        ran.told()
    );
    assert_eq!(ran.stderr, "");
}
