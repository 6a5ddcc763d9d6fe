//! What others stage while git commits must survive the commit.
//!
//! `git commit --only` reads the index before it locks it (see `turn`), so a `git add` that falls
//! between the two is undone by it, in git as it stands. The index cannot be locked for git from
//! outside. But every state of it can be seen from outside, since git replaces the file and never
//! rewrites it; so what was undone is known afterwards, and is staged again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::SystemTime;

use git2::{Index, IndexEntryExtendedFlag, Oid};

use super::path::RepoPath;

/// The states the index went through, oldest first.
#[derive(Debug)]
pub(super) struct Witness {
    index: PathBuf,
    seen: Vec<Snapshot>,
}

/// One state of the index. The open file outlives its replacement.
#[derive(Debug)]
struct Snapshot {
    file: File,
    identity: Identity,
}

/// What tells one state from the next without reading it.
#[derive(Debug, PartialEq, Eq)]
struct Identity {
    inode: u64,
    length: u64,
    modified: Option<SystemTime>,
}

/// Mode and content of what is staged; none for a path that is not.
type Staged = Option<(u32, Oid)>;

impl Witness {
    pub(super) fn new(index: PathBuf) -> Self {
        let mut witness = Self {
            index,
            seen: Vec::new(),
        };
        witness.look();
        witness
    }

    /// Notes the present state if it is a new one. To be called again and again while git runs:
    /// from its locking of the index to its replacing it, git takes some milliseconds.
    pub(super) fn look(&mut self) {
        let Ok(now) = self.index.metadata() else {
            return;
        };
        if self
            .seen
            .last()
            .is_some_and(|last| last.identity == Identity::of(&now))
        {
            return;
        }
        if let Ok(file) = File::open(&self.index)
            && let Ok(opened) = file.metadata()
        {
            let identity = Identity::of(&opened);
            self.seen.push(Snapshot { file, identity });
        }
    }

    /// What was staged and is undone again, as input of `git update-index -z --index-info`; `own`
    /// are the paths committed. A path was undone if it changed and then changed back. Nothing
    /// is, when all that happened is the commit.
    pub(super) fn undone(mut self, own: &[RepoPath]) -> Option<Vec<u8>> {
        self.look();
        if self.seen.len() < 3 {
            return None;
        }
        let own: BTreeSet<Vec<u8>> = own
            .iter()
            .map(|path| path.with_slashes().into_encoded_bytes())
            .collect();
        let states = self
            .seen
            .into_iter()
            .map(Snapshot::entries)
            .collect::<Option<Vec<_>>>()?;
        let (first, later) = states.split_first()?;
        let (last, between) = later.split_last()?;

        let mut input = Vec::new();
        let paths: BTreeSet<_> = between.iter().flat_map(BTreeMap::keys).collect();
        for path in paths.into_iter().chain(first.keys()) {
            let value = |state: &BTreeMap<Vec<u8>, (u32, Oid)>| state.get(path).copied();
            let now = value(last);
            if own.contains(path) || now != value(first) {
                continue;
            }
            if let Some(lost) = between.iter().rev().map(value).find(|was| *was != now) {
                input.extend(line(path, lost));
            }
        }
        (!input.is_empty()).then_some(input)
    }
}

impl Identity {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let inode = 0;
        Self {
            inode,
            length: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}

impl Snapshot {
    /// All that is staged. Announced paths hold nothing yet and are left out, as are conflicts.
    fn entries(mut self) -> Option<BTreeMap<Vec<u8>, (u32, Oid)>> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).ok()?;
        let mut copy = tempfile::NamedTempFile::new().ok()?;
        copy.write_all(&bytes).ok()?;
        // libgit2 does not read split and sparse indexes; those go unwatched.
        let index = Index::open(copy.path()).ok()?;
        let staged = index.iter().filter(|entry| {
            let stage = entry.flags >> 12 & 0b11;
            let extended = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
            stage == 0 && !extended.contains(IndexEntryExtendedFlag::INTENT_TO_ADD)
        });
        Some(
            staged
                .map(|entry| (entry.path, (entry.mode, entry.id)))
                .collect(),
        )
    }
}

fn line(path: &[u8], staged: Staged) -> Vec<u8> {
    let (mode, id) = staged.unwrap_or((0, Oid::ZERO_SHA1));
    let mut line = format!("{mode:o} {id}\t").into_bytes();
    line.extend_from_slice(path);
    line.push(0);
    line
}
