//! Waivers: who may set a rule aside, which rules, and for how long.

use super::{Check, Command, Finding, Judged, Level, Rule, Sink, Waived, rule};
use crate::domain::record::{Path, Waiver};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "waiver/not-empowered",
        level: Level::Error,
        what: "a waiver was approved by somebody the plan does not authorize",
        why: "Only management may grant exceptions.",
        rows: &["O13", "O4"],
        fix: "have it approved by somebody the plan authorizes",
        pass: "waivers: [{rule: evidence/missing, reason: the gateway kept none, approved_by: CTO, at: \"2025-11-29T12:00:00+03:00\"}]\n",
        fail: "waivers: [{rule: evidence/missing, reason: the gateway kept none, approved_by: Intern, at: \"2025-11-29T12:00:00+03:00\"}]\n",
        check: Check::Record(not_empowered),
    },
    Rule {
        code: "waiver/unknown-rule",
        level: Level::Error,
        what: "a waiver names an unknown rule, or one that cannot be waived",
        why: "A waiver without a matching rule is usually a typo, and some rules have no exceptions.",
        rows: &["O13"],
        fix: "use the rule's name as printed by `inc validate`",
        pass: "waivers: [{rule: evidence/missing, reason: the gateway kept none, approved_by: CTO, at: \"2025-11-29T12:00:00+03:00\"}]\n",
        fail: "waivers: [{rule: evidence/misssing, reason: the gateway kept none, approved_by: CTO, at: \"2025-11-29T12:00:00+03:00\"}]\n",
        check: Check::Record(unknown_rule),
    },
];

fn not_empowered(judged: &Judged<'_>, sink: &mut Sink) {
    let plan = judged.case.plan;
    for (index, waiver) in judged.case.record.waivers.iter().enumerate() {
        if !plan.may_approve(&waiver.approved_by, "waivers") {
            let may = plan.approvers("waivers").join(", ");
            sink.find(
                Path::of("waivers").index(index).key("approved_by"),
                format!(
                    "{} may not approve waivers; allowed: {may}",
                    waiver.approved_by
                ),
            )
            .about(&waiver.rule)
            .fix(Command::on_incident("waive").arg(&waiver.rule).args([
                "--approved-by",
                "<WHO>",
                "-m",
                "<REASON>",
            ]));
        }
    }
}

fn unknown_rule(judged: &Judged<'_>, sink: &mut Sink) {
    for (index, waiver) in judged.case.record.waivers.iter().enumerate() {
        let path = Path::of("waivers").index(index).key("rule");
        let code = code(waiver);
        if rule(code).is_none() {
            let hint =
                crate::domain::record::nearest::nearest(code, super::all().map(|rule| rule.code))
                    .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            sink.find(path, format!("there is no rule `{code}`{hint}"))
                .about(&waiver.rule)
                .fix(Command::on_incident("edit"));
        } else if !judged.case.plan.waivable(code) {
            sink.find(path, format!("{code} cannot be waived under this plan"))
                .about(&waiver.rule)
                .fix(Command::on_incident("edit"));
        }
    }
}

fn code(waiver: &Waiver) -> &str {
    waiver.rule.split(':').next().unwrap_or_default()
}

/// Marks what a valid waiver covers: it is shown as waived, never left out.
pub(crate) fn apply(judged: &Judged<'_>, findings: &mut [Finding]) {
    let case = judged.case;
    // A waiver need only have been valid when the incident was closed.
    let judged_at = case
        .record
        .closure
        .as_ref()
        .map_or(judged.now, |closure| closure.at);
    let today = case.plan.zone().of(judged_at).0.date_naive();
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.level != Level::Waived)
    {
        let valid = case.record.waivers.iter().find(|waiver| {
            waiver.covers(finding.rule.code, finding.subject.as_deref())
                && case.plan.waivable(finding.rule.code)
                && case.plan.may_approve(&waiver.approved_by, "waivers")
                && waiver.expires.is_none_or(|expires| expires.0 >= today)
        });
        if let Some(waiver) = valid {
            let message = format!(
                "{} (waived by {}: {})",
                finding.message, waiver.approved_by, waiver.reason
            );
            finding.level = Level::Waived;
            finding.waived = Some(Waived {
                approved_by: waiver.approved_by.clone(),
                reason: waiver.reason.clone(),
                expires: waiver.expires,
                objection: std::mem::replace(&mut finding.message, message),
            });
        }
    }
}
