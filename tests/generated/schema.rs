//! Tables of every key, from the JSON Schema of the types.

use serde_json::{Map, Value};

use super::cell;

/// One table for the file's top level, then one for each structure in the order in which it is met.
pub fn tables(schema: &str) -> String {
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let mut text = format!("### Top level\n\n{}", table(&schema));
    for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
        text.push_str(&format!("\n### {name}\n\n"));
        if let Some(description) = part["description"].as_str() {
            text.push_str(&format!("{description}\n\n"));
        }
        if part["properties"].is_object() {
            text.push_str(&table(part));
        } else {
            text.push_str(&format!("Written as {}.\n", kind(part)));
        }
    }
    text
}

fn table(structure: &Value) -> String {
    let empty = Map::new();
    let properties = structure["properties"].as_object().unwrap_or(&empty);
    let required: Vec<&str> = structure["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut text = "| Key | Required | Holds | |\n|---|---|---|---|\n".to_owned();
    for (key, property) in properties {
        text.push_str(&format!(
            "| `{key}` | {} | {} | {} |\n",
            if required.contains(&key.as_str()) {
                "yes"
            } else {
                ""
            },
            cell(&kind(property)),
            cell(property["description"].as_str().unwrap_or_default())
        ));
    }
    text
}

/// What a value is, in words: `text`, `a list of [Event](#event)`.
fn kind(value: &Value) -> String {
    if let Some(reference) = value["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(words) = value["enum"].as_array() {
        let words: Vec<String> = words
            .iter()
            .map(|word| format!("`{}`", word.as_str().unwrap_or_default()))
            .collect();
        return words.join(", ");
    }
    if let Some(word) = value["const"].as_str() {
        return format!("`{word}`");
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(choices) = value[several].as_array() {
            let kinds: Vec<String> = choices
                .iter()
                .filter(|choice| choice["type"] != "null")
                .map(kind)
                .collect();
            return kinds.join(" or ");
        }
    }
    match types(value).as_slice() {
        ["string"] => match value["format"].as_str() {
            Some("date-time") => "time".to_owned(),
            Some("date") => "date".to_owned(),
            Some("span") => "length of time".to_owned(),
            _ => "text".to_owned(),
        },
        ["string", "boolean"] => "word".to_owned(),
        ["integer"] => "whole number".to_owned(),
        ["boolean"] => "`true` or `false`".to_owned(),
        ["array"] => format!("list of {}", kind(&value["items"])),
        ["object"] if value["properties"].is_object() => {
            let keys = value["properties"].as_object().into_iter().flatten();
            let keys: Vec<String> = keys.map(|(key, _)| format!("{key}: …")).collect();
            format!("`{{{}}}`", keys.join(", "))
        }
        ["object"] => format!("map of id to {}", kind(&value["additionalProperties"])),
        _ => "value".to_owned(),
    }
}

fn types(value: &Value) -> Vec<&str> {
    match &value["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several
            .iter()
            .filter_map(Value::as_str)
            .filter(|name| *name != "null")
            .collect(),
        _ => Vec::new(),
    }
}
