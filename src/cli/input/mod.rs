//! What somebody typed, turned into what the home calls it: an incident, a time, ids of the plan; and
//! what was not typed, asked.

pub mod ask;
pub mod names;
mod namesakes;
pub mod pick;
pub mod retyped;
pub mod time;
