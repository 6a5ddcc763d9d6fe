//! Lists of entries: which are the same in all three versions, and in what order they end up.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use super::{Merging, Sides};
use crate::domain::record::change::similar;
use crate::domain::record::path::Path;
use crate::domain::record::seal::canonical;

/// The lists of a record that hold entries.
pub(super) const LISTS: [&str; 6] = [
    "timeline",
    "escalations",
    "communications",
    "evidence",
    "actions",
    "waivers",
];

/// The only list from which something may be taken: a waiver is withdrawn by removing it.
const WAIVERS: &str = "waivers";

type At = DateTime<FixedOffset>;

/// One entry of the merged list, by where it stands in the three versions.
#[derive(Clone, Copy)]
struct Row<'a> {
    sides: Sides<'a>,
    at: Option<At>,
}

impl Merging {
    pub(super) fn entries(&mut self, path: &Path, sides: Sides<'_>) -> Option<Value> {
        let of = |value: Option<&'_ Value>| -> Vec<Value> {
            value.and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let (base, ours, theirs) = (of(sides.base), of(sides.ours), of(sides.theirs));
        let is_kept = path.head() != Some(WAIVERS);
        let (in_ours, in_theirs) = (pair_changed(&base, &ours), pair_changed(&base, &theirs));
        let lost_none = |places: &[Option<usize>]| !is_kept || places.iter().all(Option::is_some);
        if theirs == base && lost_none(&in_ours) {
            return sides.ours.cloned();
        }
        if ours == base && lost_none(&in_theirs) {
            return sides.theirs.cloned();
        }

        let mut rows: Vec<Row<'_>> = Vec::new();
        for (place, entry) in base.iter().enumerate() {
            let row = Sides {
                base: Some(entry),
                ours: in_ours[place].map(|at| &ours[at]),
                theirs: in_theirs[place].map(|at| &theirs[at]),
            };
            let gone = match (row.ours, row.theirs) {
                (None, None) => true,
                (None, Some(other)) | (Some(other), None) => !is_kept && other == entry,
                (Some(_), Some(_)) => false,
            };
            if !gone {
                rows.push(Row::of(row));
            }
        }
        let is_timeline = path.head() == Some("timeline");
        for row in added(&ours, &in_ours, &theirs, &in_theirs) {
            let place = if is_timeline {
                let earlier = rows.iter().rposition(|earlier| earlier.at <= row.at);
                earlier.map_or(0, |earlier| earlier + 1)
            } else {
                rows.len()
            };
            rows.insert(place, row);
        }
        // A list that somebody keeps in an order of their own keeps it.
        if is_timeline && in_time_order(&ours) && in_time_order(&theirs) {
            rows.sort_by_key(|row| row.at);
        }

        let merged: Vec<Value> = rows
            .iter()
            .enumerate()
            .filter_map(|(place, row)| match (row.sides.ours, row.sides.theirs) {
                // Taken away here and kept or changed there: it stays.
                (None, Some(only)) | (Some(only), None) => Some(only.clone()),
                _ => self.value(&path.index(place), row.sides),
            })
            .collect();
        (!merged.is_empty()).then_some(Value::Array(merged))
    }
}

impl<'a> Row<'a> {
    fn of(sides: Sides<'a>) -> Row<'a> {
        let before = sides.base.and_then(time);
        let moved = [sides.ours, sides.theirs]
            .into_iter()
            .flatten()
            .filter_map(time)
            .filter(|at| Some(*at) != before)
            .min();
        Row {
            sides,
            at: moved.or(before),
        }
    }
}

/// The entries that the base does not have, in an order that does not depend on which side is which:
/// by time, and at one time those of one side before those of the other, each as they stand there.
fn added<'a>(
    ours: &'a [Value],
    in_ours: &[Option<usize>],
    theirs: &'a [Value],
    in_theirs: &[Option<usize>],
) -> Vec<Row<'a>> {
    let ours = new(ours, in_ours);
    let theirs = new(theirs, in_theirs);
    let all = |list: &[&Value]| canonical(&list.iter().map(|entry| (*entry).clone()).collect());
    let (our_rank, their_rank) = if all(&ours) <= all(&theirs) {
        (0, 1)
    } else {
        (1, 0)
    };
    let owned = |list: &[&Value]| {
        list.iter()
            .map(|entry| (*entry).clone())
            .collect::<Vec<_>>()
    };
    let both = pair(&owned(&ours), &owned(&theirs));
    let mut rows = Vec::new();
    for (place, entry) in ours.iter().enumerate() {
        let sides = Sides {
            base: None,
            ours: Some(entry),
            theirs: both[place].map(|at| theirs[at]),
        };
        let rank = match both[place] {
            Some(at) => (our_rank, place).min((their_rank, at)),
            None => (our_rank, place),
        };
        rows.push((rank, Row::of(sides)));
    }
    for (place, entry) in theirs.iter().enumerate() {
        if !both.contains(&Some(place)) {
            let sides = Sides {
                base: None,
                ours: None,
                theirs: Some(entry),
            };
            rows.push(((their_rank, place), Row::of(sides)));
        }
    }
    rows.sort_by_key(|(rank, row)| (row.at, *rank));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn new<'a>(side: &'a [Value], in_side: &[Option<usize>]) -> Vec<&'a Value> {
    let is_new = |place: &usize| !in_side.contains(&Some(*place));
    (0..side.len())
        .filter(is_new)
        .map(|place| &side[place])
        .collect()
}

/// Where each entry of one list stands in another: by its name, else by its value.
fn pair(from: &[Value], to: &[Value]) -> Vec<Option<usize>> {
    let mut places: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (place, entry) in to.iter().enumerate() {
        places.entry(key(entry)).or_default().push_back(place);
    }
    from.iter()
        .map(|entry| places.get_mut(&key(entry))?.pop_front())
        .collect()
}

/// As [`pair`], and what was written by hand without an id and changed since is what is most like it.
fn pair_changed(from: &[Value], to: &[Value]) -> Vec<Option<usize>> {
    let mut found = pair(from, to);
    for place in 0..from.len() {
        if found[place].is_none() {
            found[place] = (0..to.len()).find(|at| {
                let is_free = !found.contains(&Some(*at));
                is_free && similar(&from[place], &to[*at]) && is_new(from, &to[*at])
            });
        }
    }
    found
}

/// Whether an entry's name is borne by none of a list.
fn is_new(list: &[Value], entry: &Value) -> bool {
    entry.get("id").is_none() || list.iter().all(|other| other.get("id") != entry.get("id"))
}

/// What tells an entry from the others of its list.
fn key(entry: &Value) -> String {
    if let Some(id) = entry.get("id").and_then(Value::as_str) {
        return format!("id {id}");
    }
    match (entry.get("rule"), entry.get("at")) {
        (Some(rule), Some(at)) => format!("waiver {rule} {at}"),
        _ => canonical(entry),
    }
}

fn time(entry: &Value) -> Option<At> {
    let at = entry.get("at").or_else(|| entry.get("collected_at"))?;
    DateTime::parse_from_rfc3339(at.as_str()?).ok()
}

fn in_time_order(list: &[Value]) -> bool {
    list.is_sorted_by_key(time)
}
