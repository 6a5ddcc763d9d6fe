//! What became of an incident between two versions of its record, in the plan's words.

use serde_json::{Map, Value};

use super::{NameKind, Plan};
use crate::domain::record::describe::{self, Words};
use crate::domain::record::{Record, Time};

/// What a new incident is shown by, or what says nothing of it.
const HEAD: [&str; 6] = ["schema", "id", "title", "plan", "severity", "status"];

/// What happened to an incident as a whole, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum ChangeKind {
    New,
    Closed,
    Reopened,
    /// The severity changed.
    #[strum(serialize = "severity moved")]
    Moved,
    Changed,
    Gone,
    /// The file cannot be read as a record.
    Unreadable,
}

impl ChangeKind {
    pub(crate) fn word(self) -> &'static str {
        self.into()
    }

    /// As programs read it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            ChangeKind::Moved => "severity",
            other => other.word(),
        }
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// The path in the record, entries by their ids: `facts.data-exposure`, `timeline.w5he`.
    pub field: String,
    /// The plan's name for it, or the record's: `Data exposure`, `timeline`.
    pub name: String,
    /// One line each; none where it was added, or taken away.
    pub old: Option<String>,
    pub new: Option<String>,
}

/// What became of one incident.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub id: String,
    pub title: String,
    pub fate: ChangeKind,
    pub severity: (Option<String>, Option<String>),
    pub status: (Option<String>, Option<String>),
    pub changes: Vec<Change>,
}

impl Difference {
    /// Between two versions; nothing where they say the same.
    pub(crate) fn between(
        before: Option<&Record>,
        after: Option<&Record>,
        plan: Option<&Plan>,
    ) -> Option<Difference> {
        let shown = after.or(before)?;
        let fate = match (before, after) {
            (None, _) => ChangeKind::New,
            (_, None) => ChangeKind::Gone,
            (Some(before), Some(after)) if before == after => return None,
            (Some(before), Some(after)) => {
                match (before.status.is_closed(), after.status.is_closed()) {
                    (false, true) => ChangeKind::Closed,
                    (true, false) => ChangeKind::Reopened,
                    _ if before.severity != after.severity => ChangeKind::Moved,
                    _ => ChangeKind::Changed,
                }
            }
        };
        let changes = match (before, after) {
            (Some(before), Some(after)) => differences(&before.to_value(), after, plan),
            (None, Some(after)) => {
                let mut all = differences(&Value::Object(Map::new()), after, plan);
                all.retain(|change| !HEAD.contains(&change.field.as_str()));
                all
            }
            // What is gone need not be told piece by piece.
            (_, None) => Vec::new(),
        };
        let severity = |record: &Record| record.severity.clone();
        let status = |record: &Record| record.status.to_string();
        Some(Difference {
            id: shown.id.clone(),
            title: shown.title.clone(),
            fate,
            severity: (before.map(severity), after.map(severity)),
            status: (before.map(status), after.map(status)),
            changes,
        })
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every difference between two versions, by the titles of the plan where there is one.
fn differences(before: &Value, after: &Record, plan: Option<&Plan>) -> Vec<Change> {
    let time = |time: Time| plan.map_or(time.to_string(), |plan| plan.zone().minute(time));
    let title = |kind: &str, id: &str| title(plan?, kind, id);
    let words = Words {
        time: &time,
        title: &title,
    };
    describe::differences(before, &after.to_value())
        .iter()
        .map(|difference| {
            let described = describe::describe(difference, &words);
            Change {
                field: difference.field.to_string(),
                name: described.name,
                old: described.old.as_deref().map(one_line),
                new: described.new.as_deref().map(one_line),
            }
        })
        .collect()
}

fn title(plan: &Plan, kind: &str, id: &str) -> Option<String> {
    let kind = match kind.split_once('.') {
        None if kind == "facts" => NameKind::Fact,
        None if kind == "roles" => NameKind::Role,
        None if kind == "impact" => NameKind::Impact,
        Some(("checks", list)) => NameKind::Check(list),
        _ => return None,
    };
    Some(plan.vocabulary(kind).get(id)?.title.to_owned())
}
