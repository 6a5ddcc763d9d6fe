//! Whether evidence is still what was recorded of it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use super::reading::{Reading, Watch, read};
use super::{EvidenceError, source};
use crate::domain::record::evidence_location::is_sha256;
use crate::domain::record::{Evidence, EvidenceLocation};
use crate::store::Home;

/// How an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The same bytes as when it was recorded.
    Intact,
    /// As long as it was, but other bytes; or, where no length was recorded, simply other bytes.
    Changed,
    /// Shorter than it was.
    Truncated,
    /// Longer than it was.
    Grown,
    /// Not where it was recorded, though everything around it is.
    Missing,
    /// Something is there that cannot be read.
    Unreadable,
    /// The whole store is not here, as in a fresh clone, or the path is another machine's.
    NotHere,
    /// A URI, or nothing was recorded to hold it against.
    NotCheckable,
}

impl State {
    /// Whether it says that evidence was altered or lost.
    pub fn is_bad(self) -> bool {
        matches!(
            self,
            State::Changed | State::Truncated | State::Grown | State::Missing | State::Unreadable
        )
    }

    /// Whether nothing could be proved of it either way.
    pub fn is_unproved(self) -> bool {
        matches!(self, State::NotHere | State::NotCheckable)
    }

    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            State::Intact => "intact",
            State::Changed => "changed",
            State::Truncated => "truncated",
            State::Grown => "grown",
            State::Missing => "missing",
            State::Unreadable => "unreadable",
            State::NotHere => "not here",
            State::NotCheckable => "not checkable",
        }
    }
}

/// What a look at one item came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub state: State,
    /// What was seen, where the state alone does not say it.
    pub why: String,
    /// What is there now, as far as it was read.
    pub size: Option<u64>,
    pub sha256: Option<String>,
}

impl Checked {
    fn new(state: State, why: impl Into<String>) -> Checked {
        Checked {
            state,
            why: why.into(),
            size: None,
            sha256: None,
        }
    }
}

impl Home {
    /// Holds items against what lies where they say, side by side, each as a stream.
    ///
    /// `store` is the plan's folder for evidence, where there is a plan to ask. Fails only where
    /// `watch` says stop.
    pub fn check_evidence(
        &self,
        items: &[&Evidence],
        store: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<Vec<Checked>, EvidenceError> {
        items
            .par_iter()
            .map(|item| match self.check(item, store, watch) {
                Ok(checked) => Ok(checked),
                Err(EvidenceError::Interrupted) => Err(EvidenceError::Interrupted),
                Err(error) => Ok(Checked::new(State::Unreadable, format!("it {error}"))),
            })
            .collect()
    }

    /// How much there is to read of these items here.
    pub fn evidence_size(&self, items: &[&Evidence]) -> u64 {
        let sizes = items.iter().filter_map(|item| {
            item.sha256.as_ref()?;
            let found = self.evidence_path(&item.location)?.metadata().ok()?;
            // What has another length is not read.
            let same = item.size.is_none_or(|size| size == found.len());
            (found.is_file() && same).then_some(found.len())
        });
        sizes.sum()
    }

    /// Where an item can be opened on this machine.
    fn evidence_path(&self, location: &str) -> Option<PathBuf> {
        match EvidenceLocation::of(location) {
            EvidenceLocation::InHome | EvidenceLocation::OnMachine => {
                Some(self.root().join(location))
            }
            EvidenceLocation::Elsewhere | EvidenceLocation::Astray => None,
        }
    }

    fn check(
        &self,
        item: &Evidence,
        store: Option<&str>,
        watch: Watch<'_>,
    ) -> Result<Checked, EvidenceError> {
        let Some(path) = self.evidence_path(&item.location) else {
            let why = match EvidenceLocation::of(&item.location) {
                EvidenceLocation::Astray => "its location is outside of the home",
                _ => "it is stored elsewhere",
            };
            return Ok(Checked::new(State::NotCheckable, why));
        };
        let Some(digest) = &item.sha256 else {
            let why = "no digest is recorded";
            return Ok(Checked::new(State::NotCheckable, why));
        };
        if !is_sha256(digest) {
            let why = "the recorded digest is invalid";
            return Ok(Checked::new(State::NotCheckable, why));
        }
        let found = match path.symlink_metadata() {
            Ok(found) => found,
            Err(error) if source::is_absent(&error) => {
                return Ok(self.absent(&item.location, store));
            }
            Err(error) => return Err(EvidenceError::Unreadable(error)),
        };
        // A link is what anybody can turn to anything; evidence itself was never one.
        if !found.is_file() {
            let why = format!("{} is in its place", source::sort(found.file_type()));
            return Ok(Checked::new(State::Unreadable, why));
        }
        if EvidenceLocation::of(&item.location) == EvidenceLocation::InHome && !self.holds(&path)? {
            let why = "its folder is a link to a place outside of the home";
            return Ok(Checked::new(State::Unreadable, why));
        }
        let there = found.len();
        let checked = |state, why: String| Checked {
            size: Some(there),
            ..Checked::new(state, why)
        };
        if let Some(size) = item.size.filter(|size| *size != there) {
            let state = if there < size {
                State::Truncated
            } else {
                State::Grown
            };
            return Ok(checked(state, format!("{there} of {size} bytes")));
        }
        let mut file = File::open(&path).map_err(EvidenceError::Unreadable)?;
        let Reading { sha256, size } = read(&mut file, watch, |_| Ok(()))?;
        let state = if sha256.eq_ignore_ascii_case(digest) {
            State::Intact
        } else {
            State::Changed
        };
        let why = if state == State::Intact {
            String::new()
        } else {
            format!("its SHA-256 is {sha256}")
        };
        Ok(Checked {
            size: Some(size),
            sha256: Some(sha256),
            ..Checked::new(state, why)
        })
    }

    fn holds(&self, path: &Path) -> Result<bool, EvidenceError> {
        let real = |path: &Path| path.canonicalize().map_err(EvidenceError::Unreadable);
        Ok(real(path)?.starts_with(real(self.root())?))
    }

    /// Nothing lies there: lost, or was it never here? Evidence is not in git, so a fresh clone has
    /// no store, and a path from the root of a disk is that of one machine.
    fn absent(&self, location: &str, store: Option<&str>) -> Checked {
        let path = Path::new(location);
        let top = if path.is_relative() {
            // The plan may have named another store when this was recorded.
            let first = path.iter().next().filter(|_| path.iter().count() > 1);
            first.map(|first| self.root().join(first))
        } else {
            store
                .map(|store| self.root().join(store))
                .filter(|store| path.starts_with(store))
        };
        match top {
            Some(top) if !is_folder(&top) => {
                let why = format!("there is no folder {} in this clone", self.relative(&top));
                Checked::new(State::NotHere, why)
            }
            None if path.is_absolute() => {
                Checked::new(State::NotHere, "this machine has no such file")
            }
            _ => Checked::new(State::Missing, "the file is missing"),
        }
    }
}

fn is_folder(path: &Path) -> bool {
    fs::read_dir(path).is_ok()
}
