//! `inc waive`: a reasoned, approved exception.

use clap::Args;

use crate::cli::change::Verb;
use crate::cli::context::Context;
use crate::cli::{At, names, time};
use crate::error::{Error, Result};

/// Set a rule aside for this incident, with reason and approval
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  inc waive evidence/missing --approved-by CTO -m \"the gateway keeps no logs\"\n  \
                        inc waive recovery/check-open:redis --approved-by CTO -m \"this service has no Redis\" --expires 2025-12-31"
)]
pub struct Waive {
    /// [ID] RULE; RULE:SUBJECT waives one finding of several
    #[arg(value_name = "ID|RULE", required = true, num_args = 1..=2)]
    words: Vec<String>,
    /// Somebody whom the plan empowers
    #[arg(long, value_parser = crate::cli::words, value_name = "PERSON")]
    approved_by: String,
    /// Why
    #[arg(short, long, value_parser = crate::cli::words, value_name = "REASON", allow_hyphen_values = true)]
    message: String,
    /// The last day on which it holds; valid at closing is enough
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    #[command(flatten)]
    at: At,
}

impl Waive {
    pub fn run(self, context: &Context) -> Result<()> {
        let (id, given) = match self.words.as_slice() {
            [id, rule] => (Some(id.as_str()), rule.as_str()),
            [rule] => (None, rule.as_str()),
            _ => {
                return Err(Error::usage(
                    "name the rule: inc waive <RULE> --approved-by <WHO> -m <REASON>",
                ));
            }
        };
        let picked = context.pick(id)?;
        let plan = context.plan()?;
        let (code, subject) = given
            .split_once(':')
            .map_or((given, None), |(code, subject)| (code, Some(subject)));
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
            .person(&self.approved_by)
            .map_or(self.approved_by.clone(), |person| person.name.clone());
        let target = subject.map_or(rule.code.to_owned(), |subject| {
            format!("{}:{subject}", rule.code)
        });
        let subject = format!("waived {target}, approved by {approved_by}");
        let verb = Verb::new("waive", &subject).at(&self.at);
        let done = context.change(&picked, &verb, move |response| {
            response.waive(target, self.message, approved_by, expires);
        })?;
        context.tell(&done, &subject);
        Ok(())
    }
}
