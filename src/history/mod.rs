//! What git knows of the records: each version of one as events, and what was done to it that must
//! not be.

pub(crate) mod base;
pub(crate) mod events;
mod merges;
pub(crate) mod moves;
mod signers;
pub(crate) mod snapshot;
pub(crate) mod versions;
pub(crate) mod violations;
