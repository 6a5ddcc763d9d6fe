//! Between us and a person: the one door through which words go out, the pager behind it, and
//! how far something has come.

#[macro_use]
pub(crate) mod output;
pub(crate) mod pager;
pub(crate) mod progress;
mod refusal;
mod said;
pub(crate) mod shielded;
