//! Why evidence could not be taken.

use std::io;
use std::path::PathBuf;

/// What went wrong, in words that follow the file's name.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// A folder, a FIFO, a device: nothing that could be hashed once and be the same tomorrow.
    #[error("is {0}, not a file")]
    NoFile(&'static str),
    #[error("has a name that is not UTF-8, which a record cannot hold")]
    Nameless,
    #[error("became shorter while it was read: {read} of {size} bytes were there")]
    Shrunk { read: u64, size: u64 },
    #[error("does not match: its SHA-256 is {found}, not {wanted}")]
    Unlike { found: String, wanted: String },
    #[error("cannot be copied to {}: {error}", store.display())]
    Unwritable { store: PathBuf, error: io::Error },
    #[error("cannot be stored: the store {} {why}", store.display())]
    Store { store: PathBuf, why: String },
    #[error("was not read completely: interrupted")]
    Interrupted,
}

impl EvidenceError {
    /// What to do about it.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            EvidenceError::NoFile("a folder") => {
                Some("pack it into one file first: tar -czf <FILE>.tar.gz <FOLDER>")
            }
            EvidenceError::NoFile(_) => Some(
                "write what it gives into a file first, and add that: cat <IT> > <FILE>, or dd",
            ),
            EvidenceError::Nameless => Some("copy it under a plain name, and add the copy"),
            EvidenceError::Shrunk { .. } => {
                Some("something writes to it; stop that, or copy it first and add the copy")
            }
            EvidenceError::Unwritable { .. } => {
                Some("nothing of it is kept; make room, or record it where it lies with --in-place")
            }
            EvidenceError::Store { .. } => {
                Some("the folder is settings.evidence_location in templates/plan.yaml")
            }
            EvidenceError::Unreadable(_)
            | EvidenceError::Unlike { .. }
            | EvidenceError::Interrupted => None,
        }
    }
}
