//! The values of a tree, each with its place in the text.

use serde_json::{Map, Value};

use super::scalar::Meaning;

/// A value. Its text is `start..end` in bytes: from the first character that belongs to it alone
/// (the `|` of a block scalar, the first key, the first dash) to the end of its last, comments and
/// line break excluded. A value that is not written is an empty range just after its `:` or `-`.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Scalar(Scalar),
    Map { flow: bool, entries: Vec<Entry> },
    List { flow: bool, items: Vec<Item> },
}

#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub text: String,
    pub meaning: Meaning,
    pub style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Not written at all.
    Empty,
    Plain,
    Single,
    Double,
    /// `|` or `>`: the end of its header, and whether the blank lines after it are part of it (`|+`).
    Block {
        header: usize,
        keeps: bool,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub start: usize,
    pub key_end: usize,
    /// Just after the colon.
    pub after: usize,
    pub value: Node,
}

#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The dash; in a flow list, the value itself.
    pub start: usize,
    /// Just after the dash; in a flow list, the start of the value.
    pub after: usize,
    pub value: Node,
}

impl Node {
    pub(super) fn value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.meaning.value(&scalar.text),
            Kind::Map { entries, .. } => Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.value.value()))
                    .collect::<Map<_, _>>(),
            ),
            Kind::List { items, .. } => {
                Value::Array(items.iter().map(|item| item.value.value()).collect())
            }
        }
    }

    /// The value with every scalar as the text it was written as, and without empty ones.
    pub(super) fn written(&self) -> Value {
        match &self.kind {
            Kind::Scalar(scalar) if scalar.meaning == Meaning::Null => Value::Null,
            Kind::Scalar(scalar) => Value::String(scalar.text.clone()),
            Kind::Map { entries, .. } => {
                let entries = entries
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.value.written()));
                Value::Object(entries.filter(|(_, value)| !value.is_null()).collect())
            }
            Kind::List { items, .. } => {
                Value::Array(items.iter().map(|item| item.value.written()).collect())
            }
        }
    }

    /// A mapping or list written on lines of its own, without brackets.
    pub(super) fn is_block_collection(&self) -> bool {
        matches!(
            self.kind,
            Kind::Map { flow: false, .. } | Kind::List { flow: false, .. }
        )
    }

    /// Whether blank lines that follow would become part of this: it ends in `|+`.
    pub(super) fn keeps_blank_lines(&self) -> bool {
        matches!(self.last_style(), Some(Style::Block { keeps: true, .. }))
    }

    pub(super) fn ends_in_block_scalar(&self) -> bool {
        matches!(self.last_style(), Some(Style::Block { .. }))
    }

    /// How the scalar at the very end is written; none where a bracket ends the value.
    fn last_style(&self) -> Option<Style> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar.style),
            Kind::Map {
                flow: false,
                entries,
            } => entries.last()?.value.last_style(),
            Kind::List { flow: false, items } => items.last()?.value.last_style(),
            Kind::Map { .. } | Kind::List { .. } => None,
        }
    }
}
