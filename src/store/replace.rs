//! Changing files so that a crash leaves the old one or the new one, never half of either.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

/// How long one command waits for another that is changing the same home.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// What a draft is called; git is told to ignore it.
const PREFIX: &str = ".inc-";
const SUFFIX: &str = ".tmp";

/// Replaces a file's content in one step; what was there stays until all of the new is on disk.
///
/// Missing folders are made. The file keeps its permissions; a new one gets the usual ones.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut draft = draft_in(folder)?;
    sweep(folder);
    draft.write_all(text.as_bytes())?;
    if let Ok(existing) = fs::metadata(path) {
        draft.as_file().set_permissions(existing.permissions())?;
    }
    draft.as_file().sync_all()?;
    draft.persist(path).map_err(|error| error.error)?;
    // The name itself is on disk only once its folder is.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
    Ok(())
}

/// A new file beside the old one, with the permissions that the user's mask gives any new file.
fn draft_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let draft = builder.tempfile_in(folder)?;
    // Held for as long as this process lives: so nobody takes it for a left-over. Where the system
    // knows no such locks, its age must do.
    draft.as_file().try_lock().ok();
    Ok(draft)
}

/// How young a draft is that may be somebody's who has not locked it yet, and how old one that cannot
/// be asked for its holder and is nobody's any more.
const BEGUN: Duration = Duration::from_secs(60);
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes the drafts that killed commands left in a folder: git ignores them, so nobody else would.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if !(name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes())) {
            continue;
        }
        let age = entry.metadata().and_then(|found| found.modified());
        let age = age.ok().and_then(|at| at.elapsed().ok());
        let age = age.unwrap_or_default();
        if age > BEGUN && File::open(entry.path()).is_ok_and(|draft| is_left(&draft, age)) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

/// Whether a draft is nobody's any more.
fn is_left(draft: &File, age: Duration) -> bool {
    match draft.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => age > FORGOTTEN,
    }
}

/// Held while a record is read, changed and committed, so that two commands never overwrite each
/// other. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// The file that is locked; it lies where git never looks and stays there, empty.
pub(crate) fn lock_file(private_dir: &Path) -> PathBuf {
    private_dir.join("inc.lock")
}

/// Waits for the home's lock.
pub(crate) fn lock(private_dir: &Path) -> io::Result<Lock> {
    let path = lock_file(private_dir);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) if start.elapsed() < LOCK_TIMEOUT => {
                thread::sleep(Duration::from_millis(10))
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "another inc command is still running here",
                ));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("2025").join("a.yaml");
        replace(&path, "one\n").expect("written");
        let mut permissions = fs::metadata(&path).expect("there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).expect("set");
        replace(&path, "two\n").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("read"), "two\n");
        let kept = fs::metadata(&path).expect("there").permissions();
        assert!(kept.readonly());
        let left: Vec<_> = fs::read_dir(path.parent().expect("a folder"))
            .expect("read")
            .collect();
        assert_eq!(left.len(), 1, "no draft is left behind");
    }

    #[test]
    fn a_lock_is_free_again_once_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        drop(lock(folder.path()).expect("free"));
        lock(folder.path()).expect("free again");
    }
}
