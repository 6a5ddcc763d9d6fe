//! Evidence on disk: a store of read-only copies named by their content, and whether what was
//! recorded is still what it was.
//!
//! Everything is read as a stream and, where once is enough, once: a memory dump need not fit into
//! memory. The store is never in git, whatever it is called, since it brings its own `.gitignore`.

mod check;
mod fault;
mod name;
mod reading;
mod source;
mod store;

pub use check::{Checked, State};
pub use fault::Fault;
pub use reading::{Reading, Watch, unwatched};
pub use source::Source;
pub(super) use source::sort;
pub use store::{Kept, Store};
