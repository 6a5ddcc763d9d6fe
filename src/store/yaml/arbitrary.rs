//! For the tests: a value written the way people write YAML, every time another way.
//!
//! Widths of indentation, zero-indented lists, brackets over several lines, all quotes, empty values,
//! comments in every position (each one unique), blank lines, CRLF, byte order marks.

use serde_json::{Map, Value};

use super::literal::literal;
use super::quote::{self, Context};

/// A small generator (splitmix64), so that a failing case is repeated by its seed.
pub(super) struct Dice(pub u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides.max(1) as u64).unwrap_or_default()
    }

    pub(super) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }
}

pub(super) fn arbitrary(map: &Map<String, Value>, seed: u64) -> String {
    let mut pen = Pen {
        dice: Dice(seed),
        out: String::new(),
        comments: 0,
        keeping: false,
        under: false,
    };
    if pen.dice.one_in(8) {
        pen.out.push_str("---\n");
    }
    pen.map(map, 0, false);
    if pen.dice.one_in(4) {
        pen.comment_line(0);
    }
    let mut text = pen.out;
    if pen.dice.one_in(6) && !pen.under {
        text.pop();
    }
    if pen.dice.one_in(3) {
        text = text.replace('\n', "\r\n");
    }
    if pen.dice.one_in(6) {
        format!("\u{feff}{text}")
    } else {
        text
    }
}

struct Pen {
    dice: Dice,
    out: String,
    comments: usize,
    /// The last thing was a `|+`, to which a blank line would belong.
    keeping: bool,
    /// The last thing was a block scalar.
    under: bool,
}

impl Pen {
    fn comment(&mut self) -> String {
        self.comments += 1;
        format!("# c{}: - {{[ 'x\" &", self.comments)
    }

    fn comment_line(&mut self, column: usize) {
        let comment = self.comment();
        self.out
            .push_str(&format!("{}{comment}\n", " ".repeat(column)));
        (self.keeping, self.under) = (false, false);
    }

    /// Blank lines and comments above an element.
    fn above(&mut self, column: usize) {
        while self.dice.one_in(5) {
            if self.dice.one_in(2) {
                self.comment_line(column);
            } else if !self.keeping {
                self.out.push('\n');
            }
        }
        (self.keeping, self.under) = (false, false);
    }

    fn end_line(&mut self) {
        if self.dice.one_in(5) {
            let comment = self.comment();
            self.out.push_str(&format!(" {comment}"));
        }
        self.out.push('\n');
    }

    fn map(&mut self, map: &Map<String, Value>, column: usize, mut inline: bool) {
        for (key, value) in map {
            if !std::mem::take(&mut inline) {
                self.above(column);
                self.out.push_str(&" ".repeat(column));
            }
            let key = self.on_line(key, Context::Flow);
            self.out.push_str(&format!("{key}:"));
            self.value(value, column, true);
        }
    }

    fn list(&mut self, items: &[Value], column: usize, mut inline: bool) {
        for item in items {
            if !std::mem::take(&mut inline) {
                self.above(column);
                self.out.push_str(&" ".repeat(column));
            }
            self.out.push('-');
            let dash = 1 + self.dice.roll(3);
            match item {
                Value::Object(map) if !map.is_empty() && !self.dice.one_in(4) => {
                    self.out.push_str(&" ".repeat(dash));
                    self.map(map, column + 1 + dash, true);
                }
                Value::Array(items) if !items.is_empty() && self.dice.one_in(2) => {
                    self.out.push_str(&" ".repeat(dash));
                    self.list(items, column + 1 + dash, true);
                }
                _ => self.value(item, column, false),
            }
        }
    }

    /// Behind a `:` or `-` that stands at `column` or right of it.
    fn value(&mut self, value: &Value, column: usize, in_map: bool) {
        let deeper = column + 1 + self.dice.roll(4);
        match value {
            Value::Object(map) if !map.is_empty() && !self.dice.one_in(4) => {
                self.end_line();
                self.map(map, deeper, false);
            }
            Value::Array(items) if !items.is_empty() && !self.dice.one_in(3) => {
                self.end_line();
                let column = if in_map && self.dice.one_in(2) {
                    column
                } else {
                    deeper
                };
                self.list(items, column, false);
            }
            Value::Object(_) | Value::Array(_) => {
                self.out.push(' ');
                self.flow(value, deeper);
                self.end_line();
            }
            Value::Null if self.dice.one_in(2) => self.end_line(),
            Value::String(text)
                if self.dice.one_in(2) && self.block_scalar(text, deeper - column, deeper) => {}
            _ => {
                if self.dice.one_in(10) {
                    self.out.push(' ');
                    let comment = self.comment();
                    self.out.push_str(&format!("{comment}\n"));
                    self.comment_line(deeper);
                    self.out.push_str(&" ".repeat(deeper));
                } else {
                    self.out.push_str(&" ".repeat(1 + self.dice.roll(2)));
                }
                let scalar = self.scalar(value, Context::Block);
                self.out.push_str(&scalar);
                self.end_line();
            }
        }
    }

    fn block_scalar(&mut self, text: &str, deeper: usize, column: usize) -> bool {
        let keeps = text
            .strip_suffix("\n\n")
            .filter(|rest| !rest.ends_with('\n'));
        let Some(literal) = literal(
            keeps.map_or(text, |rest| text.split_at(rest.len() + 1).0),
            deeper,
        ) else {
            return false;
        };
        let comment = if self.dice.one_in(5) {
            format!(" {}", self.comment())
        } else {
            String::new()
        };
        let plus = if keeps.is_some() { "+" } else { "" };
        self.out
            .push_str(&format!(" {}{plus}{comment}\n", literal.header));
        for line in literal.lines {
            let indent = if line.is_empty() { 0 } else { column };
            self.out
                .push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
        if keeps.is_some() {
            self.out.push('\n');
        }
        (self.keeping, self.under) = (keeps.is_some(), true);
        true
    }

    fn flow(&mut self, value: &Value, column: usize) {
        let spread = self.dice.one_in(3);
        match value {
            Value::Object(map) => {
                self.out.push('{');
                for (at, (key, value)) in map.iter().enumerate() {
                    self.between(at, spread, column);
                    let key = self.on_line(key, Context::Flow);
                    self.out.push_str(&format!("{key}: "));
                    if !value.is_null() {
                        self.flow(value, column);
                    }
                }
                self.close('}', map.is_empty(), spread, column);
            }
            Value::Array(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.between(at, spread, column);
                    self.flow(item, column);
                }
                self.close(']', items.is_empty(), spread, column);
            }
            _ => {
                let scalar = self.scalar(value, Context::Flow);
                self.out.push_str(&scalar);
            }
        }
    }

    fn between(&mut self, at: usize, spread: bool, column: usize) {
        if at > 0 {
            self.out.push(',');
        }
        if spread && !self.dice.one_in(4) {
            self.end_line();
            if self.dice.one_in(6) {
                self.comment_line(column);
            }
            self.out.push_str(&" ".repeat(column));
        } else if at > 0 {
            self.out.push(' ');
        }
    }

    fn close(&mut self, bracket: char, empty: bool, spread: bool, column: usize) {
        if !empty && self.dice.one_in(4) {
            self.out.push(',');
        }
        if !empty && spread && self.dice.one_in(2) {
            self.end_line();
            self.out.push_str(&" ".repeat(column));
        }
        self.out.push(bracket);
    }

    fn scalar(&mut self, value: &Value, context: Context) -> String {
        match value {
            Value::String(text) => self.on_line(text, context),
            value => value.to_string(),
        }
    }

    fn on_line(&mut self, text: &str, context: Context) -> String {
        match self.dice.roll(3) {
            0 => quote::double(text),
            1 => quote::single(text).unwrap_or_else(|| quote::double(text)),
            _ => quote::text(text, context),
        }
    }
}
