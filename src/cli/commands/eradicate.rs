//! `inc eradicate`: the confirmed cause, and what removed it.

use clap::Args;

use super::contain::{choices, named, offered};
use crate::domain::command::Command;
use crate::domain::plan::{Case, CheckStatus};
use crate::domain::respond::{Cause, CheckAnswer};
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::{At, each};
use crate::ui::prompt::{Choice, Interrupted, Prompt};

/// Record the confirmed root cause and its fix
#[derive(Debug, Args)]
#[command(
    after_help = "A root cause is recorded only once somebody confirms it.\n\n\
                  Examples:\n  \
                  inc eradicate --cause \"The webhook handler was not idempotent\" --confirmed-by CTO\n  \
                  inc eradicate --action \"Deployed the idempotent handler\"\n  \
                  inc eradicate --check patch-vulnerability=done"
)]
pub(crate) struct Eradicate {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// The confirmed root cause
    #[arg(
        long,
        value_parser = crate::session::options::words, value_name = "TEXT",
        allow_hyphen_values = true
    )]
    cause: Option<String>,
    /// Who confirms it
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    confirmed_by: Option<String>,
    /// What was done to remove the cause: an action of the plan, or free text
    #[arg(
        short,
        long = "action",
        value_parser = crate::session::options::words, value_name = "TEXT",
        allow_hyphen_values = true
    )]
    actions: Vec<String>,
    /// Answer a root-cause question or remediation step of a security incident
    #[arg(long = "check", value_name = "CHECK[=STATE[:NOTE]]")]
    checks: Vec<String>,
    /// Who did it; by default, the person who records it
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    owner: Option<String>,
    #[command(flatten)]
    at: At,
}

#[derive(Default)]
struct Found {
    cause: Option<Cause>,
    actions: Vec<String>,
    checks: Vec<CheckAnswer>,
    /// Refuses an unconfirmed root cause and prints the text back.
    unconfirmed: Option<String>,
}

impl Eradicate {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let document = context.to_change(&picked, &self.at)?;
        let case = Case::new(&document.record, &plan);
        let offered = offered(&case, "eradicate");
        let cause = self.cause(context)?;
        let mut found = Found {
            cause,
            actions: each(&self.actions, |given| named(&offered, given))?,
            checks: each(&self.checks, |given| {
                names::check(&case, "eradicate", given)
            })?,
            unconfirmed: None,
        };
        let mut walked = Walked::Through;
        if found.cause.is_none() && found.actions.is_empty() && found.checks.is_empty() {
            let Some(mut prompt) = context.prompt() else {
                let ways = [
                    &["--cause", "<TEXT>", "--confirmed-by", "<WHO>"][..],
                    &["--action", "<TEXT>"],
                    &["--check", "<CHECK>=done"],
                ];
                let eradicate = || Command::plain(["eradicate"]);
                return Err(Error::usage("no input given, and no terminal to prompt on")
                    .fixes(ways.map(|way| eradicate().args(way.iter().copied()).into())));
            };
            let choices = choices(&offered, &document.record);
            walked = walk(prompt.as_mut(), &case, &choices, &mut found).into();
        }
        let subject = match (&found.cause, found.actions.as_slice()) {
            (Some(cause), _) => format!(
                "root cause confirmed by {}: {}",
                cause.confirmed_by, cause.text
            ),
            (None, []) => {
                "eradication: ".to_owned()
                    + &found
                        .checks
                        .iter()
                        .map(|said| format!("{} {}", said.check, said.state.state))
                        .collect::<Vec<_>>()
                        .join(", ")
            }
            (None, actions) => format!("eradicated: {}", actions.join("; ")),
        };
        let owner = self.owner.clone();
        let verb = Verb::new("eradicate", subject.clone()).at(&self.at);
        let done = context.change(&picked, &verb, |response| {
            if let Some(cause) = found.cause {
                response.confirm_cause(&plan, cause);
            }
            response.eradicate(&found.actions, owner.as_deref());
            response.say(&found.checks);
        })?;
        context.print_outcome(&done, &subject);
        if let Some(text) = &found.unconfirmed {
            let confirm = Command::on_incident("eradicate")
                .args(["--cause", text, "--confirmed-by", "<WHO>"])
                .line(&done.address);
            context.say("  the root cause is not recorded until somebody confirms it:");
            context.say_lines([format!("    {}", context.look().command(&confirm))]);
        }
        context.print_next(&done.after, &plan, done.now, &done.address, 2);
        walked.end(&done, "eradicate")
    }
}

impl Eradicate {
    /// Returns the root cause and who confirms it, asking for the one that is missing.
    fn cause(&self, context: &Context) -> Result<Option<Cause>> {
        let (cause, confirmed_by) = (self.cause.as_deref(), self.confirmed_by.as_deref());
        if cause.is_none() && confirmed_by.is_none() {
            return Ok(None);
        }
        let missing = "a root cause needs somebody who confirms it";
        let fix = || {
            Command::on_incident("eradicate")
                .args(["--cause", cause.unwrap_or("<TEXT>")])
                .args(["--confirmed-by", confirmed_by.unwrap_or("<WHO>")])
        };
        Ok(Some(Cause {
            text: context.required(("--cause", cause), "Root cause", missing, fix())?,
            confirmed_by: context.required(
                ("--confirmed-by", confirmed_by),
                "Confirmed by",
                missing,
                fix(),
            )?,
        }))
    }
}

fn walk(
    prompt: &mut dyn Prompt,
    case: &Case<'_>,
    offered: &[Choice],
    found: &mut Found,
) -> Result<(), Interrupted> {
    ask::heading(prompt, case);
    let lists = case
        .plan
        .checklists_of("eradicate")
        .filter(|(_, list)| !list.offered);
    let open: Vec<_> = lists
        .flat_map(|(list, _)| case.checks(list))
        .filter(|view| !view.is_satisfied() && !view.is_computed())
        .collect();
    for view in open.iter().filter(|view| view.check.answer) {
        ask::check(prompt, case, view, &mut found.checks)?;
    }
    if case.record.root_cause.is_none()
        && let Some(text) = prompt.text("Root cause, if confirmed", None)?
    {
        found.unconfirmed = Some(text);
        if let Some(confirmed_by) = prompt.text("Confirmed by", None)? {
            let text = found.unconfirmed.take().unwrap_or_default();
            found.cause = Some(Cause { text, confirmed_by });
        }
    }
    ask::actions(prompt, "Actions taken", offered, &mut found.actions)?;
    for view in open
        .iter()
        .filter(|view| !view.check.answer && view.standing != CheckStatus::Proved)
    {
        ask::check(prompt, case, view, &mut found.checks)?;
    }
    Ok(())
}
