//! Recovery: normal operation is checked, not hoped for (O9, S16, S17).

use super::gate::CUT_SHORT;
use super::{Check, Command, Judged, Level, Rule, Sink, gate};
use crate::domain::record::{Path, State};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "recovery/check-open",
        level: Level::Error,
        what: "an incident is resolved or closed while a recovery check is open",
        why: "Service is recovered only when every check that applies has its expected result.",
        rows: &["O9", "S16", "O17"],
        fix: "run the check and mark it as done",
        pass: "status: resolved\nchecks:\n  recovery: {redis: done}\n",
        fail: "status: resolved\nchecks:\n  recovery: {redis: open}\n",
        check: Check::Record(check_open),
    },
    Rule {
        code: "recovery/check-failed",
        level: Level::Error,
        what: "an incident is resolved or closed while a recovery check has failed",
        why: "A failed check means that the service has not recovered.",
        rows: &["O9", "S16"],
        fix: "fix the service, run the check again, and mark it as done",
        pass: "status: resolved\nchecks:\n  recovery: {redis: done}\n",
        fail: "status: resolved\nchecks:\n  recovery: {redis: {state: failed, note: connections are refused}}\n",
        check: Check::Record(check_failed),
    },
    Rule {
        code: CUT_SHORT,
        level: Level::Error,
        what: "an incident is closed, or its monitoring is marked done, before the plan's monitoring period is over",
        why: "A remaining attacker shows in the days after recovery. The plan sets the period, counted from the recovery of service.",
        rows: &["S17"],
        fix: "wait until the period is over, or have the rule waived with a reason",
        pass: "type: security-incident\ntimeline:\n  - {id: r1, at: \"2025-11-25T10:00:00+03:00\", event: Service recovered, mark: service-recovered, owner: CTO}\n",
        fail: "type: security-incident\n",
        check: Check::Record(cut_short),
    },
];

fn cut_short(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let zone = case.plan.zone();
    let closed = case.record.closure.as_ref().map(|closure| closure.at);
    let ended = closed.unwrap_or(judged.now);
    let windows = case.plan.windows.iter();
    for window in windows.filter(|window| case.holds(&window.when)) {
        let (list, check) = window.check.split_once('/').unwrap_or_default();
        let settled = case
            .stored(&window.check)
            .is_some_and(|check| check.state == State::Done);
        let is_over = closed.is_some() || settled;
        if !is_over || !case.is_too_early(list, check, ended) {
            continue;
        }
        let until = case.recovered_at().map_or_else(
            || "starts only once service has recovered".to_owned(),
            |at| {
                let until = at + window.at_least.delta();
                format!("continues until {}", zone.minute(until))
            },
        );
        let path = match closed {
            Some(_) => Path::of("closure.at"),
            None => Path::of("checks").key(list).key(check),
        };
        // Nobody has to wait for less than what has not begun.
        let command = match case.recovered_at() {
            None => Command::on_incident("recover"),
            Some(_) => Command::on_incident("waive")
                .args([CUT_SHORT, "--approved-by", "<WHO>"])
                .args(["-m", "<REASON>"]),
        };
        sink.find(path, format!("{}: it {until}", window.title))
            .about(&window.id)
            .label(format!("monitoring {until}"))
            .rows(&window.row)
            .fix(command);
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
