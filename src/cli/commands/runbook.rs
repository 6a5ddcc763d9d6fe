//! `inc runbook`: what to do, readable with no network.

use clap::Args;

use crate::cli::{Format, Shown};
use crate::domain::plan::Runbook as Book;
use crate::domain::plan::lookup::{Name, Vocabulary};
use crate::error::Result;
use crate::session::context::Context;
use crate::ui::Table;
use crate::ui::output::{print_json, print_table};
use crate::ui::table::{cut, whole};

/// Show the incident's runbook, another runbook, or the list
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc runbook\n  \
                  inc runbook redis")]
pub(crate) struct Runbook {
    /// Runbook, or any unique part of its name
    name: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

impl Runbook {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let names = home.template_names("runbooks");
        let mut books: Vec<(String, Book)> = Vec::new();
        for name in names {
            match home.template("runbooks", &name) {
                Ok(Some(text)) => books.push((name, Book::read(&text))),
                Ok(None) => {}
                Err(error) if self.name.as_ref() == Some(&name) => {
                    return Err(context.template_error(error));
                }
                Err(error) => context.warn(&context.template_error(error)),
            }
        }
        let known = Vocabulary::new("runbook", &books, |(name, book)| {
            Name::new(name, &book.title)
        });
        let wanted: Vec<&(String, Book)> = match &self.name {
            Some(given) => {
                let id = known.resolve(given)?;
                books.iter().filter(|(name, _)| *name == id).collect()
            }
            None => self.of_incident(context, &books),
        };
        if self.shown.format == Format::Json {
            let chosen: Vec<_> = if wanted.is_empty() {
                books.iter().collect()
            } else {
                wanted
            };
            let list: Vec<_> = chosen.iter().map(|(name, book)| serde_json::json!({"id": name, "title": book.title, "text": book.text})).collect();
            return print_json(&list);
        }
        if wanted.is_empty() {
            let mut table = Table::new([whole(""), cut("").going(1)]);
            books
                .iter()
                .for_each(|(name, book)| table.row([name.clone(), book.title.clone()]));
            print_table(table, 0);
        }
        for (_, book) in wanted {
            outln!("{}", crate::ui::style::shown(&book.text).trim_end());
        }
        Ok(())
    }

    /// Returns the runbooks of the current incident, if there is one.
    fn of_incident<'b>(
        &self,
        context: &Context,
        books: &'b [(String, Book)],
    ) -> Vec<&'b (String, Book)> {
        if self.shown.format == Format::Json {
            return Vec::new();
        }
        let head = context
            .implied()
            .and_then(|file| context.or_warn(context.home().ok()?.heads(vec![file]).pop()?.1));
        let Some((head, plan)) = head.zip(context.plan().ok()) else {
            return Vec::new();
        };
        let wanted = plan
            .kind(&head.kind)
            .map(|kind| kind.runbooks.clone())
            .unwrap_or_default();
        books
            .iter()
            .filter(|(name, _)| wanted.contains(name))
            .collect()
    }
}
