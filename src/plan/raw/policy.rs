//! The policies of a plan: escalation, communication, evidence, review, regulators, waivers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::plan::span::Span;
use crate::plan::when::When;

/// Who is told when a fact calls for it (O21, S2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationPolicy {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    /// In the plan's words; the facts that carry them are named.
    pub criteria: Vec<Criterion>,
    /// What is told in any case, whatever the facts say (S2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub always: Option<Scope>,
    /// The first that holds says to whom, and within what time after detection.
    pub targets: Vec<EscalationTarget>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub criterion: String,
    /// The fact that carries it.
    pub fact: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationTarget {
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// Person or role ids.
    pub to: Vec<String>,
    pub within: Span,
}

/// O11, O15, O16, S22, S23.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunicationPolicy {
    pub channels: Vec<Channel>,
    /// The fields of an internal update (O15).
    pub internal_fields: Vec<InternalField>,
    /// The grounds an external message may have (O16).
    pub external_grounds: Vec<Named>,
    /// What an external message must not hold (O16): kinds of `lint.yaml`.
    pub external_forbidden: Vec<Named>,
    /// Contacts that may stand in an external message: mail addresses, telephone numbers, hosts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<String>,
    /// Incidents whose first internal update is awaited like every later one.
    pub updates: Scope,
    pub templates: Vec<MessageTemplate>,
}

/// The incidents for which something holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub when: When,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub id: String,
    pub title: String,
    pub purpose: String,
    pub status: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InternalField {
    pub id: String,
    pub title: String,
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageTemplate {
    pub id: String,
    pub title: String,
    pub audience: crate::record::Audience,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// What somebody fills in, besides what the record knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<MessageField>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageField {
    pub id: String,
    pub ask: String,
}

/// O18, S12.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidencePolicy {
    pub kinds: Vec<Named>,
    /// At closure at least one item of `one_of` is there for each that applies.
    pub required: Vec<RequiredEvidence>,
    pub rules: Vec<String>,
    #[serde(rename = "do")]
    pub dos: Vec<String>,
    #[serde(rename = "dont")]
    pub donts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredEvidence {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub when: When,
    pub one_of: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// What a review holds (O10, S20).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewPolicy {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    /// The sections that a person writes.
    pub sections: Vec<ReviewSection>,
    /// What O10 demands, and where in the record it stands.
    pub documents: Vec<ReviewDocument>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSection {
    pub id: String,
    pub title: String,
    pub ask: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewDocument {
    pub title: String,
    /// Proofs, as in a check.
    pub proves: Vec<String>,
}

/// What regulators are owed (S24).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegulatoryPolicy {
    pub duties: Vec<Duty>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub id: String,
    pub title: String,
    /// Other names, which are flags of `inc notify` too: `authority`, `users`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub when: When,
    /// Kept up all the time; there is nothing to file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ongoing: bool,
    /// `CHECKLIST/CHECK`: ruled out there with a reason, nothing is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<String>,
    /// From awareness; absent where the plan says only "without undue delay" or "ongoing".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// In the plan's words.
    pub timeline: String,
    pub action: String,
}

/// A stretch of time that must pass after service is recovered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row: Vec<String>,
    pub when: When,
    /// `CHECKLIST/CHECK`: settled when the time was kept.
    pub check: String,
    pub at_least: Span,
    pub at_most: Span,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverPolicy {
    /// Rules, or families ending in `/*`, that nobody can waive.
    pub never: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    pub title: String,
    pub purpose: String,
    pub access: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenItem {
    pub id: String,
    pub item: String,
    pub confirmed: bool,
    pub status: String,
    pub notes: String,
    /// The setting that holds the choice meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
}

/// One of the rules everybody follows, and how the program holds it (O24).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    pub rule: String,
    pub held_by: String,
}
