//! What the index knows of one path.

use git2::Repository;

use super::error::GitError;
use super::path::RepoPath;
use super::program::Git;

/// How a path stands in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Absent,
    Present,
    Conflicted,
    /// A gitlink: the place of a submodule.
    Submodule,
}

const GITLINK: u32 = 0o160_000;
/// Every stage an entry can have; those above 0 are the sides of a conflict.
const STAGES: [i32; 4] = [1, 2, 3, 0];

/// Looks `path` up as it stands now. libgit2 cannot read a split or a sparse index; git is asked
/// then.
pub(super) fn entry(library: &Repository, git: &Git, path: &RepoPath) -> Result<Entry, GitError> {
    match through_library(library, path) {
        Ok(entry) => Ok(entry),
        Err(_) => through_git(git, path),
    }
}

fn through_library(library: &Repository, path: &RepoPath) -> Result<Entry, git2::Error> {
    let mut index = library.index()?;
    index.read(false)?;
    let found = STAGES
        .iter()
        .find_map(|&stage| Some((stage, index.get_path(path.as_path(), stage)?.mode)));
    Ok(match found {
        None => Entry::Absent,
        Some((1.., _)) => Entry::Conflicted,
        Some((_, GITLINK)) => Entry::Submodule,
        Some(_) => Entry::Present,
    })
}

fn through_git(git: &Git, path: &RepoPath) -> Result<Entry, GitError> {
    let entries = staged(git, path)?;
    let submodule = format!("{GITLINK:o} ");
    Ok(match entries.first() {
        None => Entry::Absent,
        Some(Staged { stage, .. }) if *stage != b'0' => Entry::Conflicted,
        Some(Staged { mode_and_id, .. }) if mode_and_id.starts_with(&submodule) => Entry::Submodule,
        Some(_) => Entry::Present,
    })
}

/// Whether the index holds `path` as a bare announcement, which `git add --intent-to-add` made:
/// such an entry has the empty file's id.
pub(super) fn is_intent(git: &Git, path: &RepoPath) -> Result<bool, GitError> {
    const EMPTY: &str = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
    let entries = staged(git, path)?;
    Ok(entries
        .iter()
        .all(|entry| entry.stage == b'0' && entry.mode_and_id.ends_with(EMPTY))
        && !entries.is_empty())
}

/// One line of `git ls-files --stage`.
struct Staged {
    mode_and_id: String,
    stage: u8,
}

/// Entries of exactly this path: a literal pathspec also matches whatever lies below it.
fn staged(git: &Git, path: &RepoPath) -> Result<Vec<Staged>, GitError> {
    let args = [
        "ls-files".into(),
        "--stage".into(),
        "-z".into(),
        "--".into(),
        path.literal(),
    ];
    let listing = git.read(&args)?;
    let wanted = path.with_slashes();
    Ok(listing
        .split(|&byte| byte == 0)
        .filter_map(|line| {
            let tab = line.iter().position(|&byte| byte == b'\t')?;
            let (head, name) = (&line[..tab], &line[tab + 1..]);
            if name != wanted.as_encoded_bytes() {
                return None;
            }
            let head = std::str::from_utf8(head).ok()?;
            let (mode_and_id, stage) = head.rsplit_once(' ')?;
            Some(Staged {
                mode_and_id: mode_and_id.to_owned(),
                stage: *stage.as_bytes().first()?,
            })
        })
        .collect())
}
