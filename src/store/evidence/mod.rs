//! Evidence on disk: a store of read-only copies named by their content, and whether what was
//! recorded is still what it was.
//!
//! Everything is read as a stream and, where once is enough, once: a memory dump need not fit into
//! memory. The store is never in git, whatever it is called, since it brings its own `.gitignore`.

mod check;
mod error;
mod name;
mod reading;
mod source;
mod store;

pub(crate) use check::{Checked, State};
pub(crate) use error::EvidenceError;
pub(crate) use reading::{Reading, unwatched};
pub(crate) use source::Source;
pub(super) use source::sort;
