//! The records' files in the work tree, and what differs there from a commit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Result, git};
use crate::git::{BlobId, Files, Moved, Repo};
use crate::store::Home;

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
