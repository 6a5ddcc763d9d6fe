//! What each verb does to a record: pure steps, given the plan, the time and who acts.
//!
//! A step never decides whether it is allowed. It makes the record as it would be; the rules judge
//! that, and `cli` keeps it or refuses it.

mod close;
mod contain;
mod eradicate;
mod ids;
mod lists;
mod messages;
mod notify;
mod open;
mod recover;
mod review;
mod set;
mod triage;

pub(crate) use eradicate::Cause;
pub(crate) use ids::Ids;
pub(crate) use lists::{NewAction, NewEvidence};
pub(crate) use messages::{Approval, NewMessage};
pub(crate) use notify::Notified;
pub(crate) use open::Declaration;
pub(crate) use recover::Recovery;
pub(crate) use review::Reviewed;
pub(crate) use set::{FIELDS, NotSettable, clear, set};
pub(crate) use triage::Triage;

use crate::domain::plan::{Case, MilestoneEvent, Plan};
use crate::domain::record::{Check, Event, Phase, Record, Time};

/// When something happened, when it is written down, and who says so.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub at: Time,
    pub now: Time,
    pub by: String,
}

/// A record being changed.
pub(crate) struct Response<'a> {
    pub record: &'a mut Record,
    pub moment: &'a Moment,
    pub ids: &'a mut Ids,
}

/// What is said of a check: where it stands and its new state.
#[derive(Clone, Debug)]
pub(crate) struct CheckAnswer {
    pub checklist: String,
    pub check: String,
    pub state: Check,
}

/// An entry as a verb words it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub event: String,
    pub mark: Option<String>,
    pub phase: Option<Phase>,
    pub owner: Option<String>,
    pub notes: Option<String>,
    pub corrects: Option<String>,
}

impl Entry {
    pub(crate) fn new(event: impl Into<String>) -> Self {
        Entry {
            event: event.into(),
            ..Entry::default()
        }
    }
}

impl<'a> Response<'a> {
    pub(crate) fn new(record: &'a mut Record, moment: &'a Moment, ids: &'a mut Ids) -> Self {
        Response {
            record,
            moment,
            ids,
        }
    }
}

impl Response<'_> {
    /// Adds a line to the timeline, at its place in time.
    pub(crate) fn note(&mut self, entry: Entry) {
        let id = self.ids.fresh(self.record);
        let moment = self.moment;
        self.record.insert_event(Event {
            id: Some(id),
            at: moment.at,
            event: entry.event,
            mark: entry.mark,
            phase: entry.phase,
            owner: Some(entry.owner.unwrap_or_else(|| moment.by.clone())),
            notes: entry.notes,
            recorded_at: (moment.now != moment.at).then_some(moment.now),
            corrects: entry.corrects,
        });
    }

    /// Marks a moment that the program knows of, under the plan's name for it.
    fn milestone(&mut self, plan: &Plan, event: MilestoneEvent, notes: Option<String>) {
        if let Some(milestone) = plan.milestone_of(event) {
            self.note(Entry {
                mark: Some(milestone.id.clone()),
                notes,
                ..Entry::new(milestone.title.clone())
            });
        }
    }

    fn has_milestone(&self, plan: &Plan, event: MilestoneEvent) -> bool {
        plan.milestone_of(event)
            .is_some_and(|milestone| self.record.milestone(&milestone.id).is_some())
    }

    /// Takes the incident on (S8). A plan that cannot be read does not stand in the way.
    pub(crate) fn acknowledge(&mut self, plan: Option<&Plan>) {
        self.record.detection.acknowledged_at = Some(self.moment.at);
        match plan {
            Some(plan) => self.milestone(plan, MilestoneEvent::Acknowledged, None),
            None => self.note(Entry::new("Acknowledged")),
        }
    }

    /// Writes down how checks stand.
    pub(crate) fn say(&mut self, said: &[CheckAnswer]) {
        for said in said {
            self.record
                .set_check(&said.checklist, &said.check, said.state.clone());
        }
    }

    pub(crate) fn assign(&mut self, roles: &[(String, String)]) {
        for (role, person) in roles {
            self.record.roles.insert(role.clone(), person.clone());
        }
    }
}

/// The checks of one command that apply and are still unsaid, as `--rest STATE` would say them. That
/// time was kept can be said only once it has passed, so that is never among the rest before.
pub(crate) fn rest(
    case: &Case<'_>,
    command: &str,
    state: crate::domain::record::State,
    now: Time,
) -> Vec<CheckAnswer> {
    let lists = case
        .plan
        .checklists_of(command)
        .filter(|(_, list)| list.gate.is_some() && !list.offered);
    let views = lists.flat_map(|(id, _)| case.checks(id));
    views
        .filter(|view| {
            !view.is_computed() && view.standing == crate::domain::plan::CheckStatus::Unsaid
        })
        .filter(|view| !case.is_too_early(view.checklist, &view.check.id, now))
        .map(|view| CheckAnswer {
            checklist: view.checklist.to_owned(),
            check: view.check.id.clone(),
            state: state.into(),
        })
        .collect()
}
