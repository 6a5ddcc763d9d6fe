//! What was typed, given back by a refusal that could keep nothing of it: nobody types it twice.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory};

use crate::cli::complete::values::{value_names, words_value};
use crate::cli::context::Context;
use crate::cli::{Cli, help};
use crate::error::{Error, Kind};
use crate::prompt;
use crate::record::Change;

/// Where there may be some: a name of the plan is no word of one's own, and a sentence is.
const MAYBE: [&str; 2] = ["[:NOTE]", "=VALUE"];

impl Context {
    /// A refusal with the command line as it was typed, where that holds somebody's own words and they
    /// stand nowhere else by now, and with what was answered since. A command line that is wrong is
    /// typed anew in any case, and what was answered is not.
    pub fn given_back(&self, error: Error) -> Error {
        if error.message.is_empty() || error.keeps_words {
            return error;
        }
        let refuses = matches!(error.kind, Kind::Refused | Kind::Environment);
        let heading = match refuses {
            // Nothing is wrong with what was answered.
            false if self.has_answers() => "to go on from here:",
            true if self.has_answers() || holds_words(&self.world.typed) => {
                "what you typed, so that it is not lost:"
            }
            _ => return error,
        };
        error
            .hint(heading)
            .hint(format!("  {}", self.retyped_line()))
    }

    /// A refusal of what was answered in a walk, with what it would have changed: no flag said it.
    pub fn with_answers(&self, error: Error, told: &[Change]) -> Error {
        if !prompt::has_asked() || self.has_answers() || holds_words(&self.world.typed) {
            return error;
        }
        let error = error.keeping_words();
        let error = error.hint("what you typed, so that it is not lost:");
        let line = |change: &Change| {
            let new = change.new.as_ref().map(ToString::to_string);
            format!("  {}: {}", change.path, new.unwrap_or_default())
        };
        error.hints(self.masked(told.iter().map(line).collect()))
    }
}

/// Whether a command line says something to be kept in somebody's own words.
fn holds_words(typed: &[String]) -> bool {
    let root = Cli::command();
    let line = ["inc"].into_iter().chain(typed.iter().map(String::as_str));
    let Ok(matches) = root.clone().try_get_matches_from(line) else {
        return false;
    };
    let responds = matches.subcommand_name().is_some_and(help::responds);
    responds && says_words(&root, &matches)
}

fn says_words(command: &Command, matches: &ArgMatches) -> bool {
    if command.get_arguments().any(|arg| is_said(arg, matches)) {
        return true;
    }
    matches.subcommand().is_some_and(|(name, matches)| {
        let below = command.find_subcommand(name);
        below.is_some_and(|below| says_words(below, matches))
    })
}

fn is_said(arg: &Arg, matches: &ArgMatches) -> bool {
    let id = arg.get_id().as_str();
    if matches.value_source(id) != Some(ValueSource::CommandLine) {
        return false;
    }
    let names = value_names(arg);
    // All of it, or what follows its `=`.
    let is_words = |name: &&str| words_value(name.rsplit('=').next().unwrap_or(name));
    if names.iter().any(is_words) {
        return true;
    }
    let may_be = |name: &&str| MAYBE.iter().any(|part| name.contains(part));
    let mut given = matches.get_raw(id).into_iter().flatten();
    names.iter().any(may_be) && given.any(|word| word.to_string_lossy().contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_somebody_has_thought_of() {
        for (line, holds) in [
            ("note|-m|Froze", true),
            ("note", false),
            ("sync", false),
            ("edit|001", false),
            ("ack|001", false),
            ("open|Refunds|--type|x", true),
            ("action|add|-m|x|--owner|y|--due|z", true),
            ("triage|--fact|a=no", false),
            ("triage|--fact|a=no:only ids", true),
            ("triage|--impact|users=many", true),
            ("set|severity=SEV-4", false),
            ("set|title=Refunds late", true),
            ("readiness|--check|a=done:so it is", true),
            ("list|--search|two words", false),
        ] {
            let typed: Vec<String> = line.split('|').map(str::to_owned).collect();
            assert_eq!(holds_words(&typed), holds, "{line}");
        }
    }
}
