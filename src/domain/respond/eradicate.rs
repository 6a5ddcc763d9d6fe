//! Eradication: the confirmed cause, and what removed it (O8, S13, S14).

use super::{Entry, Response};
use crate::domain::plan::{MilestoneEvent, Plan};
use crate::domain::record::{Phase, RootCause, Status};

/// A root cause with the name of who confirms it; there is no other kind (O24).
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub text: String,
    pub confirmed_by: String,
}

impl Response<'_> {
    pub(crate) fn confirm_cause(&mut self, plan: &Plan, cause: Cause) {
        let notes = cause.text.clone();
        self.record.root_cause = Some(RootCause {
            text: cause.text,
            confirmed_by: cause.confirmed_by,
            confirmed_at: self.moment.at,
        });
        if self.record.status < Status::Identified {
            self.record.status = Status::Identified;
        }
        self.milestone(plan, MilestoneEvent::RootCauseIdentified, Some(notes));
    }

    /// Records what was done to remove it.
    pub(crate) fn eradicate(&mut self, actions: &[String], owner: Option<&str>) {
        for action in actions {
            self.note(Entry {
                phase: Some(Phase::Eradication),
                owner: owner.map(str::to_owned),
                ..Entry::new(action.clone())
            });
        }
    }
}
