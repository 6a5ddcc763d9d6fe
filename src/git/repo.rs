//! The opened repository: where it lies, and who its user is.

use std::path::{Path, PathBuf};

use git2::Repository;

use super::error::GitError;
use super::open;
use super::path::holds;
use super::program::{Environment, Git};
use super::version::Version;

/// A git repository with a work tree.
pub(crate) struct Repo {
    pub(super) library: Repository,
    pub(super) git: Git,
    work_dir: PathBuf,
}

impl Repo {
    /// The repository that git would use in `dir`: `GIT_DIR`, `GIT_WORK_TREE` and
    /// `GIT_CEILING_DIRECTORIES` count.
    pub(crate) fn discover(dir: &Path) -> Result<Self, GitError> {
        Self::discover_in(dir, Environment::default())
    }

    /// As [`Repo::discover`], with something laid over the environment of every git that is run.
    pub(crate) fn discover_in(dir: &Path, environment: Environment) -> Result<Self, GitError> {
        let library = open::open(dir, &environment)?;
        let Some(work_dir) = library.workdir() else {
            return Err(GitError::Bare {
                dir: library.path().components().collect(),
            });
        };
        let work_dir: PathBuf = work_dir.components().collect();
        // A work tree that does not contain the folder can keep none of its files.
        if dir.is_dir() && !holds(Some(&work_dir), dir) {
            return Err(GitError::OtherWorkTree {
                dir: dir.to_path_buf(),
                work_dir,
                fix: match environment.get("GIT_WORK_TREE") {
                    Some(_) => "unset GIT_WORK_TREE",
                    None if library.is_worktree() => "git worktree repair",
                    None => "git config --unset core.worktree",
                },
            });
        }
        let environment = name_explicitly(environment, &library, &work_dir);
        Ok(Self {
            git: Git::new(environment, &work_dir),
            library,
            work_dir,
        })
    }

    /// The top of the work tree that `dir` lies in, if it lies in one. This names files and reads
    /// nothing, so it also serves where git would not: in a container the checkout often belongs to
    /// somebody else.
    pub(crate) fn top_of(dir: &Path) -> Option<PathBuf> {
        match Self::discover(dir) {
            Ok(repo) => Some(repo.work_dir),
            Err(GitError::NotARepository { .. } | GitError::Bare { .. }) => None,
            Err(_) => dir
                .ancestors()
                .find(|folder| folder.join(".git").exists())
                .map(Path::to_path_buf),
        }
    }

    /// Makes a repository in `dir`, with the user's templates and default branch.
    pub(crate) fn init(dir: &Path) -> Result<Self, GitError> {
        Self::init_in(dir, Environment::default())
    }

    /// As [`Repo::init`], with something laid over the environment of every git that is run.
    pub(crate) fn init_in(dir: &Path, environment: Environment) -> Result<Self, GitError> {
        std::fs::create_dir_all(dir)
            .map_err(GitError::io(format!("cannot make {}", dir.display())))?;
        // Whatever the user's defaults or a later git's, it must be one that libgit2 can read.
        let readable = environment
            .clone()
            .set("GIT_DEFAULT_HASH", "sha1")
            .set("GIT_DEFAULT_REF_FORMAT", "files");
        Git::new(readable, dir).read(&["init", "--quiet"])?;
        Self::discover_in(dir, environment)
    }

    /// The top of the work tree.
    pub(crate) fn work_dir(&self) -> &Path {
        &self.work_dir
    }

    /// This work tree's own folder inside `.git`, where files of ours trouble nobody: each linked
    /// worktree has another.
    pub(crate) fn private_dir(&self) -> &Path {
        self.library.path()
    }

    /// The name that a commit made now would bear, as far as it is configured; an e-mail address
    /// is not needed for it. Git is asked, since libgit2 does not know every way to set it.
    pub(crate) fn user_name(&self) -> Option<String> {
        if let Some(name) = self.git.environment().get("GIT_AUTHOR_NAME") {
            return proper(&name.to_string_lossy());
        }
        let configured = self
            .git
            .read(&["config", "--null", "--get-regexp", r"^(author|user)\.name$"])
            .ok()?;
        let configured = String::from_utf8_lossy(&configured);
        let last = |wanted: &str| {
            configured
                .split('\0')
                .filter_map(|entry| entry.split_once('\n'))
                .rfind(|(key, _)| *key == wanted)
                .and_then(|(_, value)| proper(value))
        };
        last("author.name").or_else(|| last("user.name"))
    }

    /// Sets `key` in the repository's own configuration.
    pub(crate) fn set_local(&self, key: &str, value: &str) -> Result<(), GitError> {
        self.git
            .read(&["config", "--local", key, value])
            .map(|_| ())
    }

    /// What is configured for `key`, wherever; read without another process.
    pub(crate) fn configured(&self, key: &str) -> Option<String> {
        let mut configuration = self.library.config().ok()?;
        configuration.snapshot().ok()?.get_string(key).ok()
    }

    /// The version of the git program.
    pub(crate) fn version(&self) -> Result<Version, GitError> {
        self.git.version()
    }
}

fn proper(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Git is run at the top of the work tree and finds the repository from there; only where it
/// could not, or where the environment names one relative to another folder, is it told. Hooks
/// would inherit it, so it is not told without need.
fn name_explicitly(environment: Environment, library: &Repository, work_dir: &Path) -> Environment {
    let named = ["GIT_DIR", "GIT_WORK_TREE"]
        .iter()
        .any(|name| environment.get(name).is_some());
    if named || !work_dir.join(".git").exists() {
        environment
            .set("GIT_DIR", library.path())
            .set("GIT_WORK_TREE", work_dir)
    } else {
        environment
    }
}
