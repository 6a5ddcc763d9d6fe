//! Triage: what is affected, how bad it may be, who answers for it (O4, O6).

use super::{CheckAnswer, Response};
use crate::domain::plan::{Case, MilestoneEvent, Plan};
use crate::domain::record::Answer;

/// What triage found out, whatever of it there is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Triage {
    pub environment: Option<String>,
    pub services: Vec<String>,
    pub facts: Vec<(String, Answer)>,
    /// Kind of impact to words.
    pub impact: Vec<(String, String)>,
    pub severity: Option<String>,
    pub owner: Option<String>,
    pub roles: Vec<(String, String)>,
    pub checks: Vec<CheckAnswer>,
}

impl Triage {
    pub(crate) fn is_empty(&self) -> bool {
        self.environment.is_none()
            && self.services.is_empty()
            && self.facts.is_empty()
            && self.impact.is_empty()
            && self.severity.is_none()
            && self.owner.is_none()
            && self.roles.is_empty()
            && self.checks.is_empty()
    }
}

impl Response<'_> {
    /// Takes over what triage found. Where a new answer demands a higher severity than there is and
    /// none was named, the severity rises to it; it never falls by itself, and a severity that was
    /// below its floor before stays with whoever waived or set it.
    pub(crate) fn triage(&mut self, plan: &Plan, triage: Triage) {
        let earlier = Case::new(self.record, plan).floor().map(str::to_owned);
        let record = &mut *self.record;
        record.environment = triage.environment.or(record.environment.take());
        for service in triage.services {
            if !record.services.contains(&service) {
                record.services.push(service);
            }
        }
        for (fact, answer) in triage.facts {
            record.facts.insert(fact, answer);
        }
        for (kind, words) in triage.impact {
            if let Some(slot) = record.impact.slot(&kind) {
                *slot = Some(words);
            }
        }
        record.owner = triage.owner.or(record.owner.take());
        self.assign(&triage.roles);
        self.say(&triage.checks);

        let case = Case::new(self.record, plan);
        let floor = case
            .floor()
            .filter(|floor| Some(*floor) != earlier.as_deref())
            .filter(|_| case.is_below_floor(&self.record.severity))
            .map(str::to_owned);
        if let Some(severity) = triage.severity.or(floor) {
            self.assign_severity(plan, severity);
        }
    }

    /// Sets the severity and marks the moment; saying it again changes nothing.
    pub(crate) fn assign_severity(&mut self, plan: &Plan, severity: String) {
        if severity == self.record.severity
            && self.has_milestone(plan, MilestoneEvent::SeverityAssigned)
        {
            return;
        }
        self.record.severity = severity;
        let reasons: Vec<String> = Case::new(self.record, plan)
            .floor_reasons()
            .iter()
            .map(|reason| reason.words())
            .collect();
        let notes = match reasons.first() {
            Some(reason) => format!("{}; {reason}", self.record.severity),
            None => self.record.severity.clone(),
        };
        self.milestone(plan, MilestoneEvent::SeverityAssigned, Some(notes));
    }
}
