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
    fn lines_break_between_words_alone() {
        assert_eq!(
            wrapped("a file docs/terminal.md is there", 12),
            ["a file", "docs/terminal.md", "is there"]
        );
        assert_eq!(wrapped("a  b", 80), ["a  b"]);
        assert_eq!(wrapped("", 80), [""]);
    }
}
