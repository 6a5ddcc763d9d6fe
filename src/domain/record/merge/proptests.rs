//! What holds of every merge, on histories made at random.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::tests::example;
use super::*;
use crate::domain::record::append::lost_entry;

/// A small generator (splitmix64), so that a failing case is repeated by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides.max(1) as u64).unwrap_or_default()
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const WORDS: [&str; 5] = ["one", "two", "three", "four\nfive\n", "six: # seven"];
/// Few, so that both sides often hand out the same one.
const IDS: [&str; 8] = [
    "a001", "a002", "a003", "a004", "a005", "a006", "a007", "a008",
];

/// One thing somebody does to a record. Nothing is taken from a list that only grows.
fn step(value: &mut Value, dice: &mut Dice) {
    let word = dice.pick(&WORDS);
    let at = format!("2025-11-29T10:{:02}:00+03:00", dice.roll(60));
    let id = dice.pick(&IDS);
    let free = !value.to_string().contains(&format!("\"id\":\"{id}\""));
    match dice.roll(16) {
        0..=3 => {
            let mut entry = json!({"id": id, "at": at, "event": word});
            if dice.roll(4) == 0 || !free {
                drop(entry.as_object_mut().expect("an entry").shift_remove("id"));
            }
            if dice.roll(3) == 0 {
                entry["corrects"] = json!(dice.pick(&IDS));
            }
            let event = serde_json::from_value(entry).expect("an event");
            let mut record: Record = serde_json::from_value(value.clone()).expect("a record");
            record.insert_event(event);
            *value = record.to_value();
        }
        4 if free => push(
            value,
            "actions",
            json!({"id": id, "action": word, "status": "open"}),
        ),
        5 if free => push(
            value,
            "escalations",
            json!({"id": id, "at": at, "to": word, "by": "CTO"}),
        ),
        6 if free => push(
            value,
            "evidence",
            json!({"id": id, "kind": "logs", "location": word, "collected_at": at, "collected_by": "CTO"}),
        ),
        7 => push(
            value,
            "waivers",
            json!({"rule": dice.pick(&["a/b", "c/d"]), "reason": word, "approved_by": "CTO", "at": at}),
        ),
        8 => {
            let actions = value["actions"].as_array_mut();
            if let Some(actions) = actions {
                let place = dice.roll(actions.len());
                let (key, new) = match dice.roll(3) {
                    0 => ("status", dice.pick(&["open", "in-progress", "done"])),
                    1 => ("due", dice.pick(&["2025-12-01", "2025-12-02"])),
                    _ => ("owner", word),
                };
                actions[place][key] = json!(new);
            }
        }
        9 => value["status"] = json!(Status::ALL[dice.roll(5)].id()),
        10 => value[dice.pick(&["title", "severity", "owner", "resolution"])] = json!(word),
        11 => value["facts"][dice.pick(&["f", "g", "financial-integrity"])] = json!(word),
        12 => {
            let map = dice.pick(&["roles", "impact"]);
            let key = dice.pick(&["users", "data"]);
            if dice.roll(3) == 0 {
                drop(value[map].as_object_mut().map(|map| map.shift_remove(key)));
            } else {
                value[map][key] = json!(word);
            }
        }
        13 => {
            let state = dice.pick(&["done", "open", "failed"]);
            value["checks"][dice.pick(&["triage", "recovery"])][dice.pick(&["x", "y"])] =
                json!(state);
        }
        14 => {
            let services = ["wallet-api", "payment-webhooks", "ledger", "gateway"];
            let kept: Vec<&str> = services.into_iter().filter(|_| dice.roll(2) == 0).collect();
            value["services"] = json!(kept);
        }
        _ => {
            value["review"]["sections"][dice.pick(&["improve", "lessons"])] = json!(word);
            value["root_cause"] = json!({"text": word, "confirmed_by": "CTO", "confirmed_at": at});
        }
    }
}

fn push(value: &mut Value, list: &str, entry: Value) {
    if value.get(list).is_none() {
        value[list] = json!([]);
    }
    value[list].as_array_mut().expect("a list").push(entry);
}

fn grown(from: &Record, seed: u64) -> Record {
    let mut dice = Dice(seed);
    let mut value = from.to_value();
    for _ in 0..dice.roll(8) {
        step(&mut value, &mut dice);
        let record: Record = serde_json::from_value(value).expect("a record");
        value = record.to_value();
    }
    let mut record: Record = serde_json::from_value(value).expect("a record");
    if dice.roll(6) == 0 {
        let at = "2025-11-30T10:00:00+03:00".parse().expect("a time");
        record.close(at, dice.pick(&WORDS).to_owned(), "1.0.0".to_owned());
    }
    record
}

/// Three versions; the base is now and then missing, and one side now and then closed.
fn history(seeds: [u64; 3]) -> (Record, Record, Record) {
    let base = grown(&example(), seeds[0]);
    let (ours, theirs) = (grown(&base, seeds[1]), grown(&base, seeds[2]));
    (base, ours, theirs)
}

/// An entry without what may be renamed or changed in it.
fn core(mut entry: Value) -> Value {
    if let Some(entry) = entry.as_object_mut() {
        for key in ["id", "corrects", "status", "due", "owner", "reason"] {
            entry.shift_remove(key);
        }
    }
    entry
}

fn entries(record: &Record) -> Vec<Value> {
    let value = record.to_value();
    let lists = entries::LISTS
        .iter()
        .filter_map(|list| value[*list].as_array());
    lists.flatten().cloned().map(core).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn merging_with_oneself_or_the_base_changes_nothing(seeds: [u64; 3]) {
        let (base, ours, _) = history(seeds);
        for (base, one, other) in [
            (Some(&base), &ours, &ours),
            (None, &ours, &ours),
            (Some(&base), &ours, &base),
            (Some(&base), &base, &ours),
        ] {
            let merged = merge(base, one, other).expect("a record");
            prop_assert_eq!(&merged.record, &ours);
            prop_assert_eq!(merged.conflicts, vec![]);
        }
    }

    #[test]
    fn which_side_is_ours_means_nothing(seeds: [u64; 3], based: bool) {
        let (base, ours, theirs) = history(seeds);
        let base = based.then_some(&base);
        let there = merge(base, &ours, &theirs).expect("a record");
        let back = merge(base, &theirs, &ours).expect("a record");
        let swapped: Vec<Conflict> = back.conflicts.iter().cloned().map(|conflict| Conflict {
            ours: conflict.theirs,
            theirs: conflict.ours,
            ..conflict
        }).collect();
        prop_assert_eq!(&there.conflicts, &swapped);
        prop_assert_eq!(Some(there.record), back.with_theirs(&back.conflicts));
    }

    #[test]
    fn no_entry_is_lost_and_none_made_up(seeds: [u64; 3], based: bool) {
        let (base, ours, theirs) = history(seeds);
        let merged = merge(based.then_some(&base), &ours, &theirs).expect("a record");
        let (found, our, their) = (entries(&merged.record), entries(&ours), entries(&theirs));
        for entry in our.iter().chain(&their) {
            let count = |list: &[Value]| list.iter().filter(|other| *other == entry).count();
            prop_assert!(count(&found) >= count(&our).max(count(&their)), "{entry}");
        }
        for entry in &found {
            prop_assert!(our.contains(entry) || their.contains(entry), "{entry}");
        }
        if based {
            prop_assert_eq!(lost_entry(&base, &merged.record), None);
        }
        let mut ids: Vec<&str> = merged.record.entry_ids().collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all, "an id is borne by two");
        prop_assert!(merged.record.timeline.is_sorted_by_key(|event| event.at));
    }

    #[test]
    fn what_one_side_alone_changed_is_taken(seeds: [u64; 3]) {
        let (base, ours, theirs) = history(seeds);
        let merged = merge(Some(&base), &ours, &theirs).expect("a record");
        if !merged.conflicts.is_empty() {
            return Ok(());
        }
        let (base, ours, theirs, found) =
            (base.to_value(), ours.to_value(), theirs.to_value(), merged.record.to_value());
        for key in ["title", "severity", "owner", "resolution", "root_cause", "closure", "facts", "roles"] {
            let (before, one, other) = (base.get(key), ours.get(key), theirs.get(key));
            if one == before {
                prop_assert_eq!(found.get(key), other);
            } else if other == before {
                prop_assert_eq!(found.get(key), one);
            }
        }
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(256)
}
