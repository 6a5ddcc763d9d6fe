//! Records, plans and readiness between text and types.
//!
//! The usual road is one typed reading. Only where that fails, or where the bytes hold anything that
//! could mean different things to different tools, is the file read with positions as well, and then
//! every fault in it is told.

use std::fmt;

use serde::de::DeserializeOwned;

use super::conflicts::sides;
use super::yaml;
use crate::domain::lint;
use crate::domain::plan::raw;
use crate::domain::readiness::Readiness;
use crate::domain::record::merge::is_one_incident;
use crate::domain::record::shape::{self, Misfit};
use crate::domain::record::text::abridged;
use crate::domain::record::{Action, Head, Record};

/// Why a file could not be read.
#[derive(Clone, Debug)]
pub enum ReadError {
    /// It is not YAML of the kind a record may hold.
    Yaml(yaml::YamlError),
    /// It is, but something in it does not fit its place.
    Misfit(Misfit),
    /// It is no text at all, and no editor of ours opens it.
    NotText(yaml::YamlError),
    /// Git left its conflict markers in it.
    Conflict(yaml::YamlError),
    /// So did it here, around two incidents of one number, which no deciding makes one.
    TwoIncidents(yaml::YamlError),
}

impl ReadError {
    /// What is wrong, without its place.
    pub fn message(&self) -> String {
        match self {
            ReadError::Yaml(fault)
            | ReadError::NotText(fault)
            | ReadError::Conflict(fault)
            | ReadError::TwoIncidents(fault) => abridged(&fault.message).into_owned(),
            ReadError::Misfit(misfit) if misfit.path.0.is_empty() => {
                abridged(&misfit.message).into_owned()
            }
            ReadError::Misfit(misfit) => {
                abridged(&format!("{}: {}", misfit.path, misfit.message)).into_owned()
            }
        }
    }
}

/// A file that could not be read: all its faults, each with its line and column.
#[derive(Clone, Debug)]
pub struct ReadErrors {
    pub faults: Vec<(ReadError, yaml::Position)>,
}

impl ReadErrors {
    /// Of a file that is not read to its end.
    pub(super) fn too_large() -> ReadErrors {
        at_fault(yaml::YamlError::too_large())
    }

    /// The line of the first conflict marker, where git left any.
    pub fn conflict(&self) -> Option<usize> {
        let is_conflict = |fault: &ReadError| {
            matches!(fault, ReadError::Conflict(_) | ReadError::TwoIncidents(_))
        };
        let first = self.faults.iter().find(|(fault, _)| is_conflict(fault));
        first.map(|(_, position)| position.line)
    }

    /// Whether it is text at all, which an editor can be given.
    pub fn is_text(&self) -> bool {
        let is_none = |(fault, _): &(ReadError, _)| matches!(fault, ReadError::NotText(_));
        !self.faults.iter().any(is_none)
    }

    /// What is said of two incidents between one pair of markers.
    pub fn two_incidents(&self) -> Option<&str> {
        self.faults.iter().find_map(|(fault, _)| match fault {
            ReadError::TwoIncidents(fault) => Some(fault.message.as_str()),
            _ => None,
        })
    }
}

impl fmt::Display for ReadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (fault, position)) in self.faults.iter().enumerate() {
            let separator = if place == 0 { "" } else { "\n" };
            write!(
                f,
                "{separator}line {}, column {}: {}",
                position.line,
                position.column,
                fault.message()
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for ReadErrors {}

/// Reads a whole record.
pub fn record(text: &str) -> Result<Record, ReadErrors> {
    typed(text, shape::misfits::<Record>).map_err(|unreadable| {
        let is_conflict = unreadable.conflict().is_some();
        match is_conflict.then(|| two_incidents(text)).flatten() {
            Some([ours, theirs]) => {
                let message = format!(
                    "two incidents have this ID: {} and {}; undo the merge (git merge --abort; \
                     git status shows what is in progress), then inc sync gives one of them another ID",
                    ours.title, theirs.title
                );
                let (line, column) = (1, 1);
                let fault = yaml::YamlError {
                    message,
                    line,
                    column,
                    is_conflict: false,
                };
                let faults = vec![(ReadError::TwoIncidents(fault), yaml::Position::START)];
                ReadErrors { faults }
            }
            None => unreadable,
        }
    })
}

/// The records of a text that is nothing but one conflict of two incidents, each whole.
fn two_incidents(text: &str) -> Option<[Record; 2]> {
    let found = sides(text);
    let [only] = found.as_slice() else {
        return None;
    };
    let lines = text.trim_end().lines().count();
    if only.line != 1 || only.last != lines {
        return None;
    }
    let (ours, theirs) = (record(&only.ours).ok()?, record(&only.theirs).ok()?);
    (!is_one_incident(&ours, &theirs)).then_some([ours, theirs])
}

/// Reads a plan file as it is written; whether it fits together is the plan's to check.
pub fn plan(text: &str) -> Result<raw::Plan, ReadErrors> {
    typed(text, shape::misfits::<raw::Plan>)
}

/// Reads the patterns of forbidden passages as they are written.
pub fn lint(text: &str) -> Result<lint::raw::Patterns, ReadErrors> {
    typed(text, shape::misfits::<lint::raw::Patterns>)
}

/// The patterns of secrets alone, without their examples, read from no more than their own lines: a
/// note is held against them and must not wait for the rest of the file. None where the file is not
/// laid out as it is shipped; then it takes a reading of the whole.
pub(crate) fn secret_patterns(text: &str) -> Option<lint::raw::Patterns> {
    const KIND: &str = "    kind: ";
    let text = yaml::without_bom(text);
    let (head, rest) = text.split_once("\n  - id: ")?;
    let mut kept = String::with_capacity(text.len() / 4);
    kept.push_str(head);
    kept.push('\n');
    for entry in rest.split("\n  - id: ") {
        let mut lines = entry.lines();
        // An entry that begins with another key would hide in the one before it.
        if lines.clone().any(|line| line.starts_with("  - ")) {
            return None;
        }
        let kind = lines.clone().find_map(|line| line.strip_prefix(KIND))?;
        if kind.trim_end() != lint::SECRETS {
            // Quoted, or with a comment: it might be one of them all the same.
            if kind.contains(lint::SECRETS) {
                return None;
            }
            continue;
        }
        kept.push_str("  - id: ");
        kept.push_str(lines.next()?);
        kept.push('\n');
        let mut is_example = false;
        for line in lines {
            if line.starts_with("    ") && !line.starts_with("     ") && !line.starts_with("    -")
            {
                is_example = line.starts_with("    matches:") || line.starts_with("    clean:");
            }
            if !is_example {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    serde_yaml::from_str(&kept).ok()
}

/// Reads `readiness.yaml`.
pub fn readiness(text: &str) -> Result<Readiness, ReadErrors> {
    typed(text, shape::misfits::<Readiness>)
}

/// The head alone: all that stands before the first key after `detection`.
///
/// A record whose keys stand in another order is read whole instead.
pub(crate) fn head(text: &str) -> Result<Head, ReadErrors> {
    if let Some(prefix) = up_to_key_after(yaml::without_bom(text), Head::LAST_KEY)
        && !is_suspicious(prefix.as_bytes())
        && let Ok(head) = serde_yaml::from_str::<Head>(prefix)
    {
        return Ok(head);
    }
    let record = record(text)?;
    Ok(Head {
        id: record.id,
        formerly: record.formerly,
        title: record.title,
        kind: record.kind,
        severity: record.severity,
        status: record.status,
        environment: record.environment,
        services: record.services,
        owner: record.owner,
        detection: record.detection,
    })
}

/// How much of a file holds its head, where that can be told from these bytes.
pub(crate) fn holds_head(text: &str) -> bool {
    up_to_key_after(yaml::without_bom(text), Head::LAST_KEY).is_some()
}

/// The metadata and settings of a plan: all that taking a note needs, so that a plan that is broken
/// further down does not stand in its way.
pub(crate) fn plan_head(text: &str) -> Option<PlanHead> {
    let prefix = up_to_key_after(yaml::without_bom(text), "settings").unwrap_or(text);
    serde_yaml::from_str(prefix).ok()
}

/// The beginning of a plan.
#[derive(Clone, Debug, serde::Deserialize)]
pub(crate) struct PlanHead {
    pub settings: SettingsHead,
}

#[derive(Clone, Debug, serde::Deserialize)]
pub(crate) struct SettingsHead {
    pub time_zone: String,
}

/// The lines and columns of times and dates that are not quoted: they read well here and badly in
/// tools that turn them into dates of their own.
pub fn unquoted_times(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    // What stands deeper than the key of a block scalar is its text.
    let mut block: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if block.is_some_and(|key| line.trim().is_empty() || indent > key) {
            continue;
        }
        block = opens_block(line);
        if let Some(value) = unquoted_date(line) {
            places.push((index + 1, line[..value].chars().count() + 1));
        }
    }
    places
}

/// The column of the key whose value is a block scalar that begins on the next line.
fn opens_block(line: &str) -> Option<usize> {
    let header = line.split(" #").next()?.trim_end();
    let (before, mark) = header.rsplit_once(' ')?;
    let is_mark = mark.starts_with(['|', '>'])
        && mark[1..]
            .chars()
            .all(|letter| "+-123456789".contains(letter));
    if !is_mark || !before.trim_end().ends_with([':', '-']) {
        return None;
    }
    let key = line.trim_start_matches(' ').trim_start_matches("- ");
    Some(line.len() - key.len())
}

/// Where in a line a value begins that looks like a date and stands in no quotes.
fn unquoted_date(line: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = line[from..].find(": ") {
        let value = from + found + 2;
        let before = &line[..value];
        let bytes = line.as_bytes().get(value..value + 10)?;
        let is_date = bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let in_text = before.contains(" #") || before.matches('"').count() % 2 == 1;
        if is_date && !in_text {
            return Some(value);
        }
        from = value;
    }
    None
}

/// A text as plain data, where it is YAML at all.
pub(crate) fn data(text: &str) -> Option<serde_json::Value> {
    serde_yaml::from_str(yaml::without_bom(text)).ok()
}

/// The corrective actions alone, from a record that need not be read for them; none where they cannot
/// be read.
pub(crate) fn actions(text: &str) -> Vec<Action> {
    const KEY: &str = "\nactions:";
    let Some(start) = text.find(KEY).map(|at| at + 1) else {
        return Vec::new();
    };
    let rest = &text[start..];
    let section = up_to_key_after(rest, "actions").unwrap_or(rest);
    #[derive(serde::Deserialize)]
    struct Section {
        actions: Vec<Action>,
    }
    serde_yaml::from_str(section).map_or(Vec::new(), |section: Section| section.actions)
}

/// Everything before the first top-level key that follows the section `key`.
fn up_to_key_after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut offset = 0;
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let top_level =
            line.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
        if top_level && inside {
            return Some(&text[..offset]);
        }
        inside |= top_level
            && line
                .strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'));
        offset += line.len();
    }
    None
}

/// One typed reading; a second one with positions where the first fails or the bytes are suspicious.
fn typed<T: DeserializeOwned>(
    text: &str,
    misfits: impl Fn(&serde_json::Value) -> Vec<Misfit>,
) -> Result<T, ReadErrors> {
    let readable = yaml::without_bom(text);
    if is_suspicious(text.as_bytes()) {
        explain(text, &misfits)?;
    }
    match serde_yaml::from_str(readable) {
        Ok(value) => Ok(value),
        Err(error) => {
            explain(text, &misfits)?;
            // Both parsers read it and nothing seems misplaced, yet serde refuses: say so plainly.
            let (line, column) = error
                .location()
                .map_or((1, 1), |at| (at.line(), at.column()));
            let fault = yaml::YamlError {
                message: format!("this cannot be read: {error}"),
                line,
                column,
                is_conflict: false,
            };
            Err(at_fault(fault))
        }
    }
}

/// Finds everything that is wrong with a text; nothing where nothing is.
fn explain(
    text: &str,
    misfits: impl Fn(&serde_json::Value) -> Vec<Misfit>,
) -> Result<yaml::Tree, ReadErrors> {
    let tree = yaml::read(text).map_err(|faults| ReadErrors {
        faults: faults
            .into_iter()
            .flat_map(|fault| at_fault(fault).faults)
            .collect(),
    })?;
    let found = misfits(&tree.value());
    if found.is_empty() {
        return Ok(tree);
    }
    let faults = found.into_iter().map(|misfit| {
        let part = if misfit.kind == shape::MisfitKind::UnknownKey {
            yaml::Part::Key
        } else {
            yaml::Part::Value
        };
        let position = tree.position(&misfit.path, part);
        (ReadError::Misfit(misfit), position)
    });
    Err(ReadErrors {
        faults: faults.collect(),
    })
}

fn at_fault(fault: yaml::YamlError) -> ReadErrors {
    let position = yaml::Position {
        line: fault.line,
        column: fault.column,
        length: 1,
    };
    let fault = if fault.is_conflict {
        ReadError::Conflict(fault)
    } else {
        ReadError::Yaml(fault)
    };
    ReadErrors {
        faults: vec![(fault, position)],
    }
}

/// Above this size a file is looked at closely, and refused.
const MAX_BYTES: usize = 1 << 20;

/// Whether anything in a text could mean something that two YAML tools read differently. Cheap, and
/// wrong only towards looking closer.
fn is_suspicious(bytes: &[u8]) -> bool {
    bytes.len() > MAX_BYTES
        || !bytes.ends_with(b"\n")
        || bytes.split(|byte| *byte == b'\n').any(is_suspicious_line)
        || has_empty_value(bytes)
        || is_deep(bytes)
}

fn is_suspicious_line(line: &[u8]) -> bool {
    const STARTS: [&[u8]; 7] = [b"---", b"...", b"%", b"<<<", b"===", b">>>", b"|||"];
    const NULLS: [&[u8]; 4] = [b"null", b"Null", b"NULL", b"~"];
    if STARTS.iter().any(|start| line.starts_with(start)) {
        return true;
    }
    // What makes an anchor, alias, tag, merge key or null stands at the start of a value or key.
    let mut at_start = true;
    for (place, byte) in line.iter().enumerate() {
        match byte {
            b'\t' | b'\0'..=b'\x08' | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f => return true,
            b'\r' if place + 1 != line.len() => return true,
            b'&' | b'*' | b'!' | b'?' | b'@' | b'`' if at_start => return true,
            b'<' if at_start && line[place..].starts_with(b"<<") => return true,
            b'n' | b'N' | b'~' if at_start => {
                let rest = &line[place..];
                let ends = |word: &&[u8]| {
                    rest.starts_with(word)
                        && rest
                            .get(word.len())
                            .is_none_or(|next| !next.is_ascii_alphanumeric())
                };
                if NULLS.iter().any(ends) {
                    return true;
                }
            }
            _ => {}
        }
        at_start = matches!(byte, b' ' | b'[' | b'{' | b',');
    }
    false
}

/// Whether a key at the end of a line could have no value: the next line is not indented below it.
fn has_empty_value(bytes: &[u8]) -> bool {
    let mut lines = bytes
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .peekable();
    let indent = |line: &[u8]| line.iter().take_while(|byte| **byte == b' ').count();
    while let Some(line) = lines.next() {
        if line.trim_ascii_end().ends_with(b":") && !line.trim_ascii_start().starts_with(b"#") {
            let below = lines.peek().is_some_and(|next| {
                indent(next) > indent(line) || next.trim_ascii_start().starts_with(b"- ")
            });
            if !below {
                return true;
            }
        }
    }
    false
}

/// Whether brackets or indentation could nest deeper than a record may.
fn is_deep(bytes: &[u8]) -> bool {
    let brackets = bytes
        .iter()
        .filter(|byte| matches!(byte, b'[' | b'{'))
        .count();
    let deepest = bytes
        .split(|byte| *byte == b'\n')
        .map(|line| {
            line.iter()
                .take_while(|byte| matches!(byte, b' ' | b'-'))
                .count()
        })
        .max();
    brackets > 400 || deepest.unwrap_or(0) > 64
}

#[cfg(test)]
mod tests {
    use super::unquoted_times;

    #[test]
    fn a_time_in_the_text_of_a_block_needs_no_quotes() {
        for (text, places) in [
            ("at: 2025-11-29 10:00\n", &[(1, 5)][..]),
            ("at: \"2025-11-29 10:00\"\n", &[]),
            (
                "text: |\n  Next: 2025-11-29 10:00\n\n  due: 2025-11-29\nat: 2025-11-29\n",
                &[(5, 5)],
            ),
            (
                "- text: >-  # words\n    Next: 2025-11-29\n  at: 2025-11-29\n",
                &[(3, 7)],
            ),
            (
                "list:\n  - |2\n      Next: 2025-11-29\n  - at: 2025-11-29\n",
                &[(4, 9)],
            ),
            ("text: a | b\n  at: 2025-11-29\n", &[(2, 7)]),
        ] {
            assert_eq!(unquoted_times(text), places, "{text}");
        }
    }
}
