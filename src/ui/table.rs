//! Columns that stand below each other, without lines around them.
//!
//! The lines of a list are never wrapped, and what somebody copies is never cut: an ID, a number to
//! ring, an address, a command, a path. Each [`Column`] says what may become of it where there is no
//! room for all. Where even those that must stay have none, a row becomes a block of lines.

use comfy_table::{ColumnConstraint, ContentArrangement, presets};
use console::{measure_text_width, strip_ansi_codes};

use super::style::Look;
use crate::ui::wrap::{within, wrapped};

/// What may become of a column where the line has no room for all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// What its cells are, for a head and for a block.
    name: &'static str,
    words: Words,
    /// 0 stays whatever happens; of the others the highest goes first.
    matters_little: u8,
}

/// What becomes of a cell that is wider than its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    /// There is none: the column is as wide as its widest cell.
    Whole,
    Cut,
    /// It goes on in the line below, in the same column.
    GoOn,
}

/// A column whose cells are seen whole, or not at all.
pub(crate) const fn whole(name: &'static str) -> Column {
    column(name, Words::Whole)
}

/// A column of words that are understood from their beginning.
pub(crate) const fn cut(name: &'static str) -> Column {
    column(name, Words::Cut)
}

/// A column of words that somebody typed and that are read here: all of them.
pub(crate) const fn said(name: &'static str) -> Column {
    column(name, Words::GoOn)
}

const fn column(name: &'static str, words: Words) -> Column {
    Column {
        name,
        words,
        matters_little: 0,
    }
}

impl Column {
    /// It gives way before others are cut short; the highest place goes first.
    #[must_use]
    pub(crate) const fn going(self, place: u8) -> Column {
        Column {
            matters_little: place,
            ..self
        }
    }
}

/// A label and what it says, which stands below it where there is no room beside it.
pub(crate) const PAIR: [Column; 2] = [whole(""), whole("")];

/// The same for words, which go on below.
pub(crate) const SAID: [Column; 2] = [whole(""), said("")];

/// Words in a narrower column are hard to read.
const READABLE: usize = 20;

/// Rows of cells.
///
/// Cells are laid out as they are seen and get their looks afterwards: whoever lays out a cell with
/// its look adds to it, and at the door nothing passes for a look that is not ours.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    heads: Option<Look>,
}

impl Table {
    pub(crate) fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Table {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            heads: None,
        }
    }

    /// Shows the names of the columns above them.
    #[must_use]
    pub(crate) fn headed(mut self, look: Look) -> Table {
        self.heads = Some(look);
        self
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let line = |cell: String| cell.replace('\n', " ");
        let mut cells: Vec<String> = cells.into_iter().map(line).collect();
        cells.resize(self.columns.len(), String::new());
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, each indented and none ending in blanks. None is wider than `width`, unless it holds
    /// nothing but one word that must not be cut. A column that is empty throughout takes no room.
    pub(crate) fn lines(self, indent: usize, width: usize) -> Vec<String> {
        self.lines_by_row(indent, width).concat()
    }

    /// The lines of each row, for whoever has more to say below one; those of the first begin with
    /// the heads.
    pub(crate) fn lines_by_row(self, indent: usize, width: usize) -> Vec<Vec<String>> {
        let room = width.saturating_sub(indent);
        let in_line = self.in_line(room);
        let mut beside: Vec<&Vec<String>> =
            in_line.iter().map(|place| &self.rows[*place]).collect();
        let widths = self.widths(&beside, room).unwrap_or_default();
        let heads = self.heads_shown(&widths);
        beside.splice(0..0, &heads);
        let mut laid_out = self.arranged(&beside, &widths, indent).into_iter();
        let mut lines: Vec<Vec<String>> = vec![
            laid_out
                .by_ref()
                .take(heads.iter().len())
                .flatten()
                .collect(),
        ];
        let leading = self.leading(indent, width);
        for place in 0..self.rows.len() {
            let row = match in_line.contains(&place) {
                true => laid_out.next().unwrap_or_default(),
                false => self.block(&self.rows[place], leading, indent, width),
            };
            match place {
                0 => lines[0].extend(row),
                _ => lines.push(row),
            }
        }
        lines
    }

    /// The rows that are lines: all of them or none, so that a list looks the same throughout. Of labels
    /// and what they say, each that fits.
    fn in_line(&self, room: usize) -> Vec<usize> {
        let all = || (0..self.rows.len()).collect();
        if self
            .widths(&self.rows.iter().collect::<Vec<_>>(), room)
            .is_some()
        {
            return all();
        }
        let is_pair = |columns: &[Column]| {
            columns.len() == 2 && columns.iter().all(|column| column.name.is_empty())
        };
        if !is_pair(&self.columns) {
            return Vec::new();
        }
        let labels = self.rows.iter().map(|row| measure_text_width(&row[0]));
        let label = labels.max().unwrap_or(0);
        let fits = |row: &Vec<String>| label + GAP + measure_text_width(&row[1]) <= room;
        (0..self.rows.len())
            .filter(|place| fits(&self.rows[*place]))
            .collect()
    }

    /// How wide each column is, 0 where it is left out; nothing where those that stay do not fit.
    fn widths(&self, rows: &[&Vec<String>], room: usize) -> Option<Vec<usize>> {
        let natural: Vec<usize> = (0..self.columns.len())
            .map(|column| {
                let cells = rows.iter().map(|row| measure_text_width(&row[column]));
                match cells.max().unwrap_or(0) {
                    0 => 0,
                    widest if self.heads.is_some() => {
                        widest.max(measure_text_width(self.columns[column].name))
                    }
                    widest => widest,
                }
            })
            .collect();
        let mut widths: Vec<usize> = natural
            .iter()
            .zip(&self.columns)
            .map(|(natural, column)| match column.words {
                Words::Whole => *natural,
                Words::Cut => (*natural).min(room / 4),
                Words::GoOn => (*natural).min(READABLE.max(room / 3)),
            })
            .collect();
        while total(&widths) > room {
            let goes = (0..widths.len())
                .filter(|column| widths[*column] > 0 && self.columns[*column].matters_little > 0)
                // Of equals the last goes first.
                .max_by_key(|column| (self.columns[*column].matters_little, *column))?;
            widths[goes] = 0;
        }
        // What is left goes to those that would be cut, the narrowest first.
        for _ in total(&widths)..room {
            let short = (0..widths.len())
                .filter(|column| widths[*column] > 0 && widths[*column] < natural[*column])
                .min_by_key(|column| widths[*column]);
            match short {
                Some(column) => widths[column] += 1,
                None => break,
            }
        }
        Some(widths)
    }

    /// The names of the columns, where one of those that are shown has any.
    fn heads_shown(&self, widths: &[usize]) -> Option<Vec<String>> {
        let look = self.heads?;
        let shown = |(column, width): (&Column, &usize)| *width > 0 && !column.name.is_empty();
        if !self.columns.iter().zip(widths).any(shown) {
            return None;
        }
        let names = self.columns.iter().map(|column| column.name);
        Some(names.map(|name| look.dim(name)).collect())
    }

    /// How many cells every row that becomes a block begins with, so that a list looks the same
    /// throughout.
    fn leading(&self, indent: usize, width: usize) -> usize {
        // What a head explains is not understood beside its neighbour.
        if self.heads.is_some() {
            return 1;
        }
        let fitting = |row: &Vec<String>| {
            let mut taken = indent;
            let cells = self
                .kept(row)
                .map(|(_, cell)| measure_text_width(cell) + GAP);
            let fits = |cell: &usize| {
                taken += cell;
                taken - GAP <= width
            };
            (self.kept(row).count(), cells.take_while(fits).count())
        };
        let fittings = self.rows.iter().map(fitting);
        let short = fittings.filter(|(kept, fit)| fit < kept);
        short.map(|(_, fit)| fit).min().unwrap_or(1).max(1)
    }

    /// The cells of a row that stay. A column that gives way is left out of a block too, so that a
    /// narrower terminal never shows more.
    fn kept<'r>(&'r self, row: &'r [String]) -> impl Iterator<Item = (&'r Column, &'r String)> {
        let cells = self.columns.iter().zip(row);
        cells.filter(|(column, cell)| !cell.is_empty() && column.matters_little == 0)
    }

    /// A row as a few lines: what stands first, then the others, each below the other.
    fn block(&self, row: &[String], leading: usize, indent: usize, width: usize) -> Vec<String> {
        let used = |column: &usize| self.rows.iter().any(|row| !row[*column].is_empty());
        let leads = match (0..row.len()).find(used) {
            // It goes on with what the row above began.
            Some(first) if row[first].is_empty() => 0,
            _ => leading,
        };
        let mut lines = Vec::new();
        let first: Vec<&str> = self
            .kept(row)
            .take(leads)
            .map(|(_, cell)| cell.as_str())
            .collect();
        if !first.is_empty() {
            lines.extend(below(&first.join(&" ".repeat(GAP)), indent, width));
        }
        let rest: Vec<(&Column, &String)> = self.kept(row).skip(leads).collect();
        let names = rest
            .iter()
            .map(|(column, _)| measure_text_width(column.name));
        let widest = names.max().unwrap_or(0);
        for (column, cell) in rest {
            let name = match column.name {
                "" => String::new(),
                name => padded(name, widest + GAP),
            };
            let room = width.saturating_sub(indent + GAP + name.len());
            if column.words == Words::Cut {
                let cell = fit(cell, room.max(1));
                lines.push(format!("{}{name}{cell}", " ".repeat(indent + GAP)));
            } else if measure_text_width(cell) <= room {
                lines.push(format!("{}{name}{cell}", " ".repeat(indent + GAP)));
            } else if name.is_empty() {
                lines.extend(below(cell, indent + GAP, width));
            } else {
                lines.push(format!("{}{}", " ".repeat(indent + GAP), name.trim_end()));
                lines.extend(below(cell, indent + GAP + GAP, width));
            }
        }
        lines
    }

    /// The lines of each row: one, and more where words go on.
    fn arranged(&self, rows: &[&Vec<String>], widths: &[usize], indent: usize) -> Vec<Vec<String>> {
        let rows: Vec<Vec<Vec<String>>> = rows.iter().map(|row| self.shown(row, widths)).collect();
        let mut table = comfy_table::Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        for line in rows.iter().flatten() {
            table.add_row(line.iter().map(|cell| strip_ansi_codes(cell)));
        }
        for (column, width) in table.column_iter_mut().zip(widths) {
            column.set_padding((0, GAP as u16));
            if *width == 0 {
                column.set_constraint(ColumnConstraint::Hidden);
            }
        }
        let indent = " ".repeat(indent);
        let mut laid_out = table.lines();
        let lines = |row: &Vec<Vec<String>>| {
            let lines = row.iter().zip(laid_out.by_ref());
            lines
                .map(|(cells, line)| {
                    format!("{indent}{}", dressed(&line, cells, widths))
                        .trim_end()
                        .to_owned()
                })
                .collect()
        };
        rows.iter().map(lines).collect()
    }

    /// The cells of a row as there is room for them, line by line.
    fn shown(&self, row: &[String], widths: &[usize]) -> Vec<Vec<String>> {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(&self.columns)
            .zip(widths)
            .map(|((cell, column), width)| match column.words {
                Words::GoOn if *width > 0 => within(cell, *width),
                _ => vec![fit(cell, *width)],
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        let line = |place: usize| {
            let cells = cells.iter();
            cells.map(move |lines| lines.get(place).cloned().unwrap_or_default())
        };
        (0..height).map(|place| line(place).collect()).collect()
    }
}

/// A cell in lines of its own, which break between words.
fn below(cell: &str, indent: usize, width: usize) -> Vec<String> {
    let lines = wrapped(cell, width.saturating_sub(indent));
    let indented = |line: &String| format!("{}{line}", " ".repeat(indent));
    lines.iter().map(indented).collect()
}

fn total(widths: &[usize]) -> usize {
    let shown = widths.iter().filter(|width| **width > 0);
    let (cells, number) = shown.fold((0, 0), |(sum, number), width| (sum + width, number + 1));
    cells + GAP * usize::saturating_sub(number, 1)
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
pub(crate) const GAP: usize = 2;

/// A cell with the blanks that bring it to a width; a wider one is left as it is.
pub(crate) fn padded(cell: &str, width: usize) -> String {
    let blanks = width.saturating_sub(measure_text_width(cell));
    format!("{cell}{}", " ".repeat(blanks))
}

/// Cuts a line that is too wide, saying so with an ellipsis.
pub(crate) fn fit(line: &str, width: usize) -> String {
    console::truncate_str(line, width, "\u{2026}").into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn colour_takes_no_room_and_an_empty_column_none() {
        let mut table = Table::new([whole(""), whole(""), cut("")]);
        table.row(["\x1b[1mnow\x1b[0m".into(), String::new(), "a".into()]);
        table.row(["overdue".into(), String::new(), "\u{1f525}b".into()]);
        table.row(["x".into()]);
        assert_eq!(
            table.lines(1, 80),
            [" \x1b[1mnow\x1b[0m      a", " overdue  \u{1f525}b", " x"]
        );
    }

    #[test]
    fn columns_give_way_and_what_is_copied_stays_whole() {
        let lines = |width: usize| {
            let columns = [
                whole("incident"),
                whole("status").going(1),
                cut("owner").going(2),
                cut("title"),
            ];
            let mut table = Table::new(columns).headed(Look::PLAIN);
            table.row(
                [
                    "INC-1",
                    "open",
                    "\x1b[2mRana\x1b[0m",
                    "\u{6f22}\u{5b57} go wrong in a title",
                ]
                .map(str::to_owned),
            );
            table.lines(0, width)
        };
        assert_eq!(
            lines(49),
            [
                "incident  status  owner  title",
                "INC-1     open    \x1b[2mRana\x1b[0m   \u{6f22}\u{5b57} go wrong in a title"
            ]
        );
        assert_eq!(
            lines(26),
            [
                "incident  status  title",
                "INC-1     open    \u{6f22}\u{5b57} go\u{2026}"
            ]
        );
        assert_eq!(
            lines(16),
            ["incident  title", "INC-1     \u{6f22}\u{5b57} \u{2026}"]
        );
        assert_eq!(lines(9), ["INC-1", "  title  \u{2026}"]);
    }

    #[test]
    fn what_was_said_goes_on_in_its_column() {
        let lines = |width: usize| {
            let mut table = Table::new([whole(""), cut("").going(1), said("")]);
            let rows = [
                [
                    "10:05",
                    "Rana",
                    "Froze refunds at the gateway and told finance",
                ],
                ["10:20", "Omar", "Done"],
            ];
            for row in rows {
                table.row(row.map(str::to_owned));
            }
            table.lines(1, width)
        };
        assert_eq!(
            lines(40),
            [
                " 10:05  Rana  Froze refunds at the",
                "              gateway and told finance",
                " 10:20  Omar  Done",
            ]
        );
        assert_eq!(
            lines(30),
            [
                " 10:05  Froze refunds at the",
                "        gateway and told",
                "        finance",
                " 10:20  Done",
            ]
        );
        assert_eq!(
            lines(24),
            [
                " 10:05",
                "   Froze refunds at the",
                "   gateway and told",
                "   finance",
                " 10:20",
                "   Done",
            ]
        );
    }

    #[test]
    fn a_row_without_room_becomes_a_block() {
        let mut table = Table::new([whole("id"), whole("state"), whole("incident"), cut("what")]);
        table.row(["wyf6", "open", "INC-20251129-001", "Make it idempotent"].map(str::to_owned));
        table.row(["qv4d", "overdue", "INC-20251129-002", ""].map(str::to_owned));
        assert_eq!(
            table.lines(0, 28),
            [
                "wyf6  open",
                "  incident  INC-20251129-001",
                "  what      Make it idempot\u{2026}",
                "qv4d  overdue",
                "  incident  INC-20251129-002"
            ]
        );
    }

    #[test]
    fn a_long_saying_stands_below_its_label() {
        let mut table = Table::new(PAIR);
        table.row(["mail", "soc@example.com"].map(str::to_owned));
        table.row(["telephone", "1"].map(str::to_owned));
        assert_eq!(
            table.lines(2, 20),
            ["  mail", "    soc@example.com", "  telephone  1"]
        );
    }

    proptest! {
        #[test]
        fn what_must_not_be_cut_never_is(
            cells in prop::collection::vec(prop::collection::vec("[a-z\u{6f22}\u{1f525}]{0,14}", 5), 0..5),
            kinds in prop::collection::vec((any::<bool>(), 0..3u8), 5),
            width in 20..60usize,
            headed in any::<bool>(),
        ) {
            let columns: Vec<Column> = kinds
                .iter()
                .map(|(may_be_cut, place)| if *may_be_cut { cut("n") } else { whole("n") }.going(*place))
                .collect();
            let mut table = Table::new(columns);
            table.heads = headed.then_some(Look::PLAIN);
            for row in &cells {
                table.row(row.clone());
            }
            let lines = table.lines(1, width);
            for line in &lines {
                let is_one_cell = cells.iter().flatten().any(|cell| cell == line.trim());
                prop_assert!(measure_text_width(line) <= width || is_one_cell, "{line:?}");
            }
            let all = lines.join("\n");
            for row in &cells {
                for (cell, (may_be_cut, place)) in row.iter().zip(&kinds) {
                    prop_assert!(*may_be_cut || *place > 0 || all.contains(cell.as_str()), "{cell} in {all}");
                }
            }
        }
    }
}
