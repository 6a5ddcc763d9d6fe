//! What `inc doctor` asks of a repository. Nothing is changed, and nothing is fetched.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::GitError;
use super::failure::is_runnable;
use super::path::RepoPath;
use super::program::{Environment, Git};
use super::repo::Repo;
use super::version::Version;

/// The hooks of a repository.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hooks {
    pub folder: PathBuf,
    /// By name, those that git would run.
    pub run: Vec<String>,
    /// By name, those that git passes over since they are not executable.
    pub passed_over: Vec<String>,
}

/// A HEAD that is on no branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detached {
    /// How many of its commits are on no branch and on no remote's.
    pub alone: usize,
    /// Whether it came from a branch, to which `git switch -` goes back.
    pub came_from_a_branch: bool,
}

/// Where a commit writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// Folders in which files are made.
    pub folders: Vec<PathBuf>,
    /// The folder of all objects, and those in it in which they lie.
    pub objects: (PathBuf, Vec<PathBuf>),
    /// Files that are there already and are written to as they stand.
    pub files: Vec<PathBuf>,
}

/// The hooks that a commit or a push of ours can meet.
const HOOKS: [&str; 6] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "pre-push",
    "reference-transaction",
];

/// Locks that git takes at the top of its folder.
const LOCKS: [&str; 5] = [
    "index.lock",
    "HEAD.lock",
    "config.lock",
    "packed-refs.lock",
    "shallow.lock",
];

/// The version of the git program, in or out of a repository, whatever is configured.
pub(crate) fn program_version(dir: &Path) -> Result<Version, GitError> {
    let environment = Environment::default()
        .set("GIT_CONFIG_GLOBAL", "/dev/null")
        .set("GIT_CONFIG_NOSYSTEM", "1");
    Git::new(environment, dir).version()
}

impl Repo {
    /// Fails with git's own message where git cannot read the index, HEAD, or what the last commit
    /// holds of `paths`, which are absolute.
    pub(crate) fn refuse_damaged(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        self.uncommitted_in(paths)?;
        // A partial clone has not fetched everything.
        if self.head_id()?.is_none() || !self.partial_remotes().is_empty() {
            return Ok(());
        }
        let args = [
            "rev-list",
            "--objects",
            "--no-walk",
            "--quiet",
            "HEAD",
            "--",
        ];
        let mut args: Vec<OsString> = args.map(OsString::from).into();
        for path in paths {
            args.push(RepoPath::new(path, self.work_dir())?.literal());
        }
        self.git.read(&args).map(drop)
    }

    /// The remotes from which only a part of the objects was fetched.
    pub(crate) fn partial_remotes(&self) -> Vec<String> {
        let names = self.library.remotes();
        let names = names.iter().flat_map(|names| names.iter());
        let names = names.filter_map(|name| Some(name.ok()??.to_owned()));
        names
            .filter(|name| {
                let promisor = self.configured(&format!("remote.{name}.promisor"));
                promisor.as_deref() == Some("true")
            })
            .collect()
    }

    /// A file that is configured, with what stands for the user's home folder filled in.
    pub(crate) fn configured_file(&self, key: &str) -> Option<PathBuf> {
        let output = self
            .git
            .read(&["config", "--type=path", "--get", key])
            .ok()?;
        let output = String::from_utf8_lossy(&output);
        let path = output.trim_end_matches(['\n', '\r']);
        (!path.is_empty()).then(|| self.work_dir().join(path))
    }

    /// Whom a commit made now would name, as `Name <address>`.
    pub(crate) fn identity(&self) -> Result<String, GitError> {
        self.ident("GIT_COMMITTER_IDENT")?;
        self.ident("GIT_AUTHOR_IDENT")
    }

    fn ident(&self, variable: &str) -> Result<String, GitError> {
        let output = self.git.read(&["var", variable])?;
        let output = String::from_utf8_lossy(&output);
        let end = output.rfind('>').map_or(output.len(), |end| end + 1);
        Ok(output[..end].to_owned())
    }

    /// Whether HEAD is on no branch, so that none holds what is committed now; read without another
    /// process. In the middle of a rebase it is so, and nobody need mind.
    pub(crate) fn is_detached(&self) -> bool {
        self.library.head_detached().unwrap_or(false)
    }

    /// As [`Repo::is_detached`], with what there is to lose and a way back.
    pub(crate) fn detached(&self) -> Result<Option<Detached>, GitError> {
        if !self.is_detached() {
            return Ok(None);
        }
        let args = [
            "rev-list",
            "--count",
            "HEAD",
            "--not",
            "--branches",
            "--remotes",
        ];
        // What a partial clone has not fetched stays where it is.
        let git = self.git.with("GIT_NO_LAZY_FETCH", "1");
        let alone = git.read(&args)?;
        let alone = String::from_utf8_lossy(&alone).trim().parse();
        let before = [
            "rev-parse",
            "--symbolic-full-name",
            "--quiet",
            "--verify",
            "@{-1}",
        ];
        let before = git.run(&before)?;
        Ok(Some(Detached {
            alone: alone.unwrap_or(0),
            came_from_a_branch: before.succeeded() && before.stdout.starts_with(b"refs/heads/"),
        }))
    }

    pub(crate) fn hooks(&self) -> Result<Hooks, GitError> {
        let folder = self.git.read(&["rev-parse", "--git-path", "hooks"])?;
        let folder = String::from_utf8_lossy(&folder);
        let folder = self.work_dir().join(folder.trim_end_matches(['\n', '\r']));
        let there = HOOKS.iter().filter(|hook| folder.join(hook).is_file());
        let (run, passed_over): (Vec<String>, _) = there
            .map(|hook| (*hook).to_owned())
            .partition(|hook| is_runnable(&folder.join(hook)));
        Ok(Hooks {
            folder,
            run,
            passed_over,
        })
    }

    /// The value of an attribute for a path, which need not exist: `set`, `unset`, `unspecified`, or a
    /// word.
    pub(crate) fn attribute(&self, name: &str, path: &Path) -> Result<String, GitError> {
        let path = RepoPath::new(path, self.work_dir())?.with_slashes();
        let args = [
            "check-attr".into(),
            "-z".into(),
            name.into(),
            "--".into(),
            path,
        ];
        let output = self.git.read(&args)?;
        let output = String::from_utf8_lossy(&output);
        let value = output.split('\0').nth(2).unwrap_or_default();
        Ok(value.to_owned())
    }

    /// Locks of git that are held or were left behind, with how long they have stood.
    pub(crate) fn locks(&self) -> Vec<(PathBuf, Duration)> {
        let folders = [self.library.path(), self.library.commondir()];
        let top = folders
            .iter()
            .flat_map(|folder| LOCKS.map(|name| folder.join(name)));
        let mut found: Vec<PathBuf> = top.filter(|path| path.exists()).collect();
        locks_below(&self.library.commondir().join("refs"), &mut found);
        found.sort();
        found.dedup();
        let age = |path: &PathBuf| {
            let changed = path.metadata().and_then(|lock| lock.modified()).ok()?;
            SystemTime::now().duration_since(changed).ok()
        };
        found
            .into_iter()
            .map(|path| {
                let age = age(&path).unwrap_or_default();
                (path, age)
            })
            .collect()
    }

    /// Where a commit writes, as far as it is there.
    pub(crate) fn written(&self) -> Written {
        let (own, common) = (self.library.path(), self.library.commondir());
        let branch = self.library.find_reference("HEAD").ok();
        let branch = branch.and_then(|head| Some(head.symbolic_target().ok()??.to_owned()));
        let branch = PathBuf::from(branch.unwrap_or_default());
        let mut folders = vec![own.to_owned(), common.to_owned(), common.join("refs/heads")];
        folders.extend(common.join(&branch).parent().map(Path::to_owned));
        folders.retain(|folder| folder.is_dir());
        folders.sort();
        folders.dedup();
        let objects = common.join("objects");
        let inner = fs::read_dir(&objects).into_iter().flatten().flatten();
        let inner = inner.map(|entry| entry.path());
        let is_shelf =
            |path: &PathBuf| path.is_dir() && path.file_name().is_some_and(|name| name.len() == 2);
        let inner = inner.filter(is_shelf).collect();
        let names = [super::commit_lock::FILE, "COMMIT_EDITMSG", "logs/HEAD"];
        let files = names.map(|name| own.join(name)).into_iter();
        let files = files.chain([common.join("logs").join(branch)]);
        Written {
            folders,
            objects: (objects, inner),
            files: files.filter(|path| path.is_file()).collect(),
        }
    }

    /// What in these folders and files differs from HEAD, ignored files left out; relative to the work
    /// tree. Of each, whether git has never kept it.
    pub(crate) fn uncommitted_in(
        &self,
        paths: &[PathBuf],
    ) -> Result<Vec<(String, bool)>, GitError> {
        let mut args = vec![
            "--no-optional-locks".into(),
            "status".into(),
            "--porcelain".into(),
            "-z".into(),
            "--no-renames".into(),
            "--untracked-files=all".into(),
            "--".into(),
        ];
        for path in paths {
            args.push(RepoPath::new(path, self.work_dir())?.literal());
        }
        // What a partial clone has not fetched stays where it is.
        let output = self.git.with("GIT_NO_LAZY_FETCH", "1").read(&args)?;
        let output = String::from_utf8_lossy(&output);
        let lines = output
            .split('\0')
            .filter_map(|line| line.split_at_checked(3));
        Ok(lines
            .map(|(code, path)| (path.to_owned(), code == "?? "))
            .collect())
    }

    /// How many files below a folder git keeps; none where it lies outside of the work tree.
    pub(crate) fn kept_in(&self, folder: &Path) -> Result<usize, GitError> {
        let Ok(path) = RepoPath::new(folder, self.work_dir()) else {
            return Ok(0);
        };
        let args = ["ls-files".into(), "-z".into(), "--".into(), path.literal()];
        let output = self.git.read(&args)?;
        Ok(output.iter().filter(|byte| **byte == 0).count())
    }
}

fn locks_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            locks_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "lock") {
            found.push(path);
        }
    }
}
