//! Triage: what must be known before an incident can be closed (O6, O24).

use super::{Check, Judged, Level, Rule, Sink, fix, gate};
use crate::domain::plan::{CheckStatus, Proof, case::UNDER_REVIEW};
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "triage/fact-unanswered",
        level: Level::Error,
        what: "an incident is closed while a fact that applies has no answer",
        why: "An unanswered risk question is a risk that nobody has ruled out.",
        rows: &["O6"],
        fix: "answer the question",
        pass: "facts: {data-exposure: none}\n",
        fail: "facts: {data-exposure: }\n",
        check: Check::Record(fact_unanswered),
    },
    Rule {
        code: "triage/fact-under-review",
        level: Level::Error,
        what: "an incident is closed while a fact is still under review",
        why: "Under review is a valid answer during the response, but not at its end.",
        rows: &["O24"],
        fix: "give the fact its final answer",
        pass: "facts: {data-exposure: none}\n",
        fail: "facts: {data-exposure: under-review}\n",
        check: Check::Record(fact_under_review),
    },
    Rule {
        code: "triage/check-open",
        level: Level::Error,
        what: "an incident is closed while a triage check is open",
        why: "Triage records what is affected and who is responsible.",
        rows: &["O6"],
        fix: "complete the check, or mark it not applicable with a reason if the plan allows that",
        pass: "impact: {users: 212 wallets}\n",
        fail: "impact: {users: }\n",
        check: Check::Record(check_open),
    },
];

fn fact_unanswered(judged: &Judged<'_>, sink: &mut Sink) {
    if !judged.case.record.status.is_closed() {
        return;
    }
    for fact in judged.case.unanswered() {
        sink.find(
            Path::of("facts").key(&fact.id),
            format!("closed, but this question has no answer: {}", fact.ask),
        )
        .about(&fact.id)
        .label(fact.title.clone())
        .rows(&fact.row)
        .fix(fix::fact(&fact.id));
    }
}

fn fact_under_review(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    if !case.record.status.is_closed() {
        return;
    }
    for fact in case
        .facts()
        .filter(|fact| case.record.answer(&fact.id) == Some(UNDER_REVIEW))
    {
        sink.find(
            Path::of("facts").key(&fact.id),
            format!("closed, but {} is still under review", fact.title),
        )
        .about(&fact.id)
        .label(fact.title.clone())
        .fix(fix::fact(&fact.id));
    }
}

fn check_open(judged: &Judged<'_>, sink: &mut Sink) {
    for view in gate::open_checks(judged, |command| command == "triage") {
        // Facts, roles and milestones have rules of their own, which say more.
        let said_elsewhere = |proof: &Proof<'_>| {
            matches!(
                proof,
                Proof::Settled
                    | Proof::Answered(_)
                    | Proof::SettledFact(_)
                    | Proof::RequiredRoles
                    | Proof::Milestone(_)
            )
        };
        if !matches!(&view.standing, CheckStatus::Unproved(missing) if missing.iter().all(said_elsewhere))
        {
            gate::report_open(judged, &view, sink);
        }
    }
}
