//! `inc ack`: somebody takes the incident on.

use clap::Args;

use crate::error::Result;
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::options::At;

/// Acknowledge an incident
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc ack\n  \
                  inc ack 001 --at \"5m ago\"  # acknowledged five minutes ago")]
pub(crate) struct Ack {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Ack {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let verb = Verb::new("ack", "acknowledged").at(&self.at);
        // A plan that cannot be read does not stand in the way.
        let plan = context.plan().ok();
        let done = context.change(&picked, &verb, |response| {
            if response.record.detection.acknowledged_at.is_none() {
                response.acknowledge(plan.as_deref());
            }
        })?;
        if let (true, Some(at)) = (done.is_unchanged(), done.before.detection.acknowledged_at) {
            context.say(format!(
                "{}  already acknowledged at {}",
                done.after.id,
                context.zone()?.minute(at)
            ));
            return Ok(());
        }
        context.print_outcome(&done, "acknowledged");
        Ok(())
    }
}
