//! The entries of a record's lists. Each bears a short random id, by which commands name it.

use chrono::NaiveDate;
use macro_rules_attribute::apply;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{OrEmpty, Text, document};
use super::{Day, Time};

/// One line of the timeline.
#[apply(document)]
pub struct Event {
    /// Optional in records written by hand.
    pub id: Option<Text>,
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub event: Text,
    /// The milestone of the plan that this entry marks.
    pub mark: Option<Text>,
    /// For an action taken: what it served.
    pub phase: Option<Phase>,
    /// Who did it.
    pub owner: Option<Text>,
    /// More about it, of any length.
    pub notes: Option<Text>,
    /// When it was recorded, if not when it happened.
    pub recorded_at: Option<Time>,
    /// The id of the entry that this one supersedes.
    pub corrects: Option<Text>,
}

/// What an action in the timeline served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::Display)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// To keep it from getting worse.
    Containment,
    /// To remove its cause.
    Eradication,
    /// To bring service back.
    Recovery,
}

/// An escalation required by the plan (O21, S2).
#[apply(document)]
pub struct Escalation {
    /// A letter and three signs, by which commands name the entry.
    #[schemars(example = &"w5he")]
    pub id: Text,
    /// When the escalation was made.
    pub at: Time,
    /// Who it was escalated to.
    pub to: Text,
    /// Who made the escalation.
    pub by: Text,
    /// The facts that required it.
    pub reasons: OrEmpty<Vec<String>>,
    /// What was said, or answered.
    pub note: Option<Text>,
}

/// Who a message was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// People inside the organisation.
    Internal,
    /// Customers, authorities, the public.
    External,
}

/// A message that was sent or published (O15, O16).
#[apply(document)]
pub struct Communication {
    /// A letter and three signs, by which commands name the entry.
    #[schemars(example = &"w5he")]
    pub id: Text,
    /// When it was sent.
    pub at: Time,
    /// For people inside, or for outsiders.
    pub audience: Audience,
    /// A message template of the plan.
    pub template: Text,
    /// Who sent it.
    pub by: Text,
    /// When the next one is due.
    pub next_update_at: Option<Time>,
    /// Why an external message is allowed at all.
    pub ground: Option<Text>,
    /// Who approved the text; the plan says who may.
    pub approved_by: Option<Text>,
    /// When it was approved.
    pub approved_at: Option<Time>,
    /// Digest of the text that was approved; any later edit voids the approval.
    pub text_sha256: Option<Text>,
    /// The message, as it was sent.
    pub text: Text,
}

/// An evidence item with its location and digest (O18).
#[apply(document)]
pub struct Evidence {
    /// A letter and three signs, by which commands name the entry.
    #[schemars(example = &"w5he")]
    pub id: Text,
    /// A kind of evidence of the plan.
    pub kind: Text,
    /// A path in the home, or a URI.
    pub location: Text,
    /// Its SHA-256: 64 hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-fA-F]{64}$"))]
    pub sha256: Option<Text>,
    /// In bytes.
    pub size: Option<u64>,
    /// When it was taken.
    pub collected_at: Time,
    /// Who took it.
    pub collected_by: Text,
    /// Not for everybody: external reports leave it out.
    pub restricted: OrEmpty<bool>,
    /// Where it comes from, and remarks.
    pub note: Option<Text>,
}

/// A corrective action: what shall not happen again, and who sees to it.
#[apply(document)]
pub struct Action {
    /// A letter and three signs, by which commands name the entry.
    #[schemars(example = &"w5he")]
    pub id: Text,
    /// What is done about it.
    pub action: Text,
    /// Who sees to it.
    pub owner: Option<Text>,
    /// By when.
    pub due: Option<Day>,
    /// How far it has come.
    pub status: ActionStatus,
    /// What else to know.
    pub note: Option<Text>,
}

impl Action {
    /// Whether its day has passed and it is not done.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        !self.status.is_over() && self.due.is_some_and(|due| due.0 < today)
    }
}

/// How far a corrective action has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::Display)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    /// Nobody has begun.
    Open,
    /// Somebody is at it.
    #[strum(to_string = "in progress")]
    InProgress,
    /// It is done.
    Done,
    /// It will not be done; the note says why.
    Dropped,
}

impl ActionStatus {
    pub fn is_over(self) -> bool {
        matches!(self, ActionStatus::Done | ActionStatus::Dropped)
    }
}

/// A rule set aside for this incident, with reason and approval.
#[apply(document)]
pub struct Waiver {
    /// A rule's code, or `code:subject` for one of several findings of it.
    pub rule: Text,
    /// Why it is set aside.
    pub reason: Text,
    /// An approver of waivers under the plan.
    pub approved_by: Text,
    /// When it was approved.
    pub at: Time,
    /// The last day it is valid; without it, forever.
    pub expires: Option<Day>,
}

impl Waiver {
    /// Whether this covers a finding of `rule` about `subject`.
    pub fn covers(&self, rule: &str, subject: Option<&str>) -> bool {
        match self.rule.split_once(':') {
            None => self.rule == rule,
            Some((code, about)) => code == rule && subject == Some(about),
        }
    }
}
