//! Between us and a person: the one door through which words go out, the pager behind it, and
//! how far something has come.

#[macro_use]
pub mod output;
pub mod pager;
pub mod progress;
mod refusal;
mod said;
pub mod shielded;
