//! Columns that stand below each other, without lines around them.

use comfy_table::{ColumnConstraint, ContentArrangement, presets};
use console::measure_text_width;

/// Rows of cells; the last column takes what room is left.
///
/// Cells are measured as they are seen, colour not counted, so that a coloured cell stands where a
/// plain one would.
#[derive(Debug)]
pub struct Table {
    table: comfy_table::Table,
    /// Which columns have anything in them.
    used: Vec<bool>,
}

impl Default for Table {
    fn default() -> Self {
        let mut table = comfy_table::Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        Table {
            table,
            used: Vec::new(),
        }
    }
}

impl Table {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        self.used.resize(self.used.len().max(cells.len()), false);
        for (used, cell) in self.used.iter_mut().zip(&cells) {
            *used |= !cell.is_empty();
        }
        self.table.add_row(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The lines, each indented, none ending in blanks and none wider than `width`. A column that is
    /// empty throughout takes no room.
    pub fn lines(mut self, indent: usize, width: usize) -> Vec<String> {
        for (column, used) in self.table.column_iter_mut().zip(&self.used) {
            column.set_padding((0, GAP as u16));
            if !used {
                column.set_constraint(ColumnConstraint::Hidden);
            }
        }
        let indent = " ".repeat(indent);
        self.table
            .lines()
            .map(|line| fit(format!("{indent}{line}").trim_end(), width))
            .collect()
    }
}

/// The blanks between two columns.
pub const GAP: usize = 2;

/// A cell with the blanks that bring it to a width; a wider one is left as it is.
pub fn padded(cell: &str, width: usize) -> String {
    let blanks = width.saturating_sub(measure_text_width(cell));
    format!("{cell}{}", " ".repeat(blanks))
}

/// Cuts a line that is too wide, saying so with an ellipsis.
pub fn fit(line: &str, width: usize) -> String {
    console::truncate_str(line, width, "\u{2026}").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_takes_no_room_and_an_empty_column_none() {
        let mut table = Table::new();
        table.row(["\x1b[1mnow\x1b[0m".into(), String::new(), "a".into()]);
        table.row(["overdue".into(), String::new(), "\u{1f525}b".into()]);
        table.row(["x".into()]);
        assert_eq!(
            table.lines(1, 80),
            [" \x1b[1mnow\x1b[0m      a", " overdue  \u{1f525}b", " x"]
        );
    }
}
