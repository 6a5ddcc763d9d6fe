//! Whether a schema that was written once still says what it would say now.
//!
//! Keys, words and titles are compared, and not how they are explained: another version of the program
//! may explain them in other words, and nobody's schema is wrong for that.

use serde_json::{Value, json};

/// Written into each, so that a schema somebody made by hand is left alone.
const ORIGIN: &str = "Generated from templates/plan.yaml by `inc schema --write`; run it again when the plan has changed.";

pub(super) fn mark(schema: &mut Value) {
    if let Value::Object(keys) = schema {
        keys.insert("$comment".to_owned(), json!(ORIGIN));
    }
}

/// Whether a schema was written by us, and not by hand.
pub(crate) fn is_ours(known: &Value) -> bool {
    known["$comment"] == ORIGIN
}

/// Whether `known`, if it was written by us, offers or refuses anything else than `wanted`.
pub(crate) fn is_stale(known: &Value, wanted: &Value) -> bool {
    is_ours(known) && essence(known) != essence(wanted)
}

/// What a schema offers and refuses: all of it but the explanations.
fn essence(schema: &Value) -> Value {
    match schema {
        Value::Object(keys) => {
            let kept = |key: &&String| !EXPLANATIONS.contains(&key.as_str());
            let kept = keys
                .iter()
                .filter(|(key, value)| kept(key) || value.is_object());
            let kept = kept.map(|(key, value)| (key.clone(), essence(value)));
            Value::Object(kept.collect())
        }
        Value::Array(items) => items.iter().map(essence).collect(),
        other => other.clone(),
    }
}

/// Where one of these is the name of a key in a file, its value is a schema, and so an object.
const EXPLANATIONS: [&str; 7] = [
    "$comment",
    "description",
    "enumDescriptions",
    "examples",
    "patternErrorMessage",
    "deprecationMessage",
    "deprecated",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_explanations_make_none_stale_and_other_words_do() {
        let made = |about: &str, word: &str| {
            let mut schema =
                json!({"properties": {"description": {"description": about, "enum": [word]}}});
            mark(&mut schema);
            schema
        };
        let known = made("A.", "a");
        assert!(!is_stale(&known, &made("B.", "a")));
        assert!(is_stale(&known, &made("A.", "b")));
        let by_hand = json!({"type": "object"});
        assert!(!is_stale(&by_hand, &known));
    }
}
