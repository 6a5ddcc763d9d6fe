//! Why there seems to be no repository, or one of somewhere else, where git was told so: by a variable,
//! a setting, or a `.git` that names a folder which is not there any more.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::{GitError, shell_word};
use super::path::{absolute, holds};
use super::program::Environment;

/// What leads git away from `dir`, if anything does that one can put right.
pub(super) fn env_errors(dir: &Path, environment: &Environment) -> Option<GitError> {
    let named = |name: &str| environment.get(name).map(|value| (name.to_owned(), value));
    let work_tree = named("GIT_WORK_TREE");
    if let Some((name, value)) = work_tree.filter(|(_, value)| !leads_to(value, dir)) {
        let says = format!("${name} is {}", not_around(Path::new(&value), dir));
        return corruption(says, format!("unset {name}"));
    }
    if let Some((name, value)) = named("GIT_DIR") {
        let value = Path::new(&value);
        let is_there = absolute(value).is_ok_and(|folder| folder.is_dir());
        let value = value.display();
        let says = match is_there {
            true => format!(
                "${name} is {value}, which is not the repository of {}",
                dir.display()
            ),
            false => format!("${name} is {value}, and there is no such folder"),
        };
        return corruption(says, format!("unset {name}"));
    }
    let is_there = |place: &&Path| place.join(".git").symlink_metadata().is_ok();
    let place = dir.ancestors().find(is_there)?;
    let git_dir = place.join(".git");
    if git_dir.is_file() {
        return moved(place, &git_dir);
    }
    let file = git_dir.join("config");
    let config = git2::Config::open(&file).ok()?;
    let set = config.get_string("core.worktree").ok()?;
    if holds(Some(&git_dir.join(&set)), dir) {
        return None;
    }
    let file = shell_word(&file);
    let set = not_around(&git_dir.join(&set), dir);
    corruption(
        format!("core.worktree in {file} is {set}"),
        format!("git config --file {file} --unset core.worktree"),
    )
}

/// A linked work tree, or the repository that it belongs to, that lies elsewhere now.
fn moved(place: &Path, git_file: &Path) -> Option<GitError> {
    let text = fs::read_to_string(git_file).ok()?;
    let named = Path::new(text.strip_prefix("gitdir: ")?.trim_end());
    let folder = place.join(named);
    let place = shell_word(place);
    if !folder.is_dir() {
        let says = format!(
            "{place} belongs to the repository {}, which is not there: it was moved, or is gone",
            folder.display()
        );
        return corruption(says, format!("git -C <REPOSITORY> worktree repair {place}"));
    }
    let known = fs::read_to_string(folder.join("gitdir")).ok()?;
    let known = PathBuf::from(known.trim_end());
    if folder.join(&known).exists() {
        return None;
    }
    let known = known.parent()?.display();
    corruption(
        format!("the work tree at {place} was moved: git looks for it at {known}"),
        "git worktree repair".to_owned(),
    )
}

/// A folder, and how it is no work tree of `dir`.
fn not_around(folder: &Path, dir: &Path) -> String {
    let is_there = absolute(folder).is_ok_and(|folder| folder.is_dir());
    let (folder, dir) = (folder.display(), dir.display());
    match is_there {
        true => format!("{folder}, and {dir} does not lie in it"),
        false => format!("{folder}, and there is no such folder"),
    }
}

fn leads_to(work_tree: &OsString, dir: &Path) -> bool {
    absolute(Path::new(work_tree)).is_ok_and(|work_tree| holds(Some(&work_tree), dir))
}

fn corruption(says: String, cure: String) -> Option<GitError> {
    let cures = vec![cure];
    Some(GitError::InvalidFile { says, cures })
}
