//! Questions on a real terminal, by keyboard alone.
//!
//! Everything goes to standard error, so that a walk can be asked while standard output is piped.

use std::fmt;

use console::{Style, Term};
use dialoguer::theme::Theme;
use dialoguer::{Confirm, FuzzySelect, Input, MultiSelect, Select};
use fuzzy_matcher::skim::SkimMatcherV2;

use super::interrupt;
use super::{Answer, Choice, Interrupted, Prompt, answered, asked};

/// How many lines of a long list are shown at once: a walk never fills the screen.
const LINES: usize = 12;

/// What is typed to leave a question with a default open: a line of text cannot see Escape.
const OPEN: &str = "-";

/// How much of the line is kept free for what is typed.
const ROOM: usize = 20;

/// How wide the question of an answered line is, so that answers stand below each other.
const QUESTION: usize = 36;

#[derive(Debug)]
pub struct Terminal {
    term: Term,
    theme: OneLine,
}

impl Default for Terminal {
    fn default() -> Self {
        Self {
            term: Term::stderr(),
            theme: OneLine::default(),
        }
    }
}

impl Terminal {
    /// What a question came to. An interrupted one leaves the terminal as it should be.
    fn answered<T>(&self, result: dialoguer::Result<Option<T>>) -> Answer<T> {
        match result {
            Ok(answer) => Ok(answer),
            Err(_) => {
                self.term.show_cursor().ok();
                self.term.write_line("").ok();
                Err(Interrupted)
            }
        }
    }

    /// The answers to choose from, their hints below each other.
    fn labels(&self, choices: &[Choice]) -> Vec<String> {
        let width = choices
            .iter()
            .map(|choice| console::measure_text_width(&choice.label))
            .max()
            .unwrap_or(0)
            .min(48);
        choices
            .iter()
            .map(|choice| {
                if choice.hint.is_empty() {
                    choice.label.clone()
                } else {
                    let padding = " "
                        .repeat(width.saturating_sub(console::measure_text_width(&choice.label)));
                    format!("{}{padding}  {}", choice.label, choice.hint)
                }
            })
            .map(|label| self.fitted(&label, 10))
            .collect()
    }

    /// What fits on one line beside `taken` columns: a question that wraps leaves a piece of itself
    /// behind once it is answered.
    fn fitted(&self, text: &str, taken: usize) -> String {
        let width = usize::from(self.term.size().1).max(20);
        console::truncate_str(text, width.saturating_sub(taken), "\u{2026}").into_owned()
    }
}

impl Prompt for Terminal {
    fn select(&mut self, question: &str, choices: &[Choice], default: usize) -> Answer<usize> {
        let _asking = interrupt::ask()?;
        let select = Select::with_theme(&self.theme)
            .with_prompt(self.fitted(asked(question), 3))
            .items(self.labels(choices))
            .default(default)
            .max_length(LINES)
            .report(false);
        let answer = self.answered(select.interact_on_opt(&self.term))?;
        self.theme.report(
            &self.term,
            question,
            answer.map(|place| choices[place].label.as_str()),
        );
        Ok(answer)
    }

    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>> {
        let _asking = interrupt::ask()?;
        let select = MultiSelect::with_theme(&self.theme)
            .with_prompt(self.fitted(asked(question), 36))
            .items(self.labels(choices))
            .max_length(LINES)
            .report(false);
        let answer = self.answered(select.interact_on_opt(&self.term))?;
        let chosen = answer
            .iter()
            .flatten()
            .map(|place| choices[*place].label.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        self.theme.report(
            &self.term,
            question,
            Some(chosen.as_str()).filter(|chosen| !chosen.is_empty()),
        );
        Ok(answer)
    }

    fn search(&mut self, question: &str, choices: &[Choice]) -> Answer<usize> {
        let _asking = interrupt::ask()?;
        let select = FuzzySelect::with_theme(&self.theme)
            .with_prompt(self.fitted(asked(question), 3))
            .items(self.labels(choices))
            .default(0)
            .max_length(LINES)
            .report(false);
        let answer = self.answered(select.interact_on_opt(&self.term))?;
        self.theme.report(
            &self.term,
            question,
            answer.map(|place| choices[place].label.as_str()),
        );
        Ok(answer)
    }

    fn text(&mut self, question: &str, default: Option<&str>) -> Answer<String> {
        let _asking = interrupt::ask()?;
        let offered = default.map_or(3, |default| console::measure_text_width(default) + 18);
        // A line that wraps leaves a piece of itself behind, so there is room to type in.
        let taken = offered + ROOM;
        let mut input = Input::<String>::with_theme(&self.theme)
            .with_prompt(self.fitted(asked(question), taken))
            .allow_empty(true)
            .report(false);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        let answer = self.answered(input.interact_text_on(&self.term).map(Some))?;
        let answer = answer
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty() && text != OPEN);
        // Nothing was offered and nothing said: no line is worth that.
        if answer.is_some() || default.is_some() {
            self.theme.report(&self.term, question, answer.as_deref());
        }
        Ok(answer)
    }

    fn confirm(&mut self, question: &str, default: bool) -> Answer<bool> {
        let _asking = interrupt::ask()?;
        // As every other question it waits for Enter: one that does not leaves a stray Enter behind,
        // and that would answer the next.
        let confirm = Confirm::with_theme(&self.theme)
            .wait_for_newline(true)
            .with_prompt(self.fitted(asked(question), 3))
            .default(default)
            .report(false);
        let answer = self.answered(confirm.interact_on_opt(&self.term))?;
        self.theme.report(
            &self.term,
            question,
            answer.map(|yes| if yes { "yes" } else { "no" }),
        );
        Ok(answer)
    }

    fn say(&mut self, line: &str) {
        self.term.write_line(line).ok();
    }
}

/// A question is one line, and shrinks to one line once it is answered.
#[derive(Debug)]
struct OneLine {
    mark: Style,
    done: Style,
    quiet: Style,
    active: Style,
}

impl Default for OneLine {
    fn default() -> Self {
        let style = || Style::new().for_stderr();
        OneLine {
            mark: style().yellow(),
            done: style().green(),
            quiet: style().dim(),
            active: style().cyan(),
        }
    }
}

impl OneLine {
    fn report(&self, term: &Term, question: &str, answer: Option<&str>) {
        let question = answered(question);
        let padding = " ".repeat(QUESTION.saturating_sub(console::measure_text_width(question)));
        let line = match answer {
            Some(answer) => format!(
                "{} {question}{padding} {answer}",
                self.done.apply_to("\u{2714}")
            ),
            None => format!(
                "{} {question}{padding} {}",
                self.quiet.apply_to("\u{2013}"),
                self.quiet.apply_to("left open")
            ),
        };
        let width = usize::from(term.size().1).max(20);
        term.write_line(&console::truncate_str(
            &line,
            width.saturating_sub(1),
            "\u{2026}",
        ))
        .ok();
    }
}

impl Theme for OneLine {
    fn format_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(f, "{} {prompt}", self.mark.apply_to("?"))
    }

    fn format_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        active: bool,
    ) -> fmt::Result {
        if active {
            write!(
                f,
                "  {} {}",
                self.active.apply_to("\u{276f}"),
                self.active.apply_to(text)
            )
        } else {
            write!(f, "    {text}")
        }
    }

    fn format_multi_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(
            f,
            "{} {prompt} {}",
            self.mark.apply_to("?"),
            self.quiet.apply_to("(space chooses, Enter goes on)")
        )
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        let mark = if checked { "[x]" } else { "[ ]" };
        if active {
            write!(
                f,
                "  {} {mark} {}",
                self.active.apply_to("\u{276f}"),
                self.active.apply_to(text)
            )
        } else {
            write!(f, "    {mark} {text}")
        }
    }

    fn format_fuzzy_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        active: bool,
        _: bool,
        _: &SkimMatcherV2,
        _: &str,
    ) -> fmt::Result {
        self.format_select_prompt_item(f, text, active)
    }

    fn format_fuzzy_select_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        search_term: &str,
        _: usize,
    ) -> fmt::Result {
        let typed = match search_term {
            "" => self.quiet.apply_to("(type to narrow)".to_owned()),
            typed => self.active.apply_to(typed.to_owned()),
        };
        write!(f, "{} {prompt} {typed}", self.mark.apply_to("?"))
    }

    fn format_input_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        default: Option<&str>,
    ) -> fmt::Result {
        match default {
            Some(default) => write!(
                f,
                "{} {prompt} {} ",
                self.mark.apply_to("?"),
                self.quiet.apply_to(format!("[{default}, {OPEN} skips]"))
            ),
            // A question ends in a mark of its own.
            None if prompt.ends_with('?') => write!(f, "{} {prompt} ", self.mark.apply_to("?")),
            None => write!(f, "{} {prompt}: ", self.mark.apply_to("?")),
        }
    }

    fn format_confirm_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        default: Option<bool>,
    ) -> fmt::Result {
        let choices = match default {
            Some(true) => "[Y/n]",
            Some(false) => "[y/N]",
            None => "[y/n]",
        };
        write!(
            f,
            "{} {prompt} {} ",
            self.mark.apply_to("?"),
            self.quiet.apply_to(choices)
        )
    }
}
