//! Answers written down beforehand, for tests of walks.

use std::collections::VecDeque;

use super::{Answer, Choice, Interrupted, Offer, Prompt};

/// Answers in turn: a choice by its label, text as it is, several separated by commas, an empty
/// answer for Enter, `^[` for Escape. When none is left it is as if the terminal had gone away.
#[derive(Debug, Default)]
pub(crate) struct Scripted {
    answers: VecDeque<String>,
    /// Everything asked and said, for looking at afterwards.
    pub transcript: Vec<String>,
}

impl Scripted {
    pub(crate) fn new<'a>(answers: impl IntoIterator<Item = &'a str>) -> Self {
        Scripted {
            answers: answers.into_iter().map(str::to_owned).collect(),
            transcript: Vec::new(),
        }
    }

    fn next(&mut self, question: &str) -> Answer<String> {
        self.transcript.push(question.to_owned());
        match self.answers.pop_front() {
            None => Err(Interrupted),
            Some(answer) if answer == "^[" => Ok(None),
            Some(answer) => Ok(Some(answer)),
        }
    }

    fn place(choices: &[Choice], label: &str) -> Option<usize> {
        let wanted = label.to_lowercase();
        choices
            .iter()
            .position(|choice| choice.label.to_lowercase().contains(&wanted))
    }
}

impl Prompt for Scripted {
    fn select(
        &mut self,
        question: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Answer<usize> {
        let answer = self.next(question)?;
        let place = answer.map(|answer| match answer.as_str() {
            "" => default,
            answer => Self::place(choices, answer).or(default),
        });
        match place {
            None => Ok(None),
            Some(Some(place)) => Ok(Some(place)),
            // Enter does nothing, and the question is still there.
            Some(None) => self.select(question, choices, default),
        }
    }

    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>> {
        let chosen = self.next(question)?;
        Ok(chosen.map(|chosen| {
            chosen
                .split(',')
                .filter(|label| !label.is_empty())
                .filter_map(|label| Self::place(choices, label.trim()))
                .collect()
        }))
    }

    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize> {
        self.select(question, choices, None)
    }

    fn text(&mut self, question: &str, default: Option<Offer<'_>>) -> Answer<String> {
        let text = self.next(question)?;
        Ok(text
            .map(|text| {
                if text.is_empty() {
                    default.map_or("", |offer| offer.text).to_owned()
                } else {
                    text
                }
            })
            .filter(|text| !text.is_empty()))
    }

    fn more(&mut self, question: &str) -> Answer<String> {
        self.text(question, None)
    }

    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool> {
        Ok(self.next(question)?.map(|answer| {
            if answer.is_empty() {
                default
            } else {
                answer.starts_with('y')
            }
        }))
    }

    fn say(&mut self, line: &str) {
        self.transcript.push(line.to_owned());
    }

    fn command(&mut self, line: &str) {
        self.say(line);
    }

    fn columns(&self) -> usize {
        100
    }
}
