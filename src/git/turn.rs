//! Commits of ours take turns.
//!
//! `git commit --only` reads the index *before* it takes `index.lock`, and writes what it read
//! with its own paths changed. What another process put into the index in between is undone: two
//! commits at once can leave the first one's file staged as it was before it. A lock of our own
//! around the whole commit keeps at least our own processes apart.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::process::Stdio;

use super::error::GitError;

/// In the work tree's own folder of `.git`. The file stays; the lock on it ends with its holder.
const FILE: &str = "inc-turn";

/// The right to commit, for as long as it lives.
#[derive(Debug)]
pub(super) struct Turn {
    file: File,
}

impl Turn {
    /// Takes the turn unless another process has it.
    pub(super) fn take(private_dir: &Path) -> Result<Option<Self>, GitError> {
        let path = private_dir.join(FILE);
        let cannot = || GitError::io(format!("cannot lock {}", path.display()));
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(cannot())?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(cannot()(error)),
        }
    }

    /// `message` as git's standard input. Where a lock goes along with an inherited file, git
    /// reads it from the locked file itself: should we be killed, the turn lasts until git, too,
    /// has ended.
    pub(super) fn input(&mut self, message: &[u8]) -> Result<Stdio, GitError> {
        self.fill(message)
            .map(Stdio::from)
            .map_err(GitError::io("cannot hand git the message"))
    }

    fn fill(&mut self, message: &[u8]) -> io::Result<File> {
        let mut file = if cfg!(unix) {
            self.file.set_len(0)?;
            self.file.try_clone()?
        } else {
            tempfile::tempfile()?
        };
        file.rewind()?;
        file.write_all(message)?;
        file.rewind()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_lasts_until_its_holder_ends_and_the_git_it_started() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let take = || Turn::take(dir.path()).expect("a lock file");
        let mut turn = take().expect("free");
        assert!(take().is_none(), "taken");

        let input = turn.fill(b"as git's standard input").expect("filled");
        drop(turn);
        assert_eq!(take().is_none(), cfg!(unix), "git still runs");
        drop(input);
        assert!(take().is_some(), "free again");
    }
}
