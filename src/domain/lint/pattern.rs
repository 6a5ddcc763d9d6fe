//! One pattern of the data file, ready to look for its passages.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::check::{self, CHECKS};
use super::fold::Folded;
use super::{Circumstances, raw};
use crate::domain::record::Path;

/// What may excuse a passage, by the name the data file knows it by.
type Circumstance = fn(&Circumstances<'_>) -> bool;

pub(super) const CIRCUMSTANCES: &[(&str, Circumstance)] =
    &[("root-cause-confirmed", |circumstances| {
        circumstances.root_cause_confirmed
    })];

pub(super) struct Pattern {
    pub raw: raw::Pattern,
    pub check: Option<&'static check::Named>,
    unless: Option<Circumstance>,
    compiled: OnceLock<Option<Compiled>>,
}

struct Compiled {
    regex: Regex,
    /// The names of its groups.
    named: Vec<String>,
    /// Compiled only once something is found.
    except: OnceLock<Vec<Regex>>,
}

impl Pattern {
    /// Names it does not know count as absent; whoever made the raw one has told of them.
    pub(super) fn new(raw: raw::Pattern) -> Pattern {
        let check = raw.check.as_deref();
        let unless = raw.unless.as_deref();
        Pattern {
            check: CHECKS.iter().find(|known| Some(known.name) == check),
            unless: CIRCUMSTANCES
                .iter()
                .find(|(name, _)| Some(*name) == unless)
                .map(|(_, holds)| *holds),
            raw,
            compiled: OnceLock::new(),
        }
    }

    pub(super) fn is_excused(&self, circumstances: &Circumstances<'_>) -> bool {
        self.unless.is_some_and(|holds| holds(circumstances))
    }

    /// Whether its passages are sentences, which go on over line ends.
    pub(super) fn is_prose(&self) -> bool {
        matches!(
            self.raw.kind.as_str(),
            "unconfirmed-assumptions" | "detailed-exploit-information"
        )
    }

    /// Whether one word put together from two lines may be its passage.
    pub(super) fn goes_over_lines(&self) -> bool {
        self.check.is_none_or(|check| check.word.is_none())
            && matches!(self.raw.kind.as_str(), "secrets" | "internal-ips")
    }

    /// The passages of a folded text, by their bytes.
    pub(super) fn find(&self, folded: &Folded<'_>) -> Vec<(usize, usize)> {
        let text = folded.text.as_ref();
        let word = self.check.and_then(|check| check.word);
        if word.is_some_and(|could_be| !text.split_whitespace().any(could_be)) {
            return Vec::new();
        }
        let Some(compiled) = self.compiled() else {
            return self.find_words(text);
        };
        let mut found = Vec::new();
        let mut from = 0;
        while from <= text.len()
            && let Some(captures) = compiled.regex.captures_at(text.as_bytes(), from)
        {
            let Some(all) = captures.get(0) else { break };
            // Alternatives of one expression cannot share a name; whichever group is named is told.
            let mut named = compiled.named.iter().filter_map(|name| captures.name(name));
            let passage = named.next().unwrap_or(all);
            let (start, end) = whole_letters(text, passage.start(), passage.end());
            let is_excepted = |except: &Regex| except.is_match(all.as_bytes());
            let held = match self.check {
                _ if start == end => None,
                Some(check) => (check.holds)(&text[start..end]),
                None => Some(end - start),
            };
            from = if self.except(compiled).iter().any(is_excepted) {
                all.end().max(next(text, from))
            } else if let Some(length) = held {
                found.push((start, start + length));
                (start + length).max(next(text, from))
            } else if word.is_some() {
                end.max(next(text, from))
            } else {
                // A longer run of digits may hold what this one does not.
                next(text, start.max(from))
            };
        }
        found
    }

    /// Where an expression cannot be compiled, its telling words stop a message: better that than
    /// letting a secret pass.
    fn find_words(&self, text: &str) -> Vec<(usize, usize)> {
        let text = text.to_ascii_lowercase();
        let places = self.raw.near.iter().flat_map(|word| {
            let word = word.to_ascii_lowercase();
            let found: Vec<usize> = text.match_indices(&word).map(|(at, _)| at).collect();
            found.into_iter().map(move |at| (at, at + word.len()))
        });
        places.collect()
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    fn compile(&self) -> Result<Compiled, regex::Error> {
        let regex = compile(&self.raw.regex)?;
        Ok(Compiled {
            named: regex.capture_names().flatten().map(str::to_owned).collect(),
            except: OnceLock::new(),
            regex,
        })
    }

    /// What is not forbidden after all. An exception that cannot be compiled excepts nothing.
    fn except<'a>(&self, compiled: &'a Compiled) -> &'a [Regex] {
        compiled.except.get_or_init(|| {
            let expressions = self.raw.except.iter();
            expressions.filter_map(|one| compile(one).ok()).collect()
        })
    }

    /// What is wrong with its expressions, by the place in the pattern.
    pub(super) fn refusals(&self, here: &Path) -> Vec<(Path, regex::Error)> {
        let regex = std::iter::once((here.key("regex"), &self.raw.regex));
        let except = self.raw.except.iter().enumerate();
        let except = except.map(|(place, one)| (here.key("except").index(place), one));
        regex
            .chain(except)
            .filter_map(|(path, one)| Some((path, compile(one).err()?)))
            .collect()
    }
}

/// An expression that speaks of plain letters alone is compiled for bytes: that takes a tenth of the
/// time, and it runs as fast over Arabic as over English.
fn compile(expression: &str) -> Result<Regex, regex::Error> {
    let plain = expression.is_ascii() && !expression.contains("\\p{");
    RegexBuilder::new(expression)
        .multi_line(true)
        .unicode(!plain)
        .build()
}

/// A passage that was found in bytes, widened to whole letters.
fn whole_letters(text: &str, start: usize, end: usize) -> (usize, usize) {
    let start = (0..=start).rfind(|at| text.is_char_boundary(*at));
    (start.unwrap_or(0), boundary(text, end))
}

/// The place of the next letter.
fn next(text: &str, at: usize) -> usize {
    boundary(text, at + 1)
}

/// The first place from here on at which a letter begins; behind the text, where it is already.
fn boundary(text: &str, at: usize) -> usize {
    let mut places = at..text.len();
    places
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(at.max(text.len()))
}
