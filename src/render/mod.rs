//! What people and programs read: aligned text, JSON, and a file per findings format.
//!
//! Takes data and a writer; knows nothing of commands, files or git.

pub(crate) mod bars;
pub(crate) mod clocks;
pub(crate) mod findings;
pub(crate) mod ics;
pub(crate) mod slack;
pub(crate) mod stats;
pub(crate) mod steps;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod words;

pub(crate) use table::Table;
