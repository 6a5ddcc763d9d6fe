//! A command line as clap describes it: which command it names, which of its words are somebody's own,
//! and the line that was probably meant.

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use crate::domain::fix::Fix;

/// The program's command line, as it describes itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interface {
    pub command: fn() -> Command,
    /// Whether a command changes what is known of an incident, or of what was prepared.
    pub responds: fn(&str) -> bool,
}

/// Where there may be some: a name of the plan is no word of one's own, and a sentence is.
const MAYBE: [&str; 2] = ["[:NOTE]", "=VALUE"];

/// What an argument's value may be, each by its name in the help.
pub(crate) fn value_names(argument: &Arg) -> Vec<&str> {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().flat_map(|name| name.split('|')).collect()
}

/// How a value is called that is somebody's own words.
const WORDS: [&str; 5] = ["TEXT", "NOTE", "REASON", "CURRENT-ACTION", "TITLE"];

/// Whether a value of this name is somebody's own words.
pub(crate) fn words_value(name: &str) -> bool {
    WORDS.contains(&name)
}

/// The command line in which `word`, and the bare words around it, are what somebody has to say: in
/// quotes, and behind the flag of the verb for words if there is one. Only where it can be typed so.
pub(crate) fn with_words_together(root: &Command, typed: &[String], word: &str) -> Option<Fix> {
    let (command, verbs) = verb(root, typed);
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
    Some(Fix::run(["inc".to_owned()].into_iter().chain(line)))
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

/// Whether a command line holds somebody's own words on an incident or on what was prepared.
pub(crate) fn holds_words(interface: Interface, typed: &[String]) -> bool {
    let root = (interface.command)();
    let line = ["inc"].into_iter().chain(typed.iter().map(String::as_str));
    let Ok(matches) = root.clone().try_get_matches_from(line) else {
        return false;
    };
    let responds = matches.subcommand_name().is_some_and(interface.responds);
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
    use clap::CommandFactory;

    use super::*;
    use crate::cli::{Cli, INTERFACE};
    use crate::domain::command::Address;

    #[test]
    fn bare_words_are_joined_behind_the_flag_of_the_verb() {
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
            assert_eq!(
                with_words_together(&Cli::command(), &typed, word)
                    .map(|fix| fix.command(&Address::default())),
                Some(meant),
                "{line}"
            );
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
            assert_eq!(
                with_words_together(&Cli::command(), &typed, word),
                None,
                "{line}"
            );
        }
    }

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
            assert_eq!(holds_words(INTERFACE, &typed), holds, "{line}");
        }
    }
}
