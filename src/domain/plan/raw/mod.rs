//! The plan file as it is written: every list of the response plans, in the order of the file.
//!
//! These types say what may stand where; whether the names in it fit together is [`super::check`]'s
//! to say. Durations are written `5m`, `48h`, `2w`.

mod policy;

use macro_rules_attribute::apply;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use policy::*;

use super::span::Span;
use super::when::When;
use crate::domain::record::text::{OrEmpty, document};
use crate::domain::record::{Day, Map, Status};

/// `templates/plan.yaml`. Metadata and settings come first, so that a note need read no further.
#[apply(document)]
pub struct Plan {
    /// Version of the file format: 1.
    pub schema: u32,
    /// The plan's metadata (S1, S27).
    pub metadata: Metadata,
    /// The choices an organisation makes once (O23).
    pub settings: Settings,
    /// The phases of a response and the commands that serve them (S3).
    pub phases: Vec<PhaseOfResponse>,
    /// Worst first.
    pub severities: Vec<Severity>,
    /// The titles of the statuses.
    pub statuses: Vec<StatusName>,
    /// An environment (O20).
    pub environments: Vec<Named>,
    /// Questions about risk: severity, escalation and the rest follow from the answers (O4, O21, S9).
    pub facts: Vec<Fact>,
    /// What triage asks about the impact, in words.
    pub impact: Vec<ImpactKind>,
    /// The kinds of incident (O1, O14).
    pub types: Vec<Type>,
    /// Who answers for what (O12, S4).
    pub roles: Vec<Role>,
    /// The people in the plan, by position (O13).
    pub people: Vec<Person>,
    /// Whose commit signatures `inc verify` and `inc log` trust; if empty, git's own settings apply.
    pub signers: OrEmpty<Vec<Signer>>,
    /// Who to call (S26).
    pub contacts: Vec<Contact>,
    /// A detection source (O5, S7).
    pub sources: Vec<Source>,
    /// Checklist id to its checks (O6 to O10, S5 to S25).
    pub checklists: Map<Checklist>,
    /// The moments that the timeline marks (O19).
    pub milestones: Vec<Milestone>,
    /// Escalations required by facts (O21, S2).
    pub escalation: EscalationPolicy,
    /// Rules for communication, and what an external message must not contain (O11, O15, O16).
    pub communication: CommunicationPolicy,
    /// What is preserved, and how (O18, S12).
    pub evidence: EvidencePolicy,
    /// The post-incident review (O10, S20).
    pub review: ReviewPolicy,
    /// What regulators are owed (S24).
    pub regulatory: RegulatoryPolicy,
    /// Stretches of time to be kept after recovery (S17).
    pub windows: Vec<Window>,
    /// Rules that cannot be waived.
    pub waivers: WaiverPolicy,
    /// Tools, and who may use them (S6).
    pub tools: Vec<Tool>,
    /// What is still to be decided (O23).
    pub open_items: Vec<OpenItem>,
    /// The rules everybody follows (O24).
    pub rules: Vec<Principle>,
}

/// The plan's metadata (S1, S27).
#[apply(document)]
pub struct Metadata {
    /// The plan's ID in other documents.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Numbers with dots; `since:` compares with it.
    pub version: String,
    /// Whether it is in force: `active`, `draft`.
    pub status: String,
    /// Who answers for the plan.
    pub owner: String,
    /// When it was last changed.
    pub last_updated: Day,
    /// Who may read it.
    pub classification: String,
    /// What it is for.
    pub purpose: Option<String>,
    /// What it builds on.
    pub references: OrEmpty<Vec<Reference>>,
    /// Documents beside it.
    pub related: OrEmpty<Vec<Reference>>,
    /// What changed, version by version.
    pub changes: OrEmpty<Vec<ChangeLogEntry>>,
}

/// Another document.
#[apply(document)]
pub struct Reference {
    /// The title shown to people.
    pub title: String,
    /// Its location: a path or an address.
    pub location: Option<String>,
    /// What it says.
    pub note: Option<String>,
}

/// One version of the plan.
#[apply(document)]
pub struct ChangeLogEntry {
    /// When.
    pub date: Day,
    /// The version of the plan that it made.
    pub version: String,
    /// Who changed it.
    pub author: String,
    /// What was changed.
    pub change: String,
}

/// The choices an organisation makes once (O23).
#[apply(document)]
pub struct Settings {
    /// A name of the IANA time zone database; all times are shown in it.
    pub time_zone: String,
    /// `YYYY`, `MM`, `DD` and `NNN` are filled in: `INC-YYYYMMDD-NNN`.
    pub id_format: String,
    /// The severity if no fact sets a minimum.
    pub default_severity: String,
    /// The environment if none is given.
    pub default_environment: String,
    /// A folder in the home, or one from the root of the disk, such as a share; evidence itself never goes into git.
    pub evidence_location: String,
    /// How soon after detection an incident must be acknowledged (S8).
    pub acknowledge_within: Span,
    /// How long after an internal update the next one is due.
    pub update_every: Span,
    /// Who decides whether customers are notified, until the policy is confirmed.
    pub customer_notification: String,
    /// Who reviews a security incident for legal duties, until the process is confirmed.
    pub legal_review: String,
    /// A role: who reconciles after a financial incident.
    pub reconciliation_owner: String,
    /// Whether text output refers to the rows of the response plans, such as `O14`; JSON always does.
    #[serde(default = "shown")]
    pub show_rows: bool,
}

/// Rows are shown unless the plan says otherwise.
fn shown() -> bool {
    true
}

/// Anything that has an id and a title and nothing more.
#[apply(document)]
pub struct Named {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
}

/// A phase of a response (S3).
#[apply(document)]
pub struct PhaseOfResponse {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The commands that serve it.
    pub commands: Vec<String>,
}

/// A severity (O3, S2, S19).
#[apply(document)]
pub struct Severity {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// What people call it: Critical.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// What it means.
    pub description: String,
    /// What would be one.
    pub examples: Vec<String>,
    /// From detection to the first containment.
    pub respond_within: Span,
    /// Who is notified, in the plan's words.
    pub notify: String,
    /// The review that it calls for.
    pub review: ReviewDeadline,
}

/// The review after an incident of one severity (S19).
#[apply(document)]
pub struct ReviewDeadline {
    /// From service recovered.
    pub within: Span,
    /// In the plan's words: `Within 48 hours`, `Monthly batch`.
    pub label: String,
    /// Who takes part.
    pub participants: Vec<String>,
}

/// A status under its title, and under the three names the security templates use (S10, S22).
#[apply(document)]
pub struct StatusName {
    /// The status.
    pub id: Status,
    /// The title shown to people.
    pub title: String,
    /// Its name in the security templates: Active, Contained, Resolved.
    pub security: String,
}

/// A kind of impact (O6, O20): `users`, `business`, `financial`, `data`.
#[apply(document)]
pub struct ImpactKind {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When triage asks for it.
    pub when: OrEmpty<When>,
    /// The fact shown in reports if no text is recorded.
    pub fact: Option<String>,
}

/// A question about risk. One answer carries everything that follows from it.
#[apply(document)]
pub struct Fact {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// A few words that name the risk in a sentence: `financial integrity`.
    pub title: String,
    /// The question as triage asks it.
    pub ask: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: OrEmpty<When>,
    /// The version of the plan that brought it: incidents closed under an older one are left alone.
    pub since: Option<String>,
    /// Kept for old records, and offered no more.
    pub retired: OrEmpty<bool>,
    /// Mildest first; `under-review` is one of them.
    pub answers: Vec<FactAnswer>,
}

/// One answer, and everything that follows from it.
#[apply(document)]
pub struct FactAnswer {
    /// The word stored in records; must not be one that YAML reads as true or false.
    pub id: String,
    /// The answer as people give it.
    pub label: String,
    /// The lowest severity this answer allows.
    pub floor: Option<Floor>,
    /// This answer is an escalation criterion.
    pub escalate: OrEmpty<bool>,
    /// This answer rules the risk out.
    pub clears: OrEmpty<bool>,
}

impl FactAnswer {
    /// What it says without the question: `under review`, `affected`.
    pub fn word(&self) -> String {
        self.id.replace('-', " ")
    }
}

/// `SEV-1`, or floors that hold only sometimes; of those that hold the worst counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Floor {
    Always(String),
    Sometimes(Vec<ConditionalFloor>),
}

/// A minimum severity with a condition.
#[apply(document)]
pub struct ConditionalFloor {
    /// At least this severity.
    pub severity: String,
    /// When it applies.
    pub when: When,
}

/// A kind of incident (O1, O14).
#[apply(document)]
pub struct Type {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// Other accepted names.
    pub aliases: OrEmpty<Vec<String>>,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// Whether it is a security incident.
    pub security: bool,
    /// Files of `templates/runbooks/`, without `.md`.
    pub runbooks: Vec<String>,
    /// The roles that must be filled before it is resolved.
    pub required_roles: Vec<RequiredRole>,
    /// Facts that are under review from the first minute.
    pub assumes: Vec<String>,
    /// Kept for old records, and offered no more.
    pub retired: OrEmpty<bool>,
}

/// A role id, or a role that is required since a version of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RequiredRole {
    Always(String),
    Since(RoleSince),
}

/// A role that is required since a version of the plan.
#[apply(document)]
pub struct RoleSince {
    /// A role.
    pub role: String,
    /// The version of the plan that brought it: incidents closed under an older one are left alone.
    pub since: String,
}

/// A role and its responsibility (O12, S4).
#[apply(document)]
pub struct Role {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// Other accepted names.
    pub aliases: OrEmpty<Vec<String>>,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// What it answers for.
    pub responsibility: String,
    /// How to reach the person in this role.
    pub contact: Option<String>,
    /// A person of the plan, proposed when the role is assigned.
    pub default: Option<String>,
    /// Kept for old records, and offered no more.
    pub retired: OrEmpty<bool>,
}

/// A person in the plan, by position (O13).
#[apply(document)]
pub struct Person {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// As records name them.
    pub name: String,
    /// What they lead.
    pub leads: String,
    /// Whether that is confirmed.
    pub status: String,
    /// What this person may approve: `waivers`, `external-messages`.
    pub approves: OrEmpty<Vec<String>>,
}

/// A person who signs commits, with one key.
#[apply(document)]
pub struct Signer {
    /// Who signs with it, as proofs name them.
    pub person: String,
    /// An SSH public key (`ssh-ed25519 AAAA…`), or the whole fingerprint of an OpenPGP key.
    pub key: String,
    /// The last day on which a commit signed with it counts.
    pub until: Option<Day>,
}

/// Who to call (S26).
#[apply(document)]
pub struct Contact {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// A number or address; text in brackets is a placeholder.
    pub primary: String,
    /// The next best one, or N/A.
    pub backup: String,
}

/// A detection source (O5, S7).
#[apply(document)]
pub struct Source {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: OrEmpty<When>,
    /// What is watched.
    pub monitoring: Option<String>,
    /// The threshold for an alert.
    pub threshold: Option<String>,
    /// Kept for old records, and offered no more.
    pub retired: OrEmpty<bool>,
}

/// A list of checks (O6 to O10, O22, S5, S11, S13, S14, S16, S17, S21, S25).
#[apply(document)]
pub struct Checklist {
    /// The title shown to people.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// The command that walks it.
    pub command: Option<String>,
    /// The status that open checks block; absent if they block none.
    pub gate: Option<Status>,
    /// Optional actions: each action taken becomes a timeline entry.
    pub offered: OrEmpty<bool>,
    /// How long a confirmation by `inc readiness` is valid; without it, forever.
    pub confirm_every: Option<Span>,
    /// When it applies; always by default.
    pub when: OrEmpty<When>,
    /// The checks, in the order in which they are asked.
    pub checks: Vec<PlanCheck>,
}

/// One check.
#[apply(document)]
pub struct PlanCheck {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// In the plan's words.
    pub check: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// The expected result.
    pub expect: Option<String>,
    /// Where to look for the answer, or how to do it.
    pub how: Option<String>,
    /// May be not applicable, with a note ("if applicable", "if impacted", "if needed").
    pub conditional: OrEmpty<bool>,
    /// A question: done only with the answer as its note.
    pub answer: OrEmpty<bool>,
    /// When it applies; always by default.
    pub when: OrEmpty<When>,
    /// What in the record proves it; such a check is computed and never stored.
    pub proves: OrEmpty<Vec<String>>,
    /// The version of the plan that brought it: incidents closed under an older one are left alone.
    pub since: Option<String>,
    /// Kept for old records, and offered no more.
    pub retired: OrEmpty<bool>,
}

/// A moment that the timeline marks (O19).
#[apply(document)]
pub struct Milestone {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// What the program does when it sets it: `open`, `triage`, `contain`, … or nothing but `note`.
    pub event: Option<MilestoneEvent>,
    /// Required in the timeline at closure, unless marked not applicable with a reason.
    pub required: OrEmpty<bool>,
    /// The command that sets it, without `inc`: `[contain, --action, <ACTION>]`.
    pub command: Vec<String>,
    /// The version of the plan that brought it: incidents closed under an older one are left alone.
    pub since: Option<String>,
    /// Kept for old records, and offered no more.
    pub retired: OrEmpty<bool>,
}

/// The events `inc` knows; the plan says which milestone each one sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneEvent {
    /// Set by `inc open`.
    Detected,
    /// Set by `inc ack`.
    Acknowledged,
    /// Set by `inc open` and `inc triage`, where they give a severity.
    SeverityAssigned,
    /// Set by the first action of `inc contain`.
    ContainmentStarted,
    /// Set by `inc contain --done`.
    Contained,
    /// Set by `inc eradicate --cause`.
    RootCauseIdentified,
    /// Set by `inc recover`, once all its checks are satisfied.
    Recovered,
    /// Set by `inc close`.
    Closed,
    /// Set by `inc reopen`.
    Reopened,
}
