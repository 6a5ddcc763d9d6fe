//! Colour that carries nothing the text does not, and text that cannot command the terminal.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

/// Which stream a text is for: each may be a terminal or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Err,
    /// A file, or a field of one: never coloured.
    Page,
}

/// The few looks there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    stream: Stream,
}

impl Look {
    pub(crate) const OUT: Look = Look {
        stream: Stream::Out,
    };
    pub(crate) const ERR: Look = Look {
        stream: Stream::Err,
    };
    pub(crate) const PLAIN: Look = Look {
        stream: Stream::Page,
    };

    fn is_on(self) -> bool {
        match self.stream {
            Stream::Out => console::colors_enabled(),
            Stream::Err => console::colors_enabled_stderr(),
            Stream::Page => false,
        }
    }

    /// Text in a look, in [`MARK`]s of our own that become a terminal's at the door.
    fn marked(self, codes: &[&str], text: &str) -> String {
        if !self.is_on() {
            return text.to_owned();
        }
        let mark = MARK.as_str();
        let begin: String = codes.iter().map(|code| format!("{mark}{code}m")).collect();
        format!("{begin}{text}{mark}0m")
    }

    /// Text that the program wrote itself, looks and all: help as clap lays it out.
    pub(crate) fn ours(self, text: &str) -> String {
        match self.is_on() {
            true => text.replace("\x1b[", &MARK),
            false => console::strip_ansi_codes(text).into_owned(),
        }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.marked(&["1"], text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.marked(&["2"], text)
    }

    pub(crate) fn error(self, text: &str) -> String {
        self.marked(&["31", "1"], text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.marked(&["33", "1"], text)
    }

    pub(crate) fn good(self, text: &str) -> String {
        self.marked(&["32"], text)
    }

    pub(crate) fn command(self, text: &str) -> String {
        self.marked(&["36"], text)
    }
}

/// How every look of ours begins: as a terminal's do, with a number that is another in every run. So
/// nothing that was written beforehand, in a record or in the name of a file, can pass for one.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let number = RandomState::new().build_hasher().finish();
    // No more digits than whoever measures a text takes for a terminal's.
    let four = |place: u32| 1000 + (number >> (place * 16)) % 9000;
    format!("\x1b[{};{};{};", four(0), four(1), four(2))
});

/// What may go to a file or a pipe: looks as terminals know them, the rest as it is.
pub(crate) fn plain_looks(text: &str) -> Cow<'_, str> {
    match text.contains(MARK.as_str()) {
        true => Cow::Owned(text.replace(MARK.as_str(), "\x1b[")),
        false => Cow::Borrowed(text),
    }
}

/// Text of a record as a terminal may show it: control characters and marks that turn the writing
/// direction are shown, not obeyed. Line breaks stay.
pub(crate) fn shown(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' => '\n'.to_string(),
            '\t' => ' '.to_string(),
            control @ '\0'..='\x1f' => char::from_u32(0x2400 + control as u32)
                .unwrap_or('\u{fffd}')
                .to_string(),
            '\x7f' => '\u{2421}'.to_string(),
            control if control.is_control() || is_direction_mark(control) => {
                format!("<U+{:04X}>", control as u32)
            }
            letter => letter.to_string(),
        })
        .collect()
}

/// Whether a terminal would obey a letter instead of showing it: a control character, or a mark that
/// turns the writing direction of what follows.
pub(crate) fn commands(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What may go to a terminal: our own looks are left, everything else that it would obey is shown.
/// Line breaks and tabs stay.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(|letter| commands(letter) && letter != '\n') {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(look) = rest.strip_prefix(MARK.as_str()) {
            safe.push_str("\x1b[");
            rest = look;
            continue;
        }
        match letter {
            '\n' | '\t' => safe.push(letter),
            letter if commands(letter) => safe.push_str(&shown(letter.encode_utf8(&mut [0; 4]))),
            letter => safe.push(letter),
        }
        rest = &rest[letter.len_utf8()..];
    }
    Cow::Owned(safe)
}

/// How many rows of a terminal so wide a text fills.
pub(crate) fn rows(text: &str, columns: usize) -> usize {
    let lines = text.lines();
    lines
        .map(|line| {
            console::measure_text_width(line)
                .div_ceil(columns.max(1))
                .max(1)
        })
        .sum()
}

/// As [`shown`], on one line.
pub(crate) fn one_line(text: &str) -> String {
    shown(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_direction_mark(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_record_can_command_the_terminal() {
        for (text, seen) in [
            (
                "plain \u{1f525} \u{645}\u{631}\u{62d}\u{628}\u{627}",
                "plain \u{1f525} \u{645}\u{631}\u{62d}\u{628}\u{627}",
            ),
            ("\x1b[31mred", "\u{241b}[31mred"),
            ("a\u{202e}b", "a<U+202E>b"),
            ("a\u{9b}b", "a<U+009B>b"),
            ("a\rb", "a\u{240d}b"),
        ] {
            assert_eq!(shown(text), seen);
        }
        assert_eq!(one_line("a\n  b"), "a b");
    }

    #[test]
    fn only_our_own_looks_reach_a_terminal() {
        for (text, seen) in [
            ("plain\n\tline \u{1f525}", "plain\n\tline \u{1f525}"),
            ("\x1b[1mbold\x1b[0m", "\u{241b}[1mbold\u{241b}[0m"),
            ("\x1b[1000;1000;1000;1m", "\u{241b}[1000;1000;1000;1m"),
            ("\x1b[35m\x1b]0;t\x07", "\u{241b}[35m\u{241b}]0;t\u{2407}"),
            (
                "a\r\u{9b}31m\u{202e}\x7f",
                "a\u{240d}<U+009B>31m<U+202E>\u{2421}",
            ),
        ] {
            assert_eq!(harmless(text), seen);
        }
        let looked = format!("{}31mx{}0m\x1b[31m", *MARK, *MARK);
        assert_eq!(harmless(&looked), "\x1b[31mx\x1b[0m\u{241b}[31m");
        assert_eq!(plain_looks(&looked), "\x1b[31mx\x1b[0m\x1b[31m");
        assert_eq!(console::measure_text_width(&looked), 1);
    }

    #[test]
    fn rows_are_counted_as_they_are_seen() {
        assert_eq!(rows("a\n\nbbbb\n", 3), 4);
        assert_eq!(rows("\x1b[1m\u{6f22}\u{5b57}\x1b[0m\n", 4), 1);
    }
}
