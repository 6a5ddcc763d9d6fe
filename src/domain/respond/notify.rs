//! Awareness, decision and filings to regulators and users (S24, S25).

use super::{Response, Said};
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
    pub checks: Vec<Said>,
}

impl Response<'_> {
    pub(crate) fn notify(&mut self, told: Notified) {
        self.say(&told.checks);
        if !told.aware && told.decision.is_none() && told.duties.is_empty() {
            return;
        }
        let moment = self.moment;
        let regulatory = self
            .record
            .regulatory
            .get_or_insert_with(Regulatory::default);
        if told.aware {
            regulatory.aware_at = Some(moment.at);
        }
        if told.decision.is_some() {
            regulatory.decision = told.decision;
        }
        for duty in told.duties {
            let filing = Filing {
                at: moment.at,
                by: moment.by.clone(),
                reference: told.reference.clone(),
            };
            regulatory.filings.insert(duty, filing);
        }
    }
}
