//! The store: one folder, copies named by their content, never overwritten, never in git.

use std::fs::{self, DirBuilder, File, FileTimes, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::EvidenceError;
use super::name::DIGITS;
use super::reading::{Reading, Watch, read};
use super::source::Source;
use crate::store::Home;

const DRAFT_PREFIX: &str = ".inc-";
const DRAFT_SUFFIX: &str = ".tmp";
/// A draft younger than this may belong to somebody who has not locked it yet.
const NEWBORN: Duration = Duration::from_secs(60);
/// Nothing in the store is ever committed, this file included.
const GITIGNORE: &str = "# Evidence never goes into git.\n*\n";

/// Where the plan has evidence kept.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    /// The home, with every link followed.
    root: PathBuf,
}

/// Evidence in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// As a record names it: from the home on, or from the root of the disk.
    pub location: String,
    pub reading: Reading,
    /// Whether the store had it already.
    pub known: bool,
    /// Whether the file changed while it was copied.
    pub changed: bool,
}

impl Home {
    /// The store that a plan names: a folder in the home, or an absolute one. Nothing is made yet.
    pub fn evidence_store(&self, location: &str) -> Result<Store, EvidenceError> {
        let named = self.root().join(location);
        let refused = |why: &str| EvidenceError::Store {
            store: named.clone(),
            why: why.to_owned(),
        };
        let root = self
            .root()
            .canonicalize()
            .map_err(EvidenceError::Unreadable)?;
        let folder =
            resolved(&named).map_err(|error| refused(&format!("cannot be read: {error}")))?;
        if Path::new(location).is_relative() && !folder.starts_with(&root) {
            return Err(refused("is a link to a place outside of the home"));
        }
        // A store ignores all that is in it: over records and plan it would take them out of git.
        let holds_ours = [Home::INCIDENTS, Home::TEMPLATES, ".git"]
            .iter()
            .any(|ours| folder.starts_with(root.join(ours)));
        if root.starts_with(&folder) || holds_ours {
            return Err(refused(
                "is used by the home itself; evidence needs its own folder",
            ));
        }
        Ok(Store { folder, root })
    }
}

/// A path with every link in the part of it that exists followed.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    for there in path.ancestors() {
        match there.symlink_metadata() {
            Ok(_) => {
                let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
                let there = there.canonicalize()?;
                // Joining nothing would end the path in a slash.
                return Ok(rest.iter().fold(there, |path, part| path.join(part)));
            }
            Err(error) if super::source::is_absent(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(path.to_owned())
}

impl Store {
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it lies in the home, where git could see it.
    pub fn is_in_home(&self) -> bool {
        self.folder.starts_with(&self.root)
    }

    /// A place in it that nothing has: what git thinks of it, it thinks of all.
    pub fn probe(&self) -> PathBuf {
        self.folder.join("00").join("00000000-probe")
    }

    /// Makes the folder, and sees to it that git never looks into it.
    pub fn make(&self) -> Result<(), EvidenceError> {
        let cannot = |error: io::Error| EvidenceError::Store {
            store: self.folder.clone(),
            why: format!("cannot be made: {error}"),
        };
        let is_new = !self.folder.exists();
        let mut builder = DirBuilder::new();
        // Evidence is nobody's business but of those who handle it (O18); a folder that somebody has
        // made keeps the permissions it was given.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .recursive(true)
            .create(&self.folder)
            .map_err(cannot)?;
        // A folder elsewhere that was there before is somebody else's.
        if is_new || self.is_in_home() {
            let mut options = OpenOptions::new();
            match options
                .write(true)
                .create_new(true)
                .open(self.folder.join(".gitignore"))
            {
                Ok(mut file) => file.write_all(GITIGNORE.as_bytes()).map_err(cannot)?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot(error)),
            }
        }
        Ok(())
    }

    /// Copies a file into the store, unless its content is there already. `wanted` is the digest that
    /// it must have, where somebody said one. Whatever goes wrong leaves the store as it was.
    pub fn keep(
        &self,
        source: Source,
        restricted: bool,
        wanted: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<Kept, EvidenceError> {
        self.make()?;
        self.sweep();
        let mut source = source;
        // Somebody may have put it here by hand, or names the copy itself: that is not copied twice.
        if source.path.starts_with(&self.folder) {
            let reading = source.digest(wanted, watch)?;
            if let Some(kept) = self.known(&reading, restricted)? {
                return Ok(kept);
            }
            source = source.reopened()?;
        }
        let (draft, reading) = self.copied(&mut source, wanted, watch)?;
        let changed = source.has_changed(&reading)?;
        if let Some(kept) = self.known(&reading, restricted)? {
            return Ok(Kept { changed, ..kept });
        }
        let unwritable = |error| self.unwritable(error);
        let modified = source.before.modified();
        // When a log was last written to is part of what it proves.
        let times =
            modified.map_or_else(|_| FileTimes::new(), |at| FileTimes::new().set_modified(at));
        draft.as_file().set_times(times).ok();
        protect(draft.path(), restricted).map_err(unwritable)?;
        draft.as_file().sync_all().map_err(unwritable)?;
        let kept = self.placed(draft, reading, &source.name, restricted)?;
        Ok(Kept { changed, ..kept })
    }

    /// The copy of a content that is there already, looked at to its last byte.
    fn known(&self, reading: &Reading, restricted: bool) -> Result<Option<Kept>, EvidenceError> {
        let folder = self.folder.join(&reading.sha256[..2]);
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries {
            let is_named_so = entry
                .file_name()
                .to_string_lossy()
                .starts_with(&reading.sha256[..DIGITS[0]]);
            let is_as_long = || {
                entry
                    .metadata()
                    .is_ok_and(|found| found.is_file() && found.len() == reading.size)
            };
            if !is_named_so || !is_as_long() {
                continue;
            }
            let Ok(mut file) = File::open(entry.path()) else {
                continue;
            };
            if read(&mut file, &super::unwatched, |_| Ok(()))? == *reading {
                // What one incident keeps to few, another does not open to more.
                if restricted {
                    protect(&entry.path(), true).ok();
                }
                return Ok(Some(Kept {
                    location: self.location(&entry.path()),
                    reading: reading.clone(),
                    known: true,
                    changed: false,
                }));
            }
        }
        Ok(None)
    }

    /// A draft in the store with all that was read, hashed on the way. It goes when it is dropped.
    fn copied(
        &self,
        source: &mut Source,
        wanted: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<(NamedTempFile, Reading), EvidenceError> {
        let draft = tempfile::Builder::new()
            .prefix(DRAFT_PREFIX)
            .suffix(DRAFT_SUFFIX)
            .tempfile_in(&self.folder)
            .map_err(|error| self.unwritable(error))?;
        // Held until it is a copy or gone, so that nobody sweeps it away. Where files cannot be
        // locked nobody sweeps either.
        draft.as_file().lock().ok();
        let mut out = draft.as_file();
        let reading = read(&mut source.file, watch, |piece| {
            // A hole stays a hole: a memory dump of a large machine is mostly nothing.
            let written = if is_hole(piece) {
                out.seek(SeekFrom::Current(piece.len() as i64)).map(drop)
            } else {
                out.write_all(piece)
            };
            written.map_err(|error| self.unwritable(error))
        })?;
        out.set_len(reading.size)
            .map_err(|error| self.unwritable(error))?;
        source.is_sound(&reading, wanted)?;
        Ok((draft, reading))
    }

    /// Gives a draft its name, which nothing must have; where other content has it, the digest lends
    /// more digits.
    fn placed(
        &self,
        mut draft: NamedTempFile,
        reading: Reading,
        name: &str,
        restricted: bool,
    ) -> Result<Kept, EvidenceError> {
        let folder = self.folder.join(&reading.sha256[..2]);
        self.make_inner(&folder)?;
        for digits in DIGITS {
            let path = folder.join(format!("{}-{name}", &reading.sha256[..digits]));
            match draft.persist_noclobber(&path) {
                Ok(_) => {
                    // The name itself is on disk only once its folder is.
                    for folder in [&folder, &self.folder] {
                        File::open(folder).and_then(|folder| folder.sync_all()).ok();
                    }
                    return Ok(Kept {
                        location: self.location(&path),
                        reading,
                        known: false,
                        changed: false,
                    });
                }
                Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {
                    // Another command may have kept the same a moment ago.
                    if let Some(kept) = self.known(&reading, restricted)? {
                        return Ok(kept);
                    }
                    draft = taken.file;
                }
                Err(failed) => return Err(self.unwritable(failed.error)),
            }
        }
        Err(self.unwritable(io::Error::from(io::ErrorKind::AlreadyExists)))
    }

    /// A folder of the store, as open to others as the store itself is.
    fn make_inner(&self, folder: &Path) -> Result<(), EvidenceError> {
        match fs::create_dir(folder) {
            Ok(()) => {
                if let Ok(store) = fs::metadata(&self.folder) {
                    fs::set_permissions(folder, store.permissions()).ok();
                }
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let is_folder = folder.symlink_metadata().is_ok_and(|found| found.is_dir());
                if is_folder {
                    return Ok(());
                }
                Err(EvidenceError::Store {
                    store: folder.to_owned(),
                    why: "is a link or a file, not a folder".to_owned(),
                })
            }
            Err(error) => Err(self.unwritable(error)),
        }
    }

    /// Takes away what a killed command left: drafts that nobody holds any more.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_draft = name.starts_with(DRAFT_PREFIX) && name.ends_with(DRAFT_SUFFIX);
            let is_old = || {
                let modified = entry.metadata().and_then(|found| found.modified());
                let age = modified.ok().and_then(|at| at.elapsed().ok());
                age.is_some_and(|age| age > NEWBORN)
            };
            if is_draft && is_old() && entry.file_type().is_ok_and(|sort| sort.is_file()) {
                let free = File::open(entry.path()).map(|file| {
                    !matches!(
                        file.try_lock(),
                        Err(TryLockError::WouldBlock | TryLockError::Error(_))
                    )
                });
                if free.unwrap_or(false) {
                    fs::remove_file(entry.path()).ok();
                }
            }
        }
    }

    fn location(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.display().to_string().replace('\\', "/")
    }

    fn unwritable(&self, error: io::Error) -> EvidenceError {
        EvidenceError::Unwritable {
            store: self.folder.clone(),
            error,
        }
    }
}

/// Read-only for its owner, and for the group where it is not restricted.
fn protect(path: &Path, restricted: bool) -> io::Result<()> {
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_readonly(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        permissions.set_mode(if restricted { 0o400 } else { 0o440 });
    }
    fs::set_permissions(path, permissions)
}

fn is_hole(piece: &[u8]) -> bool {
    static NOTHING: [u8; 4096] = [0; 4096];
    piece
        .chunks(NOTHING.len())
        .all(|part| part == &NOTHING[..part.len()])
}
