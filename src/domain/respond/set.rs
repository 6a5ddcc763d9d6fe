//! Setting one plain field by name.

use crate::domain::record::{Answer, Check, Record, State, Time};

/// Why a field cannot be set this way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotSettable {
    /// There is such a field, but something else changes it: this verb, or nothing at all.
    Guarded {
        field: String,
        verb: Option<&'static str>,
    },
    Unknown {
        field: String,
    },
    Wrong {
        field: String,
        message: String,
    },
}

/// Fields that `set` takes, as they are written; `…` stands for a name of the plan.
pub(crate) const FIELDS: [&str; 24] = [
    "title",
    "type",
    "severity",
    "status",
    "environment",
    "classification",
    "services",
    "owner",
    "detection.source",
    "detection.started_at",
    "detection.detected_at",
    "detection.acknowledged_at",
    "facts.\u{2026}",
    "impact.users",
    "impact.business",
    "impact.financial",
    "impact.data",
    "roles.\u{2026}",
    "checks.\u{2026}.\u{2026}",
    "resolution",
    "verification",
    "review.held_at",
    "regulatory.decision",
    "actions.\u{2026}.owner",
];

/// What is changed by a verb of its own.
const GUARDED: [(&str, Option<&str>); 11] = [
    ("id", None),
    ("schema", None),
    ("plan", None),
    ("formerly", None),
    ("closure", Some("close")),
    ("root_cause", Some("eradicate")),
    ("timeline", Some("note")),
    ("escalations", Some("escalate")),
    ("communications", Some("update")),
    ("evidence", Some("evidence add")),
    ("waivers", Some("waive")),
];

/// Sets `field` to `value`. The status is not set here: it has gates and a direction.
pub(crate) fn set(
    record: &mut Record,
    field: &str,
    value: &str,
    note: Option<&str>,
) -> Result<(), NotSettable> {
    let wrong = |message: String| NotSettable::Wrong {
        field: field.to_owned(),
        message,
    };
    let unknown = || NotSettable::Unknown {
        field: field.to_owned(),
    };
    let time = |text: &str| text.parse::<Time>().map_err(wrong);
    let text = || Some(value.to_owned());
    let note = || note.map(str::to_owned);
    let parts: Vec<&str> = field.split('.').collect();
    match parts.as_slice() {
        ["title"] => record.title = value.to_owned(),
        ["type"] => record.kind = value.to_owned(),
        ["severity"] => record.severity = value.to_owned(),
        ["environment"] => record.environment = text(),
        ["classification"] => record.classification = text(),
        ["owner"] => record.owner = text(),
        ["services"] => {
            record.services = value
                .split(',')
                .map(|service| service.trim().to_owned())
                .filter(|service| !service.is_empty())
                .collect()
        }
        ["detection", "source"] => record.detection.source = text(),
        ["detection", "started_at"] => record.detection.started_at = Some(time(value)?),
        ["detection", "detected_at"] => record.detection.detected_at = time(value)?,
        ["detection", "acknowledged_at"] => record.detection.acknowledged_at = Some(time(value)?),
        ["facts", fact] => {
            record.facts.insert(*fact, Answer::new(value, note()));
        }
        ["impact", kind] => *record.impact.slot(kind).ok_or_else(unknown)? = text(),
        ["roles", role] => {
            record.roles.insert(*role, value.to_owned());
        }
        ["checks", list, check] => {
            let state: State = value.parse().map_err(wrong)?;
            record.set_check(list, check, Check::new(state, note()));
        }
        ["resolution"] => record.resolution = text(),
        ["verification"] => record.verification = text(),
        ["review", "held_at"] => record.review.get_or_insert_default().held_at = Some(time(value)?),
        ["regulatory", "decision"] => record.regulatory.get_or_insert_default().decision = text(),
        ["actions", id, key @ ("owner" | "due")] => {
            let due = (*key == "due")
                .then(|| value.parse().map_err(wrong))
                .transpose()?;
            let action = record.actions.iter_mut().find(|action| action.id == *id);
            let action = action.ok_or_else(unknown)?;
            match due {
                Some(due) => action.due = Some(due),
                None => action.owner = text(),
            }
        }
        _ => return Err(refused(field)),
    }
    Ok(())
}

/// Takes a field out of the record again; only what may be absent can be.
pub(crate) fn clear(record: &mut Record, field: &str) -> Result<(), NotSettable> {
    let parts: Vec<&str> = field.split('.').collect();
    match parts.as_slice() {
        ["environment"] => record.environment = None,
        ["classification"] => record.classification = None,
        ["owner"] => record.owner = None,
        ["services"] => record.services.clear(),
        ["resolution"] => record.resolution = None,
        ["verification"] => record.verification = None,
        ["detection", "source"] => record.detection.source = None,
        ["detection", "started_at"] => record.detection.started_at = None,
        ["detection", "acknowledged_at"] => record.detection.acknowledged_at = None,
        ["facts", fact] => {
            record.facts.remove(fact);
        }
        ["impact", kind] => match record.impact.slot(kind) {
            Some(slot) => *slot = None,
            None => return Err(refused(field)),
        },
        ["roles", role] => {
            record.roles.remove(role);
        }
        ["checks", list, check] => {
            record.checks.entry(list).remove(check);
            let left = record.checks.get(list);
            if left.is_some_and(|checks| checks.is_empty()) {
                record.checks.remove(list);
            }
        }
        ["title" | "type" | "severity"] | ["detection", "detected_at"] => {
            return Err(NotSettable::Wrong {
                field: field.to_owned(),
                message: "every incident needs a value here".to_owned(),
            });
        }
        _ => return Err(refused(field)),
    }
    Ok(())
}

fn refused(field: &str) -> NotSettable {
    let head = field.split(['.', '[']).next().unwrap_or_default();
    match GUARDED.iter().find(|(name, _)| *name == head) {
        Some((_, verb)) => NotSettable::Guarded {
            field: field.to_owned(),
            verb: *verb,
        },
        None => NotSettable::Unknown {
            field: field.to_owned(),
        },
    }
}
