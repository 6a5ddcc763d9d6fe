//! The history of records: their versions, and what a branch did to them.
//!
//! Joins `git`, which knows commits and bytes, with `home`, which reads the bytes as records.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::plan::Plan;
use crate::domain::record::Record;
use crate::domain::rules::history::is_same_incident;
use crate::error::Result;
use crate::git::{BlobId, CommitId, Files, Fork, Moved, Repo, Span, Step};
use crate::history::violations::{Account, Violation};
use crate::session::context::git;
use crate::store::{Home, codec};

/// Beyond this many versions they are forgotten, and read again where they are needed again.
const KEPT: usize = 8192;

/// Versions of records, each read once.
pub(crate) struct Versions<'a> {
    repo: &'a Repo,
    known: HashMap<BlobId, Option<Arc<Record>>>,
    /// Those that are in the work tree alone: forgotten, they could not be read again.
    lent: HashMap<BlobId, Option<Arc<Record>>>,
    /// A version nobody can read, and the last one before it that somebody could: breaking a file in
    /// one commit and mending it in the next hides nothing.
    instead: HashMap<BlobId, BlobId>,
}

impl<'a> Versions<'a> {
    pub(crate) fn new(repo: &'a Repo) -> Self {
        Versions {
            repo,
            known: HashMap::new(),
            lent: HashMap::new(),
            instead: HashMap::new(),
        }
    }

    /// Adds what git cannot give: files of the work tree that are not committed.
    pub(crate) fn add(&mut self, disk: &Disk, uncommitted: &[Moved]) {
        let files = uncommitted
            .par_iter()
            .filter_map(|moved| disk.get(&moved.path));
        let read: Vec<_> = files.map(|file| (file.blob, read(&file.bytes))).collect();
        self.lent.extend(read);
    }

    /// Reads many versions side by side.
    pub(crate) fn read_ahead(&mut self, ids: impl Iterator<Item = BlobId>) -> Result<()> {
        if self.known.len() > KEPT {
            self.known.clear();
        }
        let is_known = |id: &BlobId| self.known.contains_key(id) || self.lent.contains_key(id);
        let wanted: BTreeSet<BlobId> = ids.filter(|id| !is_known(id)).collect();
        let mut texts = Vec::with_capacity(wanted.len());
        for id in wanted {
            texts.push((id, self.repo.blob(id).map_err(git)?));
        }
        let records: Vec<_> = texts
            .into_par_iter()
            .map(|(id, bytes)| (id, read(&bytes)))
            .collect();
        self.known.extend(records);
        Ok(())
    }

    /// A version, where it can be read.
    pub(crate) fn record(&mut self, id: BlobId) -> Result<Option<Arc<Record>>> {
        if let Some(known) = self.lent.get(&id).or_else(|| self.known.get(&id)) {
            return Ok(known.clone());
        }
        let record = read(&self.repo.blob(id).map_err(git)?);
        self.known.insert(id, record.clone());
        Ok(record)
    }

    /// Remembers what stood before a version that nobody can read.
    pub(crate) fn stands_for(&mut self, unreadable: BlobId, before: BlobId) {
        let last = self.instead.get(&before).copied().unwrap_or(before);
        self.instead.insert(unreadable, last);
    }

    /// The last version that could be read, of one that cannot.
    pub(crate) fn readable(&mut self, id: BlobId) -> Result<Option<Arc<Record>>> {
        if let Some(record) = self.record(id)? {
            return Ok(Some(record));
        }
        match self.instead.get(&id).copied() {
            Some(instead) => self.record(instead),
            None => Ok(None),
        }
    }
}

fn read(bytes: &[u8]) -> Option<Arc<Record>> {
    let text = std::str::from_utf8(bytes).ok()?;
    codec::record(text).ok().map(Arc::new)
}

/// A record's file as it lies in the work tree.
pub(crate) struct OnDisk {
    pub blob: BlobId,
    pub bytes: Vec<u8>,
}

/// Every record's file in the work tree, by its path inside `incidents/`.
pub(crate) struct Disk {
    files: BTreeMap<PathBuf, OnDisk>,
    /// What a sparse checkout leaves out of it, which is not gone.
    left_out: Files,
}

impl Disk {
    pub(crate) fn get(&self, path: &Path) -> Option<&OnDisk> {
        self.files.get(path)
    }

    pub(crate) fn retain(&mut self, is_wanted: impl Fn(&PathBuf) -> bool) {
        self.files.retain(|path, _| is_wanted(path));
        self.left_out.retain(|path, _| is_wanted(path));
    }

    fn blobs(&self) -> impl Iterator<Item = (&PathBuf, BlobId)> {
        let here = self.files.iter().map(|(path, file)| (path, file.blob));
        let left_out = self.left_out.iter().map(|(path, blob)| (path, *blob));
        left_out.chain(here)
    }
}

pub(crate) fn on_disk(repo: &Repo, home: &Home) -> Result<Disk> {
    let files = home.record_files();
    let read = |path: &Path| {
        let inside = path.strip_prefix(home.incidents()).ok()?.to_path_buf();
        let bytes = home.record_bytes(path).ok()?;
        Some((inside, BlobId::of(&bytes)?, bytes))
    };
    let read = files.par_iter().filter_map(|file| read(&file.path));
    let read: Vec<_> = read.collect();
    let files = read
        .into_iter()
        .map(|(path, blob, bytes)| (path, OnDisk { blob, bytes }));
    let mut left_out = repo.left_out(&home.incidents()).map_err(git)?;
    left_out.retain(|path, _| home.record_inside(path).is_some());
    Ok(Disk {
        files: files.collect(),
        left_out,
    })
}

/// What differs between the files of a commit and those of the work tree.
pub(crate) fn uncommitted(home: &Home, files: &Files, disk: &Disk) -> Vec<Moved> {
    let records = files
        .iter()
        .filter(|(path, _)| home.record_inside(path).is_some());
    let mut all: BTreeMap<&PathBuf, (Option<BlobId>, Option<BlobId>)> = BTreeMap::new();
    for (path, blob) in records {
        all.entry(path).or_default().0 = Some(*blob);
    }
    for (path, blob) in disk.blobs() {
        all.entry(path).or_default().1 = Some(blob);
    }
    let differing = all.into_iter().filter(|(_, (old, new))| old != new);
    differing
        .map(|(path, (before, after))| Moved {
            path: path.clone(),
            before,
            after,
        })
        .collect()
}

/// What a branch did to the records since it left another, the work tree included.
pub(crate) struct Branch {
    pub fork: Fork,
    /// The records' files where the branches parted; those of the first place, where there are several.
    pub base: Files,
    pub disk: Disk,
    /// From there to the work tree.
    pub moved: Vec<Moved>,
    /// Every file that the branch touched, also where nothing of it is left.
    pub touched: BTreeSet<PathBuf>,
    steps: Vec<Step>,
    head: Option<CommitId>,
    last: Vec<Moved>,
    elsewhere: Vec<Vec<Moved>>,
}

impl Branch {
    pub(crate) fn since(repo: &Repo, home: &Home, revision: &str) -> Result<Branch> {
        let dir = home.incidents();
        let fork = repo.fork(revision).map_err(git)?;
        let steps = repo
            .steps(Span::Since(&fork), &dir, &[dir.as_path()])
            .map_err(git)?;
        let disk = on_disk(repo, home)?;
        let head = repo.head_commit().map_err(git)?;
        let files = match head {
            Some(head) => repo.files_at(head, &dir).map_err(git)?,
            None => Files::new(),
        };
        let last = uncommitted(home, &files, &disk);
        let mut bases = Vec::new();
        for base in &fork.bases {
            bases.push(repo.files_at(*base, &dir).map_err(git)?);
        }
        let mut since: Vec<Vec<Moved>> = bases
            .iter()
            .map(|files| uncommitted(home, files, &disk))
            .collect();
        // Crosswise merges part in several places; the branch did only what differs from all of them.
        let mut moved = since.remove(0);
        moved.retain(|moved| {
            let differs = |others: &Vec<Moved>| others.iter().any(|other| other.path == moved.path);
            since.iter().all(differs)
        });
        let by_steps = steps.iter().flat_map(|step| &step.sides);
        let touched = by_steps
            .flat_map(|side| &side.moved)
            .chain(&last)
            .chain(&moved)
            .map(|moved| moved.path.clone())
            .filter(|path| home.record_inside(path).is_some())
            .collect();
        Ok(Branch {
            base: bases.swap_remove(0),
            fork,
            disk,
            moved,
            touched,
            steps,
            head,
            last,
            elsewhere: since,
        })
    }

    /// Adds the versions that are in the work tree alone.
    pub(crate) fn lend(&self, versions: &mut Versions<'_>) {
        versions.add(&self.disk, &self.last);
    }

    /// What the branch did that it must not have: commit by commit, in the work tree, and as a whole.
    pub(crate) fn violations(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        plan: Option<&Plan>,
    ) -> Result<Vec<Violation>> {
        self.lend(versions);
        let found = self.violations_after(Account::default(), versions, home, plan)?;
        if found.is_empty() {
            return Ok(found);
        }
        // A branch may put right what was done before it, which alone looks like another change.
        let dir = home.incidents();
        let paths: BTreeSet<PathBuf> = found.iter().map(|found| dir.join(&found.path)).collect();
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        let steps = versions
            .repo
            .steps(Span::Before(&self.fork), &dir, &paths)
            .map_err(git)?;
        let mut older = Account::default();
        older.walk(versions, home, &steps, plan)?;
        self.violations_after(older, versions, home, plan)
    }

    fn violations_after(
        &self,
        older: Account,
        versions: &mut Versions<'_>,
        home: &Home,
        plan: Option<&Plan>,
    ) -> Result<Vec<Violation>> {
        let mut account = older.clone();
        account.walk(versions, home, &self.steps, plan)?;
        account.last(versions, home, self.head, &self.last, plan)?;
        let mut found = account.violations.split_off(older.violations.len());
        let base = self.fork.bases.first().copied();
        for moved in [&self.moved].into_iter().chain(&self.elsewhere) {
            for violation in older.clone().between(versions, home, moved, base, plan)? {
                if !found.iter().any(|known| known.is_same_as(&violation)) {
                    found.push(violation);
                }
            }
        }
        Ok(found)
    }

    /// What has become of an incident: its file inside `incidents/`, and the record.
    pub(crate) fn present(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        path: &Path,
        before: &Record,
    ) -> Result<Option<(PathBuf, Arc<Record>)>> {
        let near = self.disk.get(path).map(|_| path.to_path_buf());
        let others = self.touched.iter().filter(|other| *other != path).cloned();
        for path in near.into_iter().chain(others) {
            let Some(file) = self.disk.get(&path) else {
                continue;
            };
            if home.record_inside(&path).is_none() {
                continue;
            }
            if let Some(record) = versions.record(file.blob)?
                && is_same_incident(before, &record)
            {
                return Ok(Some((path, record)));
            }
        }
        Ok(None)
    }
}
