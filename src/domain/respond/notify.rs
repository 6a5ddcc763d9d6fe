//! Awareness, decision and filings to regulators and users (S24, S25).

use super::{CheckAnswer, Response};
use crate::domain::record::{Filing, Regulatory};

/// What was decided and filed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notified {
    /// The organisation is aware from this moment on: the regulators' clocks run from it.
    pub aware: bool,
    pub decision: Option<String>,
    /// Duties that were met.
    pub duties: Vec<String>,
    pub reference: Option<String>,
    pub checks: Vec<CheckAnswer>,
}

impl Response<'_> {
    pub(crate) fn notify(&mut self, notified: Notified) {
        self.say(&notified.checks);
        if !notified.aware && notified.decision.is_none() && notified.duties.is_empty() {
            return;
        }
        let moment = self.moment;
        let regulatory = self
            .record
            .regulatory
            .get_or_insert_with(Regulatory::default);
        if notified.aware {
            regulatory.aware_at = Some(moment.at);
        }
        if notified.decision.is_some() {
            regulatory.decision = notified.decision;
        }
        for duty in notified.duties {
            let filing = Filing {
                at: moment.at,
                by: moment.by.clone(),
                reference: notified.reference.clone(),
            };
            regulatory.filings.insert(duty, filing);
        }
    }
}
