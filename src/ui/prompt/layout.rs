//! How wide lines are, and what of them fits.

use console::{Term, measure_text_width, truncate_str};

/// Narrower than this no question can be read.
const NARROWEST: usize = 20;

/// How wide a line may be on this terminal. The last column stays free: a terminal that has filled it
/// stands between two lines.
pub(super) fn columns(term: &Term) -> usize {
    usize::from(term.size().1).max(NARROWEST) - 1
}

/// What of a line fits.
pub(super) fn fitted(text: &str, columns: usize) -> String {
    truncate_str(text, columns, "\u{2026}").into_owned()
}

/// What of a list's entry fits, by its columns and by its bytes: dialoguer takes an entry of more bytes
/// than the terminal has columns for two lines, and takes away one that stands above.
pub(super) fn entry(text: &str, columns: usize, bytes: usize) -> String {
    (0..=columns)
        .rev()
        .map(|columns| fitted(text, columns))
        .find(|entry| entry.len() <= bytes)
        .unwrap_or_default()
}

/// The end of a text that does not fit.
pub(super) fn end(text: &str, columns: usize) -> &str {
    let mut letters = text.chars();
    while measure_text_width(letters.as_str()) > columns {
        letters.next();
    }
    letters.as_str()
}

/// How many rows a text fills below the one in which it begins, so far from the edge.
pub(super) fn rows_below(width: usize, text: &str, columns: usize) -> usize {
    let (mut rows, mut filled) = (0, width);
    for letter in text.chars() {
        let width = measure_text_width(letter.encode_utf8(&mut [0; 4]));
        if filled + width > columns {
            (rows, filled) = (rows + 1, 0);
        }
        filled += width;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_fits_by_its_columns_and_by_its_bytes() {
        let arabic = "\u{645}\u{62d}\u{641}\u{638}\u{629} ".repeat(20);
        for (text, columns, bytes, fits) in [
            ("one two", 10, 12, "one two"),
            ("one two three", 8, 12, "one two\u{2026}"),
            ("\u{652f}\u{4ed8} two", 4, 12, "\u{652f}\u{2026}"),
            (
                arabic.as_str(),
                10,
                11,
                "\u{645}\u{62d}\u{641}\u{638}\u{2026}",
            ),
        ] {
            assert_eq!(entry(text, columns, bytes), fits);
        }
    }

    #[test]
    fn rows_are_counted_as_the_terminal_fills_them() {
        for (width, text, columns, rows) in [
            (2, "", 10, 0),
            (2, "12345678", 10, 0),
            (2, "123456789", 10, 1),
            (2, "123456789 123456789", 10, 2),
            // A wide letter does not stand in two rows.
            (9, "\u{652f}", 10, 1),
        ] {
            assert_eq!(rows_below(width, text, columns), rows, "{text:?}");
        }
    }
}
