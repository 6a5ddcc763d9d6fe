//! What became of an incident between two versions of its record, in the plan's words.

use serde_json::Value;

use super::Plan;
use crate::record::{Change, Path, Record, Step, changes};

/// What happened to an incident as a whole, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    New,
    Closed,
    Reopened,
    /// The severity is another.
    Moved,
    Changed,
    Gone,
    /// The file cannot be read as a record.
    Unreadable,
}

impl Fate {
    pub fn word(self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Closed => "closed",
            Fate::Reopened => "reopened",
            Fate::Moved => "severity moved",
            Fate::Changed => "changed",
            Fate::Gone => "gone",
            Fate::Unreadable => "unreadable",
        }
    }

    /// As programs read it.
    pub fn id(self) -> &'static str {
        match self {
            Fate::Moved => "severity",
            other => other.word(),
        }
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The path in the record: `facts.data-exposure`.
    pub field: String,
    /// The plan's name for it, or the record's: `Data exposure`, `timeline`.
    pub name: String,
    /// One line each; none where it was added, or taken away.
    pub old: Option<String>,
    pub new: Option<String>,
}

/// What became of one incident.
#[derive(Clone, Debug)]
pub struct Difference {
    pub id: String,
    pub title: String,
    pub fate: Fate,
    pub severity: (Option<String>, Option<String>),
    pub status: (Option<String>, Option<String>),
    pub told: Vec<Told>,
}

impl Difference {
    /// Between two versions; nothing where they say the same.
    pub fn between(
        before: Option<&Record>,
        after: Option<&Record>,
        plan: Option<&Plan>,
    ) -> Option<Difference> {
        let shown = after.or(before)?;
        let fate = match (before, after) {
            (None, _) => Fate::New,
            (_, None) => Fate::Gone,
            (Some(before), Some(after)) if before == after => return None,
            (Some(before), Some(after)) => {
                match (before.status.is_closed(), after.status.is_closed()) {
                    (false, true) => Fate::Closed,
                    (true, false) => Fate::Reopened,
                    _ if before.severity != after.severity => Fate::Moved,
                    _ => Fate::Changed,
                }
            }
        };
        let told = match (before, after) {
            (Some(before), Some(after)) => changes(&before.to_value(), &after.to_value())
                .iter()
                .map(|change| told(change, before, plan))
                .collect(),
            _ => Vec::new(),
        };
        let severity = |record: &Record| record.severity.clone();
        let status = |record: &Record| record.status.to_string();
        Some(Difference {
            id: shown.id.clone(),
            title: shown.title.clone(),
            fate,
            severity: (before.map(severity), after.map(severity)),
            status: (before.map(status), after.map(status)),
            told,
        })
    }
}

fn told(change: &Change, before: &Record, plan: Option<&Plan>) -> Told {
    let field = change.path.to_string();
    let name = name(&change.path, before, plan).unwrap_or_else(|| field.clone());
    Told {
        name,
        old: change.old.as_ref().map(|value| said(value, plan)),
        new: change.new.as_ref().map(|value| said(value, plan)),
        field,
    }
}

/// What the plan calls a field.
fn name(path: &Path, before: &Record, plan: Option<&Plan>) -> Option<String> {
    let keys: Vec<&str> = path
        .0
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        })
        .collect();
    let titled = match (keys.as_slice(), plan) {
        (["facts", fact, ..], Some(plan)) => plan.fact(fact).map(|fact| fact.title.clone()),
        (["roles", role], Some(plan)) => plan.role(role).map(|role| role.title.clone()),
        (["checks", list, check, ..], Some(plan)) => plan.checklists.get(list).and_then(|list| {
            let check = list.checks.iter().find(|known| known.id == *check)?;
            Some(check.check.clone())
        }),
        (["checks", list], Some(plan)) => plan.checklists.get(list).map(|list| list.title.clone()),
        _ => None,
    };
    if titled.is_some() {
        return titled;
    }
    let one = match keys.first().copied()? {
        "timeline" => "timeline",
        "escalations" => "escalation",
        "communications" => "message",
        "evidence" => "evidence",
        "actions" => "action",
        "waivers" => "waiver",
        _ => return Some(keys.join(" ").replace(['_', '-'], " ")),
    };
    // A field of an entry that was there: which entry, and which field.
    let index = path.0.iter().find_map(|step| match step {
        Step::Index(index) => Some(*index),
        Step::Key(_) => None,
    });
    match (index, keys.get(1)) {
        (Some(index), Some(key)) => {
            let value = before.to_value();
            let id = value.get(keys[0])?.get(index)?.get("id")?.as_str()?;
            Some(format!("{one} {id}: {key}"))
        }
        _ => Some(one.to_owned()),
    }
}

/// A value in one line.
fn said(value: &Value, plan: Option<&Plan>) -> String {
    match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| said(item, plan)).collect();
            items.join(if items.len() > 1 && value[0].is_object() {
                "; "
            } else {
                ", "
            })
        }
        Value::Object(entry) => {
            let text = |key: &str| entry.get(key).and_then(Value::as_str);
            let at = text("at").map(|at| match (at.parse(), plan) {
                (Ok(time), Some(plan)) => format!("{} ", plan.zone().minute(time)),
                _ => format!("{at} "),
            });
            // The word by which an entry of its list is known.
            let main = ["event", "to", "text", "location", "action", "rule"]
                .iter()
                .find_map(|key| text(key));
            match main {
                Some(main) => {
                    let main = main.split_whitespace().collect::<Vec<_>>().join(" ");
                    format!("{}{main}", at.unwrap_or_default())
                }
                None => {
                    let parts = entry
                        .iter()
                        .map(|(key, value)| format!("{key}: {}", said(value, plan)));
                    parts.collect::<Vec<_>>().join(", ")
                }
            }
        }
        other => other.to_string(),
    }
}
