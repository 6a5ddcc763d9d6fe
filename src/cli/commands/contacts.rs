//! `inc contacts`: whom to ring, with no network.

use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cli::{Format, Shown};
use crate::domain::plan::raw;
use crate::domain::readiness;
use crate::error::Result;
use crate::session::context::Context;
use crate::store::Home;
use crate::ui::Table;
use crate::ui::output::{print_json, print_table, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, whole};
use crate::ui::wrap::wrapped;

/// Show who to call: emergency contacts, leadership, roles
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc contacts\n  \
                  inc contacts --format json")]
pub(crate) struct Contacts {
    #[command(flatten)]
    shown: Shown,
}

/// The parts of the plan that the page shows. Each part is read on its own, because this page is needed
/// most when something is broken.
struct Book {
    contacts: Vec<raw::Contact>,
    people: Vec<raw::Person>,
    roles: Vec<raw::Role>,
}

impl Book {
    fn of(context: &Context) -> Result<Book> {
        let broken = match context.plan() {
            Ok(plan) => {
                return Ok(Book {
                    contacts: plan.contacts.clone(),
                    people: plan.people.clone(),
                    roles: plan.roles.clone(),
                });
            }
            Err(broken) => broken,
        };
        let Some(data) = context.home()?.plan_data() else {
            return Err(broken);
        };
        context.warn_of_plan("warning: parts of the plan are invalid:");
        Ok(Book {
            contacts: readable(&data["contacts"]),
            people: readable(&data["people"]),
            roles: readable(&data["roles"]),
        })
    }
}

/// Returns the entries of a list that can be read.
fn readable<T: DeserializeOwned>(list: &Value) -> Vec<T> {
    let entries = list.as_array().into_iter().flatten();
    entries
        .filter_map(|entry| T::deserialize(entry).ok())
        .collect()
}

impl Contacts {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let plan = Book::of(context)?;
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
        let mut contacts = Table::new([whole(""), whole(""), whole("")]);
        for contact in &plan.contacts {
            contacts.row([
                contact.title.clone(),
                number(&contact.primary),
                format!("{} {}", look.dim("backup"), number(&contact.backup)),
            ]);
        }
        let mut people = Table::new([whole(""), cut(""), cut("").going(1)]);
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
        let mut roles = Table::new([whole(""), whole(""), cut("").going(1)]);
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
                outln!();
            }
            let blank = place == 0
                && plan.contacts.iter().any(|contact| {
                    [&contact.primary, &contact.backup]
                        .iter()
                        .any(|text| readiness::is_placeholder(text))
                });
            outln!("{}", look.bold(title));
            if blank {
                let said = format!("fill in the placeholders in brackets in {}", Home::PLAN);
                for line in wrapped(&said, width().saturating_sub(2)) {
                    outln!("  {}", look.warning(&line));
                }
            }
            print_table(table, 2);
        }
        Ok(())
    }
}
