//! `inc set`: a plain field, with the same gates as the verbs.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::plan::{NameKind, Plan};
use crate::domain::record::nearest::nearest;
use crate::domain::record::{Status, Time};
use crate::domain::respond::{NotSettable, Response, Triage, clear, set};
use crate::error::{Error, Result};
use crate::session::change::{Step, Verb, is_closed};
use crate::session::context::Context;
use crate::session::names;
use crate::session::options::At;
use crate::session::time;

/// Set fields of a record
#[derive(Debug, Args)]
#[command(
    after_help = "The same checks apply as for the other commands. An empty value removes the field.\n\n\
                  Examples:\n  \
                  inc set title=\"Wallets credited twice\" owner=Payments\n  \
                  inc set detection.started_at=2025-11-29T09:41:00+03:00\n  \
                  inc set status=identified -m \"the fix did not hold\""
)]
pub(crate) struct Set {
    /// [ID] FIELD=VALUE…
    #[arg(value_name = "ID|FIELD=VALUE")]
    words: Vec<String>,
    /// The reason; required to move the status back
    #[arg(short, long, value_parser = crate::session::options::words, value_name = "REASON", allow_hyphen_values = true)]
    message: Option<String>,
    #[command(flatten)]
    at: At,
}

/// Splits off an ID if the first word is not `NAME=VALUE`.
pub(super) fn split(words: &[String]) -> (Option<&str>, &[String]) {
    match words.split_first() {
        Some((first, rest)) if !first.contains('=') => (Some(first.as_str()), rest),
        _ => (None, words),
    }
}

impl Set {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let (id, given) = split(&self.words);
        let picked = context.pick(id)?;
        let plan = context.plan()?;
        let fields = given
            .iter()
            .map(|word| {
                word.split_once('=')
                    .map(|(field, value)| (field.trim().to_owned(), value.trim().to_owned()))
                    .ok_or_else(|| {
                        Error::usage(format!("`{word}` is not an assignment; write FIELD=VALUE"))
                    })
            })
            .collect::<Result<Vec<_>>>()?;
        let fields = if fields.is_empty() {
            let missing = "no field and value given";
            let fix = || Command::on_incident("set").arg("<FIELD>=<VALUE>");
            let missing = || Error::usage(missing).item("say it", Some(fix()));
            context.to_change(&picked, &self.at)?;
            let words = |said: &str| Ok(said.to_owned());
            // One argument says both, so that the field alone cannot be typed again.
            let field = context.said(None, "Field", words)?;
            let field = field.ok_or_else(missing)?;
            let value = context.said(None, &format!("Value of {field}"), words)?;
            let value = value.ok_or_else(missing)?;
            context.answered("", &format!("{field}={value}"));
            vec![(field, value)]
        } else {
            fields
        };
        let now = context.now()?;
        let subject = fields
            .iter()
            .map(|(field, value)| format!("{field}={}", as_taken(&plan, now, field, value)))
            .collect::<Vec<_>>()
            .join(", ");
        let subject = format!("set {subject}");
        let verb = Verb::new("set", &subject).at(&self.at);
        let reason = self.message.clone();
        let step: Step<'_> = Box::new(|response| {
            fields.iter().try_for_each(|(field, value)| {
                apply(response, &plan, field, value, reason.as_deref())
            })
        });
        let done = context.attempt(&picked, &verb, step, None)?;
        context.print_outcome(&done, &subject);
        Ok(())
    }
}

fn apply(
    response: &mut Response<'_>,
    plan: &Plan,
    field: &str,
    value: &str,
    reason: Option<&str>,
) -> Result<()> {
    if field == "status" {
        return status(response, plan, value, reason);
    }
    if value.is_empty() {
        return clear(response.record, field).map_err(not_settable);
    }
    if let Some(fact) = field.strip_prefix("facts.") {
        // The severity rises with the answer, as it does in triage.
        let (fact, mut answer) = names::fact(plan, &format!("{fact}={value}"))?;
        answer.note = answer.note.or(reason.map(str::to_owned));
        let triage = Triage {
            facts: vec![(fact, answer)],
            ..Triage::default()
        };
        response.triage(plan, triage);
        return Ok(());
    }
    let (field, value) = canonical(plan, response.moment.now, field, value)?;
    if field == "severity" {
        response.assign_severity(plan, value);
        return Ok(());
    }
    match set(response.record, &field, &value, reason) {
        Err(NotSettable::Guarded { .. }) if response.record.status.is_closed() => {
            Err(is_closed(&response.record.id))
        }
        result => result.map_err(not_settable),
    }
}

/// Returns a value as it was understood, so that a time shows its date.
fn as_taken(plan: &Plan, now: Time, field: &str, value: &str) -> String {
    let zone = plan.zone();
    match time::past(value, now, zone) {
        Ok(time) if is_time(field) => zone.brief(time, now),
        _ => value.to_owned(),
    }
}

/// Returns whether a field holds a time.
fn is_time(field: &str) -> bool {
    field.contains('.') && field.ends_with("_at")
}

/// Resolves the plan's names in a value.
fn canonical(plan: &Plan, now: Time, field: &str, value: &str) -> Result<(String, String)> {
    let plain = |value: String| Ok((field.to_owned(), value));
    match field.split_once('.') {
        None if field == "type" => plain(plan.resolve(NameKind::Type, value)?),
        None if field == "severity" => plain(plan.resolve(NameKind::Severity, value)?),
        None if field == "environment" => plain(plan.resolve(NameKind::Environment, value)?),
        Some(("detection", "source")) => plain(plan.resolve(NameKind::Source, value)?),
        Some(_) if is_time(field) => {
            let time = time::past(value, now, plan.zone())
                .map_err(|message| Error::usage(format!("{field}: {message}")))?;
            plain(time.to_string())
        }
        Some(("roles", role)) => {
            let (role, person) = names::assignment(plan, &format!("{role}={value}"))?;
            Ok((format!("roles.{role}"), person))
        }
        _ => plain(value.to_owned()),
    }
}

/// Moves the status forward as far as the checks allow, back only with a reason, never to or from closed.
fn status(
    response: &mut Response<'_>,
    plan: &Plan,
    value: &str,
    reason: Option<&str>,
) -> Result<()> {
    let status = names::status(value)?;
    let now = response.record.status;
    let on = |verb: &str| crate::domain::command::Command::on_incident(verb);
    match (status, reason) {
        (Status::Closed, _) => Err(Error::refused(
            "an incident is closed by `inc close`, which seals it",
        )
        .item("close it", Some(on("close")))),
        (status, _) if status == now => Ok(()),
        (Status::Resolved, _) if status > now => {
            response.resolve(plan);
            Ok(())
        }
        (status, _) if status > now => {
            response.record.status = status;
            Ok(())
        }
        _ if now.is_closed() => Err(is_closed(&response.record.id)),
        (_, Some(reason)) => {
            response.set_back(plan, status, reason);
            Ok(())
        }
        (_, None) => Err(Error::refused(format!(
            "the status moves back from {now} to {status} only with a reason"
        ))
        .item(
            "say why",
            Some(
                on("set")
                    .arg(format!("status={status}"))
                    .args(["-m", "<REASON>"]),
            ),
        )),
    }
}

fn not_settable(error: NotSettable) -> Error {
    match error {
        NotSettable::Guarded {
            field,
            verb: Some(verb),
        } => Error::refused(format!("`{field}` cannot be set directly")).item(
            "this command changes it",
            Some(crate::domain::command::Command::on_incident(verb)),
        ),
        NotSettable::Guarded { field, verb: None } => {
            Error::refused(format!("`{field}` cannot be changed"))
        }
        NotSettable::Wrong { field, message } => Error::usage(format!("{field}: {message}")),
        NotSettable::Unknown { field } => {
            let known = crate::domain::respond::FIELDS;
            let meant = nearest(&field, known).map(|meant| format!("did you mean {meant}?"));
            Error::usage(format!("there is no field `{field}`"))
                .fix(meant.unwrap_or_else(|| format!("one of: {}", known.join(", "))))
        }
    }
}
