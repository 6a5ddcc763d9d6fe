//! Values written as YAML in our conventions.
//!
//! Two spaces, items indented below their key, scalars plain where that is safe, lists of scalars on
//! one line where they fit, `{state, note}` and `{answer, note}` in braces, text of several lines
//! under `|`, and a blank line between the sections that follow the head.

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use super::layout::Layout;
use super::literal::literal;
use super::quote::{self, Context};

/// Lists longer than this go one item to a line.
const WIDTH: usize = 100;

/// The section the head ends before.
const FIRST_SECTION: &str = "detection";

/// A whole file.
pub(crate) fn document(value: &Value) -> String {
    let Value::Object(map) = value else {
        return format!(
            "{}\n",
            after_key(value, 0, 0, Layout::default()).trim_start()
        );
    };
    let head = head(map);
    let mut out = String::new();
    for (at, (key, value)) in map.iter().enumerate() {
        if at >= head && at > 0 {
            out.push('\n');
        }
        out.push_str(&entry(key, value, 0, Layout::default()));
        out.push('\n');
    }
    if out.is_empty() {
        "{}\n".to_owned()
    } else {
        out
    }
}

/// How many keys stand together at the top: those before `detection`, or in a file of another kind
/// those before the first that needs lines of its own.
pub(super) fn head(map: &Map<String, Value>) -> usize {
    let section = map.keys().position(|key| key == FIRST_SECTION);
    let long = || {
        map.iter()
            .position(|(key, value)| on_one_line(value, key.width() + 2).is_none())
    };
    section.or_else(long).unwrap_or(map.len())
}

/// `key: value` without leading indentation and last line break. `column` is where the key stands.
pub(super) fn entry(key: &str, value: &Value, column: usize, layout: Layout) -> String {
    let key = quote::text(key, Context::Flow);
    let used = column + key.width() + 1;
    format!("{key}:{}", after_key(value, column, used, layout))
}

/// `- value` likewise. `column` is where the dash stands.
pub(super) fn item(value: &Value, column: usize, layout: Layout) -> String {
    format!("-{}", after_dash(value, column, layout))
}

/// What follows `key:`, from the blank or line break on. `used` is how wide the line is already.
pub(super) fn after_key(value: &Value, column: usize, used: usize, layout: Layout) -> String {
    if let Some(text) = on_one_line(value, used + 1) {
        return format!(" {text}");
    }
    match value {
        Value::Object(map) => {
            let column = column + layout.indent;
            let entry = |(key, value): (&String, &Value)| {
                format!("\n{}{}", pad(column), entry(key, value, column, layout))
            };
            map.iter().map(entry).collect()
        }
        Value::Array(items) => {
            let column = column + layout.list;
            items
                .iter()
                .map(|value| format!("\n{}{}", pad(column), item(value, column, layout)))
                .collect()
        }
        Value::String(text) => format!(" {}", under(text, column, layout.indent)),
        _ => format!(" {}", flow(value)),
    }
}

/// What follows `-`.
pub(super) fn after_dash(value: &Value, column: usize, layout: Layout) -> String {
    let inner = column + layout.dash;
    let blanks = pad(layout.dash - 1);
    if let Some(text) = on_one_line(value, inner) {
        return format!("{blanks}{text}");
    }
    let lines: Vec<String> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| entry(key, value, inner, layout))
            .collect(),
        Value::Array(items) => items
            .iter()
            .map(|value| item(value, inner, layout))
            .collect(),
        Value::String(text) => vec![under(text, column, layout.dash)],
        _ => vec![flow(value)],
    };
    format!("{blanks}{}", lines.join(&format!("\n{}", pad(inner))))
}

/// A text of several lines under `|`, else in quotes.
fn under(text: &str, column: usize, deeper: usize) -> String {
    let Some(literal) = literal(text, deeper) else {
        return quote::text(text, Context::Block);
    };
    let line = |line: &&str| {
        if line.is_empty() {
            "\n".to_owned()
        } else {
            format!("\n{}{line}", pad(column + deeper))
        }
    };
    literal.header + &literal.lines.iter().map(line).collect::<String>()
}

/// The value on the line of its key, if that is its form.
pub(super) fn on_one_line(value: &Value, used: usize) -> Option<String> {
    match value {
        Value::String(text) if needs_lines(text) => None,
        Value::String(text) => Some(quote::text(text, Context::Block)),
        Value::Array(items) if items.is_empty() => Some(flow(value)),
        Value::Array(items) => {
            let short = items.iter().all(|item| match item {
                Value::String(text) => !needs_lines(text),
                Value::Array(_) | Value::Object(_) => false,
                _ => true,
            });
            let text = short.then(|| flow(value))?;
            (used + text.width() <= WIDTH).then_some(text)
        }
        Value::Object(map) => (map.is_empty() || is_noted(map)).then(|| flow(value)),
        _ => Some(flow(value)),
    }
}

fn needs_lines(text: &str) -> bool {
    literal(text, 2).is_some()
}

/// `{state}`, `{answer}`, either with a `note`: one fact and why.
fn is_noted(map: &Map<String, Value>) -> bool {
    let main = map.contains_key("state") || map.contains_key("answer");
    let others = map.len() - usize::from(main) - usize::from(map.contains_key("note"));
    let one_line = |value: &Value| match value {
        Value::String(text) => !needs_lines(text),
        _ => !value.is_array() && !value.is_object(),
    };
    main && others == 0 && map.values().all(one_line)
}

/// In brackets and braces, on one line whatever its length.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => quote::text(text, Context::Flow),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| flow_entry(key, value));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

pub(super) fn flow_entry(key: &str, value: &Value) -> String {
    format!("{}: {}", quote::text(key, Context::Flow), flow(value))
}

pub(super) fn pad(width: usize) -> String {
    " ".repeat(width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::yaml::read;
    use serde_json::json;

    #[test]
    fn the_example_is_in_our_conventions() {
        let example = include_str!("example-record.yaml");
        let tree = read(example).expect("the example reads");
        let uncommented: String = example
            .split_inclusive('\n')
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert_eq!(document(&tree.value()), uncommented);
    }

    #[test]
    fn values_take_their_forms() {
        let long: Vec<String> = (0..20).map(|n| format!("service-{n}")).collect();
        let record = json!({
            "id": "INC-1",
            "services": [],
            "detection": {"at": "2025-11-29T09:58:00+03:00", "n": 3, "long": long[..12]},
            "facts": {"a": {"answer": "x", "note": "it's"}, "b": {"answer": "low", "note": "l1\nl2\n"}},
            "list": [["a", ["b", {"c": 1}]], "x\ny", {}],
        });
        let text = document(&record);
        assert_eq!(read(&text).expect("reads").value(), record);
        assert!(
            text.starts_with("id: INC-1\nservices: []\n\ndetection:\n  at: \"2025"),
            "{text}"
        );
        assert!(text.contains("  long:\n    - service-0\n"), "{text}");
        assert!(text.contains("  a: {answer: x, note: it's}\n  b:\n    answer: low\n    note: |\n      l1\n      l2\n"), "{text}");
        assert!(
            text.contains(
                "list:\n  - - a\n    - - b\n      - c: 1\n  - |-\n    x\n    y\n  - {}\n"
            ),
            "{text}"
        );
    }
}
