//! What the rules find in files, each with line and column: of records, the plan, the patterns, the
//! templates, and `readiness.yaml`.

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::lint::Lint;
use crate::domain::plan::{Case, Plan};
use crate::domain::record::merge::is_one_incident;
use crate::domain::record::{Path, Record, Time};
use crate::domain::rules::readiness::{Place, Preparation};
use crate::domain::rules::schema::year_of;
use crate::domain::rules::{self, FileName, Finding, Judged, Located, Part, Rule};
use crate::git::Repo;
use crate::session::context::Context;
use crate::session::file_errors::fix;
use crate::session::paths::{file_from, git_in};
use crate::session::schemas;
use crate::session::templates::{Trial, path_of};
use crate::store::{Document, Home, InvalidFile, LoadError, ReadError, Wrong, codec, yaml};

/// One record, judged; none where it could not be read.
pub(crate) struct Judgement {
    pub document: Option<Document>,
    pub findings: Vec<Located>,
}

pub(crate) fn of_document(
    document: Document,
    plan: Option<&Plan>,
    lint: &Lint,
    now: Time,
) -> Judgement {
    let findings = locate(&document, found_in(&document, plan, lint, now));
    Judgement {
        document: Some(document),
        findings,
    }
}

/// What the rules find in one record, not located yet.
pub(crate) fn found_in(
    document: &Document,
    plan: Option<&Plan>,
    lint: &Lint,
    now: Time,
) -> Vec<Finding> {
    let mut findings = unquoted_times(&document.text);
    findings.extend(rules::lint::secrets(lint, &document.text));
    if let Some(plan) = plan {
        let file = FileName {
            stem: &document.file.stem,
            folder: &document.file.folder,
        };
        let judged = Judged {
            case: Case::new(&document.record, plan),
            now,
            file: Some(file),
            lint: Some(lint),
        };
        rules::waivers::apply(&judged, &mut findings);
        findings.extend(rules::judge(&judged));
    }
    findings
}

/// A finding about a record that is not there any more.
pub(crate) fn of_gone(path: &std::path::Path, incident: &str, finding: Finding) -> Vec<Located> {
    let incident = Some(incident.to_owned());
    Source::new("", path, incident).locate(vec![finding])
}

/// Templates are printed and sent, and the plan is in git too: no secret stands in any of them.
pub(crate) fn of_template(home: &Home, path: &std::path::Path, lint: &Lint) -> Vec<Located> {
    let Ok(bytes) = home.bytes(path) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    in_file(&text, path, unwaivable(rules::lint::secrets(lint, &text)))
}

/// Only a record can hold a waiver.
fn unwaivable(findings: Vec<Finding>) -> Vec<Finding> {
    let without = |finding| Finding {
        fix: None,
        ..finding
    };
    findings.into_iter().map(without).collect()
}

fn unquoted_times(text: &str) -> Vec<Finding> {
    let Some(rule) = rules::rule("schema/unquoted-time") else {
        return Vec::new();
    };
    let places = codec::unquoted_times(text).into_iter();
    places
        .map(|place| {
            let message =
                "this time is not quoted; many YAML tools convert it to their own date type";
            let mut finding = Finding::new(rule, Path::root(), message);
            finding.at = Some(place);
            finding
        })
        .collect()
}

/// Lines and columns for what the rules have said of a record.
pub(crate) fn locate(document: &Document, findings: Vec<Finding>) -> Vec<Located> {
    let incident = Some(document.record.id.clone());
    let source = Source {
        sealed: document.record.status.is_closed(),
        ..Source::new(&document.text, &document.file.path, incident)
    };
    source.locate(findings)
}

/// Which of the files that hold one incident is a copy of it: one that is not named after the incident,
/// or lies in another year's folder, or holds it under a number that it has no more. One that knows more
/// is none.
pub(crate) fn copy<'d>(
    documents: &[&'d Document],
    finding: &Finding,
    at: &'d Document,
) -> Option<&'d Document> {
    let id = finding.subject.as_deref()?;
    let bearers = documents.iter().filter(|other| other.record.id == id);
    let is_at_home = |document: &Document| {
        document.file.stem == id && year_of(id).is_none_or(|year| year == document.file.folder)
    };
    let (original, mut copies): (&Document, Vec<&Document>) = if at.record.id == id {
        let (at_home, others) = bearers.partition::<Vec<&Document>, _>(|it| is_at_home(it));
        (at_home.first()?, others)
    } else {
        // One incident under two numbers: the older one was to go when it was renumbered.
        (at, bearers.copied().collect())
    };
    copies.retain(|copy| is_copy(&copy.record, &original.record));
    let own = copies.iter().find(|copy| copy.file == at.file);
    match (own, copies.as_slice()) {
        (Some(own), _) => Some(own),
        (None, [only]) if at.file == original.file => Some(only),
        _ => None,
    }
}

/// Whether a record is the same incident as another, and knows nothing more of it.
pub(crate) fn is_copy(copy: &Record, original: &Record) -> bool {
    let mut entries = copy.entry_ids();
    is_one_incident(copy, original)
        && entries.all(|entry| original.entry_ids().any(|known| known == entry))
}

/// What two records of one ID are mended by, where one of them is a copy of the other: it goes, through
/// git if git has it.
pub(crate) fn of_duplicate(
    context: &Context,
    documents: &[&Document],
    at: &Document,
    finding: Finding,
) -> Vec<Located> {
    let copy = copy(documents, &finding, at).map(|copy| copy.file.path.as_path());
    let mut located = locate(at, vec![finding]);
    let Some(copy) = copy else { return located };
    let repo = context.repo_if_any().ok().flatten();
    let is_known = |repo: &Repo| repo.committed(copy).is_ok_and(|bytes| bytes.is_some());
    let (folder, home) = (&context.world.folder, context.home().ok());
    let fix = match repo.as_deref().zip(home) {
        Some((repo, home)) if is_known(repo) => git_in(
            folder,
            repo.work_dir(),
            ["rm", &file_from(folder, repo, home, copy)],
        ),
        _ => {
            let near = copy.strip_prefix(folder).unwrap_or(copy);
            Fix::run(["rm", &near.display().to_string()])
        }
    };
    for finding in &mut located {
        finding.fix = Some(fix.clone());
    }
    located
}

/// The text that findings point into.
struct Source<'a> {
    text: &'a str,
    path: &'a std::path::Path,
    incident: Option<String>,
    /// Whether it is a closed incident, which most commands no longer change.
    sealed: bool,
}

/// Commands that change what lives on after closing.
const LIVING: [&str; 9] = [
    "review",
    "notify",
    "action add",
    "action start",
    "action done",
    "action drop",
    "announce",
    "update",
    "reopen",
];

impl<'a> Source<'a> {
    fn new(text: &'a str, path: &'a std::path::Path, incident: Option<String>) -> Self {
        Source {
            text,
            path,
            incident,
            sealed: false,
        }
    }

    fn locate(&self, findings: Vec<Finding>) -> Vec<Located> {
        if findings.is_empty() {
            return Vec::new();
        }
        let tree = yaml::parse(self.text).ok();
        let place = |finding: &Finding| {
            let part = match finding.part {
                Part::Key => yaml::Part::Key,
                Part::Value => yaml::Part::Value,
            };
            match (finding.at, &tree) {
                (Some(place), _) => yaml::Position::at(place),
                (None, Some(tree)) => tree.position(&finding.path, part),
                (None, None) => yaml::Position::START,
            }
        };
        findings
            .into_iter()
            .map(|finding| {
                let position = place(&finding);
                self.at(finding, position)
            })
            .collect()
    }

    /// What mends it, naming what it is about; a file that is no record has no command that edits it.
    fn fix(&self, rule: &Rule) -> Fix {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let edit = match &self.incident {
            Some(id) => Fix::inc(["edit", id]),
            None => Fix::run(["<EDITOR>", &name]),
        };
        rule.fix_in(self.incident.as_deref(), edit)
    }

    fn at(&self, finding: Finding, position: yaml::Position) -> Located {
        let about = |command: Command| Fix::from(command.about(self.incident.as_deref()));
        let fix = match finding.fix {
            None => self.fix(finding.rule),
            Some(command) if self.sealed && !LIVING.contains(&command.verb().as_str()) => {
                let reopen = Command::on_incident("reopen").args(["-m", "<WHY>"]);
                about(reopen).joined(", then ", about(command))
            }
            Some(command) => about(command),
        };
        let line = self.text.lines().nth(position.line - 1);
        // Behind the last character of a line nothing can be meant.
        let end_of_line = line.map_or(1, |line| line.chars().count() + 1);
        let end_column = (position.column + position.length).min(end_of_line);
        Located {
            rule: finding.rule.code,
            level: finding.level,
            incident: self.incident.clone(),
            path: self.path.display().to_string(),
            in_repository: self.path.display().to_string(),
            line: position.line,
            column: position.column,
            length: position.length,
            end_column: end_column.max(position.column),
            field: finding.path.to_string(),
            message: finding.message,
            row: finding.row,
            fix: Some(fix),
            source: line.map(str::to_owned),
            subject: finding.subject,
            waived: finding.waived,
        }
    }
}

/// What the plan forbids and no pattern looks for: a message would seem to hold none of it.
pub(crate) fn of_kinds(home: &Home, plan: &Plan, lint: &Lint) -> Vec<Located> {
    let (known, list) = (lint.kinds(), Path::of("communication.external_forbidden"));
    let forbidden = plan.communication.external_forbidden.iter().enumerate();
    let blind = forbidden.filter(|(_, kind)| !known.contains(&kind.id.as_str()));
    let findings: Vec<Finding> = blind
        .filter_map(|(index, kind)| {
            let rule = rules::rule("lint/unsound")?;
            let message = format!("{} has no pattern for `{}`", Home::LINT, kind.id);
            Some(Finding::new(rule, list.index(index).key("id"), message))
        })
        .collect();
    match home.text(&home.plan_path()) {
        Ok(text) => in_file(&text, &home.plan_path(), findings),
        Err(_) => Vec::new(),
    }
}

/// Templates that cannot be filled in, and runbooks that cannot be read.
pub(crate) fn of_templates(context: &Context, home: &Home, plan: &Plan) -> Vec<Located> {
    let Some(rule) = rules::rule("plan/bad-template") else {
        return Vec::new();
    };
    let files = home.record_files().into_iter().rev();
    let newest = files.map(|file| home.load(file)).find_map(Result::ok);
    let trial = Trial::of(context, plan, newest.as_ref().map(|newest| &newest.record));
    let runbooks = Home::markdown_in(&home.root().join(Home::TEMPLATES).join("runbooks"));
    let runbooks = runbooks.into_iter().map(|name| ("runbooks", name));
    let mut found = Vec::new();
    for (folder, name) in trial.all(home).into_iter().chain(runbooks) {
        let path = home.root().join(path_of(folder, &name));
        let (message, at, text, cure) = match home.template(folder, &name) {
            Ok(Some(text)) if folder == "runbooks" || path.symlink_metadata().is_err() => {
                drop(text);
                continue;
            }
            Ok(Some(text)) => match trial.fault(folder, &name, &text) {
                None => continue,
                Some(error) => {
                    let at = (error.line.unwrap_or(1), error.column.unwrap_or(1));
                    (error.message, at, text, None)
                }
            },
            Ok(None) => {
                let message = "the file is missing, but the plan refers to it".to_owned();
                (message, (1, 1), String::new(), None)
            }
            Err(LoadError::Invalid {
                unreadable, text, ..
            }) => {
                let Some((fault, place)) = unreadable.faults.first() else {
                    continue;
                };
                (fault.message(), (place.line, place.column), text, None)
            }
            Err(error) => {
                let cure = fix(error.blocked(), &path);
                let LoadError::Io { error, .. } = error else {
                    continue;
                };
                (
                    format!("it cannot be read: {error}"),
                    (1, 1),
                    String::new(),
                    cure,
                )
            }
        };
        let mut finding = Finding::new(rule, Path::root(), message);
        finding.at = Some(at);
        let located = in_file(&text, &path, vec![finding]).into_iter();
        found.extend(located.map(|located| Located {
            fix: cure.clone().or_else(|| Some(context.in_editor(&path))),
            ..located
        }));
    }
    found
}

/// Schemas for editors that were made from another plan than this.
pub(crate) fn of_schemas(home: &Home, plan: &Plan) -> Vec<Located> {
    let Some(rule) = rules::rule("plan/stale-schema") else {
        return Vec::new();
    };
    let stale = schemas::stale(home, plan).into_iter();
    let found = stale.flat_map(|kind| {
        let message = "this schema is older than the plan";
        let mut finding = Finding::new(rule, Path::root(), message);
        finding.at = Some((1, 1));
        finding.fix = Some(Command::plain(["schema", "--write"]));
        in_file("", &home.schema_path(kind.file()), vec![finding])
    });
    found.collect()
}

/// What was confirmed before anything happened, against the plan; a file that cannot be read is told
/// as one of a record is.
pub(crate) fn of_preparation(
    home: &Home,
    plan: Option<&Plan>,
    lint: &Lint,
    now: Time,
) -> Vec<Located> {
    let readiness = match home.readiness() {
        Ok(readiness) => readiness,
        Err(error) => return of_load_error(error, false),
    };
    let Some(plan) = plan else { return Vec::new() };
    let preparation = Preparation {
        plan,
        confirmed: readiness.as_ref().map(|(_, readiness)| readiness),
        now,
    };
    let (mut in_readiness, mut in_plan) = (Vec::new(), Vec::new());
    for (place, finding) in rules::readiness::judge(&preparation) {
        match place {
            Place::Readiness => in_readiness.push(finding),
            Place::Plan => in_plan.push(finding),
        }
    }
    let mut found = Vec::new();
    if let Some((text, _)) = &readiness {
        in_readiness.extend(unquoted_times(text));
        in_readiness.extend(unwaivable(rules::lint::secrets(lint, text)));
        let path = home.readiness_path();
        found.extend(in_file(text, &path, in_readiness));
    }
    if let (false, Ok(text)) = (in_plan.is_empty(), home.text(&home.plan_path())) {
        found.extend(in_file(&text, &home.plan_path(), in_plan));
    }
    found
}

fn in_file(text: &str, path: &std::path::Path, findings: Vec<Finding>) -> Vec<Located> {
    Source::new(text, path, None).locate(findings)
}

/// A file that cannot be read is a finding like any other, and hides none.
pub(crate) fn of_load_error(error: LoadError, is_record: bool) -> Vec<Located> {
    let path = match &error {
        LoadError::Io { path, .. } | LoadError::Invalid { path, .. } => path.clone(),
    };
    let incident = is_record.then(|| Home::record_file(&path).stem);
    of_flaws(&InvalidFile::unreadable(path, error), "schema", incident)
}

/// Everything that is wrong with the plan or the patterns.
pub(crate) fn of_broken(broken: &InvalidFile, family: &str) -> Vec<Located> {
    of_flaws(broken, family, None)
}

fn of_flaws(broken: &InvalidFile, family: &str, incident: Option<String>) -> Vec<Located> {
    let source = Source::new(&broken.text, &broken.path, incident);
    let found = broken.flaws.iter().filter_map(|flaw| {
        let finding = match &flaw.what {
            Wrong::Reading(fault) => of_fault(fault, family)?,
            Wrong::Checking {
                rule,
                path,
                message,
            } => Finding::new(rules::rule(rule)?, path.clone(), message.clone()),
        };
        let mut located = source.at(finding, flaw.position);
        located.fix = fix(broken.blocked, &broken.path).or(located.fix);
        if let Wrong::Reading(ReadError::NotText(_)) = &flaw.what {
            let path = broken.path.display().to_string();
            located.fix = Some(Fix::run(["<EDITOR>", &path]).after("save it as UTF-8:"));
        }
        Some(located)
    });
    found.collect()
}

fn of_fault(fault: &ReadError, family: &str) -> Option<Finding> {
    match fault {
        ReadError::Misfit(misfit) => rules::schema::misfit(misfit, family),
        ReadError::Conflict(fault) if family == "schema" => Some(Finding::new(
            rules::rule("schema/conflict-markers")?,
            Path::root(),
            fault.message.clone(),
        )),
        ReadError::TwoIncidents(fault) => {
            let rule = rules::rule("schema/conflict-markers")?;
            let mut finding = Finding::new(rule, Path::root(), fault.message.clone());
            finding.fix = Some(Command::plain(["sync"]));
            Some(finding)
        }
        ReadError::Yaml(fault) | ReadError::NotText(fault) | ReadError::Conflict(fault) => {
            Some(Finding::new(
                rules::rule(&format!("{family}/unreadable"))?,
                Path::root(),
                fault.message.clone(),
            ))
        }
    }
}
