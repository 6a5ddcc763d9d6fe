//! What somebody typed, turned into what the home calls it: an incident, a time, ids of the plan; and
//! what was not typed, asked.

pub(super) mod ask;
pub(super) mod names;
mod namesakes;
pub(super) mod pick;
pub(super) mod retyped;
pub(super) mod time;
