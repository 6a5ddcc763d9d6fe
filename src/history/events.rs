//! What one commit did to one incident.

use std::rc::Rc;

use chrono::DateTime;
use serde_json::Value;

use crate::domain::plan::Zone;
use crate::domain::record::describe::Difference;
use crate::domain::record::{Record, Time};
use crate::git::Stamp;

/// One version of a record's file.
pub(crate) enum Version {
    Read {
        record: Box<Record>,
        value: Value,
    },
    /// It cannot be read as a record, and why.
    Invalid(String),
}

impl Version {
    pub(crate) fn record(&self) -> Option<&Record> {
        match self {
            Version::Read { record, .. } => Some(record),
            Version::Invalid(_) => None,
        }
    }

    pub(crate) fn value(&self) -> Option<&Value> {
        match self {
            Version::Read { value, .. } => Some(value),
            Version::Invalid(_) => None,
        }
    }
}

/// What a commit did to one incident.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum What {
    Created,
    Changed,
    Deleted,
    /// It has had another number until then.
    Renumbered {
        from: String,
    },
    /// A merge, of more than it took over from one side.
    Merged,
    /// The text alone: comments, order, layout.
    Rewritten,
    /// The version it left cannot be read as a record.
    #[strum(serialize = "unreadable")]
    BecameInvalid,
    /// A shallow clone begins here: what it did is not known.
    Begins,
}

impl What {
    pub(crate) fn id(&self) -> &'static str {
        self.into()
    }
}

/// What made a commit, as far as that one incident goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Maker {
    /// A command that changes a record.
    Command,
    /// `inc sync`, which merged.
    Sync,
    /// Git, which merged and added nothing: `git merge`, `git pull`, the button of a forge.
    Merge,
    Hand,
}

impl Maker {
    pub(crate) fn id(self) -> &'static str {
        self.into()
    }
}

/// One commit and one incident.
pub(crate) struct Event {
    pub incident: String,
    pub what: What,
    pub maker: Maker,
    pub differences: Vec<Difference>,
    /// What one side of a merge had changed and its result does not hold.
    pub discarded: Vec<Difference>,
    /// What else is to be known of it, a line each.
    pub notes: Vec<String>,
    /// The version that it left.
    pub version: Option<Rc<Version>>,
}

/// The rest of a subject that begins with the incident, as the commands write it.
pub(crate) fn stamped<'s>(stamp: &'s Stamp, incident: &str) -> Option<&'s str> {
    stamp.subject.strip_prefix(incident)?.strip_prefix(": ")
}

/// Seconds since 1970 as a time of the plan's zone.
pub(crate) fn time_of(seconds: i64, zone: Zone) -> Time {
    zone.at(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
}
