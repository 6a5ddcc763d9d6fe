//! The plan file as it is written: every list of the response plans, in the order of the file.
//!
//! These types say what may stand where; whether the names in it fit together is [`super::check`]'s
//! to say. Durations are written `5m`, `48h`, `2w`.

mod policy;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use policy::*;

use super::span::Span;
use super::when::When;
use crate::record::{Day, Map, Status};

/// `templates/plan.yaml`. Metadata and settings come first, so that a note need read no further.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the file format: 1.
    pub schema: u32,
    pub metadata: Metadata,
    pub settings: Settings,
    /// The phases of a response and the commands that serve them (S3).
    pub phases: Vec<PhaseOfResponse>,
    /// Worst first.
    pub severities: Vec<Severity>,
    pub statuses: Vec<StatusName>,
    pub environments: Vec<Named>,
    pub facts: Vec<Fact>,
    /// What triage asks about the impact, in words.
    pub impact: Vec<ImpactKind>,
    pub types: Vec<Type>,
    pub roles: Vec<Role>,
    pub people: Vec<Person>,
    /// Whose signatures of commits `inc verify` and `inc log` believe; where nobody is named, whom git trusts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<Signer>,
    pub contacts: Vec<Contact>,
    pub sources: Vec<Source>,
    pub checklists: Map<Checklist>,
    pub milestones: Vec<Milestone>,
    pub escalation: EscalationPolicy,
    pub communication: CommunicationPolicy,
    pub evidence: EvidencePolicy,
    pub review: ReviewPolicy,
    pub regulatory: RegulatoryPolicy,
    /// Stretches of time to be kept after recovery (S17).
    pub windows: Vec<Window>,
    pub waivers: WaiverPolicy,
    pub tools: Vec<Tool>,
    pub open_items: Vec<OpenItem>,
    /// The rules everybody follows (O24).
    pub rules: Vec<Principle>,
}

/// What the plan says of itself (S1, S27).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    pub id: String,
    pub title: String,
    /// Numbers with dots; `since:` compares with it.
    pub version: String,
    pub status: String,
    pub owner: String,
    pub last_updated: Day,
    pub classification: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Reference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeLogEntry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeLogEntry {
    pub date: Day,
    pub version: String,
    pub author: String,
    pub change: String,
}

/// The choices an organisation makes once (O23).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// A name of the IANA time zone database; all times are shown in it.
    pub time_zone: String,
    /// `YYYY`, `MM`, `DD` and `NNN` are filled in: `INC-YYYYMMDD-NNN`.
    pub id_format: String,
    /// Where no fact gives a floor.
    pub default_severity: String,
    pub default_environment: String,
    /// A folder in the home, or one from the root of the disk, such as a share; evidence itself never goes into git.
    pub evidence_location: String,
    /// Within this after detection somebody acknowledges (S8).
    pub acknowledge_within: Span,
    /// How long after an internal update the next one is promised.
    pub update_every: Span,
    /// Who decides whether customers are told, until the policy is confirmed.
    pub customer_notification: String,
    /// Who reviews a security incident for legal duties, until the process is confirmed.
    pub legal_review: String,
    /// A role: who reconciles after a financial incident.
    pub reconciliation_owner: String,
}

/// Anything that has an id and a title and nothing more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseOfResponse {
    pub id: String,
    pub title: String,
    /// The commands that serve it.
    pub commands: Vec<String>,
}

/// A severity (O3, S2, S19).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Severity {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub description: String,
    pub examples: Vec<String>,
    /// From detection to the first containment.
    pub respond_within: Span,
    /// Who is told, in the plan's words.
    pub notify: String,
    pub review: ReviewDeadline,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDeadline {
    /// From service recovered.
    pub within: Span,
    /// In the plan's words: `Within 48 hours`, `Monthly batch`.
    pub label: String,
    pub participants: Vec<String>,
}

/// A status under its title, and under the three names the security templates use (S10, S22).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusName {
    pub id: Status,
    pub title: String,
    pub security: String,
}

/// A kind of impact that is told in words (O6, O20): `users`, `business`, `financial`, `data`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImpactKind {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    /// When triage asks for it.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// The fact that says what it came to where nobody wrote more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
}

/// A question about risk. One answer carries everything that follows from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub id: String,
    /// A few words that name the risk in a sentence: `financial integrity`.
    pub title: String,
    pub ask: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Mildest first; `under-review` is one of them.
    pub answers: Vec<FactAnswer>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactAnswer {
    pub id: String,
    pub label: String,
    /// The lowest severity this answer allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Floor>,
    /// This answer is an escalation criterion.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub escalate: bool,
    /// This answer rules the risk out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clears: bool,
}

/// `SEV-1`, or floors that hold only sometimes; of those that hold the worst counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Floor {
    Always(String),
    Sometimes(Vec<ConditionalFloor>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionalFloor {
    pub severity: String,
    pub when: When,
}

/// A kind of incident (O1, O14).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Type {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub security: bool,
    /// Files of `templates/runbooks/`, without `.md`.
    pub runbooks: Vec<String>,
    pub required_roles: Vec<RequiredRole>,
    /// Facts that are under review from the first minute.
    pub assumes: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A role id, or a role that is required since a version of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RequiredRole {
    Always(String),
    Since(RoleSince),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleSince {
    pub role: String,
    pub since: String,
}

/// What somebody answers for (O12, S4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub responsibility: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// A person of the plan, proposed when the role is assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// Somebody the plan names, by position (O13).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub leads: String,
    pub status: String,
    /// What this person may approve: `waivers`, `external-messages`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approves: Vec<String>,
}

/// Somebody who signs commits, by one key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    pub person: String,
    /// An SSH public key (`ssh-ed25519 AAAA…`), or the whole fingerprint of an OpenPGP key.
    pub key: String,
    /// The last day on which a commit signed with it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// Whom to ring (S26).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub id: String,
    pub title: String,
    pub primary: String,
    pub backup: String,
}

/// Where a detection can come from (O5, S7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A list of checks (O6 to O10, O22, S5, S11, S13, S14, S16, S17, S21, S25).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    /// The command that walks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The status that is refused while a check is open; absent where nothing waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<Status>,
    /// Not a demand but a choice: what is done of it becomes an entry of the timeline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub offered: bool,
    /// How long a confirmation by `inc readiness` holds; without it, for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_every: Option<Span>,
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    pub checks: Vec<PlanCheck>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCheck {
    pub id: String,
    /// In the plan's words.
    pub check: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    /// The expected result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<String>,
    /// Where to look for the answer, or how to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// May be not applicable, with a note ("if applicable", "if impacted", "if needed").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
    /// A question: done only with the answer as its note.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answer: bool,
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// What in the record proves it; such a check is computed and never stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proves: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A moment that the timeline marks (O19).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    /// What the program does when it sets it: `open`, `triage`, `contain`, … or nothing but `note`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<MilestoneEvent>,
    /// Demanded in the timeline at closure, or ruled out with a reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The command that sets it, without `inc`: `[contain, --action, <ACTION>]`.
    pub command: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// The moments the program itself knows of; a plan says which milestone each one sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneEvent {
    Detected,
    Acknowledged,
    SeverityAssigned,
    ContainmentStarted,
    Contained,
    RootCauseIdentified,
    Recovered,
    Closed,
    Reopened,
}
