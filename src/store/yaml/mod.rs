//! Records as YAML text: read with positions, changed without losing a byte, written anew.
//!
//! Two parsers check each other. `granit-parser` says where everything stands, `serde_yaml` is what
//! the typed reader uses; a file they do not understand alike is refused ([`agree`]). The road of an
//! edit: text → [`read`] → [`edit_verified`], which splices and reads the whole file again.

mod agree;
mod block;
mod block_end;
mod bounds;
mod build;
mod edit;
mod elements;
mod emit;
mod error;
mod flow;
mod layout;
mod lines;
mod literal;
mod node;
mod precheck;
mod quote;
mod replace;
mod scalar;
mod tree;
mod walk;
mod window;
mod wording;

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod proptests;

pub use agree::read;
pub(crate) use edit::{EditError, edit_verified};
pub(crate) use emit::document;
pub(crate) use error::YamlError;
pub(crate) use lines::without_bom;
pub(crate) use tree::{Part, Position, Tree, parse};
