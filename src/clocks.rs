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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::templates::shipped_plan;
    use crate::plan::Plan;
    use crate::record::Record;
    use crate::respond::{Declaration, Entry, Ids, Moment, Response};

    fn moment(clock: &str) -> Moment {
        let at: Time = format!("2025-11-29T{clock}:00+03:00").parse().expect(clock);
        let by = "Payments on-call".to_owned();
        Moment { at, now: at, by }
    }

    fn opened(plan: &Plan) -> Record {
        let declaration = Declaration {
            title: "Wallets credited twice".to_owned(),
            kind: "payment-or-wallet-incident".to_owned(),
            ..Declaration::default()
        };
        let id = "INC-20251129-001".to_owned();
        declaration.record(id, plan, &moment("09:58"), &mut Ids::new(Some("test")))
    }

    fn told(record: &Record, plan: &Plan) -> Vec<String> {
        let clocks = running(&Case::new(record, plan));
        let lines = clocks
            .iter()
            .map(|clock| format!("{} {}", clock.due.0.format("%H:%M"), clock.what));
        lines.collect()
    }

    #[test]
    fn a_clock_runs_from_detection_until_somebody_meets_it() {
        let (plan, mut ids) = (shipped_plan(), Ids::new(Some("test")));
        let mut record = opened(&plan);
        let all = [
            "10:03 acknowledgement",
            "10:58 containment",
            "10:58 escalation",
        ];
        assert_eq!(told(&record, &plan), all);

        let at = moment("10:01");
        Response::new(&mut record, &at, &mut ids).acknowledge(Some(&plan));
        assert_eq!(told(&record, &plan), all[1..]);

        Response::new(&mut record, &at, &mut ids).contain(&plan, &["Froze it".to_owned()], None);
        assert_eq!(told(&record, &plan), all[2..]);

        Response::new(&mut record, &at, &mut ids).escalate(&plan, "CTO".to_owned(), None);
        assert_eq!(told(&record, &plan), Vec::<String>::new());
    }

    #[test]
    fn a_worse_severity_shortens_the_clocks_and_a_note_meets_none() {
        let (plan, mut ids) = (shipped_plan(), Ids::new(Some("test")));
        let mut record = opened(&plan);
        record.severity = "SEV-1".to_owned();
        Response::new(&mut record, &moment("10:00"), &mut ids).note(Entry::new("Rang the CEO"));
        let all = [
            "10:03 acknowledgement",
            "10:03 escalation",
            "10:13 containment",
        ];
        assert_eq!(told(&record, &plan), all);
    }
}
