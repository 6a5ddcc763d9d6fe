//! `inc note`: one line of the timeline. The command typed most.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::NameKind;
use crate::domain::record::{Event, Record};
use crate::domain::respond::Entry;
use crate::domain::rules::timeline::is_set_by_command;
use crate::error::{Error, Kind, Result};
use crate::session::change::{Done, Step, Verb};
use crate::session::context::Context;
use crate::session::options::{At, one};
use crate::ui::style::Look;
use crate::ui::style::one_line;

/// Add an entry to the timeline
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc note -m \"Froze refunds\"\n  \
                  inc note -m \"Deployed 4.2.1\" --mark fix-deployed --at \"10m ago\"\n  \
                  inc note -m \"212 wallets, not 21\" --corrects w5he")]
pub(crate) struct Note {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// What happened
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    message: Option<String>,
    /// The milestone this entry marks
    #[arg(long, value_name = "MILESTONE")]
    mark: Option<String>,
    /// Further details
    #[arg(long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    notes: Option<String>,
    /// Who did it; by default, the person who records it
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    owner: Option<String>,
    /// The entry this one corrects; both are kept
    #[arg(long, value_name = "ENTRY")]
    corrects: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Note {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let mark = one(&self.mark, |given| mark(context, given))?;
        let message = match self.message.clone() {
            Some(message) => message,
            None => {
                let document = context.to_change(&picked, &self.at)?;
                if let Some(given) = &self.corrects {
                    entry(&document.record, given)?;
                }
                self.ask(context, &document.record)?
            }
        };
        let message = message.trim().to_owned();
        if message.is_empty() {
            return Err(Error::usage("a note needs a message: inc note -m <TEXT>"));
        }
        let mut verb = Verb::new("note", format!("noted: {message}")).at(&self.at);
        if mark.is_none() {
            // Only a milestone can be one too early.
            verb = verb.skip_rules();
        }
        let (corrects, owner, notes) = (
            self.corrects.clone(),
            self.owner.clone(),
            self.notes.clone(),
        );
        let text = message.clone();
        let step: Step<'_> = Box::new(move |response| {
            let corrects = corrects
                .map(|given| entry(response.record, &given))
                .transpose()?;
            response.note(Entry {
                mark,
                owner,
                notes,
                corrects,
                ..Entry::new(text)
            });
            Ok(())
        });
        let done = context.attempt(&picked, &verb, step, None)?;
        let added = done
            .after
            .timeline
            .iter()
            .find(|event| !done.before.timeline.contains(event));
        let clock = added
            .map(|event| context.zone().map(|zone| zone.brief(event.at, done.now)))
            .transpose()?
            .unwrap_or_default();
        let id = context.look().dim(&done.after.id);
        let line = format!("{clock}  {}  {id}", one_line(&message));
        context.say_hanging(&line, clock.len() + 2);
        warn_unmarked(context, &done);
        Ok(())
    }

    fn ask(&self, context: &Context, record: &Record) -> Result<String> {
        let missing = || Error::usage("a note needs a message: inc note -m <TEXT>");
        let mut prompt = context.prompt().ok_or_else(missing)?;
        prompt.say(&format!("{}  {}", record.id, one_line(&record.title)));
        let text = prompt
            .text("What happened", None)
            .map_err(|_| Error::new(Kind::Interrupted, "interrupted; nothing was noted"))?;
        let text = text.ok_or_else(missing)?;
        context.answered("-m", &text);
        Ok(text)
    }
}

/// Warns when a correction drops the milestone of the entry it corrects.
fn warn_unmarked(context: &Context, done: &Done) {
    let corrected = |event: &&Event| {
        event.mark.is_some()
            && done.before.correction_of(event).is_none()
            && done.after.correction_of(event).is_some()
    };
    // A note that corrects no milestone needs no plan, and reading it would take half of its time.
    if !done.before.timeline.iter().any(|event| corrected(&event)) {
        return;
    }
    let Ok(plan) = context.plan() else { return };
    for milestone in &plan.milestones {
        let is_lost = done.before.milestone(&milestone.id).is_some()
            && done.after.milestone(&milestone.id).is_none();
        if is_lost {
            let mark = ["-m", "<TEXT>", "--mark", &milestone.id, "--at", "<TIME>"];
            let again = Fix::from(Command::on_incident("note").args(mark)).after(format!(
                "{} the milestone \u{201c}{}\u{201d} is no longer marked:",
                context.look().warning("warning:"),
                milestone.title
            ));
            context.say_fixes(&[again], &done.address, Look::PLAIN);
        }
    }
}

/// Resolves a milestone; returns it as typed if the plan is broken.
fn mark(context: &Context, given: &str) -> Result<String> {
    let Ok(plan) = context.plan() else {
        context.say("the plan cannot be read, so the milestone is recorded as typed");
        return Ok(given.to_owned());
    };
    let id = plan.resolve(NameKind::Milestone, given)?;
    if let Some(milestone) = plan
        .milestone(&id)
        .filter(|milestone| is_set_by_command(milestone.event))
    {
        let command = Command::plain(milestone.command.iter().map(String::as_str));
        return Err(Error::refused(format!(
            "\u{201c}{}\u{201d} is set by its own command, not by a note",
            milestone.title
        ))
        .fix(command));
    }
    Ok(id)
}

/// Resolves a timeline entry by any unique beginning of its id.
fn entry(record: &Record, given: &str) -> Result<String> {
    let ids: Vec<&str> = record
        .timeline
        .iter()
        .filter_map(|event| event.id.as_deref())
        .filter(|id| id.starts_with(given))
        .collect();
    match ids.as_slice() {
        [only] => Ok((*only).to_owned()),
        [] => Err(Error::usage(format!("there is no entry `{given}`"))
            .fix(Fix::inc(["show", &record.id]).explained("shows every entry with its id"))),
        several => Err(Error::usage(format!(
            "`{given}` matches more than one entry: {}",
            several.join(", ")
        ))),
    }
}
