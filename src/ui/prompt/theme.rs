//! How questions look.
//!
//! dialoguer counts what it has to take away by the line ends in what is written here, and pages as if
//! a question were one line. So nothing here is wider than the terminal, and of a question the library
//! is given the last line alone: what stands above that never changes while it is asked.

use std::cell::{Cell, RefCell};
use std::fmt;

use console::{Style, measure_text_width, truncate_str};
use dialoguer::theme::Theme;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::ui::wrap::hanging;

use super::layout::{end, fitted};

/// How far what goes on below a question is indented.
const INDENT: usize = 2;

/// How much of a line is kept free for what is typed; else it begins below the question.
const ROOM: usize = 20;

#[derive(Debug)]
pub(super) struct Looks {
    pub mark: Style,
    pub done: Style,
    pub quiet: Style,
    pub active: Style,
}

impl Default for Looks {
    fn default() -> Self {
        let style = || Style::new().for_stderr();
        Looks {
            mark: style().yellow(),
            done: style().green(),
            quiet: style().dim(),
            active: style().cyan(),
        }
    }
}

impl Looks {
    /// A question and what helps to answer it, in lines that fit.
    pub(super) fn question(&self, question: &str, help: &str, columns: usize) -> Vec<String> {
        let mark = self.mark.apply_to("?");
        let mut lines = hanging(&format!("{mark} {question}"), columns, INDENT);
        let help = hanging(help, columns - INDENT, 0);
        for part in help.iter().filter(|part| !part.is_empty()) {
            let quiet = self.quiet.apply_to(part);
            let width = measure_text_width(part) + 1;
            // What helps is read as a whole: it stands behind the question, or below it.
            match lines.last_mut().filter(|_| help.len() == 1) {
                Some(last) if measure_text_width(last) + width <= columns => {
                    last.push_str(&format!(" {quiet}"));
                }
                _ => lines.push(format!("{}{quiet}", " ".repeat(INDENT))),
            }
        }
        lines
    }

    /// The same, with room to type in behind it.
    pub(super) fn line(&self, question: &str, help: &str, columns: usize) -> Vec<String> {
        let mut lines = self.question(question, help, columns);
        let last = lines.last_mut();
        match last.filter(|last| measure_text_width(last) + ROOM < columns) {
            Some(last) => last.push(' '),
            None => lines.push(" ".repeat(INDENT)),
        }
        lines
    }
}

impl Theme for Looks {
    fn format_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        f.write_str(prompt)
    }

    fn format_input_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        _: Option<&str>,
    ) -> fmt::Result {
        f.write_str(prompt)
    }

    fn format_confirm_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        answer: Option<bool>,
    ) -> fmt::Result {
        // What Enter takes now.
        let answer = match answer {
            Some(true) => "[Y/n]",
            Some(false) => "[y/N]",
            None => "[y/n] skipped",
        };
        write!(f, "{prompt}{}", self.quiet.apply_to(answer))
    }

    fn format_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        active: bool,
    ) -> fmt::Result {
        if active {
            let (mark, text) = ("\u{276f}", self.active.apply_to(text));
            write!(f, "  {} {text}", self.active.apply_to(mark))
        } else {
            write!(f, "    {text}")
        }
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        text: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        let tick = if checked { "[x]" } else { "[ ]" };
        self.format_select_prompt_item(f, &format!("{tick} {text}"), active)
    }
}

/// A list that is narrowed by typing.
pub(super) struct Searched<'a> {
    pub looks: &'a Looks,
    pub labels: &'a [String],
    /// How many of them are seen at once.
    pub shown: usize,
    pub columns: usize,
    pub filter: Filter,
}

/// What was typed into a list, as the library tells it with each drawing.
#[derive(Debug, Default)]
pub(super) struct Filter {
    typed: RefCell<String>,
    /// It was taken back letter by letter. The library still has the first entry marked then, which
    /// nobody marked.
    is_taken_back: Cell<bool>,
}

impl Filter {
    fn drawn(&self, typed: &str) {
        let before = self.typed.replace(typed.to_owned());
        // Drawn anew without a letter more or less, an arrow was pressed.
        let is_taken_back = typed.is_empty() && !before.is_empty();
        self.is_taken_back.set(is_taken_back);
    }

    /// Whether what is marked was marked by nobody.
    pub(super) fn is_taken_back(&self) -> bool {
        self.is_taken_back.get()
    }
}

impl Theme for Searched<'_> {
    fn format_fuzzy_select_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        typed: &str,
        cursor: usize,
    ) -> fmt::Result {
        self.filter.drawn(typed);
        let looks = self.looks;
        let room = self.columns.saturating_sub(measure_text_width(prompt));
        if typed.is_empty() {
            let help = match self.labels.len() {
                all if all > self.shown => format!("(type to narrow {all})"),
                _ => "(type to narrow)".to_owned(),
            };
            let help = fitted(&help, room);
            return write!(f, "{prompt}{}", looks.quiet.apply_to(help));
        }
        let (before, after) = typed.split_at(cursor);
        let mark = if after.is_empty() { "" } else { "|" };
        // Of what is too long for the line the end is seen, where the next letter goes.
        let before = end(before, room.saturating_sub(mark.len()));
        let left = room.saturating_sub(measure_text_width(before) + mark.len());
        let after = truncate_str(after, left, "");
        let shown = looks.active.apply_to(format!("{before}{mark}{after}"));
        write!(f, "{prompt}{shown}")?;
        // As the library itself looks for it.
        let matcher = SkimMatcherV2::default();
        let matches = |label: &String| matcher.fuzzy_match(label, typed).is_some();
        if !self.labels.iter().any(matches) {
            let none = fitted("no matches; Backspace deletes", self.columns - INDENT);
            write!(f, "\n{}{}", " ".repeat(INDENT), looks.quiet.apply_to(none))?;
        }
        Ok(())
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
        let active = active && !self.filter.is_taken_back();
        self.looks.format_select_prompt_item(f, text, active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_filter_fits_around_its_cursor_and_says_when_nothing_matches() {
        let (looks, labels) = (Looks::default(), ["Redis failure".to_owned()]);
        for columns in [79, 39, 19] {
            let theme = Searched {
                looks: &looks,
                labels: &labels,
                shown: 1,
                columns,
                filter: Filter::default(),
            };
            let prompt = looks.line("What kind of incident", "", columns);
            let prompt = prompt.last().expect("a line");
            let typed = format!("{}{}", "\u{645}".repeat(60), "y".repeat(60));
            for cursor in [0, 40, 120, 121, typed.len()] {
                let mut shown = String::new();
                let drawn = theme.format_fuzzy_select_prompt(&mut shown, prompt, &typed, cursor);
                drawn.expect("it is drawn");
                let (first, none) = shown.split_once('\n').expect("two lines");
                assert!(measure_text_width(first) <= columns, "{columns}: {first}");
                assert!(measure_text_width(none) <= columns, "{columns}: {none}");
                assert!(none.contains("no matches"), "{none}");
                assert_eq!(first.contains('|'), cursor < typed.len(), "{first}");
            }
            let mut shown = String::new();
            let drawn = theme.format_fuzzy_select_prompt(&mut shown, prompt, "redis", 5);
            drawn.expect("it is drawn");
            assert!(shown.ends_with("redis"), "{shown}");
        }
    }

    #[test]
    fn what_is_typed_has_room_behind_its_question_or_below() {
        let looks = Looks::default();
        assert_eq!(looks.line("What", "[no]", 40), ["? What [no] "]);
        let lines = looks.line("What happened, in a few words", "", 40);
        assert_eq!(lines, ["? What happened, in a few words", "  "]);
    }
}
