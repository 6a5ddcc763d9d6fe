//! `inc due`: every clock of every incident, soonest first.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::domain::clocks::{self, Kind};
use crate::domain::command::Address;
use crate::domain::plan::{Case, Plan};
use crate::domain::record::Time;
use crate::error::{Error, Result};
use crate::session::context::Context;
use crate::store::{Document, LoadError};
use crate::ui::clocks::{Due, clock_json, due_lines};
use crate::ui::ics::{self, Deadline};
use crate::ui::output::{print_json, stdout, width};
use crate::ui::progress::Progress;
use crate::ui::style::Look;
use crate::ui::words::count;

/// List deadlines, soonest first
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc due\n  \
                  inc due --check                 # exit code 1 when something is overdue, 3 when a record cannot be read\n  \
                  inc due --format ics > due.ics  # for a calendar")]
pub(crate) struct DueArgs {
    /// The incident; all incidents by default
    id: Option<String>,
    /// Exit with code 1 if a deadline is overdue
    #[arg(long)]
    check: bool,
    /// Output format; ics is for calendars
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: DueFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DueFormat {
    Text,
    Json,
    Ics,
}

impl DueArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (plan, now) = (context.plan()?, context.now()?);
        let (home, known) = (context.home()?, &*plan);
        let files = match &self.id {
            Some(id) => vec![context.pick(Some(id))?.file],
            None => home.record_files(),
        };
        let progress = Progress::of_records(files.len(), "read");
        let loaded: Vec<Result<Vec<Due>, LoadError>> = files
            .into_par_iter()
            .map(|file| {
                let dues = home.load(file).map(|document| running(&document, known));
                let _ = progress.advance(1);
                dues
            })
            .collect();
        drop(progress);
        let (mut dues, mut broken) = (Vec::new(), 0);
        for loaded in loaded {
            match loaded {
                Err(error) if self.id.is_some() => return Err(context.load_error(error)),
                Err(error) => {
                    broken += 1;
                    context.warn(&context.load_error(error));
                }
                Ok(running) => dues.extend(running),
            }
        }
        dues.sort_by_key(|due| (due.clock.due.is_none(), due.clock.due));
        match self.format {
            DueFormat::Json => {
                let list: Vec<Value> = dues.iter().map(|due| as_json(due, now, context)).collect();
                print_json(&list)?;
            }
            DueFormat::Ics => calendar(&dues, now)?,
            DueFormat::Text if dues.is_empty() && broken > 0 => context.say("nothing else is due"),
            DueFormat::Text if dues.is_empty() => context.say("nothing is due"),
            DueFormat::Text => due_lines(&dues, plan.zone(), now, Look::OUT, width())
                .iter()
                .for_each(|line| outln!("{line}")),
        }
        // A check that passes because nobody could look is none.
        if self.check && broken > 0 {
            return Err(Error::environment(format!(
                "{} cannot be read, so its deadlines are unknown",
                count(broken, "record")
            )));
        }
        // What is overdue has been shown already.
        let overdue = dues.iter().any(|due| due.clock.is_overdue(now));
        if self.check && overdue {
            return Err(Error::refused(""));
        }
        Ok(())
    }
}

/// Deadlines without a date are left out of the calendar.
fn calendar(dues: &[Due], now: Time) -> Result<()> {
    let deadlines: Vec<Deadline> = dues
        .iter()
        .filter_map(|due| {
            let clock = &due.clock;
            Some(Deadline {
                uid: uid(due),
                summary: format!("{} {}: {}", due.severity, due.incident, clock.what),
                description: format!(
                    "{}\n{}\n{}",
                    due.title,
                    clock.why,
                    clock.command.line(&Address {
                        incident: Some(due.incident.clone()),
                        ..Address::default()
                    })
                ),
                due: clock.due?,
                url: None,
                overdue: clock.is_overdue(now),
            })
        })
        .collect();
    let mut text = Vec::new();
    ics::calendar(&deadlines, now, "Incidents", &mut text)
        .and_then(|()| match stdout().write_all(&text) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        })
        .map_err(|error| Error::environment(format!("standard output cannot be written: {error}")))
}

/// Returns a stable UID for a deadline, so that a calendar moves the event instead of adding one.
fn uid(due: &Due) -> String {
    let clock = &due.clock;
    let which = match clock.kind {
        Kind::Action => clock.command.argv(&Address::default()).pop(),
        Kind::Regulatory | Kind::FollowUp => Some(clock.what.clone()),
        Kind::Waiver | Kind::Monitoring => Some(clock.why.clone()),
        _ => None,
    };
    let which = which.map_or(String::new(), |which| format!(".{which}"));
    let name = format!("{}.{}{which}", due.incident, clock.kind.id());
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() || ".-".contains(letter) {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    format!("{}@incident", name.chars().map(plain).collect::<String>())
}

fn running(document: &Document, plan: &Plan) -> Vec<Due> {
    let record = &document.record;
    let clocks = clocks::running(&Case::new(record, plan));
    clocks
        .into_iter()
        .map(|clock| Due {
            incident: record.id.clone(),
            severity: record.severity.clone(),
            title: record.title.clone(),
            clock,
        })
        .collect()
}

fn as_json(due: &Due, now: Time, context: &Context) -> Value {
    let mut value = clock_json(&due.clock, now);
    if let Some(fields) = value.as_object_mut() {
        let address = context.address(Some(due.incident.clone()));
        fields.shift_insert(0, "incident".to_owned(), json!(due.incident));
        fields.insert(
            "command".to_owned(),
            json!(due.clock.command.argv(&address)),
        );
    }
    value
}
