//! After recovery: monitoring, review and its follow-up, corrective actions; and waivers running out.

use super::{Clock, End, Kind, messages, rows};
use crate::domain::command::Command;
use crate::domain::plan::Case;
use crate::domain::record::seal::LIVING_CHECKLISTS;

pub(super) fn clocks(case: &Case<'_>) -> Vec<Clock> {
    let mut clocks = monitoring(case);
    clocks.extend(review(case));
    clocks.extend(
        LIVING_CHECKLISTS
            .iter()
            .filter_map(|list| living(case, list)),
    );
    clocks.extend(actions(case));
    clocks.extend(waivers(case));
    clocks
}

/// The hours for which a recovered system is watched (S17).
fn monitoring(case: &Case<'_>) -> Vec<Clock> {
    let zone = case.plan.zone();
    let windows = case.windows().map(|(window, recovered)| {
        let from = recovered + window.at_least.delta();
        let kept = case
            .stored(&window.check)
            .is_some_and(|check| check.state.is_settled());
        let name = window.check.split('/').next_back().unwrap_or_default();
        Clock {
            kind: Kind::Monitoring,
            what: "monitoring".to_owned(),
            why: format!("{}: until at least {}", window.title, zone.minute(from)),
            due: Some(recovered + window.at_most.delta()),
            end: match (kept, &case.record.closure) {
                (true, _) => End::Met(None),
                (false, Some(closure)) => End::Met(Some(closure.at)),
                (false, None) => End::Running,
            },
            row: rows(&window.row),
            command: Command::on_incident("recover")
                .arg("--check")
                .arg(format!("{name}=done")),
        }
    });
    windows.collect()
}

/// The review is held, and documents all it must, within the severity's time (S19).
fn review(case: &Case<'_>) -> Option<Clock> {
    let due = case.review_due()?;
    let severity = case.plan.severity(&case.record.severity)?;
    let missing = case.undocumented().len();
    let held = case
        .record
        .review
        .as_ref()
        .is_some_and(|review| review.held_at.is_some());
    Some(Clock {
        kind: Kind::Review,
        what: "review".to_owned(),
        why: match (held, missing) {
            (true, 1) => "1 section missing".to_owned(),
            (true, missing) => format!("{missing} sections missing"),
            (false, _) => format!(
                "{} of recovery, with {}",
                severity.review.label.to_lowercase(),
                severity.review.participants.join(", ")
            ),
        },
        due: Some(due),
        end: case
            .reviewed_at()
            .map_or(End::Running, |at| End::Met(Some(at))),
        row: "S19".to_owned(),
        command: Command::on_incident("review"),
    })
}

/// Lists that live on after closing: what the review demands (S21), what the law demands (S25).
fn living(case: &Case<'_>, list: &'static str) -> Option<Clock> {
    let planned = case.plan.checklists.get(list)?;
    let command = planned.command.as_deref()?;
    let views = case.checks(list);
    // Before there is a review there is nothing to follow up.
    let of_review = command == "review";
    if views.is_empty() || (of_review && case.record.review.is_none()) {
        return None;
    }
    let open: Vec<_> = views.iter().filter(|view| !view.is_satisfied()).collect();
    let day = case.follow_up_day().filter(|_| of_review);
    let due = match day {
        Some(day) => case.plan.zone().end_of(day),
        None if of_review => None,
        None => messages::earliest_duty(case),
    };
    Some(Clock {
        kind: Kind::FollowUp,
        what: planned.title.to_lowercase(),
        why: format!("{} of {} open", open.len(), views.len()),
        due,
        end: if open.is_empty() {
            End::Met(None)
        } else {
            End::Running
        },
        row: rows(&planned.row),
        command: Command::on_incident(command),
    })
}

/// What shall not happen again, by the day somebody promised (O20).
fn actions(case: &Case<'_>) -> Vec<Clock> {
    let actions = case.record.actions.iter().map(|action| Clock {
        kind: Kind::Action,
        what: "corrective action".to_owned(),
        why: match &action.owner {
            Some(owner) => format!("{}: {}", owner, action.action),
            None => action.action.clone(),
        },
        due: action.due.and_then(|day| case.plan.zone().end_of(day)),
        end: if action.status.is_over() {
            End::Met(None)
        } else {
            End::Running
        },
        row: "O20".to_owned(),
        command: Command::on_incident("action done").arg(action.id.clone()),
    });
    actions.collect()
}

/// An exception runs out; once the incident is closed it has served (O4).
fn waivers(case: &Case<'_>) -> Vec<Clock> {
    let open = !case.record.status.is_closed();
    let waivers = case.record.waivers.iter().filter(|_| open);
    waivers
        .filter_map(|waiver| {
            Some(Clock {
                kind: Kind::Waiver,
                what: "waiver expires".to_owned(),
                why: format!("{}: {}", waiver.rule, waiver.reason),
                due: Some(case.plan.zone().end_of(waiver.expires?)?),
                end: End::Running,
                row: "O4".to_owned(),
                command: Command::on_incident("waive")
                    .arg(waiver.rule.clone())
                    .args(["--approved-by", "<WHO>", "-m", "<REASON>"]),
            })
        })
        .collect()
}
