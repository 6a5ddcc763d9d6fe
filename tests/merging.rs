//! Records merged by git, with its merge driver set by `inc init`: real branches, real merges.

use serde_json::{Value, json};

use crate::support::story::Stage;
use crate::support::{Ran, World};

const ID: &str = "INC-20251129-001";

/// A home with one incident, and `inc` where git finds it.
fn world() -> World {
    let world = World::new();
    world.put_on_path();
    world.ok("open 'Refunds stuck' --type redis-failure --severity SEV-3");
    world
}

/// Does something on a branch of its own that starts at `main`.
fn branch(world: &World, name: &str, work: impl FnOnce()) {
    world.git_line(&format!("checkout -q -b {name} main"));
    work();
}

fn try_git(world: &World, line: &str) -> Ran {
    let mut command = world.command("git");
    command.args(crate::support::text::words(line));
    command.env("GIT_EDITOR", "true");
    Ran::of(&mut command)
}

fn replace(world: &World, old: &str, new: &str) {
    let text = world.record_text(ID);
    assert!(text.contains(old), "{old} is not in\n{text}");
    world.write_record(ID, &text.replacen(old, new, 1));
    world.commit_all();
}

/// Two people at work on the same incident: notes, actions, checks, fields, comments.
fn two_branches(world: &World) {
    branch(world, "one", || {
        world.set_env("INC_SEED", "one");
        world.pass("5m");
        world.ok("note -m 'Looked at the queue'");
        world.pass("5m");
        world.ok("note -m 'Restarted the worker'");
        world.ok("action add -m 'Watch the queue' --owner Ops --due 2025-12-05");
        replace(world, "title:", "# One was here.\ntitle:");
        world.ok("set owner=Ops");
    });
    branch(world, "two", || {
        world.set_env("INC_SEED", "two");
        world.set_now("2025-11-29T10:07:00+03:00");
        world.ok("note -m 'Called the vendor'");
        world.ok("action add -m 'Page earlier' --owner Ops --due 2025-12-06");
        world.ok("set environment=staging");
        let text = world.record_text(ID);
        world.write_record(ID, &format!("{text}# Two was here.\n"));
        world.commit_all();
    });
}

#[track_caller]
fn holds_both(world: &World) {
    let text = world.record_text(ID);
    let record = world.record(ID);
    let times: Vec<&str> = record["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .map(|entry| entry["at"].as_str().expect("a time"))
        .collect();
    assert!(times.is_sorted(), "{text}");
    for words in [
        "Looked at the queue",
        "Restarted the worker",
        "Called the vendor",
        "Watch the queue",
        "Page earlier",
        "# One was here.",
        "# Two was here.",
    ] {
        assert_eq!(text.matches(words).count(), 1, "{words}\n{text}");
    }
    assert_eq!(record["owner"], "Ops");
    assert_eq!(record["environment"], "staging");
    world.line(&format!("show {ID}")).ok();
}

#[test]
fn two_branches_merge_with_nothing_lost_either_way() {
    let world = world();
    two_branches(&world);
    try_git(&world, "merge one").ok();
    holds_both(&world);
    let there = world.record(ID);
    world.git_line("checkout -q one");
    try_git(&world, "merge two~0 --no-ff").ok();
    let back = world.record(ID);
    assert_eq!(there, back);
    world.git_line("checkout -q -b again one~0");
    world.git_line("reset -q --hard ORIG_HEAD");
    let two = world.git_line("rev-parse two^1");
    try_git(&world, &format!("merge {two}")).ok();
    holds_both(&world);
    assert_eq!(world.record(ID), there);
}

#[test]
fn rebase_cherry_pick_and_stash_merge_too() {
    let world = world();
    two_branches(&world);
    world.git_line("branch two-rebased two");
    world.git_line("checkout -q two-rebased");
    try_git(&world, "rebase one").ok();
    holds_both(&world);

    world.git_line("checkout -q -b picked one");
    try_git(&world, "cherry-pick main..two").ok();
    holds_both(&world);

    world.git_line("checkout -q -b stashed main");
    world.ok("note -m Stashed --no-commit");
    world.git_line("stash");
    world.set_env("INC_SEED", "three");
    world.ok("note -m Committed");
    try_git(&world, "stash pop").ok();
    let text = world.record_text(ID);
    assert!(
        text.contains("Stashed") && text.contains("Committed"),
        "{text}"
    );
}

#[test]
fn the_same_id_given_out_twice_is_parted() {
    let world = world();
    for name in ["one", "two"] {
        branch(&world, name, || {
            world.pass("1m");
            world.ok(&format!("note -m 'Said by {name}'"));
        });
    }
    try_git(&world, "merge one").ok();
    let record = world.record(ID);
    let mut ids: Vec<&Value> = Vec::new();
    for entry in record["timeline"].as_array().expect("a timeline") {
        assert!(!ids.contains(&&entry["id"]), "{record}");
        ids.push(&entry["id"]);
    }
    let text = world.record_text(ID);
    assert!(text.contains("Said by one") && text.contains("Said by two"));
}

#[test]
fn two_values_of_one_field_are_marked_and_all_else_is_merged() {
    let world = world();
    two_branches(&world);
    world.git_line("checkout -q one");
    replace(&world, "title: Refunds stuck", "title: Refunds halted");
    world.git_line("checkout -q two");
    replace(&world, "title: Refunds stuck", "title: Refunds late");
    let ran = try_git(&world, "merge one").exit(1);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert!(
        said.contains("title: Refunds late (HEAD) or Refunds halted (one)"),
        "{}",
        ran.told()
    );
    let text = world.record_text(ID);
    let marked = "<<<<<<< HEAD\ntitle: Refunds late\n=======\ntitle: Refunds halted\n>>>>>>> one\n";
    assert!(text.contains(marked), "{text}");
    assert_eq!(text.matches("<<<<<<<").count(), 1, "{text}");

    // Every command names it, and none is stopped by it that is about another.
    world.ok("list");
    for line in ["show", "next", "note -m More"] {
        let ran = world.line(&format!("{line} {ID}"));
        assert_ne!(ran.code, Some(0), "{}", ran.told());
    }
    for line in ["show", "next"] {
        let ran = world.line(&format!("{line} {ID}"));
        assert!(ran.stderr.contains("conflict markers"), "{}", ran.told());
        assert!(ran.stderr.contains("inc edit"), "{}", ran.told());
    }
    let found = world.line("validate --format json").exit(1).json();
    assert!(found.to_string().contains("schema/conflict-markers"));

    let said = world.line(&format!("show {ID}")).stderr;
    assert!(
        said.contains("title: Refunds late (HEAD) or title: Refunds halted (one)"),
        "{said}"
    );

    // The editor is the way out, in the middle of the merge as well.
    world.set_env("EDITOR", "sed -i -e '/^[<=>]/d' -e '/Refunds halted/d'");
    world
        .line(&format!("edit {ID}"))
        .ok()
        .says("the conflict is resolved");
    world.git_line("commit -qam merged");
    holds_both(&world);
}

#[test]
fn what_is_no_record_is_merged_by_its_lines() {
    let world = world();
    branch(&world, "one", || {
        world.write_record(ID, &world.record_text(ID).replace("severity:", "severty:"));
        world.commit_all();
    });
    branch(&world, "two", || {
        let text = world.record_text(ID);
        world.write_record(ID, &format!("{text}# Two was here.\n"));
        world.commit_all();
    });
    try_git(&world, "merge one").ok();
    let text = world.record_text(ID);
    assert!(text.contains("severty:") && text.contains("# Two was here."));
}

#[test]
fn two_incidents_with_one_number_are_not_made_one() {
    let world = world();
    let id = "INC-20251129-002";
    let (mut texts, mut commits) = (Vec::new(), Vec::new());
    for (seed, title, kind) in [
        ("one", "Login down", "login-failure"),
        ("two", "Queue full", "queue"),
    ] {
        // As in two clones, neither knows of the other's branch.
        world.git_line("checkout -q --detach main");
        world.set_env("INC_SEED", seed);
        world.pass("5m");
        world.ok(&format!("open '{title}' --type {kind}"));
        texts.push(world.record_text(id));
        commits.push(world.git_line("rev-parse HEAD"));
    }
    world.git_line(&format!("branch one {}", commits[0]));
    world.git_line("checkout -q -b two");
    for style in ["merge", "diff3"] {
        world.git_line(&format!("config merge.conflictStyle {style}"));
        let ran = try_git(&world, "merge one").exit(1);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        let words = "two incidents have this ID: Queue full (HEAD) and Login down (one)";
        assert!(said.contains(words), "{}", ran.told());
        assert!(
            said.contains("git merge --abort") && said.contains("inc sync"),
            "{said}"
        );
        assert!(!said.contains("line by line"), "{said}");

        // Both are there whole, and nobody is told to make one of them.
        let (one, two) = (&texts[0], &texts[1]);
        let base = if style == "diff3" { "||||||| " } else { "" };
        let text = world.record_text(id);
        assert!(
            text.starts_with(&format!("<<<<<<< HEAD\n{two}{base}")),
            "{text}"
        );
        assert!(
            text.ends_with(&format!("=======\n{one}>>>>>>> one\n")),
            "{text}"
        );
        let words = "two incidents have this ID: Queue full and Login down";
        let found = world
            .line("validate --format json")
            .exit(1)
            .json()
            .to_string();
        assert!(
            found.contains(words) && found.contains("inc sync"),
            "{found}"
        );
        assert!(
            !found.contains("one side") && !found.contains("both sides"),
            "{found}"
        );
        world
            .line(&format!("show {id}"))
            .exit(3)
            .says("has conflict markers")
            .says(words)
            .says("inc sync")
            .says_not("inc edit");
        world
            .line(&format!("note {ID} -m 'Still noted'"))
            .exit(3)
            .says("the change is kept")
            .says("inc sync")
            .says_not("inc edit");
        world.git_line("checkout -q incidents/2025/INC-20251129-001.yaml");
        world.git_line("merge --abort");
    }
}

#[test]
fn the_configured_style_of_conflicts_is_kept() {
    let world = world();
    two_branches(&world);
    for (name, title) in [("one", "Refunds halted"), ("two", "Refunds late")] {
        world.git_line(&format!("checkout -q {name}"));
        replace(&world, "title: Refunds stuck", &format!("title: {title}"));
    }
    for style in ["diff3", "zdiff3"] {
        let line = format!("-c merge.conflictStyle={style} merge one");
        try_git(&world, &line).exit(1);
        let text = world.record_text(ID);
        let marked = "<<<<<<< HEAD\ntitle: Refunds late\n||||||| ";
        assert!(text.contains(marked), "{text}");
        let marked = "\ntitle: Refunds stuck\n=======\ntitle: Refunds halted\n>>>>>>> one\n";
        assert!(text.contains(marked), "{text}");
        assert_eq!(text.matches("<<<<<<<").count(), 1, "{text}");
        let ran = world.line(&format!("show {ID}")).exit(3);
        ran.says("title: Refunds late (HEAD) or title: Refunds halted (one)");
        world.git_line("merge --abort");
    }
    // A line that only one side has.
    world.git_line("checkout -q one");
    world.ok("triage --fact data-exposure=none:'read the log'");
    world.git_line("checkout -q two");
    world.ok("triage --fact data-exposure=logs-only:'an export'");
    let ran = try_git(&world, "-c merge.conflictStyle=diff3 merge one").exit(1);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    let words = "facts.data-exposure: logs-only (an export) (HEAD) or none (read the log) (one)";
    assert!(said.contains(words), "{}", ran.told());
    assert!(world.record_text(ID).matches("|||||||").count() >= 2);
}

/// Under a rebase git calls theirs what is one's own: only the commit's name says whose it is.
#[test]
fn a_rebase_names_the_commits_that_disagree() {
    let world = world();
    two_branches(&world);
    for (name, title) in [("one", "Refunds halted"), ("two", "Refunds late")] {
        world.git_line(&format!("checkout -q {name}"));
        replace(&world, "title: Refunds stuck", &format!("title: {title}"));
    }
    let commit = world.git_line("rev-parse --short HEAD");
    let ran = try_git(&world, "rebase one").exit(1);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    let words = format!("title: Refunds halted (HEAD) or Refunds late ({commit} (work))");
    assert!(said.contains(&words), "{}", ran.told());
}

/// Git tells a driver neither of its own labels before 2.44, nor ever of `-X ours`.
#[test]
fn a_driver_set_by_an_earlier_version_still_merges() {
    let world = world();
    two_branches(&world);
    for (name, title) in [("one", "Refunds halted"), ("two", "Refunds late")] {
        world.git_line(&format!("checkout -q {name}"));
        replace(&world, "title: Refunds stuck", &format!("title: {title}"));
    }
    for driver in [
        "inc merge-driver %O %A %B %L %P",
        "inc merge-driver %O %A %B %L %P %%S %%X %%Y",
    ] {
        world.git(["config", "merge.incident.driver", driver]);
        let ran = try_git(&world, "merge -X ours one").exit(1);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        let words = "title: Refunds late (ours) or Refunds halted (theirs)";
        assert!(said.contains(words), "{}", ran.told());
        assert!(world.record_text(ID).contains("<<<<<<< ours\n"));
        world.git_line("merge --abort");
    }
}

#[test]
fn line_endings_and_comments_of_a_file_survive() {
    let world = world();
    let text = world.record_text(ID).replace('\n', "\r\n");
    world.write_record(ID, &text);
    world.commit_all();
    two_branches(&world);
    try_git(&world, "merge one").ok();
    holds_both(&world);
    let text = world.record_text(ID);
    let bare = text.lines().count() - text.matches("\r\n").count();
    assert!(bare <= 2, "{text:?}");
}

#[test]
fn a_clone_is_told_once_and_init_sets_it() {
    let world = world();
    let driver = world.git_line("config merge.incident.driver");
    assert!(driver.contains("inc merge-driver"), "{driver}");
    for key in ["driver", "name"] {
        world.git_line(&format!("config --unset merge.incident.{key}"));
    }
    world.inc(["note", "-m", "One"]).ok().says("inc init");
    world.inc(["note", "-m", "Two"]).ok().says_not("inc init");
    world.inc(["init"]).ok().says("merges its records");
    assert_eq!(world.git_line("config merge.incident.driver"), driver);
    world.inc(["init"]).ok().says("and complete");
    assert_eq!(world.record(ID)["id"], json!(ID));
}

/// The question comes before anything is done, so that stopping there stops the command.
#[test]
fn who_interrupts_the_question_about_merging_interrupts_the_command() {
    let world = world();
    for key in ["driver", "name"] {
        world.git_line(&format!("config --unset merge.incident.{key}"));
    }
    let before = world.state();
    for line in ["note -m One", "note", "open Two --type redis", "triage"] {
        let mut terminal = world.terminal(line);
        terminal.asks("Merge records field by field").ctrl_c();
        terminal
            .expect("interrupted; nothing was changed")
            .ends_with(130);
        assert_eq!(world.state(), before, "{line}");
    }
    let mut terminal = world.terminal("note -m One");
    terminal.asks("Merge records field by field").types("n");
    terminal.enter().ends_with(0);
    world.terminal("note -m Two").ends_with(0);
    let text = world.record_text(ID);
    assert!(text.contains("One") && text.contains("Two"), "{text}");
}

#[test]
fn without_the_program_git_merges_as_it_always_does() {
    let world = world();
    two_branches(&world);
    world.set_env("PATH", "/usr/bin:/bin");
    let ran = try_git(&world, "merge one");
    assert_eq!(ran.code, Some(1), "{}", ran.told());
    assert!(world.record_text(ID).contains("<<<<<<< ours"));
}

#[test]
fn a_list_names_a_conflict_wherever_it_stands() {
    let world = World::new();
    let id = world.payment(Stage::Ready);
    let other = world.ok("open 'Queue stuck' --type redis");
    let text = world.record_text(&id);
    let place = text.find("\nactions:").expect("the actions") + 1;
    assert!(place > 3000, "it would be seen in the head");
    let marked = format!(
        "{}<<<<<<< ours\nroot_cause: {{}}\n=======\n>>>>>>> theirs\n{}",
        &text[..place],
        &text[place..]
    );
    world.write_record(&id, &marked);
    let listed = world.line("list").ok().prints("conflict marker");
    assert!(listed.stdout.contains(&other), "{}", listed.told());
    let listed = world.json("list --format json");
    assert_eq!(listed[0]["id"], id.as_str(), "{listed}");
    assert_eq!(listed[0]["broken"], true, "{listed}");
    let line = text[..place].matches('\n').count() + 1;
    let message = listed[0]["message"].as_str().expect("a message");
    assert!(message.contains(&format!("yaml:{line}:")), "{message}");
}
