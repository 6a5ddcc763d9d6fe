use serde_json::{Value, json};

use super::*;
use crate::domain::record::seal;

const EXAMPLE: &str = include_str!("../../../store/yaml/example-record.yaml");

pub(super) fn example() -> Record {
    serde_yaml::from_str(EXAMPLE).expect("the example is a record")
}

/// The example with something done to its value.
fn with(change: impl FnOnce(&mut Value)) -> Record {
    let mut value = example().to_value();
    change(&mut value);
    serde_json::from_value(value).expect("still a record")
}

fn event(id: &str, minute: u32, text: &str) -> Value {
    json!({"id": id, "at": format!("2025-11-29T10:{minute:02}:00+03:00"), "event": text})
}

fn push(value: &mut Value, list: &str, entry: Value) {
    value[list].as_array_mut().expect("a list").push(entry);
}

fn merged(ours: &Record, theirs: &Record) -> Merged {
    merge(Some(&example()), ours, theirs).expect("a record")
}

fn conflicts(merged: &Merged) -> Vec<String> {
    let words = Words {
        time: &|time| time.to_string(),
        title: &|_, _| None,
    };
    let conflicts = |conflict: &Conflict| conflict.describe(["ours", "theirs"], &words);
    merged.conflicts.iter().map(conflicts).collect()
}

#[test]
fn work_on_two_branches_is_all_kept() {
    let ours = with(|value| {
        push(value, "timeline", event("aaaa", 30, "Ours"));
        push(
            value,
            "actions",
            json!({"id": "bbbb", "action": "A", "status": "open"}),
        );
        value["checks"]["recovery"]["ours"] = json!("done");
        value["actions"][0]["status"] = json!("done");
        value["owner"] = json!("Wallets");
        value["services"] = json!(["wallet-api", "payment-webhooks", "ledger"]);
    });
    let theirs = with(|value| {
        push(value, "timeline", event("cccc", 20, "Theirs"));
        push(
            value,
            "actions",
            json!({"id": "dddd", "action": "B", "status": "open"}),
        );
        value["checks"]["recovery"]["theirs"] = json!("open");
        value["actions"][0]["due"] = json!("2025-12-24");
        value["status"] = json!("recovering");
        value["services"] = json!(["payment-webhooks"]);
    });
    let merged = merged(&ours, &theirs);
    assert_eq!(conflicts(&merged), [""; 0]);
    let value = merged.record.to_value();
    let events = value["timeline"].as_array().expect("a list").iter();
    let events: Vec<&Value> = events.map(|entry| &entry["event"]).rev().take(2).collect();
    assert_eq!(events, ["Ours", "Theirs"]);
    assert_eq!(value["actions"].as_array().map(Vec::len), Some(3));
    assert_eq!(value["actions"][0]["status"], "done");
    assert_eq!(value["actions"][0]["due"], "2025-12-24");
    assert_eq!(value["checks"]["recovery"]["ours"], "done");
    assert_eq!(value["checks"]["recovery"]["theirs"], "open");
    assert_eq!(value["owner"], "Wallets");
    assert_eq!(value["status"], "recovering");
    assert_eq!(value["services"], json!(["payment-webhooks", "ledger"]));
}

#[test]
fn one_field_with_two_values_is_for_a_person() {
    let ours = with(|value| {
        value["severity"] = json!("SEV-1");
        value["actions"][0]["due"] = json!("2025-12-06");
        value["roles"]["technical-lead"] = json!("A");
    });
    let theirs = with(|value| {
        value["severity"] = json!("SEV-3");
        value["actions"][0]["due"] = json!("2025-12-07");
        drop(
            value["roles"]
                .as_object_mut()
                .expect("roles")
                .shift_remove("technical-lead"),
        );
    });
    let merged = merged(&ours, &theirs);
    assert_eq!(
        conflicts(&merged),
        [
            "actions[0].due: 2025-12-06 (ours) or 2025-12-07 (theirs)",
            "roles.technical-lead: A (ours) or nothing (theirs)",
            "severity: SEV-1 (ours) or SEV-3 (theirs)",
        ]
    );
    assert_eq!(merged.record, ours);
    assert_eq!(merged.with_theirs(&merged.conflicts), Some(theirs));
}

#[test]
fn statuses_move_forward_and_never_back_by_themselves() {
    let status = |status: &str| with(|value| value["status"] = json!(status));
    for (ours, theirs, expected) in [
        ("recovering", "resolved", Some("resolved")),
        ("resolved", "recovering", Some("resolved")),
        ("contained", "recovering", Some("recovering")),
        ("identified", "recovering", None),
    ] {
        let merged = merged(&status(ours), &status(theirs));
        let found = merged
            .conflicts
            .is_empty()
            .then(|| merged.record.status.id());
        assert_eq!(found, expected, "{ours} {theirs}");
    }
}

#[test]
fn what_one_side_takes_away_stays_where_lists_only_grow() {
    let ours = with(|value| drop(value["timeline"].as_array_mut().expect("a list").remove(1)));
    let theirs = with(|value| push(value, "timeline", event("aaaa", 30, "More")));
    assert_eq!(merged(&ours, &theirs).record, theirs);
    assert_eq!(merged(&ours, &example()).record, example());
}

#[test]
fn one_id_for_two_entries_becomes_two() {
    let entries = |text: &str| {
        with(|value| {
            push(value, "timeline", event("aaaa", 30, text));
            let mut correction = event("bbbb", 31, &format!("Not {text}"));
            correction["corrects"] = json!("aaaa");
            push(value, "timeline", correction);
        })
    };
    let (ours, theirs) = (entries("One"), entries("Two"));
    let both = merged(&ours, &theirs);
    assert_eq!(conflicts(&both), [""; 0]);
    assert_eq!(both.record, merged(&theirs, &ours).record);
    let timeline = &both.record.timeline;
    assert_eq!(timeline.len(), example().timeline.len() + 4);
    for text in ["One", "Two"] {
        let find = |text: &str| {
            timeline
                .iter()
                .find(|event| event.event == text)
                .expect("it")
        };
        assert_eq!(find(&format!("Not {text}")).corrects, find(text).id);
    }
}

#[test]
fn entries_without_ids_are_known_by_what_they_say() {
    let nameless = |value: &mut Value| {
        for entry in value["timeline"].as_array_mut().expect("a list") {
            drop(entry.as_object_mut().expect("an entry").shift_remove("id"));
        }
    };
    let base = with(nameless);
    let change = |change: &dyn Fn(&mut Value)| {
        with(|value| {
            nameless(value);
            change(value);
        })
    };
    let ours = change(&|value| {
        value["timeline"][1]["id"] = json!("aaaa");
        push(
            value,
            "timeline",
            json!({"at": "2025-11-29T10:30:00+03:00", "event": "Both"}),
        );
    });
    let theirs = change(&|value| {
        value["timeline"][1]["notes"] = json!("At once");
        push(
            value,
            "timeline",
            json!({"at": "2025-11-29T10:30:00+03:00", "event": "Both"}),
        );
    });
    let merged = merge(Some(&base), &ours, &theirs).expect("a record");
    assert_eq!(conflicts(&merged), [""; 0]);
    assert_eq!(merged.record.timeline.len(), base.timeline.len() + 1);
    assert_eq!(merged.record.timeline[1].id.as_deref(), Some("aaaa"));
    assert_eq!(merged.record.timeline[1].notes.as_deref(), Some("At once"));
}

#[test]
fn a_seal_is_never_made_to_fit() {
    let close = |record: &Record, minute: u32| {
        let mut closed = record.clone();
        let at = format!("2025-11-30T10:{minute:02}:00+03:00")
            .parse()
            .expect("a time");
        closed.close(at, "CTO".to_owned(), "1.0.0".to_owned());
        closed
    };
    let ours = close(&example(), 0);
    let done = with(|value| value["actions"][0]["status"] = json!("done"));
    let living = merged(&ours, &done);
    assert_eq!(conflicts(&living), [""; 0]);
    assert_eq!(living.record.actions, done.actions);
    assert_eq!(living.record.closure, ours.closure);
    assert_eq!(seal::seal(&living.record), seal::seal(&ours));

    let heads = |merged: &Merged| -> Vec<String> {
        merged
            .conflicts
            .iter()
            .map(|conflict| conflict.path.to_string())
            .collect()
    };
    let noted = with(|value| push(value, "timeline", event("aaaa", 30, "More")));
    for (one, other) in [(&ours, &noted), (&noted, &ours)] {
        assert_eq!(heads(&merged(one, other)), ["closure", "status"]);
    }
    assert_eq!(heads(&merged(&ours, &close(&example(), 5))), ["closure"]);
    // Reopened on one side, an action done on the other.
    let later = merge(Some(&ours), &example(), &living.record).expect("a record");
    assert_eq!(conflicts(&later), [""; 0]);
    assert_eq!(
        (later.record.status, later.record.closure),
        (example().status, None)
    );
}

#[test]
fn without_a_base_equal_fields_agree_and_others_do_not() {
    let ours = with(|value| push(value, "timeline", event("aaaa", 30, "Ours")));
    let theirs = with(|value| value["owner"] = json!("Wallets"));
    let merged = merge(None, &ours, &theirs).expect("a record");
    assert_eq!(
        conflicts(&merged),
        ["owner: Payments (ours) or Wallets (theirs)"]
    );
    assert_eq!(merged.record, ours);
}
