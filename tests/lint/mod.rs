//! What a message must not hold, on messages: honest ones that must pass (`clean/`), and ones that
//! must be stopped (`dirty/`), each with the kinds it must be stopped for in its first line.
//!
//! A `~` in these files stands for nothing; it keeps scanners of secrets from taking them for leaks.

mod proptests;

use std::fs;
use std::path::{Path, PathBuf};

use incident::testing::Home;
use incident::testing::{Circumstances, Lint, Passage};

/// The shipped patterns: of a home that has none of its own.
fn lint() -> Lint {
    let empty = tempfile::tempdir().expect("a folder");
    Home::at(empty.path().to_owned())
        .lint()
        .expect("the shipped patterns can be read")
}

fn published() -> Vec<String> {
    ["support@example.com", "+966 11 500 0000", "920 012 345"]
        .map(str::to_owned)
        .to_vec()
}

/// One message of the corpus.
struct Message {
    name: String,
    expected: Vec<String>,
    root_cause_confirmed: bool,
    text: String,
}

fn corpus(folder: &str) -> Vec<Message> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/lint")
        .join(folder);
    let entries = fs::read_dir(folder).expect("the corpus").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().map(|path| message(path)).collect()
}

fn message(path: &Path) -> Message {
    let whole = fs::read_to_string(path)
        .expect("a message")
        .replace('~', "");
    let (head, rest) = whole.split_once('\n').unwrap_or((&whole, ""));
    let text = if head.starts_with("# ") { rest } else { &whole };
    let expected = head.strip_prefix("# expect: ").unwrap_or_default();
    Message {
        name: path.file_name().expect("a name").display().to_string(),
        expected: expected.split(", ").map(str::to_owned).collect(),
        root_cause_confirmed: head == "# root cause: confirmed",
        text: text.to_owned(),
    }
}

fn examined(lint: &Lint, message: &Message) -> Vec<Passage> {
    let published = published();
    let circumstances = Circumstances {
        root_cause_confirmed: message.root_cause_confirmed,
        published: &published,
    };
    lint.examine(&message.text, &lint.kinds(), &circumstances)
}

fn listed(passages: &[Passage]) -> String {
    let lines = passages.iter().map(|one| {
        format!(
            "\n    {}:{} {} ({}): {}",
            one.line, one.column, one.kind, one.pattern, one.passage
        )
    });
    lines.collect()
}

#[test]
fn honest_messages_pass() {
    let lint = lint();
    let messages = corpus("clean");
    let mut stopped = Vec::new();
    for message in &messages {
        let found = examined(&lint, message);
        if !found.is_empty() {
            stopped.push(format!("{}{}", message.name, listed(&found)));
        }
    }
    let passed = messages.len() - stopped.len();
    println!("clean passed {passed}/{}", messages.len());
    assert!(messages.len() >= 40);
    assert!(
        passed * 100 >= messages.len() * 95,
        "{}",
        stopped.join("\n")
    );
}

#[test]
fn forbidden_passages_are_caught_with_their_kinds() {
    let lint = lint();
    let messages = corpus("dirty");
    let mut missed = Vec::new();
    for message in &messages {
        let found = examined(&lint, message);
        let is_caught = |kind: &String| found.iter().any(|passage| passage.kind == *kind);
        if !message.expected.iter().all(is_caught) {
            let expected = message.expected.join(", ");
            missed.push(format!("{} ({expected}){}", message.name, listed(&found)));
        }
    }
    let caught = messages.len() - missed.len();
    println!("dirty caught {caught}/{}", messages.len());
    assert!(messages.len() >= 150);
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Our own scanner finds the corpus as quiet as others do.
#[test]
fn the_corpus_itself_holds_no_secret_in_the_clear() {
    let lint = lint();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let mut loud = Vec::new();
    for folder in ["clean", "dirty"] {
        for entry in fs::read_dir(root.join(folder))
            .expect("the corpus")
            .flatten()
        {
            let text = fs::read_to_string(entry.path()).expect("a message");
            // Words that only people take for secrets need no `~`: no scanner knows them.
            let tokens = lint.secrets(&text).into_iter().filter(|passage| {
                let told = ["password", "one-time", "netrc", "api-key-told", "random"];
                !told.iter().any(|start| passage.pattern.starts_with(start))
            });
            loud.extend(tokens.map(|passage| format!("{:?}: {passage:?}", entry.file_name())));
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}
