//! Errors in the command line, with the command that was probably meant.

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::Cli;
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
            refusal = refusal.hint(more.strip_prefix("tip: ").unwrap_or(more));
        }
    }
    let root = Cli::command();
    let (_, verbs) = verb(&root, typed);
    let help = match verbs.is_empty() {
        true => "inc -h   shows every command".to_owned(),
        false => {
            let verbs: Vec<&str> = verbs.iter().map(|place| typed[*place].as_str()).collect();
            format!("inc {} --help   says how it is used", verbs.join(" "))
        }
    };
    let unknown = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(word))) => Some(word),
        _ => None,
    };
    match unknown.and_then(|word| with_words_together(&root, typed, word)) {
        Some(line) => refusal.hint(format!("{line}   if these are words")),
        None => refusal,
    }
    .hint(help)
}
