//! `inc reopen`: take a closed incident up again, with a reason.

use clap::Args;

use crate::error::{Error, Kind, Result};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::options::At;

/// Reopen a closed incident
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc reopen 001 -m \"the double credits are back\"")]
pub(crate) struct Reopen {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Why
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "REASON", allow_hyphen_values = true)]
    message: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Reopen {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = match &self.id {
            None if context.world.incident.is_none() => context.pick_closed()?,
            id => context.pick(id.as_deref())?,
        };
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let status = document.record.status;
        if !status.is_closed() {
            return Err(Error::refused(format!(
                "{} is {status}; only a closed incident can be reopened",
                document.record.id
            ))
            .item(
                "to move the status back",
                Some(crate::domain::command::Command::on_incident("set").args([
                    "status=<STATUS>",
                    "-m",
                    "<REASON>",
                ])),
            )
            .addressed(picked.address));
        }
        let missing = || Error::usage("reopening needs a reason: -m <REASON>");
        let reason = match (&self.message, context.prompt()) {
            (Some(reason), _) => Some(reason.clone()),
            (None, Some(mut prompt)) => prompt
                .text("Why", None)
                .map_err(|_| Error::new(Kind::Interrupted, "interrupted; nothing was changed"))?,
            (None, None) => None,
        };
        let reason = reason
            .filter(|reason| !reason.trim().is_empty())
            .ok_or_else(missing)?;
        if self.message.is_none() {
            context.answered("-m", &reason);
        }
        let verb = Verb::new("reopen", format!("reopened: {reason}")).at(&self.at);
        let done = context.change(&picked, &verb, |response| {
            response.reopen(&plan, &reason);
        })?;
        context.print_outcome(&done, "reopened");
        context.print_next(&done.after, &plan, done.now, &done.address, 3);
        Ok(())
    }
}
