//! The policies of a plan: escalation, communication, evidence, review, regulators, waivers.

use macro_rules_attribute::apply;

use super::Named;
use crate::domain::plan::span::Span;
use crate::domain::plan::when::When;
use crate::domain::record::text::{OrEmpty, document};

/// Escalations required by facts (O21, S2).
#[apply(document)]
pub struct EscalationPolicy {
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// In the plan's words; the facts that carry them are named.
    pub criteria: Vec<Criterion>,
    /// Incidents that are always escalated (S2).
    pub always: Option<Scope>,
    /// The first entry that applies gives the recipients and the time after detection.
    pub targets: Vec<EscalationTarget>,
}

/// A reason to tell management (O21).
#[apply(document)]
pub struct Criterion {
    /// In the plan's words.
    pub criterion: String,
    /// The fact that carries it.
    pub fact: String,
}

/// Escalation recipients and deadlines by incident (S2).
#[apply(document)]
pub struct EscalationTarget {
    /// When it applies; always by default.
    pub when: OrEmpty<When>,
    /// Person or role ids.
    pub to: Vec<String>,
    /// After detection.
    pub within: Span,
}

/// O11, O15, O16, S22, S23.
#[apply(document)]
pub struct CommunicationPolicy {
    /// The channel for updates (O11).
    pub channels: Vec<Channel>,
    /// The fields of an internal update (O15).
    pub internal_fields: Vec<InternalField>,
    /// The grounds an external message may have (O16).
    pub external_grounds: Vec<Named>,
    /// What an external message must not hold (O16): kinds of `lint.yaml`.
    pub external_forbidden: Vec<Named>,
    /// Contacts that may stand in an external message: mail addresses, telephone numbers, hosts.
    pub published: OrEmpty<Vec<String>>,
    /// Incidents whose first internal update has a deadline like the later ones.
    pub updates: Scope,
    /// The messages there are (O15, S22, S23); their texts stand in `templates/messages/`.
    pub templates: Vec<MessageTemplate>,
}

/// A condition on incidents.
#[apply(document)]
pub struct Scope {
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: When,
}

/// A way to tell people (O11).
#[apply(document)]
pub struct Channel {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Whether that is confirmed.
    pub status: String,
}

/// One field of an internal update (O15).
#[apply(document)]
pub struct InternalField {
    /// One of the seven fields that the program fills in.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// What it says.
    pub description: String,
}

/// A message that can be sent (O15, S22, S23).
#[apply(document)]
pub struct MessageTemplate {
    /// Its file in `templates/messages/`, without `.md`.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// For people inside, or for outsiders.
    pub audience: crate::domain::record::Audience,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: OrEmpty<When>,
    /// Fields to fill in, in addition to data from the record.
    pub fields: OrEmpty<Vec<MessageField>>,
}

/// A field to fill in.
#[apply(document)]
pub struct MessageField {
    /// What the template calls it.
    pub id: String,
    /// The question as it is asked.
    pub ask: String,
}

/// O18, S12.
#[apply(document)]
pub struct EvidencePolicy {
    /// The kinds of evidence.
    pub kinds: Vec<Named>,
    /// Evidence required at closure: at least one item of `one_of` for each entry that applies.
    pub required: Vec<RequiredEvidence>,
    /// Rules for everybody who handles evidence.
    pub rules: Vec<String>,
    /// What to do.
    #[serde(rename = "do")]
    pub dos: Vec<String>,
    /// What not to do.
    #[serde(rename = "dont")]
    pub donts: Vec<String>,
}

/// Evidence that must be there at closure (O18).
#[apply(document)]
pub struct RequiredEvidence {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: When,
    /// Kinds of evidence of which at least one is there.
    pub one_of: Vec<String>,
    /// The version of the plan that brought it: incidents closed under an older one are left alone.
    pub since: Option<String>,
}

/// The post-incident review's content (O10, S20).
#[apply(document)]
pub struct ReviewPolicy {
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// The sections that a person writes.
    pub sections: Vec<ReviewSection>,
    /// What O10 requires, and its location in the record.
    pub documents: Vec<ReviewDocument>,
}

/// A section that a person writes (S20).
#[apply(document)]
pub struct ReviewSection {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The question as it is asked.
    pub ask: String,
}

/// Something the review must document (O10).
#[apply(document)]
pub struct ReviewDocument {
    /// What the review must document.
    pub title: String,
    /// Proofs, as in a check.
    pub proves: Vec<String>,
}

/// What regulators are owed (S24).
#[apply(document)]
pub struct RegulatoryPolicy {
    /// Each report that may be owed.
    pub duties: Vec<Duty>,
}

/// A report that may be owed (S24).
#[apply(document)]
pub struct Duty {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// Other names, which are flags of `inc notify` too: `authority`, `users`.
    pub aliases: OrEmpty<Vec<String>>,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: When,
    /// A continuous duty, with nothing to file.
    pub ongoing: OrEmpty<bool>,
    /// `CHECKLIST/CHECK`: ruled out there with a reason, nothing is owed.
    pub unless: Option<String>,
    /// Counted from awareness; absent if the plan only says "without undue delay" or "ongoing".
    pub within: Option<Span>,
    /// In the plan's words.
    pub timeline: String,
    /// What is to be done, in the plan's words.
    pub action: String,
}

/// A stretch of time that must pass after service is recovered.
#[apply(document)]
pub struct Window {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// The title shown to people.
    pub title: String,
    /// The rows of the response plans it comes from.
    pub row: OrEmpty<Vec<String>>,
    /// When it applies; always by default.
    pub when: When,
    /// `CHECKLIST/CHECK`: settled when the time was kept.
    pub check: String,
    /// No shorter than this.
    pub at_least: Span,
    /// No longer than this.
    pub at_most: Span,
}

/// What can be set aside, and what cannot.
#[apply(document)]
pub struct WaiverPolicy {
    /// Rules, or families ending in `/*`, that cannot be waived.
    pub never: Vec<String>,
}

/// A tool of the response (S6).
#[apply(document)]
pub struct Tool {
    /// Its title.
    pub title: String,
    /// What it shows.
    pub purpose: String,
    /// Who may use it.
    pub access: String,
}

/// Something still to be decided (O23).
#[apply(document)]
pub struct OpenItem {
    /// The id used by records and commands; may be retired but never removed.
    pub id: String,
    /// What is to be decided.
    pub item: String,
    /// Whether it is.
    pub confirmed: bool,
    /// Its location, in words.
    pub status: String,
    /// What else to know.
    pub notes: String,
    /// The setting with the choice that applies meanwhile.
    pub setting: Option<String>,
}

/// A rule everybody follows, and how `inc` enforces it (O24).
#[apply(document)]
pub struct Principle {
    /// The rule.
    pub rule: String,
    /// How `inc` enforces it, or who is responsible.
    pub held_by: String,
}
