//! Columns that stand below each other, without lines around them.

use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Width, presets};

/// Rows of cells; the last column takes what room is left.
pub struct Table {
    table: comfy_table::Table,
    columns: usize,
}

impl Table {
    pub fn new() -> Self {
        let mut table = comfy_table::Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        Table { table, columns: 0 }
    }

    pub fn header<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.table.set_header(names);
        self
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<Cell> = cells.into_iter().map(Cell::new).collect();
        self.columns = self.columns.max(cells.len());
        self.table.add_row(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The lines, each indented, none ending in blanks and none wider than `width`.
    pub fn lines(mut self, indent: usize, width: usize) -> Vec<String> {
        for column in self.table.column_iter_mut() {
            column.set_padding((0, 2));
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(1)));
        }
        let pad = " ".repeat(indent);
        self.table
            .lines()
            .map(|line| fit(&format!("{pad}{}", line.trim_end()), width))
            .collect()
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

/// Cuts a line that is too wide, saying so with an ellipsis.
pub fn fit(line: &str, width: usize) -> String {
    console::truncate_str(line, width, "\u{2026}").into_owned()
}
