//! Declaring an incident: only a title and a type are needed.

use super::{Ids, Moment, Response};
use crate::domain::plan::case::UNDER_REVIEW;
use crate::domain::plan::{Case, MilestoneEvent, Plan};
use crate::domain::record::{Answer, Detection, Map, Record, SCHEMA, Status, Time};

/// What is known when an incident is declared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Declaration {
    pub title: String,
    /// A type of the plan.
    pub kind: String,
    pub severity: Option<String>,
    pub environment: Option<String>,
    pub services: Vec<String>,
    pub source: Option<String>,
    pub detected_at: Option<Time>,
    pub started_at: Option<Time>,
    pub owner: Option<String>,
    pub roles: Vec<(String, String)>,
    pub facts: Vec<(String, Answer)>,
}

impl Declaration {
    /// The record as it begins: what the type assumes is under review, and without a severity the
    /// incident opens at the floor that this gives, else at the plan's default.
    pub(crate) fn record(self, id: String, plan: &Plan, moment: &Moment, ids: &mut Ids) -> Record {
        let assumed = plan
            .kind(&self.kind)
            .into_iter()
            .flat_map(|kind| &kind.assumes);
        let mut facts: Map<Answer> = assumed
            .map(|fact| (fact.clone(), Answer::new(UNDER_REVIEW, None)))
            .collect();
        for (fact, answer) in self.facts {
            facts.insert(fact, answer);
        }
        let detected_at = self.detected_at.unwrap_or(moment.at);
        let mut record = Record {
            schema: SCHEMA,
            id,
            formerly: Vec::new(),
            title: self.title,
            kind: self.kind,
            severity: self
                .severity
                .clone()
                .unwrap_or_else(|| plan.settings.default_severity.clone()),
            status: Status::Investigating,
            environment: self.environment,
            classification: Some(plan.metadata.classification.clone()),
            services: self.services,
            owner: self.owner,
            plan: plan.version().to_owned(),
            detection: Detection {
                source: self.source,
                started_at: self.started_at,
                detected_at,
                acknowledged_at: None,
            },
            facts,
            impact: Default::default(),
            roles: self.roles.into_iter().collect(),
            checks: Map::default(),
            root_cause: None,
            resolution: None,
            verification: None,
            timeline: Vec::new(),
            escalations: Vec::new(),
            communications: Vec::new(),
            evidence: Vec::new(),
            actions: Vec::new(),
            review: None,
            regulatory: None,
            waivers: Vec::new(),
            closure: None,
        };
        if self.severity.is_none()
            && let Some(floor) = Case::new(&record, plan).floor().map(str::to_owned)
        {
            record.severity = floor;
        }
        let detected = Moment {
            at: detected_at,
            now: moment.now,
            by: moment.by.clone(),
        };
        Response {
            record: &mut record,
            moment: &detected,
            ids,
        }
        .milestone(plan, MilestoneEvent::Detected, None);
        if self.severity.is_some() {
            let notes = record.severity.clone();
            Response {
                record: &mut record,
                moment,
                ids,
            }
            .milestone(plan, MilestoneEvent::SeverityAssigned, Some(notes));
        }
        record
    }
}
