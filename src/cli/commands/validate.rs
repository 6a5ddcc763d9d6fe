//! `inc validate`: every finding, with rule, place, row and fix.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::rules::{self, Located};
use crate::error::{Error, Result};
use crate::session::base::{self, Against, Judging};
use crate::session::context::Context;
use crate::session::findings::{self, Judgement};
use crate::session::paths::Places;
use crate::store::{Document, Home, RecordFile};
use crate::ui::findings::{FORMATS, Looked, Report};
use crate::ui::output::stdout;
use crate::ui::progress::{Progress, Waiting};

/// Check records and the plan
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is 1 if there are errors (with --deny-warnings, also warnings), in every format.\n\n\
                  Examples:\n  \
                  inc validate\n  \
                  inc validate 001\n  \
                  inc validate incidents/2025 --format json\n  \
                  inc validate --base origin/main\n  \
                  inc validate --format github\n  \
                  inc validate --format junit > incidents.xml"
)]
pub(crate) struct Validate {
    /// Files, folders or incidents; every record, the plan and readiness.yaml by default
    #[arg(value_name = "PATH|ID")]
    what: Vec<String>,
    /// Output format; github annotates a GitHub Actions run, sarif is for code scanning, junit for test
    /// reports in GitLab and Jenkins, codequality for GitLab
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = clap::builder::PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// Also check each commit since the merge base with REV, and the work tree
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Treat warnings as failures
    #[arg(long)]
    deny_warnings: bool,
}

impl Validate {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let repo = match &self.base {
            Some(_) => Some(context.repo()?),
            None => None,
        };
        let mut against = match (&self.base, &repo) {
            (Some(revision), Some(repo)) => {
                let _waiting = Waiting::on(format!("reading the history since {revision}"));
                Some(Against::since(context, repo, revision)?)
            }
            _ => None,
        };
        let mut found = Vec::new();
        let plan = match home.plan() {
            Ok(plan) => Some(plan),
            Err(broken) => {
                found.extend(findings::of_broken(&broken, "plan"));
                None
            }
        };
        let lint = match home.proven_lint() {
            Ok(lint) => lint,
            Err(broken) => {
                found.extend(findings::of_broken(&broken, "lint"));
                Home::shipped_lint()
            }
        };
        if let Some(plan) = &plan {
            found.extend(findings::of_kinds(home, plan, &lint));
            found.extend(findings::of_schemas(home, plan));
            found.extend(findings::of_templates(context, home, plan));
        }
        // The examples of the patterns are there to be found.
        found.extend(
            home.template_files()
                .iter()
                .filter(|path| **path != home.lint_path())
                .flat_map(|path| findings::of_template(home, path, &lint)),
        );
        let asked = self.files(context, home)?;
        let (files, beside): (Vec<RecordFile>, Vec<RecordFile>) = match &against {
            Some(against) => asked
                .iter()
                .cloned()
                .partition(|file| against.touches(file)),
            None => (asked.clone(), Vec::new()),
        };
        let mut looked: Vec<(PathBuf, bool)> =
            files.iter().map(|file| (file.path.clone(), true)).collect();
        let now = context.now()?;
        let mut others = vec![home.plan_path(), home.lint_path()];
        if self.looks_at_preparation(context, home) {
            others.push(home.readiness_path());
            found.extend(findings::of_preparation(home, plan.as_ref(), &lint, now));
        }
        others.retain(|path| path.symlink_metadata().is_ok());
        looked.extend(others.into_iter().map(|path| (path, false)));
        if let Some(against) = &mut against {
            against.narrow_files(&mut found)?;
        }
        let progress = Progress::of_records(files.len(), "judged");
        let mut judgements: Vec<Judgement> = files
            .clone()
            .into_par_iter()
            .map(|file| {
                let path = file.path.clone();
                let mut judged = match home.load(file) {
                    Ok(document) => findings::of_document(document, plan.as_ref(), &lint, now),
                    Err(error) => Judgement {
                        document: None,
                        findings: findings::of_load_error(error, true),
                    },
                };
                let found = judged.findings.iter_mut();
                found.for_each(|finding| elsewhere(home, &path, finding));
                let _ = progress.advance(1);
                judged
            })
            .collect();
        drop(progress);
        if let Some(against) = &mut against {
            let judging = Judging {
                plan: plan.as_ref(),
                lint: &lint,
                now,
            };
            for (file, judgement) in files.iter().zip(&mut judgements) {
                against.narrow(file, judgement, judging)?;
            }
            let mut history = against.history(plan.as_ref())?;
            history.retain(|finding| self.is_about(context, &asked, &finding.path));
            // One that is gone was looked at as well.
            let paths = history.iter().map(|finding| PathBuf::from(&finding.path));
            let gone: BTreeSet<_> = paths.filter(|path| !path.exists()).collect();
            looked.extend(gone.into_iter().map(|path| (path, true)));
            found.extend(history);
        }
        // What only all records together can show, wherever the command was pointed.
        let judged = judgements
            .iter()
            .filter_map(|judgement| judgement.document.as_ref());
        let beside = base::incidents_with_same_id(home, judged.clone(), beside);
        let mut documents: Vec<&Document> = judged.chain(&beside).collect();
        documents.sort_by(|left, right| left.file.cmp(&right.file));
        let records = documents
            .iter()
            .map(|document| &document.record)
            .enumerate();
        let shown = |place: usize| context.shown(&documents[place].file.path);
        for (place, finding) in rules::schema::duplicate_ids(records, shown) {
            if let (Some(against), Some(id)) = (&mut against, &finding.subject)
                && !is_new_duplicate(against, &documents, id)?
            {
                against.older += 1;
                continue;
            }
            if let Some(document) = documents.get(place) {
                found.extend(findings::of_duplicate(
                    context, &documents, document, finding,
                ));
            }
        }
        found.extend(
            judgements
                .into_iter()
                .flat_map(|judgement| judgement.findings),
        );
        let places = Places::of(home);
        for finding in &mut found {
            let path = PathBuf::from(&finding.path);
            finding.in_repository = places.in_repository(&path);
            finding.path = context.shown(&path);
            // A log of CI keeps no secret either.
            finding.source = finding.source.take().map(|line| lint.mask_secrets(&line));
        }
        found.sort_by(|left, right| {
            (&left.path, left.line, left.column, left.rule).cmp(&(
                &right.path,
                right.line,
                right.column,
                right.rule,
            ))
        });

        let looked = looked.into_iter().map(|(path, is_record)| Looked {
            path: context.shown(&path),
            in_repository: places.in_repository(&path),
            is_record,
        });
        let report = Report {
            looked: looked.collect(),
            findings: found,
            older: against.map(|against| against.older),
            deny_warnings: self.deny_warnings,
            shows_rows: context.plan().map_or(true, |plan| plan.settings.show_rows),
        };
        let format = FORMATS
            .iter()
            .find(|format| format.name == self.format)
            .ok_or_else(|| Error::usage(format!("there is no format `{}`", self.format)))?;
        let mut out = io::BufWriter::new(stdout());
        let written = (format.write)(&report, &mut out).and_then(|()| out.flush());
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(Error::environment(format!(
                "standard output cannot be written: {error}"
            )));
        }
        if report.fails() {
            Err(Error::refused(""))
        } else {
            Ok(())
        }
    }

    /// Adds findings about readiness unless particular incidents were
    /// given: readiness belongs to the home.
    fn looks_at_preparation(&self, context: &Context, home: &Home) -> bool {
        let named =
            |given: &String| is_file(&context.world.folder.join(given), &home.readiness_path());
        self.what.is_empty() || self.what.iter().any(named)
    }

    /// Returns whether a path was asked for; a deleted file counts if its folder was.
    fn is_about(&self, context: &Context, files: &[RecordFile], path: &str) -> bool {
        let path = Path::new(path);
        let is_named =
            |given: &String| path.starts_with(context.world.folder.join(given)) || given == ".";
        self.what.is_empty()
            || files.iter().any(|file| file.path == path)
            || self.what.iter().any(is_named)
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
            } else if path.symlink_metadata().is_ok() {
                files.extend(record_at(home, given, &path)?);
            } else {
                let is_path = given.contains(['/', '\\']) || given.ends_with(".yaml");
                let picked = context.pick(Some(given)).map_err(|error| match is_path {
                    true => Error::usage(format!("there is no file or folder `{given}`"))
                        .fix(validate().explained("looks at everything")),
                    false => error,
                })?;
                files.push(picked.file);
            }
        }
        files.sort();
        files.dedup();
        Ok(files)
    }
}

/// Returns whether the branch gave a record an ID that another record has.
fn is_new_duplicate(against: &mut Against<'_>, documents: &[&Document], id: &str) -> Result<bool> {
    for document in documents {
        if against.brought_id(document, id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the record in a file, by its location or, elsewhere, by its extension. Files checked with
/// every home are not records, and others are not checked.
fn record_at(home: &Home, given: &str, path: &Path) -> Result<Option<RecordFile>> {
    let inside = || {
        let folder = path.parent()?.canonicalize().ok()?;
        let inside = folder.strip_prefix(home.root().canonicalize().ok()?).ok()?;
        Some(inside.join(path.file_name()?))
    };
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_yaml = matches!(ending, Some("yaml" | "yml"));
    let no_record = |what: &str| Error::usage(format!("`{given}` is {what}"));
    let everything = validate().explained("looks at everything that is");
    match inside() {
        Some(inside) if inside.starts_with(Home::TEMPLATES) => Ok(None),
        Some(inside) if inside == Path::new(Home::READINESS) => Ok(None),
        Some(inside) if inside.starts_with(Home::INCIDENTS) => {
            let below = inside.strip_prefix(Home::INCIDENTS).unwrap_or(&inside);
            match home.record_inside(below) {
                None if ending == Some("md") => Err(no_record("not a record")
                    .item("saved reports", Some(Command::plain(["report", "--check"])))),
                None => Err(no_record("not a record").fix(everything)),
                found => Ok(found),
            }
        }
        _ if is_yaml => Ok(Some(Home::record_file(path))),
        _ => Err(no_record("not a record, a plan or a template").fix(everything)),
    }
}

/// Returns the fix for a record outside of `incidents/`, which no command finds by its ID.
fn elsewhere(home: &Home, path: &Path, finding: &mut Located) {
    let below = path.strip_prefix(home.incidents()).ok();
    let is_here = below.is_some_and(|below| home.record_inside(below).is_some());
    if let (false, Some(id)) = (is_here, &finding.incident) {
        let edit = Command::plain(["edit", id]);
        let editor = ["<EDITOR>", &path.display().to_string()];
        finding.fix = finding.fix.take().map(|fix| fix.replacing(&edit, &editor));
    }
}

fn validate() -> Fix {
    Fix::inc(["validate"])
}

fn is_file(path: &Path, other: &Path) -> bool {
    let real = path.canonicalize().ok();
    real.is_some() && real == other.canonicalize().ok()
}
