//! A merge of ours that was cut off: noted before it begins, so that the next command takes what git
//! has left of it neither for a hand's change nor for something to commit.

use std::fs;
use std::path::PathBuf;

use super::error::GitError;
use super::repo::Repo;

/// Stands as long as a merge of ours goes on.
pub(super) struct Underway {
    note: PathBuf,
}

impl Drop for Underway {
    fn drop(&mut self) {
        fs::remove_file(&self.note).ok();
    }
}

impl Repo {
    pub(super) fn begin_merge(&self) -> Result<Underway, GitError> {
        let note = self.note();
        let head = self.head_id()?.map(|head| head.to_string());
        fs::write(&note, head.unwrap_or_default())
            .map_err(GitError::io("cannot note that a merge begins"))?;
        Ok(Underway { note })
    }

    /// Refuses while what a merge had staged when it was cut off still stands. Asked while the home's
    /// lock is held, under which every merge of ours runs.
    pub(crate) fn refuse_interrupted_merge(&self) -> Result<(), GitError> {
        if self.is_interrupted_merge()? {
            return Err(GitError::InterruptedMerge);
        }
        fs::remove_file(self.note()).ok();
        Ok(())
    }

    /// Whether such a merge still stands, or is under way.
    pub(crate) fn is_interrupted_merge(&self) -> Result<bool, GitError> {
        let Ok(began) = fs::read_to_string(self.note()) else {
            return Ok(false);
        };
        let head = self.head_id()?.map(|head| head.to_string());
        // Git itself knows of a merge that got so far, and says how to end it.
        let is_known = self.refuse_in_progress().is_err();
        Ok(!is_known && head.unwrap_or_default() == began && self.has_staged()?)
    }

    /// Whether the index differs from HEAD.
    pub(super) fn has_staged(&self) -> Result<bool, GitError> {
        let args = ["diff", "--cached", "--quiet", "HEAD", "--"];
        Ok(!self.git.run(&args)?.succeeded())
    }

    fn note(&self) -> PathBuf {
        self.private_dir().join("inc-merge")
    }
}
