//! What a record file may hold: the program reads every key and every name, or says which it cannot.

use std::collections::HashMap;

use super::{Check, Command, Finding, Judged, Level, Rule, Sink, rule};
use crate::domain::plan::case::{MILESTONES, RECOVERY};
use crate::domain::plan::lookup::{Name, Vocabulary};
use crate::domain::plan::{NameKind, Plan};
use crate::domain::record::shape::{Misfit, MisfitKind};
use crate::domain::record::{Path, Record};

macro_rules! reading_rule {
    ($code:literal, $row:literal, $level:ident, $what:literal, $why:literal, $fix:literal, $pass:literal, $fail:literal) => {
        Rule {
            code: $code,
            level: Level::$level,
            what: $what,
            why: $why,
            rows: &[$row],
            fix: $fix,
            pass: $pass,
            fail: $fail,
            check: Check::Reading,
        }
    };
}

pub(crate) const RULES: &[Rule] = &[
    reading_rule!(
        "schema/unreadable",
        "O20",
        Error,
        "the file is not valid YAML for a record",
        "Anchors, aliases, tags, duplicate keys and multiple documents mean different things to different tools; \
         a record must be unambiguous.",
        "fix the reported line: inc edit <ID>",
        "title: \"Refunds: paid twice\"\n",
        "title: Refunds: paid twice\n"
    ),
    reading_rule!(
        "schema/conflict-markers",
        "O20",
        Error,
        "the file contains git's conflict markers",
        "Two people changed the same field, and somebody has to decide.",
        "keep one value of each field and the entries of both lists, and remove the markers: inc edit <ID>; then git add and git merge --continue",
        "status: contained\n",
        "<<<<<<< HEAD\nstatus: contained\n=======\nstatus: recovering\n>>>>>>> theirs\n"
    ),
    reading_rule!(
        "schema/unknown-key",
        "O20",
        Error,
        "the record has an unknown key",
        "A mistyped key would be silently ignored.",
        "use the suggested key, or remove it: inc edit <ID>",
        "severity: SEV-2\n",
        "severty: SEV-2\n"
    ),
    reading_rule!(
        "schema/missing-key",
        "O20",
        Error,
        "the record lacks a required key",
        "Without it, the incident cannot be listed or checked.",
        "add the key: inc edit <ID>",
        "title: Wallets credited twice\n",
        "title:\n"
    ),
    reading_rule!(
        "schema/wrong-value",
        "O20",
        Error,
        "a value has the wrong type",
        "A time without an offset, or a list instead of a word, is ambiguous.",
        "correct it as the message describes: inc edit <ID>",
        "detection: {detected_at: \"2025-11-29T09:58:00+03:00\"}\n",
        "detection: {detected_at: \"2025-11-29 09:58\"}\n"
    ),
    reading_rule!(
        "schema/unquoted-time",
        "O19",
        Warning,
        "a time or date is not quoted",
        "Many YAML tools convert an unquoted time to their own date type.",
        "put it in double quotes: inc edit <ID>",
        "detection: {detected_at: \"2025-11-29T09:58:00+03:00\"}\n",
        "detection: {detected_at: 2025-11-29T09:58:00+03:00}\n"
    ),
    Rule {
        code: "schema/unknown-name",
        level: Level::Error,
        what: "the record refers to something the plan does not define",
        why: "A type, role, fact or check that is not in the plan is ignored. Ids in a plan may be retired but not removed.",
        rows: &["O1", "O3", "O4", "O5", "O12", "O18", "O19"],
        fix: "use the suggested name: inc edit <ID>",
        pass: "type: payment-or-wallet-incident\n",
        fail: "type: payment-incident\n",
        check: Check::Record(unknown_name),
    },
    Rule {
        code: "schema/file-name",
        level: Level::Error,
        what: "the file is not named after the incident's ID, or is in the wrong year's folder",
        why: "Incidents are found by file name, and git notices by it that two clones used the same ID.",
        rows: &["O23"],
        fix: "rename the file to its ID, in the folder of the ID's year",
        pass: "id: INC-20251129-001\n",
        fail: "id: INC-20251129-002\n",
        check: Check::Record(file_name),
    },
    Rule {
        code: "schema/duplicate-entry",
        level: Level::Error,
        what: "two entries have the same id",
        why: "Corrections and escalations refer to entries by id.",
        rows: &["O24"],
        fix: "give the newer one another id: inc edit <ID>",
        pass: "timeline: [{id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: first}, {id: a1b3, at: \"2025-11-29T10:00:00+03:00\", event: second}]\n",
        fail: "timeline: [{id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: first}, {id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: second}]\n",
        check: Check::Record(duplicate_entry),
    },
    Rule {
        code: "schema/duplicate-id",
        level: Level::Error,
        what: "two records have the same ID, or two records are the same incident",
        why: "An ID identifies one incident permanently.",
        rows: &["O23"],
        fix: "remove a copy of the same incident with git rm <PATH>, or rm <PATH> if it is not in git; for two different incidents, `inc sync` gives the unpushed one a new ID, otherwise change the id and file name of the newer one and add the old ID to `formerly`",
        pass: "id: INC-20251129-001\n",
        fail: "id: INC-20251129-001 # in two files\n",
        check: Check::Home,
    },
];

/// A value that does not fit its place, as a finding; a family without rules of its own for that has
/// one for whatever cannot be read.
pub fn misfit(misfit: &Misfit, family: &str) -> Option<Finding> {
    let name = match misfit.kind {
        MisfitKind::UnknownKey => "unknown-key",
        MisfitKind::MissingKey => "missing-key",
        MisfitKind::WrongValue => "wrong-value",
    };
    let mut finding = Finding::new(
        rule(&format!("{family}/{name}")).or_else(|| rule(&format!("{family}/unreadable")))?,
        misfit.path.clone(),
        misfit.message.clone(),
    );
    if misfit.kind == MisfitKind::UnknownKey {
        finding.on_key();
    }
    Some(finding)
}

/// Every record whose ID another record bears, and every incident that stands there twice. An earlier
/// ID may well be another incident's by now: that is why this one was renumbered.
pub fn duplicate_ids<'a>(
    records: impl IntoIterator<Item = (usize, &'a Record)>,
    shown: impl Fn(usize) -> String,
) -> Vec<(usize, Finding)> {
    let records: Vec<(usize, &Record)> = records.into_iter().collect();
    let mut bearers: HashMap<&str, Vec<(usize, &Record)>> = HashMap::new();
    let mut found = Vec::new();
    let Some(rule) = rule("schema/duplicate-id") else {
        return found;
    };
    let mut find = |place: usize, path: Path, id: &str, other: usize| {
        let message = format!("another record, {}, has the ID {id}", shown(other));
        let mut finding = Finding::new(rule, path, message);
        finding.about(id);
        found.push((place, finding));
    };
    for (place, record) in &records {
        bearers
            .entry(&record.id)
            .or_default()
            .push((*place, record));
    }
    // Which of them should not be there nobody can tell from here: each names another.
    for (place, record) in &records {
        let others = bearers.get(record.id.as_str()).into_iter().flatten();
        if let Some((other, _)) = others.into_iter().find(|(other, _)| other != place) {
            find(*place, Path::of("id"), &record.id, *other);
        }
    }
    for (place, record) in &records {
        for (index, id) in record.formerly.iter().enumerate() {
            let same = |(other, known): &&(usize, &Record)| {
                let mut ids = known.entry_ids();
                other != place && ids.any(|id| record.entry_ids().any(|own| own == id))
            };
            let mut others = bearers.get(id.as_str()).into_iter().flatten();
            if let Some((other, _)) = others.find(same) {
                find(*place, Path::of("formerly").index(index), id, *other);
            }
        }
    }
    found
}

fn unknown_name(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    let (record, plan) = (case.record, case.plan);
    let mut names = Names { plan, sink };
    let at = Path::of;
    names.value(at("type"), NameKind::Type, &record.kind);
    names.value(at("severity"), NameKind::Severity, &record.severity);
    if let Some(environment) = &record.environment {
        names.value(at("environment"), NameKind::Environment, environment);
    }
    if let Some(source) = &record.detection.source {
        names.value(at("detection.source"), NameKind::Source, source);
    }
    for (id, answer) in record.facts.iter() {
        let here = at("facts").key(id);
        if plan.fact(id).is_none() {
            names.key(here, NameKind::Fact, id);
            continue;
        }
        let answers = plan.vocabulary(NameKind::Answer(id));
        let answers = answers.called(format!("answer to {id}"));
        names.look(here, &answers, &answer.answer);
    }
    for id in record.roles.keys() {
        names.key(at("roles").key(id), NameKind::Role, id);
    }
    for (list, checks) in record.checks.iter() {
        let here = at("checks").key(list);
        if list == MILESTONES {
            for id in checks.keys() {
                names.key(here.key(id), NameKind::Milestone, id);
            }
        } else if list == RECOVERY && case.kind().is_none() {
            // Which recovery steps there are hangs on the type, and that is told already.
        } else if let Some(known) = plan.checklists.get(list) {
            let known = Vocabulary::of_checks("check", case.all_checks(list, known));
            for id in checks.keys() {
                names.look(here.key(id), &known, id).map(Finding::on_key);
            }
        } else {
            let mut lists = plan.vocabulary(NameKind::Checklist);
            lists.names.push(Name::new(MILESTONES, ""));
            names.look(here, &lists, list).map(Finding::on_key);
        }
    }
    for (index, event) in record.timeline.iter().enumerate() {
        if let Some(mark) = &event.mark {
            let here = at("timeline").index(index).key("mark");
            names.value(here, NameKind::Milestone, mark);
        }
    }
    for (index, escalation) in record.escalations.iter().enumerate() {
        let here = at("escalations").index(index).key("reasons");
        for (place, reason) in escalation.reasons.iter().enumerate() {
            names.value(here.index(place), NameKind::Fact, reason);
        }
    }
    for (index, message) in record.communications.iter().enumerate() {
        let here = at("communications").index(index);
        let template = NameKind::Template(None);
        names.value(here.key("template"), template, &message.template);
        if let Some(ground) = &message.ground {
            names.value(here.key("ground"), NameKind::Ground, ground);
        }
    }
    for duty in record
        .regulatory
        .iter()
        .flat_map(|known| known.filings.keys())
    {
        names.key(at("regulatory.filings").key(duty), NameKind::Duty, duty);
    }
    for section in record
        .review
        .iter()
        .flat_map(|review| review.sections.keys())
    {
        let here = at("review.sections").key(section);
        names.key(here, NameKind::ReviewSection, section);
    }
    for (index, item) in record.evidence.iter().enumerate() {
        let here = at("evidence").index(index).key("kind");
        names.value(here, NameKind::Evidence, &item.kind);
    }
}

struct Names<'a> {
    plan: &'a Plan,
    sink: &'a mut Sink,
}

impl Names<'_> {
    /// A name that stands as a value.
    fn value(&mut self, path: Path, kind: NameKind<'_>, name: &str) {
        self.look(path, &self.plan.vocabulary(kind), name);
    }

    /// A name that stands as a key.
    fn key(&mut self, path: Path, kind: NameKind<'_>, name: &str) {
        self.look(path, &self.plan.vocabulary(kind), name)
            .map(Finding::on_key);
    }

    /// Finds a name that is none of these.
    fn look(&mut self, path: Path, known: &Vocabulary<'_>, name: &str) -> Option<&mut Finding> {
        let message = format!("the plan has no {}", known.unknown(name)?);
        let rows: Vec<String> = known.row.map(str::to_owned).into_iter().collect();
        let finding = self.sink.find(path, message);
        Some(
            finding
                .about(name)
                .rows(&rows)
                .fix(Command::on_incident("edit")),
        )
    }
}

fn file_name(judged: &Judged<'_>, sink: &mut Sink) {
    let Some(file) = judged.file else { return };
    let id = &judged.case.record.id;
    if file.stem != id {
        sink.find(
            Path::of("id"),
            format!(
                "the file is named {}, but the incident's ID is {id}",
                file.stem
            ),
        );
    } else if year_of(id).is_some_and(|year| year != file.folder) {
        sink.find(
            Path::of("id"),
            format!(
                "the file is in the folder {}, not in that of its year",
                file.folder
            ),
        );
    }
}

/// The year an ID holds: its first four digits in a row.
pub(crate) fn year_of(id: &str) -> Option<&str> {
    let start = id
        .as_bytes()
        .windows(4)
        .position(|four| four.iter().all(u8::is_ascii_digit))?;
    id.get(start..start + 4)
}

fn duplicate_entry(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    let timeline = record.timeline.iter().map(|event| event.id.as_deref());
    let lists: [(&str, Vec<Option<&str>>); 5] = [
        ("timeline", timeline.collect()),
        (
            "escalations",
            record
                .escalations
                .iter()
                .map(|entry| Some(entry.id.as_str()))
                .collect(),
        ),
        (
            "communications",
            record
                .communications
                .iter()
                .map(|entry| Some(entry.id.as_str()))
                .collect(),
        ),
        (
            "evidence",
            record
                .evidence
                .iter()
                .map(|entry| Some(entry.id.as_str()))
                .collect(),
        ),
        (
            "actions",
            record
                .actions
                .iter()
                .map(|entry| Some(entry.id.as_str()))
                .collect(),
        ),
    ];
    let mut seen = HashMap::new();
    for (list, ids) in lists {
        for (index, id) in ids.into_iter().enumerate() {
            let Some(id) = id else { continue };
            let path = Path::of(list).index(index).key("id");
            if let Some(first) = seen.insert(id, path.clone()) {
                sink.find(path, format!("{first} has the id `{id}` too"))
                    .about(id)
                    .fix(Command::on_incident("edit"));
            }
        }
    }
}
