//! `inc report`: a document from a template, a pure function of the record and the plan.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::Format;
use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::lookup::Vocabulary;
use crate::domain::report;
use crate::error::{Error, Kind, Result};
use crate::git::Repo;
use crate::session::change::message;
use crate::session::context::Context;
use crate::session::options::one;
use crate::session::paths::{aside, file_from, git_in, set_aside};
use crate::session::pick::Picked;
use crate::store::{Document, Home, MADE, replace};
use crate::ui::output::{print_json, stdout};
use crate::ui::progress::Waiting;
use crate::ui::style::Look;

/// The default template.
const DEFAULT: &str = "incident-report";

/// Write a report from a template
#[derive(Debug, Args)]
#[command(
    after_help = "Templates: incident-report, timeline, incident-log, post-incident-review, summary, external-summary, and your own in templates/reports/.\n\n\
                  Examples:\n  \
                  inc report 001\n  \
                  inc report 001 --template timeline --output timeline.md\n  \
                  inc report 001 --save  # writes it beside the record and commits it\n  \
                  inc report --check     # finds saved reports that are out of date"
)]
pub(crate) struct ReportArgs {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Report template, or any unique part of its name
    #[arg(short, long, value_name = "NAME")]
    template: Option<String>,
    /// Write the report to a file instead of standard output
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["save", "check"])]
    output: Option<PathBuf>,
    /// Save the report next to the record and commit it
    #[arg(long, conflicts_with = "check")]
    save: bool,
    /// Compare saved reports with their records; all of them by default
    #[arg(long)]
    check: bool,
    /// Output format; json wraps the markdown
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with_all = ["output", "save", "check"])]
    format: Format,
}

impl ReportArgs {
    /// Returns whether the report goes to standard output.
    pub(crate) fn is_printed(&self) -> bool {
        !self.save && !self.check && self.output.is_none()
    }

    pub(crate) fn run(self, context: &Context) -> Result<()> {
        if self.check {
            return self.check(context);
        }
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.load(&picked)?;
        let name = self.name(context.home()?)?;
        let body = context.report(&name, &document, &plan)?;
        if self.save {
            return save(context, &picked, &document, &name, &body);
        }
        match &self.output {
            Some(path) => {
                let path = context.world.folder.join(path);
                replace::replace(&path, &body).map_err(|error| {
                    Error::environment(format!("{} cannot be written: {error}", path.display()))
                })?;
                context.say(format!(
                    "{name} of {} written to {}",
                    document.record.id,
                    path.display()
                ));
            }
            None if self.format == Format::Json => {
                let id = &document.record.id;
                return print_json(&json!({"incident": id, "template": name, "text": body}));
            }
            None => {
                // A reader that has seen enough is no failure.
                stdout().write_all(body.as_bytes()).ok();
            }
        }
        Ok(())
    }

    fn name(&self, home: &Home) -> Result<String> {
        let names = home.template_names("reports");
        let known = Vocabulary::of_words("report template", names.iter().map(String::as_str));
        Ok(known.resolve(self.template.as_deref().unwrap_or(DEFAULT))?)
    }

    /// Finds records that changed after their report was saved, and reports edited by hand, but not
    /// templates that changed.
    fn check(&self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let only = one(&self.id, |id| context.pick(Some(id)))?;
        if let Some(picked) = &only {
            context.load(picked)?;
        }
        let wanted = |stem: &str| {
            let (id, template) = stem.split_once('.').unwrap_or((stem, ""));
            only.as_ref().is_none_or(|picked| picked.file.stem == id)
                && self.template.as_ref().is_none_or(|name| name == template)
        };
        let waiting = Waiting::on("comparing saved reports");
        let mut error = Error::refused("");
        let known = home.template_names("reports");
        let (mut checked, mut broken) = (0, Vec::new());
        for file in home
            .saved_reports()
            .into_iter()
            .filter(|file| wanted(&file.stem))
        {
            let (id, template) = file.stem.split_once('.').unwrap_or((&file.stem, DEFAULT));
            let again = Command::plain(["report", id, "--template", template, "--save"]);
            let is_known = known.iter().any(|name| name == template);
            let read = home.text_within(&file.path, MADE);
            // Somebody's notes beside the record are none of ours.
            let bears_stamp = |text: &String| report::stamp::verify(text, "").is_ok();
            if !is_known && !read.as_ref().is_ok_and(bears_stamp) {
                continue;
            }
            checked += 1;
            let text = match read {
                Ok(text) => text,
                Err(error) => {
                    broken.push(context.template_error(error));
                    continue;
                }
            };
            // A report that cannot be compared hides none of the others.
            let record = Home::record_file(&home.record_path(&file.folder, id));
            let record = match home.load(record) {
                Ok(document) => document.record,
                Err(error) => {
                    broken.push(context.load_error(error));
                    continue;
                }
            };
            let shown = context.shown(&file.path);
            if !is_known {
                error = error
                    .item(
                        format!("{shown}: the report template `{template}` no longer exists"),
                        None,
                    )
                    .fix(taken_away(context, home, &file.path)?);
                continue;
            }
            match report::stamp::verify(&text, &report::stamp::record_digest(&record)) {
                Ok(stamp) if stamp.holds() => {}
                Ok(stamp) if !stamp.body_edited => {
                    error = error.item(
                        format!("{shown}: the record has changed since"),
                        Some(again),
                    )
                }
                typed => {
                    let what = match typed {
                        Ok(_) => "edited by hand".to_owned(),
                        Err(missing) => missing.to_string(),
                    };
                    let folder = &context.world.folder;
                    let aside = aside(folder, context.repo_if_any()?.as_deref(), home, &file.path);
                    error = match aside {
                        None => error.item(format!("{shown}: {what}"), Some(again)),
                        Some(aside) => error
                            .item(format!("{shown}: {what}, and not committed"), None)
                            .fix(aside.and(again)),
                    };
                }
            }
        }
        drop(waiting);
        for broken in &broken {
            let label = format!("{}: its saved reports cannot be checked", broken.message);
            error = error.item(label, broken.way_out().cloned());
        }
        // Nothing is saved of some records, and one of them that is broken is named all the same.
        if only.is_none() {
            let named: Vec<String> = broken.iter().map(|error| error.message.clone()).collect();
            for glance in home.glances(home.record_files()) {
                let unreadable = glance.head.err().map(|error| context.load_error(error));
                if let Some(error) = unreadable.filter(|error| !named.contains(&error.message)) {
                    context.warn(&error);
                }
            }
        }
        if error.items.is_empty() {
            context.say(format!(
                "{} up to date",
                crate::ui::words::count(checked, "report")
            ));
            return Ok(());
        }
        let number = error.items.len() - broken.len();
        if !broken.is_empty() {
            error.kind = Kind::Environment;
        }
        let saved = crate::ui::words::count(checked, "saved report");
        error.message = match (number, broken.len()) {
            (0, many) => format!("{many} of {saved} cannot be checked"),
            (1, _) => format!("1 of {saved} is out of date"),
            (number, _) => format!("{number} of {saved} are out of date"),
        };
        Err(error.addressed(context.address(None)))
    }
}

fn save(
    context: &Context,
    picked: &Picked,
    document: &Document,
    name: &str,
    body: &str,
) -> Result<()> {
    let record = &document.record;
    let path = context
        .home()?
        .report_path(&picked.file.folder, &picked.file.stem, name);
    let text = report::stamp::stamp(name, body, &report::stamp::record_digest(record));
    let repo = context.repo()?;
    context.may_change(&repo, &[&path])?;
    let _lock = context.lock(&repo)?;
    let again = Command::plain(["report", &picked.file.stem, "--template", name, "--save"]);
    refuse_to_lose(context, &repo, &path, &again)?;
    context.write(
        &repo,
        &path,
        &text,
        &message(
            record,
            "report",
            &format!("saved the {}", name.replace('-', " ")),
        ),
        &[],
    )?;
    outln!("{}", context.shown(&path));
    Ok(())
}

/// Refuses to replace a report that was edited by hand and is not committed.
fn refuse_to_lose(context: &Context, repo: &Repo, path: &Path, again: &Command) -> Result<()> {
    let home = context.home()?;
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    let stamp = home.text_within(path, MADE);
    let stamp = stamp.ok().and_then(|text| report::verify(&text, "").ok());
    if stamp.is_some_and(|stamp| !stamp.body_edited) {
        return Ok(());
    }
    let (shown, folder) = (context.shown(path), &context.world.folder);
    let typed = file_from(folder, repo, home, path);
    let git = |args: &[&str]| git_in(folder, repo.work_dir(), args.iter().copied());
    let Some(aside) = aside(folder, Some(repo), home, path) else {
        let log = git(&["log", "-p", "--", &typed])
            .after(format!("{shown} was edited by hand; git has that version:"));
        context.say_fix(&log, &context.address(None), Look::PLAIN);
        return Ok(());
    };
    let is_known = repo
        .committed(path)
        .is_ok_and(|committed| committed.is_some());
    let commit = git(&["commit", "-m", "<WHAT>", "--", &typed]);
    let commit = match is_known {
        true => commit,
        false => git(&["add", &typed]).and(commit),
    };
    Err(Error::refused(format!(
        "{shown} was edited by hand and is not committed; a new report would overwrite it"
    ))
    .fix(aside.and(again.clone()).explained("sets it aside first"))
    .fix(commit.and(again.clone()).explained("commits it first"))
    .addressed(context.address(None)))
}

/// Returns the command that removes a report whose template is gone.
fn taken_away(context: &Context, home: &Home, path: &Path) -> Result<Fix> {
    let (repo, folder) = (context.repo_if_any()?, &context.world.folder);
    if aside(folder, repo.as_deref(), home, path).is_some() {
        return Ok(set_aside(path.display().to_string()));
    }
    let repo = context.repo()?;
    let typed = file_from(folder, &repo, home, path);
    let git = |args: &[&str]| git_in(folder, repo.work_dir(), args.iter().copied());
    let commit = git(&["commit", "-m", "<WHAT>", "--", &typed]);
    Ok(git(&["rm", "-q", "--", &typed]).and(commit))
}
