//! The versions of records that git holds, each read once.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::domain::record::Record;
use crate::error::{Result, git};
use crate::git::{BlobId, Moved, Repo};
use crate::history::work_tree::Disk;
use crate::store::codec;

/// Beyond this many versions they are forgotten, and read again where they are needed again.
const KEPT: usize = 8192;

/// Versions of records, each read once.
pub(crate) struct Versions<'a> {
    pub(super) repo: &'a Repo,
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
