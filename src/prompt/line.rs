//! A line of text as it is typed. What is too long for the screen's width goes on below.

use std::io;

use console::{Key, Term, measure_text_width};

use super::asked;
use super::drawing::Drawing;
use super::looks::{INDENT, Looks};

/// How much of a line is kept free for what is typed; else it begins below the question.
const ROOM: usize = 20;

#[derive(Debug, Default)]
pub struct Line {
    letters: Vec<char>,
    position: usize,
}

impl Line {
    /// What is typed until Enter, after the question and what Enter takes instead.
    pub fn ask(
        mut self,
        term: &Term,
        looks: &Looks,
        question: &str,
        help: &str,
    ) -> io::Result<String> {
        let mut drawing = Drawing::new(term);
        loop {
            let (lines, cursor) = self.lines(
                head(looks, question, help, drawing.columns()),
                drawing.columns(),
            );
            // Of what is higher than the screen the lines around the cursor are seen.
            let from = (cursor.0 + 1).saturating_sub(drawing.rows());
            let shown = lines.into_iter().skip(from).take(drawing.rows()).collect();
            drawing.show(shown, Some((cursor.0 - from, cursor.1)))?;
            let key = term.read_key()?;
            if key == Key::Enter {
                drawing.take_away()?;
                return Ok(self.letters.into_iter().collect());
            }
            self.press(&key);
        }
    }

    fn press(&mut self, key: &Key) {
        let (position, end) = (self.position, self.letters.len());
        match key {
            Key::ArrowLeft => self.position = position.saturating_sub(1),
            Key::ArrowRight => self.position = end.min(position + 1),
            Key::Home => self.position = 0,
            Key::End => self.position = end,
            Key::UnknownEscSeq(keys) if *keys == ['b'] => self.position = self.word_before(),
            Key::UnknownEscSeq(keys) if *keys == ['f'] => self.position = self.word_after(),
            Key::Backspace if position > 0 => self.remove(position - 1, position),
            Key::Del if position < end => self.remove(position, position + 1),
            // As in a shell: Ctrl-U, Ctrl-K and Ctrl-W.
            Key::Char('\x15') => self.remove(0, position),
            Key::Char('\x0b') => self.remove(position, end),
            Key::Char('\x17') => self.remove(self.word_before(), position),
            Key::Char(letter) if !letter.is_control() => {
                self.letters.insert(position, *letter);
                self.position += 1;
            }
            _ => {}
        }
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.letters.drain(from..to);
        self.position = from;
    }

    /// Where the word before the cursor begins.
    fn word_before(&self) -> usize {
        let before = &self.letters[..self.position];
        let word = before.iter().rposition(|letter| !letter.is_whitespace());
        let gap = before[..word.unwrap_or(0)]
            .iter()
            .rposition(|letter| letter.is_whitespace());
        gap.map_or(0, |gap| gap + 1)
    }

    /// Where the word after this one begins.
    fn word_after(&self) -> usize {
        let after = self.letters[self.position..].iter();
        let in_word = after
            .clone()
            .take_while(|letter| !letter.is_whitespace())
            .count();
        let gap = after
            .skip(in_word)
            .take_while(|letter| letter.is_whitespace());
        self.position + in_word + gap.count()
    }

    /// The question and what is typed, and where the cursor stands in them.
    fn lines(&self, mut lines: Vec<String>, columns: usize) -> (Vec<String>, (usize, usize)) {
        let mut line = lines.pop().unwrap_or_default();
        let mut width = measure_text_width(&line);
        let mut cursor = (lines.len(), width);
        for (place, letter) in self.letters.iter().enumerate() {
            let letter_width = measure_text_width(letter.encode_utf8(&mut [0; 4]));
            if width + letter_width > columns {
                lines.push(std::mem::replace(&mut line, " ".repeat(INDENT)));
                width = INDENT;
            }
            if place == self.position {
                cursor = (lines.len(), width);
            }
            line.push(*letter);
            width += letter_width;
        }
        if self.position == self.letters.len() {
            cursor = (lines.len(), width);
        }
        lines.push(line);
        (lines, cursor)
    }
}

/// The question, and the beginning of the line that is typed in.
fn head(looks: &Looks, question: &str, help: &str, columns: usize) -> Vec<String> {
    let question = asked(question);
    // A question ends in a mark of its own, and what is offered parts it from the answer as well.
    let question = match question.ends_with('?') || !help.is_empty() {
        true => question.to_owned(),
        false => format!("{question}:"),
    };
    let mut lines = looks.question(&question, help, columns);
    let last = lines.last_mut();
    match last.filter(|last| measure_text_width(last) + ROOM < columns) {
        Some(last) => last.push(' '),
        None => lines.push(" ".repeat(INDENT)),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> Line {
        let mut line = Line::default();
        keys.iter().for_each(|key| line.press(key));
        line
    }

    fn letters(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).collect()
    }

    #[test]
    fn a_line_is_edited_as_in_a_shell() {
        let alt = |letter: char| Key::UnknownEscSeq(vec![letter]);
        for (keys, text) in [
            (vec![Key::Backspace, Key::Del], "one tw"),
            (vec![Key::Home, Key::Del, Key::End, Key::Backspace], "ne tw"),
            (
                vec![Key::ArrowLeft, Key::Char('x'), Key::ArrowRight],
                "one twxo",
            ),
            (
                vec![alt('b'), Key::Char('x'), alt('b'), Key::Del],
                "one two",
            ),
            (vec![Key::Home, alt('f'), Key::Char('x')], "one xtwo"),
            (vec![Key::Char('\x17'), Key::Escape], "one "),
            (vec![Key::ArrowLeft, Key::Char('\x15')], "o"),
            (vec![Key::Home, alt('f'), Key::Char('\x0b')], "one "),
        ] {
            let all: Vec<Key> = letters("one two").into_iter().chain(keys.clone()).collect();
            let line: String = typed(&all).letters.iter().collect();
            assert_eq!(line, text, "{keys:?}");
        }
    }

    #[test]
    fn what_is_typed_goes_on_below_and_the_cursor_with_it() {
        let mut line = typed(&letters("abcdefghij"));
        let (lines, cursor) = line.lines(vec!["? x: ".to_owned()], 10);
        assert_eq!(lines, ["? x: abcde", "  fghij"]);
        assert_eq!(cursor, (1, 7));
        line.press(&Key::Home);
        assert_eq!(line.lines(vec!["? x: ".to_owned()], 10).1, (0, 5));
        // A wide letter is never halved.
        let line = typed(&letters("\u{652f}\u{4ed8}\u{652f}"));
        let (lines, cursor) = line.lines(vec!["? x: ".to_owned()], 10);
        assert_eq!(lines, ["? x: \u{652f}\u{4ed8}", "  \u{652f}"]);
        assert_eq!(cursor, (1, 4));
    }

    #[test]
    fn a_question_is_never_cut_and_leaves_room_to_type_in() {
        let looks = Looks::default();
        let question = "Finance Owner \u{2013} Reviews wallet, settlement and refund impact";
        let lines = head(&looks, question, "[CTO by the plan, - skips]", 39);
        let all = lines
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(all, format!("? {question} [CTO by the plan, - skips]"));
        assert!(lines.iter().all(|line| measure_text_width(line) <= 39));
        assert_eq!(head(&looks, "Owner", "", 79), ["? Owner: "]);
        assert_eq!(head(&looks, "Which?", "", 79), ["? Which? "]);
    }
}
