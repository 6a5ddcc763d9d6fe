//! `inc assign`: who fills which role.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::Case;
use crate::error::{Error, Result};
use crate::session::ask::{self, Walked};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::At;

/// Assign roles
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc assign technical-lead=\"Payments on-call\" finance=Finance\n  \
                  inc assign 001 commander=CTO")]
pub(crate) struct Assign {
    /// [ID] ROLE=PERSON…; without one, asks for each required role that is empty
    #[arg(value_name = "ID|ROLE=PERSON")]
    words: Vec<String>,
}

impl Assign {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (id, given) = super::set::split(&self.words);
        let picked = context.pick(id).map_err(|error| match id {
            Some(_) => error.fix(assign().after("roles are written ROLE=PERSON:")),
            None => error,
        })?;
        let plan = context.plan()?;
        let mut roles: Vec<(String, String)> = given
            .iter()
            .map(|word| names::assignment(&plan, word))
            .collect::<Result<_>>()?;
        let mut walked = Walked::Through;
        if roles.is_empty() {
            let document = context.to_change(&picked, &At::default())?;
            let case = Case::new(&document.record, &plan);
            let missing = case.missing_roles();
            if missing.is_empty() {
                return Err(
                    Error::usage("every required role is filled; give the role to change")
                        .fix(assign()),
                );
            }
            let Some(mut prompt) = context.prompt() else {
                let mut error = Error::usage("no role given: inc assign <ROLE>=<WHO>");
                for role in missing {
                    error = error.item(
                        role.title.to_lowercase(),
                        Some(Command::on_incident("assign").arg(format!("{}=<WHO>", role.id))),
                    );
                }
                return Err(error.addressed(picked.address));
            };
            ask::heading(prompt.as_mut(), &case);
            walked = (|| {
                for role in &missing {
                    roles.extend(ask::role(prompt.as_mut(), &plan, role)?);
                }
                Ok(())
            })()
            .into();
        }
        let subject = roles
            .iter()
            .map(|(role, person)| format!("{role}={person}"))
            .collect::<Vec<_>>()
            .join(", ");
        let verb = Verb::new("assign", format!("assigned: {subject}"));
        let done = context.change(&picked, &verb, move |response| {
            response.assign(&roles);
        })?;
        context.print_outcome(&done, &subject);
        walked.end(&done, "assign")
    }
}

fn assign() -> Fix {
    Fix::inc(["assign", "<ROLE>=<WHO>"])
}
