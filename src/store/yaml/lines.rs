//! Lines and columns of a text, and walking over what is not content.

use super::error::YamlError;

const BOM: &str = "\u{feff}";

/// The text without its byte order mark. `serde_yaml` misreads a file that begins with one, so
/// every text goes through here on its way to it.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix(BOM).unwrap_or(text)
}

/// A text seen as lines. Offsets are bytes of the whole text, a byte order mark included.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub text: &'a str,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Lines { text }
    }

    /// Where the content begins: after the byte order mark, if there is one.
    pub(super) fn base(self) -> usize {
        self.text.len() - without_bom(self.text).len()
    }

    /// The rest of the text from here; nothing if `at` is past the end or inside a character.
    pub(super) fn from(self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    pub(super) fn between(self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn start_of(self, at: usize) -> usize {
        self.between(0, at)
            .rfind('\n')
            .map_or(self.base(), |newline| newline + 1)
    }

    /// The end of the line's text, before its line break.
    pub(super) fn end_of(self, at: usize) -> usize {
        let end = self
            .from(at)
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline);
        if end > at && self.text[..end].ends_with('\r') {
            end - 1
        } else {
            end
        }
    }

    /// The start of the following line, or the end of the text.
    pub(super) fn next(self, at: usize) -> usize {
        self.from(at)
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The text of the line that begins here.
    pub(super) fn line(self, start: usize) -> &'a str {
        self.between(start, self.end_of(start))
    }

    /// How far the offset is into its line, in characters from 0.
    pub(super) fn column(self, at: usize) -> usize {
        self.between(self.start_of(at), at).chars().count()
    }

    /// Whether only spaces stand before this on its line.
    pub(super) fn is_first(self, at: usize) -> bool {
        self.between(self.start_of(at), at)
            .bytes()
            .all(|byte| byte == b' ')
    }

    pub(super) fn is_same_line(self, start: usize, end: usize) -> bool {
        !self.between(start, end).contains('\n')
    }

    /// Past blanks, line breaks and comments to the next content, or the end of the text.
    pub(super) fn skip_trivia(self, mut at: usize) -> usize {
        loop {
            let rest = self.from(at);
            let Some(next) = rest.find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n')) else {
                return self.text.len();
            };
            at += next;
            if !rest[next..].starts_with('#') {
                return at;
            }
            at = self.end_of(at);
        }
    }

    /// Past blanks on this line.
    pub(super) fn skip_blanks(self, at: usize) -> usize {
        at + self.from(at).len() - self.from(at).trim_start_matches([' ', '\t']).len()
    }

    pub(super) fn error(self, at: usize, message: impl Into<String>) -> YamlError {
        let before = self.between(0, at);
        YamlError {
            message: message.into(),
            line: before.matches('\n').count() + 1,
            column: self.column(at) + 1,
            is_conflict: false,
        }
    }

    pub(super) fn number(self, at: usize) -> usize {
        self.between(0, at).matches('\n').count() + 1
    }
}

/// How many spaces a line begins with.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

pub(super) fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r']).is_empty()
}

pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_and_line_breaks_are_no_part_of_a_line() {
        let lines = Lines::new("\u{feff}ab\r\ncd");
        assert_eq!(
            (lines.start_of(4), lines.end_of(4), lines.next(4)),
            (3, 5, 7)
        );
        assert_eq!(
            (lines.column(5), lines.is_first(3), lines.line(7)),
            (2, true, "cd")
        );
    }

    #[test]
    fn comments_are_walked_over() {
        let text = "a: # x\n  # y\r\n\n  b";
        assert_eq!(Lines::new(text).skip_trivia(2), text.len() - 1);
    }
}
