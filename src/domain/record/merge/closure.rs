//! Status, closure and seal belong together: what is sealed is one thing.

use serde_json::Value;

use super::{Conflict, Sides, conflict};
use crate::domain::record::path::{Path, Step};
use crate::domain::record::seal::{self, LIVING, LIVING_CHECKLISTS};
use crate::domain::record::{Record, Status};

/// Where one side closed the incident and the other changed what the seal holds, or took it up
/// again, both the status and the closure are for a person to decide: no seal is made to fit.
pub(super) fn hold_together(
    value: &mut Value,
    conflicts: &mut Vec<Conflict>,
    sides: Sides<'_>,
    ours: &Record,
    theirs: &Record,
) {
    if ours.status != Status::Closed && theirs.status != Status::Closed {
        return;
    }
    let is_sealed = |conflict: &Conflict| !lives_on(&conflict.path);
    let disputed = conflicts.iter().any(is_sealed);
    let whole = |record: &Record| record.status.is_closed() == record.closure.is_some();
    let merged = serde_json::from_value::<Record>(value.clone()).ok();
    let torn = merged.is_none_or(|merged| {
        (!whole(&merged) && whole(ours) && whole(theirs))
            || (!holds(&merged) && holds(ours) && holds(theirs))
    });
    if !disputed && !torn {
        return;
    }
    for key in ["status", "closure"] {
        let (path, sides) = (Path::of(key), sides.get(key));
        if sides.ours == sides.theirs {
            continue;
        }
        conflicts.retain(|conflict| conflict.path != path);
        conflicts.push(conflict(&path, sides));
        if let Some(fields) = value.as_object_mut() {
            match sides.ours {
                Some(ours) => drop(fields.insert(key.to_owned(), ours.clone())),
                None => drop(fields.shift_remove(key)),
            }
        }
    }
}

/// Whether a record's seal, where it has one, is that of what it holds.
fn holds(record: &Record) -> bool {
    let sealed = record.closure.as_ref();
    sealed
        .and_then(|closure| closure.seal.as_ref())
        .is_none_or(|sealed| *sealed == seal::seal(record))
}

/// Whether what a path leads to may change after closing.
fn lives_on(path: &Path) -> bool {
    let head = path.head().unwrap_or_default();
    let checklist = match path.0.get(1) {
        Some(Step::Key(checklist)) => checklist.as_str(),
        _ => "",
    };
    LIVING.contains(&head)
        || head == "formerly"
        || (head == "checks" && LIVING_CHECKLISTS.contains(&checklist))
}
