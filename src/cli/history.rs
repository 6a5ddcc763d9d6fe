//! The history of records: which commits changed them, and what no commit may do to one.
//!
//! Joins `git`, which knows commits and bytes, with `home`, which reads the bytes as records, and the
//! rules of `history/`, which see two versions and know neither.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::context::git;
use crate::error::Result;
use crate::git::{BlobId, CommitId, Files, Fork, Moved, Repo, Step};
use crate::home::{Home, codec};
use crate::plan::Plan;
use crate::record::Record;
use crate::rules::Finding;
use crate::rules::history::{Passage, is_same_incident, judge};

/// Beyond this many versions they are forgotten, and read again where they are needed again.
const KEPT: usize = 8192;
/// How many commits are read ahead, side by side.
const AHEAD: usize = 512;

/// Versions of records, each read once.
pub struct Versions<'a> {
    repo: &'a Repo,
    known: HashMap<BlobId, Option<Arc<Record>>>,
    /// Those that are in the work tree alone: forgotten, they could not be read again.
    lent: HashMap<BlobId, Option<Arc<Record>>>,
    /// A version nobody can read, and the last one before it that somebody could: breaking a file in
    /// one commit and mending it in the next hides nothing.
    instead: HashMap<BlobId, BlobId>,
}

/// Something that happened to a record and must not.
#[derive(Clone, Debug)]
pub struct Offence {
    /// The incident as it was called before.
    pub incident: String,
    /// Where its record lay then, inside `incidents/`.
    pub path: PathBuf,
    /// What it was.
    pub before: Arc<Record>,
    pub finding: Finding,
    /// The commit that did it; none where it is not committed, or no single commit did.
    pub commit: Option<(CommitId, String)>,
    /// Whether it is so still; otherwise a later commit put it right.
    pub still: bool,
}

impl Offence {
    fn is_same_as(&self, other: &Offence) -> bool {
        self.incident == other.incident
            && self.finding.rule.code == other.finding.rule.code
            && self.finding.subject == other.finding.subject
    }

    /// What happened, in which commit, and whether it is so still.
    pub fn words(&self) -> String {
        let said = &self.finding.message;
        match (&self.commit, self.still) {
            (None, _) => said.clone(),
            (Some((commit, _)), true) => format!("{said} (commit {})", commit.short()),
            (Some((commit, _)), false) => {
                format!("{said} (commit {}; put right since)", commit.short())
            }
        }
    }
}

impl<'a> Versions<'a> {
    pub fn new(repo: &'a Repo) -> Self {
        Versions {
            repo,
            known: HashMap::new(),
            lent: HashMap::new(),
            instead: HashMap::new(),
        }
    }

    /// Adds what git cannot give: files of the work tree that are not committed.
    pub fn add(&mut self, disk: &Disk, uncommitted: &[Moved]) {
        let files = uncommitted
            .par_iter()
            .filter_map(|moved| disk.get(&moved.path));
        let read: Vec<_> = files.map(|file| (file.blob, read(&file.bytes))).collect();
        self.lent.extend(read);
    }

    /// Reads many versions side by side.
    fn read_ahead(&mut self, ids: impl Iterator<Item = BlobId>) -> Result<()> {
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
    pub fn record(&mut self, id: BlobId) -> Result<Option<Arc<Record>>> {
        if let Some(known) = self.lent.get(&id).or_else(|| self.known.get(&id)) {
            return Ok(known.clone());
        }
        let record = read(&self.repo.blob(id).map_err(git)?);
        self.known.insert(id, record.clone());
        Ok(record)
    }

    /// The last version that could be read, of one that cannot.
    fn readable(&mut self, id: BlobId) -> Result<Option<Arc<Record>>> {
        if let Some(record) = self.record(id)? {
            return Ok(Some(record));
        }
        match self.instead.get(&id).copied() {
            Some(instead) => self.record(instead),
            None => Ok(None),
        }
    }

    /// What must not have happened between two states of `incidents/`.
    pub fn offences(
        &mut self,
        home: &Home,
        moved: &[Moved],
        plan: Option<&Plan>,
    ) -> Result<Vec<Offence>> {
        let moved: Vec<&Moved> = moved
            .iter()
            .filter(|moved| home.record_inside(&moved.path).is_some())
            .collect();
        // Where a record may have gone that is not at its place any more.
        let mut arrivals = Vec::new();
        for moved in &moved {
            let Some(after) = moved.after else { continue };
            if let Some(record) = self.record(after)? {
                let was = match moved.before {
                    Some(before) => self.record(before)?,
                    None => None,
                };
                if was.is_none_or(|was| was.id != record.id) {
                    arrivals.push((&moved.path, record));
                }
            }
        }
        let mut found = Vec::new();
        for moved in moved {
            let Some(old) = moved.before else { continue };
            let Some(before) = self.readable(old)? else {
                continue;
            };
            let mut candidates = Vec::new();
            if let Some(new) = moved.after {
                match self.record(new)? {
                    Some(after) => candidates.push(after),
                    None => {
                        let last = self.instead.get(&old).copied().unwrap_or(old);
                        self.instead.insert(new, last);
                        continue;
                    }
                }
            }
            let elsewhere = arrivals
                .iter()
                .filter(|(path, record)| **path != moved.path && is_same_incident(&before, record));
            candidates.extend(elsewhere.map(|(_, record)| record.clone()));
            let judged = candidates.iter().map(|after| {
                judge(&Passage {
                    before: &before,
                    after: Some(after),
                    plan,
                })
            });
            let findings = judged
                .min_by_key(|findings: &Vec<Finding>| findings.len())
                .unwrap_or_else(|| {
                    judge(&Passage {
                        before: &before,
                        after: None,
                        plan,
                    })
                });
            found.extend(findings.into_iter().map(|finding| Offence {
                incident: before.id.clone(),
                path: moved.path.clone(),
                before: before.clone(),
                finding,
                commit: None,
                still: true,
            }));
        }
        Ok(found)
    }

    /// What commits did that they must not have, in their order.
    pub fn offences_of(
        &mut self,
        home: &Home,
        steps: &[Step],
        plan: Option<&Plan>,
    ) -> Result<Vec<Offence>> {
        let mut found: Vec<Offence> = Vec::new();
        for steps in steps.chunks(AHEAD) {
            let all = steps.iter().flat_map(|step| &step.sides);
            let moved = all.flat_map(|side| &side.moved);
            let moved = moved.filter(|moved| home.record_inside(&moved.path).is_some());
            self.read_ahead(moved.flat_map(|moved| moved.before.into_iter().chain(moved.after)))?;
            for step in steps {
                for side in &step.sides {
                    let mut here = self.offences(home, &side.moved, plan)?;
                    if here.is_empty() {
                        continue;
                    }
                    for moved in &side.elsewhere {
                        let theirs = self.offences(home, moved, plan)?;
                        here.retain(|offence| !theirs.iter().any(|one| one.is_same_as(offence)));
                    }
                    for mut offence in here {
                        let told = |known: &Offence| {
                            known.is_same_as(&offence)
                                && known.finding.message == offence.finding.message
                        };
                        if !found.iter().any(told) {
                            offence.commit = Some((step.commit, step.subject.clone()));
                            found.push(offence);
                        }
                    }
                }
            }
        }
        Ok(found)
    }
}

fn read(bytes: &[u8]) -> Option<Arc<Record>> {
    let text = std::str::from_utf8(bytes).ok()?;
    codec::record(text).ok().map(Arc::new)
}

/// A record's file as it lies in the work tree.
pub struct OnDisk {
    pub blob: BlobId,
    pub bytes: Vec<u8>,
}

/// Every record's file in the work tree, by its path inside `incidents/`.
pub type Disk = BTreeMap<PathBuf, OnDisk>;

pub fn on_disk(home: &Home) -> Disk {
    let files = home.record_files();
    let read = |path: &Path| {
        let inside = path.strip_prefix(home.incidents()).ok()?.to_path_buf();
        let bytes = std::fs::read(path).ok()?;
        Some((inside, BlobId::of(&bytes)?, bytes))
    };
    let read = files.par_iter().filter_map(|file| read(&file.path));
    let read: Vec<_> = read.collect();
    read.into_iter()
        .map(|(path, blob, bytes)| (path, OnDisk { blob, bytes }))
        .collect()
}

/// What differs between the files of a commit and those of the work tree.
pub fn uncommitted(home: &Home, files: &Files, disk: &Disk) -> Vec<Moved> {
    let records = files
        .iter()
        .filter(|(path, _)| home.record_inside(path).is_some());
    let mut all: BTreeMap<&PathBuf, (Option<BlobId>, Option<BlobId>)> = BTreeMap::new();
    for (path, blob) in records {
        all.entry(path).or_default().0 = Some(*blob);
    }
    for (path, file) in disk {
        all.entry(path).or_default().1 = Some(file.blob);
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
pub struct Branch {
    pub fork: Fork,
    /// The records' files where the branches parted; those of the first place, where there are several.
    pub base: Files,
    pub disk: Disk,
    /// From there to the work tree.
    pub moved: Vec<Moved>,
    /// Every file that the branch touched, also where nothing of it is left.
    pub touched: BTreeSet<PathBuf>,
    steps: Vec<Step>,
    last: Vec<Moved>,
    elsewhere: Vec<Vec<Moved>>,
}

impl Branch {
    pub fn since(repo: &Repo, home: &Home, revision: &str) -> Result<Branch> {
        let dir = home.incidents();
        let fork = repo.fork(revision).map_err(git)?;
        let steps = repo
            .steps(Some(&fork), &dir, &[dir.as_path()])
            .map_err(git)?;
        let disk = on_disk(home);
        let head = match repo.head_commit().map_err(git)? {
            Some(head) => repo.files_at(head, &dir).map_err(git)?,
            None => Files::new(),
        };
        let last = uncommitted(home, &head, &disk);
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
            last,
            elsewhere: since,
        })
    }

    /// Adds the versions that are in the work tree alone.
    pub fn lend(&self, versions: &mut Versions<'_>) {
        versions.add(&self.disk, &self.last);
    }

    /// What the branch did that it must not have: commit by commit, in the work tree, and as a whole.
    pub fn offences(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        plan: Option<&Plan>,
    ) -> Result<Vec<Offence>> {
        self.lend(versions);
        let mut found = versions.offences_of(home, &self.steps, plan)?;
        for offence in &mut found {
            offence.still = self.is_still(versions, home, offence, plan)?;
        }
        let whole = [&self.last, &self.moved].into_iter().chain(&self.elsewhere);
        for moved in whole {
            for offence in versions.offences(home, moved, plan)? {
                if !found.iter().any(|known| known.is_same_as(&offence)) {
                    found.push(offence);
                }
            }
        }
        Ok(found)
    }

    /// Whether what a commit did to a record shows in the record as it is now.
    fn is_still(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        offence: &Offence,
        plan: Option<&Plan>,
    ) -> Result<bool> {
        let Some(now) = self.present(versions, home, &offence.path, &offence.before)? else {
            return Ok(true);
        };
        let passage = Passage {
            before: &offence.before,
            after: Some(&now.1),
            plan,
        };
        Ok(judge(&passage).iter().any(|finding| {
            finding.rule.code == offence.finding.rule.code
                && finding.subject == offence.finding.subject
        }))
    }

    /// What has become of an incident: its file inside `incidents/`, and the record.
    pub fn present(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        path: &Path,
        before: &Record,
    ) -> Result<Option<(PathBuf, Arc<Record>)>> {
        let near = self.disk.contains_key(path).then(|| path.to_path_buf());
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
