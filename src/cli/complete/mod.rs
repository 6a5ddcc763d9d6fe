//! What could stand at the cursor, for a shell that asks while somebody types.
//!
//! A shell hands over the words of a command line; [`offer`] walks clap's own description of the
//! commands along them ([`place`]), and looks up the names that can stand there ([`values`],
//! [`lists`], [`incidents`]). Nothing is asked, written or complained about: what cannot be read is not
//! offered. [`line`] takes a line apart as bash does, [`shell`] writes what each shell reads.

mod context;
mod cursor;
mod incidents;
mod line;
mod lists;
pub(super) mod shell;
pub(super) mod values;

use clap::Command;

use self::context::CompletionContext;
use self::cursor::{Cursor, CursorValue};
use super::{Globals, World};
use crate::ui::style::one_line;

/// A word that could stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub value: String,
    /// What it is, in a few words of the plan or the record; may be empty.
    pub help: String,
}

impl Candidate {
    pub(super) fn new(value: impl Into<String>, help: &str) -> Candidate {
        Candidate {
            value: value.into(),
            help: one_line(help),
        }
    }

    /// Whether more has to follow without a blank: `ROLE=`.
    pub(super) fn is_open(&self) -> bool {
        self.value.ends_with('=')
    }
}

/// What is offered at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// These words, in this order. None is all right.
    Words(Vec<Candidate>),
    /// The shell knows files best.
    Files,
    Folders,
}

/// What could stand in place of the last of `words`. The first is the program's name; assignments
/// may stand before it.
pub(super) fn offer(mut root: Command, words: &[String], mut world: World) -> Offer {
    root.build();
    let mut words = words;
    while let Some((first, rest)) = words.split_first()
        && let Some((name, value)) = assignment(first)
    {
        match name {
            "INC_REPO" => world.home = Some(expanded(value, &world).into()),
            "INC_INCIDENT" => world.incident = Some(value.to_owned()),
            _ => {}
        }
        words = rest;
    }
    let Some((word, before)) = words.get(1..).and_then(<[String]>::split_last) else {
        return Offer::Words(Vec::new());
    };
    let place = Cursor::find(&root, before, word);
    let globals = Globals {
        repo: place
            .option("repo")
            .map(|folder| expanded(folder, &world).into()),
        ..Globals::default()
    };
    let context = CompletionContext::new(&place, globals, world);
    match at_cursor(&place, &context) {
        Offer::Words(mut candidates) => {
            // What a terminal or a shell would obey is no word that anybody types.
            candidates.retain(|candidate| one_line(&candidate.value) == candidate.value);
            Offer::Words(candidates)
        }
        files => files,
    }
}

fn at_cursor(place: &Cursor<'_>, context: &CompletionContext<'_>) -> Offer {
    match &place.value_at {
        CursorValue::Value {
            argument,
            before,
            word,
        } => match context.values(argument, word, 0) {
            Offer::Words(candidates) => Offer::Words(prefixed(candidates, before)),
            files => files,
        },
        CursorValue::Option { word } => Offer::Words(starting(place.options(), word)),
        CursorValue::Word { word, argument } => {
            let mut candidates = starting(place.verbs(), word);
            if let Some(argument) = argument {
                match context.values(argument, word, place.positionals.len()) {
                    Offer::Words(more) => candidates.extend(more),
                    files if candidates.is_empty() => return files,
                    _ => {}
                }
            }
            if candidates.is_empty() && word.is_empty() {
                candidates = place.options();
            }
            Offer::Words(candidates)
        }
    }
}

/// `NAME=VALUE` before a command.
fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = |name: &str| {
        name.chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    (!name.is_empty() && is_name(name)).then_some((name, value))
}

/// `~/incidents` and `$HOME/incidents` as the shell will make them of it, which hands them over as
/// they were typed. Nothing is run for it.
fn expanded(folder: &str, world: &World) -> String {
    let variable = |name: &str| (world.variable)(name).unwrap_or_default();
    if let Some(rest) = folder
        .strip_prefix('~')
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
    {
        return format!("{}{rest}", variable("HOME"));
    }
    let Some(rest) = folder.strip_prefix('$') else {
        return folder.to_owned();
    };
    let rest = rest.strip_prefix('{').unwrap_or(rest);
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    format!(
        "{}{}",
        variable(name),
        rest.strip_prefix('}').unwrap_or(rest)
    )
}

/// Those that begin with what was typed.
fn starting(mut candidates: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    candidates.retain(|candidate| candidate.value.starts_with(typed));
    candidates
}

fn prefixed(mut candidates: Vec<Candidate>, prefix: &str) -> Vec<Candidate> {
    for candidate in &mut candidates {
        candidate.value.insert_str(0, prefix);
    }
    candidates
}

/// Those that begin with what was typed, in any case; else the only one that has it anywhere in its
/// name or meaning, as commands take any unique part of a name. Several would take away what was
/// typed, so none is offered then.
fn narrowed(candidates: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let begins = |candidate: &Candidate| candidate.value.to_lowercase().starts_with(&typed);
    if candidates.iter().any(begins) {
        return candidates.into_iter().filter(begins).collect();
    }
    let contains = |candidate: &Candidate| {
        candidate.value.to_lowercase().contains(&typed)
            || candidate.help.to_lowercase().contains(&typed)
    };
    let mut found: Vec<Candidate> = candidates.into_iter().filter(contains).collect();
    found.truncate(2);
    if found.len() == 1 { found } else { Vec::new() }
}

#[cfg(test)]
mod tests;
