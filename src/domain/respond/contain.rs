//! Containment: what was done so that it spreads no further (O7, S11).

use super::{Entry, Response};
use crate::domain::plan::{MilestoneEvent, Plan};
use crate::domain::record::{Phase, State, Status};

impl Response<'_> {
    /// Records actions taken. The first one of an incident starts containment; one that the plan
    /// lists as a check of this command is done with it.
    pub(crate) fn contain(&mut self, plan: &Plan, actions: &[String], owner: Option<&str>) {
        for action in actions {
            let starts = !self.has_milestone(plan, MilestoneEvent::ContainmentStarted);
            let mark = plan
                .milestone_of(MilestoneEvent::ContainmentStarted)
                .filter(|_| starts)
                .map(|milestone| milestone.id.clone());
            self.note(Entry {
                mark,
                phase: Some(Phase::Containment),
                owner: owner.map(str::to_owned),
                ..Entry::new(action.clone())
            });
            let demanded = plan
                .checklists_of("contain")
                .filter(|(_, list)| !list.offered);
            let said: Vec<(String, String)> = demanded
                .flat_map(|(id, list)| list.checks.iter().map(move |check| (id, check)))
                .filter(|(_, check)| check.check == *action)
                .map(|(list, check)| (list.to_owned(), check.id.clone()))
                .collect();
            for (list, check) in said {
                self.record.set_check(&list, &check, State::Done.into());
            }
        }
    }

    /// Nothing spreads any more.
    pub(crate) fn contained(&mut self, plan: &Plan) {
        if self.record.status < Status::Contained {
            self.record.status = Status::Contained;
        }
        if !self.has_milestone(plan, MilestoneEvent::Contained) {
            self.milestone(plan, MilestoneEvent::Contained, None);
        }
    }
}
