//! The one door through which files of the home are read: whoever can push a branch says what lies
//! there. A link that leads out of the home would print somebody's keys in a report, and a pipe would
//! be waited for.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::evidence::sort;
use super::{Home, LoadError, ReadErrors};

/// So much is read of what somebody writes. More is no file of a home, and is not waited for.
pub(super) const WRITTEN: u64 = 1 << 20;

/// So much of what is made from it: a report says one thing in several places.
pub(crate) const MADE: u64 = 16 << 20;

/// Why something is not even opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Blocked {
    /// A link in the place of a record: git keeps the link, and the incident is in no commit.
    #[error("it is a symbolic link: git keeps the link, not the file")]
    Link,
    /// A link to what is not the home's to show.
    #[error("it is a symbolic link out of the home")]
    Outside,
    /// A link to what is not there.
    #[error("it is a broken symbolic link")]
    Nowhere,
    /// No file: what it is instead.
    #[error("it is {0}, not a regular file")]
    NoFile(&'static str),
}

/// What is to be done with a link whose target is the home's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Followed,
    Refused,
}

impl Home {
    /// The text of a file of the home; what is no UTF-8 is refused with its place.
    pub fn text(&self, path: &Path) -> Result<String, LoadError> {
        self.text_within(path, WRITTEN)
    }

    /// As [`Home::text`], of what may be longer.
    pub fn text_within(&self, path: &Path, limit: u64) -> Result<String, LoadError> {
        let bytes = self.open(path, Links::Followed).and_then(whole(limit));
        text(path, bytes)
    }

    /// The bytes of a file of the home.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let bytes = self.open(path, Links::Followed).and_then(whole(MADE));
        bytes.map_err(|error| load_error(path, error))
    }

    /// The text of a record, which is never behind a link.
    pub fn record_text(&self, path: &Path) -> Result<String, LoadError> {
        text(path, self.open_record(path).and_then(whole(WRITTEN)))
    }

    /// The text of a record as an editor gets it, which may be too long for anything else.
    pub fn record_to_edit(&self, path: &Path) -> Result<String, LoadError> {
        text(path, self.open_record(path).and_then(whole(MADE)))
    }

    /// The bytes of a record.
    pub fn record_bytes(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let bytes = self.open_record(path).and_then(whole(MADE));
        bytes.map_err(|error| load_error(path, error))
    }

    pub(super) fn open_record(&self, path: &Path) -> io::Result<File> {
        self.open(path, Links::Refused)
    }

    /// What keeps a file from being changed, where it is there at all.
    pub fn blocked(&self, path: &Path) -> Option<LoadError> {
        let error = self.open(path, Links::Refused).err()?;
        let error = LoadError::Io {
            path: path.to_owned(),
            error,
        };
        error.blocked().is_some().then_some(error)
    }

    /// Looked at before it is opened: to open a pipe would wait for somebody to write to it.
    fn open(&self, path: &Path, links: Links) -> io::Result<File> {
        let mut found = None;
        // What somebody named that lies elsewhere is theirs to name.
        if let Ok(inside) = path.strip_prefix(self.root()) {
            let mut place = self.root().to_owned();
            let mut is_link = false;
            for name in inside {
                place.push(name);
                let here = fs::symlink_metadata(&place)?;
                is_link |= here.is_symlink();
                found = Some(here);
            }
            if is_link {
                self.may_follow(path)?;
            }
            let is_itself = found.as_ref().is_some_and(fs::Metadata::is_symlink);
            if is_itself && links == Links::Refused {
                return Err(io::Error::other(Blocked::Link));
            }
        }
        // Thousands are opened for one list, so nothing is asked of a file twice.
        let found = match found.filter(|found| !found.is_symlink()) {
            Some(found) => found,
            None => fs::metadata(path)?,
        };
        if !found.is_file() {
            let what = sort(found.file_type());
            return Err(io::Error::other(Blocked::NoFile(what)));
        }
        File::open(path)
    }

    /// Whether a link leads to what is the home's to show; what git keeps for itself is not.
    fn may_follow(&self, path: &Path) -> io::Result<()> {
        let blocked = match (path.canonicalize(), self.root().canonicalize()) {
            (Ok(real), Ok(root)) => match real.strip_prefix(root) {
                Ok(inside) if inside.iter().all(|name| !name.eq_ignore_ascii_case(".git")) => {
                    return Ok(());
                }
                _ => Blocked::Outside,
            },
            (Err(error), _) if error.kind() == ErrorKind::NotFound => Blocked::Nowhere,
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        Err(io::Error::other(blocked))
    }
}

/// Reads a text file that is not a home's, as git hands one over.
pub(crate) fn read_text(path: &Path) -> Result<String, LoadError> {
    text(path, File::open(path).and_then(whole(u64::MAX)))
}

/// Reads a file to its end, where that comes before the limit.
fn whole(limit: u64) -> impl FnOnce(File) -> io::Result<Vec<u8>> {
    move |file| {
        // Room for all of it, or it is read in a dozen small pieces.
        let length = file.metadata().map_or(0, |found| found.len());
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(limit)).unwrap_or(0) + 1);
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        match bytes.len() as u64 > limit {
            true => Err(io::Error::from(ErrorKind::FileTooLarge)),
            false => Ok(bytes),
        }
    }
}

fn text(path: &Path, bytes: io::Result<Vec<u8>>) -> Result<String, LoadError> {
    let bytes = bytes.map_err(|error| load_error(path, error))?;
    super::decode(bytes).map_err(|(text, unreadable)| LoadError::Invalid {
        path: path.to_owned(),
        text,
        unreadable,
    })
}

/// A file that is too large is opened in an editor as any other that cannot be read.
fn load_error(path: &Path, error: io::Error) -> LoadError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::FileTooLarge => LoadError::Invalid {
            path,
            text: String::new(),
            unreadable: ReadErrors::too_large(),
        },
        _ => LoadError::Io { path, error },
    }
}
