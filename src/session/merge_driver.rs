//! The merge driver in a repository's own configuration, which no clone brings along.

use crate::domain::fix::Fix;
use crate::error::{Error, Kind, Result, git};
use crate::git::Repo;
use crate::session::context::Context;
use crate::ui::style::Look;

/// The value of the attribute `merge` that names the driver, in `.gitattributes`.
pub(crate) const ATTRIBUTE: &str = "incident";
const NAME: &str = "merge.incident.name";
const DRIVER: &str = "merge.incident.driver";
/// What was said once about a missing driver: `told` or `declined`.
const OFFERED: &str = "incident.mergeDriver";

/// Plain `inc`, which outlives an update and a move of the program. Where it is not to be found,
/// git would leave ours in place without a marker and theirs would be lost by the next commit; so the
/// line merges as git does without a driver.
const COMMAND: &str = "if command -v inc >/dev/null 2>&1; then inc merge-driver %O %A %B %L %P %S %X %Y; \
                       else git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi";

/// Makes git merge records with us; whether it did not yet.
pub(crate) fn set(repo: &Repo) -> Result<bool> {
    if repo.configured(DRIVER).as_deref() == Some(COMMAND) {
        return Ok(false);
    }
    repo.set_local(NAME, "incident records, field by field")
        .map_err(git)?;
    repo.set_local(DRIVER, COMMAND).map_err(git)?;
    Ok(true)
}

/// The merge driver that a repository's configuration names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Driver {
    Absent,
    /// Set by another version of the program, or by hand.
    Other,
    Current,
}

pub(crate) fn installed(repo: &Repo) -> Driver {
    match repo.configured(DRIVER) {
        None => Driver::Absent,
        Some(command) if command == COMMAND => Driver::Current,
        Some(_) => Driver::Other,
    }
}

impl Context {
    /// In a fresh clone git does not know how to merge records yet: it is offered once, before
    /// anything is done or locked, so that whoever stops there has stopped the command.
    pub(crate) fn offer_merge_driver(&self, repo: &Repo) -> Result<()> {
        if repo.configured(DRIVER).is_some() || repo.configured(OFFERED).is_some() {
            return Ok(());
        }
        let Some(mut prompt) = self.prompt() else {
            let init = Fix::inc(["init"])
                .after("git does not yet merge records field by field in this clone:");
            self.say_fix(&init, &self.address(None), Look::PLAIN);
            repo.set_local(OFFERED, "told").ok();
            return Ok(());
        };
        let wanted = prompt
            .confirm(
                "Merge records field by field in this clone? (git config)",
                true,
            )
            .map_err(|_| Error::new(Kind::Interrupted, "interrupted; nothing was changed"))?;
        // A configuration that cannot be written is no reason to leave the work undone.
        match wanted {
            Some(true) => drop(set(repo)),
            _ => drop(repo.set_local(OFFERED, "declined")),
        }
        Ok(())
    }
}
