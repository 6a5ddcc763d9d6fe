//! From the parser's events to a tree with exact places.
//!
//! The parser's spans are trusted for what is written on one spot (keys, plain and quoted scalars,
//! brackets). Everything else it reports loosely: a block scalar's span begins at its content and
//! ends at the next token, a zero-indented list begins at its item and not at its dash, a missing
//! value may be placed at the next token. Those are found by walking on from a cursor that stands
//! behind the last token, over blanks and comments.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

use super::block_end::{block_scalar, indenting_tab};
use super::bounds::{DEPTH, FAULTS, TOO_DEEP};
use super::error::YamlError;
use super::lines::{Lines, without_bom};
use super::node::{Entry, Item, Kind, Node, Scalar, Style};
use super::scalar::Meaning;
use super::wording::{TAB, UNCLOSED, wording};

/// Reads the whole text, collecting faults as long as the structure can be followed.
pub(super) fn build(text: &str) -> Result<Node, Vec<YamlError>> {
    let mut builder = Builder {
        lines: Lines::new(text),
        cursor: Lines::new(text).base(),
        frames: Vec::new(),
        spread: Vec::new(),
        faults: Vec::new(),
        root: None,
        documents: 0,
    };
    let options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: DEPTH + 1,
        block_nesting_limit: DEPTH + 1,
    };
    for step in Parser::new_from_str_with_options(without_bom(text), options) {
        let followed = match step {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => Err(builder.misread(&error)),
        };
        if let Err(error) = followed {
            builder.faults.push(error);
            return Err(builder.faults);
        }
        if builder.faults.len() >= FAULTS {
            return Err(builder.faults);
        }
    }
    builder.finish()
}

struct Builder<'a> {
    lines: Lines<'a>,
    /// Just behind the last token understood.
    cursor: usize,
    frames: Vec<Frame>,
    /// Scalars over several lines, where a leading tab is content.
    spread: Vec<(usize, usize)>,
    faults: Vec<YamlError>,
    root: Option<Node>,
    documents: usize,
}

/// A collection that is still open.
struct Frame {
    flow: bool,
    start: usize,
    content: Content,
}

enum Content {
    Map {
        entries: Vec<Entry>,
        seen: HashMap<String, usize>,
        key: Option<Key>,
    },
    List {
        items: Vec<Item>,
        dash: Option<(usize, usize)>,
    },
}

struct Key {
    text: String,
    start: usize,
    end: usize,
    after: usize,
}

/// Where the next node goes.
enum Place {
    Root,
    Key,
    Value,
    Item,
}

type Followed = Result<(), YamlError>;

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Followed {
        let range = span.byte_range().unwrap_or_default();
        let (start, end) = (
            range.start + self.lines.base(),
            range.end + self.lines.base(),
        );
        if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
            let message = "`!` begins a tag, which a record does not use; remove it, or put the text in double quotes";
            self.faults
                .push(self.lines.error(tag.start + self.lines.base(), message));
        }
        match event {
            Event::DocumentStart(explicit, _) => self.document(explicit, start, end),
            Event::DocumentEnd if start < end => Err(self.lines.error(start, ENDED)),
            Event::Scalar(text, style, _, _) => self.scalar(text.into_owned(), style, start, end),
            Event::MappingStart(style, _, _) => {
                let content = Content::Map {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    key: None,
                };
                self.open(style, start, end, content)
            }
            Event::SequenceStart(style, _, _) => self.open(
                style,
                start,
                end,
                Content::List {
                    items: Vec::new(),
                    dash: None,
                },
            ),
            Event::MappingEnd | Event::SequenceEnd => self.close(end),
            Event::Anchor(..) => {
                let message = "`&` begins an anchor, which a record does not use; remove it, and write the value out wherever it is needed";
                self.faults.push(self.lines.error(start, message));
                Ok(())
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let message = "`*` begins an alias, which a record does not use; write the value out, or put the text in double quotes";
                Err(self.lines.error(start, message))
            }
            _ => Ok(()),
        }
    }

    /// The parser's error in our words, moved to what caused it where the parser noticed late: to
    /// the tab, to the opening quote.
    fn misread(&self, error: &ScanError) -> YamlError {
        let lines = self.lines;
        let message = wording(error.kind());
        let mut at = error.marker().byte_offset().unwrap_or_default() + lines.base();
        if message == TAB {
            let start = lines.start_of(at);
            at = lines.from(start).find('\t').map_or(at, |tab| start + tab);
        }
        if message == UNCLOSED {
            let opening = lines.skip_trivia(self.cursor);
            at = if lines.from(opening).starts_with(['"', '\'']) {
                opening
            } else {
                at
            };
        }
        lines.error(at, message)
    }

    fn document(&mut self, explicit: bool, start: usize, end: usize) -> Followed {
        self.documents += 1;
        if self.documents > 1 {
            let message = "a second document begins here; a record is one document, so remove this line or move what follows to a file of its own";
            return Err(self.lines.error(start, message));
        }
        if explicit {
            self.cursor = end;
            if self.lines.is_same_line(end, self.lines.skip_trivia(end))
                && !self.lines.from(end).trim().is_empty()
            {
                let message = "only a comment may follow `---`; put the content on the next line";
                return Err(self.lines.error(end, message));
            }
        }
        Ok(())
    }

    /// Finds the place of the next node and moves the cursor to where it may begin.
    fn place(&mut self, start: usize) -> Result<Place, YamlError> {
        let lines = self.lines;
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Place::Root);
        };
        let flow = frame.flow;
        match &mut frame.content {
            Content::Map { key: Some(_), .. } => Ok(Place::Value),
            Content::Map { key: None, .. } => {
                let mut at = lines.skip_trivia(self.cursor);
                if flow && lines.from(at).starts_with(',') {
                    at = lines.skip_trivia(at + 1);
                }
                if at < start && lines.from(at).starts_with('?') {
                    return Err(lines.error(
                        at,
                        "`?` begins a key in a form that a record does not use; write `key: value`",
                    ));
                }
                Ok(Place::Key)
            }
            Content::List { dash, .. } if flow => {
                *dash = None;
                Ok(Place::Item)
            }
            Content::List { dash, .. } => {
                let at = lines.skip_trivia(self.cursor);
                if !lines.from(at).starts_with('-') {
                    return Err(lines.error(at, "expected a list item; begin it with `- `"));
                }
                if lines.between(at, lines.skip_blanks(at + 1)).contains('\t') {
                    self.faults.push(lines.error(at + 1, TAB));
                }
                *dash = Some((at, at + 1));
                self.cursor = at + 1;
                Ok(Place::Item)
            }
        }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, start: usize, end: usize) -> Followed {
        match self.place(start)? {
            Place::Key => self.key(text, style, start, end),
            _ => {
                let node = self.scalar_node(text, style, start, end);
                self.cursor = node.end;
                self.attach(node)
            }
        }
    }

    fn scalar_node(&mut self, text: String, style: ScalarStyle, start: usize, end: usize) -> Node {
        let (start, end, style, text) = match style {
            ScalarStyle::Plain if start == end => {
                (self.cursor, self.cursor, Style::Empty, String::new())
            }
            ScalarStyle::Plain => (start, end, Style::Plain, text),
            ScalarStyle::SingleQuoted => (start, end, Style::Single, text),
            ScalarStyle::DoubleQuoted => (start, end, Style::Double, text),
            _ => {
                let start = self.lines.skip_trivia(self.cursor);
                let (end, style) = block_scalar(self.lines, start, end, self.column());
                (start, end, style, text)
            }
        };
        if !self.lines.is_same_line(start, end) {
            self.spread.push((start, end));
        }
        let meaning = match style {
            Style::Plain | Style::Empty => Meaning::of_plain(&text),
            _ => Meaning::Text,
        };
        Node {
            start,
            end,
            kind: Kind::Scalar(Scalar {
                text,
                meaning,
                style,
            }),
        }
    }

    /// The column of the innermost block collection: what a block scalar's indentation counts from.
    fn column(&self) -> usize {
        self.frames
            .last()
            .map_or(0, |frame| self.lines.column(frame.start))
    }

    fn key(&mut self, text: String, style: ScalarStyle, start: usize, end: usize) -> Followed {
        let lines = self.lines;
        let at = lines.skip_blanks(end);
        if start == end {
            return Err(lines.error(
                start,
                "a `:` without a key; write the key before it, or put the text in double quotes",
            ));
        }
        if !lines.from(at).starts_with(':') {
            let message = format!("`{}` has no value; write `{}: …`", clip(&text), clip(&text));
            return Err(lines.error(start, message));
        }
        if matches!(style, ScalarStyle::Plain) && text == "<<" {
            let message =
                "`<<` merges another mapping, which a record does not use; write the keys out";
            self.faults.push(lines.error(start, message));
        }
        if let Some(Frame {
            content: Content::Map { seen, key, .. },
            ..
        }) = self.frames.last_mut()
        {
            match seen.get(&text) {
                Some(first) => {
                    let first = lines.number(*first);
                    let message = format!(
                        "`{}` is a duplicate key, first used on line {first}; keep one of them",
                        clip(&text)
                    );
                    self.faults.push(lines.error(start, message));
                }
                None => {
                    seen.insert(text.clone(), start);
                }
            }
            *key = Some(Key {
                text,
                start,
                end,
                after: at + 1,
            });
        }
        self.cursor = at + 1;
        Ok(())
    }

    fn open(
        &mut self,
        style: StructureStyle,
        start: usize,
        end: usize,
        content: Content,
    ) -> Followed {
        let lines = self.lines;
        if matches!(self.place(start)?, Place::Key) {
            return Err(lines.error(start, "a key must be a single word or text, not a list or a mapping; put it in double quotes"));
        }
        let flow = matches!(style, StructureStyle::Flow);
        if flow && start == end {
            return Err(lines.error(
                start,
                "a mapping inside `[…]` needs its own braces; write `{key: value}`",
            ));
        }
        // A zero-indented list is reported at its first item: its dash is what comes next.
        let start = if matches!(content, Content::List { .. }) && !flow {
            lines.skip_trivia(self.cursor)
        } else {
            start
        };
        if self.frames.len() >= DEPTH {
            return Err(lines.error(start, TOO_DEEP));
        }
        if flow {
            self.cursor = end;
        }
        self.frames.push(Frame {
            flow,
            start,
            content,
        });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Followed {
        let Some(Frame {
            flow,
            start,
            content,
        }) = self.frames.pop()
        else {
            return Ok(());
        };
        let end = if flow { end } else { self.cursor };
        self.cursor = end;
        let kind = match content {
            Content::Map { entries, .. } => Kind::Map { flow, entries },
            Content::List { items, .. } => Kind::List { flow, items },
        };
        self.attach(Node { start, end, kind })
    }

    fn attach(&mut self, value: Node) -> Followed {
        match self.frames.last_mut().map(|frame| &mut frame.content) {
            None => self.root = Some(value),
            Some(Content::Map { entries, key, .. }) => {
                if let Some(Key {
                    text,
                    start,
                    end,
                    after,
                }) = key.take()
                {
                    entries.push(Entry {
                        key: text,
                        start,
                        key_end: end,
                        after,
                        value,
                    });
                }
            }
            Some(Content::List { items, dash, .. }) => {
                let (start, after) = dash.take().unwrap_or((value.start, value.start));
                items.push(Item {
                    start,
                    after,
                    value,
                });
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Node, Vec<YamlError>> {
        let lines = self.lines;
        let root = self.root.take().unwrap_or_else(|| Node {
            start: self.cursor,
            end: self.cursor,
            kind: Kind::Scalar(Scalar {
                text: String::new(),
                meaning: Meaning::Null,
                style: Style::Empty,
            }),
        });
        let rest = lines.skip_trivia(self.cursor);
        if self.faults.is_empty() && rest < lines.text.len() {
            self.faults.push(lines.error(rest, ENDED));
        }
        if root.ends_in_block_scalar() && !lines.from(root.end).contains('\n') {
            let message = "the file ends inside a `|` text without a line break, which YAML tools read differently; end the last line with a line break";
            self.faults.push(lines.error(lines.text.len(), message));
        }
        self.faults.extend(indenting_tab(lines, &self.spread));
        if self.faults.is_empty() {
            Ok(root)
        } else {
            Err(self.faults)
        }
    }
}

const ENDED: &str = "a record is one YAML document; remove this line (`...` ends a document early)";

/// A key short enough to be named in a sentence.
fn clip(key: &str) -> String {
    let mut short: String = key
        .chars()
        .take(40)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if key.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
