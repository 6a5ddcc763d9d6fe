//! Columns that stand below each other, without lines around them.

use console::measure_text_width;

/// Rows of cells; the last column takes what room is left.
///
/// Cells are measured as they are seen, colour not counted, so that a coloured cell stands where a
/// plain one would.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, each indented, none ending in blanks and none wider than `width`. A column that is
    /// empty throughout takes no room.
    pub fn lines(self, indent: usize, width: usize) -> Vec<String> {
        let widths = widths(&self.rows);
        let line = |cells: &Vec<String>| {
            let mut line = " ".repeat(indent);
            for (cell, width) in cells.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                line.push_str(&padded(cell, width + GAP));
            }
            fit(line.trim_end(), width)
        };
        self.rows.iter().map(line).collect()
    }
}

/// The blanks between two columns.
pub const GAP: usize = 2;

/// How wide each column is.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = measure_text_width(cell).max(*width);
        }
    }
    widths
}

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
