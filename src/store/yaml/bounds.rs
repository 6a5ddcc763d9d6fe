//! The limits on what a file may hold, in one place with their words.

/// How many collections may stand inside each other.
pub(super) const DEPTH: usize = 32;

pub(super) const TOO_DEEP: &str = "this is nested deeper than 32 levels; a record needs no more than five, so look for a misplaced bracket or indentation";

/// After how many faults a file is given up: nobody reads more at once.
pub(super) const FAULTS: usize = 20;
