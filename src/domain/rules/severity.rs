//! Severity is never below what the facts demand (O4, S9).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[Rule {
    code: "severity/below-floor",
    level: Level::Error,
    what: "the severity is below the minimum that the facts require",
    why: "While a risk is not ruled out, people must be informed and deadlines must run as if it were real. \
          The minimum drops once an answer rules the risk out.",
    rows: &["O4", "S9"],
    fix: "raise the severity, answer the fact, or have the rule waived with a reason",
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
        format!("{severity} is below the minimum: {}", words.join("; ")),
    )
    .label("severity")
    .rows(&worst.fact.row)
    .fix(Command::on_incident("triage").args(["--severity", worst.severity]));
}
