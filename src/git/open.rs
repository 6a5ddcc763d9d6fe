//! Finding the repository as git would find it.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, Repository, RepositoryOpenFlags};

use super::error::GitError;
use super::path::{absolute, holds};
use super::program::{Environment, Git};

/// Opens the repository around `dir`, or the one that `GIT_DIR` names.
pub(super) fn open(dir: &Path, environment: &Environment) -> Result<Repository, GitError> {
    // Given any list, even an empty one, libgit2 no longer looks at the variable itself.
    let ceilings = environment
        .get("GIT_CEILING_DIRECTORIES")
        .unwrap_or_default();
    let ceilings = std::env::split_paths(&ceilings);

    let mut flags = RepositoryOpenFlags::empty();
    if environment.is_plain() {
        flags.insert(RepositoryOpenFlags::FROM_ENV);
    }
    let work_tree = environment.get("GIT_WORK_TREE").map(PathBuf::from);
    if work_tree.is_some_and(|path| path.is_relative()) {
        // libgit2 would take it from inside `.git`.
        flags.remove(RepositoryOpenFlags::FROM_ENV);
    }
    let named = environment.get("GIT_DIR").map(PathBuf::from);
    let start = match &named {
        Some(git_dir) => {
            flags.insert(RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT);
            absolute(git_dir)?
        }
        None => dir.to_path_buf(),
    };
    let library = Repository::open_ext(&start, flags, ceilings)
        .map_err(|error| explain(error, &start))
        .map_err(|error| git_message(error, dir, environment))?;
    refuse_unreadable(&library)?;
    set_work_dir(&library, dir, environment, named.is_some())
        .map_err(|error| git_message(error, dir, environment))?;
    Ok(library)
}

/// Returns git's own message where `GIT_DIR`, or a `.git` in `dir` or above it, names a repository that
/// cannot be used.
fn git_message(error: GitError, dir: &Path, environment: &Environment) -> GitError {
    let ceilings = environment
        .get("GIT_CEILING_DIRECTORIES")
        .unwrap_or_default();
    let ceilings: Vec<PathBuf> = std::env::split_paths(&ceilings).collect();
    let below = dir
        .ancestors()
        .take_while(|folder| !ceilings.iter().any(|ceiling| ceiling == folder));
    let mut repositories = below.map(|folder| folder.join(".git"));
    let is_named = environment.get("GIT_DIR").is_some()
        || repositories.any(|git| git.is_file() || git.join("HEAD").is_file());
    if !is_named || !matches!(error, GitError::NotARepository { .. }) {
        return error;
    }
    let git = Git::new(environment.clone(), dir);
    let output = git.read(&["--no-optional-locks", "status", "--porcelain"]);
    output.err().unwrap_or(error)
}

/// Where the environment moves the work tree, git takes a relative `GIT_WORK_TREE` from the
/// current directory, and without one takes the current directory itself.
fn set_work_dir(
    library: &Repository,
    dir: &Path,
    environment: &Environment,
    named: bool,
) -> Result<(), GitError> {
    let work_dir = if let Some(work_tree) = environment.get("GIT_WORK_TREE") {
        absolute(Path::new(&work_tree))?
    } else if named && !library.is_bare() && !holds(library.workdir(), dir) {
        let here = absolute(Path::new("."))?;
        if !holds(Some(&here), dir) {
            return Err(GitError::NotARepository {
                dir: dir.to_path_buf(),
            });
        }
        here
    } else {
        return Ok(());
    };
    library
        .set_workdir(&work_dir, false)
        .map_err(GitError::library(
            "cannot use the work tree of GIT_WORK_TREE",
        ))
}

/// libgit2 opens some repositories that it then cannot read.
fn refuse_unreadable(library: &Repository) -> Result<(), GitError> {
    let unsupported = |what: &str| Err(GitError::Unsupported { what: what.into() });
    let common = library.commondir();
    if common.join("reftable").is_dir() {
        return unsupported("the reftable ref format");
    }
    let config = library
        .config()
        .map_err(GitError::library("cannot read git's configuration"))?;
    match config.get_string("extensions.objectformat") {
        Ok(format) if !format.eq_ignore_ascii_case("sha1") => {
            unsupported(&format!("{} objects", format.to_uppercase()))
        }
        _ => Ok(()),
    }
}

fn explain(error: git2::Error, dir: &Path) -> GitError {
    let dir = dir.to_path_buf();
    match error.code() {
        ErrorCode::NotFound => GitError::NotARepository { dir },
        ErrorCode::Owner => GitError::NotOwned { dir },
        _ => match unsupported(error.message()) {
            Some(what) => GitError::Unsupported { what },
            None => GitError::Library {
                doing: format!("cannot open the git repository of {}", dir.display()),
                source: error,
            },
        },
    }
}

/// libgit2 has no code for these, only words.
fn unsupported(message: &str) -> Option<String> {
    if let Some(extension) = message.strip_prefix("unsupported extension name extensions.") {
        return Some(match extension.to_ascii_lowercase().as_str() {
            "refstorage" => "the reftable ref format".into(),
            "partialclone" => "an old form of partial clone".into(),
            _ => format!("the repository extension `{extension}`"),
        });
    }
    let message = message.to_ascii_lowercase();
    if message.contains("object format") || message.contains("objectformat") {
        Some("SHA-256 objects".into())
    } else if message.contains("repository version") {
        Some("a newer repository format".into())
    } else {
        None
    }
}
