//! The history of the home's records, opened for a command; and whose signatures count in it.

use crate::domain::plan::signing_key;
use crate::error::{Result, git};
use crate::git::{Judge, Signer};
use crate::history::reader::{RecordHistory, Subject};
use crate::session::context::Context;

impl Context {
    /// The history of the home's records.
    pub(crate) fn history(&self) -> Result<RecordHistory<'_>> {
        let repo = self.repo()?;
        RecordHistory::new(self.home()?, repo, self.judge()?)
    }

    /// The incident that `given` names: one whose file is gone, too, by its whole ID.
    pub(crate) fn subject(
        &self,
        history: &RecordHistory<'_>,
        given: Option<&str>,
    ) -> Result<Subject> {
        let picked = self.pick(given).map(|picked| picked.file);
        history.subject(picked, given)
    }

    /// Whose signatures count: the plan's signers where it names any, else whom git trusts.
    pub(crate) fn judge(&self) -> Result<Judge> {
        let Some(plan) = self.plan().ok().filter(|plan| !plan.signers.is_empty()) else {
            return Ok(Judge::git());
        };
        let signers = plan.signers.iter().filter_map(|named| {
            let last = named.until.and_then(|day| plan.zone().end_of(day));
            Some(Signer {
                person: named.person.clone(),
                key: signing_key::key(&named.key).ok()?,
                until: last.map(|time| time.0.timestamp()),
            })
        });
        Judge::only(signers.collect()).map_err(git)
    }
}
