//! A text as a reader sees it: the same digits, dashes and blanks everywhere, nothing invisible.
//!
//! What is forbidden stays forbidden when it is written in Arabic-Indic digits, in full-width
//! letters, with a soft hyphen inside or as `10[.]0[.]0[.]1`. Every byte remembers where it came
//! from, so that a passage is told in the words and at the place of the original.

use std::borrow::Cow;
use std::iter;

use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

/// A text made plain, with the way back.
pub(crate) struct Folded<'a> {
    pub text: Cow<'a, str>,
    /// Where each stretch of it comes from; none where nothing changed.
    origin: Option<Vec<Stretch>>,
}

/// A stretch of folded text, up to where the next one begins.
#[derive(Clone, Copy)]
struct Stretch {
    /// Where it begins.
    at: usize,
    /// The bytes of the original.
    from: usize,
    to: usize,
    /// Whether it is the original byte by byte, or one letter for whatever stands there.
    same: bool,
}

impl<'a> Folded<'a> {
    pub(crate) fn new(original: &'a str) -> Folded<'a> {
        // Most texts hold nothing to fold; for them this is one look at the bytes.
        let is_plain = |(at, byte): (usize, u8)| {
            !is_special(byte)
                || (byte != b'\r'
                    && byte.is_ascii()
                    && composed(original, at, &original[at..]).is_none())
        };
        if original.bytes().enumerate().all(is_plain) {
            return Folded {
                text: Cow::Borrowed(original),
                origin: None,
            };
        }
        let mut folding = Folding::with_room_for(original);
        let mut at = 0;
        while let Some(letter) = original[at..].chars().next() {
            let rest = &original[at..];
            let run = rest.bytes().position(is_special).unwrap_or(rest.len());
            if run > 0 {
                folding.copy(&rest[..run], at);
                at += run;
                continue;
            }
            let (mut length, meant) =
                composed(original, at, rest).unwrap_or((letter.len_utf8(), plain_letter(letter)));
            if length > "[.]".len() && matches!(meant, Some('.' | '@')) && "[({".contains(letter) {
                // `name (at) example (dot) com`: the blanks belong to the word.
                let before = folding.text.trim_end_matches(' ').len();
                folding.truncate(before);
                length = rest.len() - rest[length..].trim_start_matches(' ').len();
            }
            if let Some(meant) = meant {
                folding.push(meant, at, at + length);
            }
            at += length;
        }
        folding.done()
    }

    /// Where a passage of the folded text stands in the original.
    pub(crate) fn origin(&self, start: usize, end: usize) -> (usize, usize) {
        let Some(stretches) = &self.origin else {
            return (start, end);
        };
        if end <= start {
            return (0, 0);
        }
        let of = |at: usize| {
            let after = stretches.partition_point(|stretch| stretch.at <= at);
            stretches[after.saturating_sub(1)]
        };
        let (first, last) = (of(start), of(end - 1));
        let from = if first.same {
            first.from + (start - first.at)
        } else {
            first.from
        };
        let to = if last.same {
            last.from + (end - last.at)
        } else {
            last.to
        };
        (from, to)
    }

    /// Copies a part of the text, stretch by stretch.
    fn copy_into(&self, folding: &mut Folding, start: usize, end: usize) {
        let Some(stretches) = &self.origin else {
            return folding.copy(&self.text[start..end], start);
        };
        let first = stretches.partition_point(|stretch| stretch.at <= start);
        let mut at = start;
        for (place, stretch) in stretches.iter().enumerate().skip(first.saturating_sub(1)) {
            let next = stretches
                .get(place + 1)
                .map_or(end, |next| next.at.min(end));
            let part = &self.text[at..next];
            if stretch.same {
                folding.copy(part, stretch.from + (at - stretch.at));
            } else {
                let letters = part.chars();
                letters.for_each(|letter| folding.push(letter, stretch.from, stretch.to));
            }
            at = next;
            if at == end {
                return;
            }
        }
    }

    /// The same text with some of its line ends taken out, where a word could go on over them, and
    /// the places of these. Every second line end at a time: what stands before a broken word and
    /// what follows it is not to grow onto it.
    pub(crate) fn joined(&self, which: Join) -> (Folded<'static>, Vec<usize>) {
        let mut folding = Folding::with_room_for(&self.text);
        let mut joints = Vec::new();
        let (mut at, mut line) = (0, 0);
        while let Some(letter) = self.text[at..].chars().next() {
            let is_blank = which == Join::Words && BETWEEN_LINES.contains(&letter);
            if which != Join::Words && letter != '\n' {
                let rest = &self.text[at..];
                let end = at + rest.find('\n').unwrap_or(rest.len());
                self.copy_into(&mut folding, at, end);
                at = end;
                continue;
            }
            if letter != '\n' && !is_blank {
                let end = at + letter.len_utf8();
                let (from, to) = self.origin(at, end);
                folding.push(letter, from, to);
                at = end;
                continue;
            }
            let rest = &self.text[at..];
            let after = at + rest.len() - rest.trim_start_matches(BETWEEN_LINES).len();
            let blank = &self.text[at..after];
            if letter == '\n' {
                line += 1;
            }
            let ends_paragraph = folding.text.trim_end_matches(' ').ends_with('\n');
            let is_line_end = letter == '\n' && blank.matches('\n').count() == 1 && !ends_paragraph;
            if which == Join::Words {
                if is_line_end || (blank.len() > 1 && !blank.contains(['\n', '>'])) {
                    let (start, end) = self.origin(at, after);
                    joints.push(folding.text.len());
                    folding.push(' ', start, end);
                    at = after;
                    continue;
                }
            } else if is_line_end && which.takes(line) {
                let before = folding.text.trim_end_matches(' ').len();
                let goes_on = folding.text[..before].ends_with(is_of_token)
                    && self.text[after..].starts_with(is_of_token);
                if goes_on {
                    folding.truncate(before);
                    joints.push(before);
                    at = after;
                    continue;
                }
            }
            let length = letter.len_utf8();
            let (start, end) = self.origin(at, at + length);
            folding.push(letter, start, end);
            at += length;
        }
        (folding.done(), joints)
    }
}

/// What may stand between the two halves of a broken word or sentence: a line end, and what the next
/// line is indented or quoted with.
const BETWEEN_LINES: [char; 4] = ['\n', ' ', '\t', '>'];

/// Which line ends are taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    Odd,
    Even,
    All,
    /// All that end no paragraph, with one blank in their place, and in the place of many blanks: a
    /// sentence as it is read.
    Words,
}

impl Join {
    fn takes(self, line: usize) -> bool {
        match self {
            Join::Odd => line % 2 == 1,
            Join::Even => line.is_multiple_of(2),
            Join::All | Join::Words => true,
        }
    }
}

fn is_of_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_+/=.:-".contains(letter)
}

struct Folding {
    text: String,
    origin: Vec<Stretch>,
}

impl Folding {
    fn with_room_for(text: &str) -> Folding {
        Folding {
            text: String::with_capacity(text.len()),
            origin: Vec::new(),
        }
    }

    /// One letter for whatever stands there.
    fn push(&mut self, letter: char, from: usize, to: usize) {
        let same = to - from == letter.len_utf8();
        self.begin(from, to, same);
        self.text.push(letter);
    }

    /// A run that stays as it is.
    fn copy(&mut self, run: &str, from: usize) {
        self.begin(from, from + run.len(), true);
        self.text.push_str(run);
    }

    /// Begins a stretch, unless what follows only goes on with the last one.
    fn begin(&mut self, from: usize, to: usize, same: bool) {
        let at = self.text.len();
        let goes_on = |last: &Stretch| last.same && last.from + (at - last.at) == from;
        if !(same && self.origin.last().is_some_and(goes_on)) {
            self.origin.push(Stretch { at, from, to, same });
        }
    }

    fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.origin.retain(|stretch| stretch.at < length);
    }

    fn done(self) -> Folded<'static> {
        Folded {
            text: Cow::Owned(self.text),
            origin: Some(self.origin),
        }
    }
}

/// What may be folded, or begin something that is.
fn is_special(byte: u8) -> bool {
    !byte.is_ascii() || b"&[({\\\r".contains(&byte)
}

/// Several characters that stand for one: their length, and what is meant, if anything.
fn composed(whole: &str, at: usize, rest: &str) -> Option<(usize, Option<char>)> {
    match rest.as_bytes()[0] {
        b'&' => entity(rest),
        b'[' | b'(' | b'{' => defanged(rest),
        b'\\' => escaped(whole, at, rest),
        b'\r' if rest.starts_with("\r\n") => Some((2, Some('\n'))),
        _ => None,
    }
}

/// `&commat;`, `&#49;`, `&#x31;`
fn entity(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest.bytes().take(18).position(|byte| byte == b';')?;
    let meant = html_escape::decode_html_entities(rest.get(..=end)?);
    Some((end + 1, plain_letter(single(meant.chars())?)))
}

/// `[.]`, `(dot)`, `{at}`, `[:]`: how addresses are written so that nobody clicks on them.
fn defanged(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest
        .bytes()
        .take(6)
        .position(|byte| b"])}".contains(&byte))?;
    let inside = rest.get(1..end)?.trim();
    let meant = match inside.to_ascii_lowercase().as_str() {
        "." | "dot" => '.',
        "@" | "at" => '@',
        ":" => ':',
        "-" if rest.starts_with('[') => '-',
        _ => return None,
    };
    Some((end + 1, Some(meant)))
}

/// The `\` of markdown inside a word: `10\.0\.0\.1`. Elsewhere it is part of a path or a payload.
fn escaped(whole: &str, at: usize, rest: &str) -> Option<(usize, Option<char>)> {
    let before = whole[..at].chars().next_back()?;
    let mut after = rest[1..].chars();
    let (mark, next) = (after.next()?, after.next()?);
    let inside = before.is_alphanumeric() && "._-@+".contains(mark) && next.is_alphanumeric();
    inside.then_some((1, None))
}

/// One letter as it is meant; none where it cannot be seen.
fn plain_letter(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return Some(if letter == '\r' { '\n' } else { letter });
    }
    // Soft hyphens, zero width, directions, selectors, accents set apart, the Arabic vowels and the
    // stroke that stretches a word.
    let mut bytes = [0; 4];
    let mut seen = skeleton(letter.encode_utf8(&mut bytes)).peekable();
    if letter == '\u{640}' || is_combining_mark(letter) || seen.peek().is_none() {
        return None;
    }
    // Full-width, circled, bold, italic and double-struck letters, blanks of every width.
    let letter = single(iter::once(letter).nfkc()).unwrap_or(letter);
    Some(match letter {
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        '\u{b7}' | '\u{2219}' | '\u{22c5}' | '\u{3002}' | '\u{66b}' => '.',
        '\u{60c}' | '\u{66c}' => ',',
        '\u{2236}' | '\u{a789}' => ':',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => '"',
        // Greek and Cyrillic letters that look like a Latin one. The capital I looks like a small L.
        '\u{370}'..='\u{52f}' => match single(seen).filter(char::is_ascii_alphabetic) {
            Some('l') if letter.is_uppercase() => 'I',
            latin => latin.unwrap_or(letter),
        },
        blank if blank.is_whitespace() => ' ',
        _ => digit(letter).unwrap_or(letter),
    })
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// The digit that one of another script stands for: each script's ten stand in a row, from zero on.
fn digit(letter: char) -> Option<char> {
    let is_digit = |code: &u32| {
        let category = char::from_u32(*code).map(get_general_category);
        category == Some(GeneralCategory::DecimalNumber)
    };
    let place = (0..=u32::from(letter)).rev().take_while(is_digit).count();
    char::from_digit((place.checked_sub(1)? % 10) as u32, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_takes_for_the_same_is_the_same() {
        for (written, meant) in [
            ("plain text, 10.0.0.1", "plain text, 10.0.0.1"),
            ("١٠٫٠٫٠٫١", "10.0.0.1"),
            ("۱۰.۰.۰.۱", "10.0.0.1"),
            ("１０．０．０．１", "10.0.0.1"),
            ("10[.]0(.)0{dot}1", "10.0.0.1"),
            ("10\\.0\\.0\\.1", "10.0.0.1"),
            ("..\\..\\windows", "..\\..\\windows"),
            ("10&period;0&#46;0&#x2e;1", "10.0.0.1"),
            ("pass\u{ad}wo\u{200b}rd", "password"),
            ("pass&shy;wo&#8203;rd", "password"),
            ("Ali (at) mail (dot) com", "Ali@mail.com"),
            ("рassword", "password"),
            ("АЕІОСӀ аеорсухѕјԁһ", "AEIOCI aeopcyxsjdh"),
            ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
            ("१२३ ๔๕ ９", "123 45 9"),
            ("𝐩𝐚𝐬𝐬 𝟏𝟐", "pass 12"),
            ("a\u{a0}b\u{2009}c", "a b c"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("R&D; &unknown; & (see [1])", "R&D; &unknown; & (see [1])"),
            ("نُرجّح", "نرجح"),
        ] {
            assert_eq!(Folded::new(written).text, meant, "{written:?}");
        }
    }

    #[test]
    fn every_letter_knows_where_it_came_from() {
        let original = "x\u{200b}١٠[.]z";
        let folded = Folded::new(original);
        assert_eq!(folded.text, "x10.z");
        let (start, end) = folded.origin(1, 4);
        assert_eq!(&original[start..end], "١٠[.]");
    }

    #[test]
    fn a_word_goes_on_over_one_line_end_at_a_time() {
        let folded = Folded::new("one AB\n  CD\nEF gh,\n\nij");
        let texts =
            [Join::Odd, Join::Even, Join::All].map(|join| folded.joined(join).0.text.into_owned());
        assert_eq!(
            texts,
            [
                "one ABCD\nEF gh,\n\nij",
                "one AB\n  CDEF gh,\n\nij",
                "one ABCDEF gh,\n\nij"
            ]
        );
        let (joined, joints) = folded.joined(Join::Odd);
        assert_eq!(joints, [6]);
        assert_eq!(joined.origin(4, 8), (4, 11));

        let (sentence, joints) = Folded::new("caused  by\n> a cable\n\nand").joined(Join::Words);
        assert_eq!(sentence.text, "caused by a cable\n\nand");
        assert_eq!(joints, [6, 9]);
    }
}
