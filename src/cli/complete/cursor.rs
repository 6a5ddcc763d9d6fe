//! Where on the command line the cursor stands: which command, and what of it.

use clap::builder::ArgAction;
use clap::{Arg, Command};

use super::Candidate;

/// The cursor's place among what was typed before it.
pub(crate) struct Cursor<'c> {
    /// The commands that were named, without the program.
    pub path: Vec<&'c str>,
    pub command: &'c Command,
    /// The options before the cursor, by id, with their values.
    given: Vec<(&'c str, Option<String>)>,
    /// The words before the cursor that are neither commands nor options.
    pub positionals: Vec<String>,
    pub value_at: CursorValue<'c>,
}

/// What stands at the cursor.
pub(crate) enum CursorValue<'c> {
    /// An option's value; `before` is what of the word belongs to the option: `--role=`.
    Value {
        argument: &'c Arg,
        before: String,
        word: String,
    },
    /// An option's name.
    Option { word: String },
    /// A command, or a word of its own.
    Word {
        argument: Option<&'c Arg>,
        word: String,
    },
}

impl<'c> Cursor<'c> {
    /// The place of `word`, which follows `before`. `root` is built.
    pub(crate) fn find(root: &'c Command, before: &[String], word: &str) -> Cursor<'c> {
        let mut place = Cursor {
            path: Vec::new(),
            command: root,
            given: Vec::new(),
            positionals: Vec::new(),
            value_at: CursorValue::Option {
                word: String::new(),
            },
        };
        let (mut pending, mut escaped) = (None, false);
        for typed in before {
            if let Some(argument) = pending.take() {
                place.give(argument, Some(typed.clone()));
            } else if escaped || !typed.starts_with('-') || typed == "-" {
                place.word(typed);
            } else if typed == "--" {
                escaped = true;
            } else {
                pending = place.read_option(typed);
            }
        }
        place.value_at = place.value_of(pending, escaped, word);
        place
    }

    /// The value of an option before the cursor; the last one counts.
    pub(crate) fn option(&self, id: &str) -> Option<&str> {
        let named = self.given.iter().rev().find(|(given, _)| *given == id)?;
        named.1.as_deref()
    }

    fn give(&mut self, argument: &'c Arg, value: Option<String>) {
        self.given.push((argument.get_id().as_str(), value));
    }

    fn word(&mut self, typed: &str) {
        let command = self.command;
        match command.find_subcommand(typed) {
            Some(verb) if self.positionals.is_empty() => {
                self.path.push(verb.get_name());
                self.command = verb;
            }
            _ => self.positionals.push(typed.to_owned()),
        }
    }

    /// Takes in an option; returns it where its value is still to come.
    fn read_option(&mut self, typed: &str) -> Option<&'c Arg> {
        if let Some(long) = typed.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let argument = self.long(name)?;
            if takes_value(argument) && value.is_none() {
                return Some(argument);
            }
            self.give(argument, value);
            return None;
        }
        let (argument, rest) = self.cluster(typed)?;
        if rest.is_empty() {
            return Some(argument);
        }
        self.give(argument, Some(rest.trim_start_matches('=').to_owned()));
        None
    }

    /// Of `-abc`: the first that takes a value, and what follows it. Those before it are taken in.
    fn cluster<'t>(&mut self, typed: &'t str) -> Option<(&'c Arg, &'t str)> {
        for (place, letter) in typed.char_indices().skip(1) {
            let argument = self.short(letter)?;
            if takes_value(argument) {
                return Some((argument, &typed[place + letter.len_utf8()..]));
            }
            self.give(argument, None);
        }
        None
    }

    fn value_of(&mut self, pending: Option<&'c Arg>, escaped: bool, word: &str) -> CursorValue<'c> {
        let value = |argument, before: &str| CursorValue::Value {
            argument,
            before: before.to_owned(),
            word: word[before.len()..].to_owned(),
        };
        if let Some(argument) = pending {
            return value(argument, "");
        }
        if !escaped && word.starts_with('-') {
            if let Some(long) = word.strip_prefix("--") {
                if let Some((name, _)) = long.split_once('=')
                    && let Some(argument) = self.long(name)
                {
                    return value(argument, &word[..name.len() + 3]);
                }
            } else if let Some((argument, rest)) = self.cluster(word) {
                let rest = rest.strip_prefix('=').unwrap_or(rest);
                return value(argument, &word[..word.len() - rest.len()]);
            }
            return CursorValue::Option {
                word: word.to_owned(),
            };
        }
        let all: Vec<&Arg> = self.command.get_positionals().collect();
        let many = |argument: &&Arg| {
            argument
                .get_num_args()
                .is_some_and(|range| range.max_values() > 1)
        };
        let argument = all.get(self.positionals.len()).copied();
        let argument = argument.or_else(|| all.last().copied().filter(many));
        CursorValue::Word {
            argument,
            word: word.to_owned(),
        }
    }

    fn long(&self, name: &str) -> Option<&'c Arg> {
        self.command
            .get_arguments()
            .find(|argument| argument.get_long() == Some(name))
    }

    fn short(&self, letter: char) -> Option<&'c Arg> {
        self.command
            .get_arguments()
            .find(|argument| argument.get_short() == Some(letter))
    }

    /// The commands that could follow.
    pub(crate) fn verbs(&self) -> Vec<Candidate> {
        if !self.positionals.is_empty() {
            return Vec::new();
        }
        let verbs = self.command.get_subcommands();
        verbs
            .filter(|verb| !verb.is_hide_set())
            .map(|verb| Candidate::new(verb.get_name(), &help(verb.get_about())))
            .collect()
    }

    /// The options that may still be given, the command's own before those of every command.
    pub(crate) fn options(&self) -> Vec<Candidate> {
        let may_follow = |argument: &&Arg| {
            let again = matches!(argument.get_action(), ArgAction::Append | ArgAction::Count);
            let id = argument.get_id().as_str();
            !argument.is_hide_set() && (again || !self.given.iter().any(|(given, _)| *given == id))
        };
        let mut options: Vec<&Arg> = self.command.get_arguments().filter(may_follow).collect();
        options.sort_by_key(|argument| {
            let is_about = matches!(argument.get_id().as_str(), "help" | "version");
            (is_about, argument.is_global_set())
        });
        options
            .into_iter()
            .filter_map(|argument| {
                let long = argument.get_long()?;
                Some(Candidate::new(
                    format!("--{long}"),
                    &help(argument.get_help()),
                ))
            })
            .collect()
    }
}

fn takes_value(argument: &Arg) -> bool {
    argument.get_action().takes_values()
}

/// The first line of what a command or option says of itself.
fn help(styled: Option<&clap::builder::StyledStr>) -> String {
    let text = styled.map(ToString::to_string).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}
