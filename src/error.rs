//! What a command ends with when it cannot do what was asked.
//!
//! Kind, message, and what to type next; the kind alone decides the exit code.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::domain::command::{Address, Command};
use crate::domain::fix::{Fix, laid_out};
use crate::domain::plan::row_suffix;
use crate::git::GitError;

/// Why a command stopped, from which its exit code follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The plan says no: findings, a refused closing, a refused message.
    Refused,
    /// The command line is wrong.
    Usage,
    /// The environment is: no home, no repository, a file that cannot be read, git refused.
    Environment,
    /// The person said stop.
    Interrupted,
}

impl Kind {
    /// The one table from kind to exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Refused => 1,
            Kind::Usage => 2,
            Kind::Environment => 3,
            Kind::Interrupted => 130,
        }
    }
}

/// A failure. Boxed, since nearly every function can end with one and hardly any does.
#[derive(Debug)]
pub struct Error(Box<ErrorReport>);

/// A failure as a person is told it.
#[derive(Debug)]
pub struct ErrorReport {
    pub kind: Kind,
    pub message: String,
    /// The rows of the plan it comes from, shown behind the message.
    pub row: String,
    /// What is missing, each with the command that mends it.
    pub items: Vec<Item>,
    /// What else to know or to type, a line each.
    pub fixes: Vec<Fix>,
    pub given_back: Option<GivenBack>,
    pub address: Address,
    /// Whether what was typed stands somewhere by now, or was given back.
    pub keeps_words: bool,
}

/// One line of a refusal.
#[derive(Clone, Debug)]
pub struct Item {
    pub label: String,
    pub command: Option<Command>,
}

/// What somebody typed that stands nowhere else: it is printed as it was typed.
#[derive(Clone, Debug)]
pub struct GivenBack {
    pub heading: &'static str,
    pub lines: Vec<String>,
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(ErrorReport {
            kind,
            message: message.into(),
            row: String::new(),
            items: Vec::new(),
            fixes: Vec::new(),
            given_back: None,
            address: Address::default(),
            keeps_words: false,
        }))
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    pub fn environment(message: impl Into<String>) -> Self {
        Self::new(Kind::Environment, message)
    }

    #[must_use]
    pub fn fix(mut self, fix: impl Into<Fix>) -> Self {
        self.fixes.push(fix.into());
        self
    }

    /// What helps on where nothing is named that is missing.
    #[must_use]
    pub fn or_fix(self, fix: impl Into<Fix>) -> Self {
        match self.items.is_empty() {
            true => self.fix(fix),
            false => self,
        }
    }

    #[must_use]
    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }

    /// Gives back what was typed, below everything else.
    #[must_use]
    pub fn giving_back(
        mut self,
        heading: &'static str,
        lines: impl IntoIterator<Item = String>,
    ) -> Self {
        let lines = lines.into_iter().collect();
        self.given_back = Some(GivenBack { heading, lines });
        self
    }

    #[must_use]
    pub fn item(mut self, label: impl Into<String>, command: Option<Command>) -> Self {
        self.items.push(Item {
            label: label.into(),
            command,
        });
        self
    }

    /// Adds the rows of the plan that a refusal comes from.
    #[must_use]
    pub fn row(mut self, row: &str) -> Self {
        self.row = row.to_owned();
        self
    }

    /// Says that nothing typed is lost by it.
    #[must_use]
    pub fn keeping_words(mut self) -> Self {
        self.keeps_words = true;
        self
    }

    /// The first command that mends it.
    pub fn way_out(&self) -> Option<&Command> {
        self.items.iter().find_map(|item| item.command.as_ref())
    }

    #[must_use]
    pub fn addressed(mut self, address: Address) -> Self {
        self.address = address;
        self
    }
}

/// What `inc doctor` is for, where a refusal knows of nothing better.
pub(crate) const SEE_PROBLEMS: &str = "to see what is in the way";

/// Returns what a refusal of git is reported as.
pub(crate) fn git(error: GitError) -> Error {
    let report = Error::environment(error.to_string()).fixes(error.fixes());
    match error.is_raw() {
        true => report.item(SEE_PROBLEMS, Some(Command::plain(["doctor"]))),
        false => report,
    }
}

impl Deref for Error {
    type Target = ErrorReport;

    fn deref(&self) -> &ErrorReport {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut ErrorReport {
        &mut self.0
    }
}

/// How far a long label may push the commands of all the others to the right.
const LABEL: usize = 50;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        f.write_str(&row_suffix(&self.row))?;
        let width = self
            .items
            .iter()
            .filter(|item| item.command.is_some())
            .map(|item| item.label.chars().count())
            .filter(|width| *width <= LABEL)
            .max()
            .unwrap_or(0);
        for item in &self.items {
            match &item.command {
                Some(command) => write!(
                    f,
                    "\n  {:width$}  {}",
                    item.label,
                    command.line(&self.address)
                )?,
                None => write!(f, "\n  {}", item.label)?,
            }
        }
        let fixes = laid_out(&self.fixes, &self.address);
        let mut below: Vec<String> = fixes.iter().map(ToString::to_string).collect();
        if let Some(given_back) = &self.given_back {
            below.push(given_back.heading.to_owned());
            below.extend(given_back.lines.iter().map(|line| format!("  {line}")));
        }
        for line in below {
            write!(f, "\n  {}", line.replace('\n', "\n  "))?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
