//! A finding of a rule: what, where, and how to fix it.

use serde::Serialize;

use super::{Command, Level, Rule};
use crate::domain::fix::Fix;
use crate::domain::record::text::abridged;
use crate::domain::record::{Day, Path};

/// Whether the key or the value of a path is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Key,
    Value,
}

/// One thing the plan objects to. Which line it is on is found afterwards, by whoever has the file.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: &'static Rule,
    pub level: Level,
    pub path: Path,
    pub part: Part,
    /// What it is about, where a rule can object to several things: a check, a role, a fact.
    pub subject: Option<String>,
    /// A few words for a list of what is missing: `root cause confirmed`.
    pub label: String,
    pub message: String,
    /// The plan's row it comes from.
    pub row: String,
    pub fix: Option<Command>,
    /// A line and column already known, for files that could not be read.
    pub at: Option<(usize, usize)>,
    /// What set it aside, if anything did.
    pub waived: Option<Waived>,
}

/// The exception that set a finding aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    pub approved_by: String,
    pub reason: String,
    pub expires: Option<Day>,
    /// What was objected to, before the words about the waiver were added.
    pub objection: String,
}

/// Where rules put what they find.
pub struct Sink {
    pub(super) findings: Vec<Finding>,
    rule: &'static Rule,
}

impl Sink {
    pub(super) fn new(rule: &'static Rule) -> Self {
        Sink {
            findings: Vec::new(),
            rule,
        }
    }

    pub(super) fn for_rule(&mut self, rule: &'static Rule) {
        self.rule = rule;
    }

    /// Reports a finding at a path; what else is known of it is added to what comes back.
    pub fn find(&mut self, path: Path, message: impl Into<String>) -> &mut Finding {
        let message = message.into();
        let finding = Finding::new(self.rule, path, message);
        self.findings.push(finding);
        // A push cannot leave the list empty.
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

impl Finding {
    pub fn new(rule: &'static Rule, path: Path, message: impl Into<String>) -> Self {
        let message = abridged(&message.into()).into_owned();
        Finding {
            rule,
            level: rule.level,
            path,
            part: Part::Value,
            subject: None,
            label: message.clone(),
            message,
            row: rule.rows.join(", "),
            fix: None,
            at: None,
            waived: None,
        }
    }

    pub fn about(&mut self, subject: &str) -> &mut Self {
        self.subject = Some(subject.to_owned());
        self
    }

    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = label.into();
        self
    }

    pub fn rows(&mut self, rows: &[String]) -> &mut Self {
        if !rows.is_empty() {
            self.row = rows.join(", ");
        }
        self
    }

    pub fn fix(&mut self, command: Command) -> &mut Self {
        self.fix = Some(command);
        self
    }

    pub fn on_key(&mut self) -> &mut Self {
        self.part = Part::Key;
        self
    }

    /// Whether two findings object to the same thing, even where lists between them have grown.
    pub fn is_same_as(&self, other: &Finding) -> bool {
        self.rule.code == other.rule.code
            && self.subject == other.subject
            && self.message == other.message
    }
}

/// A finding with its place in a file: what validation prints.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Located {
    pub rule: &'static str,
    pub level: Level,
    pub incident: Option<String>,
    /// From the home on.
    pub path: String,
    /// From the top of the repository on, for those who look at it as a whole.
    #[serde(skip)]
    pub in_repository: String,
    pub line: usize,
    pub column: usize,
    #[serde(skip)]
    pub length: usize,
    /// The column behind the last character that is meant; never further than the line goes.
    #[serde(skip)]
    pub end_column: usize,
    pub field: String,
    pub message: String,
    pub row: String,
    pub fix: Option<Fix>,
    /// The line of the file, for showing.
    #[serde(skip)]
    pub source: Option<String>,
    #[serde(skip)]
    pub subject: Option<String>,
    #[serde(skip)]
    pub waived: Option<Waived>,
}

impl Located {
    /// What is objected to, whether or not it has been waived since.
    pub(crate) fn objection(&self) -> &str {
        self.waived
            .as_ref()
            .map_or(&self.message, |waived| &waived.objection)
    }
}
