//! Putting one value in the place of another, keeping what stands around it.

use serde_json::Value;

use super::emit::{self, pad};
use super::layout::Layout;
use super::lines::{Lines, is_blank};
use super::node::{Kind, Node, Style};
use super::quote;
use super::window::Windows;

/// The place a value is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Just behind the `:` or `-`; inside `[…]`, the value's own start.
    pub after: usize,
    /// Where the key or the dash stands.
    pub column: usize,
    /// How wide the line is up to `after`.
    pub used: usize,
    /// Inside brackets or braces.
    pub flow: bool,
    pub dash: bool,
}

impl Slot {
    /// The value as it would be written here: from just behind the `:` or `-`.
    fn written(self, value: &Value, layout: Layout) -> String {
        if self.dash {
            emit::after_dash(value, self.column, layout)
        } else {
            emit::after_key(value, self.column, self.used, layout)
        }
    }
}

/// Replaces the value in its slot.
pub(super) fn replace(
    windows: &mut Windows,
    lines: Lines<'_>,
    node: &Node,
    new: &Value,
    slot: Slot,
    layout: Layout,
) {
    let replacing = Replacing {
        lines,
        node,
        slot,
        layout,
    };
    if slot.flow {
        replacing.by_line(
            windows,
            &styled(node, new).unwrap_or_else(|| emit::flow(new)),
        );
    } else if let Some(text) = styled(node, new).or_else(|| emit::on_one_line(new, slot.used + 1)) {
        replacing.by_line(windows, &text);
    } else {
        replacing.by_lines(windows, new);
    }
}

/// A text in the quotes that the old one had, as far as those can hold it on one line.
fn styled(node: &Node, new: &Value) -> Option<String> {
    let (Kind::Scalar(scalar), Value::String(text)) = (&node.kind, new) else {
        return None;
    };
    if text.contains('\n') {
        return None;
    }
    match scalar.style {
        Style::Double => Some(quote::double(text)),
        Style::Single => quote::single(text),
        _ => None,
    }
}

struct Replacing<'a> {
    lines: Lines<'a>,
    node: &'a Node,
    slot: Slot,
    layout: Layout,
}

impl Replacing<'_> {
    /// By something that fits on the line. A comment behind the old value stays.
    fn by_line(&self, windows: &mut Windows, text: &str) {
        let (start, end) = (self.node.start, self.node.end);
        match self.header() {
            Some(header) => {
                windows.replace(start, header, text);
                let line_end = self.lines.end_of(header);
                windows.delete(line_end, end.max(line_end));
            }
            // Inside brackets something may follow directly, which a blank keeps apart.
            None if start == end && self.slot.flow => {
                let tight = !self
                    .lines
                    .from(end)
                    .starts_with([' ', '\r', '\n', ',', '}', ']']);
                windows.insert(start, format!(" {text}{}", if tight { " " } else { "" }));
            }
            None if start == end => windows.insert(start, format!(" {text}")),
            None if !self.node.is_block_collection() => windows.replace(start, end, text),
            None if self.only_blanks_before() => {
                windows.replace(self.slot.after, self.lines.end_of(end), format!(" {text}"));
            }
            None => {
                let indent = self.deeper();
                windows.replace(
                    self.lines.start_of(start),
                    self.lines.end_of(end),
                    format!("{indent}{text}"),
                );
            }
        }
    }

    /// By something that takes lines of its own. A comment behind the old value moves up to the key.
    fn by_lines(&self, windows: &mut Windows, new: &Value) {
        let (lines, after) = (self.lines, self.slot.after);
        let written = self.slot.written(new, self.layout);
        let (first, rest) = written.split_at(written.find('\n').unwrap_or(written.len()));
        let comment = self.comment();
        let end = lines.end_of(self.node.end);
        if self.only_blanks_before() {
            let comment = if comment.is_empty() {
                String::new()
            } else {
                format!(" {comment}")
            };
            windows.replace(after, end, format!("{first}{comment}{rest}"));
            return;
        }
        // A comment stands between the key and its value. It stays, and the new value goes below
        // it: a collection has lines of its own anyway, a text goes into quotes.
        let body = match new {
            Value::String(text) => format!("{}{}", self.deeper(), quote::double(text)),
            _ if self.slot.dash => format!("{}{written}", pad(self.slot.column + 1)),
            _ => rest.trim_start_matches('\n').to_owned(),
        };
        let above = if comment.is_empty() {
            String::new()
        } else {
            format!("{}{comment}\n", self.deeper())
        };
        windows.replace(
            lines.start_of(self.node.start),
            end,
            format!("{above}{body}"),
        );
    }

    /// The comment behind the value, or behind the header of a block scalar. That behind the last
    /// line of a block collection is the comment of that line.
    fn comment(&self) -> &str {
        if self.node.is_block_collection() {
            return "";
        }
        let at = self.header().unwrap_or(self.node.end);
        self.lines.between(at, self.lines.end_of(at)).trim()
    }

    fn deeper(&self) -> String {
        pad(self.slot.column + self.layout.indent)
    }

    fn only_blanks_before(&self) -> bool {
        self.lines
            .between(self.slot.after, self.node.start)
            .split('\n')
            .all(is_blank)
    }

    /// Where the header of a block scalar ends, if this is one.
    fn header(&self) -> Option<usize> {
        match &self.node.kind {
            Kind::Scalar(scalar) => match scalar.style {
                Style::Block { header, .. } => Some(header),
                _ => None,
            },
            _ => None,
        }
    }
}
