//! Columns that stand below each other, without lines around them.

use comfy_table::{ColumnConstraint, ContentArrangement, presets};
use console::{measure_text_width, strip_ansi_codes};

/// Rows of cells; the last column takes what room is left.
///
/// Cells are laid out as they are seen and get their looks afterwards: whoever lays out a cell with
/// its look adds to it, and at the door nothing passes for a look that is not ours.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// Columns that give way where there is no room for the last, the first of them first.
    yielding: Vec<usize>,
}

impl Table {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let line = |cell: String| cell.replace('\n', " ");
        self.rows.push(cells.into_iter().map(line).collect());
    }

    /// Lets columns give way to the last one, in this order, until it has a quarter of the line or all
    /// it needs.
    pub fn yielding(mut self, columns: impl IntoIterator<Item = usize>) -> Table {
        self.yielding.extend(columns);
        self
    }

    /// Leaves out as many columns as must give way.
    fn give_way(&self, widths: &mut [usize], indent: usize, width: usize) {
        for column in &self.yielding {
            let Some((last, before)) = widths.split_last() else {
                return;
            };
            let shown = before.iter().filter(|width| **width > 0);
            let taken: usize = shown.map(|width| width + GAP).sum();
            if indent + taken + (*last).min(width / 4) <= width {
                return;
            }
            widths[*column] = 0;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, each indented, none ending in blanks and none wider than `width`. A column that is
    /// empty throughout takes no room.
    pub fn lines(self, indent: usize, width: usize) -> Vec<String> {
        let mut table = comfy_table::Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| strip_ansi_codes(cell)));
        }
        let content = table.column_max_content_widths();
        // No column of it is narrower than 1.
        let used = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.any(|cell| !cell.is_empty())
        };
        let width_of = |(column, width)| if used(column) { usize::from(width) } else { 0 };
        let mut widths: Vec<usize> = content.into_iter().enumerate().map(width_of).collect();
        self.give_way(&mut widths, indent, width);
        for (column, width) in table.column_iter_mut().zip(&widths) {
            column.set_padding((0, GAP as u16));
            if *width == 0 {
                column.set_constraint(ColumnConstraint::Hidden);
            }
        }
        let indent = " ".repeat(indent);
        let laid_out = table.lines().zip(&self.rows);
        laid_out
            .map(|(line, row)| {
                let line = format!("{indent}{}", dressed(&line, row, &widths));
                fit(line.trim_end(), width)
            })
            .collect()
    }
}

/// A line with its cells as they were given: what is between them stays.
fn dressed(line: &str, row: &[String], widths: &[usize]) -> String {
    let (mut dressed, mut rest) = (String::new(), line);
    for cell in row
        .iter()
        .zip(widths)
        .filter(|(_, width)| **width > 0)
        .map(|(cell, _)| cell)
    {
        let plain = strip_ansi_codes(cell);
        let Some((before, after)) = rest.split_once(plain.as_ref()) else {
            continue;
        };
        dressed.push_str(before);
        dressed.push_str(cell);
        rest = after;
    }
    dressed.push_str(rest);
    dressed
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
