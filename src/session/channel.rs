//! Where messages go: their templates, and the channels they are posted to.

use std::time::Duration;

use serde_json::Value;

use crate::domain::command::{Address, Command};
use crate::domain::plan::Case;
use crate::domain::report::{self, Message, MessageInput};
use crate::error::{Error, Result};
use crate::net::{self, RetryPolicy, Webhook};
use crate::session::context::Context;
use crate::ui::progress::Waiting;
use crate::ui::slack::{self, Piece, Span};

/// A message of the home's or the shipped template.
pub(crate) fn filled(
    context: &Context,
    template: &str,
    case: Case<'_>,
    input: &MessageInput,
) -> Result<Message> {
    let text = context.home()?.template("messages", template);
    let text = text.map_err(|error| context.template_error(error))?;
    let text = text.ok_or_else(|| {
        Error::environment(format!(
            "templates/messages/{template}.md is missing, but the plan refers to it"
        ))
    })?;
    let filled = report::message(template, &text, case, input);
    filled.map_err(|error| {
        let input = context.unfilled("messages", &error);
        input.fix("nothing was recorded")
    })
}

/// The blocks that Slack is sent (O11).
pub(crate) fn blocks(message: &Message) -> Value {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    for line in &message.lines {
        if line.heading || line.spans.is_empty() {
            finish(&mut paragraph, &mut pieces);
        }
        if line.heading {
            let words = line.spans.iter().map(|span| span.text.as_str());
            pieces.push(Piece::Heading(words.collect()));
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(Span::plain("\n"));
        }
        paragraph.extend(line.spans.iter().map(|span| {
            if span.bold {
                Span::bold(&span.text)
            } else {
                Span::plain(&span.text)
            }
        }));
    }
    finish(&mut paragraph, &mut pieces);
    slack::message(&message.plain(), &pieces)
}

fn finish(paragraph: &mut Vec<Span>, pieces: &mut Vec<Piece>) {
    if !paragraph.is_empty() {
        pieces.push(Piece::Paragraph(std::mem::take(paragraph)));
    }
}

/// What is wrong with `$INC_SLACK_WEBHOOK`, without showing it; None if it is not set.
pub(crate) fn webhook_problem(context: &Context) -> Option<std::result::Result<(), String>> {
    let address = context.world.slack.as_ref()?.reveal();
    Some(match Webhook::parse(address) {
        Err(error) => Err(error.to_string()),
        Ok(_) if address.to_lowercase().starts_with("https://") => Ok(()),
        Ok(_) => Err("it is not https, so others can read what is sent".to_owned()),
    })
}

/// Posts a message to the incoming webhook. The address comes from the environment alone and is never
/// shown.
pub(crate) fn send(context: &Context, message: &Message, address: &Address) -> Result<()> {
    let again = || Command::on_incident("update").arg("--resend");
    let failed = |why: String| {
        Error::environment(format!("not sent to Slack: {why}"))
            .fix("the update is in the record")
            .keeping_words()
            .item("to send it again", Some(again()))
            .addressed(address.clone())
    };
    let Some(given) = &context.world.slack else {
        return Err(failed("$INC_SLACK_WEBHOOK is not set".to_owned()));
    };
    let webhook = Webhook::parse(given.reveal()).map_err(|error| failed(error.to_string()))?;
    let mut wait = |_: Duration, why: &str| context.say(format!("  Slack: {why}"));
    let body = blocks(message).to_string();
    let _waiting = Waiting::on("waiting for Slack");
    net::send(&webhook, &body, &RetryPolicy::default(), &mut wait)
        .map_err(|error| failed(error.to_string()))?;
    context.say("sent to Slack");
    Ok(())
}
