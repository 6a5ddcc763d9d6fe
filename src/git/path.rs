//! A path as git names it: below the work tree, with slashes.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::error::GitError;

/// A path relative to the work tree, without `.` and `..`, and never inside `.git`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RepoPath(PathBuf);

impl RepoPath {
    /// `path` is absolute, or relative to the work tree. What it names need not exist.
    pub(super) fn new(path: &Path, work_dir: &Path) -> Result<Self, GitError> {
        let outside = || GitError::Outside {
            path: path.to_path_buf(),
            work_dir: work_dir.to_path_buf(),
        };
        let below = if path.is_absolute() {
            below_work_dir(path, work_dir).ok_or_else(outside)?
        } else {
            path.to_path_buf()
        };

        let mut plain = PathBuf::new();
        for component in below.components() {
            match component {
                Component::CurDir => {}
                Component::Normal(name) if !name.eq_ignore_ascii_case(".git") => plain.push(name),
                _ => return Err(outside()),
            }
        }
        if plain.as_os_str().is_empty() {
            return Err(outside());
        }
        Ok(Self(plain))
    }

    pub(super) fn as_path(&self) -> &Path {
        &self.0
    }

    /// As git writes it, on every platform.
    pub(super) fn with_slashes(&self) -> OsString {
        let mut text = OsString::new();
        for (i, name) in self.0.iter().enumerate() {
            if i > 0 {
                text.push("/");
            }
            text.push(name);
        }
        text
    }

    /// A pathspec that means this path and no pattern.
    pub(super) fn literal(&self) -> OsString {
        let mut spec = OsString::from(":(top,literal)");
        spec.push(self.with_slashes());
        spec
    }

    /// The folders above it, outermost first, then the path itself.
    pub(super) fn prefixes(&self) -> impl Iterator<Item = PathBuf> {
        self.0.iter().scan(PathBuf::new(), |so_far, name| {
            so_far.push(name);
            Some(so_far.clone())
        })
    }
}

/// The rest of `path` below the work tree, also where it is reached by another name (on macOS
/// `/tmp` is a link). Only what lies above the work tree is resolved: a link below it must stay
/// visible, to be refused.
fn below_work_dir(path: &Path, work_dir: &Path) -> Option<PathBuf> {
    if let Ok(below) = path.strip_prefix(work_dir) {
        return Some(below.to_path_buf());
    }
    let real = work_dir.canonicalize().ok()?;
    path.ancestors()
        .find(|ancestor| ancestor.canonicalize().is_ok_and(|found| found == real))
        .and_then(|top| path.strip_prefix(top).ok())
        .map(Path::to_path_buf)
}

/// Whether a folder lies in a work tree.
pub(super) fn holds(work_dir: Option<&Path>, dir: &Path) -> bool {
    let Some(work_dir) = work_dir else {
        return false;
    };
    match (work_dir.canonicalize(), dir.canonicalize()) {
        (Ok(work_dir), Ok(dir)) => dir.starts_with(work_dir),
        _ => false,
    }
}

/// Returns a path with the current directory before it, where it is relative.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, GitError> {
    std::path::absolute(path).map_err(GitError::io(format!("cannot use {}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_named_from_the_work_tree() {
        let top = tempfile::tempdir().expect("a temporary folder");
        let named = |path: &Path| RepoPath::new(path, top.path());

        let inside = named(&top.path().join("a/./b.yaml")).expect("inside");
        assert_eq!(inside.with_slashes(), "a/b.yaml");
        assert_eq!(inside, named(Path::new("a/b.yaml")).expect("relative"));
        assert_eq!(
            inside.prefixes().collect::<Vec<_>>(),
            [Path::new("a"), Path::new("a/b.yaml")]
        );

        for outside in ["../x", "a/../../x", ".git/config", "a/.GIT/x", "", "/etc/x"] {
            let refused = named(Path::new(outside));
            assert!(
                matches!(refused, Err(GitError::Outside { .. })),
                "{outside}: {refused:?}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_above_the_work_tree_is_followed_and_one_below_it_is_not() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let real = place.path().join("real");
        std::fs::create_dir(&real).expect("made");
        std::os::unix::fs::symlink(&real, place.path().join("alias")).expect("linked");
        std::os::unix::fs::symlink(&real, real.join("inner")).expect("linked");

        let path = RepoPath::new(&place.path().join("alias/x"), &real).expect("inside");
        assert_eq!(path.as_path(), Path::new("x"));
        let path = RepoPath::new(&real.join("inner/x"), &real).expect("inside");
        assert_eq!(path.as_path(), Path::new("inner/x"));
    }
}
