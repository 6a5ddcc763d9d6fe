//! Two versions of a record that grew from one become one, with nothing lost.
//!
//! What only one side changed is taken from it; entries of lists are told apart by their ids, so
//! that two people who note at the same time both keep their line. Only where both gave one field
//! two values is there a [`Conflict`], which a person decides.
//!
//! Which side is called ours changes nothing but the names of the sides in a conflict.

mod closure;
mod entries;
mod ids;
#[cfg(test)]
mod proptests;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::describe::{Words, value_words};
use super::path::{Path, Step};
use super::{Event, Record, Status};

/// One field that both sides changed, each to something else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conflict {
    /// In the merged record.
    pub path: Path,
    pub base: Option<Value>,
    pub ours: Option<Value>,
    pub theirs: Option<Value>,
}

impl Conflict {
    /// Who wants what: `severity: SEV-1 (HEAD) or SEV-2 (incident-42)`. Values are said as a history
    /// says them.
    pub(crate) fn describe(&self, [ours, theirs]: [&str; 2], words: &Words<'_>) -> String {
        format!(
            "{}: {} ({ours}) or {} ({theirs})",
            self.path,
            said(self.ours.as_ref(), words),
            said(self.theirs.as_ref(), words)
        )
    }
}

/// A value on one line, cut where it is long.
fn said(value: Option<&Value>, words: &Words<'_>) -> String {
    const ENOUGH: usize = 60;
    let text = value.map_or("nothing".to_owned(), |value| value_words(value, words));
    let line: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let line = line.trim();
    if line.chars().count() <= ENOUGH {
        return line.to_owned();
    }
    line.chars().take(ENOUGH - 1).chain(['\u{2026}']).collect()
}

/// What two versions became.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Merged {
    /// Where there is a conflict, it holds ours.
    pub record: Record,
    /// In the order of their paths.
    pub conflicts: Vec<Conflict>,
}

impl Merged {
    /// The record with the values of theirs in some of the conflicts.
    pub(crate) fn with_theirs<'a>(
        &self,
        conflicts: impl IntoIterator<Item = &'a Conflict>,
    ) -> Option<Record> {
        self.with(conflicts, |conflict| &conflict.theirs)
    }

    /// The record with the values of the base in some of the conflicts.
    pub(crate) fn with_base<'a>(
        &self,
        conflicts: impl IntoIterator<Item = &'a Conflict>,
    ) -> Option<Record> {
        self.with(conflicts, |conflict| &conflict.base)
    }

    fn with<'a>(
        &self,
        conflicts: impl IntoIterator<Item = &'a Conflict>,
        side: impl Fn(&Conflict) -> &Option<Value>,
    ) -> Option<Record> {
        let mut value = self.record.to_value();
        for conflict in conflicts {
            put(&mut value, &conflict.path.0, side(conflict).clone())?;
        }
        serde_json::from_value(value).ok()
    }
}

/// Sets or removes what a path leads to, making the mappings on the way.
fn put(value: &mut Value, steps: &[Step], new: Option<Value>) -> Option<()> {
    match steps {
        [] => *value = new?,
        [Step::Key(key)] => {
            let map = value.as_object_mut()?;
            match new {
                Some(new) => drop(map.insert(key.clone(), new)),
                None => drop(map.shift_remove(key)),
            }
        }
        [Step::Key(key), rest @ ..] => {
            let map = value.as_object_mut()?;
            let inner = map
                .entry(key.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            put(inner, rest, new)?;
        }
        [Step::Index(at), rest @ ..] => put(value.get_mut(at)?, rest, new)?,
    }
    Some(())
}

/// Merges what two sides made of a base; without one, both sides began it.
///
/// None only where what came out would be no record, which no two records lead to.
pub(crate) fn merge(base: Option<&Record>, ours: &Record, theirs: &Record) -> Option<Merged> {
    if ours == theirs {
        return Some(Merged {
            record: ours.clone(),
            conflicts: Vec::new(),
        });
    }
    let base = base.map(Record::to_value);
    let (mut our, mut their) = (ours.to_value(), theirs.to_value());
    ids::keep_apart(base.as_ref(), &mut our, &mut their);
    let sides = Sides {
        base: base.as_ref(),
        ours: Some(&our),
        theirs: Some(&their),
    };
    let mut merging = Merging::default();
    let mut value = merging.map(&Path::root(), sides)?;
    ids::follow(&mut value, &merging.renamed, |_| false);
    let mut conflicts = merging.conflicts;
    closure::hold_together(&mut value, &mut conflicts, sides, ours, theirs);
    conflicts.sort_by(|left, right| left.path.cmp(&right.path));
    let record = serde_json::from_value(value).ok()?;
    Some(Merged { record, conflicts })
}

/// Whether two records of one ID that began apart are one incident: two clones may give two of them
/// one number. One incident has an entry in both, or was noticed at one moment under one title.
pub(crate) fn is_one_incident(one: &Record, other: &Record) -> bool {
    let is_shared = |event: &Event| {
        let same = |known: &Event| {
            (&known.id, known.at, &known.event) == (&event.id, event.at, &event.event)
        };
        event.id.is_some() && other.timeline.iter().any(same)
    };
    one.timeline.iter().any(is_shared)
        || (one.title == other.title && one.detection.detected_at == other.detection.detected_at)
}

/// One place in all three versions.
#[derive(Clone, Copy)]
struct Sides<'a> {
    base: Option<&'a Value>,
    ours: Option<&'a Value>,
    theirs: Option<&'a Value>,
}

impl<'a> Sides<'a> {
    fn get(self, key: &str) -> Sides<'a> {
        let of = |value: Option<&'a Value>| value.and_then(|value| value.get(key));
        Sides {
            base: of(self.base),
            ours: of(self.ours),
            theirs: of(self.theirs),
        }
    }
}

/// How a place is merged that both sides changed.
enum Manner {
    /// Key by key.
    Map,
    /// Entry by entry.
    Entries,
    /// A list of words in which the order says little.
    Set,
    Status,
    /// The id of an entry that both sides gave its first one.
    Id,
    /// One fact: an answer with its note, a cause with its confirmation.
    Whole,
}

fn manner(path: &Path) -> Manner {
    let keys: Vec<&str> = path
        .0
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::Index(_) => "",
        })
        .collect();
    match keys.as_slice() {
        [] => Manner::Map,
        [list] if entries::LISTS.contains(list) => Manner::Entries,
        ["status"] => Manner::Status,
        ["services" | "formerly"] | ["review", "participants"] | [_, "", "reasons"] => Manner::Set,
        ["detection" | "facts" | "impact" | "roles" | "checks" | "review" | "regulatory"]
        | ["checks", _]
        | ["review", "sections"]
        | ["regulatory", "filings"] => Manner::Map,
        [list, ""] if entries::LISTS.contains(list) => Manner::Map,
        [_, "", "id"] => Manner::Id,
        _ => Manner::Whole,
    }
}

#[derive(Default)]
struct Merging {
    conflicts: Vec<Conflict>,
    /// Ids that gave way to another one of the same entry.
    renamed: Vec<(String, String)>,
}

impl Merging {
    /// What becomes of one place; nothing where it is gone.
    fn value(&mut self, path: &Path, sides: Sides<'_>) -> Option<Value> {
        let Sides { base, ours, theirs } = sides;
        if ours == theirs {
            return ours.cloned();
        }
        let manner = manner(path);
        if let Manner::Entries = manner {
            return self.entries(path, sides);
        }
        if theirs == base {
            return ours.cloned();
        }
        if ours == base {
            return theirs.cloned();
        }
        match manner {
            Manner::Map => self.map(path, sides),
            Manner::Set => Some(set(sides)).filter(|list| list.as_array() != Some(&Vec::new())),
            Manner::Status => further(sides).or_else(|| self.conflict(path, sides)),
            Manner::Id if base.is_none() => {
                let (ours, theirs) = (ours?.as_str()?, theirs?.as_str()?);
                let (kept, gone) = (ours.min(theirs), ours.max(theirs));
                self.renamed.push((gone.to_owned(), kept.to_owned()));
                Some(kept.into())
            }
            Manner::Entries | Manner::Id | Manner::Whole => self.conflict(path, sides),
        }
    }

    fn map(&mut self, path: &Path, sides: Sides<'_>) -> Option<Value> {
        let none = Map::new();
        let of = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
        let (ours, theirs) = (of(sides.ours), of(sides.theirs));
        let (ours, theirs) = (ours.unwrap_or_else(|| none.clone()), theirs.unwrap_or(none));
        let mut merged = Map::new();
        let added = theirs.keys().filter(|key| !ours.contains_key(*key));
        for key in ours.keys().chain(added) {
            if let Some(value) = self.value(&path.key(key), sides.get(key)) {
                merged.insert(key.clone(), value);
            }
        }
        (!merged.is_empty()).then_some(Value::Object(merged))
    }

    fn conflict(&mut self, path: &Path, sides: Sides<'_>) -> Option<Value> {
        self.conflicts.push(conflict(path, sides));
        sides.ours.cloned()
    }
}

fn conflict(path: &Path, sides: Sides<'_>) -> Conflict {
    Conflict {
        path: path.clone(),
        base: sides.base.cloned(),
        ours: sides.ours.cloned(),
        theirs: sides.theirs.cloned(),
    }
}

/// The status that lies further on, where neither side went back.
fn further(sides: Sides<'_>) -> Option<Value> {
    let status = |value: Option<&Value>| value?.as_str()?.parse::<Status>().ok();
    let (ours, theirs) = (status(sides.ours)?, status(sides.theirs)?);
    let forward = status(sides.base).is_none_or(|base| ours > base && theirs > base);
    forward.then(|| ours.max(theirs).id().into())
}

/// What neither side took away, and what either added.
fn set(sides: Sides<'_>) -> Value {
    let of = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let (base, ours, theirs) = (of(sides.base), of(sides.ours), of(sides.theirs));
    let new = |side: &[Value]| -> Vec<Value> {
        let added = side.iter().filter(|word| !base.contains(word));
        added.cloned().collect()
    };
    let mut added = [new(&ours), new(&theirs)];
    added.sort_by_key(|words| Value::from(words.clone()).to_string());
    let kept = base
        .iter()
        .filter(|word| ours.contains(word) && theirs.contains(word));
    let mut merged: Vec<Value> = Vec::new();
    for word in kept.chain(added.iter().flatten()) {
        if !merged.contains(word) {
            merged.push(word.clone());
        }
    }
    merged.into()
}
