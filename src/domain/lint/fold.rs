//! A text as a reader sees it: the same digits, dashes and blanks everywhere, nothing invisible.
//!
//! What is forbidden stays forbidden when it is written in Arabic-Indic digits, in full-width
//! letters, with a soft hyphen inside or as `10[.]0[.]0[.]1`. Every byte remembers where it came
//! from, so that a passage is told in the words and at the place of the original.

use std::borrow::Cow;

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

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("colon", ':'),
    ("commat", '@'),
    ("period", '.'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lowbar", '_'),
    ("equals", '='),
    ("plus", '+'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("minus", '-'),
    ("lpar", '('),
    ("rpar", ')'),
    ("num", '#'),
    ("dollar", '$'),
    ("excl", '!'),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ZeroWidthSpace", '\u{200b}'),
    ("NoBreak", '\u{2060}'),
];

/// `&commat;`, `&#49;`, `&#x31;`
fn entity(rest: &str) -> Option<(usize, Option<char>)> {
    let end = rest.bytes().take(18).position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((end + 1, plain_letter(letter)))
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

/// Where the ten digits of a script begin.
const ZEROS: &[u32] = &[
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1fbf0,
];

/// Letters of other scripts that look like Latin ones, each above its double.
const LOOK: &str = "аеорсхуіѕјԁһӏАВЕКМНОРСТХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
const SEEN: &str = "aeopcxyisjdhlABEKMHOPCTXISJABEZHIKMNOPTYXo";

/// One letter as it is meant; none where it cannot be seen.
fn plain_letter(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return Some(if letter == '\r' { '\n' } else { letter });
    }
    let code = u32::from(letter);
    Some(match code {
        // Invisible: soft hyphen, zero width, direction marks, selectors, accents set apart, the
        // Arabic vowels and the stroke that stretches a word.
        0xad | 0x34f | 0x640 | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f => {
            return None;
        }
        0x300..=0x36f
        | 0x64b..=0x652
        | 0xfe00..=0xfe0f
        | 0xfeff
        | 0xe0000..=0xe007f
        | 0xe0100..=0xe01ef => return None,
        0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => ' ',
        0x85 | 0x2028 | 0x2029 => '\n',
        0x2010..=0x2013 | 0x2212 | 0xfe58 | 0xfe63 => '-',
        0xb7 | 0x2024 | 0x2219 | 0x22c5 | 0x3002 | 0xfe52 | 0xff61 | 0x66b => '.',
        0x60c | 0x66c => ',',
        0x2236 | 0xa789 | 0xfe55 => ':',
        0x2044 | 0x2215 => '/',
        0xfe6b => '@',
        0x2018 | 0x2019 | 0x201b | 0x2032 => '\'',
        0x201c..=0x201f | 0xab | 0xbb | 0x2033 => '"',
        0x24b6..=0x24cf => shifted(code, 0x24b6, 'A'),
        0x24d0..=0x24e9 => shifted(code, 0x24d0, 'a'),
        0x2460..=0x2468 => shifted(code, 0x2460, '1'),
        0x24ea => '0',
        // Bold, italic, script, double-struck: thirteen alphabets of 52 letters.
        0x1d400..=0x1d6a3 => match (code - 0x1d400) % 52 {
            place @ 0..26 => shifted(place, 0, 'A'),
            place => shifted(place, 26, 'a'),
        },
        _ => {
            if let Some(zero) = ZEROS
                .iter()
                .find(|zero| (**zero..**zero + 10).contains(&code))
            {
                shifted(code, *zero, '0')
            } else if (0xff01..=0xff5e).contains(&code) {
                shifted(code, 0xff01, '!')
            } else {
                LOOK.chars()
                    .zip(SEEN.chars())
                    .find(|(look, _)| *look == letter)
                    .map_or(letter, |(_, seen)| seen)
            }
        }
    })
}

/// The letter as far behind `first` as `code` is behind `start`.
fn shifted(code: u32, start: u32, first: char) -> char {
    char::from_u32(u32::from(first) + code - start).unwrap_or(first)
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
            ("𝐩𝐚𝐬𝐬 𝟏𝟐", "pass 12"),
            ("a\u{a0}b\u{2009}c", "a b c"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("R&D; &unknown; & (see [1])", "R&D; &unknown; & (see [1])"),
            ("نُرجّح", "نرجح"),
        ] {
            assert_eq!(Folded::new(written).text, meant, "{written:?}");
        }
        assert_eq!(LOOK.chars().count(), SEEN.chars().count());
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
