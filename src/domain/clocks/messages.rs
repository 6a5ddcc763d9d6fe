//! Updates that were promised, and what regulators and users are owed.

use super::{Clock, End, Kind, rows};
use crate::domain::command::Command;
use crate::domain::plan::raw::Duty;
use crate::domain::plan::{Case, MilestoneEvent};
use crate::domain::record::{Audience, Communication, Status, Time};
use crate::domain::rules::regulatory;

pub(super) fn clocks(case: &Case<'_>) -> Vec<Clock> {
    let mut clocks = updates(case);
    clocks.extend(awareness(case));
    clocks.extend(decision(case));
    clocks.extend(case.duties().filter_map(|duty| filing(case, duty)));
    clocks
}

/// Every update promises the next; the first is promised by the plan (O15, S22). Recovery ends them.
fn updates(case: &Case<'_>) -> Vec<Clock> {
    let (record, policy) = (case.record, &case.plan.communication.updates);
    let mut sent: Vec<&Communication> = record
        .communications
        .iter()
        .filter(|message| message.audience == Audience::Internal)
        .collect();
    sent.sort_by_key(|message| message.at);
    let every = case.plan.settings.update_every;
    // A reopened incident begins anew, for those who wait for word as well.
    let reopened = case.plan.milestone_of(MilestoneEvent::Reopened);
    let reopened = reopened.and_then(|mark| record.milestone(&mark.id));
    let began = reopened.map_or(record.detection.detected_at, |event| event.at);
    let first = case.holds(&policy.when).then(|| {
        (
            began + every.delta(),
            format!("first update within {}", every.words()),
            sent.iter()
                .map(|message| message.at)
                .find(|at| *at >= began),
        )
    });
    let later = sent.iter().enumerate().filter_map(|(place, message)| {
        let kept = sent.get(place + 1).map(|next| next.at);
        let due = message.next_update_at?;
        let zone = case.plan.zone();
        Some((
            due,
            format!("promised for {}", zone.brief(due, message.at)),
            kept,
        ))
    });
    let recovered = case.recovered_at();
    let promises = first.into_iter().chain(later);
    promises
        .map(|(due, why, kept)| Clock {
            kind: Kind::Update,
            what: "update".to_owned(),
            why,
            due: Some(due),
            end: match kept.or(recovered) {
                Some(at) => End::Met(Some(at)),
                None if record.status >= Status::Resolved => End::Moot,
                None => End::Running,
            },
            row: rows(&policy.row),
            command: Command::on_incident("update").args(["-m", "<WHAT-IS-BEING-DONE>"]),
        })
        .collect()
}

/// Whether and since when the organisation is aware is a decision, and the clocks of the law run from
/// it (S24). A decision that there is nothing to be aware of yet lets the question rest.
fn awareness(case: &Case<'_>) -> Option<Clock> {
    let duty = case.duties().next()?;
    let decided = case
        .record
        .regulatory
        .as_ref()
        .is_some_and(|regulatory| regulatory.decision.is_some());
    Some(Clock {
        kind: Kind::Awareness,
        what: "awareness".to_owned(),
        why: "was personal data breached? deadlines count from awareness".to_owned(),
        due: None,
        end: match case.aware_at() {
            Some(at) => End::Met(Some(at)),
            None if decided => End::Met(None),
            None => End::Running,
        },
        row: rows(&duty.row),
        command: Command::on_incident("notify").args(["--aware", "--decision", "<WHY>"]),
    })
}

/// Why it was decided so is written down while it is known (S25).
fn decision(case: &Case<'_>) -> Option<Clock> {
    let duty = case.duties().next()?;
    let regulatory = case.record.regulatory.as_ref()?;
    Some(Clock {
        kind: Kind::Awareness,
        what: "decision".to_owned(),
        why: "whether to notify regulators and users, and why".to_owned(),
        due: None,
        end: match regulatory.decision {
            Some(_) => End::Met(None),
            None => End::Running,
        },
        row: rows(&duty.row),
        command: Command::on_incident("notify").args(["--decision", "<WHY>"]),
    })
}

/// A filing is due from awareness on, never before (S24).
fn filing(case: &Case<'_>, duty: &Duty) -> Option<Clock> {
    case.aware_at()?;
    if duty.ongoing {
        return None;
    }
    Some(Clock {
        kind: Kind::Regulatory,
        what: duty.title.clone(),
        why: format!("{}: {}", duty.timeline, duty.action),
        due: case.duty_due(duty),
        end: match case.filing(&duty.id) {
            Some(filing) => End::Met(Some(filing.at)),
            None if !case.is_owed(duty) => End::Met(None),
            None => End::Running,
        },
        row: rows(&duty.row),
        command: regulatory::command(duty),
    })
}

/// The earliest time at which something is owed to a regulator.
pub(super) fn earliest_duty(case: &Case<'_>) -> Option<Time> {
    case.duties()
        .filter(|duty| case.is_owed(duty))
        .filter_map(|duty| case.duty_due(duty))
        .min()
}
