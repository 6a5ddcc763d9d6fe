//! Severity is never below what the facts demand (O4, S9).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[Rule {
    code: "severity/below-floor",
    level: Level::Error,
    what: "the severity is milder than an answered fact allows",
    why: "While a risk is not ruled out, people must be told and clocks must run as if it were real. \
          The floor falls by itself once the fact has an answer that clears it.",
    rows: &["O4", "S9"],
    fix: "raise the severity, settle the fact, or let somebody empowered waive the rule with a reason",
    pass: "severity: SEV-2\nfacts: {financial-integrity: under-review}\n",
    fail: "severity: SEV-3\nfacts: {financial-integrity: under-review}\n",
    check: Check::Record(below_floor),
}];

fn below_floor(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let severity = &case.record.severity;
    if case.plan.severity(severity).is_none() || !case.is_below_floor(severity) {
        return;
    }
    let reasons: Vec<_> = case
        .floor_reasons()
        .into_iter()
        .filter(|reason| case.plan.rank(reason.severity) < case.plan.rank(severity))
        .collect();
    let Some(worst) = reasons.first() else { return };
    let words: Vec<String> = reasons.iter().map(|reason| reason.words()).collect();
    sink.find(
        Path::of("severity"),
        format!("{severity} is below the floor: {}", words.join("; ")),
    )
    .label("severity")
    .rows(&worst.fact.row)
    .fix(Command::on_incident("triage").args(["--severity", worst.severity]));
}
