//! What is seen of a key in what was written: how often it is there, and what it holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

/// Maps from a name of the plan or the record: one key stands for all.
const BY_NAME: &[&str] = &["groups[].measures", "computed.milestones"];

/// What is a value of the record, whatever it holds.
const VALUES: &[&str] = &[
    "[].changes[].old",
    "[].changes[].new",
    "[].discarded[].old",
    "[].discarded[].new",
];

/// One key, wherever it could stand.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many objects have it.
    pub present: usize,
    pub types: BTreeSet<String>,
}

/// What a command was seen to write.
#[derive(Debug, Default)]
pub struct Keys {
    /// By path, as the page writes it: `a[].b`.
    pub keys: BTreeMap<String, Seen>,
    /// How many objects there are by path.
    objects: BTreeMap<String, usize>,
}

impl Keys {
    /// How many objects could have a key. A map has the names it has.
    pub fn holders(&self, path: &str) -> usize {
        if path.ends_with(".*") {
            return self.keys.get(path).map_or(0, |seen| seen.present);
        }
        let holder = path.rsplit_once('.').map_or("", |(holder, _)| holder);
        self.objects.get(holder).copied().unwrap_or_default()
    }
}

/// Adds what a value holds.
pub fn look(value: &Value, keys: &mut Keys) {
    walk(value, "", keys);
}

fn walk(value: &Value, path: &str, keys: &mut Keys) {
    if VALUES.contains(&path) {
        return;
    }
    match value {
        Value::Object(fields) => {
            *keys.objects.entry(path.to_owned()).or_default() += 1;
            for (name, field) in fields {
                let name = if BY_NAME.contains(&path) { "*" } else { name };
                let path = match path {
                    "" => name.to_owned(),
                    path => format!("{path}.{name}"),
                };
                let seen = keys.keys.entry(path.clone()).or_default();
                seen.present += 1;
                seen.types.insert(if VALUES.contains(&path.as_str()) {
                    "anything".to_owned()
                } else {
                    kind(field)
                });
                walk(field, &path, keys);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(item, &format!("{path}[]"), keys);
            }
        }
        _ => {}
    }
}

/// The type of a value as the page calls it.
fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok() => "time",
        Value::String(text) if text.parse::<NaiveDate>().is_ok() => "day",
        Value::String(_) => "text",
        Value::Object(_) => "object",
        Value::Array(items) if items.is_empty() => "empty list",
        Value::Array(items) if items.iter().all(Value::is_object) => "list",
        Value::Array(items) if items.iter().all(Value::is_string) => "list of text",
        Value::Array(_) => "mixed list",
    }
    .to_owned()
}
