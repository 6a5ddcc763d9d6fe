//! Columns that stand below each other, without lines around them.

use console::measure_text_width;

/// Rows of cells; the last column takes what room is left.
///
/// Cells are measured as they are seen, colour not counted, so that a coloured cell stands where a
/// plain one would.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// How wide each column is at its widest; one that is empty throughout is 0.
    widths: Vec<usize>,
    /// Columns that give way where there is no room for the last, the first of them first.
    yielding: Vec<usize>,
}

impl Table {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let line = |cell: String| cell.replace('\n', " ");
        let cells: Vec<String> = cells.into_iter().map(line).collect();
        self.widths.resize(self.widths.len().max(cells.len()), 0);
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = measure_text_width(cell).max(*width);
        }
        self.rows.push(cells);
    }

    /// Lets columns give way to the last one, in this order, until it has a quarter of the line or all
    /// it needs.
    pub fn yielding(mut self, columns: impl IntoIterator<Item = usize>) -> Table {
        self.yielding.extend(columns);
        self
    }

    /// Leaves out as many columns as must give way.
    fn give_way(&mut self, indent: usize, width: usize) {
        for column in std::mem::take(&mut self.yielding) {
            let Some((last, before)) = self.widths.split_last() else {
                return;
            };
            let shown = before.iter().filter(|width| **width > 0);
            let taken: usize = shown.map(|width| width + GAP).sum();
            if indent + taken + (*last).min(width / 4) <= width {
                return;
            }
            self.widths[column] = 0;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, each indented, none ending in blanks and none wider than `width`. A column that is
    /// empty throughout takes no room.
    pub fn lines(mut self, indent: usize, width: usize) -> Vec<String> {
        self.give_way(indent, width);
        let indent = " ".repeat(indent);
        let rows = std::mem::take(&mut self.rows).into_iter();
        rows.map(|row| {
            let shown = row
                .iter()
                .zip(&self.widths)
                .filter(|(_, width)| **width > 0);
            let cells = shown.map(|(cell, width)| padded(cell, width + GAP));
            let line: String = std::iter::once(indent.clone()).chain(cells).collect();
            fit(line.trim_end(), width)
        })
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

    #[test]
    fn columns_give_way_to_the_last() {
        let lines = |width: usize| {
            let mut table = Table::new().yielding([2, 1]);
            table.row(
                [
                    "INC-1",
                    "open",
                    "Rana",
                    "\u{6f22}\u{5b57} go wrong in a title",
                ]
                .map(str::to_owned),
            );
            table.lines(0, width)
        };
        assert_eq!(
            lines(45),
            ["INC-1  open  Rana  \u{6f22}\u{5b57} go wrong in a title"]
        );
        assert_eq!(
            lines(28),
            ["INC-1  open  Rana  \u{6f22}\u{5b57} go \u{2026}"]
        );
        assert_eq!(lines(20), ["INC-1  open  \u{6f22}\u{5b57} g\u{2026}"]);
        assert_eq!(lines(15), ["INC-1  \u{6f22}\u{5b57} go\u{2026}"]);
    }
}
