//! Questions to a person: one line each, Enter takes the default, Escape leaves it open.
//!
//! Walks ask through [`Prompt`] and never know whether a terminal or a test answers.

mod scripted;
mod terminal;

pub use scripted::Scripted;
pub use terminal::{Terminal, catch_interruptions};

/// The person said stop (Ctrl-C) or the terminal went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// What came of a question; nothing where it was left open.
pub type Answer<T> = Result<Option<T>, Interrupted>;

/// One of several answers.
#[derive(Clone, Debug)]
pub struct Choice {
    pub label: String,
    /// What helps to choose; never needed to choose.
    pub hint: String,
}

impl Choice {
    pub fn new(label: impl Into<String>) -> Self {
        Choice {
            label: label.into(),
            hint: String::new(),
        }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

pub trait Prompt {
    /// One of `choices`, by position.
    fn select(&mut self, question: &str, choices: &[Choice], default: usize) -> Answer<usize>;

    /// Any number of `choices`.
    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>>;

    /// One of many, narrowed by typing.
    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize>;

    /// A line of text; with a default, Enter takes it.
    fn text(&mut self, question: &str, default: Option<&str>) -> Answer<String>;

    /// Yes or no.
    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool>;

    /// Something to read between questions.
    fn say(&mut self, line: &str);
}
