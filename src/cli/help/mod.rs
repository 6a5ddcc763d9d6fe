//! Help pages: `-h` is short, `--help` adds details and examples. Commands are grouped by
//! purpose.
//!
//! Each command defines both in one place: `about` and its options are the short help; `after_help` is
//! shown only by `--help`.

pub(crate) mod manual;
pub(crate) mod mistake;

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ColorChoice, Command, CommandFactory, FromArgMatches};

use crate::cli::Cli;
use crate::error::Error;
use crate::ui::Table;
use crate::ui::style::Look;
use crate::ui::table::PAIR;
use crate::ui::wrap::wrapped;

/// The groups of commands, in the order of an incident response.
pub const GROUPS: [(&str, &str); 4] = [
    (
        "Respond",
        "open ack triage assign note contain eradicate recover escalate update announce evidence action \
         notify review close reopen waive set edit",
    ),
    (
        "View",
        "next due show list log report stats runbook contacts plan readiness",
    ),
    ("Check", "validate verify diff explain"),
    (
        "Set up",
        "init sync doctor demo schema completions man help",
    ),
];

/// Returns whether a command changes an incident or the preparation checklist.
pub(crate) fn responds(verb: &str) -> bool {
    GROUPS[0].1.split(' ').any(|known| known == verb) || verb == "readiness"
}

/// The maximum width of help, since longer lines are hard to read.
pub const WIDEST: usize = 100;

/// The end of `inc -h`.
const AFTER: &str = "Use `inc <COMMAND> --help` for details and examples. Without an ID, a command applies to $INC_INCIDENT or to the only open incident.";

const EXAMPLES: &str = "\
Examples:
  inc open \"Wallets credited twice\" --type payment
  inc next                    # what to do now
  inc note -m \"Froze refunds\" --mark containment-started
  inc close
  inc list --all --since 13w";

/// Builds the command line for a terminal of `width` columns; `in_full` adds details and examples.
pub fn command(width: usize, in_full: bool) -> Command {
    let width = width.min(WIDEST);
    let mut root = Cli::command().after_help(EXAMPLES);
    root = with_width(root, width, in_full);
    let mut after = StyledStr::from(AFTER);
    if in_full {
        after = StyledStr::from(format!("{AFTER}\n\n{}", typeable(EXAMPLES, width)));
    }
    let groups = groups(&root, width);
    root.after_help(after)
        .help_template(format!(
            "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{groups}\n\nGlobal options:\n{{options}}{{after-help}}"
        ))
        .term_width(width)
}

/// The answer to a command line that runs no command.
#[derive(Debug)]
pub enum Answer {
    /// A page of help, or the version.
    Page(StyledStr),
    /// No command was named: [`first_page`].
    First,
    /// The help of a command that needs a subcommand.
    Group(StyledStr),
    /// An error in the command line.
    Mistake(Error),
}

/// The most important commands, shown by a bare `inc`.
const FIRST: [(&str, &str); 12] = [
    ("inc open <TITLE> --type <TYPE>", "declare an incident"),
    ("inc next", "show what to do next"),
    ("inc note -m <TEXT>", "add an entry to the timeline"),
    ("inc show", "show the incident on one screen"),
    ("inc close", "close it, or list what is missing"),
    ("inc list", "list open incidents"),
    ("inc runbook", "show the runbook"),
    ("inc contacts", "show who to call"),
    ("inc init", "create an incident home"),
    ("inc demo", "walk through a sample incident"),
    ("inc -h", "list all commands"),
    ("inc <COMMAND> --help", "explain a command, with examples"),
];

/// Returns the page for a bare `inc`, for a terminal of `width` columns.
pub(crate) fn first_page(width: usize) -> Vec<String> {
    let mut table = Table::new(PAIR);
    for (command, does) in FIRST {
        table.row([Look::ERR.command(command), does.to_owned()]);
    }
    let about = Cli::command().get_about().map(ToString::to_string);
    let mut lines = wrapped(&about.unwrap_or_default(), width);
    lines.push(String::new());
    lines.extend(table.lines(2, width));
    lines
}

/// Parses a command line; requests for help and errors give an [`Answer`].
pub fn parse(args: Vec<OsString>, width: usize) -> Result<Cli, Answer> {
    let in_full =
        args.iter().any(|arg| arg == "--help") || args.get(1).is_some_and(|arg| arg == "help");
    let mut command = command(width, in_full).color(colour(&args));
    let has_words = args.len() > 1;
    let typed: Vec<String> = args
        .iter()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let parsed = match command.try_get_matches_from_mut(args) {
        Ok(matches) => Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command)),
        Err(error) => Err(error),
    };
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Answer::Page(error.render()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !has_words => Answer::First,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Answer::Group(error.render()),
        ErrorKind::MissingSubcommand if lacks_verb(&error) => Answer::First,
        _ => Answer::Mistake(mistake::refusal(&error, &typed)),
    })
}

/// Returns whether `inc` was given options but no command.
fn lacks_verb(error: &clap::Error) -> bool {
    let of = error.get(ContextKind::InvalidSubcommand);
    matches!(of, Some(ContextValue::String(of)) if !of.contains(' '))
}

/// Returns the value of `--color`, for clap's own output.
pub(crate) fn colour(args: &[OsString]) -> ColorChoice {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        let given = match arg.strip_prefix("--color") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match given {
            Some("always") => return ColorChoice::Always,
            Some("never") => return ColorChoice::Never,
            _ => {}
        }
    }
    ColorChoice::Auto
}

/// Formats a command and its subcommands; drops the part only `--help` shows unless `in_full`.
fn with_width(command: Command, width: usize, in_full: bool) -> Command {
    let after = command.get_after_help().map(ToString::to_string);
    let after = after.filter(|_| in_full).unwrap_or_default();
    let command = command
        .after_help(typeable(&after, width))
        .mut_args(repeatable);
    command.mut_subcommands(|verb| with_width(verb, width, in_full))
}

/// Adds a note to the help of a repeatable option.
fn repeatable(option: Arg) -> Arg {
    let repeats = matches!(option.get_action(), ArgAction::Append) && !option.is_positional();
    match option.get_help().filter(|_| repeats) {
        Some(help) => {
            let help = format!("{help}; may be given more than once");
            option.help(help)
        }
        None => option,
    }
}

/// A non-breaking space, which [`shown`] turns into a space.
const UNBROKEN: &str = "\u{a0}";

/// Returns a page as it is printed.
pub fn shown(page: &str) -> String {
    page.replace(UNBROKEN, " ")
}

/// Formats examples so that they can be pasted into a shell: a comment that does not fit goes
/// above its command, and no command is wrapped.
fn typeable(after: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in after.lines() {
        if !line.starts_with("  ") || line.chars().count() <= width {
            lines.push(line.to_owned());
            continue;
        }
        let (command, comment) = line.split_once("  # ").unwrap_or((line, ""));
        if !comment.is_empty() {
            let comment = wrapped(comment, width.saturating_sub("  # ".len()));
            lines.extend(comment.iter().map(|line| format!("  # {line}")));
        }
        let command = command.trim();
        lines.push(format!("  {}", command.replace(' ', UNBROKEN)));
    }
    lines.join("\n")
}

/// Lists the commands by group.
fn groups(root: &Command, width: usize) -> String {
    let names = GROUPS.iter().flat_map(|(_, verbs)| verbs.split(' '));
    let widest = names.map(|name| name.len()).max().unwrap_or_default();
    let mut lines = Vec::new();
    for (title, verbs) in GROUPS {
        lines.push(format!("{title}:"));
        for name in verbs.split(' ') {
            let about = root
                .find_subcommand(name)
                .and_then(Command::get_about)
                .map_or_else(|| HELP.to_owned(), ToString::to_string);
            lines.extend(entry(name, &about, widest, width));
        }
        lines.push(String::new());
    }
    lines.pop();
    lines.join("\n")
}

/// The description of `help`, which clap adds after we list the commands.
const HELP: &str = "Explain a command, with examples";

/// Formats a name and its description, side by side or, on a narrow terminal, one above the other.
fn entry(name: &str, about: &str, widest: usize, width: usize) -> Vec<String> {
    let is_narrow = width < 60;
    let indent = if is_narrow { 6 } else { widest + 4 };
    let mut lines = vec![format!("  {name}")];
    if is_narrow {
        lines.push(" ".repeat(indent));
    } else {
        lines = vec![format!("  {name:widest$}  ")];
    }
    for word in about.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let is_begun = !line.trim_start().is_empty() && line.len() > indent;
        if is_begun && line.len() + 1 + word.len() > width {
            lines.push(format!("{}{word}", " ".repeat(indent)));
        } else {
            if is_begun {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_place_in_the_help() {
        let root = Cli::command();
        let visible = root.get_subcommands().filter(|verb| !verb.is_hide_set());
        let mut verbs: Vec<&str> = visible.map(Command::get_name).chain(["help"]).collect();
        let mut named: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, verbs)| verbs.split(' '))
            .collect();
        verbs.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, verbs);
    }

    #[test]
    fn an_example_is_typed_as_it_stands() {
        let after = "Exit code 0 or 1, and more words than there is room for.\n\nExamples:\n  inc due\n  inc due --check  # fails when late, of course";
        assert_eq!(
            shown(&typeable(after, 24))
                .lines()
                .skip(2)
                .collect::<Vec<_>>(),
            [
                "Examples:",
                "  inc due",
                "  # fails when late, of",
                "  # course",
                "  inc due --check"
            ]
        );
    }

    #[test]
    fn a_meaning_stands_beside_its_name_or_below_it() {
        assert_eq!(
            entry("ack", "Somebody takes it on", 5, 80),
            ["  ack    Somebody takes it on"]
        );
        assert_eq!(
            entry("ack", "Somebody takes it on now", 5, 20),
            ["  ack", "      Somebody takes", "      it on now"]
        );
    }
}
