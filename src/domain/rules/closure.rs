//! Closure: what must be true before an incident can rest (O22).

use super::{Check, Command, Judged, Level, Rule, Sink, fix, gate};
use crate::domain::plan::{CheckStatus, CheckView, Proof};
use crate::domain::record::{Path, seal};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "closure/root-cause-unconfirmed",
        level: Level::Error,
        what: "an incident is closed without a confirmed root cause",
        why: "Without a confirmed root cause, the incident is likely to recur. A root cause is recorded only once somebody confirms it.",
        rows: &["O22", "O24"],
        fix: "record the root cause and who confirmed it",
        pass: "root_cause: {text: the webhook handler was not idempotent, confirmed_by: CTO, confirmed_at: \"2025-11-29T12:00:00+03:00\"}\n",
        fail: "root_cause:\n",
        check: Check::Record(root_cause),
    },
    Rule {
        code: "closure/criterion-open",
        level: Level::Error,
        what: "an incident is closed while a closure criterion is open",
        why: "Closing means that service is restored, the damage is known, and somebody owns the follow-up.",
        rows: &["O22"],
        fix: "meet the criterion, or mark it not applicable with a reason if the plan allows that",
        pass: "actions: [{id: z4md, action: Make the handler idempotent, owner: Payments, due: \"2025-12-05\", status: open}]\n",
        fail: "actions:\n",
        check: Check::Record(criterion),
    },
    Rule {
        code: "closure/absent",
        level: Level::Error,
        what: "the status is closed, but the record does not say when, by whom and under which plan",
        why: "Closing is a decision that somebody makes; without the seal, later changes would go unnoticed.",
        rows: &["O22", "S1"],
        fix: "reopen the incident with a reason and close it with `inc close`",
        pass: "status: closed\n",
        fail: "status: closed\nclosure:\n",
        check: Check::Record(absent),
    },
    Rule {
        code: "closure/left-over",
        level: Level::Error,
        what: "the incident is not closed, but the record says how it was closed",
        why: "Reopening removes the closure. A record that is not closed and still has one was edited by hand and cannot be trusted.",
        rows: &["O22"],
        fix: "remove the key `closure`",
        pass: "status: closed\n",
        fail: "status: resolved\n",
        check: Check::Record(left_over),
    },
    Rule {
        code: "closure/seal-broken",
        level: Level::Error,
        what: "a sealed field has changed since the incident was closed",
        why: "A closed record states what was known when it was closed. Review, actions, filings and \
              messages may continue; any other change requires reopening the incident.",
        rows: &["O22", "O24"],
        fix: "revert the change, or reopen the incident and close it again",
        pass: "closure: {at: \"2025-11-29T15:00:00+03:00\", by: CTO, plan: 1.0.0, seal: SEALED}\n",
        fail: "closure: {at: \"2025-11-29T15:00:00+03:00\", by: CTO, plan: 1.0.0, seal: 0000000000000000000000000000000000000000000000000000000000000000}\n",
        check: Check::Record(seal_broken),
    },
];

/// Criteria of the lists that no other family answers for.
fn open_criteria<'a>(judged: &Judged<'a>) -> Vec<CheckView<'a>> {
    gate::open_checks(judged, |command| {
        !["triage", "eradicate", "recover"].contains(&command)
    })
}

fn root_cause(judged: &Judged<'_>, sink: &mut Sink) {
    for view in open_criteria(judged) {
        if matches!(&view.standing, CheckStatus::Unproved(missing) if missing.contains(&Proof::RootCause))
        {
            sink.find(Path::of("status"), "closed without a confirmed root cause")
                .label(view.check.check.to_lowercase())
                .fix(fix::proof(&judged.case, Proof::RootCause));
        }
    }
}

fn criterion(judged: &Judged<'_>, sink: &mut Sink) {
    for view in open_criteria(judged) {
        // Other rules name each fact, role, milestone and check of another list by itself.
        let said_elsewhere = |proof: &Proof<'_>| {
            let elsewhere =
                [Proof::RootCause, Proof::Settled, Proof::RequiredRoles].contains(proof);
            let gated = |list: &str| {
                judged
                    .case
                    .plan
                    .checklists
                    .get(list)
                    .is_some_and(|list| list.gate.is_some())
            };
            elsewhere
                || match proof {
                    Proof::Answered(_) | Proof::SettledFact(_) => true,
                    Proof::Milestone(id) => judged
                        .case
                        .plan
                        .milestone(id)
                        .is_some_and(|milestone| milestone.required),
                    Proof::Checks(list) => gated(list),
                    _ => false,
                }
        };
        match &view.standing {
            CheckStatus::Unproved(missing) => {
                for proof in missing.iter().filter(|proof| !said_elsewhere(proof)) {
                    let (title, words) = (&view.check.check, fix::words(&judged.case, *proof));
                    let message = format!(
                        "closed, but \u{201c}{title}\u{201d} is not met: {words} is missing"
                    );
                    sink.find(Path::of("status"), message)
                        .about(&view.check.id)
                        .label(words)
                        .rows(&view.check.row)
                        .fix(fix::proof(&judged.case, *proof));
                }
            }
            _ => gate::report_open(judged, &view, sink),
        }
    }
}

fn absent(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    if record.status.is_closed() && record.closure.is_none() {
        sink.find(
            Path::of("status"),
            "closed, but the record does not say when, by whom and under which plan",
        )
        .label("closure")
        .fix(Command::on_incident("reopen").args(["-m", "<WHY>"]));
    }
}

fn left_over(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    if !record.status.is_closed() && record.closure.is_some() {
        sink.find(
            Path::of("closure"),
            format!(
                "the status is {}, but the record says how it was closed",
                record.status
            ),
        )
        .label("closure")
        .on_key()
        .fix(Command::on_incident("edit"));
    }
}

fn seal_broken(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    let Some(closure) = record
        .closure
        .as_ref()
        .filter(|_| record.status.is_closed())
    else {
        return;
    };
    match &closure.seal {
        Some(sealed) if *sealed == seal::seal(record) => {}
        Some(_) => {
            sink.find(
                Path::of("closure.seal"),
                "a sealed field has changed since the incident was closed",
            )
            .label("seal")
            .fix(Command::on_incident("reopen").args(["-m", "<WHY>"]));
        }
        None => {
            sink.find(Path::of("closure"), "the closure has no seal")
                .label("seal")
                .fix(Command::on_incident("reopen").args(["-m", "<WHY>"]));
        }
    }
}
