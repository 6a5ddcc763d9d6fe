//! How checks may stand, in any list and at any time (O6, O9, O22).

use super::{Check, Command, Judged, Level, Rule, Sink, fix};
use crate::domain::plan::case::MILESTONES;
use crate::domain::record::{Path, State};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "checks/ruled-out-without-note",
        level: Level::Error,
        what: "a check is marked not applicable without a reason",
        why: "A year later, nobody can tell a check that did not apply from one that was forgotten.",
        rows: &["O6", "O9", "O22"],
        fix: "add a note that says why it does not apply",
        pass: "checks:\n  recovery: {credential-flow: {state: not-applicable, note: no credential is touched}}\n",
        fail: "checks:\n  recovery: {credential-flow: not-applicable}\n",
        check: Check::Record(without_note),
    },
    Rule {
        code: "checks/ruled-out-against-plan",
        level: Level::Error,
        what: "a check is marked not applicable although the plan requires it or its risk is not ruled out",
        why: "Only checks that the plan marks as conditional may be skipped, and only once the risk they guard against is ruled out. \
              Skipping any other check requires a waiver.",
        rows: &["O6", "O9", "O22"],
        fix: "complete the check, or have it waived by somebody the plan authorizes",
        pass: "checks:\n  recovery: {credential-flow: {state: not-applicable, note: no credential is touched}}\n",
        fail: "checks:\n  recovery: {redis: {state: not-applicable, note: we were in a hurry}}\n",
        check: Check::Record(against_plan),
    },
    Rule {
        code: "checks/computed",
        level: Level::Error,
        what: "a check is stored although it is derived from other fields of the record",
        why: "Data that is stored twice can contradict itself.",
        rows: &["O6", "O22"],
        fix: "remove the check, and correct the fields it is derived from",
        pass: "owner: Payments\n",
        fail: "checks:\n  triage: {incident-owner-assigned: done}\n",
        check: Check::Record(computed),
    },
    Rule {
        code: "checks/answer-missing",
        level: Level::Error,
        what: "a question is marked done without an answer",
        why: "A question that is only ticked off records nothing.",
        rows: &["S13"],
        fix: "write the answer as the check's note",
        pass: "type: security-incident\nchecks:\n  root-cause-questions: {how-did-attacker-gain-access: {state: done, note: a stolen session token}}\n",
        fail: "type: security-incident\nchecks:\n  root-cause-questions: {how-did-attacker-gain-access: done}\n",
        check: Check::Record(answer_missing),
    },
];

/// Every stored check that the plan knows, with its place.
fn stored<'a>(judged: &Judged<'a>) -> impl Iterator<Item = Stored<'a>> {
    let case = judged.case;
    case.record.checks.iter().flat_map(move |(list, checks)| {
        checks.iter().filter_map(move |(id, said)| {
            let check = case.find_check(list, id)?;
            Some(Stored {
                path: Path::of("checks").key(list).key(id),
                list,
                check,
                said,
            })
        })
    })
}

struct Stored<'a> {
    path: Path,
    list: &'a str,
    check: &'a crate::domain::plan::raw::PlanCheck,
    said: &'a crate::domain::record::Check,
}

fn without_note(judged: &Judged<'_>, sink: &mut Sink) {
    for (list, checks) in judged.case.record.checks.iter() {
        for (id, _) in checks
            .iter()
            .filter(|(_, said)| said.state == State::NotApplicable && said.note.is_none())
        {
            let title = judged
                .case
                .find_check(list, id)
                .map_or(id, |check| check.check.as_str());
            let command = match list {
                MILESTONES => Some("close"),
                list => verb(judged, list),
            };
            let name = if list == MILESTONES {
                format!("{MILESTONES}/{id}")
            } else {
                fix::check_name(&judged.case, list, id)
            };
            sink.find(
                Path::of("checks").key(list).key(id),
                format!("\u{201c}{title}\u{201d} is marked not applicable without a reason"),
            )
            .about(id)
            .label(title.to_lowercase())
            .fix(
                Command::on_incident(command.unwrap_or("edit"))
                    .arg("--check")
                    .arg(format!("{name}=not-applicable:<WHY>")),
            );
        }
    }
}

/// The command that walks a checklist.
fn verb<'a>(judged: &Judged<'a>, list: &str) -> Option<&'a str> {
    judged.case.plan.checklists.get(list)?.command.as_deref()
}

fn against_plan(judged: &Judged<'_>, sink: &mut Sink) {
    for stored in stored(judged).filter(|stored| stored.said.state == State::NotApplicable) {
        if let Err(reason) = judged.case.may_be_ruled_out(stored.check) {
            let title = &stored.check.check;
            sink.find(
                stored.path,
                format!("\u{201c}{title}\u{201d} cannot be marked not applicable: {reason}"),
            )
            .about(&stored.check.id)
            .label(title.to_lowercase())
            .rows(&stored.check.row)
            .fix(
                Command::on_incident(verb(judged, stored.list).unwrap_or("edit"))
                    .arg("--check")
                    .arg(format!(
                        "{}=done",
                        fix::check_name(&judged.case, stored.list, &stored.check.id)
                    )),
            );
        }
    }
}

fn computed(judged: &Judged<'_>, sink: &mut Sink) {
    for stored in stored(judged).filter(|stored| !stored.check.proves.is_empty()) {
        let title = &stored.check.check;
        let proofs = stored.check.proves.join(", ");
        sink.find(stored.path, format!("\u{201c}{title}\u{201d} is derived from the record ({proofs}) and must not be stored"))
            .about(&stored.check.id)
            .label(title.to_lowercase())
            .fix(Command::on_incident("edit"))
            .on_key();
    }
}

fn answer_missing(judged: &Judged<'_>, sink: &mut Sink) {
    for stored in stored(judged).filter(|stored| {
        stored.check.answer && stored.said.state == State::Done && stored.said.note.is_none()
    }) {
        let title = &stored.check.check;
        let name = fix::check_name(&judged.case, stored.list, &stored.check.id);
        let verb = verb(judged, stored.list).unwrap_or("edit");
        sink.find(
            stored.path,
            format!("\u{201c}{title}\u{201d} is marked done without an answer"),
        )
        .about(&stored.check.id)
        .label(title.to_lowercase())
        .rows(&stored.check.row)
        .fix(
            Command::on_incident(verb)
                .arg("--check")
                .arg(format!("{name}=done:<ANSWER>")),
        );
    }
}
