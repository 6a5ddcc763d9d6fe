//! `inc report`: a document from a template, a pure function of the record and the plan.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::Format;
use crate::cli::change::message;
use crate::cli::context::Context;
use crate::cli::input::pick::Picked;
use crate::cli::terminal::output::{print_json, stdout};
use crate::cli::terminal::progress::Waiting;
use crate::command::Command;
use crate::error::{Error, Kind, Result};
use crate::home::{Document, Home, MADE, store};
use crate::plan::lookup::{Candidate, find};
use crate::report;

/// The template that is used where none is named.
const DEFAULT: &str = "incident-report";

/// Write a report from a template
#[derive(Debug, Args)]
#[command(
    after_help = "Templates: incident-report, timeline, incident-log, post-incident-review, summary, external-summary, and your own in templates/reports/.\n\n\
                  Examples:\n  \
                  inc report 001\n  \
                  inc report 001 --template timeline --output timeline.md\n  \
                  inc report 001 --save  # writes it beside the record and commits it\n  \
                  inc report --check     # finds saved reports that no longer fit their records"
)]
pub struct ReportArgs {
    /// The incident: its ID, or any unique ending of it
    id: Option<String>,
    /// A template of the home, by any unique part of its name
    #[arg(short, long, value_name = "NAME")]
    template: Option<String>,
    /// Write it to a file instead of standard output
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["save", "check"])]
    output: Option<PathBuf>,
    /// Write it beside the record and commit it
    #[arg(long, conflicts_with = "check")]
    save: bool,
    /// Compare saved reports with their records; without an incident, all of them
    #[arg(long)]
    check: bool,
    /// Markdown as the template writes it, or that in JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with_all = ["output", "save", "check"])]
    format: Format,
}

impl ReportArgs {
    /// Whether it goes to standard output.
    pub fn is_printed(&self) -> bool {
        !self.save && !self.check && self.output.is_none()
    }

    pub fn run(self, context: &Context) -> Result<()> {
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
                store::replace(&path, &body).map_err(|error| {
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
        let candidates: Vec<_> = names.iter().map(|name| Candidate::new(name, [])).collect();
        Ok(find(
            "report template",
            self.template.as_deref().unwrap_or(DEFAULT),
            &candidates,
        )?
        .to_owned())
    }

    /// Finds a record that changed after its report was saved, and a report edited by hand; not a
    /// template that got newer.
    fn check(&self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let only = self
            .id
            .as_deref()
            .map(|id| context.pick(Some(id)))
            .transpose()?;
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
        let (mut checked, mut broken) = (0, Vec::new());
        for file in home
            .saved_reports()
            .into_iter()
            .filter(|file| wanted(&file.stem))
        {
            checked += 1;
            let (id, template) = file.stem.split_once('.').unwrap_or((&file.stem, DEFAULT));
            let again = Command::plain(["report", id, "--template", template, "--save"]);
            let text = match home.text_within(&file.path, MADE) {
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
            match report::stamp::verify(&text, &report::stamp::record_digest(&record)) {
                Ok(stamp) if stamp.holds() => {}
                Ok(stamp) if stamp.body_edited => {
                    error = error.item(format!("{shown}: edited by hand"), Some(again))
                }
                Ok(_) => {
                    error = error.item(
                        format!("{shown}: the record has changed since"),
                        Some(again),
                    )
                }
                Err(missing) => error = error.item(format!("{shown}: {missing}"), Some(again)),
            }
        }
        drop(waiting);
        for broken in &broken {
            let label = format!("{}: nothing saved of it can be compared", broken.message);
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
                "{} as saved",
                crate::render::words::count(checked, "report")
            ));
            return Ok(());
        }
        let number = error.items.len() - broken.len();
        if !broken.is_empty() {
            error.kind = Kind::Environment;
        }
        let saved = crate::render::words::count(checked, "saved report");
        error.message = match (number, broken.len()) {
            (0, many) => format!("{many} of {saved} cannot be compared"),
            (1, _) => format!("1 of {saved} does not fit"),
            (number, _) => format!("{number} of {saved} do not fit"),
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
    put!("{}", context.shown(&path));
    Ok(())
}
