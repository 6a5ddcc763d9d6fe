//! Eradication: the questions and steps a security incident owes (S13, S14).

use super::{Check, Judged, Level, Rule, Sink, gate};

pub(crate) const RULES: &[Rule] = &[Rule {
    code: "eradication/check-open",
    level: Level::Error,
    what: "an incident is closed while a root-cause question or remediation step is open",
    why: "An intruder can return as long as the way in is unknown or open.",
    rows: &["S13", "S14"],
    fix: "answer the question or take the step",
    pass: "type: security-incident\nchecks:\n  root-cause-questions:\n    how-did-attacker-gain-access: {state: done, note: a stolen session token}\n    what-vulnerability-was-exploited: {state: done, note: tokens never expired}\n    what-systems-were-accessed: {state: done, note: the admin panel}\n    was-data-exfiltrated: {state: done, note: \"no, by the network logs\"}\n    are-there-backdoors: {state: done, note: none found}\n  remediation:\n    patch-vulnerability: done\n    remove-malicious-code-or-backdoors: done\n    reset-all-credentials: done\n    update-firewall-rules: done\n    apply-security-updates: done\n    review-and-update-access-controls: done\n",
    fail: "type: security-incident\nchecks:\n  remediation: {patch-vulnerability: open}\n",
    check: Check::Record(check_open),
}];

fn check_open(judged: &Judged<'_>, sink: &mut Sink) {
    for view in gate::open_checks(judged, |command| command == "eradicate") {
        gate::report_open(judged, &view, sink);
    }
}
