//! Regulators and users are told, by the law's clock (S24, S25).

use super::{Check, Judged, Level, Rule, Sink, fix};
use crate::domain::plan::raw::Duty;
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "regulatory/undecided",
        level: Level::Error,
        what: "an incident with exposed personal data is closed without recorded awareness and decision",
        why: "The 72-hour deadline counts from awareness. Without the time and the reasons, nobody can show compliance.",
        rows: &["S24", "S25"],
        fix: "record since when the organisation has been aware, and what was decided and why",
        pass: "facts: {data-exposure: personal-data}\nseverity: SEV-1\nregulatory: {aware_at: \"2025-11-29T11:00:00+03:00\", decision: addresses of 212 parents were read}\n",
        fail: "facts: {data-exposure: personal-data}\nseverity: SEV-1\nregulatory:\n",
        check: Check::Record(undecided),
    },
    Rule {
        code: "regulatory/late",
        level: Level::Warning,
        what: "a notification was filed late or is overdue",
        why: "A late notification must give the regulator reasons for the delay.",
        rows: &["S24"],
        fix: "file it and record the reason for the delay with `inc notify --decision`",
        pass: "facts: {data-exposure: personal-data}\nregulatory: {aware_at: \"2025-11-29T11:00:00+03:00\", filings: {dpa-notification: {at: \"2025-11-30T11:00:00+03:00\", by: Legal}}}\n",
        fail: "facts: {data-exposure: personal-data}\nregulatory: {aware_at: \"2025-11-20T11:00:00+03:00\", filings: {dpa-notification: {at: \"2025-11-29T11:00:00+03:00\", by: Legal}}}\n",
        check: Check::Record(late),
    },
    Rule {
        code: "regulatory/withdrawn",
        level: Level::Warning,
        what: "awareness is recorded, but no duty applies any more and no note says why",
        why: "The answer ends the regulatory deadline. Later, somebody will ask what was known and why it ended.",
        rows: &["S24"],
        fix: "add a note to the answer that says why, or correct it",
        pass: "facts: {data-exposure: {answer: none, note: what was read was made up for a test}}\nregulatory: {aware_at: \"2025-11-29T11:00:00+03:00\"}\n",
        fail: "facts: {data-exposure: none}\nregulatory: {aware_at: \"2025-11-29T11:00:00+03:00\"}\n",
        check: Check::Record(withdrawn),
    },
];

fn undecided(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let Some(duty) = case
        .duties()
        .next()
        .filter(|_| case.record.status.is_closed())
    else {
        return;
    };
    let regulatory = case.record.regulatory.as_ref();
    let decided = regulatory.is_some_and(|regulatory| regulatory.decision.is_some());
    if case.aware_at().is_some() && decided {
        return;
    }
    let (lacks, command) = if case.aware_at().is_some() {
        ("what was decided", fix::notify(["--decision", "<TEXT>"]))
    } else {
        (
            "since when the organisation has been aware",
            fix::notify(["--aware", "--at", "<TIME>", "--decision", "<TEXT>"]),
        )
    };
    sink.find(
        Path::of("status"),
        format!(
            "closed, but the record does not say {lacks}: {}",
            duty.title
        ),
    )
    .label(lacks)
    .rows(&duty.row)
    .fix(command);
}

fn late(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    for duty in case.duties() {
        let Some(due) = case.duty_due(duty) else {
            continue;
        };
        let zone = case.plan.zone();
        let filing = case.filing(&duty.id);
        let (path, message) = match filing {
            Some(filing) if filing.at > due => (
                Path::of("regulatory.filings").key(&duty.id),
                format!(
                    "{} was filed late: {}, due {}",
                    duty.title,
                    zone.minute(filing.at),
                    zone.minute(due)
                ),
            ),
            None if case.is_owed(duty) && due < judged.now => (
                Path::of("regulatory"),
                format!(
                    "{} was due {} and has not been filed",
                    duty.title,
                    zone.minute(due)
                ),
            ),
            _ => continue,
        };
        sink.find(path, message)
            .about(&duty.id)
            .label(duty.title.to_lowercase())
            .rows(&duty.row)
            .fix(command(duty));
    }
}

fn withdrawn(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let facts = case.plan.regulatory.facts();
    if case.aware_at().is_none() || case.duties().next().is_some() || facts.is_empty() {
        return;
    }
    let answers = || {
        let facts = facts.iter();
        facts.filter_map(|fact| Some((*fact, case.record.facts.get(fact)?)))
    };
    if answers().any(|(_, answer)| answer.note.is_some()) {
        return;
    }
    for (fact, answer) in answers() {
        sink.find(
            Path::of("facts").key(fact),
            format!(
                "awareness of a breach is recorded, but no duty applies, because {fact} is {} without a reason",
                answer.answer
            ),
        )
        .about(fact)
        .label("why no duty applies")
        .fix(
            super::Command::on_incident("triage")
                .arg("--fact")
                .arg(format!("{fact}={}:<WHY>", answer.answer)),
        );
    }
}

/// The filing of one duty.
pub(crate) fn command(duty: &Duty) -> super::Command {
    match duty.aliases.first().map(String::as_str) {
        Some(flag @ ("authority" | "users")) => {
            fix::notify([format!("--{flag}").as_str(), "--reference", "<REFERENCE>"])
        }
        _ => fix::notify(["--duty", duty.id.as_str(), "--reference", "<REFERENCE>"]),
    }
}
