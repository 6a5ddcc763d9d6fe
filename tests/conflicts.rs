//! A record with conflict markers: every command says so and names the way out, and none is stopped
//! by it that is about another. Real branches, real merges.

use clap::{Command, CommandFactory};
use incident::testing::Cli;

use crate::support::merges::{ID, OTHER, in_conflict, merged};
use crate::support::text::words;

/// The line of the first marker of the record in conflict.
fn line(world: &crate::support::World) -> usize {
    let text = world.record_text(ID);
    let place = text.find("<<<<<<< ").expect("a marker");
    text[..place].matches('\n').count() + 1
}

#[test]
fn whatever_looks_at_all_records_names_the_conflict_and_shows_the_others() {
    let world = in_conflict("merge one");
    let words = format!(
        "{ID} has conflict markers (incidents/2025/{ID}.yaml:{}",
        line(&world)
    );
    for command in [
        "due",
        "action list",
        "stats",
        "verify",
        "evidence verify",
        "log",
    ] {
        let ran = world.line(command).says(&words).says("inc edit");
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!all.contains("as a record"), "{}", ran.told());
        assert_eq!(
            ran.stderr.matches("conflict markers").count(),
            1,
            "{}",
            ran.told()
        );
    }
    for command in [
        "show",
        "next",
        "log",
        "log --known-at 10:30 --format json",
        "report",
    ] {
        let command = format!("{command} {ID}");
        world.line(&command).says(&words).says("inc edit");
    }
    for format in ["text", "markdown", "json"] {
        let ran = world.line(&format!("diff --format {format}")).ok();
        assert!(
            ran.stdout.contains("has conflict markers"),
            "{}",
            ran.told()
        );
    }
    world
        .line("list")
        .ok()
        .prints("conflict marker")
        .prints(OTHER);
    // Two may be open, so one must be named: this list too says what is wrong with which.
    world
        .line("show")
        .exit(2)
        .says(&format!("has conflict markers, line {}", line(&world)))
        .says(&format!("inc show {ID}"))
        .says(OTHER);
}

#[test]
fn a_check_of_deadlines_does_not_pass_over_what_cannot_be_read() {
    let world = in_conflict("merge one");
    std::fs::remove_file(world.record_path(OTHER)).expect("removed");
    world
        .line("due")
        .ok()
        .says("nothing else is due")
        .says("has conflict markers");
    world
        .line("due --check")
        .exit(3)
        .says("1 record cannot be read")
        .says("has conflict markers");
    world.write_record(ID, "id: [\n");
    world
        .line("due --check --format json")
        .exit(3)
        .says("cannot be read");
}

#[test]
fn one_broken_record_hides_no_saved_report_of_another() {
    let world = merged();
    for id in [ID, OTHER] {
        world.ok(&format!("report {id} --save"));
        world.ok(&format!("note {id} -m Later"));
    }
    let text = world.record_text(ID);
    world.write_record(
        ID,
        &format!("<<<<<<< ours\n{text}=======\n>>>>>>> theirs\n"),
    );
    let ran = world.line("report --check").exit(3);
    let ran = ran.says(&format!("{ID} has conflict markers"));
    ran.says(&format!(
        "{OTHER}.incident-report.md: the record has changed since"
    ));
}

#[test]
fn a_broken_record_without_a_saved_report_is_named_all_the_same() {
    let world = merged();
    let text = world.record_text(ID);
    world.write_record(
        ID,
        &format!("<<<<<<< ours\n{text}=======\n>>>>>>> theirs\n"),
    );
    world
        .line("report --check")
        .ok()
        .says(&format!("{ID} has conflict markers"));
    world
        .line(&format!("report {ID} --check"))
        .exit(3)
        .says("has conflict markers");
}

#[test]
fn an_editor_that_leaves_the_markers_has_resolved_nothing() {
    let world = in_conflict("merge one");
    world.set_env("EDITOR", "true");
    world
        .line(&format!("edit {ID}"))
        .exit(3)
        .says("no changes")
        .says("has conflict markers");
}

/// What git is in the middle of, how that comes about, and how it is given up.
const UNDER_WAY: [(&str, &str); 5] = [
    ("merge one", "a merge is in progress"),
    ("rebase one", "a rebase is in progress"),
    ("rebase --apply one", "a rebase is in progress"),
    ("cherry-pick one", "a cherry-pick is in progress"),
    ("revert --no-edit main~1", "a revert is in progress"),
];

#[test]
fn notes_on_another_incident_are_taken_in_the_middle_of_a_merge() {
    for (command, words) in UNDER_WAY {
        let world = in_conflict(command);
        let index = world.git_line("ls-files --stage");
        let head = world.git_line("rev-parse HEAD");
        for note in ["Froze refunds", "Rang the bank"] {
            world
                .line(&format!("note {OTHER} -m '{note}'"))
                .exit(3)
                .says(words)
                .says("the change is kept")
                .says(&format!("inc edit {ID}"));
        }
        let text = world.record_text(OTHER);
        assert!(
            text.contains("Froze refunds") && text.contains("Rang the bank"),
            "{text}"
        );
        world
            .line("open 'Login down' --type login-failure")
            .exit(3)
            .says("the change is kept");
        let third = world.record_text("INC-20251129-003");
        assert!(third.contains("Login down"));
        assert_eq!(world.git_line("ls-files --stage"), index, "{command}");
        assert_eq!(world.git_line("rev-parse HEAD"), head, "{command}");

        // The one with markers is refused as such, and nothing is written to it.
        let text = world.record_text(ID);
        world
            .line(&format!("note {ID} -m Lost"))
            .exit(3)
            .says("has conflict markers")
            .says("inc edit")
            .says_not("--continue");
        assert_eq!(world.record_text(ID), text, "{command}");
    }
}

/// What is said of giving it up is what git does.
#[test]
fn giving_it_up_keeps_the_note_or_is_said_to_throw_it_away() {
    for (command, _) in UNDER_WAY {
        let world = in_conflict(command);
        let ran = world
            .line(&format!("note {OTHER} -m 'Froze refunds'"))
            .exit(3);
        let verb = command.split(' ').next().expect("a word");
        world.git_line(&format!("{verb} --abort"));
        let is_kept = world.record_text(OTHER).contains("Froze refunds");
        let warned = ran.stderr.contains("--abort throws it away");
        assert_eq!(is_kept, !warned, "{command}\n{}", ran.told());
    }
}

#[test]
fn what_was_noted_in_a_merge_is_committed_after_it() {
    let world = in_conflict("merge one");
    world
        .line(&format!("note {OTHER} -m 'Froze refunds'"))
        .exit(3);
    world.set_env("EDITOR", "sed -i -e '/^[<=>]/d' -e '/Refunds halted/d'");
    world
        .line(&format!("edit {ID}"))
        .ok()
        .says("the conflict is resolved");
    world.git_line(&format!("add incidents/2025/{ID}.yaml"));
    world.git_line("commit -qm merged");
    world
        .line(&format!("note {OTHER} -m 'And now'"))
        .ok()
        .says("committed an earlier uncommitted change");
    assert_eq!(world.git_line("status --porcelain"), "");
    let text = world.git_line(&format!("show HEAD:incidents/2025/{OTHER}.yaml"));
    assert!(text.contains("Froze refunds") && text.contains("And now"));
}

#[test]
fn a_record_resolved_and_not_added_yet_takes_notes_and_is_not_committed() {
    let world = in_conflict("rebase one");
    world.set_env("EDITOR", "sed -i -e '/^[<=>]/d' -e '/Refunds halted/d'");
    world
        .line(&format!("edit {ID}"))
        .ok()
        .says("the conflict is resolved");
    let head = world.git_line("rev-parse HEAD");
    world
        .line(&format!("note {ID} -m 'Still here'"))
        .exit(3)
        .says("the change is kept");
    assert!(world.record_text(ID).contains("Still here"));
    assert_eq!(world.git_line("rev-parse HEAD"), head);
    // Giving a rebase up throws away what is not committed: that must be said.
    world
        .line(&format!("note {ID} -m 'Still here too'"))
        .exit(3)
        .says("git rebase --abort throws it away");
}

#[test]
fn a_conflict_of_a_stash_holds_up_no_other_incident() {
    let world = merged();
    world.ok(&format!("set {ID} title='Refunds late' --no-commit"));
    world.git_line("stash -q");
    world.ok(&format!("set {ID} title='Refunds halted'"));
    let mut git = world.command("git");
    crate::support::Ran::of(git.args(["stash", "pop"])).exit(1);
    world.line(&format!("note {OTHER} -m 'Froze refunds'")).ok();
    world
        .line(&format!("note {ID} -m Lost"))
        .exit(3)
        .says("has conflict markers");
}

#[test]
fn a_bisection_takes_notes_too() {
    let world = merged();
    world.git_line("bisect start");
    world
        .line(&format!("note {OTHER} -m 'Froze refunds'"))
        .exit(3)
        .says("a bisection")
        .says("the change is kept");
    world.git_line("stash -q");
    world.git_line("bisect reset");
    world.git_line("stash pop -q");
    assert!(world.record_text(OTHER).contains("Froze refunds"));
}

/// Every command that takes somebody's own words, each flag of it that does, said in `{}`.
const SAYING: &[&str] = &[
    "triage {} --check environment='done:Looked at it' --fact data-exposure='no:Only ids' --impact users='All of them'",
    "note {} -m 'Froze refunds' --notes 'By hand'",
    "contain {} -a 'Froze refunds'",
    "eradicate {} --cause 'The cache was full' --confirmed-by Rana -a 'Made it larger' --check x='done:so it is'",
    "recover {} --check redis='done:It answers' --resolution 'A larger cache' --verification 'Graphs are flat'",
    "escalate {} --to CEO -m 'Rang twice'",
    "update {} -m 'Emptying the cache'",
    "announce {} --template customer --set impact='Payments were late'",
    "evidence add {} gitconfig --kind application-logs -m 'What it was set to'",
    "action add {} -m 'Watch the cache' --owner Rana --due 2026-01-01",
    "action start {} a1 -m 'Began'",
    "action done {} a1 -m 'It is watched'",
    "action drop {} a1 -m 'Not needed'",
    "notify {} --decision 'Nobody is told' --check x='done:so it is'",
    "review {} --section impact='Payments were late' --check x='done:so it is'",
    "close {} --check logs-preserved='done:In the store'",
    "reopen {} -m 'It is back'",
    "waive {} closure/criterion-open --approved-by CTO -m 'It is a drill'",
    "set {} title='Refunds late' -m 'It is the refunds'",
];

#[test]
fn whatever_was_said_of_a_record_in_conflict_is_given_back() {
    let world = in_conflict("merge one");
    let text = world.record_text(ID);
    for line in SAYING {
        let line = line.replace("{}", ID);
        let ran = world.line(&line).exit(3).says("has conflict markers");
        // As a shell takes it apart, and so as it can be typed once more.
        let given = ran
            .stderr
            .lines()
            .find_map(|told| told.strip_prefix("    inc "));
        let given = given.unwrap_or_else(|| panic!("nothing is given back\n{}", ran.told()));
        assert_eq!(words(given), words(&line), "{}", ran.told());
        assert_eq!(ran.stderr.matches("the text you typed").count(), 1);
    }
    assert_eq!(world.record_text(ID), text);
    // What holds nobody's words is not printed once more.
    for line in [
        "ack",
        "assign technical-lead=Rana",
        "edit",
        "recover",
        "show",
    ] {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        world.set_env("EDITOR", "true");
        world
            .line(&format!("{verb} {ID} {rest}"))
            .exit(3)
            .says_not("the text you typed");
    }
}

#[test]
fn every_command_that_takes_words_is_among_those() {
    let root = Cli::command();
    let mut lines: Vec<String> = Vec::new();
    let mut verbs: Vec<(String, Command)> = root
        .get_subcommands()
        .map(|verb| (verb.get_name().to_owned(), verb.clone()))
        .collect();
    while let Some((name, verb)) = verbs.pop() {
        let below = verb.get_subcommands();
        verbs.extend(below.map(|below| (format!("{name} {}", below.get_name()), below.clone())));
        // These two are about no record that is there, and this one looks for something.
        if ["open", "readiness", "list"].contains(&name.as_str()) {
            continue;
        }
        for arg in verb.get_arguments() {
            let value = arg.get_value_names().unwrap_or_default().join(" ");
            let takes = ["TEXT", "NOTE", "REASON", "CURRENT-ACTION", "TITLE"];
            let Some(long) = arg
                .get_long()
                .filter(|_| takes.iter().any(|it| value.contains(it)))
            else {
                continue;
            };
            let short = arg.get_short().map(|short| format!(" -{short} "));
            lines.push(name.clone());
            let is_said = SAYING.iter().any(|line| {
                line.starts_with(&format!("{name} "))
                    && (line.contains(&format!(" --{long} "))
                        || short.as_ref().is_some_and(|short| line.contains(short)))
            });
            assert!(is_said, "SAYING lacks {name} --{long} <{value}>");
        }
    }
    assert!(lines.len() > 20, "{lines:?}");
}
