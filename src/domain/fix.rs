//! What to do next: commands to type and the words around them, kept apart until they are printed.

use std::fmt;

use serde::{Serialize, Serializer};

use super::command::{Address, Command, quoted};

/// Commands to type, which belong together, with a lead before and an explanation behind them; or
/// words alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    lead: String,
    /// Each behind what joins it to the one before.
    commands: Vec<(&'static str, Line)>,
    /// Words right behind the commands: `, then commit again`.
    tail: String,
    explanation: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Inc(Command),
    Program(Vec<String>),
    /// What only a shell can say, with its quotes.
    Shell(String),
}

impl Fix {
    /// A program and its arguments. Git is told where to go by [`Address::git`].
    pub fn run<W: Into<String>>(argv: impl IntoIterator<Item = W>) -> Self {
        Self::of(Line::Program(argv.into_iter().map(Into::into).collect()))
    }

    pub fn git<W: Into<String>>(args: impl IntoIterator<Item = W>) -> Self {
        let args = args.into_iter().map(Into::into);
        Self::run(std::iter::once("git".to_owned()).chain(args))
    }

    /// A command of `inc` that names no incident.
    pub fn inc<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Command::plain(words).into()
    }

    /// A line of shell as it is typed.
    pub fn shell(line: impl Into<String>) -> Self {
        Self::of(Line::Shell(line.into()))
    }

    fn of(line: Line) -> Self {
        Self {
            commands: vec![("", line)],
            ..Self::default()
        }
    }

    /// Puts words before the commands: `resolve it in an editor, then:`.
    #[must_use]
    pub fn after(mut self, lead: impl Into<String>) -> Self {
        self.lead = join(&lead.into(), &self.lead);
        self
    }

    /// Puts words right behind the commands.
    #[must_use]
    pub fn ending(mut self, tail: impl Into<String>) -> Self {
        self.tail = tail.into();
        self
    }

    /// Says what the commands do.
    #[must_use]
    pub fn explained(mut self, explanation: impl Into<String>) -> Self {
        self.explanation = explanation.into();
        self
    }

    /// Adds what is typed if these commands succeed.
    #[must_use]
    pub fn and(self, next: impl Into<Fix>) -> Self {
        self.joined(" && ", next)
    }

    /// Adds what is typed behind `joint`.
    #[must_use]
    pub fn joined(mut self, joint: &'static str, next: impl Into<Fix>) -> Self {
        for (place, (own, line)) in next.into().commands.into_iter().enumerate() {
            let joint = if place == 0 { joint } else { own };
            self.commands.push((joint, line));
        }
        self
    }

    /// The same with the program `argv` in place of a command of `inc`.
    #[must_use]
    pub fn replacing(mut self, command: &Command, argv: &[&str]) -> Self {
        for (_, line) in &mut self.commands {
            if matches!(line, Line::Inc(known) if known == command) {
                *line = Line::Program(argv.iter().map(|word| (*word).to_owned()).collect());
            }
        }
        self
    }

    /// The commands in one line, without the words around them.
    pub fn command(&self, address: &Address) -> String {
        let mut text = String::new();
        for (joint, line) in &self.commands {
            text.push_str(joint);
            text.push_str(&line.typed(address));
        }
        text
    }

    /// Everything in one line.
    pub fn line(&self, address: &Address) -> String {
        self.laid_out(address).to_string()
    }

    fn laid_out(&self, address: &Address) -> FixLine {
        FixLine {
            lead: self.lead.clone(),
            command: self.command(address) + &self.tail,
            padding: 0,
            explanation: self.explanation.clone(),
        }
    }
}

impl Line {
    fn typed(&self, address: &Address) -> String {
        let argv = match self {
            Line::Inc(command) => return command.line(address),
            Line::Shell(line) => return line.clone(),
            Line::Program(argv) => argv,
        };
        let words = argv.iter().map(|word| quoted(word));
        words.collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(&Address::default()))
    }
}

impl Serialize for Fix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<Command> for Fix {
    fn from(command: Command) -> Self {
        Self::of(Line::Inc(command))
    }
}

impl From<String> for Fix {
    fn from(lead: String) -> Self {
        Self {
            lead,
            ..Self::default()
        }
    }
}

impl From<&str> for Fix {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

/// A fix as it is printed, its explanation in the column of the others beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FixLine {
    pub lead: String,
    pub command: String,
    /// So many blanks more behind the command.
    pub padding: usize,
    pub explanation: String,
}

/// What stands between a command and its explanation.
const BEFORE_EXPLANATION: &str = "   ";

/// Fixes as they are printed below each other. Neighbours that are a command with an explanation share a
/// column.
pub(crate) fn laid_out(fixes: &[Fix], address: &Address) -> Vec<FixLine> {
    let mut lines: Vec<FixLine> = fixes.iter().map(|fix| fix.laid_out(address)).collect();
    let has_column = |line: &FixLine| line.lead.is_empty() && !line.explanation.is_empty();
    for neighbours in lines.chunk_by_mut(|one, other| has_column(one) && has_column(other)) {
        let widths = neighbours.iter().map(|line| line.command.chars().count());
        let width = widths.max().unwrap_or(0);
        for line in neighbours.iter_mut().filter(|line| has_column(line)) {
            line.padding = width - line.command.chars().count();
        }
    }
    lines
}

impl fmt::Display for FixLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&join(&self.lead, &self.command))?;
        if !self.explanation.is_empty() {
            let padding = self.padding;
            write!(f, "{:padding$}{BEFORE_EXPLANATION}{}", "", self.explanation)?;
        }
        Ok(())
    }
}

/// Two texts with a blank between them, where both say something.
fn join(first: &str, second: &str) -> String {
    let blank = if first.is_empty() || second.is_empty() {
        ""
    } else {
        " "
    };
    format!("{first}{blank}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_one_line() {
        let address = Address {
            incident: Some("INC-1".into()),
            home: Some("my home".into()),
        };
        let edit = || Fix::from(Command::on_incident("edit"));
        for (fix, line) in [
            (Fix::from("try again"), "try again"),
            (
                edit().after("add the key:").ending("; then go on"),
                "add the key: inc -C 'my home' edit INC-1; then go on",
            ),
            (edit(), "inc -C 'my home' edit INC-1"),
            (
                Fix::git(["add", "a b.yaml"]).after("resolve it, then:"),
                "resolve it, then: git add 'a b.yaml'",
            ),
            (
                Fix::run(["mv", "git", "x"]).and(Fix::git(["reset"]).and(edit())),
                "mv git x && git reset && inc -C 'my home' edit INC-1",
            ),
            (
                Fix::shell("vi \"$HOME\"").explained("opens it"),
                "vi \"$HOME\"   opens it",
            ),
            (
                Fix::run(["cmd", "=x"]).after("b").after("a"),
                "a b cmd '=x'",
            ),
            (
                Fix::run(["x"])
                    .joined(", then ", edit())
                    .replacing(&Command::on_incident("edit"), &["vi"]),
                "x, then vi",
            ),
            (
                edit().replacing(&Command::plain(["edit"]), &["vi"]),
                "inc -C 'my home' edit INC-1",
            ),
        ] {
            assert_eq!(fix.line(&address), line);
        }
    }

    #[test]
    fn neighbours_share_a_column() {
        let fixes = [
            Fix::run(["a"]).explained("one"),
            Fix::run(["abc"]).explained("two"),
            Fix::run(["abcdef"]),
            Fix::run(["ab"]).explained("three"),
            Fix::run(["abcd"]).after("or").explained("four"),
        ];
        let lines = laid_out(&fixes, &Address::default());
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "a     one",
                "abc   two",
                "abcdef",
                "ab   three",
                "or abcd   four"
            ]
        );
    }
}
