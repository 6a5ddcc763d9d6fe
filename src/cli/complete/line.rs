//! A line that is being typed, taken apart as bash does.
//!
//! bash hands a completion the words broken at `=` and `:` too, and puts what it gets in place of the
//! last piece alone. So the line itself is read here, and what of the last word bash leaves standing
//! is known: [`Line::rest`] takes it off every candidate.

/// The words up to the cursor, quotes taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub words: Vec<String>,
    /// The quote that is open at the cursor.
    quote: Option<char>,
    /// So many letters of the last word stay where they are.
    kept: usize,
}

impl Line {
    /// Words that a shell has found itself.
    pub(crate) fn of(words: Vec<String>) -> Line {
        Line {
            words,
            ..Line::default()
        }
    }

    /// Reads a line up to the cursor; `breaks` is `$COMP_WORDBREAKS`.
    pub(crate) fn read(line: &str, breaks: &str) -> Line {
        let mut read = Line {
            words: vec![String::new()],
            ..Line::default()
        };
        let mut in_word = false;
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            match (read.quote, letter) {
                (None, ' ' | '\t' | '\n') => {
                    if std::mem::take(&mut in_word) {
                        read.words.push(String::new());
                    }
                    read.kept = 0;
                    continue;
                }
                (None, '\'' | '"') => {
                    read.quote = Some(letter);
                    read.kept = read.length();
                }
                (Some(quote), _) if letter == quote => {
                    read.quote = None;
                    read.kept = 0;
                }
                (None, '\\') => letters.next().into_iter().for_each(|next| read.push(next)),
                (Some('"'), '\\') => match letters.next() {
                    Some(next @ ('"' | '\\' | '$' | '`')) => read.push(next),
                    Some(next) => {
                        read.push('\\');
                        read.push(next);
                    }
                    None => {}
                },
                (quote, letter) => {
                    read.push(letter);
                    if quote.is_none() && breaks.contains(letter) {
                        read.kept = read.length();
                    }
                }
            }
            in_word = true;
        }
        read
    }

    fn push(&mut self, letter: char) {
        if let Some(word) = self.words.last_mut() {
            word.push(letter);
        }
    }

    fn length(&self) -> usize {
        self.words.last().map_or(0, |word| word.chars().count())
    }

    /// What bash must put in, for a word that is to stand there: without what it leaves standing,
    /// and quoted as the place demands. Nothing where the word begins otherwise than what stays.
    pub(crate) fn rest(&self, word: &str) -> Option<String> {
        let typed = self.words.last().map_or("", String::as_str);
        let folded = |text: &str| -> String {
            let begin: String = text.chars().take(self.kept).collect();
            begin.to_lowercase()
        };
        if folded(word) != folded(typed) {
            return None;
        }
        let rest: String = word.chars().skip(self.kept).collect();
        Some(quoted(&rest, self.quote))
    }
}

/// A word as it stands on a line, inside of `quote` if one is open.
fn quoted(word: &str, quote: Option<char>) -> String {
    let mut text = String::new();
    for letter in word.chars() {
        match quote {
            Some('\'') if letter == '\'' => text.push_str("'\\''"),
            Some('\'') => text.push(letter),
            // An exclamation mark calls up history between double quotes, and a backslash before it
            // would stay.
            Some(_) if letter == '!' => text.push_str("\"'!'\""),
            Some(_) if "\"\\$`".contains(letter) => text.extend(['\\', letter]),
            Some(_) => text.push(letter),
            None if letter.is_alphanumeric() || "_-./:=@%+,".contains(letter) => text.push(letter),
            None => text.extend(['\\', letter]),
        }
    }
    text
}

/// A word that may be quoted, with the quotes taken off, as far as it is typed.
pub(super) fn unquoted(word: &str) -> String {
    let read = Line::read(word, "");
    // A blank outside of quotes is the shell's affair, which has found the word.
    read.words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    #[test]
    fn a_line_is_read_as_bash_reads_it() {
        for (line, words, word, put) in [
            ("inc sh", vec!["inc", "sh"], "show", "show"),
            ("inc show ", vec!["inc", "show", ""], "A-1", "A-1"),
            (
                "inc assign lead=Pay",
                vec!["inc", "assign", "lead=Pay"],
                "lead=Payments on-call",
                "Payments\\ on-call",
            ),
            (
                "inc assign lead=\"Payments o",
                vec!["inc", "assign", "lead=Payments o"],
                "lead=Payments on-call $1",
                "Payments on-call \\$1",
            ),
            (
                "inc assign 'lead=Payments o",
                vec!["inc", "assign", "lead=Payments o"],
                "lead=Payment's",
                "lead=Payment'\\''s",
            ),
            (
                "inc assign lead=Payments\\ o",
                vec!["inc", "assign", "lead=Payments o"],
                "lead=Payments on-call",
                "Payments\\ on-call",
            ),
            (
                "inc open \"a  b\" --fact=x=y",
                vec!["inc", "open", "a  b", "--fact=x=y"],
                "--fact=x=yes",
                "yes",
            ),
        ] {
            let read = Line::read(line, BREAKS);
            assert_eq!(read.words, words, "{line}");
            assert_eq!(read.rest(word).as_deref(), Some(put), "{line}");
        }
        let read = Line::read("inc assign LEAD=Pay", BREAKS);
        assert_eq!(read.rest("lead=Payments").as_deref(), Some("Payments"));
        assert_eq!(read.rest("other=Payments"), None);
    }

    #[test]
    fn quotes_come_off_a_word() {
        for (word, plain) in [
            ("\"a b", "a b"),
            ("a\\ b", "a b"),
            ("'", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(unquoted(word), plain);
        }
    }
}
