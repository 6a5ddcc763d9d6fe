//! Questions whose words may come from a record: nothing in them commands the terminal.

use crate::prompt::{Answer, Choice, Prompt};
use crate::render::style::{harmless, shown};

/// A prompt that gets to see only what a terminal may.
pub struct Shielded<P>(pub P);

fn safe(choices: &[Choice]) -> Vec<Choice> {
    let choices = choices.iter();
    choices
        .map(|choice| Choice::new(shown(&choice.label)).hint(shown(&choice.hint)))
        .collect()
}

impl<P: Prompt> Prompt for Shielded<P> {
    fn select(&mut self, question: &str, choices: &[Choice], default: usize) -> Answer<usize> {
        self.0.select(&shown(question), &safe(choices), default)
    }

    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>> {
        self.0.several(&shown(question), &safe(choices))
    }

    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize> {
        self.0.search(&shown(question), &safe(choices))
    }

    fn text(&mut self, question: &str, default: Option<&str>) -> Answer<String> {
        let default = default.map(shown);
        self.0.text(&shown(question), default.as_deref())
    }

    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool> {
        self.0.confirm(&shown(question), default)
    }

    fn say(&mut self, line: &str) {
        self.0.say(&harmless(line));
    }
}
