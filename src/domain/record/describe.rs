//! A change in the record's own words: `severity SEV-2 → SEV-1`, `+ timeline 10:42 Froze refunds`.
//!
//! [`differences`] names every place so that it can be found again whichever version it is looked
//! for in (list entries by id), at the level at which people think of it: an answer with its note is
//! one thing. [`describe`] says one of them. Both know no plan; who has one lends its titles.

use std::fmt;

use serde_json::Value;

use super::change::{Change, changes};
use super::{Path, Step, Time};

/// One difference between two versions of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    /// `roles.technical-lead`, `timeline.w5he`; an entry without an id by its place, `timeline[3]`.
    pub field: Path,
    pub old: Option<Value>,
    pub new: Option<Value>,
}

/// How times and names are written.
pub(crate) struct Words<'a> {
    /// An instant, as `10:42` in the zone of the reader.
    pub time: &'a dyn Fn(Time) -> String,
    /// The title of an id, by where it stands (`roles`, `facts`, `impact`, `checks.recovery`); without
    /// one the id speaks for itself.
    pub title: &'a dyn Fn(&str, &str) -> Option<String>,
}

/// What turns `old` into `new`: what was there first, then what came.
pub(crate) fn differences(old: &Value, new: &Value) -> Vec<Difference> {
    of(&changes(old, new), old, new)
}

/// As [`differences`], where the changes between the two are known already.
pub(crate) fn of(changes: &[Change], old: &Value, new: &Value) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    for change in changes {
        let field = named(change, old, new);
        let unit = unit(&field);
        if field.0.len() > unit && is_one_thing(&field) {
            let field = Path(field.0[..unit].to_vec());
            if found.iter().all(|other| other.field != field) {
                let (old, new) = (at(old, &field).cloned(), at(new, &field).cloned());
                found.push(Difference { field, old, new });
            }
        } else {
            expand(field, change.old.clone(), change.new.clone(), &mut found);
        }
    }
    found
}

/// What stands at a place of a record whose list entries are named by id.
pub(crate) fn at<'a>(record: &'a Value, field: &Path) -> Option<&'a Value> {
    field.0.iter().try_fold(record, |value, step| match step {
        Step::Key(key) => match value {
            Value::Array(items) => items.iter().find(|item| id(item) == Some(key)),
            value => value.get(key),
        },
        Step::Index(place) => value.get(place),
    })
}

fn id(item: &Value) -> Option<&str> {
    item.get("id").and_then(Value::as_str)
}

/// The place of a change, entries by their ids. Before the last step it is the old list's.
fn named(change: &Change, old: &Value, new: &Value) -> Path {
    let mut field = Path::root();
    let mut here = Some(old);
    let last = change.path.0.len().saturating_sub(1);
    for (depth, step) in change.path.0.iter().enumerate() {
        match step {
            Step::Key(key) => {
                field = field.key(key.clone());
                here = here.and_then(|value| value.get(key));
            }
            Step::Index(place) => {
                let added = depth == last && change.old.is_none();
                let list = if added { at(new, &field) } else { here };
                let item = list.and_then(|list| list.get(place));
                field = match item.and_then(id) {
                    Some(id) => field.key(id),
                    None => field.index(*place),
                };
                here = item;
            }
        }
    }
    field
}

/// How deep the things lie that a person would call one.
fn unit(field: &Path) -> usize {
    let second = match field.0.get(1) {
        Some(Step::Key(key)) => key.as_str(),
        _ => "",
    };
    match field.head().unwrap_or_default() {
        "facts" | "roles" | "impact" | "detection" => 2,
        "checks" => 3,
        "review" if second == "sections" => 3,
        "regulatory" if second == "filings" => 3,
        "review" | "regulatory" => 2,
        head if collection(head).is_some() => 2,
        _ => 1,
    }
}

fn is_one_thing(field: &Path) -> bool {
    let head = field.head().unwrap_or_default();
    collection(head).is_none()
}

/// The lists of entries, each with what one of them is called.
fn collection(head: &str) -> Option<&'static str> {
    Some(match head {
        "timeline" => "timeline",
        "escalations" => "escalation",
        "communications" => "message",
        "evidence" => "evidence",
        "actions" => "action",
        "waivers" => "waiver",
        _ => return None,
    })
}

/// A whole section that came or went is told item by item.
fn expand(field: Path, old: Option<Value>, new: Option<Value>, found: &mut Vec<Difference>) {
    let whole = field.0.len() < unit(&field) || field.0.is_empty();
    let (gone, value) = match (&old, &new) {
        (None, Some(value)) if whole => (false, value),
        (Some(value), None) if whole => (true, value),
        _ => {
            found.push(Difference { field, old, new });
            return;
        }
    };
    let mut part = |field: Path, value: &Value| {
        let value = Some(value.clone());
        let (old, new) = if gone { (value, None) } else { (None, value) };
        expand(field, old, new, found);
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| part(field.key(key.clone()), value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| {
            let field = match id(item) {
                Some(id) => field.key(id),
                None => field.index(place),
            };
            part(field, item);
        }),
        _ => found.push(Difference { field, old, new }),
    }
}

/// One difference as a person would say it; what somebody wrote stands in it as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Description {
    /// `severity`, `timeline`, `check recovery/redis`, or the title that was lent.
    pub name: String,
    /// None where it came, or went.
    pub old: Option<String>,
    pub new: Option<String>,
    /// Whether it is an entry of a list that came or went, whole.
    pub is_entry: bool,
}

pub(crate) fn describe(difference: &Difference, words: &Words<'_>) -> Description {
    let Difference { field, old, new } = difference;
    let head = field.head().unwrap_or_default();
    let step = |place: usize| field.0.get(place).map(plain).unwrap_or_default();
    let said = |value: &Option<Value>| value.as_ref().map(|value| value_words(value, words));
    if let Some(entry) = collection(head) {
        if field.0.len() <= 2 && (old.is_none() || new.is_none()) {
            let item = |value: &Option<Value>| value.as_ref().map(|value| item(head, value, words));
            return Description {
                name: entry.to_owned(),
                old: item(old),
                new: item(new),
                is_entry: true,
            };
        }
        let key = step(field.0.len() - 1).replace('_', " ");
        return Description {
            name: format!("{entry} {}: {key}", step(1)),
            old: said(old),
            new: said(new),
            is_entry: false,
        };
    }
    let called = match head {
        "facts" | "roles" | "impact" => (words.title)(head, &step(1)),
        "checks" => (words.title)(&format!("{head}.{}", step(1)), &step(2)),
        _ => None,
    };
    let name = called.unwrap_or_else(|| match head {
        "facts" => format!("fact {}", step(1)),
        "roles" => format!("role {}", step(1)),
        "checks" => format!("check {}/{}", step(1), step(2)),
        "impact" => format!("impact on {}", step(1)),
        "detection" if step(1) == "source" => "detection source".to_owned(),
        "detection" => step(1).replace('_', " "),
        "regulatory" if field.0.len() > 2 => format!("filed {}", step(2)),
        "regulatory" | "review" => format!("{head} {}", step(field.0.len() - 1).replace('_', " ")),
        "closure" => "closing".to_owned(),
        head => head.replace('_', " "),
    });
    Description {
        name,
        old: said(old),
        new: said(new),
        is_entry: false,
    }
}

impl fmt::Display for Description {
    /// In a line: `severity SEV-2 → SEV-1`, `+ timeline 10:42 Froze refunds`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => write!(f, "{name} {old} \u{2192} {new}"),
            (None, Some(new)) if self.is_entry => write!(f, "+ {name} {new}"),
            (None, Some(new)) => write!(f, "{name} {new}"),
            (Some(old), None) => write!(f, "- {name} {old}"),
            (None, None) => f.write_str(name),
        }
    }
}

fn plain(step: &Step) -> String {
    match step {
        Step::Key(key) => key.clone(),
        Step::Index(place) => format!("[{place}]"),
    }
}

/// A value as it would be said; a word with a note is the word, the note in brackets.
pub(crate) fn value_words(value: &Value, words: &Words<'_>) -> String {
    match value {
        Value::String(text) => match text.parse::<Time>() {
            Ok(time) => (words.time)(time),
            Err(_) => text.clone(),
        },
        Value::Array(items) => items
            .iter()
            .map(|item| value_words(item, words))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Object(fields) => {
            let get = |key: &str| fields.get(key).map(|value| value_words(value, words));
            let main = ["answer", "state", "text"].iter().find_map(|key| get(key));
            if let Some(main) = main {
                let beside = get("note")
                    .or_else(|| get("confirmed_by").map(|by| format!("confirmed by {by}")));
                return beside.map_or(main.clone(), |beside| format!("{main} ({beside})"));
            }
            let named = fields.iter().filter(|(key, _)| *key != "seal");
            named
                .map(|(key, value)| {
                    format!("{} {}", key.replace('_', " "), value_words(value, words))
                })
                .collect::<Vec<_>>()
                .join(" ")
        }
        other => other.to_string(),
    }
}

/// An entry of a list in a line.
fn item(head: &str, entry: &Value, words: &Words<'_>) -> String {
    let get = |key: &str| entry.get(key).map(|value| value_words(value, words));
    let text = |key: &str| get(key).unwrap_or_default();
    let beside = |key: &str, before: &str| {
        get(key).map_or(String::new(), |value| format!(" ({before}{value})"))
    };
    match head {
        "timeline" => format!(
            "{} {}{}",
            text("at"),
            text("event"),
            beside("corrects", "corrects ")
        ),
        "escalations" => format!("{} to {}", text("at"), text("to")),
        "communications" => format!(
            "{} {} {}{}",
            text("at"),
            text("audience"),
            text("template"),
            beside("approved_by", "approved by ")
        ),
        "evidence" => format!("{} {}", text("kind"), text("location")),
        "actions" => {
            let due = get("due").map(|due| format!("due {due}"));
            let who: Vec<String> = get("owner").into_iter().chain(due).collect();
            match who.as_slice() {
                [] => text("action"),
                who => format!("{} ({})", text("action"), who.join(", ")),
            }
        }
        "waivers" => format!(
            "{}: {}{}",
            text("rule"),
            text("reason"),
            beside("approved_by", "approved by ")
        ),
        _ => value_words(entry, words),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(old: &Value, new: &Value) -> Vec<String> {
        let all = Words {
            time: &|time| time.0.format("%H:%M").to_string(),
            title: &|_, _| None,
        };
        let found = differences(old, new);
        for difference in &found {
            assert_eq!(at(old, &difference.field), difference.old.as_ref());
            assert_eq!(at(new, &difference.field), difference.new.as_ref());
        }
        found
            .iter()
            .map(|difference| format!("{}: {}", difference.field, describe(difference, &all)))
            .collect()
    }

    #[test]
    fn a_change_is_reported_in_the_words_of_the_record() {
        let old = json!({
            "severity": "SEV-2",
            "services": ["a"],
            "facts": {"data-exposure": "under-review", "backup": {"answer": "yes", "note": "n"}},
            "roles": {"communications-owner": "Ben"},
            "timeline": [{"id": "w5he", "at": "2025-11-29T10:00:00+03:00", "event": "First"}],
            "actions": [{"id": "k2", "action": "Alert", "status": "open"}],
        });
        let new = json!({
            "severity": "SEV-1",
            "services": ["a", "b"],
            "facts": {"data-exposure": {"answer": "none", "note": "logs read"}, "backup": {"answer": "yes", "note": "m"}},
            "roles": {"technical-lead": "Ann"},
            "checks": {"recovery": {"redis": "done"}},
            "timeline": [
                {"id": "w5he", "at": "2025-11-29T10:00:00+03:00", "event": "First"},
                {"at": "2025-11-29T10:42:00+03:00", "event": "Froze refunds"},
            ],
            "evidence": [{"id": "e1", "kind": "logs", "location": "s3://x"}],
            "actions": [{"id": "k2", "action": "Alert", "status": "done"}],
            "root_cause": {"text": "A bug", "confirmed_by": "CTO", "confirmed_at": "2025-11-29T11:00:00+03:00"},
        });
        assert_eq!(
            lines(&old, &new),
            [
                "severity: severity SEV-2 \u{2192} SEV-1",
                "services: services a \u{2192} a, b",
                "facts.data-exposure: fact data-exposure under-review \u{2192} none (logs read)",
                "facts.backup: fact backup yes (n) \u{2192} yes (m)",
                "roles.communications-owner: - role communications-owner Ben",
                "roles.technical-lead: role technical-lead Ann",
                "timeline[1]: + timeline 10:42 Froze refunds",
                "actions.k2.status: action k2: status open \u{2192} done",
                "checks.recovery.redis: check recovery/redis done",
                "evidence.e1: + evidence logs s3://x",
                "root_cause: root cause A bug (confirmed by CTO)",
            ]
        );
    }

    #[test]
    fn a_section_that_came_or_went_is_reported_item_by_item() {
        let full = json!({"checks": {"a": {"x": "done", "y": "open"}}, "review": {"participants": ["P"], "sections": {"went-well": "w"}}});
        assert_eq!(
            lines(&json!({}), &full),
            [
                "checks.a.x: check a/x done",
                "checks.a.y: check a/y open",
                "review.participants: review participants P",
                "review.sections.went-well: review went-well w",
            ]
        );
        assert_eq!(lines(&full, &json!({})).len(), 4);
    }
}
