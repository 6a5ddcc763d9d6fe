//! A message as Slack's blocks.
//!
//! Words of a record are somebody's, and nothing in them may ring a channel, mention a person, make a
//! link or change a style. Slack's own markup has no way to write a `*` that is only a star, so
//! markup is not used: text stands in rich text, where styles are fields of their own and words are
//! words, and headings in plain text. Only headings and the fallback know the three characters that
//! Slack wants escaped.

use serde_json::{Value, json};

/// What Slack takes, in its own way of counting: UTF-16 units, after escaping.
const HEADING: usize = 150;
const TEXT: usize = 3000;
const BLOCKS: usize = 50;

/// All blocks together, as JSON. Slack says of no such limit, and refuses somewhat above 13,000
/// characters with `msg_blocks_too_long`; a message that says what it leaves out is better than none.
const MESSAGE: usize = 12_000;

/// What the block takes up that says what was left out, rather more than less.
const NOTE: usize = 300;

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A large line.
    Heading(String),
    Paragraph(Vec<Span>),
}

/// Words in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
}

impl Span {
    pub(crate) fn plain(text: impl Into<String>) -> Span {
        Span {
            text: text.into(),
            ..Span::default()
        }
    }

    pub(crate) fn bold(text: impl Into<String>) -> Span {
        Span {
            bold: true,
            ..Span::plain(text)
        }
    }

    fn is_like(&self, other: &Span) -> bool {
        (self.bold, self.italic, self.code) == (other.bold, other.italic, other.code)
    }
}

/// The body of an incoming webhook: `fallback` is what a notification shows, and what is shown where
/// blocks are not known. A message of no pieces shows it as well.
pub(crate) fn message(fallback: &str, pieces: &[Piece]) -> Value {
    let mut blocks: Vec<Block> = pieces.iter().flat_map(blocks_of).collect();
    if blocks.is_empty() {
        blocks = blocks_of(&Piece::Paragraph(vec![Span::plain(fallback)]));
    }
    let blocks: Vec<Value> = fitting(blocks)
        .into_iter()
        .map(|block| block.json)
        .collect();
    json!({
        "text": short(&clean(fallback)),
        "blocks": blocks,
        // The fallback's stars are stars.
        "mrkdwn": false,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

struct Block {
    json: Value,
    /// How many letters of the message it holds.
    letters: usize,
}

fn blocks_of(piece: &Piece) -> Vec<Block> {
    match piece {
        Piece::Heading(text) => {
            let line = clean(text);
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            let parts = split(&line, HEADING, escaped_width);
            parts.into_iter().filter_map(heading).collect()
        }
        Piece::Paragraph(spans) => rich_text(spans),
    }
}

fn heading(text: &str) -> Option<Block> {
    let text = text.trim();
    (!text.is_empty()).then(|| Block {
        letters: text.chars().count(),
        json: json!({
            "type": "header",
            "text": {"type": "plain_text", "text": escaped(text), "emoji": false},
        }),
    })
}

/// Words in their styles, in as many blocks as they need.
fn rich_text(spans: &[Span]) -> Vec<Block> {
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        let text = clean(&span.text);
        match merged.last_mut() {
            Some(last) if last.is_like(span) => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => merged.push(Span {
                text,
                ..span.clone()
            }),
        }
    }
    let whole: String = merged.iter().map(|span| span.text.as_str()).collect();
    let mut rest = merged.into_iter();
    let mut current = rest.next();
    let mut blocks = Vec::new();
    for part in split(whole.trim_end_matches('\n'), TEXT, char::len_utf16) {
        let mut elements = Vec::new();
        let mut missing = part.len();
        while let Some(span) = &mut current
            && missing > 0
        {
            let length = span.text.len().min(missing);
            let after = span.text.split_off(length);
            elements.push(element(span));
            missing -= length;
            span.text = after;
            if span.text.is_empty() {
                current = rest.next();
            }
        }
        // Slack refuses what shows nothing.
        if !part.trim().is_empty() {
            blocks.push(Block {
                letters: part.chars().count(),
                json: json!({
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": elements}],
                }),
            });
        }
    }
    blocks
}

fn element(span: &Span) -> Value {
    let mut element = json!({"type": "text", "text": span.text});
    let mut style = serde_json::Map::new();
    for (name, is_so) in [
        ("bold", span.bold),
        ("italic", span.italic),
        ("code", span.code),
    ] {
        if is_so {
            style.insert(name.to_owned(), Value::Bool(true));
        }
    }
    if !style.is_empty() {
        element["style"] = Value::Object(style);
    }
    element
}

/// As many blocks as Slack takes; what does not fit is told as the last one.
fn fitting(mut blocks: Vec<Block>) -> Vec<Block> {
    let size = |block: &Block| block.json.to_string().chars().count() + 1;
    let all: usize = blocks.iter().map(size).sum();
    if blocks.len() <= BLOCKS && all <= MESSAGE {
        return blocks;
    }
    let mut room = MESSAGE - NOTE;
    let fits = blocks
        .iter()
        .take(BLOCKS - 1)
        .take_while(|block| match room.checked_sub(size(block)) {
            Some(left) => {
                room = left;
                true
            }
            None => false,
        })
        .count();
    let left_out: usize = blocks.drain(fits..).map(|block| block.letters).sum();
    let note = Span {
        italic: true,
        ..Span::plain(format!(
            "{left_out} characters were left out because of Slack's length limit."
        ))
    };
    blocks.extend(rich_text(&[note]));
    blocks
}

/// The fallback, as long as Slack shows one, and escaped.
fn short(text: &str) -> String {
    let parts = split(text, TEXT - NOTE, escaped_width);
    let Some((first, rest)) = parts.split_first() else {
        return String::new();
    };
    let left_out: usize = rest.iter().map(|part| part.chars().count()).sum();
    match left_out {
        0 => escaped(first),
        more => format!("{}… ({more} more characters)", escaped(first)),
    }
}

/// Text in parts that are no wider than a limit, cut behind the end of a line where that is not too
/// early, else behind a word, else wherever it must. Nothing is lost between the parts.
fn split(text: &str, limit: usize, width: impl Fn(char) -> usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut used = 0;
        let too_wide = rest.char_indices().find(|(_, letter)| {
            used += width(*letter);
            used > limit
        });
        let Some((most, _)) = too_wide else {
            parts.push(rest);
            break;
        };
        let fitting = &rest[..most];
        let behind = |end: Option<(usize, char)>| end.map(|(at, letter)| at + letter.len_utf8());
        let ends = |is_end: fn(char) -> bool| {
            behind(fitting.char_indices().rfind(|(_, letter)| is_end(*letter)))
        };
        let line = ends(|letter| letter == '\n');
        let cut = line
            .filter(|at| *at >= most / 2)
            .or_else(|| ends(char::is_whitespace))
            .unwrap_or(most);
        let (part, after) = rest.split_at(cut);
        parts.push(part);
        rest = after;
    }
    parts
}

/// Text without what a screen would obey. Line breaks stay, and a tab becomes a blank.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| if letter == '\t' { ' ' } else { letter })
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect()
}

/// Text as Slack wants it where it looks for markup: these three characters and no others.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn escaped_width(letter: char) -> usize {
    match letter {
        '&' => "&amp;".len(),
        '<' | '>' => "&lt;".len(),
        letter => letter.len_utf16(),
    }
}

#[cfg(test)]
mod tests;
