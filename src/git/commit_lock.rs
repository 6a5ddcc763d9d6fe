//! Commits of ours take turns.
//!
//! Side by side they would undo each other's staging (see `witness`) and fail on each other's
//! locks. A lock of our own around the whole commit keeps at least our own processes apart.
//!
//! Should its holder be killed, the turn ends though git may still run. It does no harm then:
//! either git has its message, and so has held the index since before the turn ended; or it has
//! not, finds an empty one, and makes no commit.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::error::GitError;

/// In the work tree's own folder of `.git`. The file stays; the lock on it ends with its holder.
pub(super) const FILE: &str = "inc-turn";

/// The right to commit, for as long as it lives.
#[derive(Debug)]
pub(super) struct CommitLock {
    _file: File,
}

impl CommitLock {
    /// Takes the turn unless another process has it.
    pub(super) fn take(private_dir: &Path) -> Result<Option<Self>, GitError> {
        let path = private_dir.join(FILE);
        let cannot = || GitError::io(format!("cannot lock {}", path.display()));
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(cannot())?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(cannot()(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_lasts_until_its_holder_ends() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let take = || CommitLock::take(dir.path()).expect("a lock file");
        let commit_lock = take().expect("free");
        assert!(take().is_none(), "taken");
        drop(commit_lock);
        assert!(take().is_some(), "free again");
    }
}
