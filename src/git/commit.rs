//! One commit of exactly the paths a command wrote.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use git2::Oid;

use super::diagnosis::Diagnosis;
use super::error::GitError;
use super::head::Comparison;
use super::index::{self, Entry};
use super::intent::Intents;
use super::path::RepoPath;
use super::patience::Patience;
use super::repo::Repo;
use super::turn::Turn;
use super::witness::Witness;

/// A commit's name: its full id when shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CommitId(pub(super) Oid);

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a commit ended that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Committed {
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
    pub fn commit(&self, paths: &[&Path], message: &str) -> Result<Committed, GitError> {
        self.refuse_in_progress()?;
        let paths = paths
            .iter()
            .map(|path| RepoPath::new(path, self.work_dir()))
            .collect::<Result<BTreeSet<_>, _>>()?;

        if paths.is_empty() {
            return Ok(Committed::Unchanged);
        }

        let mut turn = self.take_turn()?;
        let mut intents = Intents::new(self.has_sparse_index());
        let result = self.keep_trying(&paths, message, &mut turn, &mut intents);
        if result.is_err() {
            // Should even this fail, the error above is the one to hear of; an announcement left
            // behind does no harm, and the next commit of the path completes it.
            let _ = self.take_back(&intents);
        }
        result
    }

    fn take_turn(&self) -> Result<Turn, GitError> {
        let mut patience = Patience::new();
        loop {
            let head = self.head_id()?;
            if let Some(turn) = Turn::take(self.private_dir())? {
                return Ok(turn);
            }
            if !patience.wait() {
                return Err(GitError::Busy);
            }
            if self.head_id()? != head {
                patience.saw_progress();
            }
        }
    }

    fn keep_trying(
        &self,
        paths: &BTreeSet<RepoPath>,
        message: &str,
        turn: &mut Turn,
        intents: &mut Intents,
    ) -> Result<Committed, GitError> {
        let mut patience = Patience::new();
        loop {
            let head = self.head_id()?;
            match self.attempt(paths, message, turn, intents)? {
                Attempt::Done(committed) => return Ok(committed),
                Attempt::Again(error) => {
                    if !patience.wait() {
                        return Err(error);
                    }
                    if self.head_id()? != head {
                        patience.saw_progress();
                    }
                }
            }
        }
    }

    fn attempt(
        &self,
        paths: &BTreeSet<RepoPath>,
        message: &str,
        turn: &mut Turn,
        intents: &mut Intents,
    ) -> Result<Attempt, GitError> {
        let head = self.head_id()?;
        let Work { paths, unknown } = self.work(paths)?;
        if paths.is_empty() {
            return Ok(Attempt::Done(Committed::Unchanged));
        }
        if !unknown.is_empty() {
            let announced = intents.announce(&self.git, unknown)?;
            if !announced.succeeded() {
                return Attempt::from(self.diagnose(&announced, &paths, head)?);
            }
        }

        let input = turn.input(message.as_bytes())?;
        let mut witness = Witness::new(self.index_file());
        let output = self.git.run_watched(
            &self.commit_command(&paths),
            input,
            Some(&mut || witness.look()),
        )?;
        if output.succeeded() {
            if let Some(undone) = witness.undone(&paths) {
                self.stage_again(&undone, turn);
            }
            let id = self.created(&output.stdout)?;
            return Ok(Attempt::Done(Committed::Created(id)));
        }
        if self.were_forgotten(&paths)? {
            return Ok(Attempt::Again(GitError::CommitRefused {
                output: output.all(),
            }));
        }
        Attempt::from(self.diagnose(&output, &paths, head)?)
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
        self.configuration()
            .and_then(|config| config.get_string("i18n.commitEncoding"))
            .ok()
    }

    fn has_sparse_index(&self) -> bool {
        self.configuration()
            .and_then(|config| config.get_bool("index.sparse"))
            .unwrap_or(false)
    }

    fn configuration(&self) -> Result<git2::Config, git2::Error> {
        self.library.config()?.snapshot()
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

    fn index_file(&self) -> PathBuf {
        match self.git.environment().get("GIT_INDEX_FILE") {
            Some(file) => self.work_dir().join(file),
            None => self.private_dir().join("index"),
        }
    }

    /// The commit is made; should this not succeed with all patience, it is no worse than with
    /// git alone.
    fn stage_again(&self, undone: &[u8], turn: &mut Turn) {
        let mut patience = Patience::new();
        loop {
            let done = turn.input(undone).and_then(|input| {
                self.git
                    .run_with(&["update-index", "-z", "--index-info"], input)
            });
            if done.is_ok_and(|output| output.succeeded()) || !patience.wait() {
                return;
            }
        }
    }

    /// With patience: at this moment, too, another process may hold the index.
    fn take_back(&self, intents: &Intents) -> Result<(), GitError> {
        let mut patience = Patience::new();
        while !intents.take_back(&self.git)? && patience.wait() {}
        Ok(())
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
    fn from(diagnosis: Diagnosis) -> Result<Self, GitError> {
        match diagnosis {
            Diagnosis::Unchanged => Ok(Self::Done(Committed::Unchanged)),
            Diagnosis::TryAgain(error) => Ok(Self::Again(error)),
            Diagnosis::Refused(error) => Err(error),
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
