//! What an external message must not hold, named passage by passage.
//!
//! Pure: a text and the circumstances go in, passages with their places come out. The patterns are
//! data, `templates/lint.yaml`; code are only the arithmetic of [`check`], the circumstances, and
//! [`fold`], which sees through what is written so that it is overlooked.
//!
//! A note must not wait for this. Expressions are compiled when one of their telling words stands in
//! the text, and all these words are looked for in one pass.

pub(crate) mod check;
pub(crate) mod fold;
pub(crate) mod mask;
mod pattern;
mod prove;
pub(crate) mod raw;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use sha2::{Digest, Sha256};

use crate::domain::record::Path;
use fold::{Folded, Join};
use pattern::Pattern;

/// The kind that no record and no file may hold either.
pub(crate) const SECRETS: &str = "secrets";

/// The version of the data file this program reads.
pub(crate) const SCHEMA: u32 = 1;

/// All patterns, ready to examine a text.
#[derive(Default)]
pub struct Lint {
    patterns: Vec<Pattern>,
    secrets: OnceLock<Words>,
    all: OnceLock<Words>,
}

/// Something in the data file that cannot be right, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternError {
    pub path: Path,
    pub message: String,
}

/// A piece of a text that must not stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The id of the pattern that found it.
    pub pattern: String,
    /// An id of the plan's `communication.external_forbidden`.
    pub kind: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// As it is written in the text.
    pub passage: String,
    /// What such a passage is.
    pub why: String,
}

/// What is known beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances<'a> {
    /// Then its statement is no assumption any more.
    pub root_cause_confirmed: bool,
    /// Contacts that may stand in a message: mail addresses, phone numbers, host names.
    pub published: &'a [String],
}

impl Lint {
    /// Takes the patterns as they are written, or tells every fault that can be seen without
    /// looking at expressions and examples; those are for [`Lint::prove`], because a note cannot
    /// wait for them. A pattern whose expression turns out to be none finds its telling words.
    pub fn new(raw: raw::Patterns) -> Result<Lint, Vec<PatternError>> {
        let faults = prove::faults(&raw);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Lint {
            patterns: raw.patterns.into_iter().map(Pattern::new).collect(),
            secrets: OnceLock::new(),
            all: OnceLock::new(),
        })
    }

    /// Whether every expression is one.
    pub fn compiles(&self) -> bool {
        let here = Path::root();
        self.patterns
            .iter()
            .all(|pattern| pattern.refusals(&here).is_empty())
    }

    /// Compiles every expression and holds every example against it. Slow: for validation.
    pub fn prove(&self) -> Vec<PatternError> {
        prove::proof(&self.patterns)
    }

    /// The kinds its patterns are of, in the order they first stand in; whether the plan knows them
    /// all is for those to check who know the plan.
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for pattern in &self.patterns {
            if !kinds.contains(&pattern.raw.kind.as_str()) {
                kinds.push(&pattern.raw.kind);
            }
        }
        kinds
    }

    /// The place in the data file of each pattern's kind, with the kind.
    pub fn kinds_with_paths(&self) -> impl Iterator<Item = (Path, &str)> {
        self.patterns.iter().enumerate().map(|(index, pattern)| {
            let path = Path::of("patterns").index(index).key("kind");
            (path, pattern.raw.kind.as_str())
        })
    }

    /// Every forbidden passage of these kinds, in the order of the text. Where passages of one kind
    /// overlap, the one whose pattern stands first in the data file is told.
    pub fn examine(
        &self,
        text: &str,
        kinds: &[&str],
        circumstances: &Circumstances<'_>,
    ) -> Vec<Passage> {
        let words = self.all.get_or_init(|| Words::of(&self.patterns, |_| true));
        self.look(text, words, true, circumstances, |pattern| {
            kinds.contains(&pattern.raw.kind.as_str())
        })
    }

    /// The secrets alone, which no record may hold either. Where no telling word is near, this is
    /// one pass over the text.
    pub fn secrets(&self, text: &str) -> Vec<Passage> {
        let of_secrets = |pattern: &Pattern| pattern.raw.kind == SECRETS;
        let words = self
            .secrets
            .get_or_init(|| Words::of(&self.patterns, of_secrets));
        self.look(text, words, false, &Circumstances::default(), of_secrets)
    }

    fn look(
        &self,
        text: &str,
        words: &Words,
        sentences: bool,
        circumstances: &Circumstances<'_>,
        wanted: impl Fn(&Pattern) -> bool,
    ) -> Vec<Passage> {
        let folded = Folded::new(text);
        let mut again = Rereadings::of(&folded, sentences);
        let mut candidates = words.near(std::iter::once(folded.text.as_ref()).chain(again.texts()));
        candidates.retain(|index| {
            let pattern = &self.patterns[*index];
            wanted(pattern) && !pattern.is_excused(circumstances)
        });
        if candidates.is_empty() {
            return Vec::new();
        }
        let published: Vec<Contact> = circumstances.published.iter().map(Contact::new).collect();
        let mut found: Vec<Found> = Vec::new();
        for index in &candidates {
            for (start, end) in self.patterns[*index].find(&folded) {
                let excused = is_published(&folded.text[start..end], &published);
                found.push(Found::new(*index, folded.origin(start, end), excused));
            }
        }
        again.complete(&folded, self, &candidates);
        again.look(self, &candidates, &published, &mut found);
        let mut kept = self.without_overlaps(found);
        kept.sort_by_key(|found| (found.start, found.end, found.pattern));
        let places = Places::of(text);
        kept.iter()
            .map(|found| {
                let raw = &self.patterns[found.pattern].raw;
                let (line, column) = places.of_byte(found.start);
                Passage {
                    pattern: raw.id.clone(),
                    kind: raw.kind.clone(),
                    line,
                    column,
                    passage: text[found.start..found.end].to_owned(),
                    why: raw.why.clone(),
                }
            })
            .collect()
    }

    /// Of overlapping passages of one kind the one whose pattern stands first. One that is excused
    /// excuses what lies inside it.
    fn without_overlaps(&self, mut found: Vec<Found>) -> Vec<Found> {
        found.sort_by_key(|found| (!found.excused, found.pattern, found.start));
        let mut kept: Vec<Found> = Vec::new();
        for next in found {
            let kind = &self.patterns[next.pattern].raw.kind;
            let is_kept = kept.iter().any(|other| {
                let overlap = next.start < other.end && other.start < next.end;
                let inside = other.start <= next.start && next.end <= other.end;
                let same_kind = self.patterns[other.pattern].raw.kind == *kind;
                same_kind && if other.excused { inside } else { overlap }
            });
            if !is_kept {
                kept.push(next);
            }
        }
        kept.retain(|found| !found.excused);
        kept
    }
}

impl Passage {
    /// The beginning of its SHA-256, by which it can be named without being repeated.
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(self.passage.as_bytes());
        digest
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// A passage on its way: bytes of the original text.
struct Found {
    pattern: usize,
    start: usize,
    end: usize,
    excused: bool,
}

impl Found {
    fn new(pattern: usize, (start, end): (usize, usize), excused: bool) -> Found {
        Found {
            pattern,
            start,
            end,
            excused,
        }
    }
}

/// The text once more, with line ends taken out: what a line end has broken in two is found there.
/// Empty where there is nothing to join.
struct Rereadings(Vec<(Join, Folded<'static>, Vec<usize>)>);

impl Rereadings {
    /// Those in which a broken telling word is whole.
    fn of(folded: &Folded<'_>, sentences: bool) -> Rereadings {
        let text = folded.text.trim_end();
        let is_broken = text.contains('\n');
        let mut readings = Rereadings(Vec::new());
        if is_broken {
            readings.add(folded, Join::All);
        }
        if sentences && (is_broken || text.contains("  ")) {
            readings.add(folded, Join::Words);
        }
        readings
    }

    /// Adds those in which a broken word stands apart from its neighbours, if one is looked for.
    fn complete(&mut self, folded: &Folded<'_>, lint: &Lint, candidates: &[usize]) {
        let is_joined = self.0.iter().any(|(join, ..)| *join == Join::All);
        let mut patterns = candidates.iter().map(|index| &lint.patterns[*index]);
        if is_joined && patterns.any(Pattern::goes_over_lines) {
            self.add(folded, Join::Odd);
            self.add(folded, Join::Even);
        }
    }

    fn add(&mut self, folded: &Folded<'_>, join: Join) {
        let (joined, joints) = folded.joined(join);
        if !joints.is_empty() {
            self.0.push((join, joined, joints));
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, joined, _)| joined.text.as_ref())
    }

    /// Adds what stands over a joint and was not found before.
    fn look(
        &self,
        lint: &Lint,
        candidates: &[usize],
        published: &[Contact],
        found: &mut Vec<Found>,
    ) {
        // The reading with all line ends taken out last: a word may grow onto its neighbours there.
        let last = |join: &Join| *join == Join::All;
        let (all, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|(join, ..)| last(join));
        for (join, joined, joints) in others.into_iter().chain(all) {
            for index in candidates {
                let pattern = &lint.patterns[*index];
                let is_meant = match join {
                    Join::Words => pattern.is_prose(),
                    _ => pattern.goes_over_lines(),
                };
                if !is_meant {
                    continue;
                }
                for (start, end) in pattern.find(joined) {
                    // A word is broken inside; a sentence may also begin or end at its blank.
                    let first = if *join == Join::Words {
                        start
                    } else {
                        start + 1
                    };
                    let is_joined = joints.iter().any(|joint| (first..end).contains(joint));
                    let (from, to) = joined.origin(start, end);
                    let is_known = found.iter().any(|found| {
                        let same_kind = lint.patterns[found.pattern].raw.kind == pattern.raw.kind;
                        same_kind && found.start < to && from < found.end
                    });
                    if is_joined && !is_known {
                        let excused = is_published(&joined.text[start..end], published);
                        found.push(Found::new(*index, (from, to), excused));
                    }
                }
            }
        }
    }
}

/// The telling words of some patterns, to be looked for all at once.
struct Words {
    /// None where there are none, or too many for it; then every pattern is looked at.
    search: Option<AhoCorasick>,
    /// For each word the pattern it tells of.
    patterns: Vec<usize>,
    /// Patterns without words.
    always: Vec<usize>,
}

impl Words {
    fn of(patterns: &[Pattern], wanted: impl Fn(&Pattern) -> bool) -> Words {
        let mut words: Vec<&str> = Vec::new();
        let mut owners = Vec::new();
        let mut always = Vec::new();
        for (index, pattern) in patterns.iter().enumerate().filter(|(_, one)| wanted(one)) {
            if pattern.raw.near.is_empty() {
                always.push(index);
            }
            words.extend(pattern.raw.near.iter().map(String::as_str));
            owners.resize(words.len(), index);
        }
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            // The quickest to build; it is mostly used for a single short text.
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(&words)
            .ok();
        if search.is_none() {
            always.extend(&owners);
        }
        Words {
            search,
            patterns: owners,
            always,
        }
    }

    /// The patterns worth looking for in any of these texts, in their order.
    fn near<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<usize> {
        let mut near: BTreeSet<usize> = self.always.iter().copied().collect();
        if let Some(search) = &self.search {
            for text in texts {
                let hits = search.find_overlapping_iter(text);
                near.extend(hits.map(|hit| self.patterns[hit.pattern().as_usize()]));
            }
        }
        near.into_iter().collect()
    }
}

/// A published contact, in the forms it may be written in.
struct Contact {
    text: String,
    digits: String,
}

impl Contact {
    fn new(contact: impl AsRef<str>) -> Contact {
        let text = Folded::new(contact.as_ref()).text.trim().to_lowercase();
        let is_number = text
            .chars()
            .all(|letter| letter.is_ascii_digit() || " +-().".contains(letter));
        let digits = if is_number {
            digits(&text)
        } else {
            String::new()
        };
        Contact { text, digits }
    }
}

/// The digits of a number, without the marks of an international or a national call.
fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Whether a passage is a contact that anybody may read.
fn is_published(passage: &str, published: &[Contact]) -> bool {
    // Shorter numbers end too many others.
    const TELLING: usize = 8;
    let text = passage.trim().to_lowercase();
    let number = digits(&text);
    published.iter().any(|contact| {
        let (short, long) = if number.len() < contact.digits.len() {
            (&number, &contact.digits)
        } else {
            (&contact.digits, &number)
        };
        let same_number = short.len() >= TELLING
            && long.ends_with(short.as_str())
            && long.len() - short.len() <= 3
            && !text.contains('@');
        contact.text == text || same_number
    })
}

/// Where the lines of a text begin.
struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Places<'a> {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Places {
            text,
            starts: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// Line and column of a byte, both from 1.
    fn of_byte(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.starts[line - 1];
        (line, self.text[start..byte].chars().count() + 1)
    }
}
