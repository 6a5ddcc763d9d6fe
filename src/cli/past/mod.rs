//! What git knows of the records: each version of one as events, and what was done to it that must
//! not be.

pub(super) mod base;
pub(super) mod history;
mod judge;
pub(super) mod known;
pub(super) mod lineage;
mod merges;
pub(super) mod offences;
pub(super) mod stood;
pub(super) mod trail;
