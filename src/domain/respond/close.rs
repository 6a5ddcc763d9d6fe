//! Closing and reopening (O22).

use super::{Entry, Response};
use crate::domain::plan::{MilestoneEvent, Plan};
use crate::domain::record::Status;

impl Response<'_> {
    /// Closes and seals the incident.
    pub(crate) fn close(&mut self, plan: &Plan) {
        self.milestone(plan, MilestoneEvent::Closed, None);
        let (at, by) = (self.moment.at, self.moment.by.clone());
        self.record.close(at, by, plan.version().to_owned());
    }

    /// Takes the incident up again: what recovery and closure had been checked is checked anew.
    pub(crate) fn reopen(&mut self, plan: &Plan, reason: &str) {
        self.set_back(plan, Status::Investigating, reason);
        self.record.closure = None;
        let redone: Vec<String> = plan
            .checklists_of("recover")
            .chain(plan.checklists_of("close"))
            .map(|(id, _)| id.to_owned())
            .collect();
        for list in redone {
            self.record.checks.remove(&list);
        }
    }

    /// Moves the status backwards, with a reason that the timeline keeps.
    pub(crate) fn set_back(&mut self, plan: &Plan, status: Status, reason: &str) {
        let from = self.record.status;
        self.record.status = status;
        let milestone = plan
            .milestone_of(MilestoneEvent::Reopened)
            .filter(|_| from.is_closed());
        let event = milestone.map_or_else(
            || format!("Set back from {from} to {status}"),
            |milestone| milestone.title.clone(),
        );
        self.note(Entry {
            mark: milestone.map(|milestone| milestone.id.clone()),
            notes: Some(reason.to_owned()),
            ..Entry::new(event)
        });
    }
}
