//! A command to type next: every refusal and every step of `inc next` gives one.

use std::fmt;

use serde::{Serialize, Serializer};

/// Arguments after `inc`. Parts in `<…>` are for the reader to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    args: Vec<Arg>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Arg {
    Word(String),
    /// The incident, which is left out where the program would find it anyway.
    Incident,
}

/// How commands name their incident and their home, as the reader's own command line did.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// The incident to name; nothing where it goes without saying.
    pub incident: Option<String>,
    /// The `-C DIR` that the reader typed.
    pub home: Option<String>,
}

impl Command {
    /// A command about one incident: `inc triage [ID] …`.
    pub fn on_incident(verb: &str) -> Command {
        let mut args: Vec<Arg> = verb
            .split(' ')
            .map(|word| Arg::Word(word.to_owned()))
            .collect();
        args.push(Arg::Incident);
        Command { args }
    }

    /// A command about no incident in particular.
    pub fn plain<'a>(words: impl IntoIterator<Item = &'a str>) -> Command {
        Command {
            args: words
                .into_iter()
                .map(|word| Arg::Word(word.to_owned()))
                .collect(),
        }
    }

    #[must_use]
    pub fn arg(mut self, word: impl Into<String>) -> Command {
        self.args.push(Arg::Word(word.into()));
        self
    }

    #[must_use]
    pub fn args<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Command {
        self.args
            .extend(words.into_iter().map(|word| Arg::Word(word.to_owned())));
        self
    }

    /// This command and another as one, where both answer checks, or both say facts, with the same verb
    /// and do nothing else: these flags may be given several times.
    pub fn with_answers_of(&self, other: &Command) -> Option<Command> {
        let ((same, answers), (verb, more)) = (self.answers()?, other.answers()?);
        (same == verb).then(|| Command {
            args: [same, answers, more].concat(),
        })
    }

    /// The same verb without its answers: at a terminal it asks for each of them.
    pub fn asking(&self) -> Option<Command> {
        let (verb, _) = self.answers()?;
        Some(Command {
            args: verb.to_vec(),
        })
    }

    /// What stands before the first answer, and the answers, if nothing else comes after it.
    fn answers(&self) -> Option<(&[Arg], &[Arg])> {
        const FLAGS: [&str; 2] = ["--check", "--fact"];
        let is_flag = |arg: &Arg| matches!(arg, Arg::Word(word) if FLAGS.contains(&word.as_str()));
        let (verb, answers) = self.args.split_at(self.args.iter().position(is_flag)?);
        let is_pair = |pair: &[Arg]| pair.len() == 2 && pair[0] == answers[0];
        answers.chunks(2).all(is_pair).then_some((verb, answers))
    }

    /// The same, with the incident named for good.
    #[must_use]
    pub fn about(mut self, incident: Option<&str>) -> Command {
        self.args = self
            .args
            .into_iter()
            .filter_map(|arg| match arg {
                Arg::Incident => incident.map(|id| Arg::Word(id.to_owned())),
                word => Some(word),
            })
            .collect();
        self
    }

    /// What it does: `triage`, `evidence add`.
    pub fn verb(&self) -> String {
        let words = self.args.iter().map_while(|arg| match arg {
            Arg::Word(word) => Some(word.as_str()),
            Arg::Incident => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// The whole command line as arguments, `inc` included.
    pub fn argv(&self, address: &Address) -> Vec<String> {
        let mut argv = vec!["inc".to_owned()];
        if let Some(home) = &address.home {
            argv.extend(["-C".to_owned(), home.clone()]);
        }
        for arg in &self.args {
            match arg {
                Arg::Word(word) => argv.push(word.clone()),
                Arg::Incident => argv.extend(address.incident.clone()),
            }
        }
        argv
    }

    /// The command as one would type it into a shell.
    pub fn line(&self, address: &Address) -> String {
        self.argv(address)
            .iter()
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(&Address::default()))
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.argv(&Address::default()).serialize(serializer)
    }
}

/// A word as a shell takes it whole: in single quotes where a shell would otherwise take it apart, or, as
/// zsh does with `=word`, put something else in its place. `<…>` is to be replaced and stays as it is.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./:=,@%+".contains(letter);
    let without_blanks_to_fill = word.split('<').enumerate().map(|(place, part)| {
        if place == 0 {
            part
        } else {
            part.split_once('>').map_or(part, |(_, rest)| rest)
        }
    });
    let is_plain = without_blanks_to_fill.flat_map(str::chars).all(plain);
    if is_plain && !word.is_empty() && !word.starts_with('=') {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_as_it_stands() {
        let command = Command::on_incident("eradicate").args([
            "--cause",
            "<TEXT>",
            "--confirmed-by",
            "<WHO>",
        ]);
        assert_eq!(
            command.to_string(),
            "inc eradicate --cause <TEXT> --confirmed-by <WHO>"
        );
        let address = Address {
            incident: Some("INC-1".into()),
            home: Some("my repo".into()),
        };
        assert_eq!(
            command.line(&address),
            "inc -C 'my repo' eradicate INC-1 --cause <TEXT> --confirmed-by <WHO>"
        );
        let done = |verb: &str, check: &str| {
            Command::on_incident(verb).args(["--check", &format!("{check}=done")])
        };
        let both = done("recover", "redis").with_answers_of(&done("recover", "login"));
        assert_eq!(
            both.expect("one command").to_string(),
            "inc recover --check redis=done --check login=done"
        );
        let asking = done("recover", "redis").asking();
        assert_eq!(asking.expect("a walk").to_string(), "inc recover");
        let apart = [
            done("close", "logs"),
            done("recover", "x").args(["--rest", "done"]),
        ];
        for other in apart {
            assert_eq!(done("recover", "redis").with_answers_of(&other), None);
        }
        let odd = Command::plain(["note", "-m", "it's $HOME; rm"]);
        assert_eq!(odd.to_string(), r"inc note -m 'it'\''s $HOME; rm'");
        assert_eq!(quoted("=ls"), "'=ls'");
        assert_eq!(quoted("finance-owner=<WHO>"), "finance-owner=<WHO>");
        assert_eq!(
            quoted("redis=not-applicable:<WHY NOT>"),
            "redis=not-applicable:<WHY NOT>"
        );
    }
}
