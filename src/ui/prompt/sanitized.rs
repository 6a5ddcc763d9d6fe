//! Questions whose words may come from a record: nothing in them commands the terminal.

use crate::ui::prompt::{Answer, Choice, Offer, Prompt};
use crate::ui::style::{harmless, one_line};

/// A prompt that gets to see only what a terminal may.
pub(crate) struct Sanitized<P>(pub P);

fn safe(choices: &[Choice]) -> Vec<Choice> {
    let safe = |choice: &Choice| Choice {
        label: one_line(&choice.label),
        hint: one_line(&choice.hint),
        is_neutral: choice.is_neutral,
    };
    choices.iter().map(safe).collect()
}

impl<P: Prompt> Prompt for Sanitized<P> {
    fn select(
        &mut self,
        question: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Answer<usize> {
        self.0.select(&one_line(question), &safe(choices), default)
    }

    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>> {
        self.0.several(&one_line(question), &safe(choices))
    }

    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize> {
        self.0.search(&one_line(question), &safe(choices))
    }

    fn text(&mut self, question: &str, default: Option<Offer<'_>>) -> Answer<String> {
        let shown = default.map(|offer| one_line(offer.text));
        let safe = shown.as_deref().zip(default);
        let safe = safe.map(|(text, offer)| Offer { text, ..offer });
        let said = self.0.text(&one_line(question), safe)?;
        // What is taken as it is offered is what was meant, and not how it had to be shown.
        Ok(said.map(|said| match default {
            Some(offer) if Some(&said) == shown.as_ref() => offer.text.to_owned(),
            _ => said,
        }))
    }

    fn more(&mut self, question: &str) -> Answer<String> {
        self.0.more(&one_line(question))
    }

    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool> {
        self.0.confirm(&one_line(question), default)
    }

    fn say(&mut self, line: &str) {
        self.0.say(&harmless(line));
    }

    fn command(&mut self, line: &str) {
        self.0.command(&harmless(line));
    }

    fn columns(&self) -> usize {
        self.0.columns()
    }
}
