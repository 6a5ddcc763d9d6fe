//! Reading a file once, as a stream, for its digest and for whatever else wants its bytes.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::EvidenceError;
use crate::domain::record::seal::hex;

/// Told how many bytes more have been read; answers whether to go on.
pub(crate) type Watch<'a> = &'a (dyn Fn(u64) -> ControlFlow<()> + Sync);

/// For whoever does not watch.
pub(crate) fn unwatched(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// As much as is read in one piece.
const PIECE: usize = 256 * 1024;

/// What a file was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// In hexadecimal.
    pub sha256: String,
    pub size: u64,
}

/// Reads to the end; each piece is handed on as it comes.
pub(super) fn read(
    file: &mut File,
    watch: Watch<'_>,
    mut hand_on: impl FnMut(&[u8]) -> Result<(), EvidenceError>,
) -> Result<Reading, EvidenceError> {
    let (mut hasher, mut piece, mut size) = (Sha256::new(), vec![0; PIECE], 0);
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(EvidenceError::Unreadable(error)),
        };
        hasher.update(&piece[..read]);
        hand_on(&piece[..read])?;
        size += read as u64;
        if watch(read as u64).is_break() {
            return Err(EvidenceError::Interrupted);
        }
    }
    Ok(Reading {
        sha256: hex(&hasher.finalize()),
        size,
    })
}
