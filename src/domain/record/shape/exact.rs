//! From what the types say of themselves to exactly what the reader takes.
//!
//! A key that may be left out may still not be empty: there are no nulls and no empty texts, times
//! have an offset and whole seconds. And words with an explanation are written as `enum` with
//! `enumDescriptions`: the YAML language server shows those for every word, on completion as on
//! hover; of alternatives that are constants it shows one, on hover not always the right one.

use serde_json::{Map, Value, json};

/// Rewrites a schema and everything in it.
pub(super) fn exact(schema: &mut Value) {
    let Value::Object(keys) = schema else { return };
    if let Some(Value::String(text)) = keys.get_mut("description") {
        *text = unwrapped(text);
    }
    without_null(keys);
    words(keys);
    if keys.get("type").is_some_and(|kind| kind == "string") {
        text(keys);
    }
    children(keys).for_each(exact);
    if let Some(version) = schema.pointer_mut("/properties/schema") {
        let description = version["description"].take();
        *version = json!({"description": description, "type": "integer", "const": 1});
    }
}

/// Paragraphs, each in one line: an editor wraps them itself.
fn unwrapped(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.replace('\n', " "));
    Vec::from_iter(paragraphs).join("\n\n")
}

/// The schemas that a schema is made of.
fn children(keys: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    keys.iter_mut().flat_map(|(key, value)| {
        let found: Vec<&mut Value> = match (key.as_str(), value) {
            ("properties" | "$defs", Value::Object(named)) => {
                named.iter_mut().map(|(_, schema)| schema).collect()
            }
            ("anyOf" | "oneOf" | "allOf", Value::Array(several)) => several.iter_mut().collect(),
            ("items" | "additionalProperties", schema) => vec![schema],
            _ => Vec::new(),
        };
        found
    })
}

/// An absent key is absent: what may be left out may not be null.
fn without_null(keys: &mut Map<String, Value>) {
    if let Some(Value::Array(kinds)) = keys.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [one] = kinds.as_slice() {
            let one = one.clone();
            keys.insert("type".to_owned(), one);
        }
    }
    let Some(Value::Array(several)) = keys.get_mut("anyOf") else {
        return;
    };
    several.retain(|schema| schema["type"] != "null");
    if let [Value::Object(one)] = several.as_slice() {
        let one = one.clone();
        keys.shift_remove("anyOf");
        for (key, value) in one {
            keys.entry(key).or_insert(value);
        }
    }
}

/// Constants with an explanation each, as one list of words.
fn words(keys: &mut Map<String, Value>) {
    let Some(Value::Array(several)) = keys.get("oneOf") else {
        return;
    };
    let word = |schema: &Value| {
        let about = schema["description"].as_str().unwrap_or_default();
        Some((schema.get("const")?.clone(), Value::from(unwrapped(about))))
    };
    let Some((words, about)) = several
        .iter()
        .map(word)
        .collect::<Option<(Vec<Value>, Vec<Value>)>>()
    else {
        return;
    };
    keys.shift_remove("oneOf");
    keys.insert("type".to_owned(), json!("string"));
    keys.insert("enum".to_owned(), words.into());
    keys.insert("enumDescriptions".to_owned(), about.into());
}

/// What a text must look like, and what an editor says where it does not.
fn text(keys: &mut Map<String, Value>) {
    let (pattern, message, examples) = match keys.get("format").and_then(Value::as_str) {
        Some("date-time") => (
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$",
            "A time has an offset and no fractions of a second; write it like \"2025-11-29T09:58:00+03:00\".",
            json!(["2025-11-29T09:58:00+03:00"]),
        ),
        Some("date") => (
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "A date is written like \"2025-12-05\".",
            json!(["2025-12-05"]),
        ),
        Some("span") => (
            "^[0-9]+[mhdw]$",
            "A duration is written like 30m, 48h, 3d or 2w.",
            json!(["30m", "48h", "3d", "2w"]),
        ),
        _ => {
            if ["enum", "const", "pattern"]
                .iter()
                .all(|key| !keys.contains_key(*key))
            {
                keys.insert("minLength".to_owned(), json!(1));
            }
            return;
        }
    };
    keys.insert("pattern".to_owned(), json!(pattern));
    keys.insert("patternErrorMessage".to_owned(), json!(message));
    keys.entry("examples").or_insert(examples);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_absent_may_not_be_null() {
        let mut schema = json!({"properties": {
            "a": {"description": "A.", "type": ["string", "null"]},
            "b": {"description": "B.", "anyOf": [{"$ref": "#/$defs/B"}, {"type": "null"}]},
            "c": {"type": ["string", "boolean"]},
        }});
        exact(&mut schema);
        let wanted = json!({
            "a": {"description": "A.", "type": "string", "minLength": 1},
            "b": {"description": "B.", "$ref": "#/$defs/B"},
            "c": {"type": ["string", "boolean"]},
        });
        assert_eq!(schema["properties"], wanted);
    }

    #[test]
    fn explained_words_are_one_list() {
        let mut schema = json!({"oneOf": [
            {"type": "string", "const": "done", "description": "It is\nso."},
            {"type": "string", "const": "open", "description": "Not yet."},
        ]});
        exact(&mut schema);
        let wanted = json!({
            "type": "string", "enum": ["done", "open"], "enumDescriptions": ["It is so.", "Not yet."],
        });
        assert_eq!(schema, wanted);
    }
}
