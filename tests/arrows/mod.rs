//! The arrows between modules, checked by reading `src/`: which module may use which, which files import
//! each other, which module alone may use a library, and what the pure domain never uses.
//! `docs/architecture.md` has the same picture.
//!
//! Tests inside `src/` are left out: they may look anywhere.

mod circles;
mod source;
mod vocabulary;

use circles::circles;
use source::{Source, sources};

/// A module is a file or a folder right below `src/`, with the modules that it may use. A new one must
/// be put here before anything builds on it.
const MODULES: &[(&str, &[&str])] = &[
    ("main", &["app"]),
    // Hands the integration tests what they look at.
    ("lib", &["cli", "domain", "net", "store"]),
    ("app", &["cli", "domain", "error", "session", "ui"]),
    (
        "cli",
        &[
            "domain", "error", "git", "history", "session", "store", "ui",
        ],
    ),
    (
        "session",
        &["domain", "error", "git", "history", "net", "store", "ui"],
    ),
    ("history", &["domain", "error", "git", "store"]),
    ("ui", &["domain", "error", "git"]),
    ("store", &["domain"]),
    // Types only.
    ("git", &["domain"]),
    ("net", &["domain"]),
    ("error", &["domain", "git"]),
    ("domain", &[]),
];

/// The same inside `domain`.
const DOMAIN: &[(&str, &[&str])] = &[
    ("mod", &[]),
    ("command", &[]),
    ("fix", &["command"]),
    ("record", &[]),
    ("plan", &["record", "fix"]),
    ("readiness", &["record", "plan"]),
    ("lint", &["record"]),
    (
        "rules",
        &["record", "plan", "readiness", "lint", "command", "fix"],
    ),
    ("schema", &["record", "plan", "readiness", "lint"]),
    ("clocks", &["record", "plan", "command", "rules"]),
    ("next", &["record", "plan", "command", "rules", "clocks"]),
    ("respond", &["record", "plan"]),
    ("report", &["record", "plan"]),
    ("stats", &["record", "plan", "clocks"]),
];

/// Parts of the standard library, and names, that the domain never uses.
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

/// A library, and the only modules that may use it: `ui`, or `domain/lint` inside a module.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("git2", &["git"]),
    ("dialoguer", &["ui/prompt"]),
    ("fuzzy_matcher", &["ui/prompt"]),
    ("signal_hook", &["ui/prompt"]),
    ("comfy_table", &["ui/table"]),
    ("textwrap", &["ui/wrap"]),
    ("csv", &["ui"]),
    ("quick_xml", &["ui/findings"]),
    ("serde_yaml", &["store"]),
    ("granit_parser", &["store"]),
    ("walkdir", &["store"]),
    ("clap", &["app", "cli", "session"]),
    ("minijinja", &["domain/report"]),
    ("regex", &["domain/lint"]),
    ("aho_corasick", &["domain/lint"]),
    ("unicode_security", &["domain/lint"]),
    ("html_escape", &["domain/lint"]),
    ("anyhow", &["app"]),
    ("ureq", &["net"]),
    ("rustls", &["net"]),
];

/// What is wrong with one file, each with its line.
fn violations(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let module = source.module();
    let Some((_, may_use)) = MODULES.iter().find(|(name, _)| *name == module) else {
        return vec![format!(
            "{}: tests/arrows does not list the module `{module}`: say there what it may use",
            source.path
        )];
    };
    let mut object = |offset: usize, why: String| {
        found.push(format!("{}: {why}", source.place(offset)));
    };
    for (offset, other) in source.modules_used() {
        if other != module && !may_use.contains(&other.as_str()) {
            object(offset, format!("`{module}` must not use `{other}`"));
        }
    }
    let inner = source.module_within("domain");
    if let Some(inner) = inner {
        let Some((_, may_use)) = DOMAIN.iter().find(|(name, _)| *name == inner) else {
            return vec![format!(
                "{}: tests/arrows does not list the module `domain::{inner}`: say there what it may use",
                source.path
            )];
        };
        for (offset, other) in source.modules_of_domain_used() {
            if other != inner && !may_use.contains(&other.as_str()) {
                object(offset, format!("`{inner}` must not use `{other}`"));
            }
        }
        for (offset, part) in source.firsts_after("std") {
            if IMPURE_STD.contains(&part.as_str()) {
                object(
                    offset,
                    format!("the domain is pure and must not use `std::{part}`"),
                );
            }
        }
        for name in IMPURE_NAMES {
            for offset in source.names(name) {
                object(
                    offset,
                    format!("the domain is pure and must not use `{name}`"),
                );
            }
        }
    }
    for (library, modules) in LIBRARIES {
        let is_inside = |module: &&str| {
            let rest = source.path.strip_prefix("src/");
            let rest = rest.and_then(|path| path.strip_prefix(*module));
            rest.is_some_and(|rest| rest.starts_with(['/', '.']))
        };
        if !modules.iter().any(is_inside) {
            for offset in source.library(library) {
                let only = modules.join(" and ");
                object(
                    offset,
                    format!("only {only} may use `{library}`, not `{module}`"),
                );
            }
        }
    }
    found
}

#[test]
fn no_module_uses_what_it_must_not() {
    let violations: Vec<String> = sources().iter().flat_map(violations).collect();
    assert!(
        violations.is_empty(),
        "{} arrows that must not be:\n{}",
        violations.len(),
        violations.join("\n")
    );
}

#[test]
fn every_module_of_the_picture_exists() {
    let sources = sources();
    for (module, may_use) in MODULES {
        for name in may_use.iter().chain([module]) {
            assert!(
                sources.iter().any(|source| source.module() == *name),
                "there is no module `{name}`"
            );
        }
    }
    for (module, may_use) in DOMAIN {
        for name in may_use.iter().chain([module]) {
            let is_there = |source: &Source| source.module_within("domain") == Some(*name);
            assert!(
                sources.iter().any(is_there),
                "there is no module `domain::{name}`"
            );
        }
    }
}

#[test]
fn a_planted_violation_is_caught_with_its_line() {
    let caught = |path: &str, text: &str| violations(&Source::new(path, text));
    for (path, text, why) in [
        (
            "src/domain/record/mod.rs",
            "//! crate::domain::plan is only a word here\n\nuse crate::domain::plan::Plan;\n",
            "src/domain/record/mod.rs:3",
        ),
        (
            "src/domain/plan/case.rs",
            "use crate::domain::{\n    record::Record,\n    rules::{Rule, gate},\n};\n",
            "must not use `rules`",
        ),
        (
            "src/domain/rules/roles.rs",
            "fn f() {\n    let p = super::super::report::render;\n}\n",
            "src/domain/rules/roles.rs:2",
        ),
        (
            "src/domain/clocks.rs",
            "use super::next::steps;\n",
            "`next`",
        ),
        (
            "src/cli/commands/note.rs",
            "fn f() { crate::app::run([]); }\n",
            "`app`",
        ),
        ("src/store/mod.rs", "use crate::git::Repo;\n", "`git`"),
        ("src/ui/mod.rs", "use crate::store::Home;\n", "`store`"),
        (
            "src/cli/commands/list.rs",
            "use git2::Repository;\n",
            "only git may use `git2`",
        ),
        (
            "src/domain/report/build.rs",
            "fn f() -> serde_yaml::Value { todo() }\n",
            "only store may use `serde_yaml`",
        ),
        (
            "src/domain/report/build.rs",
            "fn f() { regex::Regex::new(\"\"); }\n",
            "only domain/lint may use `regex`",
        ),
        (
            "src/domain/rules/mod.rs",
            "use std::{collections::HashMap, fs};\n",
            "must not use `std::fs`",
        ),
        (
            "src/domain/next.rs",
            "fn f() { chrono::Utc::now(); }\n",
            "`Utc::now`",
        ),
        (
            "src/domain/respond/mod.rs",
            "fn f() { println!(\"{}\", 1); }\n",
            "`println!`",
        ),
        (
            "src/cli/commands/ack.rs",
            "fn f() { ureq::get(\"\"); }\n",
            "only net may use `ureq`",
        ),
        (
            "src/net/mod.rs",
            "use crate::ui::slack;\n",
            "must not use `ui`",
        ),
        (
            "src/session/pick.rs",
            "use crate::{cli::At, ui::prompt};\n",
            "`session` must not use `cli`",
        ),
        (
            "src/history/events.rs",
            "use crate::session::Context;\n",
            "`history` must not use `session`",
        ),
        (
            "src/domain/shed.rs",
            "",
            "does not list the module `domain::shed`",
        ),
        ("src/shed/mod.rs", "", "does not list the module `shed`"),
    ] {
        let violations = caught(path, text);
        assert_eq!(violations.len(), 1, "{text}: {violations:?}");
        assert!(violations[0].contains(why), "{text}: {violations:?}");
    }
    for (path, text) in [
        (
            "src/domain/record/mod.rs",
            "// use crate::domain::plan::Plan;\nconst S: &str = \"crate::domain::plan::Plan std::fs\";\n",
        ),
        (
            "src/domain/record/mod.rs",
            "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::store::yaml;\n}\n",
        ),
        (
            "src/domain/rules/a.rs",
            "use super::gate;\nuse crate::domain::plan::Case;\n",
        ),
        ("src/git/a.rs", "use std::fs;\nuse git2::Oid;\n"),
    ] {
        assert_eq!(caught(path, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn no_two_files_import_each_other() {
    let circles = circles(&sources());
    let shown: Vec<String> = circles.iter().map(|lines| lines.join("\n")).collect();
    assert!(
        circles.is_empty(),
        "{} circles of files; move what ties them to a file of its own:\n{}",
        circles.len(),
        shown.join("\n\n")
    );
}

#[test]
fn a_planted_circle_is_caught_with_the_names_that_tie_it() {
    let found = |files: &[(&str, &str)]| {
        let sources = files.iter().map(|(path, text)| Source::new(path, text));
        circles(&sources.collect::<Vec<_>>())
    };
    let two = found(&[
        ("src/a/mod.rs", "mod one;\nmod two;\n"),
        ("src/a/one.rs", "use super::two::{self, Two as Other};\n"),
        ("src/a/two.rs", "fn f() -> Vec<super::one::One> {}\n"),
    ]);
    let expected = [
        "src/a/one.rs uses Two, mod two of src/a/two.rs",
        "src/a/two.rs uses One of src/a/one.rs",
    ];
    assert_eq!(two, [expected]);
    // Through a name that is exported again, and through a third file.
    let three = found(&[
        ("src/a/mod.rs", "mod one;\npub(crate) use one::*;\n"),
        (
            "src/a/one.rs",
            "use crate::b;\nstruct One;\nfn f() { b::two(); }\n",
        ),
        ("src/b.rs", "use crate::c::{\n    g,\n    Three,\n};\n"),
        ("src/c.rs", "fn f(one: &crate::a::One) {}\n"),
    ]);
    let expected = [
        "src/a/one.rs uses mod b, two of src/b.rs",
        "src/b.rs uses Three, g of src/c.rs",
        "src/c.rs uses One of src/a/one.rs",
    ];
    assert_eq!(three, [expected]);
    // A parent and its child, and what only a comment or a test names.
    let none = found(&[
        ("src/a/mod.rs", "mod one;\nuse one::f;\nstruct A;\n"),
        ("src/a/one.rs", "use super::A;\n"),
        ("src/b.rs", "use crate::a::A;\n"),
        (
            "src/a/two.rs",
            "// crate::b::B\n#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n",
        ),
        ("src/c.rs", "use crate::b::B;\nuse std::fmt;\n"),
    ]);
    assert_eq!(none, Vec::<Vec<String>>::new());
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

/// Only `ui::output` cleans what it writes of everything that a terminal obeys. The others look what a
/// stream is, or draw what holds nobody's words.
#[test]
fn everything_is_written_by_ui_output() {
    const MAY: [&str; 5] = [
        "src/app.rs",
        "src/ui/output.rs",
        "src/ui/progress.rs",
        "src/session/context.rs",
        "src/cli/commands/readiness.rs",
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
        "not written by ui/output.rs:\n{}",
        found.join("\n")
    );
}
