//! What can go wrong with git, in words a responder can act on.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git2::{ErrorClass, ErrorCode};

use super::version::Version;
use crate::domain::fix::Fix;

/// Why git was not, or could not be, used. `Display` says what happened, [`GitError::fixes`]
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

    #[error("a git hook ({}) refused the commit{}", hooks.join(", "), indented(output))]
    HookRejected {
        /// The installed hooks that can refuse a commit; git does not say which of them did.
        hooks: Vec<String>,
        output: String,
    },

    #[error("the commit could not be signed{}", indented(output))]
    SigningFailed { output: String },

    #[error("the git program was not found")]
    GitMissing,

    #[error("git {found} is too old: {} or later is needed", Version::NEEDED)]
    GitTooOld { found: Version },

    #[error("git would not commit{}", indented(output))]
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
    InvalidFile { says: String, fixes: Vec<Fix> },

    #[error("git made a commit without the change of {}", path.display())]
    LeftOut { path: PathBuf },

    #[error("`git {command}` failed{}", indented(output))]
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
    /// What to do next; parts in `<…>` are to be filled in.
    pub(crate) fn fixes(&self) -> Vec<Fix> {
        match self {
            Self::NotARepository { dir } => vec![Fix::git(["init", &name(dir)])],
            Self::Bare { dir } => vec![Fix::git(["clone", &name(dir), "<DIR>"])],
            Self::NotOwned { dir } => {
                let args = ["config", "--global", "--add", "safe.directory"];
                vec![Fix::git(args.into_iter().chain([&*name(dir)]))]
            }
            Self::Unsupported { .. } => vec![
                Fix::git(["clone", "--ref-format=files", "<URL>", "<DIR>"])
                    .after("clone it without that feature:")
                    .ending(", with SHA-1 objects and no --filter"),
            ],
            Self::InProgress { what, unmerged } => {
                resolved_first(unmerged).into_iter().chain(what.fixes()).collect()
            }
            Self::InterruptedMerge => vec![
                Fix::git(["reset", "--merge"]).explained(
                    "takes it back, and whatever else is staged: unstage first what you want to keep",
                ),
                Fix::inc(["sync"]).explained("then begins it anew"),
            ],
            Self::Conflicted { path } => {
                vec![Fix::git(["add", &name(path)]).after("resolve it in an editor, then:")]
            }
            Self::Ignored { .. } => vec!["take that line out of the ignore file".into()],
            Self::Hidden { path } => {
                vec![Fix::git(["update-index", "--no-skip-worktree", &name(path)])]
            }
            Self::Symlink { .. } => vec!["replace the link by what it points to".into()],
            Self::InSubmodule { inner, .. } => {
                vec![format!("work in {} itself", inner.display()).into()]
            }
            Self::Outside { .. } | Self::NotAFile { .. } => Vec::new(),
            Self::Locked { path, .. } => vec![
                "another git may be at work, or waiting in an editor: let it finish, then try again"
                    .into(),
                Fix::run(["rm", &name(path)])
                    .after("if none is running, a killed one left it behind:"),
            ],
            Self::Busy => vec!["try again".into()],
            Self::NoCommits => Vec::new(),
            Self::UnknownRevision { revision, shallow } => {
                let mut fixes = deepen(*shallow);
                fixes.push(match revision.split_once('/') {
                    Some((remote, branch)) => Fix::git(["fetch", remote, branch]),
                    None => Fix::git(["fetch", "origin"])
                        .after("a branch that is only on the server:")
                        .ending(format!(", then --base origin/{revision}")),
                });
                fixes
            }
            Self::NoMergeBase { shallow: false, .. } => {
                vec!["name a revision that this branch began at".into()]
            }
            Self::NoMergeBase { .. } | Self::Shallow => deepen(true),
            Self::Grafted => {
                let args = ["rev-parse", "--git-path", "info/grafts"];
                vec![Fix::git(args).after("move the file that says so away:")]
            }
            Self::Missing { partial: true, .. } => {
                vec![refetch().explained("brings all of them, once the remote can be reached")]
            }
            Self::Missing { .. } => vec![
                refetch().explained("brings them from a remote that has them"),
                Fix::git(["fsck"]).explained("names what is missing"),
            ],
            Self::NoIdentity => vec![name_yourself(), email_yourself()],
            Self::HookRejected { .. } => {
                vec!["fix what the hook objects to, then commit again".into()]
            }
            Self::SigningFailed { .. } => vec![
                Fix::git(["config", "--show-origin", "--get-regexp", SIGNING])
                    .after("make the key available (see:")
                    .ending("), then commit again"),
            ],
            Self::GitMissing => vec!["install git, or put it on the PATH".into()],
            Self::GitTooOld { .. } => {
                vec![format!("install git {} or later", Version::NEEDED).into()]
            }
            Self::OtherWorkTree { fix, .. } => vec![(*fix).into()],
            Self::InvalidFile { fixes, .. } => fixes.clone(),
            Self::LeftOut { path } => {
                vec![
                    Fix::git(["ls-files", "-v", &name(path)])
                        .after("what git makes of it:")
                        .ending("; a hook may have undone it"),
                    Fix::git(["commit", "--only", &name(path)]).after("then commit it:"),
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

    /// As [`GitError::fixes`], where a change waits that git would not go past, and is taken along.
    pub(crate) fn fixes_beside_a_change(&self) -> Vec<Fix> {
        match self {
            Self::InProgress {
                what: Operation::Bisect,
                unmerged,
            } if unmerged.is_empty() => {
                let end = ["bisect", "reset"];
                vec![
                    Fix::git(["stash"]),
                    Fix::git(end),
                    Fix::git(["stash", "pop"]),
                ]
            }
            _ => self.fixes(),
        }
    }

    /// What else is to be known while a change waits in the work tree for this to pass.
    pub(crate) fn while_waiting(&self) -> Vec<Fix> {
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
    /// How git names what is under way, where it goes on and is given up in the same manner.
    fn verb(self) -> Option<&'static str> {
        match self {
            Self::Merge => Some("merge"),
            Self::Rebase => Some("rebase"),
            Self::CherryPick => Some("cherry-pick"),
            Self::Revert => Some("revert"),
            Self::Am => Some("am"),
            Self::Bisect => None,
        }
    }

    /// The command that finishes it.
    fn finishing(self) -> Fix {
        match self.verb() {
            Some(verb) => Fix::git([verb, "--continue"]),
            None => Fix::git(["bisect", "reset"]),
        }
    }

    /// The command that gives it up, where that is another one.
    fn giving_up(self) -> Option<Fix> {
        Some(Fix::git([self.verb()?, "--abort"]))
    }

    fn fixes(self) -> Vec<Fix> {
        match self.giving_up() {
            Some(giving_up) => vec![
                self.finishing().after("finish it:"),
                giving_up.after("or give it up:"),
            ],
            None => vec![self.finishing()],
        }
    }

    /// What becomes of a change that is not committed, as git 2.47 does it: whatever is not named
    /// here keeps it, or refuses to be given up where it changed the same file.
    fn while_waiting(self) -> Vec<Fix> {
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
fn resolved_first(unmerged: &[PathBuf]) -> Option<Fix> {
    let paths = unmerged.iter().map(|path| name(path));
    let adding = Fix::git(["add".to_owned()].into_iter().chain(paths));
    (!unmerged.is_empty()).then(|| adding.after("resolve what is in conflict first, then:"))
}

fn by_rule(rule: Option<&str>) -> String {
    rule.map(|rule| format!(" ({rule})")).unwrap_or_default()
}

/// Another program's output under our own sentence, or nothing where it was silent.
fn indented(output: &str) -> String {
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
fn deepen(shallow: bool) -> Vec<Fix> {
    let fixes = [
        Fix::git(["fetch", "--unshallow"]),
        "in CI, fetch all of the history: actions/checkout with `fetch-depth: 0`, GitLab with GIT_DEPTH: 0"
            .into(),
    ];
    fixes.into_iter().filter(|_| shallow).collect()
}

/// The settings that a commit is signed by.
const SIGNING: &str = "^(gpg|user.signingkey|commit.gpgsign)";

fn refetch() -> Fix {
    Fix::git(["fetch", "--refetch", "--no-filter"])
}

/// Gives git the name of whoever commits here.
pub(crate) fn name_yourself() -> Fix {
    Fix::shell("git config --global user.name \"<YOUR NAME>\"")
}

/// Gives git the address of whoever commits here.
pub(crate) fn email_yourself() -> Fix {
    Fix::shell("git config --global user.email \"<YOU@EXAMPLE.COM>\"")
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

/// A path as a word of a command.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Address;

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
        let line = error.fixes()[1].line(&Address::default());
        assert!(line.ends_with("rm '/r/my repo/.git/index.lock'"));
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
