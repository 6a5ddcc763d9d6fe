//! What a merge did to a record by itself, what it threw away, and who made it so.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::events::{Event, Maker, Version, What};
use crate::domain::record::describe::{Difference, at, differences};
use crate::domain::record::merge::merge;
use crate::domain::record::{Record, Step};
use crate::domain::rules::history::is_kin;
use crate::git::{Side, Touch, Touched};

/// A version in a parent.
pub(crate) struct Old {
    pub side: Side,
    pub old: Option<Rc<Version>>,
    pub base: Option<Rc<Version>>,
}

impl Old {
    fn record(&self) -> Option<&Record> {
        self.old.as_deref()?.record()
    }
}

/// What a merge did by itself, and what it threw away; whether there is anything to tell.
pub(crate) fn merged(
    event: &mut Event,
    file: &Touched,
    sides: &[Old],
    new: Option<&Version>,
) -> bool {
    let empty = Value::Object(Map::new());
    let after = new.and_then(Version::value).unwrap_or(&empty);
    let differs = file.sides.iter().all(|side| side.blob != file.new);
    event.what = match new {
        None if differs => What::Deleted,
        _ => What::Merged,
    };
    if differs {
        // What is so in no parent, the merge itself did.
        let mut own: Option<Vec<Difference>> = None;
        for Old { old, .. } in sides {
            let Some(before) = old.as_deref().map_or(Some(&empty), Version::value) else {
                event.notes.push(UNREADABLE_SIDE.to_owned());
                continue;
            };
            let found = differences(before, after);
            own = Some(match own {
                Some(own) => in_both(own, found),
                None => found,
            });
        }
        event.differences = own.unwrap_or_default();
    }
    for Old { side, old, base } in sides {
        if side.blob == file.new || side.blob == side.base {
            continue;
        }
        let Some(version) = old.as_deref() else {
            event.notes.push(format!(
                "discarded: the deletion in {}",
                side.commit.short()
            ));
            continue;
        };
        let (Some(theirs), Some(before)) = (
            version.value(),
            base.as_deref().map_or(Some(&empty), Version::value),
        ) else {
            event.notes.push(UNREADABLE_SIDE.to_owned());
            continue;
        };
        if let (Some(one), Some(other)) = (version.record(), new.and_then(Version::record))
            && !is_kin(one, other)
        {
            event.notes.push(format!(
                "another incident had this ID in {}: {}",
                side.commit.short(),
                one.title
            ));
            continue;
        }
        for difference in differences(before, theirs) {
            let overruled = event.differences.iter().any(|own| {
                own.field.is_within(&difference.field) || difference.field.is_within(&own.field)
            });
            if !overruled && !holds(after, &difference) && !event.discarded.contains(&difference) {
                event.discarded.push(difference);
            }
        }
    }
    differs || !event.discarded.is_empty() || !event.notes.is_empty()
}

/// What made a merge. One that came out as records are merged was made by no hand, whatever it says
/// of itself; one that says it is of `inc sync` is believed where that cannot be told.
pub(crate) fn maker(event: &Event, touch: &Touch, sides: &[Old], new: Option<&Version>) -> Maker {
    let machine = if touch.is_synced {
        Maker::Sync
    } else {
        Maker::Merge
    };
    let adds_nothing =
        event.differences.is_empty() && event.discarded.is_empty() && event.notes.is_empty();
    match is_merged_by_record(sides, new) {
        Some(true) => machine,
        None if touch.is_synced => machine,
        _ if adds_nothing => machine,
        _ => Maker::Hand,
    }
}

/// Whether a merge left what comes of merging the records of its sides; nothing where that cannot be
/// told.
fn is_merged_by_record(sides: &[Old], new: Option<&Version>) -> Option<bool> {
    let [one, other] = sides else { return None };
    let (ours, theirs, result) = (one.record()?, other.record()?, new?.record()?);
    let base = match &one.base {
        Some(version) => Some(version.record()?),
        None => None,
    };
    let merged = merge(base, ours, theirs)?;
    Some(merged.conflicts.is_empty() && merged.record == *result)
}

/// What differs on two sides alike. To one of them a whole entry may be new that the other has with
/// other words: then it is the words that are so on neither.
fn in_both(one: Vec<Difference>, other: Vec<Difference>) -> Vec<Difference> {
    let lies_in = |inner: &Difference, outer: &[Difference]| {
        let mut outer = outer.iter();
        outer.any(|outer| inner.field.is_within(&outer.field))
    };
    let is_same = |found: &Difference| other.iter().any(|other| other.field == found.field);
    let deeper = one
        .iter()
        .filter(|found| lies_in(found, &other) && !is_same(found));
    let deeper: Vec<Difference> = deeper.cloned().collect();
    let mut both = other;
    both.retain(|found| lies_in(found, &one));
    both.extend(deeper);
    both
}

const UNREADABLE_SIDE: &str = "one side cannot be read as a record";

/// Whether a version is as a change would have it. An entry without an id is looked for by itself.
fn holds(value: &Value, difference: &Difference) -> bool {
    if let (Some(Step::Index(_)), Some(new)) = (difference.field.0.last(), &difference.new) {
        let list = difference.field.parent();
        let list = list.as_ref().and_then(|list| at(value, list));
        return list
            .and_then(Value::as_array)
            .is_some_and(|list| list.contains(new));
    }
    at(value, &difference.field) == difference.new.as_ref()
}
