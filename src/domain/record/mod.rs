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

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use change::{Change, changes};
pub(crate) use check::{Answer, Check, State};
pub(crate) use entry::{
    Action, ActionStatus, Audience, Communication, Escalation, Event, Evidence, Phase, Waiver,
};
pub(crate) use evidence_location::EvidenceLocation;
pub(crate) use path::{Path, Step};
pub(crate) use status::Status;
pub use text::Map;
pub(crate) use time::{Day, Time};

/// The version of the file format this program writes.
pub(crate) const SCHEMA: u32 = 1;

/// One incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Incident")]
pub struct Record {
    /// Version of the file format: 1.
    #[serde(deserialize_with = "text::version")]
    pub schema: u32,
    /// The incident's ID, which is also the file's name.
    #[serde(deserialize_with = "text::required")]
    #[schemars(example = &"INC-20251129-001")]
    pub id: String,
    /// Earlier IDs, if the incident was renumbered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// What happened, in one line.
    #[serde(deserialize_with = "text::required")]
    pub title: String,
    /// A type of the plan.
    #[serde(rename = "type", deserialize_with = "text::required")]
    pub kind: String,
    /// A severity of the plan.
    #[serde(deserialize_with = "text::required")]
    pub severity: String,
    /// How far the response has come.
    pub status: Status,
    /// An environment of the plan.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub environment: Option<String>,
    /// Who may read this record.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub classification: Option<String>,
    /// The affected services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// The responsible person or team.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub owner: Option<String>,
    /// The plan's version when the incident was opened.
    #[serde(deserialize_with = "text::required")]
    #[schemars(example = &"1.0.0")]
    pub plan: String,
    /// How and when it came to light.
    pub detection: Detection,
    /// The plan's questions about risk, by fact id.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub facts: Map<Answer>,
    /// What it did to users, business, money and data, in words.
    #[serde(default, skip_serializing_if = "Impact::is_empty")]
    pub impact: Impact,
    /// Role id to person or team.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub roles: Map<String>,
    /// Checklist id to check id to state; `milestones` has those that do not apply.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub checks: Map<Map<Check>>,
    /// The confirmed cause: never a guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<RootCause>,
    /// The fix that was applied.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub resolution: Option<String>,
    /// How recovery was confirmed.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub verification: Option<String>,
    /// What happened, in time order; entries are added, never changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Event>,
    /// Escalations required by the plan, and their reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
    /// Messages, internal and external.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communications: Vec<Communication>,
    /// What is preserved, where, and its digest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Corrective actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// The post-incident review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Awareness, decision and filings to regulators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulatory: Option<Regulatory>,
    /// Reasoned, approved exceptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
    /// When, by whom and under which plan it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<Closure>,
}

/// How and when the incident came to light.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detection {
    /// A detection source of the plan.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub source: Option<String>,
    /// When it really began, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    /// When it was noticed.
    pub detected_at: Time,
    /// When it was acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Time>,
}

impl Detection {
    /// When it really began, as far as that is known.
    pub fn began_at(&self) -> Time {
        self.started_at.unwrap_or(self.detected_at)
    }
}

/// What the incident did, in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Impact {
    /// Who is affected, and how many.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub users: Option<String>,
    /// What the organisation cannot do, or does worse.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub business: Option<String>,
    /// Which money is wrong, missing or late, and how much.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub financial: Option<String>,
    /// Which data was seen, lost or changed, and whose.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub data: Option<String>,
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

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A confirmed root cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RootCause {
    /// What caused it.
    #[serde(deserialize_with = "text::required")]
    pub text: String,
    /// Who confirmed that.
    #[serde(deserialize_with = "text::required")]
    pub confirmed_by: String,
    /// When it was confirmed.
    pub confirmed_at: Time,
}

/// The post-incident review (O10, S20).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// When it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<Time>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
    /// `went-well`, `improve`, `lessons`, `preventive-actions`, `follow-up-deadline`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub sections: Map<String>,
}

/// What regulators are owed (S24).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regulatory {
    /// When the organisation became aware of a breach of personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aware_at: Option<Time>,
    /// What was decided about notifying, and why.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub decision: Option<String>,
    /// Duty id to what was filed.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub filings: Map<Filing>,
}

/// One report to a regulator or to those affected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// When it was filed.
    pub at: Time,
    /// Who filed it.
    #[serde(deserialize_with = "text::required")]
    pub by: String,
    /// What the authority calls it.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub reference: Option<String>,
}

/// How the incident was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// When it was closed.
    pub at: Time,
    /// Who closed it.
    #[serde(deserialize_with = "text::required")]
    pub by: String,
    /// The plan's version it was closed under.
    #[serde(deserialize_with = "text::required")]
    pub plan: String,
    /// SHA-256 over everything that must not change any more; `inc close` computes it.
    #[serde(
        default,
        deserialize_with = "text::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub seal: Option<String>,
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
