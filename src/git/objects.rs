//! One commit of the past, and what a file was in it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Tree};

use super::error::{GitError, is_object_missing};
use super::path::RepoPath;
use super::repo::Repo;

/// A commit's name: its full id when shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CommitId(pub(super) Oid);

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl CommitId {
    /// Enough of it to name it to git.
    pub(crate) fn short(&self) -> String {
        self.to_string().chars().take(10).collect()
    }
}

/// The name of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct BlobId(pub(super) Oid);

impl BlobId {
    /// The name that git would give to these bytes, were they stored as they are.
    pub(crate) fn of(bytes: &[u8]) -> Option<BlobId> {
        Oid::hash_object(ObjectType::Blob, bytes).ok().map(BlobId)
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Files of a folder by their path inside it.
pub(crate) type Files = BTreeMap<PathBuf, BlobId>;

/// Who made a commit, and when. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub commit: CommitId,
    pub author: String,
    pub email: String,
    /// When it was written; a rebase keeps this.
    pub authored: i64,
    pub committer: String,
    /// When this very commit was made.
    pub committed: i64,
    pub subject: String,
}

impl Repo {
    /// A path as git names it, from the top of the work tree, with slashes.
    pub(crate) fn name_of(&self, path: &Path) -> Result<String, GitError> {
        let path = RepoPath::new(path, self.work_dir())?;
        Ok(path.with_slashes().to_string_lossy().into_owned())
    }

    /// The commit that a revision names, in any of git's ways; none where it names none.
    pub(crate) fn resolve(&self, revision: &str) -> Result<Option<CommitId>, GitError> {
        let wanted = format!("{revision}^{{commit}}");
        let args = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        let output = self.git.of_the_past().run(&args)?;
        let said = String::from_utf8_lossy(&output.stdout);
        let id = said.lines().last().and_then(|id| id.trim().parse().ok());
        Ok(id.filter(|_| output.succeeded()).map(CommitId))
    }

    /// Who made a commit, and when.
    pub(crate) fn stamp(&self, commit: CommitId) -> Result<Stamp, GitError> {
        let found = self
            .library
            .find_commit(commit.0)
            .map_err(GitError::library("cannot read a commit"))?;
        let (author, committer) = (found.author(), found.committer());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Stamp {
            commit,
            author: text(author.name_bytes()),
            email: text(author.email_bytes()),
            authored: author.when().seconds(),
            committer: text(committer.name_bytes()),
            committed: committer.when().seconds(),
            subject: text(found.summary_bytes().unwrap_or_default()),
        })
    }

    /// What a file was in a commit; none where it was not there.
    pub(crate) fn blob_at(&self, commit: CommitId, name: &str) -> Result<Option<BlobId>, GitError> {
        blob_in(&self.tree_of(commit.0)?, name)
    }

    /// The content of a file.
    pub(crate) fn content(&self, blob: BlobId) -> Result<Vec<u8>, GitError> {
        self.blob_bytes(blob.0)
    }

    pub(super) fn tree_of(&self, commit: Oid) -> Result<Tree<'_>, GitError> {
        self.library
            .find_commit(commit)
            .and_then(|commit| commit.tree())
            .map_err(GitError::library("cannot read a commit"))
    }
}

pub(super) fn blob_in(tree: &Tree<'_>, name: &str) -> Result<Option<BlobId>, GitError> {
    match tree.get_path(Path::new(name)) {
        Ok(entry) if entry.kind() == Some(ObjectType::Blob) => Ok(Some(BlobId(entry.id()))),
        Ok(_) => Ok(None),
        Err(error) if error.code() == ErrorCode::NotFound && !is_object_missing(&error) => Ok(None),
        Err(error) => Err(GitError::library("cannot read a commit")(error)),
    }
}
