//! What git knows of the records: each version of one as events, and what was done to it that must
//! not be.

pub mod base;
pub mod history;
mod judge;
pub mod known;
pub mod lineage;
mod merges;
pub mod offences;
pub mod stood;
pub mod trail;
