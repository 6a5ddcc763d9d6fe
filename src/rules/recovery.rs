//! Recovery: normal operation is checked, not hoped for (O9, S16, S17).

use super::{Check, Judged, Level, Rule, Sink, gate};
use crate::record::State;

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
];

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
