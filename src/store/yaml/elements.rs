//! What a mapping and a list have in common for an edit: elements in a row, some of which go, and additions between them.

/// An entry or an item, from its key or dash to the end of its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub start: usize,
    pub end: usize,
    pub kept: bool,
    /// Nothing is written for its value.
    pub empty: bool,
    /// Blank lines after it would become part of it.
    pub keeps_blank_lines: bool,
}

/// Something new, written without indentation.
#[derive(Clone, Debug)]
pub(super) struct Addition {
    /// The kept element it follows; none for before them all.
    pub after: Option<usize>,
    pub text: String,
    /// Set apart by a blank line.
    pub apart: bool,
}

/// The additions that follow a kept element, or stand before all of them.
pub(super) fn following(
    additions: &[Addition],
    after: Option<usize>,
) -> impl Iterator<Item = &Addition> {
    additions
        .iter()
        .filter(move |addition| addition.after == after)
}
