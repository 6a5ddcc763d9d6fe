//! `inc contacts`: whom to ring, with no network.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{print_json, width};
use crate::cli::{Format, Shown};
use crate::error::Result;
use crate::home::Home;
use crate::readiness;
use crate::render::Table;
use crate::render::style::{Look, one_line};

/// Whom to ring: roles, leadership, emergency contacts
#[derive(Debug, Args)]
pub struct Contacts {
    #[command(flatten)]
    shown: Shown,
}

impl Contacts {
    pub fn run(self, context: &Context) -> Result<()> {
        let plan = context.plan()?;
        if self.shown.format == Format::Json {
            return print_json(
                &json!({"contacts": plan.contacts, "people": plan.people, "roles": plan.roles}),
            );
        }
        let look = Look::OUT;
        // Nobody is to dial a pair of brackets.
        let number = |text: &str| match readiness::is_placeholder(text) {
            true => look.warning(&one_line(text)),
            false => one_line(text),
        };
        let mut contacts = Table::new();
        for contact in &plan.contacts {
            contacts.row([
                contact.title.clone(),
                number(&contact.primary),
                format!("{} {}", look.dim("backup"), number(&contact.backup)),
            ]);
        }
        let mut people = Table::new();
        for person in &plan.people {
            let approves = if person.approves.is_empty() {
                String::new()
            } else {
                format!("approves {}", person.approves.join(", "))
            };
            people.row([
                person.name.clone(),
                person.leads.clone(),
                look.dim(&approves),
            ]);
        }
        let mut roles = Table::new();
        for role in plan.roles.iter().filter(|role| !role.retired) {
            roles.row([
                role.title.clone(),
                role.contact
                    .clone()
                    .unwrap_or_else(|| "\u{2013}".to_owned()),
                look.dim(&one_line(&role.responsibility)),
            ]);
        }
        for (place, (title, table)) in [
            ("Emergency contacts", contacts),
            ("Leadership", people),
            ("Roles", roles),
        ]
        .into_iter()
        .enumerate()
        {
            if place > 0 {
                put!();
            }
            let blank = place == 0 && !readiness::placeholders(&plan).is_empty();
            let blank = match blank {
                true => format!("  in brackets: still to be filled in, in {}", Home::PLAN),
                false => String::new(),
            };
            put!("{}{}", look.bold(title), look.warning(&blank));
            table
                .lines(2, width())
                .iter()
                .for_each(|line| put!("{line}"));
        }
        Ok(())
    }
}
