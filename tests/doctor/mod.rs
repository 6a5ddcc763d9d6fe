//! `inc doctor`: each test makes a problem, finds it reported, runs its fixes, and finds it gone.

mod broken;
mod damaged;
mod home;
mod signing;
mod writable;

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

/// What one check reports that is not ok: status, message, fixes.
fn problems(world: &World, check: &str) -> Vec<(String, String, Vec<String>)> {
    let ran = world.line("doctor --format json");
    let found = ran.json();
    let checks = found["checks"].as_array().expect("checks").iter();
    let word = |value: &Value| value.as_str().expect("text").to_owned();
    let own = checks.filter(|finding| finding["check"] == check && finding["status"] != "ok");
    own.map(|finding| {
        (
            word(&finding["status"]),
            word(&finding["message"]),
            texts(&finding["fixes"]),
        )
    })
    .collect()
}

/// The problem is reported in these words, and gone after its fixes were run with their blanks filled
/// in. Returns the fixes.
#[track_caller]
fn fixed(
    world: &World,
    check: &str,
    status: &str,
    words: &str,
    blanks: &[(&str, &str)],
) -> Vec<String> {
    let before = problems(world, check);
    let Some((_, _, fixes)) = before
        .iter()
        .find(|(known, says, _)| known == status && says.contains(words))
    else {
        panic!("{check}: no {status} says {words:?}: {before:?}");
    };
    assert!(!fixes.is_empty(), "{check}: no fix: {before:?}");
    let code = world.line("doctor").code;
    assert_eq!(code, Some(if status == "error" { 3 } else { 0 }), "{check}");
    for fix in fixes {
        let line = blanks.iter().fold(fix.clone(), |line, (blank, filling)| {
            line.replace(blank, filling)
        });
        let mut shell = world.command("sh");
        shell.args(["-c", &line]);
        Ran::of(&mut shell).ok();
    }
    let after = problems(world, check);
    assert!(
        !after.iter().any(|(_, says, _)| says.contains(words)),
        "{check} still says so after {fixes:?}: {after:?}"
    );
    fixes.clone()
}

/// As [`fixed`], for a fix that cannot be run by a child: a variable, an installation.
#[track_caller]
fn reported(world: &World, check: &str, status: &str, words: &str, fix: &str) {
    let found = problems(world, check);
    assert!(
        found.iter().any(|(known, says, fixes)| known == status
            && says.contains(words)
            && fixes.iter().any(|known| known.contains(fix))),
        "{check}: {found:?}"
    );
}

#[test]
fn a_sound_home_has_neither_errors_nor_warnings() {
    let world = sound();
    let before = world.state();
    let ran = world.line("doctor").ok();
    assert!(
        ran.stdout.ends_with("\n\n0 errors, 0 warnings\n"),
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
        ran.stdout.contains("identity     Rana <rana@example.com>"),
        "{}",
        ran.told()
    );
    assert_eq!(world.state(), before, "nothing is changed");
    let found = world.json("doctor --format json");
    assert_eq!(
        (&found["schema"], &found["errors"], &found["warnings"]),
        (&1.into(), &0.into(), &0.into())
    );
    for finding in found["checks"].as_array().expect("checks") {
        let keys: Vec<&String> = finding.as_object().expect("a map").keys().collect();
        assert_eq!(keys, ["check", "status", "message", "fixes"], "{finding}");
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
    reported(
        &world,
        "git",
        "error",
        "2.20 is too old",
        "install git 2.34 or later",
    );
    world.set_env("PATH", "/nowhere");
    reported(&world, "git", "error", "not found", "on the PATH");
    world.line("doctor").exit(3);
    world.set_env("PATH", &path);
    world.line("doctor").ok();
}

#[test]
fn outside_a_home_and_outside_a_repository() {
    let world = with_inc(World::bare());
    let fixes = fixed(&world, "home", "error", "no incident home", &[]);
    assert_eq!(fixes, ["inc init"]);
    fs::remove_dir_all(world.path(".git")).expect("removed");
    fixed(&world, "repository", "error", "no git repository", &[]);
    // The way that the command line went is the way that its fixes go.
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
    reported(&world, "home", "error", &nowhere, "unset INC_REPO");
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
    reported(
        &world,
        "repository",
        "warning",
        "or go back: git switch -",
        "git switch -c <NAME>",
    );
    // What is noted is taken, and said to be in danger, in one line.
    let ran = world.line("note -m 'Froze refunds'").ok();
    let warned = |ran: &Ran| ran.stderr.matches("so this commit is on no branch").count();
    assert_eq!(warned(&ran), 1, "{}", ran.told());
    ran.says("to keep it: git switch -c <NAME>");
    assert_eq!(world.git_line("status --porcelain"), "");
    let found = problems(&world, "repository");
    assert!(!found[0].1.contains("git switch -"), "{found:?}");
    fixed(
        &world,
        "repository",
        "warning",
        "1 commit made here is on no branch",
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
    let found = problems(&world, "repository");
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
    reported(
        &world,
        "repository",
        "error",
        "a merge is in progress",
        "resolve what is in conflict first, then: git add incidents/",
    );
    world.line("doctor").exit(3);
    world.git_line("checkout -q --ours -- incidents");
    world.git_line("add incidents");
    world.set_env("GIT_EDITOR", "true");
    let (_, message, fixes) = problems(&world, "repository").remove(0);
    assert!(message.starts_with("a merge is in progress"), "{message}");
    assert_eq!(
        fixes,
        [
            "finish it: git merge --continue",
            "or give it up: git merge --abort"
        ]
    );
    world.git_line("merge --continue");
    assert_eq!(problems(&world, "repository"), []);
}

#[test]
fn a_repository_that_cannot_be_read() {
    let world = sound();
    world.git_line("config core.repositoryformatversion 1");
    world.git_line("config extensions.objectformat sha256");
    reported(
        &world,
        "repository",
        "error",
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
    fixed(
        &world,
        "identity",
        "error",
        "no user.name",
        &[
            ("<YOUR NAME>", "Rana"),
            ("<YOU@EXAMPLE.COM>", "rana@example.com"),
        ],
    );
    world.git_line("config --global --unset user.email");
    fixed(
        &world,
        "identity",
        "error",
        "no user.email",
        &[("<YOU@EXAMPLE.COM>", "rana@example.com")],
    );
    world.ok("open x --type redis");
}

#[test]
fn hooks_that_do_not_run() {
    let world = sound();
    world.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let words = "git does not run pre-commit: not executable";
    fixed(&world, "hooks", "warning", words, &[]);
    assert!(
        world
            .ok("doctor")
            .contains("hooks        git runs pre-commit")
    );
}

#[test]
fn a_lock_that_was_left_behind() {
    let world = sound();
    for lock in [".git/index.lock", ".git/refs/heads/main.lock"] {
        world.write(lock, "");
        reported_as_running(&world, lock);
        let file = File::options()
            .write(true)
            .open(world.path(lock))
            .expect("the lock");
        file.set_modified(SystemTime::now() - Duration::from_secs(3 * 3600 + 60))
            .expect("its age");
        let fixes = fixed(&world, "repository", "error", "is 3 h 1 min old", &[]);
        assert!(
            fixes[0].starts_with("rm ") && fixes[0].ends_with(lock),
            "{fixes:?}"
        );
    }
}

/// A new lock belongs to a git that is running, and is no error.
fn reported_as_running(world: &World, lock: &str) {
    let found = problems(world, "repository");
    assert_eq!(found.len(), 1, "{lock}: {found:?}");
    assert_eq!(found[0].0, "warning", "{found:?}");
}

#[test]
fn what_is_in_no_commit() {
    let world = sound();
    let id = world.ok("open x --type redis");
    world.ok("note -m later --no-commit");
    world.write("templates/own file.md", "x\n");
    world.write("elsewhere.txt", "x\n");
    fixed(
        &world,
        "uncommitted",
        "warning",
        &id,
        &[("<MESSAGE>", "later")],
    );
    assert_eq!(world.git_line("status --porcelain"), "?? elsewhere.txt");
    // From further down paths are typed as they are there.
    world.write(
        "templates/plan.yaml",
        &(world.read("templates/plan.yaml") + "# x\n"),
    );
    let ran = world.inc_in(&world.path("incidents"), ["doctor"]).ok();
    assert!(
        ran.stdout
            .contains("git commit -m <MESSAGE> -- ../templates/plan.yaml"),
        "{}",
        ran.told()
    );
    world.git_line("checkout -q .");
    // An edit that was refused is kept, and found again.
    world.set_env("EDITOR", "sed -i 's/^status:.*/status: closd/'");
    world.line(&format!("edit {id}")).exit(1);
    world.set_env("EDITOR", "sed -i 's/^status:.*/status: investigating/'");
    fixed(&world, "uncommitted", "warning", "was not finished", &[]);
}

#[test]
fn records_that_git_merges_or_changes_by_itself() {
    let world = sound();
    world.git_line("config --unset merge.incident.driver");
    fixed(
        &world,
        "merging",
        "warning",
        "the merge driver is not installed",
        &[],
    );
    world.git_line("config merge.incident.driver true");
    fixed(&world, "merging", "warning", "not the one of this inc", &[]);
    world.write(".gitattributes", "");
    fixed(&world, "merging", "warning", ".gitattributes", &[]);
    world.write(".gitattributes", "");
    let words = "lets git change the line endings";
    fixed(&world, "git-rules", "warning", words, &[]);
    let attributes = world.read(".gitattributes");
    let number = attributes.lines().count() + 1;
    for attribute in ["filter=crypt", "working-tree-encoding=UTF-16", "ident"] {
        let line = format!("{attributes}incidents/** {attribute}\n");
        world.write(".gitattributes", &line);
        world.set_env("EDITOR", &format!("sed -i {number}d"));
        let words = attribute.split('=').next().expect("a name");
        fixed(&world, "git-rules", "warning", words, &[]);
    }
    let path = std::env::var("PATH").unwrap_or_default();
    world.set_env("PATH", &path);
    reported(
        &world,
        "merging",
        "warning",
        "`inc` is not on the PATH",
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
        fixed(&world, "repository", "warning", words, &[]);
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
