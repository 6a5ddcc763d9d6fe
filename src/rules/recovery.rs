//! Recovery: normal operation is checked, not hoped for (O9, S16, S17).

use super::{Check, Command, Judged, Level, Rule, Sink, gate};
use crate::record::{Path, State};

pub const RULES: &[Rule] = &[
    Rule {
        code: "recovery/check-open",
        level: Level::Error,
        what: "an incident is resolved or closed while a recovery check is open",
        why: "Service is recovered when every check that applies has its expected result, not when it looks well.",
        rows: &["O9", "S16", "O17"],
        mend: "look, and say that it is done",
        pass: "status: resolved\nchecks:\n  recovery: {redis: done}\n",
        fail: "status: resolved\nchecks:\n  recovery: {redis: open}\n",
        check: Check::Record(check_open),
    },
    Rule {
        code: "recovery/check-failed",
        level: Level::Error,
        what: "an incident is resolved or closed while a recovery check has failed",
        why: "A check that failed says that the service is not back.",
        rows: &["O9", "S16"],
        mend: "mend the service, look again, and say that it is done",
        pass: "status: resolved\nchecks:\n  recovery: {redis: done}\n",
        fail: "status: resolved\nchecks:\n  recovery: {redis: {state: failed, note: connections are refused}}\n",
        check: Check::Record(check_failed),
    },
    Rule {
        code: "recovery/monitoring-cut-short",
        level: Level::Error,
        what: "an incident is closed, or its monitoring called done, before the time the plan gives it",
        why: "An attacker who is not gone shows in the days after recovery. The time is the plan's, counted from service recovered.",
        rows: &["S17"],
        mend: "wait until the time has passed, or let somebody empowered waive the rule with a reason",
        pass: "type: security-incident\ntimeline:\n  - {id: r1, at: \"2025-11-25T10:00:00+03:00\", event: Service recovered, mark: service-recovered, owner: CTO}\n",
        fail: "type: security-incident\n",
        check: Check::Record(cut_short),
    },
];

fn cut_short(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let zone = case.plan.zone();
    let closed = case.record.closure.as_ref().map(|closure| closure.at);
    for (window, recovered) in case.windows() {
        let until = recovered + window.at_least.delta();
        let settled = case
            .stored(&window.check)
            .is_some_and(|check| check.state == State::Done);
        let ended = closed.or(settled.then_some(judged.now));
        let Some(ended) = ended.filter(|ended| *ended < until) else {
            continue;
        };
        let (list, check) = window.check.split_once('/').unwrap_or_default();
        let path = if closed.is_some() {
            Path::of("closure.at")
        } else {
            Path::of("checks").key(list).key(check)
        };
        sink.find(
            path,
            format!(
                "{}: over {}, but not before {}",
                window.title,
                zone.minute(ended),
                zone.minute(until)
            ),
        )
        .about(&window.id)
        .label(format!("monitoring until {}", zone.minute(until)))
        .rows(&window.row)
        .mend(Command::on_incident("waive").args([
            "recovery/monitoring-cut-short",
            "--approved-by",
            "<WHO>",
            "-m",
            "<REASON>",
        ]));
    }
}

fn check_open(judged: &Judged<'_>, sink: &mut Sink) {
    for view in gate::open_checks(judged, |command| command == "recover")
        .iter()
        .filter(|view| view.state() != State::Failed)
    {
        gate::report_open(judged, view, sink);
    }
}

fn check_failed(judged: &Judged<'_>, sink: &mut Sink) {
    for view in gate::open_checks(judged, |command| command == "recover")
        .iter()
        .filter(|view| view.state() == State::Failed)
    {
        gate::report_open(judged, view, sink);
    }
}
