//! Whose signatures count: the plan's signers where it names any, else whom git trusts.

use crate::domain::plan::signer;
use crate::error::Result;
use crate::git::{Judge, Signer};
use crate::session::context::{Context, git};

impl Context {
    /// By whom signatures are judged; without a whole plan it is git.
    pub(crate) fn judge(&self) -> Result<Judge> {
        let Some(plan) = self.plan().ok().filter(|plan| !plan.signers.is_empty()) else {
            return Ok(Judge::git());
        };
        let signers = plan.signers.iter().filter_map(|named| {
            let last = named.until.and_then(|day| plan.zone().end_of(day));
            Some(Signer {
                person: named.person.clone(),
                key: signer::key(&named.key).ok()?,
                until: last.map(|time| time.0.timestamp()),
            })
        });
        Judge::only(signers.collect()).map_err(git)
    }
}
