//! Questions on a real terminal, by keyboard alone.
//!
//! Everything goes to standard error, so that a walk can be asked while standard output is piped.

use console::{Term, measure_text_width};
use dialoguer::{Confirm, FuzzySelect, Input, MultiSelect, Select};

use crate::ui::wrap::hanging;

use super::layout::{columns, entry, fitted, rows_below};
use super::theme::{Filter, Looks, Searched};
use super::{Answer, Choice, Interrupted, Offer, Prompt, answered, asked};
use super::{interrupt, keys};

/// How many lines of a long list are shown at once: a walk never fills the screen.
const LINES: usize = 12;

/// How far a long label may push the hints of the others to the right.
const LABEL: usize = 48;

/// What dialoguer writes behind a question whose list goes over pages.
const PAGES: &str = " [Page 10/10] ";

/// What stands before an entry of a list, and of one in which several may be chosen.
const MARK: usize = 4;
const TICK: usize = 4;

/// How many rows are kept free for a text that goes on below: what of more than that is taken back again
/// cannot be told from what never was.
const TEXT: usize = 4;

/// From how many on to choose all of a list may be a slip.
const MANY: usize = 3;

/// What is typed to leave a question with a default open: a line of text cannot see Escape.
const OPEN: &str = "-";

/// Ctrl-C, where it came as a letter.
const STOP: char = '\u{3}';

/// How wide the question of an answered line is, so that answers stand below each other.
const QUESTION: usize = 36;

#[derive(Debug)]
pub(crate) struct Terminal {
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

/// A list as dialoguer gets it.
struct List {
    head: Vec<String>,
    labels: Vec<String>,
    /// How many lines of it are shown.
    shown: usize,
}

impl Terminal {
    /// What a question came to that no text answers: one that is pasted is no answer.
    fn asked<T>(
        &self,
        head: &[String],
        ask: impl Fn(&str) -> dialoguer::Result<T>,
    ) -> Result<T, Interrupted> {
        loop {
            let (answer, rest) = self.asked_once(head, &ask)?;
            if keys::joined("", &rest).is_empty() {
                return Ok(answer);
            }
            self.remark("pasted text cannot answer this question and was ignored");
        }
    }

    /// What a question came to, and what came right behind the answer. Its last line is the library's. An
    /// interrupted one leaves the terminal as it should be.
    fn asked_once<T>(
        &self,
        head: &[String],
        ask: impl Fn(&str) -> dialoguer::Result<T>,
    ) -> Result<(T, String), Interrupted> {
        let _asking = interrupt::ask()?;
        let held = keys::hold();
        let above = head.len().saturating_sub(1);
        let line = head.last().map_or("", String::as_str);
        for line in &head[..above] {
            self.term.write_line(line).ok();
        }
        self.term.flush().ok();
        let interrupted = |_| {
            self.term.show_cursor().ok();
            self.write("");
            keys::throw_away();
            Interrupted
        };
        let answer = ask(line).map_err(interrupted)?;
        // The library has taken away its line, and the cursor stands there.
        self.term.move_cursor_up(above).ok();
        self.term.write_str("\r").ok();
        self.term.clear_to_end_of_screen().ok();
        self.term.flush().ok();
        let rest = held.rest();
        match rest.contains(STOP) {
            true => Err(Interrupted),
            false => Ok((answer, rest)),
        }
    }

    /// Makes room for a text that goes on below, and lets the terminal keep where it begins: how far it
    /// ever went, and where in it the cursor stands at last, nobody says.
    fn keep_place(&self) {
        self.term.write_str(&"\n".repeat(TEXT)).ok();
        self.term.move_cursor_up(TEXT).ok();
        self.term.write_str("\x1b7").ok();
    }

    /// Goes back to where a text began that filled so many rows below.
    fn go_back(&self, rows: usize) {
        if rows > 0 {
            self.term.write_str("\x1b8").ok();
            // Where there was not enough room all moved up, as far as the text's end would have stood
            // below the screen; and further down than the screen no cursor goes.
            self.term.move_cursor_down(rows.max(TEXT)).ok();
            self.term.move_cursor_up(rows.max(TEXT)).ok();
        }
    }

    /// How many lines of a list there is room for below a head, and above the cursor.
    fn room(&self, head: &[String]) -> usize {
        let rows = usize::from(self.term.size().0);
        LINES.min(rows.saturating_sub(head.len() + 1)).max(1)
    }

    /// A list below its head, the entries beside `taken` columns.
    fn list(&self, head: Vec<String>, choices: &[Choice], taken: usize) -> List {
        let columns = self.columns();
        List {
            labels: labels(choices, columns - taken, columns),
            shown: self.room(&head).min(choices.len()),
            head,
        }
    }

    /// A question above a list, with room for the page.
    fn head(&self, question: &str, help: &str, choices: &[Choice]) -> Vec<String> {
        let columns = self.columns();
        let mut lines = self.looks.question(asked(question), help, columns);
        let last = lines.last().map_or(0, |line| measure_text_width(line));
        if choices.len() > self.room(&lines) && last + PAGES.len() > columns {
            lines.push(String::new());
        }
        lines
    }

    /// Whether the library can show a list: it breaks on one without entries, and on two rows.
    fn has_room(&self, choices: &[Choice]) -> bool {
        !choices.is_empty() && self.term.size().0 > 2
    }

    /// One of `choices`, and the line that says which.
    fn one(
        &self,
        question: &str,
        choices: &[Choice],
        list: List,
        ask: impl Fn(&str, &List) -> dialoguer::Result<Option<usize>>,
    ) -> Answer<usize> {
        let mut place = None;
        if self.has_room(choices) {
            place = self.asked(&list.head, |line| ask(line, &list))?;
        }
        let choice = place.and_then(|place| choices.get(place));
        let said = choice.filter(|choice| !choice.is_neutral);
        self.report(question, said.map(|choice| choice.label.as_str()));
        Ok(place)
    }

    fn line(&self, question: &str, offer: Option<Offer<'_>>) -> Answer<String> {
        let help = offer.map_or(String::new(), |offer| {
            format!("[{}{}, {OPEN} skips]", offer.text, offer.from)
        });
        let question = asked(question);
        // A question ends in a mark of its own, and what is offered parts it from the answer as well.
        let question = match question.ends_with('?') || !help.is_empty() {
            true => question.to_owned(),
            false => format!("{question}:"),
        };
        let head = self.looks.line(&question, &help, self.columns());
        let width = head.last().map_or(0, |line| measure_text_width(line));
        let mut pasted = String::new();
        let typed = loop {
            let (typed, rest) = self.asked_once(&head, |line| {
                self.keep_place();
                let typed = Input::<String>::with_theme(&self.looks)
                    .with_prompt(line)
                    .with_initial_text(&pasted)
                    .allow_empty(true)
                    .report(false)
                    .interact_text_on(&self.term)?;
                let columns = usize::from(self.term.size().1).max(1);
                self.go_back(rows_below(width, &typed, columns));
                Ok(typed)
            })?;
            if keys::joined("", &rest).is_empty() {
                break typed;
            }
            // Whoever pastes lines sees what became of them before it is taken.
            self.remark("the pasted text was joined into one line; press Enter to accept it");
            pasted = keys::joined(&typed, &rest);
        };
        let offered = offer.map(|offer| offer.text.to_owned());
        let said = Some(typed).filter(|typed| !typed.is_empty()).or(offered);
        Ok(said
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty() && text != OPEN))
    }

    /// Whether all of a list was chosen on purpose.
    fn is_meant(&self, all: usize) -> Result<bool, Interrupted> {
        let question = format!("All {all}");
        let answer = self.yes_or_no(&question, false)?;
        Ok(answer == Some(true))
    }

    fn yes_or_no(&self, question: &str, default: bool) -> Answer<bool> {
        // As every other question it waits for Enter: one that does not leaves a stray Enter behind,
        // and that would answer the next.
        let head = self.looks.line(question, "", columns(&self.term));
        self.asked(&head, |line| {
            let confirm = Confirm::with_theme(&self.looks)
                .with_prompt(line)
                .default(default)
                .wait_for_newline(true)
                .report(false);
            // The library does not send off what it draws anew, so nothing may hold it back.
            confirm.interact_on_opt(&Term::stderr())
        })
    }

    /// What is said between two questions, quietly.
    fn remark(&self, line: &str) {
        for line in hanging(line, self.columns() - 2, 0) {
            self.write(&format!("  {}", self.looks.quiet.apply_to(line)));
        }
    }

    fn write(&self, line: &str) {
        self.term.write_line(line).ok();
        self.term.flush().ok();
    }

    /// A question shrinks to one line once it is answered, and to one where it was left open.
    fn report(&self, question: &str, answer: Option<&str>) {
        match answer {
            Some(answer) => {
                let mark = self.looks.done.apply_to("\u{2714}");
                self.shrink(&mark.to_string(), question, answer);
            }
            None => self.report_open(question, "skipped"),
        }
    }

    /// What was not answered, or answered by what says nothing.
    fn report_open(&self, question: &str, answer: &str) {
        let quiet = &self.looks.quiet;
        let mark = quiet.apply_to("\u{2013}").to_string();
        self.shrink(&mark, question, &quiet.apply_to(answer).to_string());
    }

    fn shrink(&self, mark: &str, question: &str, answer: &str) {
        let columns = columns(&self.term);
        let width = QUESTION.min(columns / 2 - 2);
        let question = fitted(answered(question), width);
        let padding = " ".repeat(width.saturating_sub(measure_text_width(&question)));
        let line = format!("{mark} {question}{padding} {answer}");
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
        let help = match default {
            None => "(arrow keys select)",
            Some(_) => "",
        };
        let head = self.head(question, help, choices);
        let list = self.list(head, choices, MARK);
        self.one(question, choices, list, |line, list| {
            let mut select = Select::with_theme(&self.looks)
                .with_prompt(line)
                .items(&list.labels)
                .max_length(list.shown)
                .report(false);
            if let Some(default) = default {
                select = select.default(default);
            }
            select.interact_on_opt(&self.term)
        })
    }

    fn several(&mut self, question: &str, choices: &[Choice]) -> Answer<Vec<usize>> {
        let help = "(Space selects, Enter continues)";
        let head = self.head(question, help, choices);
        let list = self.list(head, choices, MARK + TICK);
        let mut chosen = None;
        while self.has_room(choices) {
            chosen = self.asked(&list.head, |line| {
                let select = MultiSelect::with_theme(&self.looks)
                    .with_prompt(line)
                    .items(&list.labels)
                    .max_length(list.shown)
                    .report(false);
                select.interact_on_opt(&self.term)
            })?;
            let all = chosen.as_ref().map_or(0, Vec::len);
            // The library's `a` chooses all, and so begins many a text that was meant for elsewhere.
            if all < MANY || all < choices.len() || self.is_meant(all)? {
                break;
            }
        }
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
        let columns = self.columns();
        let head = self.looks.line(asked(question), "", columns);
        let list = self.list(head, choices, MARK);
        self.one(question, choices, list, |line, list| {
            loop {
                let theme = Searched {
                    looks: &self.looks,
                    labels: &list.labels,
                    shown: list.shown,
                    columns,
                    filter: Filter::default(),
                };
                let select = FuzzySelect::with_theme(&theme)
                    .with_prompt(line)
                    .items(&list.labels)
                    .max_length(list.shown)
                    .report(false);
                let chosen = select.interact_on_opt(&self.term)?;
                // Enter takes nothing that nobody marked.
                if chosen.is_none() || !theme.filter.is_taken_back() {
                    return Ok(chosen);
                }
            }
        })
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
        let answer = self.yes_or_no(asked(question), default)?;
        match answer {
            // Nothing comes of it, as of a question that was left open.
            Some(false) if !default => self.report_open(question, "no"),
            answer => self.report(question, answer.map(|yes| if yes { "yes" } else { "no" })),
        }
        Ok(answer)
    }

    fn say(&mut self, line: &str) {
        for line in line.lines() {
            // What goes on below is indented further than it begins.
            let indent = line.len() - line.trim_start_matches(' ').len() + 2;
            for line in hanging(line, columns(&self.term), indent) {
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

/// The entries of a list in so many columns, their hints below each other. No two are the same: a search
/// knows what was chosen by its words alone.
fn labels(choices: &[Choice], columns: usize, bytes: usize) -> Vec<String> {
    let widths = choices
        .iter()
        .map(|choice| measure_text_width(&choice.label));
    let widest = widths.max().unwrap_or(0).min(LABEL).min(columns * 3 / 5);
    let mut labels: Vec<String> = Vec::new();
    for Choice { label, hint, .. } in choices {
        let text = match hint.as_str() {
            "" => label.clone(),
            hint => {
                let gap = widest.saturating_sub(measure_text_width(label)) + 2;
                format!("{label}{}{hint}", " ".repeat(gap))
            }
        };
        let mut label = entry(&text, columns, bytes);
        for number in 2.. {
            if !labels.contains(&label) {
                break;
            }
            let number = format!(" ({number})");
            let taken = number.len();
            label = entry(&text, columns - taken, bytes - taken) + &number;
        }
        labels.push(label);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_fit_and_no_two_are_the_same() {
        let arabic = "\u{645}\u{62d}\u{641}\u{638}\u{629} ".repeat(20);
        let mut choices = vec![Choice::new(arabic).hint("\u{652f}\u{4ed8}".repeat(30)); 120];
        choices.push(Choice::new("Redis").hint("R1"));
        for (columns, bytes) in [(75, 79), (35, 39), (11, 19)] {
            let mut labels = labels(&choices, columns, bytes);
            for label in &labels {
                assert!(measure_text_width(label) <= columns, "{label}");
                assert!(label.len() <= bytes, "{label}");
            }
            assert!(
                labels
                    .last()
                    .is_some_and(|label| label.starts_with("Redis"))
            );
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), choices.len());
        }
    }
}
