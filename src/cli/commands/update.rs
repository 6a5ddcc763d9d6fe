//! `inc update`: the seven fields of an internal update, recorded, shown, and posted where asked.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::{Case, NameKind, Plan};
use crate::domain::record::{Audience, Communication, Record, Status, Time};
use crate::domain::report::{Message, MessageInput};
use crate::domain::respond::NewMessage;
use crate::error::{Error, Result};
use crate::session::change::Verb;
use crate::session::channel;
use crate::session::context::Context;
use crate::session::options::{At, one};
use crate::session::time;
use crate::ui::output::print_json;

/// Record and send an internal update
#[derive(Debug, Args)]
#[command(
    after_help = "The update is recorded even if sending fails. The webhook's URL is read from $INC_SLACK_WEBHOOK.\n\n\
                  Examples:\n  \
                  inc update -m \"reconciling the gateway's report with the ledger\" --next 30m\n  \
                  inc update -m \"refunds run again\" --send slack\n  \
                  inc update -m \"isolating the host\" --template internal-notification\n  \
                  inc update --resend  # posts the last update again"
)]
pub(crate) struct Update {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
    /// What is being done now
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "CURRENT-ACTION", allow_hyphen_values = true)]
    message: Option<String>,
    /// Time of the next update: 30m, 14:30 or none; the plan's interval by default
    #[arg(long, value_name = "WHEN")]
    next: Option<String>,
    /// Template for internal messages, or any unique part of its name
    #[arg(short, long, value_name = "NAME")]
    template: Option<String>,
    /// Post the update to a channel: slack
    #[arg(long, value_name = "CHANNEL")]
    send: Option<String>,
    /// Post the last update again without recording anything
    #[arg(long, conflicts_with_all = ["message", "next", "template", "at"])]
    resend: bool,
    /// Output format: text, markdown for tickets, slack for Slack's blocks, json as in the record
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: UpdateFormat,
    #[command(flatten)]
    at: At,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum UpdateFormat {
    Text,
    Markdown,
    Slack,
    Json,
}

/// The default template of an update.
const DEFAULT: &str = "internal-update";

impl Update {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let plan = context.plan()?;
        let send = one(&self.send, |given| plan.resolve(NameKind::Channel, given))?;
        let document = context.to_change(&picked, &self.at)?;
        if self.resend {
            let last = last_update(&document.record)?;
            return channel::send(context, &Message::of(&last.text), &picked.address);
        }
        let given = self.template.as_deref().unwrap_or(DEFAULT);
        let template = plan.resolve(NameKind::Template(Some(Audience::Internal)), given)?;
        let case = Case::new(&document.record, &plan);
        may_use(&case, &template)?;
        let now = context.now()?;
        self.next_update(&plan, &document.record, now, now)?;
        let action = context.required(
            ("-m", self.message.as_deref()),
            &format!("{}: current action", document.record.id),
            "an update needs the current action",
            Command::on_incident("update").args(["-m", "<CURRENT-ACTION>"]),
        )?;
        let moment = context.moment(self.at.at.as_deref())?;
        let input = MessageInput {
            current_action: Some(action.clone()),
            next_update: self.next_update(&plan, &document.record, moment.now, moment.at)?,
            ..MessageInput::default()
        };
        let message = channel::filled(context, &template, case, &input)?;
        let new = NewMessage {
            template,
            text: message.plain(),
            next_update_at: input.next_update,
            approval: None,
        };
        let subject = format!("update: {action}");
        let verb = Verb::new("update", &subject).at(&self.at);
        let done = context.change(&picked, &verb, |response| {
            response.communicate(new);
        })?;
        self.print(&message, done.after.communications.last())?;
        let next = input.next_update.map_or(String::new(), |at| {
            format!(", next by {}", plan.zone().brief(at, done.now))
        });
        context.print_outcome(&done, &format!("update recorded{next}"));
        match send {
            Some(_) => channel::send(context, &message, &picked.address),
            None => Ok(()),
        }
    }

    /// Returns the time of the next update: as given, else by the plan's interval, none once resolved.
    fn next_update(
        &self,
        plan: &Plan,
        record: &Record,
        now: Time,
        at: Time,
    ) -> Result<Option<Time>> {
        let zone = plan.zone();
        match self.next.as_deref() {
            Some("none") => Ok(None),
            Some(given) => time::future(given, now, zone).map(Some).map_err(|message| {
                Error::usage(format!("--next: {message}")).fix(
                    Fix::run(["--next", "none"]).explained("where no further update is promised"),
                )
            }),
            None if record.status >= Status::Resolved => Ok(None),
            None => Ok(Some(zone.of(at + plan.settings.update_every.delta()))),
        }
    }

    fn print(&self, message: &Message, entry: Option<&Communication>) -> Result<()> {
        match self.format {
            UpdateFormat::Text => {
                outln!("{}", crate::ui::style::shown(&message.plain()).trim_end())
            }
            UpdateFormat::Markdown => outln!("{}", message.markdown().trim_end()),
            UpdateFormat::Slack => return print_json(&channel::blocks(message)),
            UpdateFormat::Json => return print_json(&json!(entry)),
        }
        Ok(())
    }
}

/// Returns whether a template applies to the incident (S22).
fn may_use(case: &Case<'_>, template: &str) -> Result<()> {
    let mut known = case.plan.communication.templates.iter();
    match known.find(|known| known.id == template) {
        Some(known) if !case.holds(&known.when) => Err(Error::refused(format!(
            "the template \u{201c}{}\u{201d} does not apply to this incident ({}, {})",
            known.title, case.record.kind, case.record.severity
        ))
        .item(
            "the default update",
            Some(Command::on_incident("update").args(["-m", "<CURRENT-ACTION>"])),
        )),
        _ => Ok(()),
    }
}

fn last_update(record: &Record) -> Result<&Communication> {
    let internal = record
        .communications
        .iter()
        .filter(|message| message.audience == Audience::Internal);
    internal.max_by_key(|message| message.at).ok_or_else(|| {
        Error::usage(format!("{} has no update yet", record.id)).item(
            "to give one",
            Some(Command::on_incident("update").args(["-m", "<WHAT-IS-BEING-DONE>"])),
        )
    })
}
