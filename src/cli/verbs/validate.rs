//! `inc validate`: every finding, with rule, place, row and how to mend it.

use std::io::{self, Write};

use clap::Args;
use rayon::prelude::*;

use crate::cli::context::Context;
use crate::error::{Error, Result};
use crate::home::{
    BrokenLint, BrokenPlan, Document, Home, LintFault, LoadError, PlanFault, ReadFault, RecordFile,
    codec, read_text, yaml,
};
use crate::lint::Lint;
use crate::plan::{Case, Plan};
use crate::record::{Path, Time};
use crate::render::findings::{FORMATS, Report};
use crate::rules::readiness::{Place, Preparation};
use crate::rules::{self, FileName, Finding, Judged, Level, Located, Part};

/// Check records and the plan
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code 1 when there is an error (with --deny-warnings, also a warning), whatever the format.\n\nExamples:\n  \
                        inc validate\n  inc validate 001\n  inc validate incidents/2025 --format json"
)]
pub struct Validate {
    /// Files, folders or incidents; by default every record, the plan and readiness.yaml
    #[arg(value_name = "PATH|ID")]
    what: Vec<String>,
    /// For people or for programs
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// Warnings fail too
    #[arg(long)]
    deny_warnings: bool,
}

impl Validate {
    pub fn run(self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let mut found = Vec::new();
        let plan = match home.plan() {
            Ok(plan) => Some(plan),
            Err(broken) => {
                found.extend(of_plan(&broken));
                None
            }
        };
        let lint = match home.proven_lint() {
            Ok(lint) => lint,
            Err(broken) => {
                found.extend(of_lint(&broken));
                Home::shipped_lint()
            }
        };
        // The examples of the patterns are there to be found.
        found.extend(
            home.template_files()
                .iter()
                .filter(|path| **path != home.lint_path())
                .flat_map(|path| of_template(path, &lint)),
        );
        let files = self.files(context, home)?;
        let checked = files.len();
        let now = context.now()?;
        if self.looks_at_preparation(context, home) {
            found.extend(of_preparation(home, plan.as_ref(), now));
        }
        let judgements: Vec<Judgement> = home
            .load_all(files)
            .into_par_iter()
            .map(|loaded| match loaded {
                Ok(document) => of_document(document, plan.as_ref(), &lint, now),
                Err(error) => Judgement {
                    document: None,
                    findings: of_load_error(error, true),
                },
            })
            .collect();
        // What only all records together can show, wherever the command was pointed.
        let records = judgements
            .iter()
            .enumerate()
            .filter_map(|(place, judgement)| Some((place, &judgement.document.as_ref()?.record)));
        let duplicates = rules::schema::duplicate_ids(records);
        for (place, finding) in duplicates {
            if let Some(document) = judgements
                .get(place)
                .and_then(|judgement| judgement.document.as_ref())
            {
                found.extend(locate(document, vec![finding]));
            }
        }
        found.extend(
            judgements
                .into_iter()
                .flat_map(|judgement| judgement.findings),
        );
        for finding in &mut found {
            finding.path = context.shown(std::path::Path::new(&finding.path));
        }
        found.sort_by(|left, right| {
            (&left.path, left.line, left.column, left.rule).cmp(&(
                &right.path,
                right.line,
                right.column,
                right.rule,
            ))
        });

        let report = Report {
            checked,
            findings: found,
        };
        let format = FORMATS
            .iter()
            .find(|format| format.name == self.format)
            .ok_or_else(|| Error::usage(format!("there is no format `{}`", self.format)))?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let written = (format.write)(&report, &mut out).and_then(|()| out.flush());
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(Error::environment(format!(
                "standard output cannot be written: {error}"
            )));
        }
        let fails = report.count(Level::Error) > 0
            || (self.deny_warnings && report.count(Level::Warning) > 0);
        if fails {
            Err(Error::refused(""))
        } else {
            Ok(())
        }
    }

    /// How ready the organisation is belongs to the home, and to none of its incidents: somebody who
    /// asks about one of them is not told.
    fn looks_at_preparation(&self, context: &Context, home: &Home) -> bool {
        let named =
            |given: &String| is_file(&context.world.folder.join(given), &home.readiness_path());
        self.what.is_empty() || self.what.iter().any(named)
    }

    fn files(&self, context: &Context, home: &Home) -> Result<Vec<RecordFile>> {
        if self.what.is_empty() {
            return Ok(home.record_files());
        }
        let mut files = Vec::new();
        for given in &self.what {
            let path = context.world.folder.join(given);
            if path.is_dir() {
                let inside = home.record_files().into_iter().filter(|file| {
                    file.path
                        .starts_with(path.canonicalize().unwrap_or(path.clone()))
                        || file.path.starts_with(&path)
                });
                files.extend(inside);
            } else if path.is_file() {
                // These two are no records, and looked at without being listed here.
                if !is_file(&path, &home.plan_path()) && !is_file(&path, &home.readiness_path()) {
                    files.push(Home::record_file(&path));
                }
            } else {
                files.push(context.pick(Some(given))?.file);
            }
        }
        files.sort();
        files.dedup();
        Ok(files)
    }
}

fn is_file(path: &std::path::Path, other: &std::path::Path) -> bool {
    path.is_file() && path.canonicalize().ok() == other.canonicalize().ok()
}

struct Judgement {
    document: Option<Document>,
    findings: Vec<Located>,
}

fn of_document(document: Document, plan: Option<&Plan>, lint: &Lint, now: Time) -> Judgement {
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
    let findings = locate(&document, findings);
    Judgement {
        document: Some(document),
        findings,
    }
}

/// Templates are printed and sent, and the plan is in git too: no secret stands in any of them.
fn of_template(path: &std::path::Path, lint: &Lint) -> Vec<Located> {
    let Ok(bytes) = std::fs::read(path) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    let findings = rules::lint::secrets(lint, &text).into_iter();
    findings
        .map(|finding| {
            let (line, column) = finding.at.unwrap_or((1, 1));
            let position = yaml::Position {
                line,
                column,
                length: 1,
            };
            // Only a record can hold a waiver.
            let finding = Finding {
                fix: None,
                ..finding
            };
            located(
                finding,
                position,
                path,
                None,
                &text,
                &rules::Address::default(),
            )
        })
        .collect()
}

fn unquoted_times(text: &str) -> Vec<Finding> {
    let Some(rule) = rules::rule("schema/unquoted-time") else {
        return Vec::new();
    };
    let places = codec::unquoted_times(text).into_iter();
    places
        .map(|place| {
            let message = "this time is not quoted; half of the world's YAML tools turn it into a date of their own";
            let mut finding = Finding::new(rule, Path::root(), message);
            finding.at = Some(place);
            finding
        })
        .collect()
}

/// Lines and columns for what the rules have said.
fn locate(document: &Document, findings: Vec<Finding>) -> Vec<Located> {
    let incident = Some(document.record.id.clone());
    located_in(&document.text, &document.file.path, incident, findings)
}

fn located_in(
    text: &str,
    path: &std::path::Path,
    incident: Option<String>,
    findings: Vec<Finding>,
) -> Vec<Located> {
    if findings.is_empty() {
        return Vec::new();
    }
    let tree = yaml::parse(text).ok();
    let address = rules::Address {
        incident: incident.clone(),
        home: None,
    };
    findings
        .into_iter()
        .map(|finding| {
            let part = match finding.part {
                Part::Key => yaml::Part::Key,
                Part::Value => yaml::Part::Value,
            };
            let position = match (finding.at, &tree) {
                (Some((line, column)), _) => yaml::Position {
                    line,
                    column,
                    length: 1,
                },
                (None, Some(tree)) => tree.position(&finding.path, part),
                (None, None) => yaml::Position {
                    line: 1,
                    column: 1,
                    length: 1,
                },
            };
            located(finding, position, path, incident.clone(), text, &address)
        })
        .collect()
}

fn located(
    finding: Finding,
    position: yaml::Position,
    path: &std::path::Path,
    incident: Option<String>,
    text: &str,
    address: &rules::Address,
) -> Located {
    Located {
        rule: finding.rule.code,
        level: finding.level,
        incident,
        path: path.display().to_string(),
        line: position.line,
        column: position.column,
        length: position.length,
        field: finding.path.to_string(),
        message: finding.message,
        row: finding.row,
        fix: Some(finding.fix.map_or_else(
            || finding.rule.mend.to_owned(),
            |command| command.line(address),
        )),
        source: text.lines().nth(position.line - 1).map(str::to_owned),
    }
}

/// What was confirmed before anything happened, against the plan; a file that cannot be read is told
/// as one of a record is.
fn of_preparation(home: &Home, plan: Option<&Plan>, now: Time) -> Vec<Located> {
    let told = match home.readiness() {
        Ok(told) => told,
        Err(error) => return of_load_error(error, false),
    };
    let Some(plan) = plan else { return Vec::new() };
    let preparation = Preparation {
        plan,
        told: told.as_ref().map(|(_, readiness)| readiness),
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
    if let Some((text, _)) = &told {
        in_readiness.extend(unquoted_times(text));
        found.extend(located_in(text, &home.readiness_path(), None, in_readiness));
    }
    if let (false, Ok(text)) = (in_plan.is_empty(), read_text(&home.plan_path())) {
        found.extend(located_in(&text, &home.plan_path(), None, in_plan));
    }
    found
}

/// A file that cannot be read is a finding like any other, and hides none.
fn of_load_error(error: LoadError, is_record: bool) -> Vec<Located> {
    let stem = |path: &std::path::Path| is_record.then(|| Home::record_file(path).stem);
    match error {
        LoadError::Io { path, error } => {
            let Some(rule) = rules::rule("schema/unreadable") else {
                return Vec::new();
            };
            let finding = Finding::new(
                rule,
                Path::root(),
                format!("the file cannot be read: {error}"),
            );
            vec![located(
                finding,
                yaml::Position {
                    line: 1,
                    column: 1,
                    length: 1,
                },
                &path,
                stem(&path),
                "",
                &rules::Address::default(),
            )]
        }
        LoadError::Unreadable {
            path,
            text,
            unreadable,
        } => {
            let incident = stem(&path);
            let address = rules::Address {
                incident: incident.clone(),
                home: None,
            };
            let faults = unreadable
                .faults
                .iter()
                .filter_map(|(fault, position)| Some((of_fault(fault, "schema")?, *position)));
            faults
                .map(|(finding, position)| {
                    located(finding, position, &path, incident.clone(), &text, &address)
                })
                .collect()
        }
    }
}

fn of_fault(fault: &ReadFault, family: &str) -> Option<Finding> {
    match fault {
        ReadFault::Misfit(misfit) => rules::schema::misfit(misfit, family),
        ReadFault::Conflict(fault) if family == "schema" => Some(Finding::new(
            rules::rule("schema/conflict-markers")?,
            Path::root(),
            fault.message.clone(),
        )),
        ReadFault::Yaml(fault) | ReadFault::Conflict(fault) => Some(Finding::new(
            rules::rule(&format!("{family}/unreadable"))?,
            Path::root(),
            fault.message.clone(),
        )),
    }
}

fn of_lint(broken: &BrokenLint) -> Vec<Located> {
    let findings = broken.faults.iter().filter_map(|fault| {
        let finding = match fault {
            LintFault::Reading(fault, _) => of_fault(fault, "lint"),
            LintFault::Checking(fault, _) => Some(Finding::new(
                rules::rule("lint/unsound")?,
                fault.path.clone(),
                fault.message.clone(),
            )),
        };
        Some((finding?, fault.position()))
    });
    findings
        .map(|(finding, position)| {
            located(
                finding,
                position,
                &broken.path,
                None,
                &broken.text,
                &rules::Address::default(),
            )
        })
        .collect()
}

fn of_plan(broken: &BrokenPlan) -> Vec<Located> {
    let findings = broken.faults.iter().filter_map(|fault| {
        let finding = match fault {
            PlanFault::Reading(fault, _) => of_fault(fault, "plan"),
            PlanFault::Checking(fault, _) => rules::plan::finding(fault),
        };
        Some((finding?, fault.position()))
    });
    findings
        .map(|(finding, position)| {
            located(
                finding,
                position,
                &broken.path,
                None,
                &broken.text,
                &rules::Address::default(),
            )
        })
        .collect()
}
