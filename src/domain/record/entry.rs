//! The entries of a record's lists. Each bears a short random id, by which commands name it.

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Time, text};

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Optional in records written by hand.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub id: Option<String>,
    /// When it happened.
    pub at: Time,
    /// What happened.
    #[serde(deserialize_with = "text::required")]
    pub event: String,
    /// The milestone of the plan that this entry marks.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub mark: Option<String>,
    /// For an action taken: what it served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Who did it.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub owner: Option<String>,
    /// More about it, of any length.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub notes: Option<String>,
    /// When it was recorded, if not when it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Time>,
    /// The id of the entry that this one supersedes.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub corrects: Option<String>,
}

/// What an action in the timeline served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// To keep it from getting worse.
    Containment,
    /// To remove its cause.
    Eradication,
    /// To bring service back.
    Recovery,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Phase::Containment => "containment",
            Phase::Eradication => "eradication",
            Phase::Recovery => "recovery",
        })
    }
}

/// An escalation required by the plan (O21, S2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// A letter and three signs, by which commands name the entry.
    #[serde(deserialize_with = "text::required")]
    #[schemars(example = &"w5he")]
    pub id: String,
    /// When the escalation was made.
    pub at: Time,
    /// Who it was escalated to.
    #[serde(deserialize_with = "text::required")]
    pub to: String,
    /// Who made the escalation.
    #[serde(deserialize_with = "text::required")]
    pub by: String,
    /// The facts that required it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// What was said, or answered.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<String>,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Communication {
    /// A letter and three signs, by which commands name the entry.
    #[serde(deserialize_with = "text::required")]
    #[schemars(example = &"w5he")]
    pub id: String,
    /// When it was sent.
    pub at: Time,
    /// For people inside, or for outsiders.
    pub audience: Audience,
    /// A message template of the plan.
    #[serde(deserialize_with = "text::required")]
    pub template: String,
    /// Who sent it.
    #[serde(deserialize_with = "text::required")]
    pub by: String,
    /// When the next one is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update_at: Option<Time>,
    /// Why an external message is allowed at all.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub ground: Option<String>,
    /// Who approved the text; the plan says who may.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub approved_by: Option<String>,
    /// When it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Time>,
    /// Digest of the text that was approved; any later edit voids the approval.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub text_sha256: Option<String>,
    /// The message, as it was sent.
    #[serde(deserialize_with = "text::required")]
    pub text: String,
}

/// An evidence item with its location and digest (O18).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// A letter and three signs, by which commands name the entry.
    #[serde(deserialize_with = "text::required")]
    #[schemars(example = &"w5he")]
    pub id: String,
    /// A kind of evidence of the plan.
    #[serde(deserialize_with = "text::required")]
    pub kind: String,
    /// A path in the home, or a URI.
    #[serde(deserialize_with = "text::required")]
    pub location: String,
    /// Its SHA-256: 64 hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-fA-F]{64}$"))]
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub sha256: Option<String>,
    /// In bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When it was taken.
    pub collected_at: Time,
    /// Who took it.
    #[serde(deserialize_with = "text::required")]
    pub collected_by: String,
    /// Not for everybody: external reports leave it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// Where it comes from, and remarks.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<String>,
}

/// A corrective action: what shall not happen again, and who sees to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// A letter and three signs, by which commands name the entry.
    #[serde(deserialize_with = "text::required")]
    #[schemars(example = &"w5he")]
    pub id: String,
    /// What is done about it.
    #[serde(deserialize_with = "text::required")]
    pub action: String,
    /// Who sees to it.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub owner: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// How far it has come.
    pub status: ActionStatus,
    /// What else to know.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub note: Option<String>,
}

impl Action {
    /// Whether its day has passed and it is not done.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        !self.status.is_over() && self.due.is_some_and(|due| due.0 < today)
    }
}

/// How far a corrective action has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    /// Nobody has begun.
    Open,
    /// Somebody is at it.
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

impl fmt::Display for ActionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            ActionStatus::Open => "open",
            ActionStatus::InProgress => "in progress",
            ActionStatus::Done => "done",
            ActionStatus::Dropped => "dropped",
        })
    }
}

/// A rule set aside for this incident, with reason and approval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// A rule's code, or `code:subject` for one of several findings of it.
    #[serde(deserialize_with = "text::required")]
    pub rule: String,
    /// Why it is set aside.
    #[serde(deserialize_with = "text::required")]
    pub reason: String,
    /// An approver of waivers under the plan.
    #[serde(deserialize_with = "text::required")]
    pub approved_by: String,
    /// When it was approved.
    pub at: Time,
    /// The last day it is valid; without it, forever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
