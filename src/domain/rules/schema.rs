//! What a record file may hold: the program reads every key and every name, or says which it cannot.

use std::collections::HashMap;

use super::{Check, Command, Finding, Judged, Level, Rule, Sink, rule};
use crate::domain::plan::case::{MILESTONES, RECOVERY};
use crate::domain::record::nearest::hint;
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
        "the file cannot be read as the YAML of a record",
        "Anchors, aliases, tags, a key given twice or a second document mean different things to different tools; \
         a record means one thing.",
        "mend the line as the message says: inc edit <ID>",
        "title: \"Refunds: paid twice\"\n",
        "title: Refunds: paid twice\n"
    ),
    reading_rule!(
        "schema/conflict-markers",
        "O20",
        Error,
        "the file has git's conflict markers in it",
        "Two people changed the same thing; only a person can say which holds.",
        "of a field keep one value, of a list the entries of both, remove the markers: inc edit <ID>; then git add, and git merge --continue",
        "status: contained\n",
        "<<<<<<< HEAD\nstatus: contained\n=======\nstatus: recovering\n>>>>>>> theirs\n"
    ),
    reading_rule!(
        "schema/unknown-key",
        "O20",
        Error,
        "the record has a key this program does not know",
        "A mistyped key would be a fact that nobody ever sees.",
        "use the key that is proposed, or remove it: inc edit <ID>",
        "severity: SEV-2\n",
        "severty: SEV-2\n"
    ),
    reading_rule!(
        "schema/missing-key",
        "O20",
        Error,
        "the record lacks a key that every record has",
        "Without it the incident cannot be listed or judged.",
        "add the key: inc edit <ID>",
        "title: Wallets credited twice\n",
        "title:\n"
    ),
    reading_rule!(
        "schema/wrong-value",
        "O20",
        Error,
        "a value is of the wrong kind",
        "A time without an offset, or a list where a word should be, says something else to everybody who reads it.",
        "write it as the message says: inc edit <ID>",
        "detection: {detected_at: \"2025-11-29T09:58:00+03:00\"}\n",
        "detection: {detected_at: \"2025-11-29 09:58\"}\n"
    ),
    reading_rule!(
        "schema/unquoted-time",
        "O19",
        Warning,
        "a time or date is not quoted",
        "Half of the world's YAML tools turn an unquoted time into a date of their own.",
        "put it in double quotes: inc edit <ID>",
        "detection: {detected_at: \"2025-11-29T09:58:00+03:00\"}\n",
        "detection: {detected_at: 2025-11-29T09:58:00+03:00}\n"
    ),
    Rule {
        code: "schema/unknown-name",
        level: Level::Error,
        what: "the record names something the plan does not have",
        why: "A type, role, fact or check that is not in the plan is never asked about again. Ids are retired in a plan, never removed.",
        rows: &["O1", "O3", "O4", "O5", "O12", "O18", "O19"],
        fix: "use the name that is proposed: inc edit <ID>",
        pass: "type: payment-or-wallet-incident\n",
        fail: "type: payment-incident\n",
        check: Check::Record(unknown_name),
    },
    Rule {
        code: "schema/file-name",
        level: Level::Error,
        what: "the file is not named after the incident, or lies in another year's folder",
        why: "The file name is how an incident is found, and how git notices that two clones took the same ID.",
        rows: &["O23"],
        fix: "rename the file to its ID, in the folder of the ID's year",
        pass: "id: INC-20251129-001\n",
        fail: "id: INC-20251129-002\n",
        check: Check::Record(file_name),
    },
    Rule {
        code: "schema/duplicate-entry",
        level: Level::Error,
        what: "two entries bear the same id",
        why: "Corrections and escalations name entries by id.",
        rows: &["O24"],
        fix: "give the newer one another id: inc edit <ID>",
        pass: "timeline: [{id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: first}, {id: a1b3, at: \"2025-11-29T10:00:00+03:00\", event: second}]\n",
        fail: "timeline: [{id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: first}, {id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: second}]\n",
        check: Check::Record(duplicate_entry),
    },
    Rule {
        code: "schema/duplicate-id",
        level: Level::Error,
        what: "two records bear the same ID, or one incident stands there under two",
        why: "An ID names one incident, for good.",
        rows: &["O23"],
        fix: "a copy of the same incident goes: git rm <PATH>, or rm <PATH> where git does not know it; of two incidents `inc sync` renumbers the one that is not pushed yet, else change the id and the file name of the newer one, and keep the old ID under `formerly`",
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
        let message = format!("another record, {}, bears the ID {id}", shown(other));
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
    let mut names = Names { sink };
    names.look(
        Path::of("type"),
        "type",
        &record.kind,
        plan.types.iter().map(|kind| kind.id.as_str()),
    );
    names.look(
        Path::of("severity"),
        "severity",
        &record.severity,
        plan.severities.iter().map(|severity| severity.id.as_str()),
    );
    if let Some(environment) = &record.environment {
        names.look(
            Path::of("environment"),
            "environment",
            environment,
            plan.environments.iter().map(|known| known.id.as_str()),
        );
    }
    if let Some(source) = &record.detection.source {
        names.look(
            Path::of("detection.source"),
            "detection source",
            source,
            plan.sources.iter().map(|known| known.id.as_str()),
        );
    }
    let fact_ids = || plan.facts.iter().map(|fact| fact.id.as_str());
    for (id, answer) in record.facts.iter() {
        let path = Path::of("facts").key(id);
        match plan.fact(id) {
            None => names.look_key(path, "fact", id, fact_ids()),
            Some(fact) => names.look(
                path,
                &format!("answer to {id}"),
                &answer.answer,
                fact.answers.iter().map(|known| known.id.as_str()),
            ),
        }
    }
    for id in record.roles.keys() {
        names.look_key(
            Path::of("roles").key(id),
            "role",
            id,
            plan.roles.iter().map(|role| role.id.as_str()),
        );
    }
    let milestones = || {
        plan.milestones
            .iter()
            .map(|milestone| milestone.id.as_str())
    };
    for (list, checks) in record.checks.iter() {
        let here = Path::of("checks").key(list);
        if list == MILESTONES {
            checks
                .keys()
                .for_each(|id| names.look_key(here.key(id), "milestone", id, milestones()));
        } else if list == RECOVERY && case.kind().is_none() {
            // Which recovery steps there are hangs on the type, and that is told already.
        } else if let Some(known) = plan.checklists.get(list) {
            let ids: Vec<&str> = case
                .all_checks(list, known)
                .map(|check| check.id.as_str())
                .collect();
            checks
                .keys()
                .for_each(|id| names.look_key(here.key(id), "check", id, ids.iter().copied()));
        } else {
            names.look_key(
                here,
                "checklist",
                list,
                plan.checklists.keys().chain([MILESTONES]),
            );
        }
    }
    for (index, event) in record.timeline.iter().enumerate() {
        if let Some(mark) = &event.mark {
            names.look(
                Path::of("timeline").index(index).key("mark"),
                "milestone",
                mark,
                milestones(),
            );
        }
    }
    for (index, escalation) in record.escalations.iter().enumerate() {
        for (place, reason) in escalation.reasons.iter().enumerate() {
            names.look(
                Path::of("escalations")
                    .index(index)
                    .key("reasons")
                    .index(place),
                "fact",
                reason,
                fact_ids(),
            );
        }
    }
    let policy = &plan.communication;
    for (index, message) in record.communications.iter().enumerate() {
        let here = Path::of("communications").index(index);
        names.look(
            here.key("template"),
            "message template",
            &message.template,
            policy.templates.iter().map(|known| known.id.as_str()),
        );
        if let Some(ground) = &message.ground {
            let grounds = policy.external_grounds.iter();
            names.look(
                here.key("ground"),
                "ground",
                ground,
                grounds.map(|known| known.id.as_str()),
            );
        }
    }
    let filings = record
        .regulatory
        .iter()
        .flat_map(|regulatory| regulatory.filings.keys());
    for duty in filings {
        let duties = plan.regulatory.duties.iter();
        names.look_key(
            Path::of("regulatory.filings").key(duty),
            "duty",
            duty,
            duties.map(|known| known.id.as_str()),
        );
    }
    let sections = record
        .review
        .iter()
        .flat_map(|review| review.sections.keys());
    for section in sections {
        let known = plan.review.sections.iter();
        names.look_key(
            Path::of("review.sections").key(section),
            "section of the review",
            section,
            known.map(|known| known.id.as_str()),
        );
    }
    for (index, item) in record.evidence.iter().enumerate() {
        let kinds = plan.evidence.kinds.iter().map(|kind| kind.id.as_str());
        names.look(
            Path::of("evidence").index(index).key("kind"),
            "kind of evidence",
            &item.kind,
            kinds,
        );
    }
}

/// Where the plans list each sort of name.
const ROWS: [(&str, &str); 15] = [
    ("type", "O1"),
    ("severity", "O3"),
    ("environment", "O20"),
    ("detection source", "O5"),
    ("fact", "O4"),
    ("answer", "O4"),
    ("role", "O12"),
    ("checklist", "O6"),
    ("check", "O6"),
    ("milestone", "O19"),
    ("kind of evidence", "O18"),
    ("message template", "O15"),
    ("ground", "O16"),
    ("duty", "S24"),
    ("section of the review", "O10"),
];

struct Names<'a> {
    sink: &'a mut Sink,
}

impl Names<'_> {
    fn look<'n>(
        &mut self,
        path: Path,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        self.unknown(path, what, name, known, false);
    }

    fn look_key<'n>(
        &mut self,
        path: Path,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        self.unknown(path, what, name, known, true);
    }

    fn unknown<'n>(
        &mut self,
        path: Path,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
        on_key: bool,
    ) {
        let known: Vec<&str> = known.collect();
        if known.contains(&name) {
            return;
        }
        let message = format!(
            "the plan knows no {what} `{name}`; {}",
            hint(name, known.iter().copied())
        );
        let row = ROWS.iter().find(|(sort, _)| what.starts_with(sort));
        let rows: Vec<String> = row.map(|(_, row)| (*row).to_owned()).into_iter().collect();
        let finding = self
            .sink
            .find(path, message)
            .about(name)
            .rows(&rows)
            .fix(Command::on_incident("edit"));
        if on_key {
            finding.on_key();
        }
    }
}

fn file_name(judged: &Judged<'_>, sink: &mut Sink) {
    let Some(file) = judged.file else { return };
    let id = &judged.case.record.id;
    if file.stem != id {
        sink.find(
            Path::of("id"),
            format!("the file is named {}, but the incident {id}", file.stem),
        );
    } else if year_of(id).is_some_and(|year| year != file.folder) {
        sink.find(
            Path::of("id"),
            format!(
                "the file lies in the folder {}, not in its year's",
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
                sink.find(path, format!("the id `{id}` is also that of {first}"))
                    .about(id)
                    .fix(Command::on_incident("edit"));
            }
        }
    }
}
