//! Words of a plan, as a schema offers them: each with what it means.

use serde_json::{Map, Value, json};

use crate::domain::plan::lookup::Name;
use crate::domain::plan::{NameKind, Plan};

/// One word that may stand somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub id: String,
    /// What it means, for somebody who chooses among them.
    pub about: String,
}

impl Word {
    pub(crate) fn new(id: impl Into<String>, about: impl Into<String>) -> Word {
        Word {
            id: id.into(),
            about: about.into(),
        }
    }

    /// What the plan says of each name of one kind; those that new records should not hold are
    /// marked.
    pub(super) fn list(plan: &Plan, kind: NameKind<'_>) -> Vec<Word> {
        let names = plan.vocabulary(kind).names.into_iter();
        let word = |name: Name<'_>| match name.retired {
            true => Word::new(name.id, format!("retired: {}", name.about)),
            false => Word::new(name.id, name.about),
        };
        names.map(word).collect()
    }
}

/// A text that is one of these words; any text where there are none.
pub(super) fn choice(words: &[Word]) -> Value {
    if words.is_empty() {
        return json!({"type": "string", "minLength": 1});
    }
    let ids: Vec<&str> = words.iter().map(|word| word.id.as_str()).collect();
    let about: Vec<&str> = words.iter().map(|word| word.about.as_str()).collect();
    json!({"type": "string", "enum": ids, "enumDescriptions": about})
}

/// Puts these words, and no others, in the place of a text.
pub(super) fn close(place: Option<&mut Value>, words: &[Word]) {
    let Some(Value::Object(place)) = place else {
        return;
    };
    place.shift_remove("minLength");
    lay(place, choice(words));
}

/// Offers these words in the place of a text; any other may stand there too.
pub(super) fn offer(place: Option<&mut Value>, words: &[Word]) {
    let Some(Value::Object(place)) = place else {
        return;
    };
    if words.is_empty() {
        return;
    }
    place.shift_remove("minLength");
    let kind = place.shift_remove("type").unwrap_or(json!("string"));
    let any = if kind == "string" {
        json!({"type": kind, "minLength": 1})
    } else {
        json!({"type": kind})
    };
    place.insert("anyOf".to_owned(), json!([choice(words), any]));
}

/// Offers names in the place of a text, as examples of what may stand there.
pub(super) fn suggest(place: Option<&mut Value>, names: &[&str]) {
    let Some(Value::Object(place)) = place else {
        return;
    };
    if !names.is_empty() {
        place.insert("examples".to_owned(), json!(names));
    }
}

/// Says of which keys a map is made, each with its title and its schema; it may hold no others.
pub(super) fn keys(place: Option<&mut Value>, keys: impl IntoIterator<Item = (String, Value)>) {
    let Some(Value::Object(place)) = place else {
        return;
    };
    let keys: Map<String, Value> = keys.into_iter().collect();
    place.insert("properties".to_owned(), Value::Object(keys));
    place.insert("additionalProperties".to_owned(), json!(false));
}

/// Offers keys of a map that may hold others as well.
pub(super) fn offer_keys(
    place: Option<&mut Value>,
    keys: impl IntoIterator<Item = (String, Value)>,
) {
    let Some(Value::Object(place)) = place else {
        return;
    };
    let keys: Map<String, Value> = keys.into_iter().collect();
    place.insert("properties".to_owned(), Value::Object(keys));
}

/// Lays keys over a schema.
pub(super) fn lay(place: &mut Map<String, Value>, over: Value) {
    if let Value::Object(over) = over {
        place.extend(over);
    }
}

/// A schema with a title and what it is about. Completion shows the description alone, so it is
/// never left out.
pub(super) fn titled(title: &str, about: &str, schema: Value) -> Value {
    let mut keys = Map::new();
    keys.insert("title".to_owned(), json!(title));
    let about = if about.is_empty() { title } else { about };
    keys.insert("description".to_owned(), json!(about));
    lay(&mut keys, schema);
    Value::Object(keys)
}
