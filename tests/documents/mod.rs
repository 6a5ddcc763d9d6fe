//! What the documents say must be so: their commands are commands, their links lead somewhere, and
//! they name everything that can be named.

mod coverage;
mod run;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use incident::testing::Cli;
use incident::testing::Proof;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every document with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let folder = fs::read_dir(root().join("docs")).expect("docs");
    let mut paths: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    let at_top = ["README", "CHANGELOG", "CONTRIBUTING", "SECURITY"];
    paths.extend(at_top.map(|name| root().join(format!("{name}.md"))));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a document");
            (path, text)
        })
        .collect()
}

/// The command lines in a document's blocks of shell: `inc …`, `$ inc …`, `id=$(inc …)`.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut shell, mut terminal) = (false, false);
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            shell = matches!(language, "sh" | "console" | "yaml");
            terminal = language == "console";
            continue;
        }
        // At a terminal the rest is what the program said.
        if !shell || (terminal && !line.starts_with("$ ")) {
            continue;
        }
        let line = line.trim();
        let line = line.strip_prefix("$ ").unwrap_or(line);
        let line = line.strip_prefix("- run: ").unwrap_or(line);
        let line = line.strip_prefix("- ").unwrap_or(line);
        let line = line.strip_prefix("id=$(").map_or(line, |inner| {
            inner.trim_end().strip_suffix(')').unwrap_or(inner)
        });
        if line.starts_with("inc ") {
            found.push(line.to_owned());
        }
    }
    found
}

/// The first command of a line, as a shell would take it apart.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut begun, mut quote) = (String::new(), false, None);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(mark), letter) if letter == mark => quote = None,
            (Some(_), letter) => word.push(letter),
            (None, '"' | '\'') => {
                quote = Some(letter);
                begun = true;
            }
            (None, '\\') => word.extend(letters.next()),
            (None, '|' | '>' | ';' | '&') => break,
            (None, '#') if !begun => break,
            (None, ' ') => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, letter) => {
                word.push(letter);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

#[test]
fn every_command_in_the_documents_is_one() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, text) in documents() {
        for line in commands(&text) {
            seen += 1;
            if let Err(error) = Cli::try_parse_from(words(&line))
                && error.use_stderr()
            {
                wrong.push(format!("{}: {line}\n{error}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} commands were found");
    assert!(Cli::try_parse_from(words("inc not -m x")).is_err());
}

#[test]
fn every_link_between_documents_leads_to_a_file() {
    let mut wrong = Vec::new();
    for (path, text) in documents() {
        let folder = path.parent().expect("a folder");
        for target in text.split("](").skip(1) {
            let target = target.split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") || file.contains(' ') {
                continue;
            }
            if !folder.join(file).exists() {
                wrong.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The vocabulary of `proves:` is whole in `docs/plan.md`, and every word of it reads.
#[test]
fn the_plan_page_names_every_proof() {
    let page = fs::read_to_string(root().join("docs/plan.md")).expect("docs/plan.md");
    let (_, after) = page
        .split_once("## What proves a check")
        .expect("a section");
    let section = after.split("\n## ").next().unwrap_or_default();
    let told: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    for word in &told {
        let whole = word.replace("<KIND>", "users").replace(['<', '>'], "");
        assert!(Proof::parse(&whole).is_ok(), "{word}");
    }
    let source = fs::read_to_string(root().join("src/domain/plan/proof.rs")).expect("proof.rs");
    let known = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(\"")?.split_once("\", Proof::"));
    for (word, _) in known {
        assert!(told.contains(&word), "docs/plan.md lacks `{word}`");
    }
}

#[test]
fn a_shell_line_is_taken_apart_as_a_shell_does() {
    assert_eq!(
        words("inc note -m \"Froze refunds\" --at '10m ago' # later"),
        ["inc", "note", "-m", "Froze refunds", "--at", "10m ago"]
    );
    assert_eq!(words("inc list | head"), ["inc", "list"]);
    assert_eq!(words("inc set title=\"a b\""), ["inc", "set", "title=a b"]);
}
