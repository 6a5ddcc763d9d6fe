//! `inc waive`: a reasoned, approved exception.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::Plan;
use crate::error::{Error, Result};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::At;
use crate::session::time;
use crate::ui::prompt::Choice;

/// Waive a rule for an incident, with an approval and a reason
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc waive evidence/missing --approved-by CTO -m \"the gateway keeps no logs\"\n  \
                  inc waive recovery/check-open:redis --approved-by CTO -m \"this service has no Redis\" --expires 2025-12-31")]
pub(crate) struct Waive {
    /// [ID] RULE, or RULE:SUBJECT to waive one of several findings
    #[arg(value_name = "ID|RULE", num_args = 0..=2)]
    words: Vec<String>,
    /// Who approves the waiver; the plan says who may
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    approved_by: Option<String>,
    /// Why
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "REASON", allow_hyphen_values = true)]
    message: Option<String>,
    /// The last day the waiver is valid; it must be valid when the incident is closed
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Waive {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (id, given) = match self.words.as_slice() {
            [id, rule, ..] => (Some(id.as_str()), Some(rule.as_str())),
            // A word alone is a rule, unless there is none and an incident is called so.
            [word] if !is_rule(word) && context.is_incident(word) => (Some(word.as_str()), None),
            [rule] => (None, Some(rule.as_str())),
            [] => (None, None),
        };
        let picked = context.pick(id)?;
        let plan = context.plan()?;
        let missing = "a waiver needs a rule, an approval and a reason";
        let fix = || {
            Command::on_incident("waive")
                .arg(given.unwrap_or("<RULE>"))
                .args(["--approved-by", "<WHO>", "-m", "<REASON>"])
        };
        let now = context.now()?;
        let expires = self.expires.as_deref().map(|text| {
            let day = time::day(text, now, plan.zone());
            let day = day.map_err(|message| Error::usage(format!("--expires: {message}")))?;
            if day.0 < plan.zone().of(now).0.date_naive() {
                return Err(Error::usage(format!("--expires: {day} is in the past")));
            }
            Ok(day)
        });
        let expires = expires.transpose()?;
        context.to_change(&picked, &self.at)?;
        let target = match given {
            Some(given) => Some(target(&plan, given)?),
            None => context.said(Some(""), "Rule", |said| target(&plan, said))?,
        };
        let target = target.ok_or_else(|| Error::usage(missing).item("say it", Some(fix())))?;
        let approved_by = match &self.approved_by {
            Some(approver) => approver.clone(),
            None => {
                let approvers = plan.approvers("waivers");
                let choices: Vec<Choice> =
                    approvers.iter().map(|name| Choice::new(*name)).collect();
                let place = context.chosen("Approved by", &choices, missing, fix())?;
                context.answered("--approved-by", approvers[place]);
                approvers[place].to_owned()
            }
        };
        let message = ("-m", self.message.as_deref());
        let reason = context.required(message, "Reason", missing, fix())?;
        let approved_by = plan
            .person(&approved_by)
            .map_or(approved_by.clone(), |person| person.name.clone());
        let subject = format!("waived {target}, approved by {approved_by}");
        let verb = Verb::new("waive", &subject).at(&self.at);
        let done = context.change(&picked, &verb, move |response| {
            response.waive(target, reason, approved_by, expires);
        })?;
        context.print_outcome(&done, &subject);
        Ok(())
    }
}

fn is_rule(word: &str) -> bool {
    names::rule(word.split(':').next().unwrap_or(word)).is_ok()
}

/// Resolves the waived rule, and the finding if one is named.
fn target(plan: &Plan, given: &str) -> Result<String> {
    let (code, subject) = given
        .split_once(':')
        .map_or((given, None), |(code, subject)| (code, Some(subject)));
    let rule = names::rule(code)?;
    if !plan.waivable(rule.code) {
        let explain = Fix::inc(["explain", rule.code]);
        return Err(
            Error::refused(format!("{} cannot be waived under this plan", rule.code))
                .fix(explain.explained("says how to fix it")),
        );
    }
    Ok(subject.map_or(rule.code.to_owned(), |subject| {
        format!("{}:{subject}", rule.code)
    }))
}
