//! What the index knows of one path, and what a state of it holds altogether.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use git2::{Index, IndexEntryExtendedFlag, Oid, Repository};

use super::error::GitError;
use super::objects::{BlobId, Files};
use super::path::RepoPath;
use super::program::Git;
use super::repo::Repo;

/// How a path stands in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Absent,
    Present,
    /// Present, and marked so that git does not look at the file: told by `git update-index`, or by
    /// a sparse checkout.
    Hidden(Mark),
    Conflicted,
    /// A gitlink: the place of a submodule.
    Submodule,
}

/// What keeps git from looking at a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `git commit` passes it over, and says nothing.
    SkipWorktree,
    /// `git diff` and `git status` do not see that it has changed; `git commit` takes it.
    AssumeUnchanged,
}

const GITLINK: u32 = 0o160_000;
const VALID: u16 = 1 << 15;
/// How `git ls-files -v` tells what it passes over; small where it is assumed unchanged as well.
const SKIPPED: [&str; 2] = ["S", "s"];
/// Every stage an entry can have; those above 0 are the sides of a conflict.
const STAGES: [i32; 4] = [1, 2, 3, 0];

/// Looks `path` up as it stands now. libgit2 cannot read a split or a sparse index; git is asked
/// then.
pub(super) fn entry(library: &Repository, git: &Git, path: &RepoPath) -> Result<Entry, GitError> {
    match through_library(library, path) {
        // Git takes the mark off itself where a sparse checkout put it on a file that is there.
        Ok(Entry::Hidden(Mark::SkipWorktree)) | Err(_) => through_git(git, path),
        Ok(entry) => Ok(entry),
    }
}

fn through_library(library: &Repository, path: &RepoPath) -> Result<Entry, git2::Error> {
    let mut index = library.index()?;
    index.read(false)?;
    let found = STAGES
        .iter()
        .find_map(|&stage| Some((stage, index.get_path(path.as_path(), stage)?)));
    let Some((stage, found)) = found else {
        return Ok(Entry::Absent);
    };
    Ok(match (stage, found.mode) {
        (1.., _) => Entry::Conflicted,
        (_, GITLINK) => Entry::Submodule,
        _ if is_skipped(&found) => Entry::Hidden(Mark::SkipWorktree),
        _ if found.flags & VALID != 0 => Entry::Hidden(Mark::AssumeUnchanged),
        _ => Entry::Present,
    })
}

fn through_git(git: &Git, path: &RepoPath) -> Result<Entry, GitError> {
    let listing = listing(git, path)?;
    Ok(match of_path(&listing, path).first() {
        None => Entry::Absent,
        Some(Line { stage, .. }) if *stage != "0" => Entry::Conflicted,
        Some(Line { mode: GITLINK, .. }) => Entry::Submodule,
        Some(Line { tag, .. }) if SKIPPED.contains(tag) => Entry::Hidden(Mark::SkipWorktree),
        Some(Line { tag: "h", .. }) => Entry::Hidden(Mark::AssumeUnchanged),
        Some(_) => Entry::Present,
    })
}

impl Repo {
    /// The files of `dir` that a sparse checkout leaves out of the work tree, as they are staged. Some
    /// of them may be there all the same.
    pub(crate) fn left_out(&self, dir: &Path) -> Result<Files, GitError> {
        let dir = RepoPath::new(dir, self.work_dir())?;
        let file = |path: &[u8], id: Oid| {
            let path = Path::new(std::str::from_utf8(path).ok()?);
            let inside = path.strip_prefix(dir.as_path()).ok()?;
            Some((inside.to_path_buf(), BlobId(id)))
        };
        let index = self.library.index().and_then(|mut index| {
            index.read(false)?;
            Ok(index)
        });
        if let Ok(index) = index {
            let skipped = index.iter().filter(is_skipped);
            return Ok(skipped.filter_map(|it| file(&it.path, it.id)).collect());
        }
        let listing = listing(&self.git, &dir)?;
        let skipped = lines(&listing).filter(|line| SKIPPED.contains(&line.tag));
        Ok(skipped.filter_map(|it| file(it.path, it.id)).collect())
    }
}

fn is_skipped(entry: &git2::IndexEntry) -> bool {
    IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended)
        .contains(IndexEntryExtendedFlag::SKIP_WORKTREE)
}

/// Whether the index holds `path` as a bare announcement, which `git add --intent-to-add` made.
pub(super) fn is_intent(git: &Git, path: &RepoPath) -> Result<bool, GitError> {
    let listing = listing(git, path)?;
    let entries = of_path(&listing, path);
    Ok(entries.iter().all(Line::is_empty_file) && !entries.is_empty())
}

/// What is staged at one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Staged {
    Nothing,
    /// Its mode and content.
    File(u32, Oid),
    /// A side of a conflict, or a bare announcement.
    Unsettled,
}

/// What is staged at every path, by its bytes.
pub(super) type Entries = BTreeMap<Vec<u8>, Staged>;

pub(super) fn at(entries: &Entries, path: &[u8]) -> Staged {
    entries.get(path).copied().unwrap_or(Staged::Nothing)
}

/// All that one state of the index holds.
pub(super) fn entries(mut state: File, git: &Git) -> Result<Entries, GitError> {
    let copy = (|| {
        let mut copy = tempfile::NamedTempFile::new()?;
        io::copy(&mut state, &mut copy)?;
        io::Result::Ok(copy.into_temp_path())
    })()
    .map_err(GitError::io("cannot copy the index"))?;
    if let Ok(index) = Index::open(&copy) {
        return Ok(index
            .iter()
            .map(|entry| (entry.path.clone(), settled(&entry)))
            .collect());
    }
    let args = ["ls-files", "--stage", "-v", "-z"];
    let listing = git.with("GIT_INDEX_FILE", &*copy).read(&args)?;
    Ok(lines(&listing)
        .map(|line| (line.path.to_vec(), line.staged()))
        .collect())
}

fn settled(entry: &git2::IndexEntry) -> Staged {
    let stage = entry.flags >> 12 & 0b11;
    let extended = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
    if stage == 0 && !extended.contains(IndexEntryExtendedFlag::INTENT_TO_ADD) {
        Staged::File(entry.mode, entry.id)
    } else {
        Staged::Unsettled
    }
}

/// One line of `git ls-files --stage -v`.
struct Line<'a> {
    /// What git makes of the entry; small where it does not look at the file.
    tag: &'a str,
    mode: u32,
    id: Oid,
    stage: &'a str,
    path: &'a [u8],
}

impl Line<'_> {
    /// As announced paths look, which this listing does not tell from files staged empty.
    fn is_empty_file(&self) -> bool {
        const EMPTY: &str = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        self.stage == "0" && self.id.to_string() == EMPTY
    }

    fn staged(&self) -> Staged {
        if self.stage == "0" && !self.is_empty_file() {
            Staged::File(self.mode, self.id)
        } else {
            Staged::Unsettled
        }
    }
}

fn lines(listing: &[u8]) -> impl Iterator<Item = Line<'_>> {
    listing.split(|&byte| byte == 0).filter_map(|line| {
        let tab = line.iter().position(|&byte| byte == b'\t')?;
        let mut words = std::str::from_utf8(&line[..tab]).ok()?.split(' ');
        Some(Line {
            tag: words.next()?,
            mode: u32::from_str_radix(words.next()?, 8).ok()?,
            id: words.next()?.parse().ok()?,
            stage: words.next()?,
            path: &line[tab + 1..],
        })
    })
}

fn listing(git: &Git, path: &RepoPath) -> Result<Vec<u8>, GitError> {
    git.read(&[
        "ls-files".into(),
        "--stage".into(),
        "-v".into(),
        "-z".into(),
        "--".into(),
        path.literal(),
    ])
}

/// Entries of exactly this path: a literal pathspec also matches whatever lies below it.
fn of_path<'a>(listing: &'a [u8], path: &RepoPath) -> Vec<Line<'a>> {
    let wanted = path.with_slashes();
    lines(listing)
        .filter(|line| line.path == wanted.as_encoded_bytes())
        .collect()
}
