//! Recovery: every check that applies holds, and only then is the incident resolved (O9, S16).

use super::{CheckAnswer, Response};
use crate::domain::plan::{Case, MilestoneEvent, Plan};
use crate::domain::record::Status;

/// What is known of the recovery.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recovery {
    pub checks: Vec<CheckAnswer>,
    pub resolution: Option<String>,
    pub verification: Option<String>,
}

impl Response<'_> {
    /// Takes over what was looked at. The incident is recovering from the first check on.
    pub(crate) fn recover(&mut self, recovery: Recovery) {
        self.say(&recovery.checks);
        let record = &mut *self.record;
        record.resolution = recovery.resolution.or(record.resolution.take());
        record.verification = recovery.verification.or(record.verification.take());
        if !recovery.checks.is_empty() && record.status < Status::Recovering {
            record.status = Status::Recovering;
        }
    }

    /// Service is recovered.
    pub(crate) fn resolve(&mut self, plan: &Plan) {
        if self.record.status < Status::Resolved {
            self.record.status = Status::Resolved;
        }
        // After a reopening service is recovered anew, and the last time counts.
        if Case::new(self.record, plan).recovered_at().is_none() {
            self.milestone(plan, MilestoneEvent::Recovered, None);
        }
    }
}
