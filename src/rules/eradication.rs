//! Eradication: the questions and steps a security incident owes (S13, S14).

use super::{Check, Judged, Level, Rule, Sink, gate};

pub const RULES: &[Rule] = &[Rule {
    code: "eradication/check-open",
    level: Level::Error,
    what: "an incident is closed while a root-cause question or a remediation step is open",
    why: "An intruder whose way in is not known, or not shut, comes back.",
    rows: &["S13", "S14"],
    mend: "answer the question or take the step",
    pass: "type: security-incident\nchecks:\n  remediation: {patch-vulnerability: done}\n",
    fail: "type: security-incident\nchecks:\n  remediation: {patch-vulnerability: open}\n",
    check: Check::Record(check_open),
}];

fn check_open(judged: &Judged<'_>, sink: &mut Sink) {
    for view in gate::open_checks(judged, |command| command == "eradicate") {
        gate::report_open(judged, &view, sink);
    }
}
