//! What a branch did to the records since it left another: commit by commit, in the work tree, and as a
//! whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::plan::Plan;
use crate::domain::record::Record;
use crate::domain::rules::history::is_same_incident;
use crate::error::{Result, git};
use crate::git::{CommitId, Files, Fork, Moved, Repo, Span, Step};
use crate::history::versions::Versions;
use crate::history::violations::{Account, Violation};
use crate::history::work_tree::{Disk, on_disk, uncommitted};
use crate::store::Home;

/// What a branch did to the records since it left another, the work tree included.
pub(crate) struct Branch {
    pub fork: Fork,
    /// The records' files where the branches parted; those of the first place, where there are several.
    pub base: Files,
    pub disk: Disk,
    /// From there to the work tree.
    pub moved: Vec<Moved>,
    /// Every file that the branch touched, also where nothing of it is left.
    pub touched: BTreeSet<PathBuf>,
    steps: Vec<Step>,
    head: Option<CommitId>,
    last: Vec<Moved>,
    elsewhere: Vec<Vec<Moved>>,
}

impl Branch {
    pub(crate) fn since(repo: &Repo, home: &Home, revision: &str) -> Result<Branch> {
        let dir = home.incidents();
        let fork = repo.fork(revision).map_err(git)?;
        let steps = repo
            .steps(Span::Since(&fork), &dir, &[dir.as_path()])
            .map_err(git)?;
        let disk = on_disk(repo, home)?;
        let head = repo.head_commit().map_err(git)?;
        let files = match head {
            Some(head) => repo.files_at(head, &dir).map_err(git)?,
            None => Files::new(),
        };
        let last = uncommitted(home, &files, &disk);
        let mut bases = Vec::new();
        for base in &fork.bases {
            bases.push(repo.files_at(*base, &dir).map_err(git)?);
        }
        let mut since: Vec<Vec<Moved>> = bases
            .iter()
            .map(|files| uncommitted(home, files, &disk))
            .collect();
        // Crosswise merges part in several places; the branch did only what differs from all of them.
        let mut moved = since.remove(0);
        moved.retain(|moved| {
            let differs = |others: &Vec<Moved>| others.iter().any(|other| other.path == moved.path);
            since.iter().all(differs)
        });
        let by_steps = steps.iter().flat_map(|step| &step.sides);
        let touched = by_steps
            .flat_map(|side| &side.moved)
            .chain(&last)
            .chain(&moved)
            .map(|moved| moved.path.clone())
            .filter(|path| home.record_inside(path).is_some())
            .collect();
        Ok(Branch {
            base: bases.swap_remove(0),
            fork,
            disk,
            moved,
            touched,
            steps,
            head,
            last,
            elsewhere: since,
        })
    }

    /// Adds the versions that are in the work tree alone.
    pub(crate) fn lend(&self, versions: &mut Versions<'_>) {
        versions.add(&self.disk, &self.last);
    }

    /// What the branch did that it must not have: commit by commit, in the work tree, and as a whole.
    pub(crate) fn violations(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        plan: Option<&Plan>,
    ) -> Result<Vec<Violation>> {
        self.lend(versions);
        let found = self.violations_after(Account::default(), versions, home, plan)?;
        if found.is_empty() {
            return Ok(found);
        }
        // A branch may put right what was done before it, which alone looks like another change.
        let dir = home.incidents();
        let paths: BTreeSet<PathBuf> = found.iter().map(|found| dir.join(&found.path)).collect();
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        let steps = versions
            .repo
            .steps(Span::Before(&self.fork), &dir, &paths)
            .map_err(git)?;
        let mut older = Account::default();
        older.walk(versions, home, &steps, plan)?;
        self.violations_after(older, versions, home, plan)
    }

    fn violations_after(
        &self,
        older: Account,
        versions: &mut Versions<'_>,
        home: &Home,
        plan: Option<&Plan>,
    ) -> Result<Vec<Violation>> {
        let mut account = older.clone();
        account.walk(versions, home, &self.steps, plan)?;
        account.last(versions, home, self.head, &self.last, plan)?;
        let mut found = account.violations.split_off(older.violations.len());
        let base = self.fork.bases.first().copied();
        for moved in [&self.moved].into_iter().chain(&self.elsewhere) {
            for violation in older.clone().between(versions, home, moved, base, plan)? {
                if !found.iter().any(|known| known.is_same_as(&violation)) {
                    found.push(violation);
                }
            }
        }
        Ok(found)
    }

    /// What has become of an incident: its file inside `incidents/`, and the record.
    pub(crate) fn present(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        path: &Path,
        before: &Record,
    ) -> Result<Option<(PathBuf, Arc<Record>)>> {
        let near = self.disk.get(path).map(|_| path.to_path_buf());
        let others = self.touched.iter().filter(|other| *other != path).cloned();
        for path in near.into_iter().chain(others) {
            let Some(file) = self.disk.get(&path) else {
                continue;
            };
            if home.record_inside(&path).is_none() {
                continue;
            }
            if let Some(record) = versions.record(file.blob)?
                && is_same_incident(before, &record)
            {
                return Ok(Some((path, record)));
            }
        }
        Ok(None)
    }
}
