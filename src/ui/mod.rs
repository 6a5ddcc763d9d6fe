//! What people and programs see: the terminal, its pager and its questions, tables, error reports, and
//! a file per output format. Takes data; knows nothing of commands, files or git.

#[macro_use]
pub(crate) mod output;
pub(crate) mod bars;
pub(crate) mod clocks;
pub(crate) mod error_report;
pub(crate) mod findings;
mod hints;
pub(crate) mod ics;
pub(crate) mod pager;
pub(crate) mod progress;
pub(crate) mod prompt;
pub(crate) mod slack;
pub(crate) mod stats;
pub(crate) mod steps;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod words;
pub(crate) mod wrap;

pub(crate) use table::Table;
