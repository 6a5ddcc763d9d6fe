//! Management is told when the facts call for it (O21, S2).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::plan::Case;
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[Rule {
    code: "escalation/unmet",
    level: Level::Error,
    what: "an incident is closed although a required escalation was not made",
    why: "Management must learn of these incidents from the responders, not from a customer.",
    rows: &["O21", "S2"],
    fix: "record the escalation with the time it was made",
    pass: "escalations: [{id: e7c2, at: \"2025-11-29T10:12:00+03:00\", to: CEO, by: CTO, reasons: [financial-integrity]}]\n",
    fail: "facts: {financial-integrity: affected}\nescalations:\n",
    check: Check::Record(unmet),
}];

fn unmet(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    if !case.record.status.is_closed() {
        return;
    }
    for fact in case.unmet_escalations() {
        sink.find(
            Path::of("facts").key(&fact.id),
            format!(
                "closed, but {} was not escalated to {}",
                fact.title,
                names(&case, Some(&fact.id))
            ),
        )
        .about(&fact.id)
        .label(format!("escalation: {}", fact.title))
        .fix(command(&case));
    }
    let policy = &case.plan.escalation;
    if let Some(always) = policy.always.as_ref().filter(|_| case.is_unnotified()) {
        let message = format!(
            "closed, but this incident was not escalated to {}, as the plan always requires",
            names(&case, None)
        );
        sink.find(Path::of("status"), message)
            .label("escalation")
            .rows(&always.row)
            .fix(command(&case));
    }
}

/// Those who must hear and did not, by name.
fn names(case: &Case<'_>, reason: Option<&str>) -> String {
    let unnotified = case.unnotified(reason).into_iter();
    let names: Vec<&str> = unnotified.map(|id| case.plan.name_of(id)).collect();
    names.join(" and ")
}

/// The escalation that the plan asks for now: to the first who must hear and did not.
pub(crate) fn command(case: &Case<'_>) -> Command {
    let unmet = case.unmet_escalations();
    let reason = unmet.first().map(|fact| fact.id.as_str());
    let to = case.unnotified(reason).first().copied();
    let target = case
        .escalation_target()
        .and_then(|target| target.to.first());
    let name = to.or(target.map(String::as_str));
    let name = name.map_or("<WHO>", |to| case.plan.name_of(to));
    Command::on_incident("escalate").args(["--to", name])
}
