//! Ids are short and made apart from each other: now and then two clones give out the same one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::entries::LISTS;
use crate::domain::record::seal::canonical;

/// The first letter of an id, and the others.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstvwxyz";
const ALL: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What an entry is from its first day on. Two of one id that differ here are two entries.
const ORIGIN: [&str; 7] = [
    "at",
    "collected_at",
    "event",
    "action",
    "to",
    "template",
    "location",
];

/// Gives one of two new entries another id, where both sides gave out the same one. Which of them
/// depends on the entries alone, and so does the new id.
pub(super) fn keep_apart(base: Option<&Value>, ours: &mut Value, theirs: &mut Value) {
    let known = base.map(ids).unwrap_or_default();
    let (our, their) = (ids(ours), ids(theirs));
    let mut taken: BTreeSet<String> = our.keys().chain(their.keys()).cloned().collect();
    taken.extend(known.keys().cloned());
    for (id, (our_list, our_entry)) in &our {
        let Some((their_list, their_entry)) = their.get(id) else {
            continue;
        };
        let same = our_list == their_list && same_origin(our_entry, their_entry);
        if known.contains_key(id) || same {
            continue;
        }
        let (our_key, their_key) = (
            (canonical(our_entry), our_list),
            (canonical(their_entry), their_list),
        );
        let (side, (text, list)) = if our_key > their_key {
            (&mut *ours, our_key)
        } else {
            (&mut *theirs, their_key)
        };
        let fresh = fresh(id, &text, &taken);
        taken.insert(fresh.clone());
        let entries = side.get_mut(*list).and_then(Value::as_array_mut);
        let named = entries.into_iter().flatten();
        for entry in named.filter(|entry| entry["id"] == **id) {
            entry["id"] = fresh.clone().into();
        }
        let old = base.and_then(|base| base["timeline"].as_array());
        let is_old = |entry: &Value| old.is_some_and(|old| old.contains(entry));
        follow(side, &[(id.clone(), fresh)], is_old);
    }
}

/// Lets corrections, but for some, name their entries by the ids these have now.
pub(super) fn follow(
    record: &mut Value,
    renamed: &[(String, String)],
    but: impl Fn(&Value) -> bool,
) {
    if renamed.is_empty() {
        return;
    }
    let timeline = record.get_mut("timeline").and_then(Value::as_array_mut);
    for entry in timeline.into_iter().flatten().filter(|entry| !but(entry)) {
        let corrected = entry.get("corrects").and_then(Value::as_str);
        let now = corrected.and_then(|id| renamed.iter().find(|(old, _)| old == id));
        if let Some((_, new)) = now {
            entry["corrects"] = new.clone().into();
        }
    }
}

/// Every id of a record, with the list and the entry that bears it; the first of two.
fn ids(record: &Value) -> BTreeMap<String, (&'static str, Value)> {
    let mut found = BTreeMap::new();
    for list in LISTS {
        let entries = record.get(list).and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            if let Some(id) = entry.get("id").and_then(Value::as_str) {
                let place = found.entry(id.to_owned());
                place.or_insert_with(|| (list, entry.clone()));
            }
        }
    }
    found
}

fn same_origin(one: &Value, other: &Value) -> bool {
    ORIGIN.iter().all(|key| one.get(key) == other.get(key))
}

/// An id that nobody has, from nothing but the entry.
fn fresh(id: &str, entry: &str, taken: &BTreeSet<String>) -> String {
    let mut round = 0_u32;
    loop {
        let digest = Sha256::digest(format!("{id} {round} {entry}"));
        let pick =
            |place: usize, from: &[u8]| char::from(from[usize::from(digest[place]) % from.len()]);
        let fresh: String = [pick(0, LETTERS), pick(1, ALL), pick(2, ALL), pick(3, ALL)]
            .iter()
            .collect();
        if !taken.contains(&fresh) {
            return fresh;
        }
        round += 1;
    }
}
