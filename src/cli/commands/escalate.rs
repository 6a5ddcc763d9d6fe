//! `inc escalate`: somebody is told because the facts call for it.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::plan::Case;
use crate::error::{Error, Result};
use crate::session::answers::interrupted;
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::options::At;
use crate::ui::prompt::{Answer, Choice, Prompt};

/// Record an escalation
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc escalate --to CEO\n  \
                  inc escalate --to CEO -m \"rang, he joins at 10:30\" --at 10:12")]
pub(crate) struct Escalate {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// Who was contacted
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    to: Option<String>,
    /// What was said
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "NOTE", allow_hyphen_values = true)]
    message: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Escalate {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let to = match (&self.to, context.prompt()) {
            (Some(to), _) => Some(to.clone()),
            (None, Some(mut prompt)) => {
                let document = context.to_change(&picked, &self.at)?;
                let case = Case::new(&document.record, &plan);
                for fact in case.unmet_escalations() {
                    prompt.say(&format!("  required by {}", fact.title));
                }
                let targets = case
                    .escalation_target()
                    .map_or(&[][..], |target| &target.to);
                let targets: Vec<&str> = targets.iter().map(|to| plan.name_of(to)).collect();
                ask_recipient(prompt.as_mut(), &targets).map_err(|_| interrupted())?
            }
            (None, None) => None,
        };
        let to = to.ok_or_else(|| {
            Error::usage("an escalation needs a recipient").item(
                "give the recipient",
                Some(Command::on_incident("escalate").args(["--to", "<WHO>"])),
            )
        })?;
        if self.to.is_none() {
            context.answered("--to", &to);
        }
        let to = plan
            .person(&to)
            .map_or(to.clone(), |person| person.name.clone());
        let verb = Verb::new("escalate", format!("escalated to {to}")).at(&self.at);
        let (recipient, note) = (to.clone(), self.message.clone());
        let done = context.change(&picked, &verb, |response| {
            response.escalate(&plan, recipient, note);
        })?;
        let reasons = done
            .after
            .escalations
            .last()
            .map(|entry| entry.reasons.join(", "))
            .unwrap_or_default();
        context.print_outcome(
            &done,
            &format!(
                "escalated to {to}{}",
                if reasons.is_empty() {
                    String::new()
                } else {
                    format!(": {reasons}")
                }
            ),
        );
        let after = Case::new(&done.after, &plan);
        if !after.unmet_escalations().is_empty() || after.is_unnotified() {
            context.print_next(&done.after, &plan, done.now, &done.address, 1);
        }
        Ok(())
    }
}

/// Offers the people the plan requires; Enter skips the question.
fn ask_recipient(prompt: &mut dyn Prompt, targets: &[&str]) -> Answer<String> {
    let question = "Escalated to";
    if targets.is_empty() {
        return prompt.text(question, None);
    }
    let mut choices: Vec<Choice> = targets
        .iter()
        .map(|name| Choice::new(*name).hint("required by the plan"))
        .collect();
    choices.push(Choice::neutral("someone else"));
    let place = prompt.select(question, &choices, None)?;
    match place.map(|place| targets.get(place)) {
        Some(Some(name)) => Ok(Some((*name).to_owned())),
        Some(None) => prompt.text("Name", None),
        None => Ok(None),
    }
}
