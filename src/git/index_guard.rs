//! What git does to the index beside committing, found exactly and put right.
//!
//! Two readings of `git commit --only` come too early (seen in git 2.39 to 2.47):
//!
//! * It reads the index before it locks it, and writes back what it read. A `git add` of another
//!   process in between is undone.
//! * It reads a file once for the index and once more for the commit. Where the file changes in
//!   between, or a hook rewrites it, the older reading stays staged: the next plain `git commit`
//!   would undo ours.
//!
//! Neither can be prevented from outside, but both can be known. Git asks for the message only
//! after it has locked the index and written its own new one beside it; until it is given the
//! message, both stand still. So the message is held back until both have been opened.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use git2::Oid;

use super::index::{self, Entries, Staged};
use super::program::Git;

/// From here on a temporary index may be git's under another process id than the one we know:
/// some installations start git through a wrapper.
const WRAPPED: Duration = Duration::from_millis(250);
/// A git that shows none at all gets its message nevertheless.
const UNSEEN: Duration = Duration::from_secs(5);

/// Watches one `git commit --only`.
#[derive(Debug)]
pub(super) struct IndexGuard {
    index: PathBuf,
    private_dir: PathBuf,
    began: Instant,
    /// Temporary indexes of others, or left behind by them.
    foreign: BTreeSet<OsString>,
    before: Option<State>,
    held: Option<HeldMessage>,
}

/// What stands still while git holds the lock.
#[derive(Debug)]
struct HeldMessage {
    found: State,
    written: State,
}

/// One state of the index. Git replaces the file and never rewrites it, so the open file outlives
/// its replacement.
#[derive(Debug)]
struct State {
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

impl IndexGuard {
    /// To be called before git is started. `private_dir` is where git keeps the temporary index
    /// that the commit is made from.
    pub(super) fn new(index: PathBuf, private_dir: PathBuf) -> Self {
        Self {
            began: Instant::now(),
            foreign: temporary_indexes(&private_dir).collect(),
            before: State::open(&index),
            held: None,
            index,
            private_dir,
        }
    }

    /// Whether git, running as process `id`, may have its message. To be asked again and again.
    pub(super) fn has_seen(&mut self, id: u32) -> bool {
        if self.held.is_none() && self.is_held(id) {
            let lock = lock_of(&self.index);
            if let (Some(found), Some(written)) = (State::open(&self.index), State::open(&lock)) {
                self.held = Some(HeldMessage { found, written });
            }
        }
        self.held.is_some() || self.began.elapsed() >= UNSEEN
    }

    /// Git makes its temporary index when the new one is written and closed.
    fn is_held(&self, id: u32) -> bool {
        let own = self.private_dir.join(format!("next-index-{id}.lock"));
        own.exists()
            || self.began.elapsed() >= WRAPPED
                && temporary_indexes(&self.private_dir).any(|name| !self.foreign.contains(&name))
    }

    /// What git's new index holds that it should not: of the paths committed, whatever is not
    /// as `committed`, and of the others whatever is not as it was when git locked the index.
    pub(super) fn damage(self, git: &Git, committed: &Entries) -> Option<Damage> {
        let HeldMessage { found, written } = self.held?;
        let undisturbed = self
            .before
            .is_some_and(|before| before.identity == found.identity);
        let written = written.entries(git)?;
        let mut paths = BTreeMap::new();
        let mut compare = |path: &Vec<u8>, right: Staged| {
            let is = index::at(&written, path);
            if is != right && right != Staged::Unsettled {
                paths.insert(path.clone(), Wrong { is, right });
            }
        };
        for (path, right) in committed {
            compare(path, *right);
        }
        if !undisturbed {
            let found = found.entries(git)?;
            let others: BTreeSet<_> = found.keys().chain(written.keys()).collect();
            for path in others {
                if !committed.contains_key(path) {
                    compare(path, index::at(&found, path));
                }
            }
        }
        (!paths.is_empty()).then_some(Damage {
            index: self.index,
            paths,
        })
    }
}

/// Paths that git's new index holds wrongly.
#[derive(Debug)]
pub(super) struct Damage {
    index: PathBuf,
    paths: BTreeMap<Vec<u8>, Wrong>,
}

#[derive(Debug)]
struct Wrong {
    is: Staged,
    right: Staged,
}

impl Damage {
    /// Input for `git update-index -z --index-info` that puts right what is still wrong. What
    /// somebody has staged anew since is theirs.
    pub(super) fn remedy(&self, git: &Git) -> Option<Vec<u8>> {
        let now = State::open(&self.index)?.entries(git)?;
        let still: Vec<_> = self
            .paths
            .iter()
            .filter(|(path, wrong)| index::at(&now, path) == wrong.is)
            .collect();
        // What is taken away goes first: a folder may stand where a file was.
        let (gone, staged): (Vec<_>, Vec<_>) = still
            .into_iter()
            .partition(|(_, wrong)| wrong.right == Staged::Nothing);
        let input: Vec<u8> = gone
            .into_iter()
            .chain(staged)
            .flat_map(|(path, wrong)| line(path, wrong.right))
            .collect();
        (!input.is_empty()).then_some(input)
    }
}

impl State {
    fn open(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let identity = Identity::of(&file.metadata().ok()?);
        Some(Self { file, identity })
    }

    fn entries(self, git: &Git) -> Option<Entries> {
        index::entries(self.file, git).ok()
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

fn lock_of(index: &Path) -> PathBuf {
    let mut lock = index.as_os_str().to_owned();
    lock.push(".lock");
    lock.into()
}

fn temporary_indexes(private_dir: &Path) -> impl Iterator<Item = OsString> {
    std::fs::read_dir(private_dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name())
        .filter(|name| {
            let name = name.to_string_lossy();
            name.starts_with("next-index-") && name.ends_with(".lock")
        })
}

fn line(path: &[u8], staged: Staged) -> Vec<u8> {
    let (mode, id) = match staged {
        Staged::File(mode, id) => (mode, id),
        Staged::Nothing | Staged::Unsettled => (0, Oid::ZERO_SHA1),
    };
    let mut line = format!("{mode:o} {id}\t").into_bytes();
    line.extend_from_slice(path);
    line.push(0);
    line
}
