//! `inc ack`: somebody takes the incident on.

use clap::Args;

use super::At;
use super::change::Verb;
use super::context::Context;
use crate::error::Result;

/// Acknowledge: somebody takes the incident on
#[derive(Debug, Args)]
pub struct Ack {
    /// The incident: its ID, or any unique ending of it
    id: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Ack {
    pub fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let verb = Verb {
            action: "ack",
            subject: "acknowledged".to_owned(),
            at: self.at.at.as_deref(),
            goal: None,
            kept: None,
        };
        let done = context.change(
            &picked,
            &verb,
            Box::new(|response, plan| {
                if response.record.detection.acknowledged_at.is_none() {
                    response.acknowledge(plan);
                }
                Ok(())
            }),
            None,
        )?;
        if let (true, Some(at)) = (done.is_unchanged(), done.before.detection.acknowledged_at) {
            context.say(format!(
                "{}  acknowledged already at {}",
                done.after.id,
                context.zone()?.minute(at)
            ));
            return Ok(());
        }
        context.tell(&done, "acknowledged");
        Ok(())
    }
}
