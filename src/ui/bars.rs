//! Columns with bars in them, as wide as the terminal lets them be.
//!
//! Where there is too little room the columns that matter least are left out; a line is never wrapped.

use console::measure_text_width;

use super::table::{GAP, fit, padded};

/// What bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyphs {
    /// Eighths of a cell.
    Blocks,
    /// `#`, where a terminal shows ASCII alone.
    Ascii,
}

impl Glyphs {
    /// What fits the locale.
    pub(crate) fn of(unicode: bool) -> Glyphs {
        if unicode {
            Glyphs::Blocks
        } else {
            Glyphs::Ascii
        }
    }
}

/// A bar of at most `width` cells for a share of the whole, 0 to 1. What is more than nothing is seen.
pub(crate) fn bar(share: f64, width: usize, glyphs: Glyphs) -> String {
    const EIGHTHS: [&str; 8] = [
        "", "\u{258f}", "\u{258e}", "\u{258d}", "\u{258c}", "\u{258b}", "\u{258a}", "\u{2589}",
    ];
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let least = usize::from(share > 0.0 && width > 0);
    match glyphs {
        Glyphs::Blocks => {
            let eighths = (share * (width * 8) as f64).round() as usize;
            let eighths = eighths.max(least);
            format!("{}{}", "\u{2588}".repeat(eighths / 8), EIGHTHS[eighths % 8])
        }
        Glyphs::Ascii => {
            let cells = (share * width as f64).round() as usize;
            "#".repeat(cells.max(least))
        }
    }
}

/// One cell of a grid.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Left(String),
    Right(String),
    /// A bar for this share of the whole.
    Bar(f64),
}

/// Rows of cells under heads.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The head of each column, and how little it matters: 0 stays whatever happens, of the others
    /// the highest goes first.
    columns: Vec<(Cell, u8)>,
    rows: Vec<Vec<Cell>>,
}

/// How wide bars are at most, and below what they say nothing any more.
const WIDEST: usize = 24;
const NARROWEST: usize = 6;

impl Grid {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub(crate) fn column(mut self, head: Cell, matters_little: u8) -> Self {
        self.columns.push((head, matters_little));
        self
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The lines, heads first, each indented and none wider than `width`.
    pub(crate) fn lines(&self, indent: usize, width: usize, glyphs: Glyphs) -> Vec<String> {
        let mut kept: Vec<usize> = (0..self.columns.len()).collect();
        while self.total(&kept, indent) > width {
            let least = kept.iter().copied().max_by_key(|column| {
                let matters_little = self.columns[*column].1;
                // Of equals the last goes first.
                (matters_little, *column)
            });
            match least.filter(|column| self.columns[*column].1 > 0) {
                Some(column) => kept.retain(|other| *other != column),
                None => break,
            }
        }
        let bars = kept.iter().filter(|column| self.is_bar(**column)).count();
        let spare = width.saturating_sub(self.total(&kept, indent)) / bars.max(1);
        let bar_width = (NARROWEST + spare).min(WIDEST);
        let heads: Vec<Cell> = self.columns.iter().map(|(head, _)| head.clone()).collect();
        std::iter::once(&heads)
            .filter(|heads| heads.iter().any(|head| !is_blank(head)))
            .chain(&self.rows)
            .map(|row| {
                let cells = kept.iter().map(|column| {
                    let wide = if self.is_bar(*column) {
                        bar_width
                    } else {
                        self.width(*column)
                    };
                    match row.get(*column) {
                        Some(Cell::Left(text)) => padded(text, wide),
                        Some(Cell::Right(text)) => {
                            let blanks = wide.saturating_sub(measure_text_width(text));
                            format!("{}{text}", " ".repeat(blanks))
                        }
                        Some(Cell::Bar(share)) => padded(&bar(*share, bar_width, glyphs), wide),
                        None => " ".repeat(wide),
                    }
                });
                let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
                let line = format!("{}{}", " ".repeat(indent), line);
                fit(line.trim_end(), width)
            })
            .collect()
    }

    fn is_bar(&self, column: usize) -> bool {
        self.rows
            .iter()
            .any(|row| matches!(row.get(column), Some(Cell::Bar(_))))
    }

    /// How wide a column is; a bar at its narrowest.
    fn width(&self, column: usize) -> usize {
        if self.is_bar(column) {
            return NARROWEST;
        }
        let heads = self.columns.get(column).map(|(head, _)| head);
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells
            .chain(heads)
            .map(|cell| match cell {
                Cell::Left(text) | Cell::Right(text) => measure_text_width(text),
                Cell::Bar(_) => NARROWEST,
            })
            .max()
            .unwrap_or(0)
    }

    fn total(&self, kept: &[usize], indent: usize) -> usize {
        let cells: usize = kept.iter().map(|column| self.width(*column)).sum();
        indent + cells + GAP * kept.len().saturating_sub(1)
    }
}

fn is_blank(cell: &Cell) -> bool {
    matches!(cell, Cell::Left(text) | Cell::Right(text) if text.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_bar_grows_by_eighths_and_is_never_lost() {
        for (share, blocks, ascii) in [
            (0.0, "", ""),
            (0.0001, "\u{258f}", "#"),
            (0.5, "\u{2588}\u{2588}", "##"),
            (0.53, "\u{2588}\u{2588}\u{258f}", "##"),
            (1.0, "\u{2588}\u{2588}\u{2588}\u{2588}", "####"),
            (7.0, "\u{2588}\u{2588}\u{2588}\u{2588}", "####"),
            (f64::NAN, "", ""),
        ] {
            assert_eq!(bar(share, 4, Glyphs::Blocks), blocks, "{share}");
            assert_eq!(bar(share, 4, Glyphs::Ascii), ascii, "{share}");
        }
        assert_eq!(bar(1.0, 0, Glyphs::Blocks), "");
    }

    fn grid() -> Grid {
        let mut grid = Grid::new()
            .column(Cell::Left(String::new()), 0)
            .column(Cell::Left(String::new()), 1)
            .column(Cell::Right("n".into()), 0)
            .column(Cell::Right("median".into()), 2);
        for (name, share, number) in [("SEV-1", 1.0, "12"), ("SEV-2", 0.5, "6")] {
            grid.row([
                Cell::Left(name.into()),
                Cell::Bar(share),
                Cell::Right(number.into()),
                Cell::Right("2 h 5 min".into()),
            ]);
        }
        grid
    }

    #[test]
    fn what_matters_least_gives_way_and_nothing_is_wrapped() {
        assert_eq!(
            grid().lines(2, 34, Glyphs::Ascii),
            [
                "                      n     median",
                "  SEV-1  ##########  12  2 h 5 min",
                "  SEV-2  #####        6  2 h 5 min"
            ]
        );
        assert_eq!(
            grid().lines(2, 20, Glyphs::Ascii),
            [
                "                   n",
                "  SEV-1  #######  12",
                "  SEV-2  ####      6"
            ]
        );
        assert_eq!(
            grid().lines(0, 10, Glyphs::Ascii),
            ["        n", "SEV-1  12", "SEV-2   6"]
        );
        let widest = grid().lines(0, 10_000, Glyphs::Ascii);
        assert!(widest[1].contains(&"#".repeat(24)) && !widest[1].contains(&"#".repeat(25)));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(width in 1..160usize, names in prop::collection::vec(".{0,40}", 0..6)) {
            let mut grid = grid();
            for name in names {
                grid.row([Cell::Left(crate::ui::style::one_line(&name)), Cell::Bar(0.3), Cell::Right("1".into()), Cell::Right("x".into())]);
            }
            for glyphs in [Glyphs::Blocks, Glyphs::Ascii] {
                for line in grid.lines(2, width, glyphs) {
                    prop_assert!(measure_text_width(&line) <= width, "{}", line);
                }
            }
        }
    }
}
