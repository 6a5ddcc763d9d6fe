//! What can go wrong with git, in words a responder can act on.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{ErrorClass, ErrorCode};

use super::version::Version;

/// Why git was not, or could not be, used. `Display` says what happened, [`GitError::hints`]
/// what to do next.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    #[error("there is no git repository at {}, nor in a folder above it", dir.display())]
    NotARepository { dir: PathBuf },

    #[error("{} is a bare git repository: it has no files to work on", dir.display())]
    Bare { dir: PathBuf },

    #[error("git does not trust {}, which belongs to another user", dir.display())]
    NotOwned { dir: PathBuf },

    #[error("this repository uses {what}, which cannot be read here")]
    Unsupported { what: String },

    #[error("{what} is in progress: a commit now would become part of it")]
    InProgress {
        what: Operation,
        /// What is in conflict and keeps it from being finished, inside the work tree.
        unmerged: Vec<PathBuf>,
    },

    #[error("a merge that `inc sync` began was cut off, and what came with it is half taken over")]
    InterruptedMerge,

    #[error("{} has an unresolved merge conflict", path.display())]
    Conflicted { path: PathBuf },

    #[error("{} is ignored by git{}", path.display(), by_rule(by.as_deref()))]
    Ignored {
        path: PathBuf,
        /// The rule as `git check-ignore -v` names it: `.gitignore:3:incidents/`.
        by: Option<String>,
    },

    #[error("{} is marked `skip-worktree`: git passes over every change of it", path.display())]
    Hidden { path: PathBuf },

    #[error("{} is a symbolic link: git would commit the link, not the file", path.display())]
    Symlink { path: PathBuf },

    #[error("{} lies in another repository, {}", path.display(), inner.display())]
    InSubmodule { path: PathBuf, inner: PathBuf },

    #[error("{} lies outside the work tree {}", path.display(), work_dir.display())]
    Outside { path: PathBuf, work_dir: PathBuf },

    #[error("{} is not a file", path.display())]
    NotAFile { path: PathBuf },

    #[error("git is locked: {} exists{}", path.display(), since(*age))]
    Locked {
        path: PathBuf,
        /// How long the lock has stood; unknown when it is gone again.
        age: Option<Duration>,
    },

    #[error("other processes kept committing, so this commit never got its turn")]
    Busy,

    #[error("there is no commit yet, so nothing to compare")]
    NoCommits,

    #[error("git knows no revision `{revision}`")]
    UnknownRevision { revision: String, shallow: bool },

    #[error("HEAD and `{revision}` have no commit in common{}", in_shallow(*shallow))]
    NoMergeBase { revision: String, shallow: bool },

    #[error("this clone is shallow: the history since the branches parted is not here")]
    Shallow,

    #[error("grafts are in force here, which give commits other parents than they have")]
    Grafted,

    #[error("objects of this history are not in this clone (git: {said})")]
    Missing {
        /// The last that git said.
        said: String,
        /// Whether git looked for them on the remote of a partial clone.
        partial: bool,
    },

    #[error("git does not know who you are")]
    NoIdentity,

    #[error("a git hook ({}) refused the commit{}", hooks.join(", "), quoted(output))]
    HookRejected {
        /// The installed hooks that can refuse a commit; git does not say which of them did.
        hooks: Vec<String>,
        output: String,
    },

    #[error("the commit could not be signed{}", quoted(output))]
    SigningFailed { output: String },

    #[error("the git program was not found")]
    GitMissing,

    #[error("git {found} is too old: {} or later is needed", Version::NEEDED)]
    GitTooOld { found: Version },

    #[error("git would not commit{}", quoted(output))]
    CommitRefused { output: String },

    #[error(
        "git's work tree for {} is {}, which does not contain it",
        dir.display(),
        work_dir.display()
    )]
    OtherWorkTree {
        dir: PathBuf,
        work_dir: PathBuf,
        fix: &'static str,
    },

    /// Something git itself cannot read, or is told wrongly.
    #[error("{says}")]
    InvalidFile { says: String, cures: Vec<String> },

    #[error("git made a commit without the change of {}", path.display())]
    LeftOut { path: PathBuf },

    #[error("`git {command}` failed{}", quoted(output))]
    Failed { command: String, output: String },

    #[error("{doing}: {source}")]
    Io {
        doing: String,
        source: std::io::Error,
    },

    #[error("{doing}: {}", source.message())]
    Library { doing: String, source: git2::Error },
}

impl GitError {
    /// What to do next, one sentence or one command a line; commands can be typed as they stand,
    /// the parts in `<…>` filled in.
    pub(crate) fn hints(&self) -> Vec<String> {
        match self {
            Self::NotARepository { dir } => vec![format!("git init {}", shell_word(dir))],
            Self::Bare { dir } => vec![format!("git clone {} <DIR>", shell_word(dir))],
            Self::NotOwned { dir } => vec![format!(
                "git config --global --add safe.directory {}",
                shell_word(dir)
            )],
            Self::Unsupported { .. } => vec![
                "clone it without that feature: \
                 git clone --ref-format=files <URL> <DIR>, with SHA-1 objects and no --filter"
                    .into(),
            ],
            Self::InProgress { what, unmerged } => resolved_first(unmerged)
                .into_iter()
                .chain(what.ways_out())
                .collect(),
            Self::InterruptedMerge => vec![
                "git reset --merge   takes it back, and whatever else is staged: unstage first what you want to keep".into(),
                "inc sync            then begins it anew".into(),
            ],
            Self::Conflicted { path } => vec![format!(
                "resolve it in an editor, then: git add {}",
                shell_word(path)
            )],
            Self::Ignored { .. } => vec!["take that line out of the ignore file".into()],
            Self::Hidden { path } => vec![format!(
                "git update-index --no-skip-worktree {}",
                shell_word(path)
            )],
            Self::Symlink { .. } => vec!["replace the link by what it points to".into()],
            Self::InSubmodule { inner, .. } => {
                vec![format!("work in {} itself", inner.display())]
            }
            Self::Outside { .. } | Self::NotAFile { .. } => Vec::new(),
            Self::Locked { path, .. } => vec![
                "another git may be at work, or waiting in an editor: let it finish, then try again"
                    .into(),
                format!(
                    "if none is running, a killed one left it behind: rm {}",
                    shell_word(path)
                ),
            ],
            Self::Busy => vec!["try again".into()],
            Self::NoCommits => Vec::new(),
            Self::UnknownRevision { revision, shallow } => {
                let mut hints = deepen(*shallow);
                if let Some((remote, branch)) = revision.split_once('/') {
                    hints.push(format!("git fetch {remote} {branch}"));
                } else {
                    hints.push(format!(
                        "a branch that is only on the server: git fetch origin, then --base origin/{revision}"
                    ));
                }
                hints
            }
            Self::NoMergeBase { shallow, .. } => {
                let mut hints = deepen(*shallow);
                if hints.is_empty() {
                    hints.push("name a revision that this branch began at".into());
                }
                hints
            }
            Self::Shallow => deepen(true),
            Self::Grafted => {
                vec!["move the file that says so away: git rev-parse --git-path info/grafts".into()]
            }
            Self::Missing { partial: true, .. } => vec![
                "git fetch --refetch --no-filter   brings all of them, once the remote can be reached"
                    .into(),
            ],
            Self::Missing { .. } => vec![
                "git fetch --refetch --no-filter   brings them from a remote that has them".into(),
                "git fsck                          names what is missing".into(),
            ],
            Self::NoIdentity => vec![
                "git config --global user.name \"<YOUR NAME>\"".into(),
                "git config --global user.email \"<YOU@EXAMPLE.COM>\"".into(),
            ],
            Self::HookRejected { .. } => {
                vec!["mend what the hook objects to, then commit again".into()]
            }
            Self::SigningFailed { .. } => vec![
                "make the key available (see: git config --show-origin --get-regexp \
                 '^(gpg|user.signingkey|commit.gpgsign)'), then commit again"
                    .into(),
            ],
            Self::GitMissing => vec!["install git, or put it on the PATH".into()],
            Self::GitTooOld { .. } => vec![format!("install git {} or later", Version::NEEDED)],
            Self::OtherWorkTree { fix, .. } => vec![(*fix).into()],
            Self::InvalidFile { cures, .. } => cures.clone(),
            Self::LeftOut { path } => {
                let path = shell_word(path);
                vec![
                    format!("what git makes of it: git ls-files -v {path}; a hook may have undone it"),
                    format!("then commit it: git commit --only {path}"),
                ]
            }
            Self::CommitRefused { .. } | Self::Failed { .. } => Vec::new(),
            Self::Io { .. } | Self::Library { .. } => Vec::new(),
        }
    }

    /// Whether this is told in another program's words alone, which name no way out.
    pub(crate) fn is_raw(&self) -> bool {
        matches!(
            self,
            Self::Failed { .. } | Self::Io { .. } | Self::Library { .. }
        )
    }

    /// As [`GitError::hints`], where a change waits that git would not go past, and is taken along.
    pub(crate) fn hints_beside_a_change(&self) -> Vec<String> {
        match self {
            Self::InProgress {
                what: Operation::Bisect,
                unmerged,
            } if unmerged.is_empty() => ["git stash", "git bisect reset", "git stash pop"]
                .map(str::to_owned)
                .into(),
            _ => self.hints(),
        }
    }

    /// What else is to be known while a change waits in the work tree for this to pass.
    pub(crate) fn while_waiting(&self) -> Vec<String> {
        match self {
            Self::InProgress { what, .. } => what.while_waiting(),
            _ => Vec::new(),
        }
    }

    pub(super) fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }

    pub(super) fn library(doing: impl Into<String>) -> impl FnOnce(git2::Error) -> Self {
        let doing = doing.into();
        move |source| match source {
            source if is_object_missing(&source) => Self::Missing {
                said: source.message().to_owned(),
                partial: false,
            },
            source => Self::Library { doing, source },
        }
    }

    /// What git complains of while it reads what was committed, if that is not here.
    pub(super) fn missing(complaint: &str) -> Option<Self> {
        let is_missing = MISSING.iter().any(|words| complaint.contains(words));
        let said = complaint
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("fatal: "));
        is_missing.then(|| Self::Missing {
            said: said.unwrap_or(complaint).trim().to_owned(),
            partial: complaint.contains("promisor"),
        })
    }
}

/// How git says that an object is not there, or cannot be read.
const MISSING: [&str; 9] = [
    "unable to read",
    "could not read",
    "Could not read",
    "bad object",
    "bad tree object",
    "bad file",
    "missing object",
    "could not get object info",
    "promisor remote",
];

/// Whether libgit2 looked for an object and did not find it; not finding a path is no such thing. On
/// the way through trees it says so in words alone.
pub(super) fn is_object_missing(error: &git2::Error) -> bool {
    let is_not_found = error.code() == ErrorCode::NotFound;
    error.class() == ErrorClass::Odb
        && (is_not_found || error.message().starts_with("object not found"))
}

/// Something git has begun and not finished, into which a commit of ours would be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Merge,
    Rebase,
    CherryPick,
    Revert,
    Bisect,
    Am,
}

impl Operation {
    fn ways_out(self) -> Vec<String> {
        let (on, off) = match self {
            Self::Merge => ("git merge --continue", "git merge --abort"),
            Self::Rebase => ("git rebase --continue", "git rebase --abort"),
            Self::CherryPick => ("git cherry-pick --continue", "git cherry-pick --abort"),
            Self::Revert => ("git revert --continue", "git revert --abort"),
            Self::Am => ("git am --continue", "git am --abort"),
            Self::Bisect => return vec!["git bisect reset".into()],
        };
        vec![format!("finish it: {on}"), format!("or give it up: {off}")]
    }

    /// What becomes of a change that is not committed, as git 2.47 does it: whatever is not named
    /// here keeps it, or refuses to be given up where it changed the same file.
    fn while_waiting(self) -> Vec<String> {
        match self {
            Self::Merge | Self::CherryPick | Self::Revert | Self::Am | Self::Bisect => Vec::new(),
            Self::Rebase => vec![
                "git rebase --continue waits until it is added, and takes it into the commit it makes;".into(),
                "git rebase --abort throws it away with all that is not committed, and so does --skip: copy it first".into(),
            ],
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Merge => "a merge",
            Self::Rebase => "a rebase",
            Self::CherryPick => "a cherry-pick",
            Self::Revert => "a revert",
            Self::Bisect => "a bisection",
            Self::Am => "applying patches (git am)",
        })
    }
}

/// What must be done before anything can be finished.
fn resolved_first(unmerged: &[PathBuf]) -> Option<String> {
    let paths: Vec<String> = unmerged.iter().map(|path| shell_word(path)).collect();
    (!paths.is_empty()).then(|| {
        let paths = paths.join(" ");
        format!("resolve what is in conflict first, then: git add {paths}")
    })
}

fn by_rule(rule: Option<&str>) -> String {
    rule.map(|rule| format!(" ({rule})")).unwrap_or_default()
}

/// Another program's output under our own sentence, or nothing where it was silent.
fn quoted(output: &str) -> String {
    let mut text = String::new();
    for line in output.trim_end().lines() {
        text.push_str("\n  ");
        text.push_str(line);
    }
    if text.is_empty() {
        text
    } else {
        format!(":{text}")
    }
}

fn in_shallow(shallow: bool) -> &'static str {
    if shallow {
        " in this clone, which is shallow"
    } else {
        ""
    }
}

/// How a shallow clone gets the rest of its history.
fn deepen(shallow: bool) -> Vec<String> {
    if shallow {
        vec![
            "git fetch --unshallow".into(),
            "in CI, fetch all of the history: actions/checkout with `fetch-depth: 0`, GitLab with GIT_DEPTH: 0"
                .into(),
        ]
    } else {
        Vec::new()
    }
}

fn since(age: Option<Duration>) -> String {
    let Some(age) = age else {
        return String::new();
    };
    let (count, unit) = match age.as_secs() {
        s @ 0..60 => (s, "second"),
        s @ 60..3_600 => (s / 60, "minute"),
        s @ 3_600..86_400 => (s / 3_600, "hour"),
        s => (s / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!(" since {count} {unit}{plural}")
}

/// A path as it can be pasted into a shell.
pub(super) fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\._-+:@,".contains(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_reported_with_its_age_and_the_way_to_clear_it() {
        let error = GitError::Locked {
            path: "/r/my repo/.git/index.lock".into(),
            age: Some(Duration::from_secs(7_300)),
        };
        assert_eq!(
            error.to_string(),
            "git is locked: /r/my repo/.git/index.lock exists since 2 hours"
        );
        assert!(error.hints()[1].ends_with("rm '/r/my repo/.git/index.lock'"));
    }

    #[test]
    fn what_a_hook_said_stands_indented_below_the_sentence() {
        let error = GitError::HookRejected {
            hooks: vec!["pre-commit".into()],
            output: "no\nnever\n\n".into(),
        };
        assert_eq!(
            error.to_string(),
            "a git hook (pre-commit) refused the commit:\n  no\n  never"
        );
    }
}
