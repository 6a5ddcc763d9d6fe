//! Records as YAML text: read with positions, changed without losing a byte, written anew.
//!
//! Two parsers check each other. `granit-parser` says where everything stands, `serde_yaml` is what
//! the typed reader uses; a file they do not understand alike is refused ([`agree`]). The road of an
//! edit: text → [`read`] → [`edit_verified`], which splices and reads the whole file again.

mod agree;
mod block;
mod bounds;
mod build;
mod edit;
mod elements;
mod emit;
mod extent;
mod fault;
mod flow;
mod layout;
mod lines;
mod literal;
mod quote;
mod replace;
mod scalar;
mod screen;
mod tree;
mod walk;
mod window;
mod wording;

#[cfg(test)]
mod proptests;
#[cfg(test)]
mod scribble;

pub use agree::read;
pub(crate) use edit::{EditError, edit_verified};
pub(crate) use emit::document;
pub(crate) use fault::Fault;
pub(crate) use lines::without_bom;
pub(crate) use tree::{Part, Position, Tree, parse};
