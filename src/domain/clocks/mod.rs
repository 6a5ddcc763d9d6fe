//! Every clock that an incident sets going: a pure function of record and plan.
//!
//! A clock says what is due, when, and how it ended; whether one is late is for whoever knows the
//! time. One file per part of the response; a clock is one function in its list.

mod follow_up;
mod messages;
mod response;

use crate::domain::command::Command;
use crate::domain::plan::Case;
use crate::domain::record::Time;

/// Something that is due.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pub kind: Kind,
    /// What is due, in a few words: `acknowledgement`, `DPA notification`.
    pub what: String,
    pub why: String,
    /// The last moment; nothing where the plan says only that it shall not wait.
    pub due: Option<Time>,
    pub end: End,
    /// The plan's row it comes from.
    pub row: String,
    /// What meets it.
    pub command: Command,
}

/// The sorts of clocks, in the order of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Kind {
    Acknowledgement,
    Response,
    Escalation,
    Awareness,
    Update,
    Regulatory,
    Monitoring,
    Review,
    FollowUp,
    Action,
    Waiver,
}

impl Kind {
    pub(crate) fn id(self) -> &'static str {
        self.into()
    }
}

/// How a clock ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It has not.
    Running,
    /// What it waits for was done; the record does not always say when.
    Met(Option<Time>),
    /// What it waits for was not done and makes no sense any more.
    Moot,
}

impl Clock {
    pub(crate) fn is_overdue(&self, now: Time) -> bool {
        self.end == End::Running && self.due.is_some_and(|due| due < now)
    }

    /// Whether the moment passed without what was due.
    pub(crate) fn is_missed(&self, now: Time) -> bool {
        match self.end {
            End::Running => self.is_overdue(now),
            End::Met(at) => matches!((self.due, at), (Some(due), Some(at)) if at > due),
            End::Moot => self.due.is_some(),
        }
    }
}

/// One line a part of the response.
const PARTS: [fn(&Case<'_>) -> Vec<Clock>; 3] =
    [response::clocks, messages::clocks, follow_up::clocks];

/// Every clock, also those that were met.
pub(crate) fn all(case: &Case<'_>) -> Vec<Clock> {
    PARTS.iter().flat_map(|clocks| clocks(case)).collect()
}

/// The clocks that run, soonest first, those without an hour last.
pub(crate) fn running(case: &Case<'_>) -> Vec<Clock> {
    let mut clocks = all(case);
    clocks.retain(|clock| clock.end == End::Running);
    clocks.sort_by_key(|clock| (clock.due.is_none(), clock.due));
    clocks
}

/// The rows of a plan's entry as they are shown.
fn rows(rows: &[String]) -> String {
    rows.join(", ")
}

#[cfg(test)]
mod tests;
