//! The incident record: its types, how its status moves, its timeline, and what a change changed.
//!
//! Pure: no file, no clock, no plan. One record is one file; `home` reads and writes it, and the
//! order of the fields here is the order in which they are written.

pub(crate) mod append;
pub(crate) mod change;
pub(crate) mod check;
pub(crate) mod describe;
pub(crate) mod entry;
pub(crate) mod evidence_location;
pub(crate) mod merge;
pub(crate) mod nearest;
pub(crate) mod path;
pub(crate) mod seal;
pub(crate) mod shape;
pub(crate) mod status;
pub(crate) mod text;
pub(crate) mod time;

use macro_rules_attribute::apply;
use serde::Deserialize;

pub(crate) use change::{Change, changes};
pub(crate) use check::{Answer, Check, State};
pub(crate) use entry::{
    Action, ActionStatus, Audience, Communication, Escalation, Event, Evidence, Phase, Waiver,
};
pub(crate) use evidence_location::EvidenceLocation;
pub(crate) use path::{Path, Step};
pub(crate) use status::Status;
pub use text::Map;
use text::{OrEmpty, Text, document};
pub(crate) use time::{Day, Time};

/// The version of the file format this program writes.
pub(crate) const SCHEMA: u32 = 1;

/// One incident.
#[apply(document)]
#[schemars(title = "Incident")]
pub struct Record {
    /// Version of the file format: 1.
    #[serde(deserialize_with = "text::version")]
    pub schema: u32,
    /// The incident's ID, which is also the file's name.
    #[schemars(example = &"INC-20251129-001")]
    pub id: Text,
    /// Earlier IDs, if the incident was renumbered.
    pub formerly: OrEmpty<Vec<String>>,
    /// What happened, in one line.
    pub title: Text,
    /// A type of the plan.
    #[serde(rename = "type")]
    pub kind: Text,
    /// A severity of the plan.
    pub severity: Text,
    /// How far the response has come.
    pub status: Status,
    /// An environment of the plan.
    pub environment: Option<Text>,
    /// Who may read this record.
    pub classification: Option<Text>,
    /// The affected services.
    pub services: OrEmpty<Vec<String>>,
    /// The responsible person or team.
    pub owner: Option<Text>,
    /// The plan's version when the incident was opened.
    #[schemars(example = &"1.0.0")]
    pub plan: Text,
    /// How and when it came to light.
    pub detection: Detection,
    /// The plan's questions about risk, by fact id.
    pub facts: OrEmpty<Map<Answer>>,
    /// What it did to users, business, money and data, in words.
    pub impact: OrEmpty<Impact>,
    /// Role id to person or team.
    pub roles: OrEmpty<Map<String>>,
    /// Checklist id to check id to state; `milestones` has those that do not apply.
    pub checks: OrEmpty<Map<Map<Check>>>,
    /// The confirmed cause: never a guess.
    pub root_cause: Option<RootCause>,
    /// The fix that was applied.
    pub resolution: Option<Text>,
    /// How recovery was confirmed.
    pub verification: Option<Text>,
    /// What happened, in time order; entries are added, never changed.
    pub timeline: OrEmpty<Vec<Event>>,
    /// Escalations required by the plan, and their reasons.
    pub escalations: OrEmpty<Vec<Escalation>>,
    /// Messages, internal and external.
    pub communications: OrEmpty<Vec<Communication>>,
    /// What is preserved, where, and its digest.
    pub evidence: OrEmpty<Vec<Evidence>>,
    /// Corrective actions.
    pub actions: OrEmpty<Vec<Action>>,
    /// The post-incident review.
    pub review: Option<Review>,
    /// Awareness, decision and filings to regulators.
    pub regulatory: Option<Regulatory>,
    /// Reasoned, approved exceptions.
    pub waivers: OrEmpty<Vec<Waiver>>,
    /// When, by whom and under which plan it was closed.
    pub closure: Option<Closure>,
}

/// How and when the incident came to light.
#[apply(document)]
pub struct Detection {
    /// A detection source of the plan.
    pub source: Option<Text>,
    /// When it really began, if known.
    pub started_at: Option<Time>,
    /// When it was noticed.
    pub detected_at: Time,
    /// When it was acknowledged.
    pub acknowledged_at: Option<Time>,
}

impl Detection {
    /// When it really began, as far as that is known.
    pub fn began_at(&self) -> Time {
        self.started_at.unwrap_or(self.detected_at)
    }
}

/// What the incident did, in words.
#[apply(document)]
#[derive(Default)]
pub struct Impact {
    /// Who is affected, and how many.
    pub users: Option<Text>,
    /// What the organisation cannot do, or does worse.
    pub business: Option<Text>,
    /// Which money is wrong, missing or late, and how much.
    pub financial: Option<Text>,
    /// Which data was seen, lost or changed, and whose.
    pub data: Option<Text>,
}

impl Impact {
    /// The kinds of impact, in the order they are written.
    pub const KINDS: [&'static str; 4] = ["users", "business", "financial", "data"];

    pub fn get(&self, kind: &str) -> Option<&str> {
        match kind {
            "users" => self.users.as_deref(),
            "business" => self.business.as_deref(),
            "financial" => self.financial.as_deref(),
            "data" => self.data.as_deref(),
            _ => None,
        }
    }

    /// The place of a kind of impact, or nothing where there is no such kind.
    pub fn slot(&mut self, kind: &str) -> Option<&mut Option<String>> {
        match kind {
            "users" => Some(&mut self.users),
            "business" => Some(&mut self.business),
            "financial" => Some(&mut self.financial),
            "data" => Some(&mut self.data),
            _ => None,
        }
    }
}

/// A confirmed root cause.
#[apply(document)]
pub struct RootCause {
    /// What caused it.
    pub text: Text,
    /// Who confirmed that.
    pub confirmed_by: Text,
    /// When it was confirmed.
    pub confirmed_at: Time,
}

/// The post-incident review (O10, S20).
#[apply(document)]
#[derive(Default)]
pub struct Review {
    /// When it was held.
    pub held_at: Option<Time>,
    /// Who took part.
    pub participants: OrEmpty<Vec<String>>,
    /// `went-well`, `improve`, `lessons`, `preventive-actions`, `follow-up-deadline`.
    pub sections: OrEmpty<Map<String>>,
}

/// What regulators are owed (S24).
#[apply(document)]
#[derive(Default)]
pub struct Regulatory {
    /// When the organisation became aware of a breach of personal data.
    pub aware_at: Option<Time>,
    /// What was decided about notifying, and why.
    pub decision: Option<Text>,
    /// Duty id to what was filed.
    pub filings: OrEmpty<Map<Filing>>,
}

/// One report to a regulator or to those affected.
#[apply(document)]
pub struct Filing {
    /// When it was filed.
    pub at: Time,
    /// Who filed it.
    pub by: Text,
    /// What the authority calls it.
    pub reference: Option<Text>,
}

/// How the incident was closed.
#[apply(document)]
pub struct Closure {
    /// When it was closed.
    pub at: Time,
    /// Who closed it.
    pub by: Text,
    /// The plan's version it was closed under.
    pub plan: Text,
    /// SHA-256 over everything that must not change any more; `inc close` computes it.
    pub seal: Option<Text>,
}

/// A record's first lines: all that a listing needs.
///
/// Unknown keys are let pass here, since what follows the head is never read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Head {
    #[serde(deserialize_with = "text::required")]
    pub id: String,
    #[serde(default)]
    pub formerly: Vec<String>,
    #[serde(deserialize_with = "text::required")]
    pub title: String,
    #[serde(rename = "type", deserialize_with = "text::required")]
    pub kind: String,
    #[serde(deserialize_with = "text::required")]
    pub severity: String,
    pub status: Status,
    #[serde(default, deserialize_with = "text::optional")]
    pub environment: Option<String>,
    #[serde(default)]
    pub services: Vec<String>,
    #[serde(default, deserialize_with = "text::optional")]
    pub owner: Option<String>,
    pub detection: Detection,
}

impl Head {
    /// The last key of the head: a listing stops reading at the top-level key after it.
    pub const LAST_KEY: &'static str = "detection";
}

impl Record {
    /// The state of one check, where one is stored.
    pub fn check(&self, checklist: &str, check: &str) -> Option<&Check> {
        self.checks.get(checklist)?.get(check)
    }

    /// The answer to one fact, where it has been asked.
    pub fn answer(&self, fact: &str) -> Option<&str> {
        self.facts.get(fact).map(|answer| answer.answer.as_str())
    }

    /// Stores the state of one check.
    pub fn set_check(&mut self, checklist: &str, check: &str, value: Check) {
        self.checks.entry(checklist).insert(check.to_owned(), value);
    }

    /// The last entry that marks a milestone: the last of a kind counts. One that was corrected was
    /// a mistake, and marks nothing any more.
    pub fn milestone(&self, mark: &str) -> Option<&Event> {
        let marked = self
            .timeline
            .iter()
            .filter(|event| event.mark.as_deref() == Some(mark));
        marked
            .filter(|event| self.correction_of(event).is_none())
            .max_by_key(|event| event.at)
    }

    /// The entry that takes the place of another; of several, the one that stands last.
    pub fn correction_of(&self, event: &Event) -> Option<&Event> {
        let id = event.id.as_ref()?;
        let mut others = self
            .timeline
            .iter()
            .filter(|other| other.id.as_ref() != Some(id));
        others.rfind(|other| other.corrects.as_ref() == Some(id))
    }

    /// The plan's version that requirements are judged against.
    pub fn judged_plan(&self) -> &str {
        self.closure
            .as_ref()
            .map_or(&self.plan, |closure| &closure.plan)
    }

    /// Adds an entry at its place in time.
    pub fn insert_event(&mut self, event: Event) {
        let place = self
            .timeline
            .iter()
            .rposition(|earlier| earlier.at <= event.at)
            .map_or(0, |last_earlier| last_earlier + 1);
        self.timeline.insert(place, event);
    }

    /// Closes and seals it.
    pub fn close(&mut self, at: Time, by: String, plan: String) {
        self.status = Status::Closed;
        self.closure = Some(Closure {
            at,
            by,
            plan,
            seal: None,
        });
        let seal = seal::seal(self);
        if let Some(closure) = &mut self.closure {
            closure.seal = Some(seal);
        }
    }

    /// Every id that an entry of this record bears.
    pub fn entry_ids(&self) -> impl Iterator<Item = &str> {
        let timeline = self.timeline.iter().filter_map(|event| event.id.as_deref());
        let escalations = self.escalations.iter().map(|entry| entry.id.as_str());
        let communications = self.communications.iter().map(|entry| entry.id.as_str());
        let evidence = self.evidence.iter().map(|entry| entry.id.as_str());
        let actions = self.actions.iter().map(|entry| entry.id.as_str());
        timeline
            .chain(escalations)
            .chain(communications)
            .chain(evidence)
            .chain(actions)
    }

    /// The record as plain data, keys in the order they are written.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
