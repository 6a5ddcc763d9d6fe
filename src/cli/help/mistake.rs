//! A command line that cannot be followed, and the line that was probably meant.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use crate::cli::Cli;
use crate::cli::complete::values::{value_names, words_value};
use crate::command::quoted;
use crate::error::Error;

/// What the parser says, in the form of every other refusal: with the next command to type.
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
    match unknown.and_then(|word| with_words_together(typed, word)) {
        Some(line) => refusal.hint(format!("{line}   if these are words")),
        None => refusal,
    }
    .hint(help)
}

/// The command line in which `word`, and the bare words around it, are what somebody has to say: in
/// quotes, and behind the flag of the verb for words if there is one. Only where it can be typed so.
pub(crate) fn with_words_together(typed: &[String], word: &str) -> Option<String> {
    let root = Cli::command();
    let (command, verbs) = verb(&root, typed);
    let after_verb = verbs.last()? + 1;
    let place = typed.iter().rposition(|typed| typed == word)?;
    let is_bare = |word: &String| !word.starts_with('-');
    let behind = typed.get(after_verb..place)?.iter();
    let mut begin = behind
        .rev()
        .take_while(|word| is_bare(word))
        .fold(place, |begin, _| begin - 1);
    let length = typed[place..].iter().take_while(|word| is_bare(word));
    let end = place + length.count();

    let before = (begin > after_verb).then(|| argument(command, &typed[begin - 1]));
    let before = before.flatten();
    let (mut flag, mut id) = (None, None);
    let mut said = typed.get(begin..end)?;
    if !before.is_some_and(is_words) {
        // Another thing that the verb takes may be what was meant.
        let takes = |arg: &Arg| value_names(arg) == ["ID"] || is_words(arg);
        if !command.get_positionals().all(takes) {
            return None;
        }
        // The value of another flag, and an ID, are no words of it.
        if before.is_some_and(|arg| arg.get_action().takes_values()) {
            said = said.get(1..)?;
            begin += 1;
        }
        if command.get_positionals().any(is_id) {
            (id, said) = match said {
                [first, rest @ ..] if may_be_id(first) => (Some(first), rest),
                [rest @ .., last] if may_be_id(last) => (Some(last), rest),
                all => (None, all),
            };
        }
        if !command.get_positionals().any(is_words) {
            // A note on what is done is not what is done.
            let is_main = |arg: &&Arg| is_words(arg) && !value_names(arg).contains(&"NOTE");
            let arg = command.get_arguments().find(is_main)?;
            flag = names(arg).into_iter().next();
        }
    }
    let mut line: Vec<String> = typed[..begin].to_vec();
    line.extend(id.cloned());
    line.extend(flag);
    line.push(said.join(" "));
    line.extend_from_slice(&typed[end..]);
    let whole = ["inc".to_owned()].into_iter().chain(line.iter().cloned());
    root.clone().try_get_matches_from(whole).ok()?;
    let line: Vec<String> = line.iter().map(|word| quoted(word)).collect();
    Some(format!("inc {}", line.join(" ")))
}

/// The verb that is meant, and where its words stand.
pub(crate) fn verb<'c>(root: &'c Command, typed: &[String]) -> (&'c Command, Vec<usize>) {
    let (mut command, mut places) = (root, Vec::new());
    for (place, word) in typed.iter().enumerate() {
        if let Some(below) = command.find_subcommand(word) {
            command = below;
            places.push(place);
        } else if !places.is_empty() {
            break;
        }
    }
    (command, places)
}

/// The flag that is typed so.
fn argument<'c>(command: &'c Command, typed: &str) -> Option<&'c Arg> {
    let mut arguments = command.get_arguments();
    arguments.find(|arg| names(arg).iter().any(|name| name == typed))
}

fn is_words(arg: &Arg) -> bool {
    value_names(arg).into_iter().any(words_value)
}

fn is_id(arg: &Arg) -> bool {
    value_names(arg).contains(&"ID")
}

/// `007`, `1129-001`, `INC-20251129-001`.
fn may_be_id(word: &str) -> bool {
    let digits =
        word.trim_start_matches(|letter: char| letter.is_ascii_uppercase() || letter == '-');
    digits.starts_with(|letter: char| letter.is_numeric())
        && digits
            .chars()
            .all(|letter| letter.is_numeric() || letter == '-')
}

/// How a flag is typed, the shortest first.
fn names(arg: &Arg) -> Vec<String> {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    short.into_iter().chain(long).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_words_are_put_together_behind_the_flag_of_the_verb() {
        for (line, word, meant) in [
            ("note|Froze|refunds", "refunds", "note -m 'Froze refunds'"),
            (
                "note|Froze refunds",
                "Froze refunds",
                "note -m 'Froze refunds'",
            ),
            ("note|007|Froze|it", "Froze", "note 007 -m 'Froze it'"),
            ("note|Froze|it|007", "it", "note 007 -m 'Froze it'"),
            ("note|2fa|is|down", "is", "note -m '2fa is down'"),
            (
                "note|-m|Froze|refunds",
                "refunds",
                "note -m 'Froze refunds'",
            ),
            (
                "-C|home|note|Froze|all|of|it|--mark|fix-deployed",
                "all",
                "-C home note -m 'Froze all of it' --mark fix-deployed",
            ),
            (
                "note|--mark|fix-deployed|Froze|refunds",
                "refunds",
                "note --mark fix-deployed -m 'Froze refunds'",
            ),
            ("contain|Stopped|it", "it", "contain -a 'Stopped it'"),
            (
                "open|Paid|twice|--type|payment",
                "twice",
                "open 'Paid twice' --type payment",
            ),
            (
                "action|add|Alert|on|it",
                "on",
                "action add -m 'Alert on it'",
            ),
        ] {
            let typed: Vec<String> = line.split('|').map(str::to_owned).collect();
            let meant = format!("inc {meant}");
            assert_eq!(with_words_together(&typed, word), Some(meant), "{line}");
        }
        for (line, word) in [
            // Said twice, it would be refused again.
            ("note|Froze|refunds|-m|x", "refunds"),
            ("show|Froze|refunds", "refunds"),
            ("triage|Froze|refunds", "refunds"),
            ("note|-m|x|--nosuch", "--nosuch"),
            // Nothing is left to say.
            ("note|007", "007"),
            // What they take besides may be meant.
            ("set|Status", "Status"),
            ("evidence|add|f.txt|001|x", "001"),
            ("escalate|CTO", "CTO"),
        ] {
            let typed: Vec<String> = line.split('|').map(str::to_owned).collect();
            assert_eq!(with_words_together(&typed, word), None, "{line}");
        }
    }
}
