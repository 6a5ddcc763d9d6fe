//! The reader and the schema agree on the shape of a file: what the one takes, the other takes.

use std::sync::LazyLock;

use incident::testing::Readiness;
use incident::testing::codec;
use incident::testing::raw;
use incident::testing::{Record, shape};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{WHOLE, fits, misfits, validator, yaml};

/// What the reader takes and the schema does not, for a reason: text may be written without quotes
/// (`title: 404`), and other tools then see a number; empty texts in lists mean nothing; a digest that
/// is none is read, and then objected to by a rule.
fn is_stricter_for_a_reason(value: &Value, place: &str) -> bool {
    match value.pointer(place) {
        Some(Value::String(_)) if place.ends_with("/sha256") => true,
        Some(Value::Number(_) | Value::Bool(_)) => true,
        Some(Value::String(text)) => text.is_empty(),
        // Of alternatives the schema names the whole.
        Some(Value::Object(entries)) => entries
            .keys()
            .any(|key| is_stricter_for_a_reason(value, &format!("{place}/{key}"))),
        _ => false,
    }
}

/// Values that somebody could put in the place of another.
fn odd() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(7),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("x"),
        json!("done"),
        json!("2025-12-05"),
        json!("2025-11-29T09:58:00+03:00"),
        json!("2025-11-29T09:58:00.5+03:00"),
        json!("2025-11-29 09:58"),
        json!([]),
        json!(["x"]),
        json!([1]),
        json!({}),
        json!({"x": "y"}),
        json!({"state": "done"}),
        json!({"answer": "none", "note": "x"}),
        json!({"at": "2025-11-29T09:58:00+03:00", "by": "x"}),
    ])
}

/// Every place of a value, as JSON pointers.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                places(entry, &format!("{here}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{here}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// One thing that somebody does to a file: a value replaced, a key added, a key taken away.
fn done(mut value: Value, place: usize, what: u8, odd: Value) -> Value {
    let mut all = Vec::new();
    places(&value, "", &mut all);
    let place = &all[1 + place % (all.len() - 1)];
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    match (what % 3, value.pointer_mut(parent)) {
        (0, Some(Value::Object(entries))) => drop(entries.shift_remove(key)),
        (1, Some(Value::Object(entries))) => drop(entries.insert("odd".to_owned(), odd)),
        (_, Some(_)) => *value.pointer_mut(place).expect("it is there") = odd,
        _ => {}
    }
    value
}

/// Reading by our own road, after the shape has been told to be right or wrong.
fn is_read<T: serde::de::DeserializeOwned + schemars::JsonSchema>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_schema_of_a_record_takes_is_read_and_the_other_way_round(
        steps in prop::collection::vec((any::<usize>(), any::<u8>(), odd()), 1..4)
    ) {
        static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| validator(&shape::schema::<Record>()));
        let value = steps.into_iter().fold(yaml(WHOLE), |value, (place, what, odd)| done(value, place, what, odd));
        let text = serde_yaml::to_string(&value).expect("YAML");
        let (found, read) = (misfits(&VALIDATOR, &value), codec::record(&text));
        match read {
            Ok(_) => prop_assert!(found.iter().all(|place| is_stricter_for_a_reason(&value, place)), "read, but not at {:?}\n{}", found, text),
            Err(error) => prop_assert!(!found.is_empty(), "not read: {}\n{}", error, text),
        }
    }
}

#[test]
fn the_shape_of_plan_and_readiness_is_that_of_their_types() {
    let plan = yaml(include_str!("../../templates/plan.yaml"));
    assert!(is_read::<raw::Plan>(&plan) && shape::misfits::<raw::Plan>(&plan).is_empty());
    let told = json!({"schema": 1, "checks": {"x": {"state": "done", "at": "2025-11-29T12:00:00+03:00", "by": "Rana"}}});
    assert!(is_read::<Readiness>(&told));
    fits(
        &validator(&shape::schema::<Readiness>()),
        &told,
        "readiness",
    );
}
