//! A record as it stood in an earlier commit.

use crate::domain::command::Command;
use crate::domain::record::{Record, Time};
use crate::error::{Error, Result, git};
use crate::git::{CommitId, Stamp};
use crate::history::events::{Version, time_of};
use crate::history::reader::{RecordHistory, Subject};
use crate::session::context::Context;
use crate::session::time;

/// A record of the past.
pub(crate) struct Snapshot {
    pub record: Record,
    /// The commit it is from.
    pub stamp: Stamp,
    /// When it was so: what was due is seen from here.
    pub now: Time,
}

enum When {
    Time(Time),
    Commit(CommitId),
}

/// The record at a time or in a revision. At a time it is the last commit that touched it and was made
/// by then, by the committer's clock, wherever in HEAD's history that is.
pub(crate) fn snapshot(
    context: &Context,
    past: &RecordHistory<'_>,
    subject: Subject,
    at: &str,
) -> Result<Snapshot> {
    match when(context, past, at)? {
        When::Time(time) => by_time(context, past, subject, time),
        When::Commit(commit) => {
            let stamp = past.repo.stamp(commit).map_err(git)?;
            let now = time_of(stamp.committed, context.zone()?);
            let id = &subject.file.stem;
            let Some(version) = past.in_commit(commit, &subject)? else {
                let message = format!("{id} is not in {at} ({})", commit.short());
                return Err(not_there(context, id, message));
            };
            read(&version, stamp, now, id)
        }
    }
}

fn when(context: &Context, past: &RecordHistory<'_>, at: &str) -> Result<When> {
    let (now, zone) = (context.now()?, context.zone()?);
    if time::named_day(at, now, zone).is_some() || time::parse(at, now, zone).is_ok() {
        let time = time::until(at, now, zone);
        return time
            .map(When::Time)
            .map_err(|message| Error::usage(format!("--at: {message}")));
    }
    match past.repo.resolve(at).map_err(git)? {
        Some(commit) => Ok(When::Commit(commit)),
        None => Err(
            Error::usage(format!("--at: `{at}` is neither a time nor a git revision"))
                .fix(format!("a time is written like {}", time::FORMS))
                .fix("a revision is what git calls one: HEAD~3, a branch, a tag, a commit"),
        ),
    }
}

fn by_time(
    context: &Context,
    past: &RecordHistory<'_>,
    subject: Subject,
    time: Time,
) -> Result<Snapshot> {
    let zone = context.zone()?;
    let id = subject.file.stem.clone();
    let mut first: Option<Stamp> = None;
    for touch in past.trail(Some(&subject))? {
        let touch = touch.map_err(git)?;
        let events = past.events(&touch, Some(&subject))?;
        let Some(event) = events.into_iter().next() else {
            continue;
        };
        if touch.stamp.committed > time.0.timestamp() {
            first = Some(touch.stamp);
            continue;
        }
        let Some(version) = event.version else {
            let message = format!(
                "{id} did not exist at {}: deleted by {}",
                zone.minute(time),
                touch.stamp.commit.short()
            );
            return Err(not_there(context, &id, message));
        };
        return read(&version, touch.stamp, time, &id);
    }
    let Some(first) = first else {
        return Err(subject.unknown().unwrap_or_else(|| {
            let message = format!("{id} has not been committed yet");
            not_there(context, &id, message)
        }));
    };
    let message = format!(
        "{id} did not exist yet at {}: its history begins at {}",
        zone.minute(time),
        zone.minute(time_of(first.committed, zone))
    );
    Err(not_there(context, &id, message))
}

fn not_there(context: &Context, id: &str, message: String) -> Error {
    Error::refused(message)
        .item("its history", Some(Command::plain(["log", id])))
        .addressed(context.address(None))
}

fn read(version: &Version, stamp: Stamp, now: Time, id: &str) -> Result<Snapshot> {
    match version {
        Version::Read { record, .. } => Ok(Snapshot {
            record: (**record).clone(),
            stamp,
            now,
        }),
        Version::Invalid(fault) => {
            let mut error = Error::environment(format!(
                "{id} cannot be read as a record in {}",
                stamp.commit.short()
            ));
            for line in fault.lines() {
                error = error.item(line, None);
            }
            Err(error)
        }
    }
}
