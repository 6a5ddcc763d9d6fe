//! One commit of exactly the paths a command wrote.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, Tree};

use super::backoff::Backoff;
use super::commit_lock::CommitLock;
use super::error::GitError;
use super::failure::Failure;
use super::head::Comparison;
use super::index::{self, Entries, Entry, Staged};
use super::index_guard::IndexGuard;
use super::intent_to_add::Intents;
use super::objects::CommitId;
use super::path::RepoPath;
use super::repo::Repo;

/// How a commit ended that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Committed {
    Created(CommitId),
    /// HEAD held all of it already, as when another process has just committed it.
    Unchanged,
}

impl Repo {
    /// Commits `paths`, and nothing else that the user has staged or changed. They are absolute or
    /// relative to the work tree; new, changed or deleted.
    ///
    /// When it fails, the change is still in the work tree and the index is as it was. It waits a
    /// few seconds for other processes, and never removes a lock.
    pub(crate) fn commit(&self, paths: &[&Path], message: &str) -> Result<Committed, GitError> {
        self.refuse_in_progress()?;
        let paths = paths
            .iter()
            .map(|path| RepoPath::new(path, self.work_dir()))
            .collect::<Result<BTreeSet<_>, _>>()?;

        if paths.is_empty() {
            return Ok(Committed::Unchanged);
        }

        let _turn = self.take_commit_lock()?;
        let mut intents = Intents::default();
        let result = self.keep_trying(&paths, message, &mut intents);
        if result.is_err() {
            // Should even this fail, the error above is the one to hear of; an announcement left
            // behind does no harm, and the next commit of the path completes it.
            let _ = self.take_back(&intents);
        }
        result
    }

    fn take_commit_lock(&self) -> Result<CommitLock, GitError> {
        let mut backoff = Backoff::with_the_living();
        loop {
            let head = self.head_id()?;
            if let Some(commit_lock) = CommitLock::take(self.private_dir())? {
                return Ok(commit_lock);
            }
            if !backoff.wait() {
                return Err(GitError::Busy);
            }
            if self.head_id()? != head {
                backoff.saw_progress();
            }
        }
    }

    fn keep_trying(
        &self,
        paths: &BTreeSet<RepoPath>,
        message: &str,
        intents: &mut Intents,
    ) -> Result<Committed, GitError> {
        let mut backoff = Backoff::new();
        loop {
            let head = self.head_id()?;
            match self.attempt(paths, message, intents)? {
                Attempt::Done(committed) => return Ok(committed),
                Attempt::Again(error) => {
                    if !backoff.wait() {
                        return Err(error);
                    }
                    if self.head_id()? != head {
                        backoff.saw_progress();
                    }
                }
            }
        }
    }

    fn attempt(
        &self,
        paths: &BTreeSet<RepoPath>,
        message: &str,
        intents: &mut Intents,
    ) -> Result<Attempt, GitError> {
        let before = self.before(paths)?;
        let Work { paths, unknown } = self.work(paths)?;
        if paths.is_empty() {
            return Ok(Attempt::Done(Committed::Unchanged));
        }
        if !unknown.is_empty() {
            let announced = intents.announce(&self.git, unknown)?;
            if !announced.succeeded() {
                return Attempt::from(self.diagnose(&announced, &paths, &before)?);
            }
        }

        let mut guard = IndexGuard::new(self.index_file(), self.private_dir().to_path_buf());
        let output =
            self.git
                .run_paused(&self.commit_command(&paths), message.as_bytes(), |git| {
                    guard.has_seen(git)
                })?;
        if output.succeeded() {
            let id = self.created(&output.stdout)?;
            self.restage(guard, &paths, id);
            self.refuse_left_out(&paths, id)?;
            return Ok(Attempt::Done(Committed::Created(id)));
        }
        if self.were_forgotten(&paths)? {
            return Ok(Attempt::Again(GitError::CommitRefused {
                output: output.all(),
            }));
        }
        Attempt::from(self.diagnose(&output, &paths, &before)?)
    }

    /// What of `paths` there is to commit, as far as can be told without another process. A path
    /// that HEAD knows needs no announcement: git lays HEAD over the index to look for it.
    fn work(&self, paths: &BTreeSet<RepoPath>) -> Result<Work, GitError> {
        let mut work = Work::default();
        for path in paths {
            match self.comparison(path)? {
                Comparison::Same => continue,
                Comparison::New if self.is_unknown(path)? => work.unknown.push(path.clone()),
                Comparison::New | Comparison::Unequal => {}
            }
            work.paths.push(path.clone());
        }
        Ok(work)
    }

    fn is_unknown(&self, path: &RepoPath) -> Result<bool, GitError> {
        Ok(index::entry(&self.library, &self.git, path)? == Entry::Absent)
    }

    /// Whether another process that failed on the same new path took the announcement back under
    /// our feet.
    fn were_forgotten(&self, paths: &[RepoPath]) -> Result<bool, GitError> {
        for path in paths {
            if !self.is_in_head(path)? && self.is_unknown(path)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn commit_command(&self, paths: &[RepoPath]) -> Vec<OsString> {
        let mut command: Vec<OsString> = Vec::new();
        // The message is UTF-8 whatever the user writes theirs in.
        if let Some(encoding) = self.commit_encoding()
            && !encoding.eq_ignore_ascii_case("utf-8")
        {
            command.extend(["-c".into(), "i18n.commitEncoding=UTF-8".into()]);
        }
        command.extend(
            [
                "commit",
                "--only",
                "--file=-",
                // A line that begins with `#`, or looks like the scissors of `commit.verbose`, is
                // text like any other.
                "--cleanup=whitespace",
                "--no-verbose",
                "--no-status",
                "--",
            ]
            .map(OsString::from),
        );
        command.extend(paths.iter().map(RepoPath::literal));
        command
    }

    fn commit_encoding(&self) -> Option<String> {
        let configuration = self.library.config().and_then(|mut it| it.snapshot());
        configuration
            .and_then(|it| it.get_string("i18n.commitEncoding"))
            .ok()
    }

    /// The commit git has just made, as it says itself: HEAD may be another's by now.
    fn created(&self, said: &[u8]) -> Result<CommitId, GitError> {
        let said = String::from_utf8_lossy(said);
        if let Some(short) = announced_id(&said)
            && let Ok(commit) = self.library.find_commit_by_prefix(short)
        {
            return Ok(CommitId(commit.id()));
        }
        match self.head_id()? {
            Some(id) => Ok(CommitId(id)),
            None => Err(GitError::CommitRefused {
                output: said.into_owned(),
            }),
        }
    }

    /// Git commits some of several paths, and passes over the others without a word. What bytes alone
    /// tell apart, such as the ends of lines, may be nothing to git.
    fn refuse_left_out(&self, paths: &[RepoPath], id: CommitId) -> Result<(), GitError> {
        let reading = || GitError::library("cannot read the commit just made");
        let commit = self.library.find_commit(id.0).map_err(reading())?;
        let before = match commit.parent_count() {
            0 => None,
            _ => Some(
                commit
                    .parent(0)
                    .and_then(|it| it.tree())
                    .map_err(reading())?,
            ),
        };
        let after = commit.tree().map_err(reading())?;
        for path in paths {
            let was = before.as_ref().map(|tree| staged_from(tree, path));
            let was = was.unwrap_or(Ok(Staged::Nothing)).map_err(reading())?;
            if was == staged_from(&after, path).map_err(reading())? && self.differs(path)? {
                self.refuse_hidden(path)?;
                let path = path.as_path().to_path_buf();
                return Err(GitError::LeftOut { path });
            }
        }
        Ok(())
    }

    fn index_file(&self) -> PathBuf {
        match self.git.environment().get("GIT_INDEX_FILE") {
            Some(file) => self.work_dir().join(file),
            None => self.private_dir().join("index"),
        }
    }

    /// Puts right what git did to the index beside committing. The commit is made; should this
    /// not succeed with all patience, it is no worse than with git alone.
    fn restage(&self, guard: IndexGuard, paths: &[RepoPath], id: CommitId) {
        let Ok(committed) = self.committed_entries(paths, id) else {
            return;
        };
        let Some(damage) = guard.damage(&self.git, &committed) else {
            return;
        };
        let mut backoff = Backoff::new();
        while let Some(remedy) = damage.remedy(&self.git) {
            let args = ["update-index", "-z", "--index-info"];
            let restaged = self.git.run_with(&args, &remedy);
            if restaged.is_ok_and(|output| output.succeeded()) || !backoff.wait() {
                return;
            }
        }
    }

    /// What commit `id` holds at `paths`, and so should the index. Where HEAD has gone on to hold
    /// something else, the index is somebody else's matter.
    fn committed_entries(&self, paths: &[RepoPath], id: CommitId) -> Result<Entries, git2::Error> {
        let tree = |id| self.library.find_commit(id).and_then(|found| found.tree());
        let head = self.library.head()?.peel_to_tree()?;
        let committed = tree(id.0)?;
        let mut entries = Entries::new();
        for path in paths {
            let mut right = staged_from(&committed, path)?;
            if staged_from(&head, path)? != right {
                right = Staged::Unsettled;
            }
            entries.insert(path.with_slashes().into_encoded_bytes(), right);
        }
        Ok(entries)
    }

    /// With patience: at this moment, too, another process may hold the index.
    fn take_back(&self, intents: &Intents) -> Result<(), GitError> {
        let mut backoff = Backoff::new();
        while !intents.take_back(&self.git)? && backoff.wait() {}
        Ok(())
    }
}

/// What a clean index holds at `path` after `tree` was committed.
fn staged_from(tree: &Tree<'_>, path: &RepoPath) -> Result<Staged, git2::Error> {
    match tree.get_path(path.as_path()) {
        Ok(entry) => Ok(u32::try_from(entry.filemode())
            .map_or(Staged::Unsettled, |mode| Staged::File(mode, entry.id()))),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(Staged::Nothing),
        Err(error) => Err(error),
    }
}

/// What one attempt is to commit.
#[derive(Debug, Default)]
struct Work {
    paths: Vec<RepoPath>,
    /// Those of them that must be announced to the index first.
    unknown: Vec<RepoPath>,
}

enum Attempt {
    Done(Committed),
    /// Something stood in the way that may pass; this is the error if it does not.
    Again(GitError),
}

impl Attempt {
    fn from(failure: Failure) -> Result<Self, GitError> {
        match failure {
            Failure::Unchanged => Ok(Self::Done(Committed::Unchanged)),
            Failure::TryAgain(error) => Ok(Self::Again(error)),
            Failure::Refused(error) => Err(error),
        }
    }
}

/// The id in `[main 1a2b3c4] Subject` or `[main (root-commit) 1a2b3c4] Subject`.
fn announced_id(said: &str) -> Option<&str> {
    let line = said.lines().find_map(|line| line.strip_prefix('['))?;
    line.split(' ')
        .filter_map(|word| word.strip_suffix(']'))
        .find(|word| word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_commit_is_read_from_what_git_says() {
        let cases = [
            ("[main 1a2b3c4] Subject [dead]\n 1 file\n", Some("1a2b3c4")),
            ("[odd] (root-commit) beef123] x", Some("beef123")),
            ("[detached HEAD 0123456789ab] x", Some("0123456789ab")),
            ("nothing to commit", None),
        ];
        for (said, id) in cases {
            assert_eq!(announced_id(said), id, "{said}");
        }
    }
}
