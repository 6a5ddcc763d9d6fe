//! Questions on a real terminal, by keyboard alone.
//!
//! Everything goes to standard error, so that a walk can be asked while standard output is piped.

use std::io;

use console::{Key, Term, measure_text_width};

use super::drawing::{Drawing, columns, fitted, wrapped};
use super::line::Line;
use super::list::{Kind, List};
use super::looks::Looks;
use super::{Answer, Choice, Interrupted, Offer, Prompt, answered, asked};
use super::{interrupt, keys};

/// What is typed to leave a question with a default open: a line of text cannot see Escape.
const OPEN: &str = "-";

/// How wide the question of an answered line is, so that answers stand below each other.
const QUESTION: usize = 36;

#[derive(Debug)]
pub struct Terminal {
    term: Term,
    looks: Looks,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            // What is drawn is shown at once, so that nothing flickers.
            term: Term::buffered_stderr(),
            looks: Looks::default(),
        }
    }
}

impl Terminal {
    /// What a question came to. An interrupted one leaves the terminal as it should be.
    fn asked<T>(&self, ask: impl FnOnce() -> io::Result<T>) -> Result<T, Interrupted> {
        let _asking = interrupt::ask()?;
        let _held = keys::hold();
        ask().map_err(|_| {
            self.term.show_cursor().ok();
            self.write("");
            Interrupted
        })
    }

    fn write(&self, line: &str) {
        self.term.write_line(line).ok();
        self.term.flush().ok();
    }

    fn list(&self, list: List<'_>) -> Answer<Vec<usize>> {
        self.asked(|| list.ask(&self.term, &self.looks))
    }

    /// One of `choices`, and the line that says which.
    fn one(&self, question: &str, choices: &[Choice], list: List<'_>) -> Answer<usize> {
        let place = self.list(list)?.and_then(|places| places.first().copied());
        let choice = place.and_then(|place| choices.get(place));
        let said = choice.filter(|choice| !choice.is_neutral);
        self.report(question, said.map(|choice| choice.label.as_str()));
        Ok(place)
    }

    fn line(&self, question: &str, offer: Option<Offer<'_>>) -> Answer<String> {
        let help = offer.map_or(String::new(), |offer| {
            format!("[{}{}, {OPEN} skips]", offer.text, offer.from)
        });
        let typed = self.asked(|| Line::default().ask(&self.term, &self.looks, question, &help))?;
        let offered = offer.map(|offer| offer.text.to_owned());
        let said = Some(typed).filter(|typed| !typed.is_empty()).or(offered);
        Ok(said
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty() && text != OPEN))
    }

    /// A question shrinks to one line once it is answered, and to one where it was left open.
    fn report(&self, question: &str, answer: Option<&str>) {
        let columns = columns(&self.term);
        let width = QUESTION.min(columns / 2 - 2);
        let question = fitted(answered(question), width);
        let padding = " ".repeat(width.saturating_sub(measure_text_width(&question)));
        let line = match answer {
            Some(answer) => {
                let mark = self.looks.done.apply_to("\u{2714}");
                format!("{mark} {question}{padding} {answer}")
            }
            None => {
                let quiet = &self.looks.quiet;
                let mark = quiet.apply_to("\u{2013}");
                format!("{mark} {question}{padding} {}", quiet.apply_to("left open"))
            }
        };
        self.write(&fitted(&line, columns));
    }
}

impl Prompt for Terminal {
    fn select(
        &mut self,
        question: &str,
        choices: &[Choice],
        default: Option<usize>,
    ) -> Answer<usize> {
        let list = List::new(question, choices, Kind::One).marked(default);
        self.one(question, choices, list)
    }

    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>> {
        let chosen = self.list(List::new(question, choices, Kind::Several).marked(Some(0)))?;
        let labels: Vec<&str> = chosen
            .iter()
            .flatten()
            .filter_map(|place| choices.get(*place))
            .map(|choice| choice.label.as_str())
            .collect();
        let said = Some(labels.join(", ")).filter(|said| !said.is_empty());
        self.report(question, said.as_deref());
        Ok(chosen)
    }

    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize> {
        self.one(
            question,
            choices,
            List::new(question, choices, Kind::Search),
        )
    }

    fn text(&mut self, question: &str, default: Option<Offer<'_>>) -> Answer<String> {
        let said = self.line(question, default)?;
        self.report(question, said.as_deref());
        Ok(said)
    }

    fn more(&mut self, question: &str) -> Answer<String> {
        let said = self.line(question, None)?;
        if let Some(said) = &said {
            self.report(question, Some(said));
        }
        Ok(said)
    }

    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool> {
        // As every other question it waits for Enter: one that does not leaves a stray Enter behind,
        // and that would answer the next.
        let answer = self.asked(|| {
            let mut drawing = Drawing::new(&self.term);
            let (mut answer, help) = (None, if default { "[Y/n]" } else { "[y/N]" });
            loop {
                let said = answer.map_or("", |yes| if yes { "yes" } else { "no" });
                // There is always room for the answer.
                let columns = drawing.columns() - " yes".len();
                let mut lines = self.looks.question(asked(question), help, columns);
                let row = lines.len() - 1;
                lines[row].push_str(&format!(" {said}"));
                let cursor = (row, measure_text_width(&lines[row]));
                drawing.show(lines, Some(cursor))?;
                match self.term.read_key()? {
                    Key::Char('y' | 'Y') => answer = Some(true),
                    Key::Char('n' | 'N') => answer = Some(false),
                    Key::Backspace => answer = None,
                    Key::Enter => {
                        let said = answer.unwrap_or(default);
                        return drawing.take_away().map(|()| Some(said));
                    }
                    Key::Escape => return drawing.take_away().map(|()| None),
                    _ => {}
                }
            }
        })?;
        self.report(question, answer.map(|yes| if yes { "yes" } else { "no" }));
        Ok(answer)
    }

    fn say(&mut self, line: &str) {
        for line in line.lines() {
            // What goes on below is indented further than it begins.
            let indent = line.len() - line.trim_start_matches(' ').len() + 2;
            for line in wrapped(line, columns(&self.term), indent) {
                self.write(&line);
            }
        }
    }

    fn command(&mut self, line: &str) {
        self.write(line);
    }

    fn columns(&self) -> usize {
        columns(&self.term)
    }
}
