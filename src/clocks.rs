//! Every deadline that runs for an incident: a pure function of record and plan.
//!
//! A clock that has been met is not in the list; whether one is late is for whoever knows the time.

use chrono::TimeDelta;

use crate::command::Command;
use crate::plan::{Case, MilestoneEvent};
use crate::record::{Phase, Status, Time};

/// A deadline nobody has met yet.
#[derive(Clone, Debug)]
pub struct Clock {
    /// What is due: `acknowledgement`, `response`, `escalation`.
    pub what: &'static str,
    pub why: String,
    pub due: Time,
    /// The plan's row it comes from.
    pub row: String,
    /// What meets it.
    pub command: Command,
}

/// The clocks that run, soonest first.
pub fn running(case: &Case<'_>) -> Vec<Clock> {
    let mut clocks: Vec<Clock> = [acknowledgement(case), response(case), escalation(case)]
        .into_iter()
        .flatten()
        .collect();
    clocks.sort_by_key(|clock| clock.due);
    clocks
}

/// Within minutes of detection somebody takes the incident on (S8).
fn acknowledgement(case: &Case<'_>) -> Option<Clock> {
    let record = case.record;
    if record.detection.acknowledged_at.is_some() || record.status >= Status::Resolved {
        return None;
    }
    let within = case.plan.settings.acknowledge_within;
    Some(Clock {
        what: "acknowledgement",
        why: format!("within {} of detection", within.words()),
        due: later(record.detection.detected_at, within.delta()),
        row: "S8".to_owned(),
        command: Command::on_incident("ack"),
    })
}

/// The response has begun with the first containment (S2).
fn response(case: &Case<'_>) -> Option<Clock> {
    let record = case.record;
    let started = case
        .plan
        .milestone_of(MilestoneEvent::ContainmentStarted)
        .is_some_and(|milestone| record.milestone(&milestone.id).is_some());
    let contained = record
        .timeline
        .iter()
        .any(|event| event.phase == Some(Phase::Containment));
    if started || contained || record.status >= Status::Contained {
        return None;
    }
    let severity = case.plan.severity(&record.severity)?;
    Some(Clock {
        what: "containment",
        why: format!(
            "{} responds within {}",
            severity.id,
            severity.respond_within.words()
        ),
        due: later(
            record.detection.detected_at,
            severity.respond_within.delta(),
        ),
        row: "S2".to_owned(),
        command: Command::on_incident("contain"),
    })
}

/// What the facts call for is escalated within the time the plan gives (O21, S2).
fn escalation(case: &Case<'_>) -> Option<Clock> {
    let unmet = case.unmet_escalations();
    if unmet.is_empty() || case.record.status.is_closed() {
        return None;
    }
    let target = case.escalation_target()?;
    let reasons: Vec<&str> = unmet.iter().map(|fact| fact.title.as_str()).collect();
    let verb = if reasons.len() == 1 { "calls" } else { "call" };
    Some(Clock {
        what: "escalation",
        why: format!("{} {verb} for it", reasons.join(", ")),
        due: later(case.record.detection.detected_at, target.within.delta()),
        row: case
            .plan
            .escalation
            .row
            .first()
            .cloned()
            .unwrap_or_default(),
        command: crate::rules::escalation::command(case),
    })
}

fn later(time: Time, delta: TimeDelta) -> Time {
    Time(time.0 + delta)
}
