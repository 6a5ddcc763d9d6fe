//! What commits did to the files of a folder: of a branch since it left another, or from the beginning.
//!
//! Which commits touched the folder is asked of the git program, whose index of changed paths no
//! library reads; trees and blobs are read through libgit2, each blob named by its content, so that a
//! reader need look at none twice.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Tree};

use super::error::{GitError, is_object_missing};
use super::objects::{BlobId, CommitId, Files};
use super::path::RepoPath;
use super::repo::Repo;

/// What became of one file between two states of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Moved {
    /// Inside the folder.
    pub path: PathBuf,
    pub before: Option<BlobId>,
    pub after: Option<BlobId>,
}

/// A commit against one of its parents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    /// None of a first commit.
    pub parent: Option<CommitId>,
    pub moved: Vec<Moved>,
    /// In a merge: what the other parents had done since they all parted. What the merge only took
    /// over from one of them is that one's doing.
    pub elsewhere: Vec<Vec<Moved>>,
}

/// A commit that touched the folder.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub commit: CommitId,
    pub subject: String,
    pub sides: Vec<Side>,
}

/// Where HEAD and another revision parted.
#[derive(Clone, Debug)]
pub(crate) struct Fork {
    /// The revision that was named.
    pub other: CommitId,
    /// Usually one; several where branches were merged crosswise.
    pub bases: Vec<CommitId>,
}

/// Which commits are meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Span<'a> {
    /// All that HEAD has.
    All,
    /// Those of HEAD since it left another.
    Since(&'a Fork),
    /// Those that both had when they parted.
    Before(&'a Fork),
}

impl Span<'_> {
    fn arguments(self) -> Vec<String> {
        match self {
            Span::All => vec!["HEAD".to_owned()],
            Span::Since(fork) => vec!["HEAD".to_owned(), format!("^{}", fork.other)],
            Span::Before(fork) => fork.bases.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What the user has set for reading must not change what is told.
pub(super) const LOG: &[&str] = &[
    "-c",
    "log.showRoot=true",
    "-c",
    "log.follow=false",
    "log",
    "-z",
    "--no-renames",
    "--no-color",
    "--no-ext-diff",
    "--full-history",
    "--no-show-signature",
    "--encoding=UTF-8",
];

/// Each commit with its parents, its subject and the files that it touched.
const TOUCHES: &[&str] = &[
    "--raw",
    "--no-abbrev",
    // Lines that no message can hold: git takes a NUL out of them.
    "--format=%x01%H %P%x01%s",
];

impl Repo {
    /// Where HEAD left `revision`. Refused where a shallow clone hides it.
    pub(crate) fn fork(&self, revision: &str) -> Result<Fork, GitError> {
        let unknown = || GitError::UnknownRevision {
            revision: revision.to_owned(),
            shallow: self.is_shallow(),
        };
        if self.is_grafted() {
            return Err(GitError::Grafted);
        }
        let head = self.head_id()?.ok_or(GitError::NoCommits)?;
        let other = self
            .library
            .revparse_single(revision)
            .and_then(|object| object.peel_to_commit())
            .map_err(|_| unknown())?
            .id();
        let bases = match self.library.merge_bases(head, other) {
            Ok(bases) => bases.iter().copied().map(CommitId).collect(),
            Err(error) if error.code() == ErrorCode::NotFound => Vec::new(),
            Err(error) => return Err(GitError::library("cannot compare the branches")(error)),
        };
        if bases.is_empty() {
            return Err(GitError::NoMergeBase {
                revision: revision.to_owned(),
                shallow: self.is_shallow(),
            });
        }
        self.refuse_cut_off(head, other)?;
        Ok(Fork {
            other: CommitId(other),
            bases,
        })
    }

    /// The commit that a clone was cut off at looks like the first one of all.
    fn refuse_cut_off(&self, head: Oid, other: Oid) -> Result<(), GitError> {
        if !self.is_shallow() {
            return Ok(());
        }
        let edge = self.shallow_edge();
        let reading = || GitError::library("cannot read the history");
        let mut walk = self.library.revwalk().map_err(reading())?;
        walk.push(head).map_err(reading())?;
        walk.hide(other).map_err(reading())?;
        for id in walk {
            if edge.contains(&CommitId(id.map_err(reading())?)) {
                return Err(GitError::Shallow);
            }
        }
        Ok(())
    }

    /// Whether this clone holds the younger commits only.
    pub(crate) fn is_shallow(&self) -> bool {
        self.library.is_shallow()
    }

    /// Whether this clone gives commits other parents than they have. Git can be told to look away;
    /// libgit2, which is asked where branches parted and of merges, cannot.
    pub(crate) fn is_grafted(&self) -> bool {
        let file = self.library.commondir().join("info/grafts");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        text.lines()
            .any(|line| !line.trim().is_empty() && !line.starts_with('#'))
    }

    /// The oldest commits of a shallow clone: what came before them is not here.
    pub(crate) fn shallow_edge(&self) -> HashSet<CommitId> {
        let file = self.library.commondir().join("shallow");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let ids = text.lines().filter_map(|line| Oid::from_str(line).ok());
        ids.map(CommitId).collect()
    }

    /// The commit that HEAD stands on; none before the first one.
    pub(crate) fn head_commit(&self) -> Result<Option<CommitId>, GitError> {
        Ok(self.head_id()?.map(CommitId))
    }

    /// The files of `dir` in a commit.
    pub(crate) fn files_at(&self, commit: CommitId, dir: &Path) -> Result<Files, GitError> {
        let dir = RepoPath::new(dir, self.work_dir())?;
        let mut files = Files::new();
        for moved in self.between(None, Some(commit.0), &dir)? {
            files.extend(moved.after.map(|blob| (moved.path, blob)));
        }
        Ok(files)
    }

    /// One file of a commit.
    pub(crate) fn file_at(
        &self,
        commit: CommitId,
        path: &Path,
    ) -> Result<Option<BlobId>, GitError> {
        let path = RepoPath::new(path, self.work_dir())?;
        let found = self.tree_of(commit.0)?.get_path(path.as_path());
        Ok(found
            .ok()
            .filter(|entry| entry.kind() == Some(ObjectType::Blob))
            .map(|entry| BlobId(entry.id())))
    }

    /// The bytes of a file.
    pub(crate) fn blob(&self, id: BlobId) -> Result<Vec<u8>, GitError> {
        match self.library.find_blob(id.0) {
            Ok(blob) => Ok(blob.content().to_vec()),
            // A partial clone has not fetched it; git can.
            Err(error) if error.code() == ErrorCode::NotFound => {
                self.git
                    .of_the_past()
                    .read(&["cat-file", "blob", &id.0.to_string()])
            }
            Err(error) => Err(GitError::library("cannot read a file's history")(error)),
        }
    }

    /// The commits of a span that touched `paths`, which lie in `dir` or are it, parents before children.
    pub(crate) fn steps(
        &self,
        span: Span<'_>,
        dir: &Path,
        paths: &[&Path],
    ) -> Result<Vec<Step>, GitError> {
        if self.head_id()?.is_none() {
            return Ok(Vec::new());
        }
        let dir = RepoPath::new(dir, self.work_dir())?;
        let mut args: Vec<OsString> = [LOG, TOUCHES].concat().iter().map(OsString::from).collect();
        args.extend(["--topo-order", "--reverse", "--diff-merges=off"].map(OsString::from));
        args.extend(span.arguments().into_iter().map(OsString::from));
        args.push("--".into());
        let mut wanted = HashSet::new();
        for path in paths {
            let path = RepoPath::new(path, self.work_dir())?;
            if let Ok(inside) = path.as_path().strip_prefix(dir.as_path())
                && !inside.as_os_str().is_empty()
            {
                wanted.insert(inside.to_path_buf());
            }
            args.push(path.literal());
        }
        let output = self.git.of_the_past().read(&args)?;
        let mut steps = Vec::new();
        for raw in raw_steps(&output, &dir) {
            let sides = match raw.parents.as_slice() {
                [] | [_] => vec![Side {
                    parent: raw.parents.first().copied().map(CommitId),
                    moved: raw.moved,
                    elsewhere: Vec::new(),
                }],
                parents => self.merge_sides(raw.id, parents, &dir, &wanted)?,
            };
            if sides.iter().any(|side| !side.moved.is_empty()) {
                steps.push(Step {
                    commit: CommitId(raw.id),
                    subject: raw.subject,
                    sides,
                });
            }
        }
        Ok(steps)
    }

    /// All that one commit did in `dir`, whatever else was asked about.
    pub(crate) fn whole(&self, commit: CommitId, dir: &Path) -> Result<Vec<Side>, GitError> {
        let dir = RepoPath::new(dir, self.work_dir())?;
        let found = self
            .library
            .find_commit(commit.0)
            .map_err(GitError::library("cannot read a commit"))?;
        let parents: Vec<Oid> = found.parent_ids().collect();
        if parents.len() > 1 {
            return self.merge_sides(commit.0, &parents, &dir, &HashSet::new());
        }
        let parent = parents.first().copied();
        Ok(vec![Side {
            parent: parent.map(CommitId),
            moved: self.between(parent, Some(commit.0), &dir)?,
            elsewhere: Vec::new(),
        }])
    }

    /// What was deleted from `dir` up to one of some commits, also on a side of a merge.
    pub(crate) fn deleted_until(
        &self,
        commits: &[CommitId],
        dir: &Path,
    ) -> Result<Vec<Moved>, GitError> {
        if commits.is_empty() {
            return Ok(Vec::new());
        }
        let dir = RepoPath::new(dir, self.work_dir())?;
        let mut args: Vec<OsString> = [LOG, TOUCHES].concat().iter().map(OsString::from).collect();
        args.extend(["--diff-merges=separate", "--diff-filter=D"].map(OsString::from));
        args.extend(commits.iter().map(|commit| commit.to_string().into()));
        args.extend(["--".into(), dir.literal()]);
        let steps = raw_steps(&self.git.of_the_past().read(&args)?, &dir);
        Ok(steps.into_iter().flat_map(|step| step.moved).collect())
    }

    /// A merge against each of its parents, without what it only took over from another.
    fn merge_sides(
        &self,
        merge: Oid,
        parents: &[Oid],
        dir: &RepoPath,
        wanted: &HashSet<PathBuf>,
    ) -> Result<Vec<Side>, GitError> {
        let base = self.library.merge_base_many(parents).ok();
        let of_interest = |mut moved: Vec<Moved>| {
            moved.retain(|moved| wanted.is_empty() || wanted.contains(&moved.path));
            moved
        };
        let mut since = Vec::new();
        for parent in parents {
            since.push(of_interest(self.between(base, Some(*parent), dir)?));
        }
        let mut sides = Vec::new();
        for (place, parent) in parents.iter().enumerate() {
            let elsewhere: Vec<Vec<Moved>> = since
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
                .map(|(_, moved)| moved.clone())
                .collect();
            let taken: HashSet<&Moved> = elsewhere.iter().flatten().collect();
            let mut moved = of_interest(self.between(Some(*parent), Some(merge), dir)?);
            moved.retain(|moved| !taken.contains(moved));
            sides.push(Side {
                parent: Some(CommitId(*parent)),
                moved,
                elsewhere,
            });
        }
        Ok(sides)
    }

    /// What differs in `dir` between two commits; nothing stands for a commit that has no files.
    fn between(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
        dir: &RepoPath,
    ) -> Result<Vec<Moved>, GitError> {
        let mut moved = Vec::new();
        let (before, after) = (self.folder(before, dir)?, self.folder(after, dir)?);
        self.compare(Path::new(""), before.as_ref(), after.as_ref(), &mut moved)?;
        Ok(moved)
    }

    fn folder(&self, commit: Option<Oid>, dir: &RepoPath) -> Result<Option<Tree<'_>>, GitError> {
        let Some(commit) = commit else {
            return Ok(None);
        };
        let root = self.tree_of(commit)?;
        match root.get_path(dir.as_path()) {
            Ok(entry) => self.subtree(Some((entry.id(), entry.kind()))),
            Err(error) if is_object_missing(&error) => {
                Err(GitError::library("cannot read a commit")(error))
            }
            Err(_) => Ok(None),
        }
    }

    fn compare(
        &self,
        at: &Path,
        before: Option<&Tree<'_>>,
        after: Option<&Tree<'_>>,
        found: &mut Vec<Moved>,
    ) -> Result<(), GitError> {
        if before.map(Tree::id) == after.map(Tree::id) {
            return Ok(());
        }
        type Sides = (Option<Entry>, Option<Entry>);
        let mut names: BTreeMap<Vec<u8>, Sides> = BTreeMap::new();
        for entry in before.into_iter().flat_map(Tree::iter) {
            let name = entry.name_bytes().to_vec();
            names.entry(name).or_default().0 = Some((entry.id(), entry.kind()));
        }
        for entry in after.into_iter().flat_map(Tree::iter) {
            let name = entry.name_bytes().to_vec();
            names.entry(name).or_default().1 = Some((entry.id(), entry.kind()));
        }
        for (name, (old, new)) in names {
            if old == new {
                continue;
            }
            // A record's name is plain; what is no text is none.
            let Ok(name) = String::from_utf8(name) else {
                continue;
            };
            let path = at.join(name);
            let blob = |entry: Option<Entry>| match entry {
                Some((id, Some(ObjectType::Blob))) => Some(BlobId(id)),
                _ => None,
            };
            let (old_blob, new_blob) = (blob(old), blob(new));
            if old_blob != new_blob {
                found.push(Moved {
                    path: path.clone(),
                    before: old_blob,
                    after: new_blob,
                });
            }
            let (old, new) = (self.subtree(old)?, self.subtree(new)?);
            self.compare(&path, old.as_ref(), new.as_ref(), found)?;
        }
        Ok(())
    }

    fn subtree(&self, entry: Option<Entry>) -> Result<Option<Tree<'_>>, GitError> {
        match entry {
            Some((id, Some(ObjectType::Tree))) => self
                .library
                .find_tree(id)
                .map(Some)
                .map_err(GitError::library("cannot read a folder's history")),
            _ => Ok(None),
        }
    }
}

type Entry = (Oid, Option<ObjectType>);

/// A commit as `git log --raw -z` tells it.
struct Raw {
    id: Oid,
    parents: Vec<Oid>,
    subject: String,
    moved: Vec<Moved>,
}

fn raw_steps(output: &[u8], dir: &RepoPath) -> Vec<Raw> {
    let mut steps: Vec<Raw> = Vec::new();
    let mut tokens = output.split(|byte| *byte == 0);
    while let Some(token) = tokens.next() {
        let token = String::from_utf8_lossy(token);
        let token = token.trim_start_matches('\n');
        if let Some(head) = token.strip_prefix('\u{1}') {
            let (ids, subject) = head.split_once('\u{1}').unwrap_or((head, ""));
            let mut ids = ids.split_whitespace().filter_map(|id| id.parse().ok());
            let Some(id) = ids.next() else { continue };
            steps.push(Raw {
                id,
                parents: ids.collect(),
                subject: subject.to_owned(),
                moved: Vec::new(),
            });
        } else if let Some(entry) = token.strip_prefix(':') {
            // `100644 100644 OLD NEW M`, and the path in the token after it.
            let path = tokens.next().unwrap_or_default();
            let (Some(step), Ok(path)) = (steps.last_mut(), std::str::from_utf8(path)) else {
                continue;
            };
            let Ok(path) = Path::new(path).strip_prefix(dir.as_path()) else {
                continue;
            };
            let blob = |place: usize| {
                let id: Oid = entry.split(' ').nth(place)?.parse().ok()?;
                (!id.is_zero()).then_some(BlobId(id))
            };
            step.moved.push(Moved {
                path: path.to_path_buf(),
                before: blob(2),
                after: blob(3),
            });
        }
    }
    steps
}
