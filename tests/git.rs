//! What a command leaves in git: one commit of exactly its own paths, and all else as it was.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::support::story::Stage;
use crate::support::{Ran, World, copy};

/// Writes a hook.
fn hook(world: &World, name: &str, program: &str) {
    let path = world.path(".git/hooks").join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("hooks");
    fs::write(&path, format!("#!/bin/sh\n{program}\n")).expect("a hook");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it runs");
}

fn paths_of_last_commit(world: &World) -> String {
    world.git_line("show --format= --name-only HEAD")
}

/// A hook may take its time, and a person sees what is waited for.
#[test]
fn a_commit_that_takes_long_is_said_to() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    hook(
        &world,
        "pre-commit",
        "until [ -e \"$(git rev-parse --git-dir)/go\" ]; do sleep 0.1; done",
    );
    let mut terminal = world.terminal("note -m 'Froze refunds'");
    terminal.expect("waiting for git commit, its hooks and its signing");
    fs::write(world.path(".git/go"), "").expect("a file");
    terminal.expect("Froze refunds").ends_with(0);
}

#[test]
fn every_change_is_one_commit_of_one_path_with_trailers() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let path = format!("incidents/2025/{id}.yaml");
    for (line, action, subject, status) in [
        ("ack", "ack", "acknowledged", "investigating"),
        (
            "note -m 'Froze refunds'",
            "note",
            "noted: Froze refunds",
            "investigating",
        ),
        (
            "assign technical-lead=Ops",
            "assign",
            "assigned: technical-lead=Ops",
            "investigating",
        ),
        (
            "contain --action 'Froze refunds' --done",
            "contain",
            "contained: Froze refunds",
            "contained",
        ),
        (
            "set owner=Payments",
            "set",
            "set owner=Payments",
            "contained",
        ),
        (
            "escalate --to CTO",
            "escalate",
            "escalated to CTO",
            "contained",
        ),
        (
            "recover --check redis",
            "recover",
            "recovery: redis done",
            "recovering",
        ),
    ] {
        let before = world.commits();
        world.ok(line);
        assert_eq!(world.commits(), before + 1, "{line}");
        assert_eq!(paths_of_last_commit(&world), path, "{line}");
        assert_eq!(
            world.git_line("log -1 --format=%s"),
            format!("{id}: {subject}"),
            "{line}"
        );
        assert_eq!(
            world.git(["log", "-1", "--format=%(trailers)"]),
            format!("Incident: {id}\nAction: {action}\nStatus: {status}"),
            "{line}"
        );
        assert_eq!(world.git_line("log -1 --format=%an"), "Rana");
    }
    // Nothing to change is no commit.
    let before = world.commits();
    world.ok("set owner=Payments");
    world.ok("ack");
    assert_eq!(world.commits(), before);
}

#[test]
fn a_refused_goal_is_not_claimed_by_the_commit() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.fails(1, "close --rest done");
    let subject = world.git_line("log -1 --format=%s");
    assert_ne!(subject, format!("{id}: closed"));
}

#[test]
fn a_message_of_odd_words_is_one_subject_line() {
    let world = World::new();
    world.payment(Stage::Opened);
    let odd = "# first\nsecond\n\nIncident: other\n-----\n".repeat(20);
    world
        .inc(["note".to_owned(), format!("--message={odd}")])
        .ok();
    let message = world.git(["log", "-1", "--format=%B"]);
    let mut lines = message.lines();
    let subject = lines.next().expect("a subject");
    assert!(
        subject.chars().count() <= 100 && subject.contains("# first"),
        "{message}"
    );
    assert_eq!(lines.next(), Some(""));
    assert_eq!(
        world.git(["log", "-1", "--format=%(trailers:key=Incident,valueonly)"]),
        "INC-20251129-001"
    );
}

#[test]
fn staged_half_staged_and_unstaged_work_stays_as_it_was() {
    let world = World::new();
    world.payment(Stage::Opened);
    world.write("staged.txt", "new\n");
    world.write("half.txt", "one\n");
    world.write("plain.txt", "one\n");
    world.git_line("add half.txt plain.txt");
    world.git_line("commit -qm files");
    world.write("half.txt", "two\n");
    world.git_line("add half.txt staged.txt");
    world.write("half.txt", "three\n");
    world.write("plain.txt", "two\n");
    fs::remove_file(world.path("templates/reports/summary.md")).expect("it");
    world.git_line("rm -q --cached templates/reports/timeline.md");
    world.write("untracked.txt", "?\n");
    let status = || world.git_line("status --porcelain=v1 --untracked-files=all");
    let staged = || world.git_line("diff --cached");
    let (before, index) = (status(), staged());
    world.ok("note -m x");
    world.ok("open Other --type redis-failure");
    assert_eq!(status(), before);
    assert_eq!(staged(), index);
    assert_eq!(
        paths_of_last_commit(&world),
        "incidents/2025/INC-20251129-002.yaml"
    );
}

#[test]
fn a_rejecting_hook_leaves_the_change_and_the_next_command_commits_it() {
    for (setting, program) in [
        ("a hook", Some("echo 'no incidents on Fridays' >&2; exit 1")),
        ("a signature", None),
    ] {
        let world = World::new();
        let id = world.payment(Stage::Opened);
        world.write("staged.txt", "mine\n");
        world.git_line("add staged.txt");
        let index = world.git_line("ls-files --stage");
        let head = world.git_line("rev-parse HEAD");
        match program {
            Some(program) => hook(&world, "pre-commit", program),
            None => {
                world.git_line("config commit.gpgSign true");
                world.git_line("config gpg.program /bin/false");
            }
        }
        for line in ["note -m 'Froze refunds'", "note -m 'Rang the gateway'"] {
            let ran = world
                .line(line)
                .exit(3)
                .says("the change is kept in the work tree");
            if program.is_some() {
                assert!(
                    ran.stderr.contains("no incidents on Fridays"),
                    "{}",
                    ran.told()
                );
            }
            assert_eq!(world.git_line("rev-parse HEAD"), head, "{setting}");
            assert_eq!(world.git_line("ls-files --stage"), index, "{setting}");
            assert!(
                world.record_text(&id).contains("Froze refunds"),
                "{setting}"
            );
        }
        match program {
            Some(_) => fs::remove_file(world.path(".git/hooks/pre-commit")).expect("the hook"),
            None => drop(world.git_line("config commit.gpgSign false")),
        }
        world
            .line("note -m 'Froze the wallets'")
            .ok()
            .says("committed an earlier uncommitted change");
        assert_eq!(
            world.git_line("status --porcelain"),
            "A  staged.txt",
            "{setting}"
        );
        assert_eq!(
            world.git_line(&format!("rev-list --count {head}..HEAD")),
            "2",
            "{setting}"
        );
        let text = world.record_text(&id);
        assert!(
            text.contains("Froze refunds") && text.contains("Froze the wallets"),
            "{setting}"
        );
    }
}

#[test]
fn a_new_incident_that_a_hook_rejects_is_kept_and_found() {
    let world = World::new();
    hook(&world, "commit-msg", "exit 1");
    let index = world.git_line("ls-files --stage");
    // Declared it is, and whoever waits for the ID gets it.
    let ran = world
        .line("open Lost --type redis-failure")
        .exit(3)
        .says("kept in the work tree")
        .says("INC-20251129-001 is declared")
        .prints("INC-20251129-001");
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.told());
    assert_eq!(world.git_line("ls-files --stage"), index);
    assert_eq!(world.json("list --format json")[0]["title"], "Lost");
    fs::remove_file(world.path(".git/hooks/commit-msg")).expect("the hook");
    world
        .line("note -m found")
        .ok()
        .says("committed an earlier uncommitted change: opened: Lost");
    assert_eq!(world.git_line("status --porcelain"), "");
    let subjects = world.git_line("log --format=%s -2");
    assert_eq!(
        subjects.lines().last(),
        Some("INC-20251129-001: kept what was not committed: opened: Lost")
    );
}

#[test]
fn what_was_left_uncommitted_is_committed_in_its_own_words() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.ok("note -m 'Froze refunds' --no-commit --at 10:20");
    world.ok("set environment=staging --no-commit");
    world.spoil(&id, "title: ", "title: All ");
    let ran = world.line("note -m Next").ok();
    let words = "+ timeline 2025-11-28 10:20 Froze refunds";
    assert!(ran.stderr.contains(words), "{}", ran.told());
    let subject = world.git_line("log --format=%s -1 HEAD~1");
    assert!(
        subject.starts_with(&format!("{id}: kept what was not committed: ")),
        "{subject}"
    );
    let trailers = world.git_line("log --format=%(trailers) -1 HEAD~1");
    assert!(trailers.contains("Action: keep"), "{trailers}");
    // Nobody claims that a hand did what inc did.
    assert!(!world.ok("log").contains("by hand: "));
}

#[test]
fn of_what_was_left_uncommitted_the_beginning_is_said_and_what_the_plan_objects_to() {
    let world = World::new();
    // A record with a warning of its own, that nobody needs to hear of once more.
    let id = world.ok("open x --type payment --detected-at 09:00");
    world.ok("eradicate --cause x --confirmed-by CTO --at 09:10");
    world.ok("contain --action y --at 09:20");
    let left = |line: &str| world.ok(&format!("{line} --no-commit"));
    for line in ["title=y", "owner=Payments", "environment=staging"] {
        left(&format!("set {id} {line}"));
    }
    world.spoil(&id, "severity: SEV-2", "severity: SEV-4");
    let ran = world.line("note -m Next").ok().says("; 1 more");
    assert_eq!(ran.stderr.matches("warning: ").count(), 1, "{}", ran.told());
    ran.says("warning: ").says("SEV-2");
    world.spoil(&id, "severity: SEV-4", "severity: SEV-2");
    world.ok("note -m Again");
    for line in ["title=z", "owner=Finance", "environment=production"] {
        left(&format!("set {id} {line}"));
    }
    world.line("note -m 'And again'").ok().says_not("more");
    let text = world.record_text(&id);
    world.write_record(&id, &format!("# of Friday\n{text}"));
    world
        .line("note -m 'At last'")
        .ok()
        .says("its layout or comments");
}

#[test]
fn a_number_that_another_incident_bears_is_not_committed_away() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let other = world.ok("open 'Exports are late' --type queue --no-commit");
    let text = world.record_text(&other);
    let number = format!("id: {other}\nformerly:\n  - {id}\n");
    world.write_record(&other, &text.replace(&format!("id: {other}\n"), &number));
    world
        .line(&format!("note {other} -m Next"))
        .ok()
        .says("committed an earlier uncommitted change: opened: Exports are late");
}

#[test]
fn what_no_commit_may_do_is_not_committed_in_passing() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let other = world.ok("open 'Queue stuck' --type redis");
    let head = world.git_line("rev-parse HEAD");
    // What is sealed, and an entry of the timeline.
    world.spoil(&id, "title: ", "title: No ");
    let ran = world.line(&format!(
        "action add {id} -m Again --owner CTO --due 2025-12-31"
    ));
    ran.exit(1)
        .says("has an uncommitted edit that is not allowed")
        .says("git stash push -- ")
        .says("action add");
    world.spoil(&other, "event: Incident detected", "event: Nothing");
    world
        .line(&format!("note {other} -m 'Froze refunds'"))
        .exit(1)
        .says("git stash push -- ")
        .says("Froze refunds");
    assert_eq!(world.git_line("rev-parse HEAD"), head);
    // The ways out that it names: changed back by hand, or the whole file, staged or not.
    world.set_env(
        "EDITOR",
        "sed -i 's/event: Nothing/event: Incident detected/'",
    );
    world.line(&format!("edit {other}")).ok();
    world.ok(&format!("note {other} -m 'Rang the gateway'"));
    world.set_env("EDITOR", "sed -i 's/title: No /title: /'");
    world.line(&format!("edit {id}")).ok();
    world.spoil(&other, "event: Incident detected", "event: Nothing");
    world.git_line("add incidents");
    world.git_line("stash push -- incidents");
    world.ok(&format!("note {other} -m 'Froze refunds'"));
    world.ok("validate incidents");
}

#[test]
fn where_nothing_can_be_written_the_command_line_is_printed_back() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let lock = world.path(".git/inc.lock");
    fs::remove_file(&lock).expect("the lock");
    fs::create_dir(&lock).expect("a folder in its place");
    world
        .line("note -m 'Froze the refunds'")
        .exit(3)
        .says(".git")
        .says("inc note -m 'Froze the refunds'");
    world
        .line("open 'Exports are late' --type queue")
        .exit(3)
        .says("inc open 'Exports are late' --type queue");
    fs::remove_dir(&lock).expect("removed");
    // A folder where the record of this year would be.
    let year = world.path("incidents/2031");
    fs::write(&year, "in the way").expect("written");
    world.set_now("2031-01-02T03:04:05+03:00");
    world
        .line("open 'Exports are late' --type queue")
        .exit(3)
        .says("nothing was written")
        .says("inc open 'Exports are late' --type queue");
    assert!(!world.record_text(&id).contains("Froze"));
}

#[test]
fn no_commit_leaves_the_change_in_the_work_tree() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let (head, index) = (
        world.git_line("rev-parse HEAD"),
        world.git_line("ls-files --stage"),
    );
    world.ok("note -m one --no-commit");
    world.ok("note -m two --no-commit");
    assert_eq!(
        (
            world.git_line("rev-parse HEAD"),
            world.git_line("ls-files --stage")
        ),
        (head, index)
    );
    assert_eq!(
        world.git_line("status --porcelain"),
        format!(" M incidents/2025/{id}.yaml")
    );
    world.ok("note -m three");
    assert_eq!(world.git_line("status --porcelain"), "");
    let second = world.ok("open New --type redis-failure --no-commit");
    assert_eq!(
        world.git_line("status --porcelain"),
        format!("?? incidents/2025/{second}.yaml")
    );
}

#[test]
fn a_home_in_a_subfolder_commits_its_own_paths() {
    let world = World::bare();
    world.git_line("init -q");
    world.write("README", "a larger repository\n");
    world.commit_all();
    let world = world.with_home("home/ops/incidents-home");
    fs::create_dir_all(world.home()).expect("a folder");
    world.ok("init");
    let id = world.ok("open 'In a subfolder' --type redis-failure");
    assert_eq!(
        paths_of_last_commit(&world),
        format!("ops/incidents-home/incidents/2025/{id}.yaml")
    );
    let deep = world.path("incidents/2025");
    world.inc_in(&deep, ["note", "-m", "from below"]).ok();
    assert_eq!(world.record(&id)["timeline"][1]["event"], "from below");
    world
        .inc_in(&world.root().join("home"), ["list"])
        .exit(3)
        .says("no incident home");
    assert_eq!(world.git_line("status --porcelain"), "");
}

#[test]
fn what_cannot_be_committed_is_refused_before_anything_is_written() {
    type Spoil = fn(&World, &str);
    let cases: &[(&str, Spoil, &str)] = &[
        (
            "a symlinked record",
            |world, id| {
                let path = world.record_path(id);
                fs::rename(&path, world.root().join("elsewhere.yaml")).expect("moved");
                symlink(world.root().join("elsewhere.yaml"), &path).expect("a link");
            },
            "symbolic link",
        ),
        (
            "an ignored record",
            |world, id| {
                world.git_line("rm -q --cached -r incidents");
                world.write(".gitignore", "incidents/\n");
                world.git_line("add .gitignore");
                world.git_line("commit -qm ignore");
                assert!(world.record_path(id).exists());
            },
            "ignore",
        ),
    ];
    for (name, spoil, says) in cases {
        let world = World::new();
        let id = world.payment(Stage::Opened);
        spoil(&world, &id);
        let (text, state) = (world.record_text(&id), world.state());
        for line in [
            "note -m x".to_owned(),
            format!("set {id} title=x"),
            format!("ack {id}"),
        ] {
            let ran = world.line(&line).exit(3);
            assert!(
                ran.stderr.to_lowercase().contains(says),
                "{name}: lacks {says}\n{}",
                ran.told()
            );
            assert!(
                ran.stderr.lines().count() > 1,
                "{name}: no advice\n{}",
                ran.told()
            );
            assert_eq!(world.record_text(&id), text, "{name}");
            assert_eq!(world.state(), state, "{name}");
        }
        // Looking is never refused, but at what lies outside the home.
        if *name != "a symlinked record" {
            world.ok(&format!("show {id}"));
        }
    }
}

/// Git commits no single file then, and a note must be taken all the same.
#[test]
fn what_git_commits_only_later_is_written_at_once() {
    type Begin = fn(&World, &str);
    let cases: &[(&str, Begin, &str)] = &[
        (
            "a merge in progress",
            |world, _| {
                world.git_line("checkout -qb other");
                world.write("templates/messages.txt", "theirs\n");
                world.commit_all();
                world.git_line("checkout -q main");
                world.write("templates/messages.txt", "ours\n");
                world.commit_all();
                let mut merge = world.command("git");
                assert!(
                    !merge
                        .args(["merge", "-q", "other"])
                        .output()
                        .expect("git")
                        .status
                        .success()
                );
            },
            "merge",
        ),
        (
            "a rebase in progress",
            |world, _| {
                world.git_line("checkout -qb other HEAD~1");
                world.write("incidents/2025/x.txt", "x\n");
                world.commit_all();
                let mut rebase = world.command("git");
                rebase.args(["rebase", "-q", "-x", "false", "main"]);
                assert!(!rebase.output().expect("git").status.success());
            },
            "rebase",
        ),
    ];
    for (name, begin, says) in cases {
        let world = World::new();
        let id = world.payment(Stage::Opened);
        begin(&world, &id);
        let head = world.git_line("rev-parse HEAD");
        let index = world.git_line("ls-files --stage");
        for line in [
            "note -m x".to_owned(),
            format!("set {id} title=x"),
            format!("ack {id}"),
        ] {
            let before = world.record_text(&id);
            let ran = world
                .line(&line)
                .exit(3)
                .says(says)
                .says("the change is kept");
            assert_ne!(world.record_text(&id), before, "{name}\n{}", ran.told());
            assert_eq!(world.git_line("rev-parse HEAD"), head, "{name}");
            assert_eq!(world.git_line("ls-files --stage"), index, "{name}");
        }
        world.ok(&format!("show {id}"));
    }
}

#[test]
fn a_bare_repository_is_refused() {
    let world = World::bare();
    world.git_line("init -q --bare .");
    world.line("init").exit(3).says("bare");
    let world = World::bare();
    world.line("note -m x").exit(3).says("inc init");
}

#[test]
fn the_next_free_number_counts_every_branch() {
    let world = World::new();
    world.git_line("checkout -qb side");
    assert_eq!(
        world.ok("open One --type redis-failure"),
        "INC-20251129-001"
    );
    assert_eq!(
        world.ok("open Two --type redis-failure"),
        "INC-20251129-002"
    );
    world.git_line("checkout -q main");
    assert_eq!(
        world.ok("open Three --type redis-failure"),
        "INC-20251129-003"
    );
    // One that only a remote's branch knows.
    let other = World::bare();
    copy(&world.home(), &other.home());
    other.git_line("checkout -qb theirs");
    other.ok("open Four --type redis-failure");
    world.git([
        "remote",
        "add",
        "origin",
        &other.home().display().to_string(),
    ]);
    world.git_line("fetch -q origin");
    assert_eq!(
        world.ok("open Five --type redis-failure"),
        "INC-20251129-005"
    );
    // One that lies uncommitted in the work tree, beyond a gap.
    world.write_record(
        "INC-20251129-011",
        &world
            .record_text("INC-20251129-005")
            .replace("-005", "-011"),
    );
    assert_eq!(
        world.ok("open Twelve --type redis-failure"),
        "INC-20251129-012"
    );
    world.pass("1d");
    assert_eq!(
        world.ok("open Tomorrow --type redis-failure"),
        "INC-20251130-001"
    );
    for number in 996..=999 {
        world.write_record(&format!("INC-20251130-{number}"), "schema: 1\n");
    }
    assert_eq!(
        world.ok("open Many --type redis-failure"),
        "INC-20251130-1000"
    );
}

#[test]
fn who_did_it_is_git_s_user_or_the_one_named() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.ok("note -m one");
    world.ok("note -m two --by 'Night shift'");
    world.ok("note -m three --owner Gateway");
    let owners: Vec<_> = world.record(&id)["timeline"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["owner"].clone())
        .collect();
    assert_eq!(owners, ["Rana", "Rana", "Night shift", "Gateway"]);
    fs::write(
        world.root().join("gitconfig"),
        "[user]\n\tuseConfigOnly = true\n",
    )
    .expect("no user");
    let before = world.state();
    world
        .line("note -m four")
        .exit(3)
        .says("git config --global user.name")
        .says("git config --global user.email")
        .says_not("--by <WHO>");
    assert_eq!(world.state(), before);
    // With a name given, git still needs to know an author, so that is no way out.
    let ran = world.line("note -m five --by Rana").exit(3);
    assert!(ran.stderr.contains("user."), "{}", ran.told());
    world.ok("note -m six --by Rana --no-commit");
    world.ok("list");
}

#[test]
fn init_makes_a_home_once_and_overwrites_nothing() {
    let world = World::bare();
    world.write("templates/plan.yaml", "mine\n");
    world.write(".gitignore", "target/");
    world.line("init").ok();
    assert_eq!(world.read("templates/plan.yaml"), "mine\n");
    let ignored = world.read(".gitignore");
    assert!(
        ignored.starts_with("target/\n") && ignored.contains("/evidence/"),
        "{ignored:?}"
    );
    let before = world.state();
    world.line("init").ok().says("already");
    assert_eq!(world.state(), before);
    let world = World::bare();
    world.ok("init --id-format INC-YYYY-MM-DD-NNN");
    assert_eq!(
        world.ok("open x --type redis-failure"),
        "INC-2025-11-29-001"
    );
    assert_eq!(
        world.ok("open y --type redis-failure"),
        "INC-2025-11-29-002"
    );
    let world = World::bare();
    world.line("init --id-format INC-NNN").exit(2);
    assert_eq!(
        fs::read_dir(world.home())
            .expect("a folder")
            .filter(|entry| entry
                .as_ref()
                .is_ok_and(|entry| entry.file_name() != ".git"))
            .count(),
        0,
        "a wrong command line makes nothing"
    );
}

/// A killed git leaves its lock behind. Whoever finds it waits for it once, and only while it may
/// still be somebody's.
#[cfg(unix)]
#[test]
fn a_lock_that_nobody_holds_is_not_waited_for_twice() {
    for (age, patience) in [("30 seconds ago", 3), ("now", 9)] {
        let world = World::new();
        let id = world.payment(Stage::Opened);
        let text = world.record_text(&id);
        world.write_record(&id, &format!("{text}# By hand.\n"));
        let lock = world.path(".git/index.lock");
        Ran::of(world.command("touch").args(["-d", age]).arg(&lock)).ok();
        let began = std::time::Instant::now();
        let ran = world.line("note -m 'Froze refunds'").exit(3);
        let took = began.elapsed().as_secs();
        assert!(took < patience, "{took} s\n{}", ran.told());
        assert_eq!(
            ran.stderr.matches("git is locked").count(),
            1,
            "{}",
            ran.told()
        );
        assert!(world.record_text(&id).contains("Froze refunds"));
        std::fs::remove_file(&lock).expect("removed");
        world
            .line("note -m 'And now'")
            .ok()
            .says("committed an earlier uncommitted change");
        assert_eq!(world.git_line("status --porcelain"), "");
    }
}

#[test]
fn a_home_without_a_repository_gets_one_that_holds_it() {
    let world = World::new();
    world.payment(Stage::Closed);
    fs::remove_dir_all(world.path(".git")).expect("removed");
    world.line("init").ok().says("added");
    assert_eq!(world.git_line("status --porcelain"), "");
    world.ok("validate incidents");
}

/// Git passes over a file marked so and says nothing, so nothing is written before the mark is off.
#[test]
fn a_record_that_git_passes_over_is_refused_before_anything_is_written() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let (path, before) = (format!("incidents/2025/{id}.yaml"), world.state());
    world.git_line(&format!("update-index --skip-worktree {path}"));
    let told = world.fails(3, "note -m 'Froze refunds'");
    let way_out = format!("update-index --no-skip-worktree {path}");
    assert!(told.contains(&way_out), "{told}");
    assert!(!world.record_text(&id).contains("Froze refunds"));
    world.git_line(&way_out);
    assert_eq!(world.state(), before);
    world.ok("note -m 'Froze refunds'");
    assert!(world.git_line("show HEAD").contains("Froze refunds"));
    // Where git only does not look for changes it still commits them.
    world.git_line(&format!("update-index --assume-unchanged {path}"));
    world.ok("note -m 'Refunds flow again'");
    assert!(world.git_line("show HEAD").contains("Refunds flow again"));
}
