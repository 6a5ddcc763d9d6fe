//! A merged record as text, with the comments of both sides, and markers around the fields that a
//! person must decide.

use std::collections::BTreeSet;

use super::{codec, yaml};
use crate::domain::record::Record;
use crate::domain::record::merge::{Conflict, Merged};

/// A text with the record it means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub text: &'a str,
    pub record: &'a Record,
}

/// How conflicts are marked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks<'a> {
    /// How many letters a marker has.
    pub size: usize,
    /// Who wants it so: base, ours, theirs.
    pub labels: [&'a str; 3],
    /// Whether what the base has is shown too, as `diff3` does.
    pub with_base: bool,
}

impl Marks<'_> {
    /// The lines of three sides between markers; each ends with a line break.
    fn around(&self, [base, ours, theirs]: [&str; 3], line_break: &str) -> String {
        let [of_base, of_ours, of_theirs] = self.labels;
        let mark = |sign: &str, label: &str| {
            let line = format!("{} {label}", sign.repeat(self.size));
            format!("{}{line_break}", line.trim_end())
        };
        let mut out = mark("<", of_ours);
        out.push_str(ours);
        if self.with_base {
            out.push_str(&mark("|", of_base));
            out.push_str(base);
        }
        out.push_str(&mark("=", ""));
        out.push_str(theirs);
        out.push_str(&mark(">", of_theirs));
        out
    }
}

/// Two texts that have nothing to do with each other, each whole, as one conflict.
pub(crate) fn apart(ours: &str, theirs: &str, marks: Marks<'_>) -> String {
    let line_break = line_break(ours);
    let ended = |text: &str| {
        let end = if text.ends_with('\n') { "" } else { line_break };
        format!("{text}{end}")
    };
    marks.around(["", &ended(ours), &ended(theirs)], line_break)
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The text of what two sides became. None where no text can be made to hold it.
///
/// `lines` merges three texts (base, ours, theirs) line by line, where that leaves no conflict. It is
/// tried on the texts as they are, and on the three after each was made to mean what was merged:
/// then they differ in nothing but comments and layout. A text counts only where it means
/// exactly what was merged; of several the one with the most of both sides' comments is taken, and
/// the earliest of equals.
pub(crate) fn text(
    merged: &Merged,
    base: Option<Side<'_>>,
    ours: Side<'_>,
    theirs: Side<'_>,
    lines: impl Fn([&str; 3]) -> Option<String>,
    marks: Marks<'_>,
) -> Option<String> {
    let made = |side: Side<'_>| spliced(side.text, side.record, &merged.record);
    let (our, their) = (made(ours), made(theirs));
    let mut texts: Vec<String> = Vec::new();
    if let Some(base) = base {
        texts.extend(lines([base.text, ours.text, theirs.text]));
        if let (Some(base), Some(our), Some(their)) = (made(base), &our, &their) {
            texts.extend(lines([&base, our, their]));
        }
    }
    texts.extend(our);
    texts.extend(their);
    texts.retain(|text| codec::record(text).is_ok_and(|record| record == merged.record));
    let comments: BTreeSet<&str> = comments(ours.text).chain(comments(theirs.text)).collect();
    let kept = |text: &String| {
        comments
            .iter()
            .filter(|comment| text.contains(**comment))
            .count()
    };
    let best = texts.iter().map(kept).max()?;
    let text = texts.iter().find(|text| kept(text) == best)?;
    if merged.conflicts.is_empty() {
        return Some(text.clone());
    }
    marked(text, merged, marks)
}

fn spliced(text: &str, before: &Record, after: &Record) -> Option<String> {
    let reread = |text: &str| {
        codec::record(text)
            .map(|record| record.to_value())
            .map_err(|unreadable| unreadable.to_string())
    };
    yaml::edit_verified(text, &before.to_value(), &after.to_value(), reread).ok()
}

/// Roughly the comments of a text: only how many are kept is asked.
fn comments(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let at = if line.trim_start().starts_with('#') {
            line.find('#')
        } else {
            line.find(" # ")
        };
        at.map(|at| line[at..].trim())
    })
}

/// Some lines of a text, and what theirs has in their place.
struct Hunk<'a> {
    conflicts: Vec<&'a Conflict>,
    lines: std::ops::Range<usize>,
    base: String,
    theirs: String,
}

/// The text with both values of every conflict between markers. Each field is changed by itself to
/// see which lines are its own; two on one line are one conflict.
fn marked(text: &str, merged: &Merged, marks: Marks<'_>) -> Option<String> {
    let mut hunks: Vec<Hunk<'_>> = Vec::new();
    for conflict in &merged.conflicts {
        let mut hunk = hunk(text, merged, vec![conflict], marks)?;
        while let Some(place) = hunks.iter().position(|other| touch(other, &hunk)) {
            let mut conflicts = hunks.remove(place).conflicts;
            conflicts.append(&mut hunk.conflicts);
            hunk = self::hunk(text, merged, conflicts, marks)?;
        }
        hunks.push(hunk);
    }
    hunks.sort_by_key(|hunk| hunk.lines.start);
    let line_break = line_break(text);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut out, mut done) = (String::new(), 0);
    let ended = |mut text: String| {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(line_break);
        }
        text
    };
    for hunk in hunks {
        out.push_str(&lines[done..hunk.lines.start].concat());
        out = ended(out);
        let own = ended(lines[hunk.lines.clone()].concat());
        let (base, theirs) = (ended(hunk.base), ended(hunk.theirs));
        out.push_str(&marks.around([&base, &own, &theirs], line_break));
        done = hunk.lines.end;
    }
    out.push_str(&lines[done..].concat());
    Some(out)
}

fn touch(one: &Hunk<'_>, other: &Hunk<'_>) -> bool {
    one.lines.start < other.lines.end && other.lines.start < one.lines.end
        || one.lines.start == other.lines.start
}

/// The lines that change when these conflicts, and nothing else, are decided for theirs, or for the
/// base where that is shown.
fn hunk<'a>(
    text: &str,
    merged: &Merged,
    conflicts: Vec<&'a Conflict>,
    marks: Marks<'_>,
) -> Option<Hunk<'a>> {
    let decided = merged.with_theirs(conflicts.iter().copied())?;
    let theirs = spliced(text, &merged.record, &decided)?;
    // Both began it, or what the base had fits into no record any more: then it had nothing.
    let base = marks.with_base.then(|| {
        let before = merged.with_base(conflicts.iter().copied())?;
        spliced(text, &merged.record, &before)
    });
    let base = base.flatten();
    let split = |text: &'_ str| -> Vec<String> {
        let lines = text.split_inclusive('\n');
        lines.map(str::to_owned).collect()
    };
    let here = split(text);
    let others: Vec<Vec<String>> = [Some(&theirs), base.as_ref()]
        .into_iter()
        .flatten()
        .map(|other| split(other))
        .collect();
    let same = |(one, other): &(&String, &String)| one == other;
    let alike = |other: &Vec<String>| here.iter().zip(other).take_while(same).count();
    let start = others.iter().map(alike).min()?;
    let alike = |other: &Vec<String>| {
        let pairs = here[start..].iter().rev().zip(other[start..].iter().rev());
        pairs.take_while(same).count()
    };
    let tail = others.iter().map(alike).min()?;
    let part = |other: Option<&Vec<String>>| {
        other.map_or(String::new(), |other| {
            other[start..other.len() - tail].concat()
        })
    };
    Some(Hunk {
        conflicts,
        lines: start..here.len() - tail,
        theirs: part(others.first()),
        base: part(others.get(1)),
    })
}
