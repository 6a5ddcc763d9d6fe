//! How the commands explain themselves: `-h` in short, `--help` with what more there is to know and
//! with examples, the commands grouped by what one wants to do.
//!
//! A verb says both in one place: `about` and its options are the short help, `after_help` is the
//! rest, which `-h` leaves out.

pub mod manual;

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::{ColorChoice, Command, CommandFactory, FromArgMatches};

use crate::cli::Cli;

/// What one wants to do, and the commands for it, in the order of their need.
pub const GROUPS: [(&str, &[&str]); 4] = [
    (
        "Respond",
        &[
            "open",
            "ack",
            "triage",
            "assign",
            "note",
            "contain",
            "eradicate",
            "recover",
            "escalate",
            "update",
            "announce",
            "evidence",
            "action",
            "notify",
            "review",
            "close",
            "reopen",
            "waive",
            "set",
            "edit",
        ],
    ),
    (
        "Look",
        &[
            "next",
            "due",
            "show",
            "list",
            "log",
            "report",
            "stats",
            "runbook",
            "contacts",
            "plan",
            "readiness",
        ],
    ),
    ("Check", &["validate", "verify", "diff", "explain"]),
    (
        "Set up",
        &[
            "init",
            "sync",
            "doctor",
            "demo",
            "schema",
            "completions",
            "man",
            "help",
        ],
    ),
];

/// Whether a command changes what is known of an incident, or of what was prepared.
pub fn responds(verb: &str) -> bool {
    GROUPS[0].1.contains(&verb) || verb == "readiness"
}

/// A line that is longer is hard to read, however wide the terminal is.
pub const WIDEST: usize = 100;

/// How the first page ends: what else helps.
const AFTER: &str = "inc COMMAND --help has examples. Without an ID a command is about $INC_INCIDENT, else the only open incident.";

const EXAMPLES: &str = "\
Examples:
  inc open \"Wallets credited twice\" --type payment
  inc next                    # what is missing or demanded now
  inc note -m \"Froze refunds\" --mark containment-started
  inc close
  inc list --all --since 13w";

/// The command line as it is typed at a terminal of `width` columns. `in_full`: with examples.
pub fn command(width: usize, in_full: bool) -> Command {
    let width = width.min(WIDEST);
    let mut root = Cli::command().after_help(EXAMPLES);
    root = told(root, in_full);
    let mut after = StyledStr::from(AFTER);
    if in_full {
        after = StyledStr::from(format!("{AFTER}\n\n{EXAMPLES}"));
    }
    let groups = groups(&root, width);
    root.after_help(after)
        .help_template(format!(
            "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{groups}\n\nEverywhere:\n{{options}}{{after-help}}"
        ))
        .term_width(width)
}

/// What was typed, or why it cannot be followed: a wrong line, or a wish for help.
pub fn parse(args: Vec<OsString>, width: usize) -> Result<Cli, clap::Error> {
    let in_full =
        args.iter().any(|arg| arg == "--help") || args.get(1).is_some_and(|arg| arg == "help");
    let mut command = command(width, in_full).color(colour(&args));
    let matches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// `--color`, which clap's own answers obey too.
fn colour(args: &[OsString]) -> ColorChoice {
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

/// A command and those below it, without what only `--help` says unless that is wanted.
fn told(command: Command, in_full: bool) -> Command {
    let command = if in_full {
        command
    } else {
        command.after_help(StyledStr::new())
    };
    command.mut_subcommands(|verb| told(verb, in_full))
}

/// The commands with what they do, below what one wants.
fn groups(root: &Command, width: usize) -> String {
    let names = GROUPS.iter().flat_map(|(_, verbs)| verbs.iter());
    let widest = names.map(|name| name.len()).max().unwrap_or_default();
    let mut lines = Vec::new();
    for (title, verbs) in GROUPS {
        lines.push(format!("{title}:"));
        for name in verbs {
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

/// Clap makes this command itself, and late.
const HELP: &str = "What a command does, with examples";

/// A name and what it means; where there is little room, below each other.
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
            .flat_map(|(_, verbs)| verbs.iter().copied())
            .collect();
        verbs.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, verbs);
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
