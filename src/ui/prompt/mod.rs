//! Questions to a person: one line each, Enter takes the default, Escape leaves it open. Where nobody
//! has named a default Enter takes nothing: what goes into a record was chosen.
//!
//! Walks ask through [`Prompt`] and never know whether a terminal or a test answers.

mod interrupt;
mod keys;
mod layout;
pub(crate) mod sanitized;
#[cfg(test)]
mod scripted;
mod terminal;
mod theme;

pub(crate) use interrupt::{catch_interruptions, is_interrupted};
pub(crate) use keys::{has_asked, throw_away as throw_keys_away};
#[cfg(test)]
pub(crate) use scripted::Scripted;
pub(crate) use terminal::Terminal;

/// The person said stop (Ctrl-C) or the terminal went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interrupted;

/// What came of a question; nothing where it was left open.
pub(crate) type Answer<T> = Result<Option<T>, Interrupted>;

/// One of several answers.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub label: String,
    /// What helps to choose; never needed to choose.
    pub hint: String,
    /// It says nothing: whoever takes it leaves the question open.
    pub is_neutral: bool,
}

impl Choice {
    pub(crate) fn new(label: impl Into<String>) -> Self {
        Choice {
            label: label.into(),
            hint: String::new(),
            is_neutral: false,
        }
    }

    /// What leaves the question open. It comes first and is the default, so that nothing is said by
    /// an Enter too many.
    pub(crate) fn neutral(label: impl Into<String>) -> Self {
        Choice {
            is_neutral: true,
            ..Choice::new(label)
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A text that Enter takes, and who says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer<'a> {
    pub text: &'a str,
    /// What is shown behind it.
    pub from: &'a str,
}

impl<'a> Offer<'a> {
    /// What stands already, and stays.
    pub(crate) fn stands(text: &'a str) -> Self {
        Offer { text, from: "" }
    }

    /// What the plan names as its default.
    pub(crate) fn by_plan(text: &'a str) -> Self {
        Offer {
            text,
            from: " by the plan",
        }
    }
}

/// Parts a question's name from what explains it: `Redis – Reachable`.
pub(crate) const EXPLAINED: &str = " \u{2013} ";

/// A question as it is asked: an explanation that is itself the question stands alone.
pub(crate) fn asked(question: &str) -> &str {
    match question.split_once(EXPLAINED) {
        Some((_, explained)) if explained.ends_with('?') => explained,
        _ => question,
    }
}

/// A question once it is answered: its name, since the explanation has done its work.
pub(crate) fn answered(question: &str) -> &str {
    question
        .split_once(EXPLAINED)
        .map_or(question, |(name, _)| name)
        .trim_end_matches([' ', '?', ':'])
}

/// A question is a name, and after [`EXPLAINED`] whatever helps to answer it.
pub(crate) trait Prompt {
    /// One of `choices`, by position. Without a default Enter takes nothing until one is marked.
    fn select(
        &mut self,
        question: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Answer<usize>;

    /// Any number of `choices`.
    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>>;

    /// One of many, narrowed by typing; none of them is a default.
    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize>;

    /// A line of text; with a default, Enter takes it.
    fn text(&mut self, question: &str, default: Option<Offer<'_>>) -> Answer<String>;

    /// One more of as many as there are: to have no more leaves nothing open.
    fn more(&mut self, question: &str) -> Answer<String>;

    /// Yes or no.
    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool>;

    /// Something to read between questions, broken between words where it is too long.
    fn say(&mut self, line: &str);

    /// A command to type, which is never broken.
    fn command(&mut self, line: &str);

    /// How wide a line may be.
    fn columns(&self) -> usize;
}

#[cfg(test)]
mod tests {
    use super::{answered, asked};

    #[test]
    fn an_answered_question_shrinks_to_its_name() {
        for (question, while_asked, once_answered) in [
            ("Which incident?", "Which incident?", "Which incident"),
            (
                "Redis \u{2013} Reachable",
                "Redis \u{2013} Reachable",
                "Redis",
            ),
            ("Login \u{2013} Does it work?", "Does it work?", "Login"),
        ] {
            assert_eq!(asked(question), while_asked);
            assert_eq!(answered(question), once_answered);
        }
    }
}
