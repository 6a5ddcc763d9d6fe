//! What an edit changed: the least set of changes that turns one value into another.
//!
//! Pure, over JSON values; `store` turns each change into a splice of the file, a merge replays one
//! side's changes on the other, and the log says them in words.
//!
//! # Indices
//!
//! An item that is kept, changed or removed is named by its index in the *old* list, an inserted one
//! by its index in the *new* list, and only the last step of a path can be such an insertion: the
//! steps before it are old indices. The two never meet, since an insertion is the only change whose
//! path ends in an index and whose `old` is `None`. To apply them all: change and remove by old
//! index, then insert in the order given. [`apply`] does exactly that.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::path::{Path, Step};

/// One difference. `old: None` is something added, `new: None` something taken away.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub path: Path,
    pub old: Option<Value>,
    pub new: Option<Value>,
}

/// How an item of one list relates to the other list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// The same item in both: equal, or the same entry with some fields changed.
    Kept {
        old: usize,
        new: usize,
    },
    Removed {
        old: usize,
    },
    Added {
        new: usize,
    },
}

/// The least set of changes that turns `old` into `new`.
///
/// Mappings are compared key by key. Lists of mappings are compared item by item (see [`align`]).
/// Any other list is one fact and changes as a whole. The order of keys in a mapping means nothing.
pub(crate) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare(&Path::root(), old, new, &mut found);
    found
}

fn compare(path: &Path, old: &Value, new: &Value, found: &mut Vec<Change>) {
    if old == new {
        return;
    }
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => compare_maps(path, old, new, found),
        (Value::Array(old), Value::Array(new)) if entries(old) && entries(new) => {
            compare_lists(path, old, new, found)
        }
        _ => found.push(Change {
            path: path.clone(),
            old: Some(old.clone()),
            new: Some(new.clone()),
        }),
    }
}

/// Whether every item is a mapping; true of the empty list, which then gains or loses entries.
fn entries(list: &[Value]) -> bool {
    list.iter().all(Value::is_object)
}

fn compare_maps(
    path: &Path,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    found: &mut Vec<Change>,
) {
    for (key, before) in old {
        match new.get(key) {
            Some(after) => compare(&path.key(key), before, after, found),
            None => found.push(Change {
                path: path.key(key),
                old: Some(before.clone()),
                new: None,
            }),
        }
    }
    for (key, after) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        found.push(Change {
            path: path.key(key),
            old: None,
            new: Some(after.clone()),
        });
    }
}

fn compare_lists(path: &Path, old: &[Value], new: &[Value], found: &mut Vec<Change>) {
    let pairs = align(old, new);
    for pair in &pairs {
        match *pair {
            Pair::Kept {
                old: before,
                new: after,
            } => {
                compare(&path.index(before), &old[before], &new[after], found);
            }
            Pair::Removed { old: before } => {
                found.push(Change {
                    path: path.index(before),
                    old: Some(old[before].clone()),
                    new: None,
                });
            }
            Pair::Added { .. } => {}
        }
    }
    for pair in pairs {
        if let Pair::Added { new: after } = pair {
            found.push(Change {
                path: path.index(after),
                old: None,
                new: Some(new[after].clone()),
            });
        }
    }
}

/// Matches the items of two lists, keeping the order of both.
///
/// Two items are the same when their `id`s are, or, where one has none, when they are equal. What
/// is left between two matches is paired off in order if the counts agree and the entries share
/// more fields than they differ in: an entry that was given its first id, or a correction in an
/// entry without one, is a change and not a removal and an insertion.
pub(crate) fn align(old: &[Value], new: &[Value]) -> Vec<Pair> {
    let matches = matches(old, new);
    let mut pairs = Vec::with_capacity(old.len().max(new.len()));
    let (mut before, mut after) = (0, 0);
    for (old_at, new_at) in matches {
        gap(old, new, before..old_at, after..new_at, &mut pairs);
        pairs.push(Pair::Kept {
            old: old_at,
            new: new_at,
        });
        (before, after) = (old_at + 1, new_at + 1);
    }
    gap(old, new, before..old.len(), after..new.len(), &mut pairs);
    pairs
}

fn gap(
    old: &[Value],
    new: &[Value],
    removed: std::ops::Range<usize>,
    added: std::ops::Range<usize>,
    pairs: &mut Vec<Pair>,
) {
    let alike = removed.len() == added.len()
        && removed
            .clone()
            .zip(added.clone())
            .all(|(before, after)| similar(&old[before], &new[after]));
    if alike {
        pairs.extend(removed.zip(added).map(|(old, new)| Pair::Kept { old, new }));
    } else {
        pairs.extend(removed.map(|old| Pair::Removed { old }));
        pairs.extend(added.map(|new| Pair::Added { new }));
    }
}

fn id(item: &Value) -> Option<&Value> {
    item.as_object()?.get("id").filter(|id| !id.is_null())
}

fn same(old: &Value, new: &Value) -> bool {
    match (id(old), id(new)) {
        (Some(old), Some(new)) => old == new,
        _ => old == new,
    }
}

pub(super) fn similar(old: &Value, new: &Value) -> bool {
    if id(old).is_some() && id(new).is_some() {
        return false;
    }
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return false;
    };
    let shared = old
        .iter()
        .filter(|(key, value)| new.get(*key) == Some(value))
        .count();
    let keys = old.keys().chain(new.keys()).collect::<BTreeSet<_>>().len();
    shared * 2 > keys
}

/// Beyond this many cells the longest common subsequence gives way to a forward search: records
/// grow at one end, so that the difference of quality is theoretical and that of memory is not.
const TABLE_LIMIT: usize = 4_000_000;

fn matches(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let head = old
        .iter()
        .zip(new)
        .take_while(|(old, new)| same(old, new))
        .count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(old, new)| same(old, new))
        .count();
    let (old_mid, new_mid) = (
        &old_rest[..old_rest.len() - tail],
        &new_rest[..new_rest.len() - tail],
    );

    let mut found: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    let middle = if old_mid.len().saturating_mul(new_mid.len()) <= TABLE_LIMIT {
        longest(old_mid, new_mid)
    } else {
        forward(old_mid, new_mid)
    };
    found.extend(
        middle
            .into_iter()
            .map(|(old, new)| (old + head, new + head)),
    );
    found.extend(
        (0..tail)
            .rev()
            .map(|back| (old.len() - 1 - back, new.len() - 1 - back)),
    );
    found
}

/// The longest common subsequence, by the usual table of lengths of what follows.
fn longest(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0u32; (old.len() + 1) * width];
    for (row, before) in old.iter().enumerate().rev() {
        for (column, after) in new.iter().enumerate().rev() {
            lengths[row * width + column] = if same(before, after) {
                lengths[(row + 1) * width + column + 1] + 1
            } else {
                lengths[(row + 1) * width + column].max(lengths[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while row < old.len() && column < new.len() {
        if same(&old[row], &new[column]) {
            found.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

/// Each new item with the first old one not yet passed.
fn forward(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, item) in old.iter().enumerate() {
        places
            .entry(id(item).unwrap_or(item).to_string())
            .or_default()
            .push(at);
    }
    let (mut next, mut found) = (0, Vec::new());
    for (at, item) in new.iter().enumerate() {
        let candidates = places.get(&id(item).unwrap_or(item).to_string());
        let place = candidates.and_then(|places| {
            places
                .get(places.partition_point(|place| *place < next))
                .copied()
        });
        if let Some(place) = place.filter(|place| same(&old[*place], item)) {
            found.push((place, at));
            next = place + 1;
        }
    }
    found
}

/// Carries changes out on a value. `None` where a path leads nowhere: the changes were not of this value.
///
/// What [`changes`] finds between two values turns the one into the other. Keys added go last.
pub(crate) fn apply(value: &Value, changes: &[Change]) -> Option<Value> {
    let mut value = value.clone();
    let mut lists: BTreeMap<Path, ListChange> = BTreeMap::new();
    for change in changes {
        match (change.path.0.split_last(), &change.old, &change.new) {
            (None, _, new) => value = new.clone()?,
            (Some((Step::Index(at), list)), old, new) if old.is_none() || new.is_none() => {
                let list = lists.entry(Path(list.to_vec())).or_default();
                match new {
                    Some(new) => list.added.push((*at, new.clone())),
                    None => list.removed.push(*at),
                }
            }
            (Some((Step::Key(key), parent)), _, None) => {
                find(&mut value, parent)?
                    .as_object_mut()?
                    .shift_remove(key)?;
            }
            (Some((Step::Key(key), parent)), _, Some(new)) => {
                find(&mut value, parent)?
                    .as_object_mut()?
                    .insert(key.clone(), new.clone());
            }
            (Some(_), _, Some(new)) => *find(&mut value, &change.path.0)? = new.clone(),
            (Some(_), _, None) => return None,
        }
    }
    // A list's path sorts before what lies inside it, so backwards is inside out: no old index
    // has shifted when it is used.
    for (path, mut list) in lists.into_iter().rev() {
        let items = find(&mut value, &path.0)?.as_array_mut()?;
        list.removed.sort_unstable();
        for at in list.removed.into_iter().rev() {
            (at < items.len()).then(|| items.remove(at))?;
        }
        list.added.sort_by_key(|(at, _)| *at);
        for (at, item) in list.added {
            (at <= items.len()).then(|| items.insert(at, item))?;
        }
    }
    Some(value)
}

#[derive(Default)]
struct ListChange {
    removed: Vec<usize>,
    added: Vec<(usize, Value)>,
}

fn find<'a>(value: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.as_object_mut()?.get_mut(key),
        Step::Index(at) => value.as_array_mut()?.get_mut(*at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(old: &Value, new: &Value) -> Vec<String> {
        let found = changes(old, new);
        assert_eq!(
            apply(old, &found).as_ref(),
            Some(new),
            "the changes do not lead there: {found:?}"
        );
        let word = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
        found
            .iter()
            .map(|change| {
                format!(
                    "{} {} {}",
                    change.path,
                    word(&change.old),
                    word(&change.new)
                )
            })
            .collect()
    }

    #[test]
    fn nothing_changed() {
        assert!(said(&json!({"a": 1, "b": [2]}), &json!({"b": [2], "a": 1})).is_empty());
    }

    #[test]
    fn fields_come_one_by_one() {
        let old = json!({"status": "open", "facts": {"a": "x", "b": "y"}, "owner": "P"});
        let new = json!({"status": "closed", "facts": {"a": "x", "c": {"answer": "z"}}});
        assert_eq!(
            said(&old, &new),
            [
                r#"status "open" "closed""#,
                r#"facts.b "y" -"#,
                r#"facts.c - {"answer":"z"}"#,
                r#"owner "P" -"#
            ]
        );
    }

    #[test]
    fn a_list_of_scalars_is_one_fact() {
        assert_eq!(
            said(&json!({"s": ["a", "b"]}), &json!({"s": ["a", "c"]})),
            [r#"s ["a","b"] ["a","c"]"#]
        );
    }

    #[test]
    fn entries_are_matched_by_id() {
        let old = json!({"t": [{"id": "a", "x": 1}, {"id": "b"}, {"id": "c"}]});
        let new =
            json!({"t": [{"id": "n"}, {"id": "a", "x": 2}, {"id": "m"}, {"id": "o"}, {"id": "c"}]});
        assert_eq!(
            said(&old, &new),
            [
                "t[0].x 1 2",
                r#"t[1] {"id":"b"} -"#,
                r#"t[0] - {"id":"n"}"#,
                r#"t[2] - {"id":"m"}"#,
                r#"t[3] - {"id":"o"}"#
            ]
        );
    }

    #[test]
    fn entries_without_ids_are_matched_by_value() {
        let old = json!([{"at": 1}, {"at": 2}]);
        assert_eq!(
            said(&old, &json!([{"at": 1}, {"at": 9}, {"at": 2}])),
            [r#"[1] - {"at":9}"#]
        );
    }

    #[test]
    fn a_first_id_is_a_change_of_the_entry() {
        let old = json!([{"at": 1, "event": "x"}]);
        assert_eq!(
            said(&old, &json!([{"id": "a", "at": 1, "event": "x"}])),
            [r#"[0].id - "a""#]
        );
    }

    #[test]
    fn two_ids_are_two_entries_however_alike() {
        let old = json!([{"id": "a", "at": 1, "event": "x"}]);
        assert_eq!(
            said(&old, &json!([{"id": "b", "at": 1, "event": "x"}])).len(),
            2
        );
    }

    #[test]
    fn a_moved_entry_is_taken_and_given() {
        let (a, b, c) = (json!({"id": "a"}), json!({"id": "b"}), json!({"id": "c"}));
        assert_eq!(said(&json!([a, b, c]), &json!([c, a, b])).len(), 2);
    }

    #[test]
    fn lists_within_entries_are_compared_too() {
        let old = json!({"t": [{"id": "a", "l": [{"id": "x"}, {"id": "y"}]}, {"id": "b"}]});
        let new = json!({"t": [{"id": "n"}, {"id": "a", "l": [{"id": "y"}, {"id": "z"}]}]});
        assert_eq!(
            said(&old, &new),
            [
                r#"t[0].l[0] {"id":"x"} -"#,
                r#"t[0].l[1] - {"id":"z"}"#,
                r#"t[1] {"id":"b"} -"#,
                r#"t[0] - {"id":"n"}"#
            ]
        );
    }

    #[test]
    fn long_lists_are_matched_without_a_table() {
        let entry = |n: usize| json!({"id": n, "text": "x"});
        let old: Vec<Value> = (0..5_000).map(entry).collect();
        let mut new: Vec<Value> = old
            .iter()
            .filter(|item| item["id"] != 2_500)
            .cloned()
            .collect();
        new[0]["id"] = json!("first");
        new.push(json!({"id": "last"}));
        assert_eq!(changes(&json!(old), &json!(new)).len(), 4);
    }
}
