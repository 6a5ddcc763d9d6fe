//! What is on the screen of a question: drawn, drawn anew and taken away as a whole.
//!
//! How many rows it fills is counted as the terminal counts them, by the width that it has now; so
//! nothing of a question stays behind, and nothing above it is taken along.

use std::io;

use console::{Term, measure_text_width, truncate_str};

/// Narrower than this no question can be read.
const NARROWEST: usize = 20;

/// Where the cursor stands: the line of the drawing, and the column.
pub type Cursor = (usize, usize);

#[derive(Debug)]
pub struct Drawing<'a> {
    term: &'a Term,
    lines: Vec<String>,
    /// Where the cursor was left.
    cursor: Cursor,
}

impl<'a> Drawing<'a> {
    pub fn new(term: &'a Term) -> Self {
        Drawing {
            term,
            lines: Vec::new(),
            cursor: (0, 0),
        }
    }

    /// How wide a line may be. The last column stays free: a terminal that has filled it stands
    /// between two lines.
    pub fn columns(&self) -> usize {
        columns(self.term)
    }

    /// How many lines there is room for.
    pub fn rows(&self) -> usize {
        usize::from(self.term.size().0).max(4) - 1
    }

    /// Shows `lines` where the earlier ones stood. Without a place for it the cursor is hidden.
    pub fn show(&mut self, lines: Vec<String>, cursor: Option<Cursor>) -> io::Result<()> {
        let end = |lines: &[String]| {
            let last = lines.last().map_or(0, |line| measure_text_width(line));
            (lines.len().saturating_sub(1), last)
        };
        let at = cursor.unwrap_or(end(&lines));
        match self.continued(&lines).filter(|_| at == end(&lines)) {
            // Typing at the end adds a letter: a long text that is pasted is not drawn for each.
            Some(added) => self.term.write_str(added)?,
            None => {
                self.go_back()?;
                self.term.write_str(&lines.join("\n"))?;
                let (row, column) = at;
                if at != end(&lines) {
                    self.term.move_cursor_up(lines.len() - 1 - row)?;
                    self.term.write_str("\r")?;
                    self.term.move_cursor_right(column)?;
                }
            }
        }
        match cursor {
            Some(_) => self.term.show_cursor()?,
            None => self.term.hide_cursor()?,
        }
        (self.lines, self.cursor) = (lines, at);
        self.term.flush()
    }

    /// What `lines` add to the end of those that are shown, where that is all that is new.
    fn continued<'l>(&self, lines: &'l [String]) -> Option<&'l str> {
        let (last, before) = lines.split_last()?;
        let (shown, earlier) = self.lines.split_last()?;
        let is_at_end = self.cursor == (earlier.len(), measure_text_width(shown));
        last.strip_prefix(shown.as_str())
            .filter(|_| is_at_end && before == earlier)
    }

    /// Takes everything away, the cursor stands where it began.
    pub fn take_away(mut self) -> io::Result<()> {
        self.go_back()?;
        self.lines.clear();
        self.term.show_cursor()?;
        self.term.flush()
    }

    fn go_back(&mut self) -> io::Result<()> {
        // A window that became narrower has wrapped what was shown.
        let width = usize::from(self.term.size().1).max(1);
        let (row, column) = self.cursor;
        let above: usize = self.lines[..row.min(self.lines.len())]
            .iter()
            .map(|line| measure_text_width(line).div_ceil(width).max(1))
            .sum();
        self.term.move_cursor_up(above + column / width)?;
        self.term.write_str("\r")?;
        self.term.clear_to_end_of_screen()
    }
}

/// How wide a line may be on this terminal.
pub fn columns(term: &Term) -> usize {
    usize::from(term.size().1).max(NARROWEST) - 1
}

/// What of a line fits.
pub fn fitted(text: &str, columns: usize) -> String {
    truncate_str(text, columns, "\u{2026}").into_owned()
}

/// A text in lines that are broken between words; every line but the first is indented.
pub fn wrapped(text: &str, columns: usize, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut gap) = (String::new(), "");
    let mut rest = text;
    while !rest.is_empty() {
        let word = &rest[..rest.find(' ').unwrap_or(rest.len())];
        rest = &rest[word.len()..];
        let width = measure_text_width(&line) + gap.len() + measure_text_width(word);
        let has_words = !line.trim_start_matches(' ').is_empty();
        if width > columns && has_words {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
        } else {
            line.push_str(gap);
        }
        line.push_str(word);
        gap = &rest[..rest.len() - rest.trim_start_matches(' ').len()];
        rest = &rest[gap.len()..];
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words_and_its_spaces_stay() {
        for (text, columns, indent, lines) in [
            ("", 10, 2, vec![""]),
            ("one two", 10, 2, vec!["one two"]),
            ("one  two three", 9, 2, vec!["one  two", "  three"]),
            ("  one two three", 9, 4, vec!["  one two", "    three"]),
            // A word that fits nowhere stays whole: a command or an address is there to be copied.
            (
                "a https://example.org/x",
                9,
                2,
                vec!["a", "  https://example.org/x"],
            ),
            (
                "  \x1b[31mone two\x1b[0m",
                6,
                2,
                vec!["  \x1b[31mone", "  two\x1b[0m"],
            ),
        ] {
            assert_eq!(wrapped(text, columns, indent), lines, "{text:?}");
        }
    }
}
