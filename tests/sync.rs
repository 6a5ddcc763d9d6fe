//! Two clones and a bare repository between them: nothing forced, nothing lost.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::clones::{Two, text};
use crate::support::merges::{OTHER, in_conflict};
use crate::support::story::Stage;
use crate::support::{Ran, World};

fn events(record: &Value) -> BTreeSet<String> {
    let timeline = record["timeline"].as_array().expect("a timeline");
    timeline
        .iter()
        .map(|entry| entry["event"].as_str().expect("words").to_owned())
        .collect()
}

#[test]
fn a_clone_without_a_remote_says_so() {
    let world = World::new();
    world.line("sync").ok().says("no remote");
}

#[test]
fn notes_of_both_clones_are_there_afterwards() {
    let two = Two::new(|world| drop(world.payment(Stage::Contained)));
    let id = "INC-20251129-001";
    two.world.set_env("INC_SEED", "here");
    two.here(&format!("note {id} -m 'the gateway answers again'"))
        .ok();
    two.here(&format!(
        "action add {id} -m 'Alert' --owner Payments --due 2025-12-12"
    ))
    .ok();
    two.world.set_env("INC_SEED", "there");
    two.there(&format!("note {id} -m 'two schools rang'")).ok();
    two.there(&format!("recover {id} --check redis=done")).ok();
    two.here("sync").ok().says("2 commits pushed");
    two.there("sync").ok();
    two.here("sync").ok();
    let (one, other) = (
        two.record(&two.world.home(), id),
        two.record(&two.other, id),
    );
    assert_eq!(one, other);
    let told = events(&one);
    assert!(told.contains("the gateway answers again") && told.contains("two schools rang"));
    assert_eq!(one["checks"]["recovery"]["redis"], "done");
    assert_eq!(one["actions"].as_array().map(Vec::len), Some(1));
    assert_eq!(two.head(&two.world.home()), two.head(&two.other));
    two.here("sync").ok().says("already up to date");
    two.here("validate incidents").ok();
}

#[test]
fn one_number_taken_twice_is_told_apart_before_the_merge() {
    let two = Two::new(|_| {});
    two.world.set_env("INC_SEED", "here");
    two.here("open 'Wallets credited twice' --type payment")
        .ok()
        .prints("INC-20251129-001");
    two.here("report 001 --save").ok();
    two.world.set_env("INC_SEED", "there");
    two.there("open 'Exports are late' --type queue")
        .ok()
        .prints("INC-20251129-001");
    two.there("report 001 --save").ok();
    two.there("sync").ok();
    two.here("sync").ok().says("INC-20251129-002");
    two.there("sync").ok();
    for folder in [two.world.home(), two.other.clone()] {
        let late = two.record(&folder, "INC-20251129-001");
        let twice = two.record(&folder, "INC-20251129-002");
        assert_eq!(late["title"], "Exports are late");
        assert_eq!(twice["title"], "Wallets credited twice");
        assert_eq!(twice["formerly"], serde_json::json!(["INC-20251129-001"]));
        let reports = two.world.inc_in(&folder, ["report", "--check"]);
        reports.ok();
        two.world.inc_in(&folder, ["validate", "incidents"]).ok();
        // Whoever still has the old name finds both.
        let told = "INC-20251129-002 was formerly INC-20251129-001 too";
        for name in ["INC-20251129-001", "001"] {
            let shown = two.world.inc_in(&folder, ["show", name]).ok();
            shown.prints("Exports are late").says(told);
        }
        let shown = two.world.inc_in(&folder, ["show", "002"]).ok();
        shown.prints("Wallets credited twice").says_not(told);
    }
}

/// A plain pull meets two incidents of one number; what it then says to do works.
#[test]
fn what_a_pull_says_of_two_incidents_of_one_number_works() {
    let two = Two::new(|_| {});
    two.world.put_on_path();
    two.world.set_env("INC_SEED", "here");
    two.here("open 'Wallets credited twice' --type payment")
        .ok();
    two.world.set_env("INC_SEED", "there");
    two.there("open 'Exports are late' --type queue").ok();
    two.there("sync").ok();
    let mut pull = two.world.command("git");
    pull.args(["pull", "--no-rebase", "-q", "origin", "main"]);
    let pulled = Ran::of(&mut pull).exit(1);
    let said = format!("{}{}", pulled.stdout, pulled.stderr);
    assert!(
        said.contains("two incidents have this ID"),
        "{}",
        pulled.told()
    );
    two.here("sync").exit(3).says("inc sync");
    two.world.git_line("merge --abort");
    two.here("sync").ok().says("INC-20251129-002");
    let home = two.world.home();
    assert_eq!(
        two.record(&home, "INC-20251129-001")["title"],
        "Exports are late"
    );
    assert_eq!(
        two.record(&home, "INC-20251129-002")["title"],
        "Wallets credited twice"
    );
}

#[test]
fn a_conflict_leaves_everything_as_it_was_and_names_the_record() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    two.here("set owner=Payments").ok();
    two.there("set owner=Finance").ok();
    two.there("sync").ok();
    let head = two.head(&two.world.home());
    two.here("sync")
        .exit(1)
        .says("INC-20251129-001.yaml")
        .says("git merge origin/main");
    assert_eq!(two.head(&two.world.home()), head);
    assert_eq!(two.world.git_line("status --porcelain"), "");
    two.here("note -m 'still taken'").ok();
}

/// What is said to type is typed, line by line, with two records to decide and others beside them.
#[test]
fn what_a_conflict_says_to_type_brings_both_together() {
    let two = Two::new(|world| {
        drop(world.payment(Stage::Opened));
        world.ok("open 'Exports are late' --type queue");
        world.ok("open 'Redis is full' --type redis");
    });
    let ids = ["INC-20251129-001", "INC-20251129-002"];
    for id in ids {
        two.here(&format!("set {id} owner=Payments")).ok();
        two.there(&format!("set {id} owner=Finance")).ok();
    }
    two.there("sync").ok();
    let incidents = two.world.path("incidents");
    let ran = two.world.inc_in(&incidents, ["sync"]).exit(1);
    for id in ids {
        ran.clone().says(&format!("inc edit {id} "));
    }
    ran.clone().says_not("the text you typed");
    let steps = ran.stderr.lines().filter_map(|line| {
        let line = line.strip_prefix("  ")?;
        let is_step = line.starts_with("git ") || line.starts_with("inc ");
        is_step.then(|| line.split("   ").next().expect("a command").to_owned())
    });
    let steps: Vec<String> = steps.collect();
    assert_eq!(steps.len(), 6, "{steps:?}");
    let folder = Path::new(crate::support::INC).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    two.world
        .set_env("PATH", &format!("{}:{path}", folder.display()));
    two.world
        .set_env("EDITOR", "sed -i -e '/^[<=>]/d' -e '/owner: Finance/d'");
    for (place, step) in steps.iter().enumerate() {
        let mut shell = two.world.command("sh");
        let ran = Ran::of(shell.args(["-c", step]).current_dir(&incidents));
        // The merge is what leaves the conflict.
        assert_eq!(ran.code, Some(i32::from(place == 0)), "{}", ran.told());
    }
    two.here("sync").ok();
    two.there("sync").ok();
    for id in ids {
        assert_eq!(two.record(&two.other, id)["owner"], "Payments");
    }
}

#[test]
fn a_change_by_hand_is_committed_before() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    let id = "INC-20251129-001";
    let text = two.world.record_text(id);
    two.world
        .write_record(id, &text.replace("title: Wallets", "title: All wallets"));
    two.here("sync")
        .ok()
        .says("committed an earlier uncommitted change");
    two.there("sync").ok();
    assert_eq!(
        two.record(&two.other, id)["title"],
        "All wallets credited twice"
    );
}

/// Many rounds of both clones writing before either syncs, with numbers taken twice on the way.
#[test]
fn interleaved_edits_of_two_clones_are_all_there() {
    const ROUNDS: usize = 12;
    let two = Two::new(|world| drop(world.payment(Stage::Contained)));
    let id = "INC-20251129-001";
    let mut expected = BTreeSet::new();
    for round in 0..ROUNDS {
        for (side, name) in [(0, "here"), (1, "there")] {
            let seed = format!("{name}{round}");
            two.world.set_env("INC_SEED", &seed);
            let note = format!("{name} {round}");
            let mut lines = vec![format!("note {id} -m '{note}'")];
            expected.insert(note);
            if round % 4 == 0 {
                lines.push(format!("open '{name} {round}' --type api"));
            }
            for line in lines {
                let ran = if side == 0 {
                    two.here(&line)
                } else {
                    two.there(&line)
                };
                ran.ok();
            }
        }
        two.world.pass("1m");
        if round % 2 == 0 {
            two.here("sync").ok();
        }
        two.there("sync").ok();
    }
    two.here("sync").ok();
    two.there("sync").ok();
    let (one, other) = (
        two.record(&two.world.home(), id),
        two.record(&two.other, id),
    );
    assert_eq!(one, other);
    let told = events(&one);
    assert!(
        expected.is_subset(&told),
        "{:?}",
        expected.difference(&told)
    );
    assert_eq!(two.head(&two.world.home()), two.head(&two.other));
    let all = two.world.json("list --all --format json");
    let titles: Vec<&str> = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|head| head["title"].as_str().expect("a title"))
        .collect();
    assert_eq!(titles.len(), 1 + 2 * ROUNDS.div_ceil(4), "{titles:?}");
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len());
    let mut fsck = two.world.command("git");
    Ran::of(fsck.args(["fsck", "--strict"])).ok();
}

/// Somebody else pushes between our fetch and our push.
#[test]
fn who_is_beaten_to_it_merges_again() {
    let two = Two::new(|world| drop(world.payment(Stage::Contained)));
    let id = "INC-20251129-001";
    two.world.set_env("INC_SEED", "here");
    two.here(&format!("note {id} -m 'the gateway answers again'"))
        .ok();
    two.world.set_env("INC_SEED", "there");
    two.there(&format!("note {id} -m 'two schools rang'")).ok();
    let hook = two.world.path(".git/hooks/pre-push");
    let raced = two.world.root().join("raced");
    std::fs::create_dir_all(hook.parent().expect("a folder")).expect("made");
    let script = format!(
        "#!/bin/sh\n[ -e '{raced}' ] && exit 0\n: >'{raced}'\nunset $(git rev-parse --local-env-vars)\n\
         git -C '{there}' push -q origin HEAD:main\n",
        raced = text(&raced),
        there = text(&two.other)
    );
    std::fs::write(&hook, script).expect("written");
    Ran::of(two.world.command("chmod").arg("+x").arg(&hook)).ok();
    two.here("sync").ok().says("pushed");
    assert!(raced.exists(), "somebody else was quicker");
    two.there("sync").ok();
    let told = events(&two.record(&two.other, id));
    assert!(told.contains("the gateway answers again") && told.contains("two schools rang"));
    assert_eq!(two.head(&two.world.home()), two.head(&two.other));
}

/// Both sides have something to merge, and a hook makes git dawdle in the middle of it.
#[cfg(unix)]
fn dawdling() -> Two {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    two.there("note -m 'From there'").ok();
    two.there("open 'Exports are late' --type queue").ok();
    two.there("sync").ok();
    two.here("note 001 -m 'From here'").ok();
    let hook = two.world.path(".git/hooks/pre-merge-commit");
    std::fs::create_dir_all(hook.parent().expect("a folder")).expect("hooks");
    std::fs::write(&hook, "#!/bin/sh\ntouch .git/dawdles\nexec sleep 30\n").expect("a hook");
    let mut executable = std::process::Command::new("chmod");
    assert!(executable.arg("+x").arg(&hook).status().is_ok());
    two
}

/// Begins a sync and, once git is in the middle of the merge, sends everything in it a signal.
#[cfg(unix)]
fn signalled(two: &Two, signal: &str) -> Ran {
    use std::os::unix::process::CommandExt;
    use std::process::Stdio;
    let mut sync = two.world.command(crate::support::INC);
    sync.arg("sync").current_dir(two.world.home());
    sync.process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = sync.spawn().expect("inc runs");
    let id = child.id();
    two.world
        .until("git dawdles", |world| world.path(".git/dawdles").exists());
    let mut kill = std::process::Command::new("kill");
    kill.args(["-s", signal, "--", &format!("-{id}")]);
    assert!(kill.status().is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("it ends");
    let hook = two.world.path(".git/hooks/pre-merge-commit");
    std::fs::remove_file(hook).expect("the hook");
    Ran::from_output(&sync, output)
}

#[cfg(unix)]
#[test]
fn an_interrupted_merge_is_taken_back() {
    let two = dawdling();
    let (head, index) = (
        two.head(&two.world.home()),
        two.world.git_line("ls-files --stage"),
    );
    signalled(&two, "INT").exit(130).says("interrupted");
    assert_eq!(two.head(&two.world.home()), head);
    assert_eq!(two.world.git_line("ls-files --stage"), index);
    assert_eq!(two.world.git_line("status --porcelain"), "");
    two.here("note 001 -m 'And on'")
        .ok()
        .says_not("not committed");
    two.here("sync").ok().says("pulled, ");
    assert!(events(&two.record(&two.world.home(), "INC-20251129-001")).contains("From there"));
}

#[cfg(unix)]
#[test]
fn what_a_killed_merge_left_is_nobody_s_change_by_hand() {
    let two = dawdling();
    let head = two.head(&two.world.home());
    signalled(&two, "KILL");
    assert_ne!(two.world.git_line("status --porcelain"), "");
    for line in ["note 001 -m 'And on'", "sync"] {
        two.here(line)
            .exit(3)
            .says("was cut off")
            .says("git reset --merge");
    }
    assert_eq!(two.head(&two.world.home()), head);
    two.world.git_line("reset --merge");
    two.here("note 001 -m 'And on'")
        .ok()
        .says_not("not committed");
    two.here("sync").ok().says("pulled, ");
    let record = two.record(&two.world.home(), "INC-20251129-001");
    assert!(events(&record).contains("From there"));
    let log = two.here("log 001").ok();
    assert!(!log.stdout.contains("kept what"), "{}", log.told());
}

#[test]
fn a_note_of_a_merge_that_is_over_or_that_git_knows_of_holds_nothing_up() {
    let world = in_conflict("merge one");
    let note = world.path(".git/inc-merge");
    let head = world.git_line("rev-parse HEAD");
    // Killed so late that git says itself how to end it.
    std::fs::write(&note, head.trim()).expect("the note");
    world
        .line(&format!("note {OTHER} -m 'And on'"))
        .exit(3)
        .says_not("was cut off")
        .says("kept");
    world.git_line("merge --abort");
    // Killed, ended, and forgotten: what is staged now is somebody's own.
    std::fs::write(&note, "0".repeat(40)).expect("the note");
    world.write("plan.txt", "mine\n");
    world.git_line("add plan.txt");
    world.ok(&format!("note {OTHER} -m 'And on again'"));
    assert!(!note.exists());
    assert_eq!(world.git_line("diff --cached --name-only"), "plan.txt");
}

#[test]
fn a_branch_that_was_rewritten_there_is_not_filled_again_in_silence() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    let before = two.head(&two.world.home());
    two.here("note -m 'A secret by mistake'").ok();
    two.here("sync").ok();
    let origin = text(&two.world.root().join("origin.git"));
    let branch = two.world.git_line("branch --show-current");
    two.world.git([
        "-C",
        &origin,
        "update-ref",
        &format!("refs/heads/{branch}"),
        before.trim(),
    ]);
    let there = || {
        two.world
            .git(["-C", &origin, "rev-parse", &format!("refs/heads/{branch}")])
    };
    two.here("sync")
        .exit(3)
        .says("1 commit is gone")
        .says("git rebase --onto");
    assert_eq!(there().trim(), before.trim());
    // Said once, it is the user's to decide.
    two.here("sync").ok().says("1 commit pushed");
    assert_ne!(there().trim(), before.trim());
}

#[test]
fn only_fast_forwards_are_no_hindrance() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    two.world.git_line("config merge.ff only");
    two.there("note -m 'From there'").ok();
    two.there("sync").ok();
    two.here("note -m 'From here'").ok();
    two.here("sync").ok();
}

#[test]
fn what_the_server_refuses_is_told_with_what_is_done_already() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    let hook = two.world.root().join("origin.git/hooks/pre-receive");
    std::fs::create_dir_all(hook.parent().expect("a folder")).expect("hooks");
    std::fs::write(&hook, "#!/bin/sh\necho 'not on Fridays' >&2\nexit 1\n").expect("a hook");
    let mut executable = std::process::Command::new("chmod");
    assert!(executable.arg("+x").arg(&hook).status().is_ok());
    two.here("note -m 'From here'").ok();
    two.here("sync")
        .exit(3)
        .says("not on Fridays")
        .says("1 commit is not pushed yet")
        .says_not("Done");
}

#[test]
fn what_somebody_wrote_beside_a_record_goes_along_with_its_number() {
    let two = Two::new(|_| {});
    two.world.set_env("INC_SEED", "here");
    two.here("open 'Wallets credited twice' --type payment")
        .ok();
    two.here("report 001 --save").ok();
    two.here("report 001 --save --template timeline").ok();
    let beside =
        |number: u32, name: &str| format!("incidents/2025/INC-20251129-00{number}.{name}.md");
    let report = two.world.read(&beside(1, "incident-report"));
    let edited = format!("{report}\nTyped by hand.\n");
    two.world.write(&beside(1, "incident-report"), &edited);
    two.world.git(["commit", "-qam", "by hand"]);
    two.world.write(&beside(1, "notes"), "mine\n");
    two.world.set_env("INC_SEED", "there");
    two.there("open 'Exports are late' --type queue").ok();
    two.there("sync").ok();
    two.here("sync").ok().says("INC-20251129-002");
    assert_eq!(two.world.read(&beside(2, "incident-report")), edited);
    assert_eq!(two.world.read(&beside(2, "notes")), "mine\n");
    // What only inc wrote is made anew for the new number.
    assert!(
        two.world
            .read(&beside(2, "timeline"))
            .contains("INC-20251129-002")
    );
    two.here("report 002 --template timeline --check").ok();
    for name in ["incident-report", "notes", "timeline"] {
        assert!(!two.world.path(&beside(1, name)).exists(), "{name}");
    }
}

#[test]
fn a_renumbering_that_a_hook_refuses_changes_nothing() {
    let two = Two::new(|_| {});
    two.world.set_env("INC_SEED", "here");
    two.here("open 'Wallets credited twice' --type payment")
        .ok();
    two.here("report 001 --save").ok();
    two.world.set_env("INC_SEED", "there");
    two.there("open 'Exports are late' --type queue").ok();
    two.there("sync").ok();
    let head = two.head(&two.world.home());
    let hook = two.world.path(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().expect("a folder")).expect("hooks");
    std::fs::write(&hook, "#!/bin/sh\nexit 1\n").expect("a hook");
    let mut executable = std::process::Command::new("chmod");
    assert!(executable.arg("+x").arg(&hook).status().is_ok());
    two.here("sync").exit(3).says("is as it was");
    assert_eq!(two.head(&two.world.home()), head);
    assert_eq!(two.world.git_line("status --porcelain"), "");
    std::fs::remove_file(&hook).expect("the hook");

    // Killed in the middle of it, both halves are committed by the next one.
    let text = two.world.record_text("INC-20251129-001");
    std::fs::remove_file(two.world.record_path("INC-20251129-001")).expect("removed");
    let moved = text.replace(
        "id: INC-20251129-001",
        "id: INC-20251129-007\nformerly: [INC-20251129-001]",
    );
    two.world.write_record("INC-20251129-007", &moved);
    two.here("sync").ok().says("its number is another now");
    let home = two.world.home();
    assert_eq!(
        two.record(&home, "INC-20251129-001")["title"],
        "Exports are late"
    );
    assert_eq!(
        two.record(&home, "INC-20251129-007")["title"],
        "Wallets credited twice"
    );
    two.here("verify").ok();
}

#[test]
fn conflict_markers_that_were_committed_are_not_pushed() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    two.here("note -m 'From here'").ok();
    let id = "INC-20251129-001";
    let text = two.world.record_text(id);
    let marked = text.replacen("title:", "<<<<<<< ours\ntitle: A\n=======\ntitle:", 1);
    two.world.write_record(
        id,
        &marked.replacen("\nseverity:", "\n>>>>>>> theirs\nseverity:", 1),
    );
    two.world.commit_all();
    let head = two.head(&two.other);
    two.here("sync")
        .exit(1)
        .says("conflict markers")
        .says(&format!("inc edit {id}"));
    two.there("sync").ok();
    assert_eq!(two.head(&two.other), head);
}
