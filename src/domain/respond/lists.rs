//! Entries of the other lists: escalations, corrective actions, evidence, waivers.

use super::Response;
use crate::domain::plan::{Case, Plan};
use crate::domain::record::{Action, ActionStatus, Day, Escalation, Evidence, Waiver};

/// A corrective action as it is written down.
#[derive(Clone, Debug)]
pub(crate) struct NewAction {
    pub action: String,
    pub owner: String,
    pub due: Day,
}

/// Something that was preserved.
#[derive(Clone, Debug)]
pub(crate) struct NewEvidence {
    pub kind: String,
    pub location: String,
    pub sha256: Option<String>,
    pub size: Option<u64>,
    pub restricted: bool,
    pub note: Option<String>,
}

impl Response<'_> {
    /// Tells somebody, for every reason that calls for it and has not been told yet; where none is
    /// left, for all that called (O21).
    pub(crate) fn escalate(&mut self, plan: &Plan, to: String, note: Option<String>) {
        let case = Case::new(self.record, plan);
        let unmet = case.unmet_escalations();
        let facts = if unmet.is_empty() {
            case.escalating().collect()
        } else {
            unmet
        };
        let reasons = facts.into_iter().map(|fact| fact.id.clone()).collect();
        let id = self.ids.fresh(self.record);
        self.record.escalations.push(Escalation {
            id,
            at: self.moment.at,
            to,
            by: self.moment.by.clone(),
            reasons,
            note,
        });
    }

    /// Adds a corrective action; its id names it afterwards.
    pub(crate) fn add_action(&mut self, action: NewAction) -> String {
        let id = self.ids.fresh(self.record);
        self.record.actions.push(Action {
            id: id.clone(),
            action: action.action,
            owner: Some(action.owner),
            due: Some(action.due),
            status: ActionStatus::Open,
            note: None,
        });
        id
    }

    pub(crate) fn move_action(&mut self, id: &str, status: ActionStatus, note: Option<String>) {
        if let Some(action) = self
            .record
            .actions
            .iter_mut()
            .find(|action| action.id == id)
        {
            action.status = status;
            action.note = note.or(action.note.take());
        }
    }

    pub(crate) fn add_evidence(&mut self, evidence: NewEvidence) -> String {
        let id = self.ids.fresh(self.record);
        self.record.evidence.push(Evidence {
            id: id.clone(),
            kind: evidence.kind,
            location: evidence.location,
            sha256: evidence.sha256,
            size: evidence.size,
            collected_at: self.moment.at,
            collected_by: self.moment.by.clone(),
            restricted: evidence.restricted,
            note: evidence.note,
        });
        id
    }

    pub(crate) fn waive(
        &mut self,
        rule: String,
        reason: String,
        approved_by: String,
        expires: Option<Day>,
    ) {
        self.record.waivers.push(Waiver {
            rule,
            reason,
            approved_by,
            at: self.moment.at,
            expires,
        });
    }
}
