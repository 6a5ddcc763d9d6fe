//! The seal of a closed incident: a digest of everything that must not change after closing.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Record;

/// Top-level keys that live on after closing: review, actions, filings and messages.
pub(crate) const LIVING: [&str; 4] = ["actions", "review", "regulatory", "communications"];

/// Checklists that live on after closing.
pub(crate) const LIVING_CHECKLISTS: [&str; 2] = ["review", "notification"];

/// SHA-256, in hexadecimal, over what is sealed, as canonical JSON (RFC 8785).
///
/// Comments do not count, nor how a value is quoted. An incident may be renumbered without breaking
/// its seal.
pub fn seal(record: &Record) -> String {
    let mut value = record.to_value();
    if let Some(fields) = value.as_object_mut() {
        for key in LIVING.iter().chain(&["id", "formerly"]) {
            fields.shift_remove(*key);
        }
        if let Some(checks) = fields.get_mut("checks").and_then(Value::as_object_mut) {
            for checklist in LIVING_CHECKLISTS {
                checks.shift_remove(checklist);
            }
            if checks.is_empty() {
                fields.shift_remove("checks");
            }
        }
        if let Some(closure) = fields.get_mut("closure").and_then(Value::as_object_mut) {
            closure.shift_remove("seal");
        }
    }
    hex(&Sha256::digest(canonical(&value)))
}

/// Whether a change touches what the seal of a closed record holds.
pub(crate) fn is_broken_by(before: &Record, after: &Record) -> bool {
    before.status.is_closed()
        && after.status.is_closed()
        && (seal(before) != seal(after) || before.closure != after.closure)
}

/// The digest by which the text of a message is approved: SHA-256 of its bytes, in hexadecimal (O16).
pub fn text_digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Canonical JSON (RFC 8785). Records hold no fractions, so its rules for those never arise.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            // The RFC sorts by UTF-16 code units, which is not the order of Rust's strings.
            sorted.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
            out.push('{');
            for (position, (key, entry)) in sorted.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_canonical(entry, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn canonical_json_sorts_and_escapes_as_the_rfc_does() {
        // The sample of RFC 8785, section 3.2.3, without its fractions.
        let sample = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        assert_eq!(
            canonical(&sample),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\
             \"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
        assert_eq!(canonical(&json!("\u{8}\u{1f}\"\\/")), r#""\b\u001f\"\\/""#);
    }
}
