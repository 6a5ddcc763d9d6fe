//! The file that becomes evidence.

use std::fs::{File, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::reading::{Reading, Watch, read};
use super::{EvidenceError, name};

/// A regular file, opened.
#[derive(Debug)]
pub struct Source {
    /// Where it really lies, every link followed.
    pub path: PathBuf,
    /// As it will be called in the store.
    pub name: String,
    /// Whether it was named by a link.
    pub is_link: bool,
    pub(super) file: File,
    pub(super) before: Metadata,
}

impl Source {
    /// Opens a file, or what a link leads to. Anything else is refused before it is opened: to open
    /// a FIFO would wait for somebody to write to it.
    pub fn open(given: &Path) -> Result<Source, EvidenceError> {
        let is_link = given.is_symlink();
        let path = given.canonicalize().map_err(EvidenceError::Unreadable)?;
        let found = path.metadata().map_err(EvidenceError::Unreadable)?;
        if !found.is_file() {
            return Err(EvidenceError::NoFile(sort(found.file_type())));
        }
        let file = File::open(&path).map_err(EvidenceError::Unreadable)?;
        let before = file.metadata().map_err(EvidenceError::Unreadable)?;
        Ok(Source {
            path,
            name: name::safe(given),
            is_link,
            file,
            before,
        })
    }

    /// How long it was when it was opened.
    pub fn size(&self) -> u64 {
        self.before.len()
    }

    /// Its digest, without copying it.
    pub fn digest(
        &mut self,
        wanted: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<Reading, EvidenceError> {
        let reading = read(&mut self.file, watch, |_| Ok(()))?;
        self.is_sound(&reading, wanted)?;
        Ok(reading)
    }

    /// Whether somebody wrote to it while it was read: what was read is then only what it was in
    /// passing.
    pub fn has_changed(&self, reading: &Reading) -> Result<bool, EvidenceError> {
        let after = self.file.metadata().map_err(EvidenceError::Unreadable)?;
        let modified = |found: &Metadata| found.modified().ok();
        // The kernel's own files (`/proc/net/tcp`) say that they are empty, whatever they hold.
        let has_length = self.before.len() > 0;
        Ok(after.len() != self.before.len()
            || modified(&after) != modified(&self.before)
            || (has_length && reading.size != after.len()))
    }

    /// A file that lost its end under the reader is not what anybody meant to keep, nor is one that
    /// is not what somebody said it is.
    pub(super) fn is_sound(
        &self,
        reading: &Reading,
        wanted: Option<&str>,
    ) -> Result<(), EvidenceError> {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != reading.sha256) {
            let (found, wanted) = (reading.sha256.clone(), wanted.to_owned());
            return Err(EvidenceError::Unlike { found, wanted });
        }
        let size = self.before.len();
        if reading.size < size {
            let read = reading.size;
            return Err(EvidenceError::Shrunk { read, size });
        }
        Ok(())
    }

    /// From the beginning again.
    pub(super) fn reopened(self) -> Result<Source, EvidenceError> {
        let file = File::open(&self.path).map_err(EvidenceError::Unreadable)?;
        let before = file.metadata().map_err(EvidenceError::Unreadable)?;
        Ok(Source {
            file,
            before,
            ..self
        })
    }
}

/// What lies there, where it is no file.
pub(in crate::store) fn sort(found: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if found.is_fifo() {
            return "a FIFO";
        }
        if found.is_socket() {
            return "a socket";
        }
        if found.is_block_device() || found.is_char_device() {
            return "a device";
        }
    }
    if found.is_dir() {
        "a folder"
    } else if found.is_symlink() {
        "a link"
    } else {
        "something else"
    }
}

/// Whether an error says that nothing lies there.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
