//! Messages that were given out, internal and external (O15, O16).

use super::Response;
use crate::domain::record::seal::text_digest;
use crate::domain::record::{Audience, Communication, Time};

/// A message as it was given out.
#[derive(Clone, Debug)]
pub(crate) struct NewMessage {
    pub template: String,
    pub text: String,
    /// When the next update is promised.
    pub next_update_at: Option<Time>,
    /// For an external message: why it may go out at all, and who approved this very text.
    pub approval: Option<Approval>,
}

#[derive(Clone, Debug)]
pub(crate) struct Approval {
    pub ground: String,
    pub approved_by: String,
}

impl Response<'_> {
    /// Adds a message; its id names it afterwards.
    pub(crate) fn communicate(&mut self, message: NewMessage) -> String {
        let id = self.ids.fresh(self.record);
        let audience = if message.approval.is_some() {
            Audience::External
        } else {
            Audience::Internal
        };
        let approved = message.approval.as_ref();
        self.record.communications.push(Communication {
            id: id.clone(),
            at: self.moment.at,
            audience,
            template: message.template,
            by: self.moment.by.clone(),
            next_update_at: message.next_update_at,
            ground: approved.map(|approval| approval.ground.clone()),
            approved_by: approved.map(|approval| approval.approved_by.clone()),
            approved_at: approved.map(|_| self.moment.at),
            text_sha256: approved.map(|_| text_digest(&message.text)),
            text: message.text,
        });
        id
    }
}
