//! Where the record of one incident lay before: under numbers that it names, and under those that it
//! does not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::domain::rules::history::is_same_incident;
use crate::domain::rules::schema::year_of;
use crate::error::{Result, git};
use crate::git::{CommitId, Moved, Repo, Span, Step};
use crate::history::versions::Versions;
use crate::store::{Document, Home};

/// Where a record lies and lay, inside `incidents/`, as it says itself.
pub(crate) fn paths_of(home: &Home, document: &Document) -> Vec<PathBuf> {
    let earlier = document.record.formerly.iter().filter_map(|id| {
        let year = year_of(id)?;
        Some(home.record_path(year, id))
    });
    std::iter::once(document.file.path.clone())
        .chain(earlier)
        .filter_map(|path| Some(path.strip_prefix(home.incidents()).ok()?.to_path_buf()))
        .collect()
}

/// The commits that touched a record, at its paths and at those that it came from or went to.
pub(crate) fn steps_of(
    repo: &Repo,
    home: &Home,
    versions: &mut Versions<'_>,
    paths: &[PathBuf],
) -> Result<(Vec<Step>, BTreeSet<PathBuf>)> {
    let dir = home.incidents();
    let mut all: BTreeSet<PathBuf> = paths.iter().cloned().collect();
    // Where it came into being and where it went away are looked at once.
    let mut seen: BTreeSet<(CommitId, PathBuf)> = BTreeSet::new();
    loop {
        let wanted: Vec<PathBuf> = all.iter().map(|path| dir.join(path)).collect();
        let wanted: Vec<&Path> = wanted.iter().map(PathBuf::as_path).collect();
        let steps = repo.steps(Span::All, &dir, &wanted).map_err(git)?;
        let mut more = BTreeSet::new();
        let mut births = Vec::new();
        for step in &steps {
            for ours in step.sides.iter().flat_map(|side| &side.moved) {
                if ours.before.is_some() == ours.after.is_some()
                    || !seen.insert((step.commit, ours.path.clone()))
                {
                    continue;
                }
                if ours.after.is_some() {
                    births.push((step.commit, ours.clone()));
                    continue;
                }
                let whole = repo.whole(step.commit, &dir).map_err(git)?;
                let arrived = whole.iter().flat_map(|side| &side.moved);
                for other in arrived.filter(|other| other.before.is_none()) {
                    if is_one(versions, home, ours, other)? {
                        more.insert(other.path.clone());
                    }
                }
            }
        }
        let commits: Vec<CommitId> = births.iter().map(|(commit, _)| *commit).collect();
        for left in repo.deleted_until(&commits, &dir).map_err(git)? {
            for (_, born) in &births {
                if is_one(versions, home, &left, born)? {
                    more.insert(left.path.clone());
                }
            }
        }
        let known = all.len();
        all.extend(more);
        if all.len() == known {
            return Ok((steps, all));
        }
    }
}

/// Whether what left is what arrived.
fn is_one(versions: &mut Versions<'_>, home: &Home, left: &Moved, arrived: &Moved) -> Result<bool> {
    let (Some(before), Some(after)) = (left.before, arrived.after) else {
        return Ok(false);
    };
    if left.path == arrived.path || home.record_inside(&left.path).is_none() {
        return Ok(false);
    }
    let (before, after) = (versions.record(before)?, versions.record(after)?);
    Ok(before
        .zip(after)
        .is_some_and(|(before, after)| is_same_incident(&before, &after)))
}
