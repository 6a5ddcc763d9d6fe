//! Everything a report template may speak of.
//!
//! Every field below is always there; a name that is not is an error with its line. Two kinds of
//! absence are told apart:
//!
//! - *Not known or not confirmed* is none (an `Option` here): it prints `Under Review`, and
//!   `{% if root_cause.text %}` asks for it. A list that must not be empty prints the same through
//!   `| listed`.
//! - *Nothing to say* is an empty text, such as the notes of an entry without notes.
//!
//! Times are shown in the plan's zone as `2025-11-29 10:14`; [`View::zone`] says which zone that is.
//! Where the clocks changed during the incident each time bears its offset as well.
//!
//! Whatever is printed is escaped: it can stand in a table cell, a list or a sentence, its line
//! breaks as `<br>`. For text of several lines there are `| paragraph`, `| quote` and `| bullets`;
//! `| safe` prints markdown that you have made yourself. Blanks around a value are dropped.
//!
//! A tag that has its line to itself leaves no blank line behind; one at the end of a line of text
//! needs `+%}` to keep that line's break.

use indexmap::IndexMap;
use serde::Serialize;

/// The root: `{{ id }}`, `{{ times.start }}`, `{% for entry in timeline %}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct View {
    pub id: String,
    /// Earlier IDs, where the incident was renumbered.
    pub formerly: Vec<String>,
    pub title: String,
    /// The kind of incident.
    #[serde(rename = "type")]
    pub kind: Kind,
    pub severity: Severity,
    pub status: Status,
    /// `Production`
    pub environment: Option<String>,
    /// Who may read the record.
    pub classification: Option<String>,
    /// The affected services.
    pub services: Vec<String>,
    /// The responsible person or team.
    pub owner: Option<String>,
    /// Who holds a role, by the role's id: `{{ holder["incident-commander"] }}`.
    pub holder: IndexMap<String, Option<String>>,
    pub times: Times,
    /// `Asia/Riyadh, UTC+03:00`: what all times of the report are in.
    pub zone: String,
    pub detection: Detection,
    pub impact: Impact,
    /// Of the plan's questions about risk those that apply, and those answered nevertheless.
    pub facts: Vec<Fact>,
    /// Whether a risk is real, by the fact's id: `No`, `Yes, …`, or none while it is not known (O20):
    /// `{{ risk["data-exposure"] }}`.
    pub risk: IndexMap<String, Option<String>>,
    /// Those that are assigned, and those that must be, in the plan's order.
    pub roles: Vec<Role>,
    /// The lists that apply, in the plan's order; checks spoken of without applying come last in each.
    pub checks: Vec<Checklist>,
    /// Only a confirmed one.
    pub root_cause: RootCause,
    pub resolution: Option<String>,
    /// How recovery was confirmed.
    pub verification: Option<String>,
    /// In time order; what was corrected is still there, and says so.
    pub timeline: Vec<Entry>,
    /// The entries of the timeline that are actions of containment, eradication or recovery.
    pub actions_taken: Vec<Entry>,
    /// The plan's milestones, in the plan's order.
    pub milestones: Vec<Milestone>,
    pub escalations: Vec<Escalation>,
    pub communications: Vec<Communication>,
    /// In a report for outsiders without what is restricted.
    pub evidence: Vec<Evidence>,
    /// How many pieces of evidence are left out of a report for outsiders.
    pub evidence_left_out: usize,
    /// Corrective actions.
    pub actions: Vec<Action>,
    /// Whoever owns a corrective action, each once.
    pub action_owners: Vec<String>,
    pub review: Review,
    pub regulatory: Regulatory,
    /// Rules set aside for this incident: every report shows them.
    pub waivers: Vec<Waiver>,
    pub closure: Closure,
    pub plan: Plan,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Kind {
    pub id: String,
    pub title: String,
    /// Whether the plan holds it for a security incident.
    pub security: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Severity {
    /// `SEV-2`
    pub id: String,
    /// `High`
    pub title: String,
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Status {
    /// `contained`
    pub id: String,
    /// `Contained`
    pub title: String,
    /// Its name in the security plan: `Active`, `Contained` or `Resolved` (S10, S22).
    pub security: String,
    /// Whether the incident is closed.
    pub closed: bool,
}

/// The moments of the incident.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Times {
    /// When it began; when it was detected, where nobody knows better.
    pub start: String,
    pub detected: String,
    pub acknowledged: Option<String>,
    /// When service was recovered for the last time; none while it is not, or not any more.
    pub end: Option<String>,
    pub closed: Option<String>,
    /// From start to end: `2 h 41 min`.
    pub duration: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Detection {
    /// `Payment gateway alerts`
    pub source: Option<String>,
    /// How that source is watched, where the plan says: `Real-time`.
    pub monitoring: String,
    /// From where on it raises an alarm, where the plan says: `> 10 failures/minute`.
    pub threshold: String,
}

/// What it did, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Impact {
    pub users: Option<String>,
    pub business: Option<String>,
    /// `None` where nothing is written and financial integrity is ruled out.
    pub financial: Option<String>,
    /// What was exposed by the plan's answer, where nothing is written; `None` where it is ruled out.
    pub data: Option<String>,
}

/// One of the plan's questions about risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Fact {
    /// `tenant-isolation`
    pub id: String,
    /// `tenant isolation`
    pub title: String,
    pub question: String,
    /// None while not asked or under review.
    pub answer: Option<String>,
    /// Whether the answer rules the risk out.
    pub cleared: bool,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Role {
    pub id: String,
    pub title: String,
    pub responsibility: String,
    /// The person or team.
    pub person: Option<String>,
    /// Whether the type of incident demands it.
    pub required: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Checklist {
    pub id: String,
    pub title: String,
    /// How many of them are settled.
    pub settled: usize,
    pub checks: Vec<Check>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Check {
    pub id: String,
    /// In the plan's words.
    pub check: String,
    /// The expected result.
    pub expect: String,
    /// `Done`, `Open`, `Failed`, `Not Applicable`, or none while under review.
    pub state: Option<String>,
    /// Whether nothing more is asked: done, proved by the record, or ruled out.
    pub settled: bool,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct RootCause {
    /// None until somebody has confirmed it.
    pub text: Option<String>,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<String>,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Entry {
    /// Empty where a record written by hand gives none.
    pub id: String,
    /// `2025-11-29 10:14`
    pub time: String,
    /// `2025-11-29`
    pub day: String,
    /// `10:14`
    pub hour: String,
    /// As it was written.
    pub event: String,
    /// The title of the milestone that it marks.
    pub milestone: String,
    /// The milestone and the event, each once: `Containment started: Froze the refund workflow`.
    pub headline: String,
    /// `containment`, `eradication` or `recovery`, for an action.
    pub phase: String,
    pub owner: String,
    /// As they were written.
    pub notes: String,
    /// What corrects it, what it corrects, when it was written down if that was later.
    pub remarks: String,
    /// Notes and remarks.
    pub details: String,
    /// Whether a later entry takes its place.
    pub corrected: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Milestone {
    pub id: String,
    pub title: String,
    /// Whether the plan demands it at closure.
    pub required: bool,
    /// The last time it was reached.
    pub time: Option<String>,
    /// Why there is none in this incident, where somebody ruled it out.
    pub ruled_out: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Escalation {
    pub id: String,
    pub time: String,
    pub to: String,
    pub by: String,
    /// The titles of the facts that called for it.
    pub reasons: Vec<String>,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Communication {
    pub id: String,
    pub time: String,
    /// `internal` or `external`
    pub audience: String,
    /// The title of the message template.
    pub template: String,
    pub by: String,
    /// When the next one was promised.
    pub next_update: String,
    /// Why it might go out, if it went outside.
    pub ground: String,
    pub approved_by: String,
    pub approved_at: String,
    pub text: String,
}

/// Something preserved, and its custody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Evidence {
    pub id: String,
    /// `Payment gateway references`
    pub kind: String,
    pub location: String,
    /// SHA-256 in hexadecimal, whole.
    pub sha256: Option<String>,
    /// Its first 12 digits.
    pub digest: Option<String>,
    /// `47.1 KiB`
    pub size: Option<String>,
    /// When it was collected.
    pub time: String,
    /// Who collected it.
    pub by: String,
    pub restricted: bool,
    pub note: String,
    /// All of that at once: `collected 2025-11-29 10:31 by Finance, SHA-256 3f0a9d6c0f6f, 47.1 KiB`
    pub custody: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Action {
    pub id: String,
    pub action: String,
    pub owner: Option<String>,
    /// `2025-12-05`
    pub due: Option<String>,
    /// `Open`, `In Progress`, `Done` or `Dropped`.
    pub status: String,
    /// Whether nothing more is to be done.
    pub over: bool,
    pub note: String,
}

/// The post-incident review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Review {
    pub held_at: Option<String>,
    pub participants: Vec<String>,
    /// By when the plan wants it held: `Within 1 week`.
    pub deadline: String,
    /// Who takes part by the plan.
    pub expected: Vec<String>,
    pub went_well: Option<String>,
    pub improve: Option<String>,
    pub lessons: Option<String>,
    pub preventive_actions: Option<String>,
    pub follow_up_deadline: Option<String>,
    /// All sections of the plan, in its order; those above are among them.
    pub sections: Vec<Section>,
    /// What the review must document (O10) and the record does not show yet.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Section {
    pub id: String,
    pub title: String,
    pub text: Option<String>,
}

/// What regulators and users were owed, and got.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Regulatory {
    /// Whether the plan's duties apply, or anything is recorded of them.
    pub applies: bool,
    pub aware_at: Option<String>,
    pub decision: Option<String>,
    /// Those that apply, and those filed nevertheless.
    pub duties: Vec<Duty>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Duty {
    pub id: String,
    pub title: String,
    /// In the plan's words: `72 hours`.
    pub timeline: String,
    /// Kept up all the time; there is nothing to file.
    pub ongoing: bool,
    /// When it was filed.
    pub filed_at: Option<String>,
    pub by: Option<String>,
    pub reference: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Waiver {
    /// The rule's code.
    pub rule: String,
    pub reason: String,
    pub approved_by: String,
    pub time: String,
    /// `2025-12-31`, where it does not hold for good.
    pub expires: String,
    /// Who approved it and for how long: `approved by CTO, 2025-11-29 12:00, until 2025-12-31`
    pub terms: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Closure {
    pub at: Option<String>,
    pub by: Option<String>,
    /// The plan's version it was closed under.
    pub plan: Option<String>,
    /// The digest of what must not change any more.
    pub seal: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Plan {
    pub title: String,
    /// The version under which the incident was opened.
    pub opened: String,
    /// The version under which it was closed.
    pub closed: Option<String>,
}
