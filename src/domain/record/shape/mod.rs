//! What may stand where, told from the types themselves, all misfits at once.
//!
//! serde stops at the first thing it cannot read. A person who mends a file by hand wants the whole
//! list, so the JSON Schema of the type (the one that editors get) is walked beside the file's value.

mod exact;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use super::nearest::hint;
use super::text::abridged;
use super::{Day, Path, Time};

/// A value that does not fit its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    pub path: Path,
    pub kind: MisfitKind,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MisfitKind {
    UnknownKey,
    MissingKey,
    WrongValue,
}

/// The JSON Schema (2020-12) of exactly what the reader takes for a `T`.
pub fn schema<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    exact::exact(&mut schema);
    schema
}

/// Everything in `value` that a `T` could not hold.
pub fn misfits<T: JsonSchema>(value: &Value) -> Vec<Misfit> {
    let schema = schema::<T>();
    let mut walk = Walk {
        root: &schema,
        found: Vec::new(),
    };
    walk.visit(&schema, value, &Path::root());
    walk.found
}

struct Walk<'a> {
    root: &'a Value,
    found: Vec<Misfit>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, schema: &'a Value, value: &Value, path: &Path) {
        let schema = self.resolve(schema);
        let branches = schema.get("anyOf").or_else(|| schema.get("oneOf"));
        if let Some(branches) = branches.and_then(Value::as_array) {
            return self.visit_branches(branches, value, path);
        }
        match value {
            Value::Object(entries) if accepts(schema, "object") => {
                self.visit_mapping(schema, entries, path)
            }
            Value::Array(items) if accepts(schema, "array") => {
                if let Some(item_schema) = schema.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        self.visit(item_schema, item, &path.index(index));
                    }
                }
            }
            _ => self.visit_scalar(schema, value, path),
        }
    }

    fn resolve(&self, mut schema: &'a Value) -> &'a Value {
        while let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            match self.root.pointer(name.trim_start_matches('#')) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    /// Of several forms the one of the value's own kind is meant: a word, or a mapping with a note.
    fn visit_branches(&mut self, branches: &'a [Value], value: &Value, path: &Path) {
        let resolved: Vec<&'a Value> = branches.iter().map(|branch| self.resolve(branch)).collect();
        let words: Vec<&str> = resolved
            .iter()
            .filter_map(|branch| branch.get("const").and_then(Value::as_str))
            .collect();
        if let (Value::String(word), false) = (value, words.is_empty()) {
            if !words.contains(&word.as_str()) {
                self.wrong(
                    path,
                    format!(
                        "`{word}` is not allowed here; {}",
                        hint(word, words.iter().copied())
                    ),
                );
            }
            return;
        }
        let kind = kind_of(value);
        let fitting = resolved.iter().find(|branch| {
            accepts(branch, kind) || (kind == "number" && accepts(branch, "string"))
        });
        match fitting.or_else(|| resolved.iter().find(|branch| branch.get("anyOf").is_some())) {
            Some(branch) => self.visit(branch, value, path),
            None => self.wrong(
                path,
                format!("expected {}, found {}", expected(&resolved), noun(value)),
            ),
        }
    }

    fn visit_mapping(
        &mut self,
        schema: &'a Value,
        entries: &serde_json::Map<String, Value>,
        path: &Path,
    ) {
        let known = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        for (key, entry) in entries {
            let here = path.key(key);
            if let Some(entry_schema) = known.and_then(|known| known.get(key)) {
                self.visit(entry_schema, entry, &here);
            } else if others == Some(&Value::Bool(false)) {
                let names = known.into_iter().flatten().map(|(name, _)| name.as_str());
                let message = format!("`{key}` is not a valid key here; {}", hint(key, names));
                self.found.push(Misfit {
                    path: here,
                    kind: MisfitKind::UnknownKey,
                    message,
                });
            } else if let Some(entry_schema) = others.filter(|schema| schema.is_object()) {
                self.visit(entry_schema, entry, &here);
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !entries.contains_key(name) {
                let message = format!("the key `{name}` is missing");
                self.found.push(Misfit {
                    path: path.clone(),
                    kind: MisfitKind::MissingKey,
                    message,
                });
            }
        }
    }

    fn visit_scalar(&mut self, schema: &'a Value, value: &Value, path: &Path) {
        if value.is_null() {
            return self.wrong(
                path,
                "the value is missing: add one or remove the key".to_owned(),
            );
        }
        if let Some(allowed) = schema.get("enum").and_then(Value::as_array) {
            let words: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
            match value.as_str() {
                Some(word) if words.contains(&word) => {}
                Some(word) => self.wrong(
                    path,
                    format!(
                        "`{word}` is not allowed here; {}",
                        hint(word, words.iter().copied())
                    ),
                ),
                None => self.wrong(
                    path,
                    format!(
                        "expected one of {}, found {}",
                        words.join(", "),
                        noun(value)
                    ),
                ),
            }
            return;
        }
        // Numbers and the like without quotes are read as the text they are written as.
        let as_text = accepts(schema, "string") && !value.is_array() && !value.is_object();
        if !as_text && !accepts(schema, kind_of(value)) {
            return self.wrong(
                path,
                format!("expected {}, found {}", expected(&[schema]), noun(value)),
            );
        }
        if let Some(version) = schema.get("const").filter(|version| *version != value) {
            return self.wrong(
                path,
                format!(
                    "this version of inc supports version {version} of the format, not {value}"
                ),
            );
        }
        if let Some(text) = value.as_str() {
            let format = schema.get("format").and_then(Value::as_str);
            let fault = match format {
                Some("date-time") => text.parse::<Time>().err(),
                Some("date") => text.parse::<Day>().err(),
                Some("span") => schema_pattern_fault(text),
                _ if text.is_empty() => {
                    Some("the text is empty: add a value or remove the key".to_owned())
                }
                _ => None,
            };
            if let Some(message) = fault {
                self.wrong(path, message);
            }
        }
    }

    fn wrong(&mut self, path: &Path, message: String) {
        self.found.push(Misfit {
            path: path.clone(),
            kind: MisfitKind::WrongValue,
            message,
        });
    }
}

fn schema_pattern_fault(text: &str) -> Option<String> {
    let digits = text.trim_end_matches(['m', 'h', 'd', 'w']);
    let fits =
        digits.len() + 1 == text.len() && !digits.is_empty() && digits.parse::<u32>().is_ok();
    (!fits).then(|| format!("`{text}` is not a duration; write it like 30m, 48h, 3d or 2w"))
}

fn accepts(schema: &Value, kind: &str) -> bool {
    let fits = |name: &str| name == kind || (name == "integer" && kind == "number");
    match schema.get("type") {
        Some(Value::String(name)) => fits(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(fits),
        _ => kind == "string" && (schema.get("enum").is_some() || schema.get("const").is_some()),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn noun(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
        scalar => format!("`{}`", abridged(scalar.to_string().trim_matches('"'))),
    }
}

fn expected(schemas: &[&Value]) -> String {
    let mut words = Vec::new();
    for (kind, word) in [
        ("string", "text"),
        ("number", "a number"),
        ("boolean", "true or false"),
        ("array", "a list"),
        ("object", "a mapping"),
    ] {
        if schemas.iter().any(|schema| accepts(schema, kind)) {
            words.push(word);
        }
    }
    words.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Record;

    #[test]
    fn every_misfit_is_reported_with_its_place() {
        let value: Value = serde_yaml::from_str(
            "schema: 1\nid: X\ntitle:\ntype: t\nseverty: SEV-1\nstatus: closd\nplan: 1.0.0\n\
             services: web\ndetection: {detected_at: \"2025-11-29T09:58:00\"}\n\
             facts: {a: {answr: x}, b: [1]}\nimpact: {users: 212}\n\
             checks: {recovery: {login: dne}}\nevidence: [{id: x, size: many}]\n",
        )
        .expect("yaml");
        let found: Vec<String> = misfits::<Record>(&value)
            .iter()
            .map(|misfit| format!("{}: {}", misfit.path, misfit.message))
            .collect();
        let expected = [
            "title: the value is missing",
            "severty: `severty` is not a valid key here; did you mean `severity`?",
            "status: `closd` is not allowed here; did you mean `closed`?",
            "services: expected a list, found `web`",
            "detection.detected_at: `2025-11-29T09:58:00` has no UTC offset",
            "facts.a.answr: `answr` is not a valid key here; did you mean `answer`?",
            "facts.a: the key `answer` is missing",
            "facts.b: expected text or a mapping, found a list",
            "checks.recovery.login: `dne` is not allowed here; did you mean `done`?",
            "evidence[0].size: expected a number, found `many`",
            "evidence[0]: the key `kind` is missing",
            ": the key `severity` is missing",
        ];
        for fault in expected {
            assert!(
                found.iter().any(|line| line.starts_with(fault)),
                "not found: {fault}\n{}",
                found.join("\n")
            );
        }
        assert!(
            !found.iter().any(|line| line.starts_with("impact")),
            "a number is read as text"
        );
    }
}
