//! What must not be committed, found before anything is written.

use std::path::{Path, PathBuf};

use git2::{ObjectType, RepositoryState};

use super::error::{GitError, Operation};
use super::index::{self, Entry, Mark};
use super::path::RepoPath;
use super::repo::Repo;

/// A line of an ignore file, by which git passes over a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The ignore file.
    pub file: PathBuf,
    pub line: usize,
    pub pattern: String,
    /// The file that is passed over, inside the work tree.
    pub hides: PathBuf,
}

impl Repo {
    /// Whether a commit of `paths` could be made now, as far as can be known before. The paths
    /// are absolute or relative to the work tree, and need not exist yet.
    pub(crate) fn may_commit(&self, paths: &[&Path]) -> Result<(), GitError> {
        match self.may_write(paths)? {
            None => Ok(()),
            Some(error) => Err(error),
        }
    }

    /// As [`Repo::may_commit`], told apart. An error is what no waiting mends, and nothing should be
    /// written. What stands only in the way of the commit, and passes, is returned: the change can
    /// wait in the work tree.
    pub(crate) fn may_write(&self, paths: &[&Path]) -> Result<Option<GitError>, GitError> {
        let mut waits = self.in_progress()?;
        for path in paths {
            match self.refuse_path(&RepoPath::new(path, self.work_dir())?) {
                Err(error @ GitError::Conflicted { .. }) => waits = waits.or(Some(error)),
                judged => judged?,
            }
        }
        Ok(waits)
    }

    /// `git commit --only` in a stopped rebase succeeds, and commits conflict markers.
    pub(super) fn refuse_in_progress(&self) -> Result<(), GitError> {
        match self.in_progress()? {
            None => Ok(()),
            Some(error) => Err(error),
        }
    }

    fn in_progress(&self) -> Result<Option<GitError>, GitError> {
        let what = match self.library.state() {
            RepositoryState::Clean => return Ok(None),
            RepositoryState::Merge => Operation::Merge,
            RepositoryState::Revert | RepositoryState::RevertSequence => Operation::Revert,
            RepositoryState::CherryPick | RepositoryState::CherryPickSequence => {
                Operation::CherryPick
            }
            RepositoryState::Bisect => Operation::Bisect,
            RepositoryState::Rebase
            | RepositoryState::RebaseInteractive
            | RepositoryState::RebaseMerge => Operation::Rebase,
            RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => Operation::Am,
        };
        let unmerged = self.unmerged()?;
        Ok(Some(GitError::InProgress { what, unmerged }))
    }

    /// The files in conflict, as paths inside the work tree.
    pub(crate) fn unmerged(&self) -> Result<Vec<PathBuf>, GitError> {
        let args = ["diff", "--name-only", "-z", "--diff-filter=U"];
        let unmerged = self.git.read(&args)?;
        let unmerged = String::from_utf8_lossy(&unmerged);
        let names = unmerged.split('\0').filter(|name| !name.is_empty());
        Ok(names.map(PathBuf::from).collect())
    }

    /// Whether any file is in conflict; without another process, where libgit2 can read the index.
    pub(crate) fn is_in_conflict(&self) -> Result<bool, GitError> {
        match self.library.index() {
            Ok(index) => Ok(index.has_conflicts()),
            Err(_) => Ok(!self.unmerged()?.is_empty()),
        }
    }

    pub(super) fn refuse_path(&self, path: &RepoPath) -> Result<(), GitError> {
        self.refuse_links_and_inner_repositories(path)?;
        match index::entry(&self.library, &self.git, path)? {
            Entry::Conflicted => Err(GitError::Conflicted {
                path: path.as_path().to_path_buf(),
            }),
            Entry::Submodule => Err(self.in_submodule(path, path.as_path())),
            Entry::Hidden(mark) => self.refuse_mark(path, mark),
            Entry::Present => Ok(()),
            Entry::Absent if self.is_in_head(path)? => Ok(()),
            Entry::Absent => self.refuse_ignored(path),
        }
    }

    /// Git would say that there is nothing to commit, and it would look as if all were committed.
    pub(super) fn refuse_hidden(&self, path: &RepoPath) -> Result<(), GitError> {
        match index::entry(&self.library, &self.git, path)? {
            Entry::Hidden(mark) => self.refuse_mark(path, mark),
            _ => Ok(()),
        }
    }

    /// A file that is not there is outside of a sparse checkout: once written, git sees it again.
    fn refuse_mark(&self, path: &RepoPath, mark: Mark) -> Result<(), GitError> {
        if mark == Mark::SkipWorktree && self.work_tree_bytes(path)?.is_some() {
            return Err(GitError::Hidden {
                path: path.as_path().to_path_buf(),
            });
        }
        Ok(())
    }

    fn refuse_links_and_inner_repositories(&self, path: &RepoPath) -> Result<(), GitError> {
        for prefix in path.prefixes() {
            let whole = prefix == path.as_path();
            let place = self.work_dir().join(&prefix);
            // What does not exist yet is made by us, as a folder or a file.
            let Ok(found) = place.symlink_metadata() else {
                return self.refuse_gitlinks(path);
            };
            if found.is_symlink() {
                return Err(GitError::Symlink { path: prefix });
            }
            if whole && !found.is_file() {
                return Err(GitError::NotAFile { path: prefix });
            }
            if found.is_dir() && place.join(".git").symlink_metadata().is_ok() {
                return Err(self.in_submodule(path, &prefix));
            }
        }
        Ok(())
    }

    /// A submodule that is not checked out is known to HEAD alone, or has an empty folder.
    fn refuse_gitlinks(&self, path: &RepoPath) -> Result<(), GitError> {
        for prefix in path.prefixes() {
            let prefix = RepoPath::new(&prefix, self.work_dir())?;
            let in_head = self
                .head_entry(&prefix)?
                .is_some_and(|(_, kind)| kind == Some(ObjectType::Commit));
            if in_head || index::entry(&self.library, &self.git, &prefix)? == Entry::Submodule {
                return Err(self.in_submodule(path, prefix.as_path()));
            }
        }
        Ok(())
    }

    fn in_submodule(&self, path: &RepoPath, inner: &Path) -> GitError {
        GitError::InSubmodule {
            path: path.as_path().to_path_buf(),
            inner: self.work_dir().join(inner),
        }
    }

    /// Whether git leaves a path alone: it lies outside the work tree, or is ignored there.
    pub(crate) fn never_sees(&self, path: &Path) -> Result<bool, GitError> {
        let Ok(path) = RepoPath::new(path, self.work_dir()) else {
            return Ok(true);
        };
        self.library
            .is_path_ignored(path.as_path())
            .map_err(GitError::library("cannot read the ignore rules"))
    }

    /// The rules by which git passes over any of these files, which need not exist; each once, with the
    /// first file that it hides. What git keeps already is not passed over.
    pub(crate) fn hiding(&self, paths: &[PathBuf]) -> Result<Vec<Rule>, GitError> {
        let mut input = Vec::new();
        for path in paths {
            let Ok(path) = RepoPath::new(path, self.work_dir()) else {
                continue;
            };
            let path = path.with_slashes();
            input.extend_from_slice(path.as_encoded_bytes());
            input.push(0);
        }
        let args = ["check-ignore", "--verbose", "-z", "--stdin"];
        let output = self.git.run_with(&args, &input)?;
        let output = String::from_utf8_lossy(&output.stdout);
        let fields: Vec<&str> = output.split('\0').collect();
        let mut rules: Vec<Rule> = Vec::new();
        for found in fields.chunks_exact(4) {
            let rule = Rule {
                file: self.work_dir().join(found[0]),
                line: found[1].parse().unwrap_or_default(),
                pattern: found[2].to_owned(),
                hides: PathBuf::from(found[3]),
            };
            let is_known = |known: &Rule| known.file == rule.file && known.line == rule.line;
            // A line that begins so takes out what another hides.
            if !rule.pattern.starts_with('!') && !rules.iter().any(is_known) {
                rules.push(rule);
            }
        }
        Ok(rules)
    }

    fn refuse_ignored(&self, path: &RepoPath) -> Result<(), GitError> {
        let ignored = self
            .library
            .is_path_ignored(path.as_path())
            .map_err(GitError::library("cannot read the ignore rules"))?;
        if ignored {
            self.refuse_if_git_ignores(path)
        } else {
            Ok(())
        }
    }

    /// Git has the last word, and names the rule.
    pub(super) fn refuse_if_git_ignores(&self, path: &RepoPath) -> Result<(), GitError> {
        let output = self.git.run(&[
            "check-ignore".into(),
            "--verbose".into(),
            "--".into(),
            path.with_slashes(),
        ])?;
        if !output.succeeded() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let by = said
            .split_once('\t')
            .map(|(rule, _)| rule.trim().to_owned())
            .filter(|rule| !rule.is_empty());
        Err(GitError::Ignored {
            path: path.as_path().to_path_buf(),
            by,
        })
    }
}
