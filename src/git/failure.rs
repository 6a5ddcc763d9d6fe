//! Why git would not commit: told by facts wherever there are any, by its words only where not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use git2::Oid;

use super::backoff::STANDSTILL;
use super::error::GitError;
use super::path::RepoPath;
use super::program::Output;
use super::repo::Repo;
use super::version::Version;

/// What a failed attempt means.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing differed from HEAD: another process has committed it already.
    Unchanged,
    /// Another process was in the way; this is the error once patience has run out.
    TryAgain(GitError),
    Refused(GitError),
}

/// Hooks that can refuse a commit, in the order git runs them; `reference-transaction`, which can
/// too, makes git die and is known by that.
const REFUSING_HOOKS: [&str; 3] = ["pre-commit", "prepare-commit-msg", "commit-msg"];

/// How git dies while it signs, with a key missing and with the signing program failing.
const SIGNING_WORDS: [&str; 2] = ["user.signingkey", "failed to write commit object"];

/// How git says that it has no lock, before its path and why.
const NO_LOCK: &str = "nable to create '";

/// Git's exit code when a hook refuses, or nothing is left to commit.
const REFUSED: i32 = 1;
/// Git's exit code when it dies of itself.
const DIED: i32 = 128;
/// Git's exit code for a command line it does not understand.
const USAGE: i32 = 129;
/// What an attempt began with. Whatever is not so afterwards changed while git worked.
#[derive(Debug)]
pub(super) struct Before {
    head: Option<Oid>,
    files: BTreeMap<RepoPath, Reading>,
}

type Reading = (Option<SystemTime>, Option<Vec<u8>>);

impl Repo {
    pub(super) fn before(&self, paths: &BTreeSet<RepoPath>) -> Result<Before, GitError> {
        let head = self.head_id()?;
        let files = paths
            .iter()
            .map(|path| Ok((path.clone(), self.reading(path)?)))
            .collect::<Result<_, GitError>>()?;
        Ok(Before { head, files })
    }

    fn reading(&self, path: &RepoPath) -> Result<Reading, GitError> {
        let file = self.work_dir().join(path.as_path());
        let modified = file.symlink_metadata().and_then(|found| found.modified());
        Ok((modified.ok(), self.work_tree_bytes(path)?))
    }

    fn have_changed(&self, files: &BTreeMap<RepoPath, Reading>) -> Result<bool, GitError> {
        for (path, before) in files {
            if self.reading(path)? != *before {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn diagnose(
        &self,
        output: &Output,
        paths: &[RepoPath],
        before: &Before,
    ) -> Result<Failure, GitError> {
        use Failure::{Refused, TryAgain, Unchanged};

        if let Some(lock) = held_lock(&output.complaint()) {
            return Ok(locked(lock));
        }
        if output.code() == Some(USAGE) {
            return Ok(Refused(self.misunderstood(output)?));
        }
        for path in paths {
            self.refuse_hidden(path)?;
        }
        if self.all_unchanged(paths)? {
            return Ok(Unchanged);
        }
        // Git read HEAD, worked, and found that it had moved meanwhile.
        let moved = self.head_id()? != before.head;
        let complaint = output.complaint();
        // A lock that was not held cannot be made at all, and no waiting changes that.
        let is_beaten = complaint.contains("cannot lock ref") && !complaint.contains(NO_LOCK);
        if output.code() == Some(DIED) && (moved || is_beaten) {
            return Ok(TryAgain(GitError::Busy));
        }
        self.refuse_in_progress()?;
        for path in paths {
            self.refuse_path(path)?;
            if !self.is_in_head(path)? {
                self.refuse_if_git_ignores(path)?;
            }
        }
        Ok(match self.refusal(output)? {
            // Git read a file half written, or one that was for a moment as it is in HEAD.
            error @ GitError::CommitRefused { .. } if self.have_changed(&before.files)? => {
                TryAgain(error)
            }
            error => Refused(error),
        })
    }

    fn refusal(&self, output: &Output) -> Result<GitError, GitError> {
        let said = output.all();
        if output.code() == Some(REFUSED) {
            let hooks = self.refusing_hooks()?;
            if !hooks.is_empty() {
                return Ok(GitError::HookRejected {
                    hooks,
                    output: said,
                });
            }
        }
        if output.code() == Some(DIED) {
            if !self.has_identity()? {
                return Ok(GitError::NoIdentity);
            }
            if SIGNING_WORDS.iter().any(|words| said.contains(words)) && self.signs()? {
                return Ok(GitError::SigningFailed { output: said });
            }
            if said.contains("aborted by hook") || said.contains("reference-transaction hook") {
                return Ok(GitError::HookRejected {
                    hooks: vec!["reference-transaction".into()],
                    output: said,
                });
            }
        }
        Ok(GitError::CommitRefused { output: said })
    }

    /// Whether nothing of `paths` is left to commit.
    fn all_unchanged(&self, paths: &[RepoPath]) -> Result<bool, GitError> {
        for path in paths {
            if self.differs(path)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn misunderstood(&self, output: &Output) -> Result<GitError, GitError> {
        let found = self.git.version()?;
        Ok(if found < Version::NEEDED {
            GitError::GitTooOld { found }
        } else {
            GitError::CommitRefused {
                output: output.all(),
            }
        })
    }

    fn has_identity(&self) -> Result<bool, GitError> {
        // With a date that git cannot read it names nobody either.
        let git = self.git.with("GIT_COMMITTER_DATE", "");
        let git = git.with("GIT_AUTHOR_DATE", "");
        for ident in ["GIT_COMMITTER_IDENT", "GIT_AUTHOR_IDENT"] {
            if !git.run(&["var", ident])?.succeeded() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether commits are signed.
    pub(crate) fn signs(&self) -> Result<bool, GitError> {
        let args = ["config", "--type=bool", "--get", "commit.gpgSign"];
        let answer = self.git.run(&args)?;
        match answer.code() {
            Some(0 | 1) => Ok(answer.stdout.starts_with(b"true")),
            _ => Err(answer.failure(&args)),
        }
    }

    fn refusing_hooks(&self) -> Result<Vec<String>, GitError> {
        let mut hooks = self.hooks()?.run;
        hooks.retain(|hook| REFUSING_HOOKS.contains(&hook.as_str()));
        Ok(hooks)
    }
}

/// Git passes over a hook that is not executable.
pub(super) fn is_runnable(hook: &Path) -> bool {
    let Ok(found) = hook.metadata() else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        found.is_file() && found.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    {
        found.is_file()
    }
}

/// The lock that git found held, from `Unable to create '/…/index.lock': File exists.` Looking
/// for the file instead would miss one that has just been released.
pub(super) fn held_lock(complaint: &str) -> Option<PathBuf> {
    complaint.lines().find_map(|line| {
        let (_, rest) = line.split_once(NO_LOCK)?;
        let (path, reason) = rest.rsplit_once("': ")?;
        (path.ends_with(".lock") && reason.contains("File exists")).then(|| PathBuf::from(path))
    })
}

pub(super) fn locked(path: PathBuf) -> Failure {
    let age = path
        .metadata()
        .and_then(|lock| lock.modified())
        .ok()
        .and_then(|since| SystemTime::now().duration_since(since).ok());
    let error = GitError::Locked { path, age };
    // As old as all patience: it will not be released while we wait, and we have waited already.
    if age.is_some_and(|age| age >= STANDSTILL) {
        Failure::Refused(error)
    } else {
        Failure::TryAgain(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_lock_is_recognised_by_its_path() {
        let index = "fatal: Unable to create '/r/it's/.git/index.lock': File exists.\n\nAnother";
        assert_eq!(
            held_lock(index),
            Some(PathBuf::from("/r/it's/.git/index.lock"))
        );
        let branch = "fatal: cannot lock ref 'HEAD': Unable to create \
                      '/r/.git/refs/heads/main.lock': File exists.";
        assert_eq!(
            held_lock(branch),
            Some(PathBuf::from("/r/.git/refs/heads/main.lock"))
        );
        let read_only = "fatal: Unable to create '/r/.git/index.lock': Permission denied";
        assert_eq!(held_lock(read_only), None);
    }
}
