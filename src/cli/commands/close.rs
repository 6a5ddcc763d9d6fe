//! `inc close`: the closure criteria, then the seal.

use clap::Args;
use console::measure_text_width;

use super::recover::unsaid;
use crate::domain::command::Address;
use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::Case;
use crate::domain::record::Status;
use crate::domain::respond::CheckAnswer;
use crate::error::Result;
use crate::session::ask::{self, Walked};
use crate::session::change::{Goal, Step, Verb, is_closed};
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::{At, each};
use crate::ui::prompt::{Interrupted, Prompt};

/// Close an incident, or list what is missing
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc close  # asks what the record does not prove\n  \
                  inc close --check logs-preserved=done --check financial-reconciliation=done\n  \
                  inc close --check milestones/fix-deployed=not-applicable:\"the fault was at the gateway\" --rest done")]
pub(crate) struct Close {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Answer a closure criterion, by any unique part of its name, or rule out a milestone
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    /// Answer all remaining criteria that apply with this state
    #[arg(long, value_name = "STATE")]
    rest: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Close {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        if document.record.status.is_closed() && !(self.checks.is_empty() && self.rest.is_none()) {
            return Err(is_closed(&document.record.id));
        }
        if document.record.status.is_closed() {
            context.say(format!("{}  is already closed", document.record.id));
            return Ok(());
        }
        let case = Case::new(&document.record, &plan);
        let mut said: Vec<CheckAnswer> =
            each(&self.checks, |given| names::check(&case, "close", given))?;
        said.extend(unsaid(
            &case,
            "close",
            self.rest.as_deref(),
            &said,
            context.now()?,
        )?);
        let mut walked = Walked::Through;
        if said.is_empty()
            && let Some(mut prompt) = context.prompt()
        {
            walked = walk(prompt.as_mut(), &case, &picked.address, &mut said).into();
        }
        let closing = walked == Walked::Through;
        let criteria = format!("closure criteria: {}", summary(&said));
        let subject = if closing { "closed" } else { &criteria };
        let verb = Verb::new("close", subject).at(&self.at);
        let answers: Step<'_> = Box::new(|response| {
            response.say(&said);
            Ok(())
        });
        let goal = closing.then(|| Goal {
            word: Some("closed"),
            kept: criteria.clone(),
            step: Box::new(|response| {
                response.close(&plan);
                Ok(())
            }),
        });
        let done = context.attempt(&picked, &verb, answers, goal)?;
        context.print_outcome(
            &done,
            if done.after.status == Status::Closed {
                "closed"
            } else {
                "closure criteria"
            },
        );
        if done.after.status.is_closed() {
            let report = Fix::from(Command::on_incident("report").arg("--save"))
                .explained("saves the report next to the record");
            let address = context.address(Some(done.after.id.clone()));
            context.say_fixes(&[report], &address, context.look());
            context.print_next(&done.after, &plan, done.now, &address, 2);
        }
        walked.end(&done, "close")
    }
}

/// Shows which criteria the record already meets and asks for the others.
fn walk(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    address: &Address,
    said: &mut Vec<CheckAnswer>,
) -> Result<(), Interrupted> {
    ask::heading(prompt, case);
    let views: Vec<_> = case
        .plan
        .checklists_of("close")
        .flat_map(|(list, _)| case.checks(list))
        .collect();
    for view in views.iter().filter(|view| view.is_satisfied()) {
        let how = if view.is_computed() {
            "already recorded"
        } else {
            "already answered"
        };
        prompt.say(&format!("\u{2714} {:<36} {how}", view.check.check));
    }
    for view in views
        .iter()
        .filter(|view| !view.is_satisfied() && view.is_computed())
    {
        let command = crate::domain::rules::fix::check(case, view).line(address);
        let line = format!("\u{2013} {:<36} {command}", view.check.check);
        // A command that is too long for the line stands below it, as in `inc next`.
        if measure_text_width(&line) <= prompt.columns() {
            prompt.command(&line);
        } else {
            prompt.say(&format!("\u{2013} {}", view.check.check));
            prompt.command(&format!("    {command}"));
        }
    }
    for view in views
        .iter()
        .filter(|view| !view.is_satisfied() && !view.is_computed())
    {
        ask::check(prompt, case, view, said)?;
    }
    Ok(())
}

/// Describes the answers for a commit subject: `logs-preserved-where-needed done`.
fn summary(said: &[CheckAnswer]) -> String {
    said.iter()
        .map(|said| format!("{} {}", said.check, said.state.state))
        .collect::<Vec<_>>()
        .join(", ")
}
