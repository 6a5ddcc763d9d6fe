//! What people and programs read: aligned text, JSON, and a file per findings format.
//!
//! Takes data and a writer; knows nothing of commands, files or git.

pub mod bars;
pub mod clocks;
pub mod findings;
pub mod ics;
pub mod slack;
pub mod stats;
pub mod steps;
pub mod style;
pub mod table;
pub mod words;

pub use table::Table;
