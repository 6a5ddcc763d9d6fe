//! Reads the commits that touched the incidents of one home as events.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::domain::record::Record;
use crate::domain::record::describe::differences;
use crate::domain::rules::history::is_kin;
use crate::domain::rules::schema::year_of;
use crate::error::{Error, Result, git};
use crate::git::{BlobId, CommitId, Judge, Repo, Touch, Touched, Trail};
use crate::history::events::{Event, Maker, Version, What, stamped};
use crate::history::merges::{self, Old};
use crate::store::{self, Home, RecordFile};

/// How many versions are kept: a commit's old version is an older commit's new one.
const KEPT: usize = 64;

/// Reads the history of the incidents of one home.
pub(crate) struct RecordHistory<'h> {
    home: &'h Home,
    pub repo: Rc<Repo>,
    judge: Judge,
    /// The folder of the incidents as git names it.
    folder: String,
    versions: RefCell<HashMap<BlobId, Rc<Version>>>,
}

/// Whose past is looked at.
pub(crate) struct Subject {
    pub file: RecordFile,
    /// As git names its file, and the files of its earlier numbers.
    pub names: Vec<String>,
    /// As it is now; none where it is gone or cannot be read.
    now: Option<Record>,
    /// What to say where git knows nothing of it either.
    missing: Option<Error>,
}

impl<'h> RecordHistory<'h> {
    pub(crate) fn new(home: &'h Home, repo: Rc<Repo>, judge: Judge) -> Result<Self> {
        Ok(RecordHistory {
            folder: repo.name_of(&home.incidents()).map_err(git)?,
            home,
            repo,
            judge,
            versions: RefCell::default(),
        })
    }

    /// The incident that was picked; where that failed, one whose file is gone, by its whole ID.
    pub(crate) fn subject(
        &self,
        picked: Result<RecordFile>,
        given: Option<&str>,
    ) -> Result<Subject> {
        let (file, missing) = match (picked, given) {
            (Ok(file), _) => (file, None),
            (Err(error), Some(given)) => match self.file_of(given) {
                Some(file) => (file, Some(error)),
                None => return Err(error),
            },
            (Err(error), None) => return Err(error),
        };
        let now = self.home.load(file.clone());
        let now = now.ok().map(|document| document.record);
        let mut names = vec![self.repo.name_of(&file.path).map_err(git)?];
        for former in now.iter().flat_map(|record| &record.formerly) {
            if let Some(file) = self.file_of(former) {
                names.push(self.repo.name_of(&file.path).map_err(git)?);
            }
        }
        Ok(Subject {
            file,
            names,
            now,
            missing,
        })
    }

    fn file_of(&self, id: &str) -> Option<RecordFile> {
        let path = self.home.record_path(year_of(id)?, id);
        // An ID is a name and no way through folders.
        (!id.contains(['/', '\\'])).then(|| Home::record_file(&path))
    }

    /// The commits that touched one incident, or all of the home.
    pub(crate) fn trail(&self, subject: Option<&Subject>) -> Result<Trail<'_>> {
        let all = [self.folder.clone()];
        let names = subject.map_or(&all[..], |subject| &subject.names);
        self.repo.trail(None, names, &self.judge).map_err(git)
    }

    /// What one commit did, incident by incident.
    pub(crate) fn events(&self, touch: &Touch, subject: Option<&Subject>) -> Result<Vec<Event>> {
        let mut events: Vec<Event> = Vec::new();
        for file in &touch.files {
            let Some(stem) = self.stem(&file.name) else {
                continue;
            };
            if let Some(subject) = subject
                && !self.is_of(subject, file)?
            {
                continue;
            }
            let event = self.event(touch, file, stem)?;
            events.extend(event.map(|event| noting_former_id(event, subject)));
        }
        let renumbered: Vec<String> = events
            .iter()
            .filter_map(|event| match &event.what {
                What::Renumbered { from } => Some(from.clone()),
                _ => None,
            })
            .collect();
        // The old file went where the new one came from, or is another incident's now.
        events.retain(|event| {
            let says_more = subject.is_none()
                && event.what != What::Deleted
                && !(event.differences.is_empty() && event.discarded.is_empty());
            says_more || !renumbered.contains(&event.incident)
        });
        Ok(events)
    }

    /// The incident of a file that is a record's.
    fn stem<'n>(&self, name: &'n str) -> Option<&'n str> {
        let below = name.strip_prefix(&self.folder)?.strip_prefix('/')?;
        let stem = below.rsplit('/').next()?.strip_suffix(".yaml")?;
        (!stem.starts_with('.') && below.matches('/').count() <= 1).then_some(stem)
    }

    /// Another incident may have had the number that one of ours had formerly.
    fn is_of(&self, subject: &Subject, file: &Touched) -> Result<bool> {
        let Some(now) = &subject.now else {
            return Ok(true);
        };
        if file.name == subject.names[0] {
            return Ok(true);
        }
        let sides = file.sides.iter().map(|side| side.blob);
        let blobs: Vec<BlobId> = sides.chain([file.new]).flatten().collect();
        for blob in &blobs {
            let version = self.version(*blob)?;
            if version.record().is_none_or(|record| is_kin(record, now)) {
                return Ok(true);
            }
        }
        Ok(blobs.is_empty())
    }

    /// One version; what cannot be read as a record is told where it stands. What git cannot give ends
    /// the telling: of what is not here nothing true can be said.
    pub(crate) fn version(&self, blob: BlobId) -> Result<Rc<Version>> {
        if let Some(known) = self.versions.borrow().get(&blob) {
            return Ok(known.clone());
        }
        let version = match store::read_record(self.repo.content(blob).map_err(git)?) {
            Ok(record) => Version::Read {
                value: record.to_value(),
                record: Box::new(record),
            },
            Err(unreadable) => Version::Invalid(unreadable.to_string()),
        };
        let version = Rc::new(version);
        let mut versions = self.versions.borrow_mut();
        if versions.len() >= KEPT {
            versions.clear();
        }
        versions.insert(blob, version.clone());
        Ok(version)
    }

    fn event(&self, touch: &Touch, file: &Touched, stem: &str) -> Result<Option<Event>> {
        let new = file.new.map(|blob| self.version(blob)).transpose()?;
        let mut event = Event {
            incident: stem.to_owned(),
            what: What::Changed,
            maker: match () {
                () if stamped(&touch.stamp, stem).is_some() => Maker::Command,
                () if touch.is_synced => Maker::Sync,
                () => Maker::Hand,
            },
            differences: Vec::new(),
            discarded: Vec::new(),
            notes: Vec::new(),
            version: new.clone(),
        };
        if let Some(Version::Invalid(fault)) = new.as_deref() {
            event.what = What::BecameInvalid;
            event.notes.extend(fault.lines().map(str::to_owned));
            return Ok(Some(event));
        }
        if touch.is_boundary {
            event.what = What::Begins;
            return Ok(Some(event));
        }
        let (sides, from) = self.sides(file, new.as_deref())?;
        let kept = if touch.parents.len() > 1 {
            let kept = merges::merged(&mut event, file, &sides, new.as_deref());
            event.maker = merges::maker(&event, touch, &sides, new.as_deref());
            kept
        } else {
            let old = sides.first().and_then(|side| side.old.clone());
            self.changed(&mut event, file, old, new.as_deref())?;
            true
        };
        if let Some(from) = from {
            event.what = What::Renumbered { from };
        }
        Ok(kept.then_some(event))
    }

    fn changed(
        &self,
        event: &mut Event,
        file: &Touched,
        old: Option<Rc<Version>>,
        new: Option<&Version>,
    ) -> Result<()> {
        let mut old = old;
        if let (Some(Version::Invalid(_)), Some(side)) = (old.as_deref(), file.sides.first()) {
            event.notes.push("it can be read again".to_owned());
            // What was done while it could not be read must not go untold.
            old = self.last_readable(side.commit, &file.name)?;
            if old.is_none() {
                event
                    .notes
                    .push("no earlier version can be read".to_owned());
            }
        }
        let empty = Value::Object(Map::new());
        let before = old.as_deref().and_then(Version::value).unwrap_or(&empty);
        let after = new.and_then(Version::value).unwrap_or(&empty);
        event.differences = differences(before, after);
        event.what = match (&old, new) {
            (_, None) => What::Deleted,
            (None, Some(_)) if event.notes.is_empty() => What::Created,
            _ if event.differences.is_empty() => What::Rewritten,
            _ => What::Changed,
        };
        Ok(())
    }

    /// The versions in the parents; a file that is not there yet may be there by an earlier number.
    fn sides(&self, file: &Touched, new: Option<&Version>) -> Result<(Vec<Old>, Option<String>)> {
        let read = |blob: Option<BlobId>| blob.map(|blob| self.version(blob)).transpose();
        let mut from = None;
        let mut sides = Vec::new();
        for side in &file.sides {
            let mut old = read(side.blob)?;
            if let (None, Some(record)) = (&old, new.and_then(Version::record)) {
                for former in &record.formerly {
                    if let Some(found) = self.former(side.commit, former, record)? {
                        from = Some(former.clone());
                        old = Some(found);
                    }
                }
            }
            sides.push(Old {
                side: *side,
                old,
                base: read(side.base)?,
            });
        }
        Ok((sides, from))
    }

    fn former(&self, commit: CommitId, id: &str, record: &Record) -> Result<Option<Rc<Version>>> {
        let Some(file) = self.file_of(id) else {
            return Ok(None);
        };
        let name = self.repo.name_of(&file.path).map_err(git)?;
        let blob = self.repo.blob_at(commit, &name).map_err(git)?;
        let version = blob.map(|blob| self.version(blob)).transpose()?;
        Ok(version.filter(|found| found.record().is_some_and(|found| is_kin(found, record))))
    }

    fn last_readable(&self, start: CommitId, name: &str) -> Result<Option<Rc<Version>>> {
        let names = [name.to_owned()];
        for touch in self
            .repo
            .trail(Some(start), &names, &self.judge)
            .map_err(git)?
        {
            let files = touch.map_err(git)?.files;
            for blob in files.iter().filter_map(|file| file.new) {
                let version = self.version(blob)?;
                if version.record().is_some() {
                    return Ok(Some(version));
                }
            }
        }
        Ok(None)
    }

    /// The version that a revision holds.
    pub(crate) fn in_commit(
        &self,
        commit: CommitId,
        subject: &Subject,
    ) -> Result<Option<Rc<Version>>> {
        for (place, name) in subject.names.iter().enumerate() {
            let Some(blob) = self.repo.blob_at(commit, name).map_err(git)? else {
                continue;
            };
            let version = self.version(blob)?;
            let ours = match (&subject.now, version.record()) {
                (Some(now), Some(record)) if place > 0 => is_kin(record, now),
                _ => true,
            };
            if ours {
                return Ok(Some(version));
            }
        }
        Ok(None)
    }
}

impl Subject {
    /// What to say where the history knows nothing of it.
    pub(crate) fn unknown(self) -> Option<Error> {
        self.missing
    }
}

/// Before numbers are made to differ, two branches may give the same one to two incidents.
fn noting_former_id(mut event: Event, subject: Option<&Subject>) -> Event {
    let now = subject.and_then(|subject| subject.now.as_ref());
    let then = event.version.as_ref().and_then(|version| version.record());
    if let (Some(now), Some(then)) = (now, then)
        && !is_kin(then, now)
    {
        let note = format!("another incident, which had this ID: {}", then.title);
        event.notes.insert(0, note);
    }
    event
}
