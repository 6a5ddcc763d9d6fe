//! `inc waive`: a reasoned, approved exception.

use clap::Args;

use crate::cli::At;
use crate::cli::change::Verb;
use crate::cli::context::Context;
use crate::cli::input::names;
use crate::cli::input::time;
use crate::command::Command;
use crate::error::{Error, Result};
use crate::prompt::Choice;

/// Set a rule aside for this incident, with reason and approval
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc waive evidence/missing --approved-by CTO -m \"the gateway keeps no logs\"\n  \
                  inc waive recovery/check-open:redis --approved-by CTO -m \"this service has no Redis\" --expires 2025-12-31")]
pub struct Waive {
    /// [ID] RULE; RULE:SUBJECT waives one finding of several
    #[arg(value_name = "ID|RULE", num_args = 0..=2)]
    words: Vec<String>,
    /// Somebody whom the plan empowers
    #[arg(long, value_parser = crate::cli::words, value_name = "PERSON")]
    approved_by: Option<String>,
    /// Why
    #[arg(short, long, value_parser = crate::cli::words, value_name = "REASON", allow_hyphen_values = true)]
    message: Option<String>,
    /// The last day on which it holds; valid at closing is enough
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Waive {
    pub fn run(self, context: &Context) -> Result<()> {
        let (id, given) = match self.words.as_slice() {
            [id, rule, ..] => (Some(id.as_str()), Some(rule.as_str())),
            [rule] => (None, Some(rule.as_str())),
            [] => (None, None),
        };
        let picked = context.pick(id)?;
        let plan = context.plan()?;
        let missing = "a waiver sets one rule aside, with an approval and a reason";
        let mend = || {
            Command::on_incident("waive")
                .arg(given.unwrap_or("<RULE>"))
                .args(["--approved-by", "<WHO>", "-m", "<REASON>"])
        };
        let given = &context.required(given, "Which rule", missing, mend())?;
        let approved_by = match &self.approved_by {
            Some(approver) => approver.clone(),
            None => {
                let approvers = plan.approvers("waivers");
                let choices: Vec<Choice> =
                    approvers.iter().map(|name| Choice::new(*name)).collect();
                let place = context.chosen("Who approves it", &choices, missing, mend())?;
                approvers[place].to_owned()
            }
        };
        let reason = context.required(self.message.as_deref(), "Why", missing, mend())?;
        let (code, subject) = given
            .split_once(':')
            .map_or((given.as_str(), None), |(code, subject)| {
                (code, Some(subject))
            });
        let rule = names::rule(code)?;
        if !plan.waivable(rule.code) {
            return Err(
                Error::refused(format!("the plan lets nobody waive {}", rule.code))
                    .hint(format!("inc explain {}   says how to mend it", rule.code)),
            );
        }
        let now = context.now()?;
        let expires = self
            .expires
            .as_deref()
            .map(|text| time::day(text, now, plan.zone()))
            .transpose();
        let expires = expires.map_err(|message| Error::usage(format!("--expires: {message}")))?;
        if let Some(day) = expires.filter(|day| day.0 < plan.zone().of(now).0.date_naive()) {
            return Err(Error::usage(format!(
                "--expires: {day} is past; a waiver holds for some time"
            )));
        }
        let approved_by = plan
            .person(&approved_by)
            .map_or(approved_by.clone(), |person| person.name.clone());
        let target = subject.map_or(rule.code.to_owned(), |subject| {
            format!("{}:{subject}", rule.code)
        });
        let subject = format!("waived {target}, approved by {approved_by}");
        let verb = Verb::new("waive", &subject).at(&self.at);
        let done = context.change(&picked, &verb, move |response| {
            response.waive(target, reason, approved_by, expires);
        })?;
        context.tell(&done, &subject);
        Ok(())
    }
}
