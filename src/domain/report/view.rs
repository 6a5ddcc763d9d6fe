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
    /// Earlier IDs, if the incident was renumbered.
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
    /// The time zone of all times in the report: `Asia/Riyadh, UTC+03:00`.
    pub zone: String,
    pub detection: Detection,
    pub impact: Impact,
    /// The risk questions that apply or have an answer.
    pub facts: Vec<Fact>,
    /// Whether a risk is real, by the fact's id: `No`, `Yes, …`, or none while it is not known (O20):
    /// `{{ risk["data-exposure"] }}`.
    pub risk: IndexMap<String, Option<String>>,
    /// The assigned and the required roles, in the plan's order.
    pub roles: Vec<Role>,
    /// The checklists that apply, in the plan's order; answered checks that do not apply come last.
    pub checks: Vec<Checklist>,
    /// The root cause, once confirmed.
    pub root_cause: RootCause,
    pub resolution: Option<String>,
    /// How recovery was confirmed.
    pub verification: Option<String>,
    /// In chronological order; corrected entries are included and marked.
    pub timeline: Vec<Entry>,
    /// The entries of the timeline that are actions of containment, eradication or recovery.
    pub actions_taken: Vec<Entry>,
    /// The plan's milestones, in the plan's order.
    pub milestones: Vec<Milestone>,
    pub escalations: Vec<Escalation>,
    pub communications: Vec<Communication>,
    /// Without restricted items in an external report.
    pub evidence: Vec<Evidence>,
    /// How many evidence items are left out of an external report.
    pub evidence_left_out: usize,
    /// Corrective actions.
    pub actions: Vec<Action>,
    /// The owners of corrective actions, each once.
    pub action_owners: Vec<String>,
    pub review: Review,
    pub regulatory: Regulatory,
    /// Rules waived for this incident; every report shows them.
    pub waivers: Vec<Waiver>,
    pub closure: Closure,
    pub plan: Plan,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Kind {
    pub id: String,
    pub title: String,
    /// Whether this is a security type in the plan.
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
    /// When the incident started; when it was detected if the start is unknown.
    pub start: String,
    pub detected: String,
    pub acknowledged: Option<String>,
    /// When service last recovered; none while it has not.
    pub end: Option<String>,
    pub closed: Option<String>,
    /// From start to end: `2 h 41 min`.
    pub duration: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Detection {
    /// `Payment gateway alerts`
    pub source: Option<String>,
    /// How the source is monitored, if the plan says: `Real-time`.
    pub monitoring: String,
    /// The alert threshold, if the plan has one: `> 10 failures/minute`.
    pub threshold: String,
}

/// The impact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Impact {
    pub users: Option<String>,
    pub business: Option<String>,
    /// `None` if nothing is recorded and the financial risk is ruled out.
    pub financial: Option<String>,
    /// The answer about data exposure if nothing is recorded; `None` if the risk is ruled out.
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
    /// Whether the incident's type requires it.
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
    /// Whether the check is met: done, derived from the record, or not applicable.
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
    /// Empty if the record has none.
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
    /// Which entry corrects it, which entry it corrects, and when it was recorded if later.
    pub remarks: String,
    /// Notes and remarks.
    pub details: String,
    /// Whether a later entry corrects it.
    pub corrected: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Milestone {
    pub id: String,
    pub title: String,
    /// Whether the plan requires it at closure.
    pub required: bool,
    /// The last time it was reached.
    pub time: Option<String>,
    /// Why it does not apply, if marked so.
    pub ruled_out: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Escalation {
    pub id: String,
    pub time: String,
    pub to: String,
    pub by: String,
    /// The titles of the facts that required it.
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
    /// When the next one is due.
    pub next_update: String,
    /// The ground, for an external message.
    pub ground: String,
    pub approved_by: String,
    pub approved_at: String,
    pub text: String,
}

/// An evidence item and its custody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Evidence {
    pub id: String,
    /// `Payment gateway references`
    pub kind: String,
    pub location: String,
    /// The full SHA-256 in hexadecimal.
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
    /// The review's deadline in the plan: `Within 1 week`.
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
    /// What the review must document (O10) but the record does not show yet.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Section {
    pub id: String,
    pub title: String,
    pub text: Option<String>,
}

/// Notification duties and what was filed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Regulatory {
    /// Whether notification duties apply or anything is recorded about them.
    pub applies: bool,
    pub aware_at: Option<String>,
    pub decision: Option<String>,
    /// The duties that apply or were filed.
    pub duties: Vec<Duty>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Duty {
    pub id: String,
    pub title: String,
    /// In the plan's words: `72 hours`.
    pub timeline: String,
    /// A continuous duty, with nothing to file.
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
    /// `2025-12-31`, if it expires.
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
    /// The digest of the sealed fields.
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
