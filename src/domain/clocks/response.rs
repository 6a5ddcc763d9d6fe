//! The first minutes: acknowledgement, containment, escalation.

use super::{Clock, End, Kind};
use crate::domain::command::Command;
use crate::domain::plan::{Case, MilestoneEvent};
use crate::domain::record::{Phase, Status, Time};

pub(super) fn clocks(case: &Case<'_>) -> Vec<Clock> {
    let mut clocks = vec![acknowledgement(case)];
    clocks.extend(response(case));
    clocks.extend(escalation(case));
    clocks
}

/// Within minutes of detection somebody takes the incident on (S8).
fn acknowledgement(case: &Case<'_>) -> Clock {
    let record = case.record;
    let within = case.plan.settings.acknowledge_within;
    Clock {
        kind: Kind::Acknowledgement,
        what: "acknowledgement".to_owned(),
        why: format!("within {} of detection", within.words()),
        due: Some(record.detection.detected_at + within.delta()),
        end: met(
            record.detection.acknowledged_at,
            record.status >= Status::Resolved,
        ),
        row: "S8".to_owned(),
        command: Command::on_incident("ack"),
    }
}

/// The response has begun with the first containment (S2).
fn response(case: &Case<'_>) -> Option<Clock> {
    let record = case.record;
    let mark = case.plan.milestone_of(MilestoneEvent::ContainmentStarted);
    let begun = record.timeline.iter().filter(|event| {
        let marked = event.mark.is_some() && event.mark.as_ref() == mark.map(|mark| &mark.id);
        (marked || event.phase == Some(Phase::Containment)) && record.correction_of(event).is_none()
    });
    let severity = case.plan.severity(&record.severity)?;
    Some(Clock {
        kind: Kind::Response,
        what: "containment".to_owned(),
        why: format!(
            "{} responds within {}",
            severity.id,
            severity.respond_within.words()
        ),
        due: Some(record.detection.detected_at + severity.respond_within.delta()),
        end: met(
            begun.map(|event| event.at).min(),
            record.status >= Status::Contained,
        ),
        row: "S2".to_owned(),
        command: Command::on_incident("contain"),
    })
}

/// What the facts or the plan call for is escalated within the plan's time (O21, S2): one clock for
/// all that is still untold, one for all that was told.
fn escalation(case: &Case<'_>) -> Vec<Clock> {
    let record = case.record;
    let Some(target) = case.escalation_target() else {
        return Vec::new();
    };
    let unmet = case.unmet_escalations();
    let first = |fact: &str| {
        let escalated = record.escalations.iter();
        escalated
            .filter(|entry| entry.reasons.iter().any(|reason| reason == fact))
            .map(|entry| entry.at)
            .min()
    };
    let escalated: Vec<Time> = case
        .escalating()
        .filter_map(|fact| first(&fact.id))
        .collect();
    let policy = &case.plan.escalation;
    let clock = |why: String, end: End| Clock {
        kind: Kind::Escalation,
        what: "escalation".to_owned(),
        why,
        due: Some(record.detection.detected_at + target.within.delta()),
        end,
        row: policy.row.first().cloned().unwrap_or_default(),
        command: crate::domain::rules::escalation::command(case),
    };
    let mut clocks = Vec::new();
    if !unmet.is_empty() || case.is_unnotified() {
        let reasons: Vec<&str> = unmet.iter().map(|fact| fact.title.as_str()).collect();
        let why = match reasons.as_slice() {
            [] => format!("always required for {}", record.severity),
            [one] => format!("required by {one}"),
            several => format!("required by {}", several.join(", ")),
        };
        clocks.push(clock(why, met(None, record.status.is_closed())));
    }
    if let Some(last) = escalated.into_iter().max() {
        clocks.push(clock("escalated".to_owned(), End::Met(Some(last))));
    }
    clocks
}

/// Met where there is a time; otherwise running, or past all sense.
fn met(at: Option<Time>, moot: bool) -> End {
    match at {
        Some(at) => End::Met(Some(at)),
        None if moot => End::Moot,
        None => End::Running,
    }
}
