//! A merged record as text, with the comments of both sides, and markers around the fields that a
//! person must decide.

use std::collections::BTreeSet;

use super::{codec, yaml};
use crate::record::Record;
use crate::record::merge::{Conflict, Merged};

/// A text with the record it means.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub text: &'a str,
    pub record: &'a Record,
}

/// The text of what two sides became. None where no text can be made to hold it.
///
/// `lines` merges three texts (base, ours, theirs) line by line, where that leaves no conflict. It is
/// tried on the texts as they are, and on the three after each was made to mean what was merged:
/// then they differ in nothing but comments and layout. A text counts only where it means
/// exactly what was merged; of several the one with the most of both sides' comments is taken, and
/// the earliest of equals.
pub fn text(
    merged: &Merged,
    base: Option<Side<'_>>,
    ours: Side<'_>,
    theirs: Side<'_>,
    lines: impl Fn([&str; 3]) -> Option<String>,
    marker: usize,
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
    marked(text, merged, marker)
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
    theirs: Vec<String>,
}

/// The text with both values of every conflict between markers. Each field is changed by itself to
/// see which lines are its own; two on one line are one conflict.
fn marked(text: &str, merged: &Merged, marker: usize) -> Option<String> {
    let mut hunks: Vec<Hunk<'_>> = Vec::new();
    for conflict in &merged.conflicts {
        let mut hunk = hunk(text, merged, vec![conflict])?;
        while let Some(place) = hunks.iter().position(|other| touch(other, &hunk)) {
            let mut conflicts = hunks.remove(place).conflicts;
            conflicts.append(&mut hunk.conflicts);
            hunk = self::hunk(text, merged, conflicts)?;
        }
        hunks.push(hunk);
    }
    hunks.sort_by_key(|hunk| hunk.lines.start);
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut out, mut done) = (String::new(), 0);
    for hunk in hunks {
        let before = lines[done..hunk.lines.start].concat();
        let own = lines[hunk.lines.clone()].concat();
        let parts = [
            (before, "<", " ours"),
            (own, "=", ""),
            (hunk.theirs.concat(), ">", " theirs"),
        ];
        for (part, sign, label) in parts {
            out.push_str(&part);
            if !out.is_empty() && !out.ends_with('\n') {
                out.push_str(line_break);
            }
            out.push_str(&format!("{}{label}{line_break}", sign.repeat(marker)));
        }
        done = hunk.lines.end;
    }
    out.push_str(&lines[done..].concat());
    Some(out)
}

fn touch(one: &Hunk<'_>, other: &Hunk<'_>) -> bool {
    one.lines.start < other.lines.end && other.lines.start < one.lines.end
        || one.lines.start == other.lines.start
}

/// The lines that change when these conflicts, and nothing else, are decided for theirs.
fn hunk<'a>(text: &str, merged: &Merged, conflicts: Vec<&'a Conflict>) -> Option<Hunk<'a>> {
    let decided = merged.with_theirs(conflicts.iter().copied())?;
    let other = spliced(text, &merged.record, &decided)?;
    let here: Vec<&str> = text.split_inclusive('\n').collect();
    let there: Vec<&str> = other.split_inclusive('\n').collect();
    let same = |(one, other): &(&&str, &&str)| one == other;
    let start = here.iter().zip(&there).take_while(same).count();
    let tail = here[start..]
        .iter()
        .rev()
        .zip(there[start..].iter().rev())
        .take_while(same)
        .count();
    Some(Hunk {
        conflicts,
        lines: start..here.len() - tail,
        theirs: there[start..there.len() - tail]
            .iter()
            .map(|line| (*line).to_owned())
            .collect(),
    })
}

/// A conflict that git left in a text, on its first line, from 1: what each side has there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    pub line: usize,
    pub ours: String,
    pub theirs: String,
}

/// Every conflict that is marked in a text, each side on one line.
pub fn disputed(text: &str) -> Vec<Disputed> {
    let mut found: Vec<Disputed> = Vec::new();
    // Which side the lines belong to: none, ours, the base's, theirs.
    let mut side = None;
    for (place, line) in text.lines().enumerate() {
        let is = |sign: &str| {
            let rest = line.trim_start_matches(sign);
            line.len() - rest.len() >= 7 && (rest.is_empty() || rest.starts_with(' '))
        };
        if is("<") {
            side = Some(0);
            found.push(Disputed {
                line: place + 1,
                ours: String::new(),
                theirs: String::new(),
            });
        } else if side.is_some() && is("|") {
            side = Some(1);
        } else if side.is_some() && is("=") {
            side = Some(2);
        } else if is(">") {
            side = None;
        } else if let Some(last) = found.last_mut() {
            let words = match side {
                Some(0) => &mut last.ours,
                Some(2) => &mut last.theirs,
                _ => continue,
            };
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str(line.trim());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_conflict_says_what_each_side_has() {
        let text = "a: 1\n<<<<<<< ours\nb: 2\n||||||| base\nb: 0\n=======\nb: 3\nc: 4\n>>>>>>> theirs\nd: 5\n";
        let expected = Disputed {
            line: 2,
            ours: "b: 2".to_owned(),
            theirs: "b: 3, c: 4".to_owned(),
        };
        assert_eq!(disputed(text), [expected]);
        assert_eq!(disputed("a: 1\n=======\n"), []);
    }
}
