//! A file as a tree of values that know where they stand.

use serde_json::Value;

use super::build::build;
use super::error::YamlError;
use super::lines::Lines;
use super::node::{Kind, Node};
use super::precheck::precheck;
use crate::domain::record::path::{Path, Step};

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Tree {
    text: String,
    pub(super) root: Node,
}

/// Which side of `key: value` is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Key,
    Value,
}

/// A place to underline: line and column from 1, the length in characters on that line, at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
    pub length: usize,
}

impl Position {
    /// Where nothing better is known.
    pub const START: Position = Position {
        line: 1,
        column: 1,
        length: 1,
    };

    pub fn at((line, column): (usize, usize)) -> Position {
        Position {
            line,
            column,
            ..Position::START
        }
    }
}

/// Reads a text into a tree, or says everything that forbids it.
pub(crate) fn parse(text: &str) -> Result<Tree, Vec<YamlError>> {
    let faults = precheck(text);
    if !faults.is_empty() {
        return Err(faults);
    }
    build(text).map(|root| Tree {
        text: text.to_owned(),
        root,
    })
}

impl Tree {
    /// The document as JSON: plain scalars by the YAML 1.2 core schema, keys in the file's order.
    ///
    /// A number that JSON does not know (`.inf`, a whole number beyond 64 bits) is the text as written.
    pub fn value(&self) -> Value {
        self.root.value()
    }

    /// Where the path stands, or its nearest ancestor that is in the file.
    ///
    /// A value that is not written is shown at its key, and so is the key of a list item at its value.
    pub fn position(&self, path: &Path, part: Part) -> Position {
        let (mut node, mut key) = (&self.root, None);
        let mut part = part;
        for step in &path.0 {
            let found = match (&node.kind, step) {
                (Kind::Map { entries, .. }, Step::Key(wanted)) => entries
                    .iter()
                    .find(|entry| entry.key == *wanted)
                    .map(|entry| (&entry.value, Some((entry.start, entry.key_end)))),
                (Kind::List { items, .. }, Step::Index(at)) => {
                    items.get(*at).map(|item| (&item.value, None))
                }
                _ => None,
            };
            match found {
                Some(found) => (node, key) = found,
                None if std::ptr::eq(node, &self.root) => {
                    return Position {
                        line: 1,
                        column: 1,
                        length: 1,
                    };
                }
                // The nearest ancestor is meant as a whole, and its key names it best.
                None => {
                    part = Part::Key;
                    break;
                }
            }
        }
        if path.0.is_empty() {
            return Position {
                line: 1,
                column: 1,
                length: 1,
            };
        }
        match (part, key) {
            (Part::Key, Some((start, end))) => self.underline(start, end),
            (Part::Value, Some((start, end))) if node.start == node.end => {
                self.underline(start, end)
            }
            _ => self.underline(node.start, node.end),
        }
    }

    fn underline(&self, start: usize, end: usize) -> Position {
        let lines = Lines::new(&self.text);
        let length = lines
            .between(start, end.min(lines.end_of(start)))
            .trim_end()
            .chars()
            .count();
        Position {
            line: lines.number(start),
            column: lines.column(start) + 1,
            length: length.max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{feff}id: é🔥x # c\r\nempty:\r\n'quoted key': \"v\"\r\nlist:\r\n- a: |\r\n    text\r\n  b: {c: d}\r\n-   e\r\nmap:\r\n  # c\r\n  k: v\r\n";

    #[test]
    fn positions_are_in_characters_and_lines() {
        let tree = parse(TEXT).expect("parses");
        let quoted = Path::root().key("quoted key");
        let item = Path::of("list").index(0);
        for (path, part, expected) in [
            (Path::of("id"), Part::Key, (1, 1, 2)),
            (Path::of("id"), Part::Value, (1, 5, 3)),
            (Path::of("empty"), Part::Value, (2, 1, 5)),
            (quoted.clone(), Part::Key, (3, 1, 12)),
            (quoted, Part::Value, (3, 15, 3)),
            (Path::of("list"), Part::Key, (4, 1, 4)),
            (Path::of("list"), Part::Value, (5, 1, 6)),
            (item.clone(), Part::Key, (5, 3, 4)),
            (item.key("a"), Part::Value, (5, 6, 1)),
            (item.key("b").key("c"), Part::Value, (7, 10, 1)),
            (item.key("b"), Part::Value, (7, 6, 6)),
            (Path::of("list").index(1), Part::Value, (8, 5, 1)),
            (Path::of("map"), Part::Value, (11, 3, 4)),
            // Not in the file: the nearest ancestor's key, else the beginning.
            (Path::of("map.gone.deeper"), Part::Value, (9, 1, 3)),
            (item.key("gone"), Part::Value, (5, 3, 4)),
            (Path::of("list").index(7), Part::Value, (4, 1, 4)),
            (Path::of("id.x"), Part::Key, (1, 1, 2)),
            (Path::of("gone"), Part::Key, (1, 1, 1)),
            (Path::root(), Part::Value, (1, 1, 1)),
        ] {
            let Position {
                line,
                column,
                length,
            } = tree.position(&path, part);
            assert_eq!((line, column, length), expected, "{path} {part:?}");
        }
    }
}
