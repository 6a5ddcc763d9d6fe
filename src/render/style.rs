//! Colour that carries nothing the text does not, and text that cannot command the terminal.

use console::Style;

/// Which stream a text is for: each may be a terminal or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
    /// A file, or a field of one: never coloured.
    Page,
}

/// The few looks there are.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    stream: Stream,
}

impl Look {
    pub const OUT: Look = Look {
        stream: Stream::Out,
    };
    pub const ERR: Look = Look {
        stream: Stream::Err,
    };
    pub const PLAIN: Look = Look {
        stream: Stream::Page,
    };

    fn style(self) -> Style {
        match self.stream {
            Stream::Out => Style::new().for_stdout(),
            Stream::Err => Style::new().for_stderr(),
            Stream::Page => Style::new().force_styling(false),
        }
    }

    pub fn bold(self, text: &str) -> String {
        self.style().bold().apply_to(text).to_string()
    }

    pub fn dim(self, text: &str) -> String {
        self.style().dim().apply_to(text).to_string()
    }

    pub fn error(self, text: &str) -> String {
        self.style().red().bold().apply_to(text).to_string()
    }

    pub fn warning(self, text: &str) -> String {
        self.style().yellow().bold().apply_to(text).to_string()
    }

    pub fn good(self, text: &str) -> String {
        self.style().green().apply_to(text).to_string()
    }

    pub fn command(self, text: &str) -> String {
        self.style().cyan().apply_to(text).to_string()
    }
}

/// Text of a record as a terminal may show it: control characters and marks that turn the writing
/// direction are shown, not obeyed. Line breaks stay.
pub fn shown(text: &str) -> String {
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

/// As [`shown`], on one line.
pub fn one_line(text: &str) -> String {
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
}
