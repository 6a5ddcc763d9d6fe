//! What each shell reads: how to ask (`inc completions`), and the answer.
//!
//! The first line of an answer says what follows: `words`, `open` (words that want more without a
//! blank), `files` or `folders`, which a shell completes itself. Then a word a line, with what it
//! means.

use clap::ValueEnum;
use console::measure_text_width;

use super::line::{Line, unquoted};
use super::{Candidate, Offer};
use crate::ui::table::{fit, padded};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

/// What a shell says of itself when it asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// bash's `$COMP_WORDBREAKS`.
    pub breaks: String,
    /// Whether the answer is only shown, not put in: bash has no place for what a word means.
    pub listing: bool,
    /// How wide the terminal is.
    pub columns: usize,
}

impl Shell {
    /// What teaches the shell to ask.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Shell::Bash => include_str!("scripts/inc.bash"),
            Shell::Elvish => include_str!("scripts/inc.elv"),
            Shell::Fish => include_str!("scripts/inc.fish"),
            Shell::Powershell => include_str!("scripts/_inc.ps1"),
            Shell::Zsh => include_str!("scripts/_inc"),
        }
    }

    /// The words of the line, the last one that which is being typed. bash hands over the line.
    pub(crate) fn words(self, typed: Vec<String>, asked: &Asked) -> Line {
        if self == Shell::Bash {
            return Line::read(&typed.join(" "), &asked.breaks);
        }
        let mut words = typed;
        if let Some(last) = words.last_mut() {
            *last = unquoted(last);
        }
        Line::of(words)
    }

    /// The answer.
    pub(crate) fn answer(self, offer: Offer, line: &Line, asked: &Asked) -> String {
        let candidates = match offer {
            Offer::Files => return "files\n".to_owned(),
            Offer::Folders => return "folders\n".to_owned(),
            Offer::Words(candidates) => candidates,
        };
        let is_open = !candidates.is_empty() && candidates.iter().all(Candidate::is_open);
        let lines = match self {
            Shell::Bash => bash(&candidates, line, asked),
            Shell::Zsh => {
                let shown = shown(&candidates, asked.columns);
                let values = candidates.iter().map(|candidate| &candidate.value);
                let lines = values.zip(shown);
                lines
                    .map(|(value, shown)| format!("{value}\t{shown}"))
                    .collect()
            }
            Shell::Powershell => described(&candidates, power_quoted),
            Shell::Elvish | Shell::Fish => described(&candidates, str::to_owned),
        };
        let way = if is_open { "open" } else { "words" };
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        format!("{way}\n{lines}")
    }
}

fn described(candidates: &[Candidate], quoted: fn(&str) -> String) -> Vec<String> {
    let line = |candidate: &Candidate| format!("{}\t{}", quoted(&candidate.value), candidate.help);
    candidates.iter().map(line).collect()
}

/// Words beside what they mean, in two columns no wider than the terminal.
fn shown(candidates: &[Candidate], columns: usize) -> Vec<String> {
    let widths = candidates
        .iter()
        .map(|candidate| measure_text_width(&candidate.value));
    let widest = widths.max().unwrap_or_default();
    let line = |candidate: &Candidate| {
        let value = padded(&candidate.value, widest);
        let line = format!("{value}  {}", candidate.help);
        fit(line.trim_end(), columns.saturating_sub(1))
    };
    candidates.iter().map(line).collect()
}

/// bash puts in what all lines begin with, so that the meaning may stand behind a word only where
/// there are several, and never shorter than the word.
fn bash(candidates: &[Candidate], line: &Line, asked: &Asked) -> Vec<String> {
    let rest = |candidate: &Candidate| {
        let value = line.rest(&candidate.value)?;
        let help = candidate.help.clone();
        Some(Candidate { value, help })
    };
    let left: Vec<Candidate> = candidates.iter().filter_map(rest).collect();
    if asked.listing && left.len() > 1 {
        return shown(&left, asked.columns);
    }
    left.into_iter().map(|candidate| candidate.value).collect()
}

/// A word as PowerShell writes it.
fn power_quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-./:=+%".contains(letter);
    if word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "''"))
}
