//! Errors in the command line, with the command that was probably meant.

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::Cli;
use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::error::Error;
use crate::session::command_line::{verb, with_words_together};

/// Converts clap's error to ours, with the command to type next.
pub(crate) fn refusal(error: &clap::Error, typed: &[String]) -> Error {
    let said = error.render().to_string();
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    let mut paragraphs = said.split("\n\n").map(str::trim);
    let message = paragraphs.next().unwrap_or_default();
    let mut refusal = Error::usage(message);
    for more in paragraphs.filter(|more| !more.is_empty()) {
        if !more.starts_with("For more information") {
            let more = more.strip_prefix("tip: ").unwrap_or(more);
            refusal = refusal.fix(match more.strip_prefix("Usage: ") {
                Some(usage) => Fix::shell(usage).after("Usage:"),
                None => more.into(),
            });
        }
    }
    let root = Cli::command();
    let (_, verbs) = verb(&root, typed);
    let help = match verbs.is_empty() {
        true => Fix::inc(["-h"]).explained("shows every command"),
        false => {
            let verbs = verbs.iter().map(|place| typed[*place].as_str());
            Fix::from(Command::plain(verbs).arg("--help")).explained("shows its options")
        }
    };
    let unknown = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(word))) => Some(word),
        _ => None,
    };
    match unknown.and_then(|word| with_words_together(&root, typed, word)) {
        Some(line) => refusal.fix(line.explained("if these are words")),
        None => refusal,
    }
    .fix(help)
}
