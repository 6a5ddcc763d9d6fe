//! `inc action`: corrective actions, with owner, due date and state.

use clap::{Args, Subcommand};

use crate::cli::{Format, Shown};
use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::record::{Action, ActionStatus, Record};
use crate::domain::respond::NewAction;
use crate::error::{Error, Result};
use crate::session::change::Verb;
use crate::session::context::Context;
use crate::session::options::At;
use crate::session::time;
use crate::ui::Table;
use crate::ui::output::{print_json, print_table};
use crate::ui::prompt::Choice;
use crate::ui::style::{Look, one_line};
use crate::ui::table::{cut, whole};

/// Manage corrective actions
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc action add -m \"Make every webhook handler idempotent\" --owner Payments --due 2w\n  \
                  inc action start 4kd2\n  \
                  inc action done 001 4kd2 -m \"shipped in 4.3\"\n  \
                  inc action list --overdue  # in all incidents")]
pub(crate) struct ActionArgs {
    #[command(subcommand)]
    verb: ActionVerb,
}

#[derive(Debug, Subcommand)]
enum ActionVerb {
    /// Add an action with an owner and a due date
    Add(Add),
    /// Mark an action as in progress
    Start(Move),
    /// Mark an action as done
    Done(Move),
    /// Drop an action; -m gives the reason
    Drop(Move),
    /// List the actions of one incident, or of all
    List(ListActions),
}

#[derive(Debug, Args)]
struct Add {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// What will be done
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "TEXT", allow_hyphen_values = true)]
    message: Option<String>,
    /// Who owns the action
    #[arg(long, value_parser = crate::session::options::words, value_name = "PERSON")]
    owner: Option<String>,
    /// Due date: 2025-12-14, or a span from today such as 2w
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
}

#[derive(Debug, Args)]
struct Move {
    /// [ID] ACTION: the action's id, or the beginning of it
    #[arg(value_name = "ID|ACTION", num_args = 0..=2)]
    words: Vec<String>,
    /// The reason or the result
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "NOTE", allow_hyphen_values = true)]
    message: Option<String>,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Args)]
struct ListActions {
    /// The incident; all incidents by default
    id: Option<String>,
    /// Only overdue actions
    #[arg(long)]
    overdue: bool,
    #[command(flatten)]
    shown: Shown,
}

impl ActionArgs {
    /// Returns whether the command only prints.
    pub(crate) fn is_shown(&self) -> bool {
        matches!(self.verb, ActionVerb::List(_))
    }

    pub(crate) fn run(self, context: &Context) -> Result<()> {
        match self.verb {
            ActionVerb::Add(verb) => verb.run(context),
            ActionVerb::Start(verb) => verb.run(context, ActionStatus::InProgress, "started"),
            ActionVerb::Done(verb) => verb.run(context, ActionStatus::Done, "done"),
            ActionVerb::Drop(verb) => verb.run(context, ActionStatus::Dropped, "dropped"),
            ActionVerb::List(verb) => verb.run(context),
        }
    }
}

impl Add {
    fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let (now, zone) = (context.now()?, context.zone()?);
        let day = |text: &str| {
            time::day(text, now, zone).map_err(|reason| Error::usage(format!("--due: {reason}")))
        };
        let due = self.due.as_deref().map(day).transpose()?;
        let fix = crate::domain::rules::fix::action;
        let missing = "an action needs a text, an owner and a due date";
        let ask = |flag: &str, given: &Option<String>, question: &str| {
            context.required((flag, given.as_deref()), question, missing, fix())
        };
        let message = ask("-m", &self.message, "Action")?;
        let owner = ask("--owner", &self.owner, "Owner")?;
        let question = "Due date (2w, 2026-12-14)";
        let due = match due {
            Some(due) => Some(due),
            None => context.said(Some("--due"), question, day)?,
        };
        let due = due.ok_or_else(|| Error::usage(missing).item("say it", Some(fix())))?;
        let verb = Verb::new("action", format!("action for {owner}: {message}"));
        let action = NewAction {
            action: message,
            owner,
            due,
        };
        let done = context.change(&picked, &verb, move |response| {
            response.add_action(action);
        })?;
        if let Some(action) = done.after.actions.last() {
            context.say(format!(
                "{}  {}  {}, due {due}  {}",
                action.id,
                one_line(&action.action),
                one_line(action.owner.as_deref().unwrap_or_default()),
                context.look().dim(&done.after.id)
            ));
            if due < context.zone()?.day(done.now) {
                let warning = context.look().warning("warning:");
                let edit = Fix::from(Command::on_incident("edit"))
                    .after(format!("{warning} {due} is in the past:"));
                context.say_fixes(&[edit], &done.address, Look::PLAIN);
            }
        }
        Ok(())
    }
}

impl Move {
    fn run(self, context: &Context, status: ActionStatus, word: &str) -> Result<()> {
        let (id, given) = match self.words.as_slice() {
            [id, action, ..] => (Some(id.as_str()), Some(action.as_str())),
            [action] => (None, Some(action.as_str())),
            [] => (None, None),
        };
        let picked = context.pick(id)?;
        let document = context.to_change(&picked, &self.at)?;
        let action = match given {
            Some(given) => named(&document.record, given)?.id.clone(),
            None => which(context, &document.record, status)?,
        };
        if status == ActionStatus::Dropped && self.message.is_none() {
            let again = Command::on_incident("action drop").arg(&action);
            return Err(Error::refused("dropping an action needs a reason")
                .item("say why", Some(again.args(["-m", "<WHY>"]))));
        }
        let subject = format!("action {action} {word}");
        let verb = Verb::new("action", &subject).at(&self.at);
        let note = self.message.clone();
        let done = context.change(&picked, &verb, move |response| {
            response.move_action(&action, status, note);
        })?;
        context.print_outcome(&done, &subject);
        Ok(())
    }
}

/// Asks which open action is meant.
fn which(context: &Context, record: &Record, status: ActionStatus) -> Result<String> {
    let open: Vec<&Action> = record
        .actions
        .iter()
        .filter(|action| !action.status.is_over())
        .collect();
    let choices: Vec<Choice> = open
        .iter()
        .map(|action| Choice::new(one_line(&action.action)).hint(action.id.clone()))
        .collect();
    let verb = match status {
        ActionStatus::InProgress => "action start",
        ActionStatus::Dropped => "action drop",
        _ => "action done",
    };
    let fix = Command::on_incident(verb).arg("<ACTION>");
    let place = context.chosen("Action", &choices, "name the action by its id", fix)?;
    Ok(open[place].id.clone())
}

fn named<'a>(record: &'a Record, given: &str) -> Result<&'a Action> {
    let matching: Vec<&Action> = record
        .actions
        .iter()
        .filter(|action| action.id.starts_with(given))
        .collect();
    match matching.as_slice() {
        [only] => Ok(only),
        _ => {
            let mut error = Error::usage(format!(
                "there is {} `{given}` in {}",
                if matching.is_empty() {
                    "no action"
                } else {
                    "more than one action"
                },
                record.id
            ));
            for action in &record.actions {
                error = error.item(format!("{}  {}", action.id, one_line(&action.action)), None);
            }
            Err(error)
        }
    }
}

impl ListActions {
    fn run(self, context: &Context) -> Result<()> {
        let today = context.zone()?.of(context.now()?).0.date_naive();
        let (documents, broken) = context.one_or_all(self.id.as_deref())?;
        for error in &broken {
            context.warn(error);
        }
        let late = |action: &Action| action.is_overdue(today);
        let mut rows: Vec<(&str, &Action)> = documents
            .iter()
            .flat_map(|document| {
                document
                    .record
                    .actions
                    .iter()
                    .map(|action| (document.record.id.as_str(), action))
            })
            .collect();
        rows.retain(|(_, action)| {
            if self.overdue {
                late(action)
            } else {
                self.id.is_some() || !action.status.is_over()
            }
        });
        rows.sort_by_key(|(_, action)| action.due);
        if self.shown.format == Format::Json {
            let list: Vec<_> = rows
                .iter()
                .map(|(incident, action)| {
                    let mut value = serde_json::to_value(action).unwrap_or_default();
                    if let Some(fields) = value.as_object_mut() {
                        fields.insert("incident".to_owned(), (*incident).into());
                        fields.insert("overdue".to_owned(), late(action).into());
                    }
                    value
                })
                .collect();
            return print_json(&list);
        }
        let look = Look::OUT;
        let mut table = Table::new([
            whole("action"),
            whole("due"),
            whole("state"),
            cut("owner").going(1),
            whole("incident"),
            cut("what"),
        ]);
        for (incident, action) in &rows {
            let due = action.due.map(|due| due.to_string()).unwrap_or_default();
            let state = if late(action) {
                look.error("overdue")
            } else {
                action.status.to_string()
            };
            table.row([
                action.id.clone(),
                due,
                state,
                action.owner.as_deref().map(one_line).unwrap_or_default(),
                (*incident).to_owned(),
                one_line(&action.action),
            ]);
        }
        if rows.is_empty() {
            context.say("no matching actions");
        }
        print_table(table, 0);
        Ok(())
    }
}
