//! Old value, new value and tree side by side: which stretches of the text must change.
//!
//! Only what differs between `old` and `new` is looked at. `old` is what a typed reader made of the
//! text and may differ from what is written: a number where it has text, `{answer: x}` where it has
//! `x`, an empty value where it has no key at all. Where the two are of different kinds, what is
//! written counts as the old value.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::block::Block;
use super::elements::{Addition, Element};
use super::emit;
use super::flow::Flow;
use super::layout::Layout;
use super::lines::Lines;
use super::node::{Entry, Item, Kind, Node, Style};
use super::replace::{Slot, replace};
use super::window::Windows;
use crate::domain::record::change::{Pair, align};

pub(super) struct Walk<'a> {
    pub lines: Lines<'a>,
    pub windows: Windows,
}

/// The surroundings of the value that is looked at.
#[derive(Clone, Copy)]
struct Place {
    /// None for the whole document.
    slot: Option<Slot>,
    layout: Layout,
    /// Where the value's keys or dashes stand.
    column: usize,
    /// In brackets, its own or those around it.
    flow: bool,
}

impl<'a> Walk<'a> {
    /// Changes the text of `node` from meaning `old` to meaning `new`. `slot` is none for the whole document.
    pub(super) fn walk(
        &mut self,
        node: &Node,
        old: Option<&Value>,
        new: &Value,
        slot: Option<Slot>,
        layout: Layout,
    ) {
        if old == Some(new) {
            return;
        }
        let layout = layout.near(node, self.lines);
        let flow = slot.is_some_and(|slot| slot.flow);
        let place = |own: bool| Place {
            slot,
            layout,
            column: self.lines.column(node.start),
            flow: flow || own,
        };
        let followed = match (&node.kind, new) {
            (Kind::Map { flow, entries }, Value::Object(new)) => {
                self.map(node, entries, old, new, place(*flow))
            }
            (Kind::List { flow, items }, Value::Array(new)) => {
                self.list(node, items, old, new, place(*flow))
            }
            _ => false,
        };
        if !followed {
            match slot {
                Some(slot) => replace(&mut self.windows, self.lines, node, new, slot, layout),
                None => self.document(node, new),
            }
        }
    }

    /// Nothing of the document stays but the comments around it.
    fn document(&mut self, node: &Node, new: &Value) {
        let lines = self.lines;
        let text = emit::document(new);
        if node.start == node.end {
            let end = lines.text.len();
            let cut = !lines.from(lines.base()).is_empty() && !lines.text.ends_with('\n');
            self.windows
                .insert(end, if cut { format!("\n{text}") } else { text });
            return;
        }
        let end = lines.end_of(node.end);
        let comment = lines.between(node.end, end).trim();
        self.windows.replace(
            node.start,
            end,
            format!("{text}{comment}").trim_end_matches('\n'),
        );
    }

    /// Whether the change could be followed into the entries: one at least must stay.
    fn map(
        &mut self,
        node: &Node,
        entries: &[Entry],
        old: Option<&Value>,
        new: &Map<String, Value>,
        place: Place,
    ) -> bool {
        let written = node.value();
        let typed = old.and_then(Value::as_object);
        let Some(base) = typed.or(written.as_object()) else {
            return false;
        };
        // An empty value that the typed reader passed over is none of this edit's business.
        let is_passed = |key: &str| {
            base.get(key)
                .is_none_or(|value| typed.is_none() && value.is_null())
        };
        let is_kept = |entry: &Entry| new.contains_key(&entry.key) || is_passed(&entry.key);
        let elements: Vec<Element> = entries
            .iter()
            .map(|entry| element(entry.start, &entry.value, is_kept(entry)))
            .collect();
        if !elements.iter().any(|element| element.kept) {
            return false;
        }
        let places: HashMap<&str, usize> = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.key.as_str(), at))
            .collect();
        let head = if place.slot.is_none() {
            emit::head(new)
        } else {
            usize::MAX
        };
        let (mut additions, mut after) = (Vec::new(), None);
        for (order, (key, value)) in new.iter().enumerate() {
            if let Some(at) = places.get(key.as_str()).copied() {
                self.walk(
                    &entries[at].value,
                    base.get(key),
                    value,
                    Some(self.slot(&entries[at], place)),
                    place.layout,
                );
                after = Some(at);
            } else if base.get(key) != Some(value) {
                let text = if place.flow {
                    emit::flow_entry(key, value)
                } else {
                    emit::entry(key, value, place.column, place.layout)
                };
                additions.push(Addition {
                    after,
                    text,
                    apart: order >= head,
                });
            }
        }
        self.edit(&elements, place, &additions);
        true
    }

    fn slot(&self, entry: &Entry, place: Place) -> Slot {
        let width = self.lines.between(entry.start, entry.after).chars().count();
        let column = self.lines.column(entry.start);
        Slot {
            after: entry.after,
            column,
            used: column + width,
            flow: place.flow,
            dash: false,
        }
    }

    /// Whether the change could be followed into the items: one at least must stay.
    fn list(
        &mut self,
        node: &Node,
        items: &[Item],
        old: Option<&Value>,
        new: &[Value],
        place: Place,
    ) -> bool {
        let written = node.value();
        let typed = old
            .and_then(Value::as_array)
            .filter(|old| old.len() == items.len());
        let Some(base) = typed.or(written.as_array()) else {
            return false;
        };
        let Place {
            column,
            layout,
            flow,
            ..
        } = place;
        let mut elements: Vec<Element> = items
            .iter()
            .map(|item| element(item.start, &item.value, false))
            .collect();
        let apart = !flow && self.block(&elements, place).is_apart();
        let (mut additions, mut after) = (Vec::new(), None);
        for pair in align(base, new) {
            match pair {
                Pair::Kept { old, new: at } => {
                    elements[old].kept = true;
                    after = Some(old);
                    let slot = Slot {
                        after: items[old].after,
                        column,
                        used: column + layout.dash,
                        flow,
                        dash: true,
                    };
                    self.walk(
                        &items[old].value,
                        base.get(old),
                        &new[at],
                        Some(slot),
                        layout,
                    );
                }
                Pair::Added { new: at } => {
                    let text = if flow {
                        emit::flow(&new[at])
                    } else {
                        emit::item(&new[at], column, layout)
                    };
                    additions.push(Addition { after, text, apart });
                }
                Pair::Removed { .. } => {}
            }
        }
        if after.is_some() {
            self.edit(&elements, place, &additions);
        }
        after.is_some()
    }

    fn edit(&mut self, elements: &[Element], place: Place, additions: &[Addition]) {
        if place.flow {
            Flow {
                lines: self.lines,
                elements,
            }
            .edit(&mut self.windows, additions);
        } else {
            self.block(elements, place)
                .edit(&mut self.windows, additions);
        }
    }

    fn block<'e>(&self, elements: &'e [Element], place: Place) -> Block<'e>
    where
        'a: 'e,
    {
        Block {
            lines: self.lines,
            elements,
            column: place.column,
            owns_column: place.slot.is_none_or(|slot| place.column > slot.column),
            is_root: place.slot.is_none(),
        }
    }
}

fn element(start: usize, value: &Node, kept: bool) -> Element {
    let empty = matches!(&value.kind, Kind::Scalar(scalar) if scalar.style == Style::Empty);
    Element {
        start,
        end: value.end,
        kept,
        empty,
        keeps_blank_lines: value.keeps_blank_lines(),
    }
}
