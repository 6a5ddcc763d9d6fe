//! How a file is indented, so that what is added looks like its neighbours.

use super::lines::Lines;
use super::node::{Kind, Node};

/// Widths of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// A mapping's keys below the key that holds it.
    pub indent: usize,
    /// A list's dashes below the key that holds it; 0 in a file with zero-indented lists.
    pub list: usize,
    /// An item's content after its dash.
    pub dash: usize,
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            indent: 2,
            list: 2,
            dash: 2,
        }
    }
}

impl Layout {
    /// This layout, except for what the value itself shows otherwise.
    #[must_use]
    pub(super) fn near(self, node: &Node, lines: Lines<'_>) -> Self {
        let mut seen = LayoutCount::default();
        seen.look(node, lines);
        Layout {
            indent: seen.indent.unwrap_or(self.indent),
            list: seen.list.unwrap_or(self.list),
            dash: seen.dash.unwrap_or(self.dash),
        }
    }
}

#[derive(Default)]
struct LayoutCount {
    indent: Option<usize>,
    list: Option<usize>,
    dash: Option<usize>,
}

impl LayoutCount {
    fn look(&mut self, node: &Node, lines: Lines<'_>) {
        if self.indent.is_some() && self.list.is_some() && self.dash.is_some() {
            return;
        }
        match &node.kind {
            Kind::Map {
                flow: false,
                entries,
            } => {
                for entry in entries {
                    self.child(lines.column(entry.start), &entry.value, lines);
                    self.look(&entry.value, lines);
                }
            }
            Kind::List { flow: false, items } => {
                for item in items {
                    let written = item.value.start < item.value.end;
                    if self.dash.is_none()
                        && written
                        && lines.is_same_line(item.start, item.value.start)
                    {
                        self.dash = Some(item.value.start - item.start);
                    }
                    self.look(&item.value, lines);
                }
            }
            _ => {}
        }
    }

    fn child(&mut self, column: usize, value: &Node, lines: Lines<'_>) {
        let deeper = || lines.column(value.start).saturating_sub(column);
        match value.kind {
            Kind::Map { flow: false, .. } => {
                self.indent.get_or_insert_with(deeper);
            }
            Kind::List { flow: false, .. } => {
                self.list.get_or_insert_with(deeper);
            }
            _ => {}
        }
    }
}
