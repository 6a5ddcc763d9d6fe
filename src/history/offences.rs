//! What was done to records and must not be: told step by step, each by the commit that did it, and
//! crossed off where a later step put it right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::plan::Plan;
use crate::domain::record::Record;
use crate::domain::rules::Finding;
use crate::domain::rules::history::{Passage, is_kin, is_same_incident, judge};
use crate::error::Result;
use crate::git::{BlobId, CommitId, Moved, Step, StepSide as Side};
use crate::history::history::Versions;
use crate::store::Home;

/// The rule of what was closed, which also sees an entry that is put back.
const SEALED: &str = "history/sealed-changed";

/// How many commits are read ahead, side by side.
const AHEAD: usize = 512;

/// A commit, and its subject.
pub(crate) type By = (CommitId, String);

/// Something that happened to a record and must not.
#[derive(Clone, Debug)]
pub(crate) struct Offence {
    /// The incident as it was called before.
    pub incident: String,
    /// What it was called then, where that is another name.
    became: Option<String>,
    /// Where its record lay then, inside `incidents/`.
    pub path: PathBuf,
    /// What it was.
    pub before: Arc<Record>,
    /// A commit in which it was so still.
    pub held_in: Option<CommitId>,
    pub finding: Finding,
    /// The commit that did it; none where it is not committed, or no single commit did.
    pub commit: Option<By>,
    /// Whether it is so still; otherwise a later step put it right.
    pub still: bool,
}

impl Offence {
    fn new(fate: &Fate, finding: Finding, held_in: Option<CommitId>, commit: Option<By>) -> Self {
        let now = fate.after.as_ref().map(|after| &after.id);
        Offence {
            incident: fate.before.id.clone(),
            became: now.filter(|id| **id != fate.before.id).cloned(),
            path: fate.path.clone(),
            before: fate.before.clone(),
            held_in,
            finding,
            commit,
            still: true,
        }
    }

    pub(crate) fn is_same_as(&self, other: &Offence) -> bool {
        self.incident == other.incident && is_of(&self.finding, &other.finding)
    }

    /// What happened, in which commit, and whether it is so still.
    pub(crate) fn words(&self) -> String {
        let said = &self.finding.message;
        match (&self.commit, self.still) {
            (None, true) => said.clone(),
            (None, false) => format!("{said} (put right since)"),
            (Some((commit, _)), true) => format!("{said} (commit {})", commit.short()),
            (Some((commit, _)), false) => {
                format!("{said} (commit {}; put right since)", commit.short())
            }
        }
    }

    /// How what it is about stands in another version, held against what was before it.
    fn shown_in(&self, other: Option<&Record>, plan: Option<&Plan>) -> Vec<Finding> {
        let mut found = judge(&Passage {
            before: &self.before,
            after: other,
            plan,
        });
        // One thing may be lost, and then come back as another: that is not yet right.
        found.retain(|found| match &self.finding.subject {
            Some(subject) => found.subject.as_ref() == Some(subject),
            None => is_of(found, &self.finding),
        });
        found
    }

    /// Whether a later version holds what was sealed before it as it was, save for entries that are still
    /// lost: each of those is an offence of its own.
    fn leaves_sealed(&self, later: &Record, plan: Option<&Plan>) -> bool {
        let found = judge(&Passage {
            before: &self.before,
            after: Some(later),
            plan,
        });
        self.before.status.is_closed() && found.iter().all(|found| found.rule.code != SEALED)
    }

    /// Whether it may be about the incident of a fate: known by any name that it had.
    fn concerns(&self, fate: &Fate) -> bool {
        let after = fate.after.as_ref();
        let names = [&fate.before.id].into_iter();
        let names = names.chain(&fate.before.formerly);
        let names = names.chain(after.map(|after| &after.id));
        let mut names = names.chain(after.into_iter().flat_map(|after| &after.formerly));
        self.path == fate.path
            || names.any(|name| *name == self.incident || Some(name) == self.became.as_ref())
    }

    /// Whether a finding is about the same thing.
    fn is_about(&self, finding: &Finding) -> bool {
        match &finding.subject {
            Some(subject) => {
                self.finding.subject.as_ref() == Some(subject)
                    || self.became.as_ref() == Some(subject)
            }
            None => is_of(&self.finding, finding),
        }
    }
}

fn is_of(one: &Finding, other: &Finding) -> bool {
    one.rule.code == other.rule.code && one.subject == other.subject
}

/// What became of one record between two states of `incidents/`.
pub(crate) struct Fate {
    /// Where it lay.
    path: PathBuf,
    blob: BlobId,
    before: Arc<Record>,
    after: Option<Arc<Record>>,
    /// Where it lies now.
    to: Option<PathBuf>,
    /// Whether it was gone in between, or could not be read.
    revived: bool,
    findings: Vec<Finding>,
}

/// What was done, step by step from the oldest on.
#[derive(Clone, Default)]
pub(crate) struct Account {
    pub offences: Vec<Offence>,
    /// From where to where records went, whether they say so or not.
    pub moves: Vec<(PathBuf, PathBuf)>,
    /// Records that went away, as they last were: one that comes back is held against that.
    gone: BTreeMap<PathBuf, BlobId>,
}

impl Account {
    /// Takes in what commits did, parents before children.
    pub(crate) fn walk(
        &mut self,
        versions: &mut Versions<'_>,
        home: &Home,
        steps: &[Step],
        plan: Option<&Plan>,
    ) -> Result<()> {
        for steps in steps.chunks(AHEAD) {
            let all = steps.iter().flat_map(|step| &step.sides);
            let moved = all.flat_map(|side| &side.moved);
            let moved = moved.filter(|moved| home.record_inside(&moved.path).is_some());
            versions
                .read_ahead(moved.flat_map(|moved| moved.before.into_iter().chain(moved.after)))?;
            for step in steps {
                let by = (step.commit, step.subject.clone());
                self.step(versions, home, &step.sides, Some(&by), plan)?;
            }
        }
        Ok(())
    }

    /// Takes in what is in the work tree and in no commit.
    pub(crate) fn last(
        &mut self,
        versions: &mut Versions<'_>,
        home: &Home,
        head: Option<CommitId>,
        moved: &[Moved],
        plan: Option<&Plan>,
    ) -> Result<()> {
        let side = Side {
            parent: head,
            moved: moved.to_vec(),
            elsewhere: Vec::new(),
        };
        self.step(versions, home, &[side], None, plan)
    }

    /// Where the record came to lie in the end that once lay at a path.
    pub(crate) fn last_place<'p>(&'p self, path: &'p PathBuf) -> &'p PathBuf {
        let mut last = path;
        for (from, to) in &self.moves {
            if from == last {
                last = to;
            }
        }
        last
    }

    fn step(
        &mut self,
        versions: &mut Versions<'_>,
        home: &Home,
        sides: &[Side],
        by: Option<&By>,
        plan: Option<&Plan>,
    ) -> Result<()> {
        let known = self.offences.len();
        for side in sides {
            let mut fates = self.fates(versions, home, &side.moved, plan)?;
            for fate in &mut fates {
                self.settle(fate, known, plan);
            }
            // What the other sides of a merge have done since they parted, it did not do.
            let mut theirs = Vec::new();
            if fates.iter().any(|fate| !fate.findings.is_empty()) {
                for moved in &side.elsewhere {
                    theirs.extend(self.fates(versions, home, moved, plan)?);
                }
            }
            for fate in fates {
                self.take_in(fate, &theirs, side.parent, by, known);
            }
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        mut fate: Fate,
        theirs: &[Fate],
        held_in: Option<CommitId>,
        by: Option<&By>,
        known: usize,
    ) {
        match &fate.to {
            None => {
                self.gone.insert(fate.path.clone(), fate.blob);
            }
            Some(to) if *to != fate.path => self.moves.push((fate.path.clone(), to.clone())),
            Some(_) => {}
        }
        for finding in std::mem::take(&mut fate.findings) {
            let is_theirs = |other: &Fate| {
                let mut found = other.findings.iter();
                other.before.id == fate.before.id && found.any(|other| is_of(other, &finding))
            };
            if theirs.iter().any(is_theirs) {
                continue;
            }
            let offence = Offence::new(&fate, finding, held_in, by.cloned());
            // Two sides of a merge may both show what it did.
            let mut here = self.offences[known..].iter();
            if !here.any(|other| other.is_same_as(&offence)) {
                self.offences.push(offence);
            }
        }
    }

    /// Crosses off what a step puts right, with all that was done to the same thing in between: to put
    /// it right is no offence itself.
    fn settle(&mut self, fate: &mut Fate, known: usize, plan: Option<&Plan>) {
        let Some(after) = fate.after.clone() else {
            return;
        };
        let (mut right, mut others) = (Vec::new(), Vec::new());
        for (place, offence) in self.offences[..known].iter().enumerate() {
            if !offence.still || !offence.concerns(fate) {
                continue;
            }
            let mut was = offence.shown_in(Some(&fate.before), plan);
            if fate.revived {
                was.extend(offence.shown_in(None, plan));
            }
            if was.is_empty() {
                continue;
            }
            let now = offence.shown_in(Some(&after), plan);
            if now.is_empty() {
                right.push(place);
            }
            let is_new = |now: &Finding| was.iter().all(|was| !is_of(was, now));
            others.extend(now.into_iter().filter(is_new));
        }
        for place in &right {
            let offence = &self.offences[*place];
            fate.findings.retain(|finding| !offence.is_about(finding));
            // An entry that is back changes nothing that was closed, also where others still lack.
            if offence.leaves_sealed(&after, plan) {
                fate.findings.retain(|found| found.rule.code != SEALED);
            }
        }
        for other in others {
            if !fate.findings.iter().any(|found| is_of(found, &other)) {
                fate.findings.push(other);
            }
        }
        for place in right {
            let (before, later) = self.offences.split_at_mut(place + 1);
            let Some(offence) = before.last_mut() else {
                continue;
            };
            offence.still = false;
            let later = later.iter_mut().filter(|other| other.concerns(fate));
            for other in later.filter(|other| offence.is_about(&other.finding)) {
                other.still = false;
            }
        }
    }

    /// What is to be said of two states as wholes, in the light of what was done before them.
    pub(crate) fn between(
        &mut self,
        versions: &mut Versions<'_>,
        home: &Home,
        moved: &[Moved],
        base: Option<CommitId>,
        plan: Option<&Plan>,
    ) -> Result<Vec<Offence>> {
        let known = self.offences.len();
        let mut found = Vec::new();
        for mut fate in self.fates(versions, home, moved, plan)? {
            self.settle(&mut fate, known, plan);
            let findings = std::mem::take(&mut fate.findings);
            let offences = findings.into_iter();
            found.extend(offences.map(|finding| Offence::new(&fate, finding, base, None)));
        }
        Ok(found)
    }

    /// What became of each record between two states of `incidents/`, and what must not have.
    fn fates(
        &self,
        versions: &mut Versions<'_>,
        home: &Home,
        moved: &[Moved],
        plan: Option<&Plan>,
    ) -> Result<Vec<Fate>> {
        let moved: Vec<&Moved> = moved
            .iter()
            .filter(|moved| home.record_inside(&moved.path).is_some())
            .collect();
        // Where a record may have gone that is not at its place any more.
        let mut arrivals = Vec::new();
        for moved in &moved {
            let Some(after) = moved.after else { continue };
            let last = moved.before.or(self.gone.get(&moved.path).copied());
            match (versions.record(after)?, last) {
                (Some(record), _) => {
                    let was = match moved.before {
                        Some(before) => versions.record(before)?,
                        None => None,
                    };
                    if was.is_none_or(|was| was.id != record.id) {
                        arrivals.push((*moved, record));
                    }
                }
                (None, Some(last)) => versions.stands_for(after, last),
                (None, None) => {}
            }
        }
        let mut fates = Vec::new();
        for moved in &moved {
            let Some(blob) = moved.before else { continue };
            let Some(before) = versions.readable(blob)? else {
                continue;
            };
            let mut candidates = Vec::new();
            if let Some(new) = moved.after {
                match versions.record(new)? {
                    Some(after) => candidates.push((moved.path.clone(), after)),
                    None => continue,
                }
            }
            let elsewhere = arrivals.iter().filter(|(arrival, record)| {
                arrival.path != moved.path && is_same_incident(&before, record)
            });
            candidates.extend(elsewhere.map(|(to, record)| (to.path.clone(), record.clone())));
            let judged = candidates.into_iter().map(|(to, after)| {
                let findings = judge(&Passage {
                    before: &before,
                    after: Some(&after),
                    plan,
                });
                (findings, Some((to, after)))
            });
            let (findings, now) = judged
                .min_by_key(|(findings, _)| findings.len())
                .unwrap_or_else(|| {
                    let passage = Passage {
                        before: &before,
                        after: None,
                        plan,
                    };
                    (judge(&passage), None)
                });
            let (to, after) = now.unzip();
            fates.push(Fate {
                path: moved.path.clone(),
                blob,
                before,
                after,
                to,
                revived: versions.record(blob)?.is_none(),
                findings,
            });
        }
        let taken: BTreeSet<PathBuf> = fates.iter().filter_map(|fate| fate.to.clone()).collect();
        for (arrival, record) in arrivals {
            if arrival.before.is_none() && !taken.contains(&arrival.path) {
                fates.extend(self.revived(versions, &arrival.path, &record, plan)?);
            }
        }
        Ok(fates)
    }

    /// A record that was gone and is there again, maybe under another number.
    fn revived(
        &self,
        versions: &mut Versions<'_>,
        to: &PathBuf,
        record: &Arc<Record>,
        plan: Option<&Plan>,
    ) -> Result<Option<Fate>> {
        let here = self.gone.get_key_value(to);
        let others = self.gone.iter().filter(|(path, _)| *path != to);
        for (path, blob) in here.into_iter().chain(others) {
            let Some(before) = versions.readable(*blob)? else {
                continue;
            };
            let is_it = if before.id == record.id || path == to {
                // A number that is free again may be given to another incident.
                is_kin(&before, record)
            } else {
                is_same_incident(&before, record)
            };
            if is_it {
                let findings = judge(&Passage {
                    before: &before,
                    after: Some(record),
                    plan,
                });
                return Ok(Some(Fate {
                    path: path.clone(),
                    blob: *blob,
                    before,
                    after: Some(record.clone()),
                    to: Some(to.clone()),
                    revived: true,
                    findings,
                }));
            }
        }
        Ok(None)
    }
}
