//! The walls of the house, held by reading `src/`: which room may know which, which room alone may
//! use a library, and what a pure room never touches. `docs/architecture.md` draws the same picture.
//!
//! Tests inside `src/` are left out: they may look anywhere.

mod source;

use source::{Source, sources};

/// A room is a file or a folder right below `src/`, with the rooms it may know. A new room must be
/// put here before anything builds on it.
const ROOMS: &[(&str, &[&str])] = &[
    ("main", &["app"]),
    ("lib", &[]),
    ("app", &["cli", "error", "record"]),
    (
        "cli",
        &[
            "clocks",
            "command",
            "doctor",
            "error",
            "git",
            "home",
            "lint",
            "next",
            "plan",
            "post",
            "prompt",
            "readiness",
            "record",
            "render",
            "report",
            "respond",
            "rules",
            "schema",
            "stats",
            "wrap",
        ],
    ),
    ("doctor", &["command", "plan"]),
    ("error", &["command"]),
    ("command", &[]),
    ("record", &[]),
    ("plan", &["record"]),
    ("readiness", &["record", "plan"]),
    ("lint", &["record"]),
    ("rules", &["record", "plan", "readiness", "lint", "command"]),
    ("schema", &["record", "plan", "readiness", "lint"]),
    ("clocks", &["record", "plan", "command", "rules"]),
    ("next", &["record", "plan", "command", "rules", "clocks"]),
    ("respond", &["record", "plan"]),
    ("report", &["record", "plan"]),
    ("stats", &["record", "plan", "clocks"]),
    (
        "render",
        &[
            "clocks", "command", "next", "plan", "record", "rules", "stats", "wrap",
        ],
    ),
    ("home", &["record", "plan", "readiness", "lint"]),
    ("git", &[]),
    ("prompt", &["wrap"]),
    ("wrap", &[]),
    ("post", &[]),
];

/// The rooms inside `cli`, in the order in which one leads to the next: each with those it must not
/// know. What a room does can then be read without the commands that use it.
const WITHIN_CLI: &[(&str, &[&str])] = &[
    ("terminal", &["context", "input", "change", "past", "verbs"]),
    ("context", &["input", "change", "past", "verbs"]),
    ("input", &["change", "past", "verbs"]),
    ("past", &["change", "verbs"]),
    ("change", &["past", "verbs"]),
    ("complete", &["change", "past", "verbs"]),
    ("help", &["change", "past", "verbs"]),
    ("channel", &["change", "past", "verbs"]),
    ("checkup", &["change", "past", "verbs"]),
    ("findings", &["change", "past", "verbs"]),
    ("merging", &["change", "past", "verbs"]),
    ("places", &["change", "past", "verbs"]),
    ("schemas", &["change", "past", "verbs"]),
    ("templates", &["change", "past", "verbs"]),
    ("unreadable", &["change", "past", "verbs"]),
    ("verbs", &[]),
    ("mod", &[]),
];

/// What these do depends on their arguments alone: the time, too, is handed to them.
const PURE: &[&str] = &[
    "record",
    "plan",
    "readiness",
    "lint",
    "rules",
    "schema",
    "clocks",
    "next",
    "stats",
    "respond",
    "report",
    "doctor",
    "command",
    "wrap",
];

/// Parts of the standard library, and names, that a pure room never uses.
const IMPURE_STD: &[&str] = &["fs", "env", "process", "net", "io", "time", "thread", "os"];
const IMPURE_NAMES: &[&str] = &[
    "SystemTime",
    "Instant",
    "Utc::now",
    "Local::now",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    "console::Term",
];

/// A library, and the only rooms that may use it.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("git2", &["git"]),
    ("dialoguer", &["prompt"]),
    ("fuzzy_matcher", &["prompt"]),
    ("signal_hook", &["prompt"]),
    ("comfy_table", &["render"]),
    ("textwrap", &["wrap"]),
    ("csv", &["render"]),
    ("quick_xml", &["render"]),
    ("serde_yaml", &["home"]),
    ("granit_parser", &["home"]),
    ("walkdir", &["home"]),
    ("clap", &["app", "cli"]),
    ("minijinja", &["report"]),
    ("regex", &["lint"]),
    ("aho_corasick", &["lint"]),
    ("anyhow", &["app"]),
    ("ureq", &["post"]),
    ("rustls", &["post"]),
];

/// What is wrong with one file, each with its line.
fn offences(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let room = source.room();
    let Some((_, may_know)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!(
            "{}: `{room}` is a room that tests/arrows does not know: say there what it may know",
            source.path
        )];
    };
    let mut object = |offset: usize, why: String| {
        found.push(format!("{}: {why}", source.place(offset)));
    };
    for (offset, other) in source.rooms_used() {
        if other != room && !may_know.contains(&other.as_str()) {
            object(offset, format!("`{room}` must not know `{other}`"));
        }
    }
    if let Some(inner) = source.room_within("cli") {
        let Some((_, unknown)) = WITHIN_CLI.iter().find(|(name, _)| *name == inner) else {
            let path = &source.path;
            return vec![format!(
                "{path}: `{inner}` is a room of cli that tests/arrows does not know: say there what it must not know"
            )];
        };
        for (offset, other) in source.firsts_after("crate::cli") {
            if unknown.contains(&other.as_str()) {
                object(offset, format!("`{inner}` must not know `{other}`"));
            }
        }
    }
    for (library, rooms) in LIBRARIES {
        if !rooms.contains(&room) {
            for offset in source.library(library) {
                let only = rooms.join(" and ");
                object(
                    offset,
                    format!("only {only} may use `{library}`, not `{room}`"),
                );
            }
        }
    }
    if PURE.contains(&room) {
        for (offset, part) in source.firsts_after("std") {
            if IMPURE_STD.contains(&part.as_str()) {
                object(
                    offset,
                    format!("`{room}` is pure and must not use `std::{part}`"),
                );
            }
        }
        for name in IMPURE_NAMES {
            for offset in source.names(name) {
                object(
                    offset,
                    format!("`{room}` is pure and must not use `{name}`"),
                );
            }
        }
    }
    found
}

#[test]
fn no_room_reaches_through_a_wall() {
    let offences: Vec<String> = sources().iter().flat_map(offences).collect();
    assert!(
        offences.is_empty(),
        "{} arrows that must not be:\n{}",
        offences.len(),
        offences.join("\n")
    );
}

#[test]
fn every_room_of_the_picture_exists() {
    let sources = sources();
    for (room, may_know) in ROOMS {
        for name in may_know.iter().chain([room]) {
            assert!(
                sources.iter().any(|source| source.room() == *name),
                "`{name}` is no room"
            );
        }
    }
}

#[test]
fn a_planted_violation_is_caught_with_its_line() {
    let caught = |path: &str, text: &str| offences(&Source::new(path, text));
    for (path, text, said) in [
        (
            "src/record/mod.rs",
            "//! crate::plan is only spoken of\n\nuse crate::plan::Plan;\n",
            "src/record/mod.rs:3",
        ),
        (
            "src/plan/case.rs",
            "use crate::{\n    record::Record,\n    rules::{Rule, gate},\n};\n",
            "must not know `rules`",
        ),
        (
            "src/rules/roles.rs",
            "fn f() {\n    let p = super::super::report::render;\n}\n",
            "src/rules/roles.rs:2",
        ),
        ("src/clocks.rs", "use super::next::steps;\n", "`next`"),
        (
            "src/cli/verbs/note.rs",
            "fn f() { crate::app::run([]); }\n",
            "`app`",
        ),
        ("src/home/mod.rs", "use crate::git::Repo;\n", "`git`"),
        ("src/render/mod.rs", "use crate::home::Home;\n", "`home`"),
        (
            "src/cli/verbs/list.rs",
            "use git2::Repository;\n",
            "only git may use `git2`",
        ),
        (
            "src/report/build.rs",
            "fn f() -> serde_yaml::Value { todo() }\n",
            "only home may use `serde_yaml`",
        ),
        (
            "src/rules/mod.rs",
            "use std::{collections::HashMap, fs};\n",
            "must not use `std::fs`",
        ),
        (
            "src/next.rs",
            "fn f() { chrono::Utc::now(); }\n",
            "`Utc::now`",
        ),
        (
            "src/respond/mod.rs",
            "fn f() { println!(\"{}\", 1); }\n",
            "`println!`",
        ),
        (
            "src/cli/verbs/ack.rs",
            "fn f() { ureq::get(\"\"); }\n",
            "only post may use `ureq`",
        ),
        (
            "src/post/mod.rs",
            "use crate::render::slack;\n",
            "must not know `render`",
        ),
        (
            "src/cli/input/pick.rs",
            "use crate::cli::{At, change::Done};\n",
            "`input` must not know `change`",
        ),
        ("src/cli/shed.rs", "", "`shed` is a room of cli"),
        ("src/shed/mod.rs", "", "`shed` is a room that"),
    ] {
        let offences = caught(path, text);
        assert_eq!(offences.len(), 1, "{text}: {offences:?}");
        assert!(offences[0].contains(said), "{text}: {offences:?}");
    }
    for (path, text) in [
        (
            "src/record/mod.rs",
            "// use crate::plan::Plan;\nconst S: &str = \"crate::plan::Plan std::fs\";\n",
        ),
        (
            "src/record/mod.rs",
            "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::home::yaml;\n}\n",
        ),
        (
            "src/rules/a.rs",
            "use super::gate;\nuse crate::plan::Case;\n",
        ),
        ("src/git/a.rs", "use std::fs;\nuse git2::Oid;\n"),
    ] {
        assert_eq!(caught(path, text), Vec::<String>::new(), "{text}");
    }
}

/// A file that fills no more than a few screens is read whole.
#[test]
fn no_source_file_is_longer_than_600_lines() {
    let long: Vec<String> = source::all_files()
        .iter()
        .filter_map(|(path, text)| {
            let lines = text.lines().count();
            (lines > 600).then(|| format!("{path}: {lines} lines"))
        })
        .collect();
    assert!(long.is_empty(), "over 600 lines:\n{}", long.join("\n"));
}

/// What cannot fail says why with `expect` or needs no asking; what can is an error with advice.
#[test]
fn nothing_is_unwrapped_outside_tests() {
    let found: Vec<String> = sources()
        .iter()
        .flat_map(|source| source.places(&[".unwrap()", "todo!", "unimplemented!"]))
        .collect();
    assert!(found.is_empty(), "unwrapped:\n{}", found.join("\n"));
}

/// What writes to the terminal by itself goes round the door at which nothing passes that could
/// command it. These look what a stream is, or draw what holds no words of anybody's.
#[test]
fn everything_goes_through_the_door() {
    const MAY: [&str; 5] = [
        "src/app.rs",
        "src/cli/terminal/output.rs",
        "src/cli/terminal/progress.rs",
        "src/cli/context.rs",
        "src/cli/verbs/readiness.rs",
    ];
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| !MAY.contains(&source.path.as_str()))
        .flat_map(|source| {
            source.places(&[
                "stdout().lock",
                "io::stdout",
                "io::stderr",
                "println!",
                "print!",
                "eprintln!",
                "eprint!",
            ])
        })
        .collect();
    assert!(
        found.is_empty(),
        "not through cli/terminal/output.rs:\n{}",
        found.join("\n")
    );
}
