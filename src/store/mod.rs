//! The incident home on disk: where its files are, how they are read, and how they are changed.
//!
//! The only module that knows YAML and files. It does not know git: `session`, `history` and `cli` join
//! the two.
//!
//! | file | its job |
//! |---|---|
//! | `layout` | where everything in a home is: [`Home`] |
//! | `read` | reads every file of the home, and refuses links and pipes |
//! | `codec` | records, plans and readiness between text and types |
//! | `yaml` | reads YAML with positions, and edits it without losing a byte |
//! | `replace` | replaces a file in one step, and takes the lock |
//! | `merge` | a merged record as text, with the comments of both sides |
//! | `conflicts` | conflict markers that git left in a text |
//! | `invalid` | a data file that cannot be used: every fault with its position |
//! | `evidence` | the store of evidence, and its check |
//! | `patterns` | the patterns of `templates/lint.yaml` |
//! | `templates`, `recipes` | the files that come with the program |

pub(crate) mod codec;
pub(crate) mod conflicts;
pub(crate) mod evidence;
mod invalid;
pub(crate) mod layout;
pub(crate) mod merge;
mod patterns;
mod read;
pub(crate) mod recipes;
pub(crate) mod replace;
pub(crate) mod templates;
pub(crate) mod yaml;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub(crate) use codec::{ReadError, ReadErrors};
pub(crate) use invalid::{InvalidFile, Wrong};
pub(crate) use layout::{Home, RecordFile};
pub(crate) use read::{Blocked, MADE, read_text};

use crate::domain::plan::{Plan, Runbook, Zone, raw};
use crate::domain::readiness::Readiness;
use crate::domain::record::{Action, Head, Map, Record};

/// A record with the text it was read from.
#[derive(Clone, Debug)]
pub struct Document {
    pub file: RecordFile,
    pub text: String,
    pub record: Record,
}

/// Why a file could not be had.
#[derive(Debug)]
pub enum LoadError {
    Io {
        path: PathBuf,
        error: io::Error,
    },
    Invalid {
        path: PathBuf,
        text: String,
        unreadable: ReadErrors,
    },
}

impl LoadError {
    pub fn path(&self) -> &Path {
        match self {
            LoadError::Io { path, .. } | LoadError::Invalid { path, .. } => path,
        }
    }

    /// What lies there, where it was not even opened.
    pub fn blocked(&self) -> Option<Blocked> {
        match self {
            LoadError::Io { error, .. } => error.get_ref()?.downcast_ref().copied(),
            LoadError::Invalid { .. } => None,
        }
    }

    /// The line of the first conflict marker, where git left any.
    pub fn conflict(&self) -> Option<usize> {
        match self {
            LoadError::Io { .. } => None,
            LoadError::Invalid { unreadable, .. } => unreadable.conflict(),
        }
    }
}

/// A text with what it means, or with why it cannot be read.
fn read_as<T>(
    path: &Path,
    text: String,
    read: fn(&str) -> Result<T, ReadErrors>,
) -> Result<(String, T), LoadError> {
    match read(&text) {
        Ok(value) => Ok((text, value)),
        Err(unreadable) => Err(LoadError::Invalid {
            path: path.to_owned(),
            text,
            unreadable,
        }),
    }
}

impl Home {
    /// Reads one record.
    pub fn load(&self, file: RecordFile) -> Result<Document, LoadError> {
        let text = self.record_text(&file.path)?;
        let (text, record) = read_as(&file.path, text, codec::record)?;
        Ok(Document { file, text, record })
    }

    /// Reads many records side by side; a broken one takes nobody else's place.
    pub fn load_all(&self, files: Vec<RecordFile>) -> Vec<Result<Document, LoadError>> {
        files.into_par_iter().map(|file| self.load(file)).collect()
    }

    /// Reads the heads of many records side by side.
    pub fn heads(&self, files: Vec<RecordFile>) -> Vec<(RecordFile, Result<Head, LoadError>)> {
        files
            .into_par_iter()
            .map(|file| {
                let head = self.load_head(&file.path);
                (file, head)
            })
            .collect()
    }

    /// What a list shows of many records, read side by side.
    pub fn glances(&self, files: Vec<RecordFile>) -> Vec<Glance> {
        files
            .into_par_iter()
            .map(|file| self.glance(file))
            .collect()
    }

    /// Reads and checks the plan, with the runbooks it names.
    pub fn plan(&self) -> Result<Plan, Box<InvalidFile>> {
        let (text, raw) = self.raw_plan()?;
        Plan::new(raw, self.runbooks()).map_err(|faults| {
            let faults = faults
                .into_iter()
                .map(|fault| (fault.rule, fault.path, fault.message));
            Box::new(InvalidFile::unsound(self.plan_path(), text, faults))
        })
    }

    /// Whatever can be read of the plan as plain data: enough for those who only look something up.
    pub fn plan_data(&self) -> Option<serde_json::Value> {
        codec::data(&self.text(&self.plan_path()).ok()?)
    }

    /// A plan as it once was written, where it fitted together.
    pub fn plan_from(&self, text: &str) -> Option<Plan> {
        Plan::new(codec::plan(text).ok()?, self.runbooks()).ok()
    }

    /// The plan as it is written, whether it fits together or not.
    pub fn raw_plan(&self) -> Result<(String, raw::Plan), Box<InvalidFile>> {
        let path = self.plan_path();
        let text = self.text(&path);
        let read = text.and_then(|text| read_as(&path, text, codec::plan));
        read.map_err(|error| Box::new(InvalidFile::unreadable(path, error)))
    }

    /// Reads what was confirmed of the preparation checklist; nothing where nobody has confirmed any.
    pub fn readiness(&self) -> Result<Option<(String, Readiness)>, LoadError> {
        let path = self.readiness_path();
        let text = match self.text(&path) {
            Err(LoadError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(None);
            }
            read => read?,
        };
        read_as(&path, text, codec::readiness).map(Some)
    }

    /// The zone of the plan's settings, which come first, so that a plan broken further down still
    /// says in which zone to write.
    pub fn zone(&self) -> Option<Zone> {
        let text = self.text(&self.plan_path()).ok()?;
        codec::plan_head(&text).and_then(|head| Zone::named(&head.settings.time_zone))
    }

    /// A template's text: the home's own, or the shipped one where there is none.
    pub fn template(&self, folder: &str, name: &str) -> Result<Option<String>, LoadError> {
        let path = format!("{}/{folder}/{name}.md", Self::TEMPLATES);
        match self.text(&self.root().join(&path)) {
            Err(LoadError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => {
                Ok(templates::shipped(&path).map(str::to_owned))
            }
            read => read.map(Some),
        }
    }

    /// The names of all templates in a folder: the home's own and the shipped ones.
    pub fn template_names(&self, folder: &str) -> Vec<String> {
        let mut names = Self::markdown_in(&self.root().join(Self::TEMPLATES).join(folder));
        names.extend(templates::shipped_names(folder).map(str::to_owned));
        names.sort();
        names.dedup();
        names
    }

    fn glance(&self, file: RecordFile) -> Glance {
        let text = match self.record_text(&file.path) {
            Ok(text) => text,
            Err(error) => {
                return Glance {
                    file,
                    head: Err(error),
                    actions: Vec::new(),
                };
            }
        };
        let near = (0..=text.len().min(ENOUGH as usize)).rev();
        let start = near.into_iter().find(|at| text.is_char_boundary(*at));
        let start = start.unwrap_or_default();
        let actions = codec::actions(&text);
        // A conflict below the head leaves the head readable, and the record is broken all the same.
        let head = if text.contains("\n<<<<<<< ") || text.contains("\n>>>>>>> ") {
            codec::record(&text).map(|_| ())
        } else {
            Ok(())
        };
        let head = head.and_then(|()| match codec::head(&text[..start]) {
            Ok(head) if start < text.len() && codec::holds_head(&text[..start]) => Ok(head),
            _ => codec::head(&text),
        });
        let head = head.map_err(|unreadable| LoadError::Invalid {
            path: file.path.clone(),
            text,
            unreadable,
        });
        Glance {
            file,
            head,
            actions,
        }
    }

    /// Reads no more of a record than its head, where that comes first.
    fn load_head(&self, path: &Path) -> Result<Head, LoadError> {
        let io = |error| LoadError::Io {
            path: path.to_owned(),
            error,
        };
        let mut start = Vec::with_capacity(ENOUGH as usize);
        self.open_record(path)
            .map_err(io)?
            .take(ENOUGH)
            .read_to_end(&mut start)
            .map_err(io)?;
        let readable = String::from_utf8_lossy(&start);
        let is_whole = (start.len() as u64) < ENOUGH;
        if !is_whole
            && codec::holds_head(&readable)
            && let Ok(head) = codec::head(&readable)
        {
            return Ok(head);
        }
        let text = self.record_text(path)?;
        read_as(path, text, codec::head).map(|(_, head)| head)
    }

    /// Every runbook there is, the home's own and the shipped ones.
    fn runbooks(&self) -> Map<Runbook> {
        let names = self.template_names("runbooks").into_iter();
        names
            .filter_map(|name| {
                let text = self.template("runbooks", &name).ok()??;
                Some((name, Runbook::read(&text)))
            })
            .collect()
    }
}

/// Reads a record from bytes that are in no file, as git keeps them.
pub(crate) fn read_record(bytes: Vec<u8>) -> Result<Record, ReadErrors> {
    let text = decode(bytes).map_err(|(_, unreadable)| unreadable)?;
    codec::record(&text)
}

/// The text of a file, or what can be shown of it and where it stops being text.
fn decode(bytes: Vec<u8>) -> Result<String, (String, ReadErrors)> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let before = &error.as_bytes()[..valid];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(
            before
                .rsplit(|byte| *byte == b'\n')
                .next()
                .unwrap_or_default(),
        )
        .chars()
        .count()
            + 1;
        let fault = yaml::YamlError {
            message: "this is not UTF-8 text; save the file as UTF-8".to_owned(),
            line,
            column,
            is_conflict: false,
        };
        let position = yaml::Position::at((line, column));
        let faults = vec![(ReadError::NotText(fault), position)];
        (text, ReadErrors { faults })
    })
}

/// What can be seen of a record without reading it word by word.
pub struct Glance {
    pub file: RecordFile,
    pub head: Result<Head, LoadError>,
    /// Its corrective actions; none where they cannot be read.
    pub actions: Vec<Action>,
}

/// The head of a record lies within these bytes, where it comes first.
const ENOUGH: u64 = 2048;
