//! The findings formats, each read back by a reader that is not the program's own, and held against
//! what `--format json` says of the same home.

mod codequality;
pub mod github;
mod junit;
mod sarif;

use std::collections::HashSet;
use std::fs;

use serde_json::Value;

use crate::support::story::Stage;
use crate::support::{World, text};

/// What JSON says, with which the other formats must agree.
pub struct Said {
    json: Value,
    findings: Vec<Value>,
    fails: bool,
    deny_warnings: bool,
    /// Where the home lies in the repository, with its slash.
    prefix: &'static str,
}

impl Said {
    fn of(world: &World, prefix: &'static str, args: &str) -> Said {
        let ran = world.line(&format!("validate {args} --format json"));
        let json = ran.json();
        let fails = match ran.code {
            Some(0) => false,
            Some(1) => true,
            _ => panic!("neither passed nor failed\n{}", ran.told()),
        };
        Said {
            findings: json["findings"].as_array().expect("findings").clone(),
            json,
            fails,
            deny_warnings: args.contains("--deny-warnings"),
            prefix,
        }
    }

    fn of_level(&self, level: &str) -> Vec<&Value> {
        let findings = self.findings.iter();
        findings.filter(|found| found["level"] == level).collect()
    }

    /// A finding's path from the top of the repository.
    fn path(&self, found: &Value) -> String {
        format!("{}{}", self.prefix, said(found, "path"))
    }

    /// Whether a finding is one that fails.
    fn denies(&self, found: &Value) -> bool {
        found["level"] == "error" || (self.deny_warnings && found["level"] == "warning")
    }
}

/// A text of a finding.
#[track_caller]
fn said<'a>(found: &'a Value, key: &str) -> &'a str {
    found[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key}: {found}"))
}

/// As people are shown a text: nothing in it is obeyed.
fn visible(text: &str) -> String {
    let mut seen = String::new();
    for letter in text.chars() {
        let code = letter as u32;
        match code {
            0x0a => seen.push('\n'),
            0x09 => seen.push(' '),
            0..=0x1f => seen.push(char::from_u32(0x2400 + code).expect("a picture of it")),
            0x7f => seen.push('\u{2421}'),
            0x80..=0x9f | 0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069 => {
                seen.push_str(&format!("<U+{code:04X}>"));
            }
            _ => seen.push(letter),
        }
    }
    seen
}

/// A message as people are shown it: on one line.
fn in_a_line(text: &str) -> String {
    let words = visible(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs every format, which must all end alike, and holds each against JSON.
fn all_agree(world: &World, prefix: &'static str, args: &str) -> Said {
    let expected = Said::of(world, prefix, args);
    let written = |format: &str| {
        let mut words = vec!["validate".to_owned()];
        words.extend(text::words(args));
        words.extend(["--format".to_owned(), format.to_owned()]);
        let ran = world.inc(words).exit(i32::from(expected.fails));
        assert_eq!(ran.stderr, "", "{}", ran.told());
        ran.stdout
    };
    let text = written("text");
    for found in &expected.findings {
        let place = format!(
            "--> {}:{}:{}\n",
            // A line break in a name begins no line.
            visible(said(found, "path")).replace('\n', "\u{240a}"),
            found["line"],
            found["column"]
        );
        assert!(text.contains(&place), "{place} in\n{text}");
    }
    github::agrees(&written("github"), &expected);
    junit::agrees(&written("junit"), &expected);
    let first = sarif::agrees(&written("sarif"), &expected);
    let second = codequality::agrees(&written("codequality"), &expected);
    assert_eq!(first, second, "the same fingerprints in both");
    let unique: HashSet<&String> = first.iter().collect();
    assert_eq!(unique.len(), expected.findings.len());
    expected
}

const PREFIX: &str = "100% ops, all/on call #1/";

/// A home far inside a larger repository, whose one incident is closed with a waiver.
fn inside() -> (World, String) {
    let world = World::bare().with_home("home/100% ops, all/on call #1");
    fs::create_dir_all(world.home()).expect("a folder");
    let id = world.payment(Stage::Recovered);
    world.ok("action add -m x --owner Payments --due 2025-12-12");
    world.ok(
        "waive evidence/missing --approved-by CTO -m 'none: \u{202e}kept' --expires 2025-12-01",
    );
    world.ok("close --rest done");
    let top = world.root().join("home");
    fs::rename(world.path(".git"), top.join(".git")).expect("moved");
    world.git_line("add -A");
    world.git_line("commit -qm 'A larger repository'");
    (world, id)
}

/// What somebody might write to take over the reader of a log, a page or a tree.
const HOSTILE: &str = r#""\e[31m%0A%25 \u202e ]]> \uFFFE </failure>{0}[a](1)\n::error file=x::taken\n ##[warning]taken ##[add-mask]a\r\n[[ATTACHMENT|/x]]""#;

/// [`inside`], with nearly everything wrong that can be.
fn spoilt() -> World {
    let (world, closed) = inside();
    let text = world.record_text(&closed);
    let unquoted = "detected_at: 2025-11-29T10:05:00+03:00";
    let text = text.replace("detected_at: \"2025-11-29T10:05:00+03:00\"", unquoted);
    world.write_record(&closed, &text);
    let id = world.ok("open 'Queue \u{202e}stuck' --type redis");
    let text = world.record_text(&id);
    world.write_record(&id, &format!("{text}environment: {HOSTILE}\n"));
    let id = world.ok("open 'Columns' --type redis");
    let text = world.record_text(&id);
    let facts = "facts: {data-exposure: {note: \"\u{645}\u{631} \u{1f4b8}\", answer: nonsense}, \"\u{1f525}\": none}\n";
    world.write_record(&id, &format!("{text}{facts}"));
    world.write_record(
        "INC-20251129-007",
        "schema: 1\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> x\n",
    );
    world.write_record("INC-20251129-008", "schema: 1\ntitle: \"no end\n");
    world.write_record("INC-20251129-009", "");
    world.write_record("2025 100%, \u{e9}\u{1f525}#[:]\n::error::x", "titel: 1\n");
    world
}

#[test]
fn every_format_agrees_with_json_however_hostile_the_home() {
    let world = spoilt();
    let expected = all_agree(&world, PREFIX, "");
    for level in ["error", "warning", "waived"] {
        assert!(!expected.of_level(level).is_empty(), "{level}");
    }
    for rule in [
        "schema/unreadable",
        "schema/conflict-markers",
        "schema/unknown-key",
        "schema/unknown-name",
        "schema/unquoted-time",
        "evidence/missing",
    ] {
        let is_it = |found: &Value| found["rule"] == rule;
        assert!(expected.findings.iter().any(is_it), "{rule}");
    }
    all_agree(&world, PREFIX, "--deny-warnings");
    all_agree(&world, PREFIX, "incidents/2025/INC-20251129-007.yaml");
}

#[test]
fn a_home_without_findings_passes_in_every_format() {
    let (world, _) = inside();
    fs::remove_dir_all(world.path("incidents")).expect("removed");
    fs::create_dir(world.path("incidents")).expect("an empty folder");
    assert!(!all_agree(&world, PREFIX, "incidents").fails);
    let world = World::new();
    world.payment(Stage::Closed);
    let expected = all_agree(&world, "", "incidents --deny-warnings");
    assert_eq!(
        (expected.findings.len(), expected.fails),
        (0, false),
        "{}",
        expected.json
    );
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let world = World::new();
    world.payment(Stage::Closed);
    let expected = all_agree(&world, "", "");
    assert!(!expected.of_level("warning").is_empty() && !expected.fails);
    assert!(all_agree(&world, "", "--deny-warnings").fails);
}

#[test]
fn a_broken_plan_is_told_in_every_format() {
    let world = spoilt();
    let plan = world.read("templates/plan.yaml");
    world.write("templates/plan.yaml", &format!("{plan}types: [\n"));
    let expected = all_agree(&world, PREFIX, "");
    let is_plan = |found: &Value| found["rule"] == "plan/unreadable";
    assert!(expected.findings.iter().any(is_plan), "{}", expected.json);
}

#[test]
fn a_branch_is_told_in_every_format() {
    let world = spoilt();
    world.commit_all();
    world.git_line("checkout -qb work");
    let id = world.ok("open 'On the branch' --type redis");
    world.write_record(
        &id,
        &format!("{}environment: moon\n", world.record_text(&id)),
    );
    // One that is gone has no line, and no file either.
    fs::remove_file(world.record_path("INC-20251129-001")).expect("removed");
    let expected = all_agree(&world, PREFIX, "--base main");
    let rules: HashSet<&str> = expected
        .findings
        .iter()
        .map(|found| said(found, "rule"))
        .collect();
    assert!(rules.contains("schema/unknown-name"), "{rules:?}");
    assert!(rules.contains("history/record-gone"), "{rules:?}");
    assert!(expected.json["older"].as_u64().expect("older") > 0);
}

#[test]
fn without_a_repository_paths_begin_at_the_home() {
    let world = spoilt();
    fs::remove_dir_all(world.root().join("home/.git")).expect("removed");
    all_agree(&world, "", "incidents");
    // One that git cannot be asked about still has a top.
    world
        .command("git")
        .args(["init", "-q", "--object-format=sha256"])
        .current_dir(world.root().join("home"))
        .status()
        .expect("git");
    all_agree(&world, PREFIX, "incidents");
}

#[test]
fn lines_may_move_and_waivers_come_and_no_finding_becomes_another() {
    let world = spoilt();
    let known = |world: &World| {
        let expected = Said::of(world, PREFIX, "");
        let ran = world.line("validate --format codequality");
        (expected, codequality::fingerprints(&ran.json()))
    };
    let (before, prints) = known(&world);
    let ids = ["001", "002", "003", "008"].map(|number| format!("INC-20251129-{number}"));
    for id in &ids {
        let text = world.record_text(id);
        world.write_record(id, &format!("# moved\n\n{text}"));
    }
    let (after, moved) = known(&world);
    assert_eq!(prints, moved);
    let lines = |said: &Said| -> Vec<Value> {
        said.findings
            .iter()
            .map(|found| found["line"].clone())
            .collect()
    };
    assert_ne!(lines(&before), lines(&after));
    // A waiver that has run out, or one that is new, is about the same finding.
    let id = &ids[0];
    let text = world
        .record_text(id)
        .replace("evidence/missing", "escalation/unmet");
    world.write_record(id, &text);
    let (unwaived, same) = known(&world);
    assert_eq!(unwaived.of_level("waived").len(), 0, "{}", unwaived.json);
    let place = |said: &Said| {
        let is_it = |found: &Value| found["rule"] == "evidence/missing";
        said.findings.iter().position(is_it).expect("it")
    };
    assert_eq!(same[place(&unwaived)], prints[place(&before)]);
}
