//! What HEAD holds, and what in the work tree differs from it.

use std::io::ErrorKind;
use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, Tree};

use super::error::{GitError, is_object_missing};
use super::index::{self, Entry};
use super::path::RepoPath;
use super::repo::Repo;

impl Repo {
    /// Whether `path` in the work tree differs from HEAD, so that a commit of it would hold
    /// something. A file that HEAD does not know differs; so does one that is gone.
    pub(crate) fn is_uncommitted(&self, path: &Path) -> Result<bool, GitError> {
        self.differs(&RepoPath::new(path, self.work_dir())?)
    }

    /// The bytes of `path` in HEAD, as git stores them.
    pub(crate) fn committed(&self, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        self.head_bytes(&RepoPath::new(path, self.work_dir())?)
    }

    /// Equal bytes are equal. Unequal ones may still be the same to git, which converts line
    /// endings and runs filters: only git can say.
    pub(super) fn differs(&self, path: &RepoPath) -> Result<bool, GitError> {
        match self.comparison(path)? {
            Comparison::Same => Ok(false),
            Comparison::New => Ok(true),
            Comparison::Unequal if self.is_hidden(path)? => self.differs_as_stored(path),
            Comparison::Unequal => {
                let args = [
                    "--no-optional-locks".into(),
                    "diff".into(),
                    "--quiet".into(),
                    "--no-ext-diff".into(),
                    "HEAD".into(),
                    "--".into(),
                    path.literal(),
                ];
                let output = self.git.of_the_past().run(&args)?;
                match output.code() {
                    Some(0) => Ok(false),
                    Some(1) => Ok(true),
                    _ => Err(output.failure(&args)),
                }
            }
        }
    }

    fn is_hidden(&self, path: &RepoPath) -> Result<bool, GitError> {
        let entry = index::entry(&self.library, &self.git, path)?;
        Ok(matches!(entry, Entry::Hidden(_)))
    }

    /// For a file that git does not look at: what git would store of it, against HEAD.
    fn differs_as_stored(&self, path: &RepoPath) -> Result<bool, GitError> {
        // Outside of a sparse checkout.
        if self.work_tree_bytes(path)?.is_none() {
            return Ok(false);
        }
        let args = ["hash-object".into(), "--".into(), path.with_slashes()];
        let stored = self.git.of_the_past().read(&args)?;
        let stored = String::from_utf8_lossy(&stored).trim().parse().ok();
        Ok(self.head_entry(path)?.map(|(id, _)| id) != stored)
    }

    /// The part of [`Repo::differs`] that needs no other process.
    pub(super) fn comparison(&self, path: &RepoPath) -> Result<Comparison, GitError> {
        let head = self.head_bytes(path)?;
        let here = self.work_tree_bytes(path)?;
        Ok(match (head, here) {
            (None, None) => Comparison::Same,
            (None, Some(_)) => Comparison::New,
            (Some(head), Some(here)) if head == here => Comparison::Same,
            _ => Comparison::Unequal,
        })
    }

    pub(super) fn is_in_head(&self, path: &RepoPath) -> Result<bool, GitError> {
        Ok(self.head_entry(path)?.is_some())
    }

    /// The commit that HEAD stands on; none before the first one.
    pub(super) fn head_id(&self) -> Result<Option<Oid>, GitError> {
        let found = self
            .library
            .head()
            .and_then(|head| head.peel_to_commit())
            .map(|commit| commit.id());
        match found {
            Ok(id) => Ok(Some(id)),
            Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(None),
            Err(error) => Err(GitError::library("cannot read HEAD")(error)),
        }
    }

    /// What HEAD holds at `path`: its id and kind.
    pub(super) fn head_entry(
        &self,
        path: &RepoPath,
    ) -> Result<Option<(Oid, Option<ObjectType>)>, GitError> {
        let Some(tree) = self.head_tree()? else {
            return Ok(None);
        };
        match tree.get_path(path.as_path()) {
            Ok(entry) => Ok(Some((entry.id(), entry.kind()))),
            Err(error) if error.code() == ErrorCode::NotFound && !is_object_missing(&error) => {
                Ok(None)
            }
            Err(error) => Err(GitError::library("cannot read HEAD")(error)),
        }
    }

    fn head_tree(&self) -> Result<Option<Tree<'_>>, GitError> {
        let Some(id) = self.head_id()? else {
            return Ok(None);
        };
        self.library
            .find_commit(id)
            .and_then(|commit| commit.tree())
            .map(Some)
            .map_err(GitError::library("cannot read HEAD"))
    }

    fn head_bytes(&self, path: &RepoPath) -> Result<Option<Vec<u8>>, GitError> {
        let Some((id, Some(ObjectType::Blob))) = self.head_entry(path)? else {
            return Ok(None);
        };
        self.blob_bytes(id).map(Some)
    }

    pub(super) fn blob_bytes(&self, id: Oid) -> Result<Vec<u8>, GitError> {
        match self.library.find_blob(id) {
            Ok(blob) => Ok(blob.content().to_vec()),
            // A partial clone has not fetched it; git can.
            Err(error) if error.code() == ErrorCode::NotFound => {
                self.git
                    .of_the_past()
                    .read(&["cat-file", "blob", &id.to_string()])
            }
            Err(error) => Err(GitError::library("cannot read what git holds")(error)),
        }
    }

    pub(super) fn work_tree_bytes(&self, path: &RepoPath) -> Result<Option<Vec<u8>>, GitError> {
        let file = self.work_dir().join(path.as_path());
        match std::fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(GitError::io(format!("cannot read {}", file.display()))(
                error,
            )),
        }
    }
}

/// The work tree's bytes against HEAD's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Same,
    New,
    /// Also where one of them is gone.
    Unequal,
}
