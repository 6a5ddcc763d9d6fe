//! Words over several lines.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Words in lines of at most so much room. A word is never taken apart: one that is wider is a line by
/// itself.
pub fn wrapped(text: &str, room: usize) -> Vec<String> {
    hanging(text, room, 0)
}

/// The same, all lines but the first further right.
pub fn hanging(text: &str, room: usize, indent: usize) -> Vec<String> {
    let indent = " ".repeat(indent);
    let options = Options::new(room)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    let lines = textwrap::wrap(text, options).into_iter();
    lines.map(Cow::into_owned).collect()
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
            assert_eq!(hanging(text, columns, indent), lines, "{text:?}");
        }
    }

    #[test]
    fn lines_break_between_words_alone() {
        assert_eq!(
            wrapped("a file docs/terminal.md is there", 12),
            ["a file", "docs/terminal.md", "is there"]
        );
        assert_eq!(wrapped("a  b", 80), ["a  b"]);
        assert_eq!(wrapped("", 80), [""]);
    }
}
