//! Words over several lines.

use std::borrow::Cow;

use console::AnsiCodeIterator;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Words in lines of at most so much room. A word is never taken apart: one that is wider is a line by
/// itself.
pub(crate) fn wrapped(text: &str, room: usize) -> Vec<String> {
    hanging(text, room, 0)
}

/// The same, all lines but the first further right.
pub(crate) fn hanging(text: &str, room: usize, indent: usize) -> Vec<String> {
    let indent = " ".repeat(indent);
    let lines = textwrap::wrap(text, options(room).subsequent_indent(&indent)).into_iter();
    lines.map(Cow::into_owned).collect()
}

/// Words in a column, out of which nothing may stand: a word that is wider goes on below as well, and
/// each line bears the looks of its own words.
pub(crate) fn within(text: &str, room: usize) -> Vec<String> {
    let lines = textwrap::wrap(text, options(room).break_words(true)).into_iter();
    let (mut looks, mut end) = (String::new(), String::new());
    let dressed = lines.map(|line| {
        let mut line = looks.clone() + &line;
        looks.clear();
        for (code, _) in AnsiCodeIterator::new(&line).filter(|(_, is_code)| *is_code) {
            end = ending(code);
            match code == end {
                true => looks.clear(),
                false => looks.push_str(code),
            }
        }
        if !looks.is_empty() {
            line.push_str(&end);
        }
        line
    });
    dressed.collect()
}

/// What ends a look, in the form in which it begins: of `ESC [ … 2m` it is `ESC [ … 0m`.
fn ending(look: &str) -> String {
    let number = look.rfind(['[', ';']).map_or(0, |place| place + 1);
    format!("{}0m", &look[..number])
}

fn options<'o>(room: usize) -> Options<'o> {
    Options::new(room)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false)
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
    fn nothing_stands_out_of_a_column_and_looks_end_with_their_line() {
        assert_eq!(
            within("see https://example.org/x now", 10),
            ["see", "https://ex", "ample.org/", "x now"]
        );
        assert_eq!(
            within("one \x1b[2mtwo three\x1b[0m four", 8),
            ["one \x1b[2mtwo\x1b[0m", "\x1b[2mthree\x1b[0m", "four"]
        );
        assert_eq!(
            within("\x1b[7;31m\x1b[7;1mtwo three\x1b[7;0m four", 8),
            [
                "\x1b[7;31m\x1b[7;1mtwo\x1b[7;0m",
                "\x1b[7;31m\x1b[7;1mthree\x1b[7;0m",
                "four"
            ]
        );
        assert_eq!(within("", 8), [""]);
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
