//! `inc contacts`: whom to ring, with no network.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::output::{print_json, width};
use crate::cli::{Format, Shown};
use crate::error::Result;
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
        let mut contacts = Table::new();
        for contact in &plan.contacts {
            contacts.row([
                contact.title.clone(),
                one_line(&contact.primary),
                look.dim(&format!("backup {}", one_line(&contact.backup))),
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
            put!("{}", look.bold(title));
            table
                .lines(2, width())
                .iter()
                .for_each(|line| put!("{line}"));
        }
        Ok(())
    }
}
