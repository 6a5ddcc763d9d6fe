//! What git knows of the records: each version of one as events, and what was done to it that must
//! not be.

pub(crate) mod base;
pub(crate) mod history;
mod judge;
pub(crate) mod known;
pub(crate) mod lineage;
mod merges;
pub(crate) mod offences;
pub(crate) mod stood;
pub(crate) mod trail;
