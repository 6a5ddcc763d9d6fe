//! What was done to records and must not be: told step by step, each by the commit that did it, and
//! crossed off where a later step put it right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::plan::Plan;
use crate::domain::record::Record;
use crate::domain::rules::Finding;
use crate::domain::rules::history::{Transition, is_kin, is_same_incident, judge};
use crate::error::Result;
use crate::git::{BlobId, CommitId, Moved, Step, StepSide as Side};
use crate::history::versions::Versions;
use crate::store::Home;

/// The rule of what was closed, which also sees an entry that is put back.
const SEALED: &str = "history/sealed-changed";

/// How many commits are read ahead, side by side.
const AHEAD: usize = 512;

/// A commit, and its subject.
pub(crate) type By = (CommitId, String);

/// Something that happened to a record and must not.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
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

impl Violation {
    fn new(
        outcome: &Outcome,
        finding: Finding,
        held_in: Option<CommitId>,
        commit: Option<By>,
    ) -> Self {
        let now = outcome.after.as_ref().map(|after| &after.id);
        Violation {
            incident: outcome.before.id.clone(),
            became: now.filter(|id| **id != outcome.before.id).cloned(),
            path: outcome.path.clone(),
            before: outcome.before.clone(),
            held_in,
            finding,
            commit,
            still: true,
        }
    }

    pub(crate) fn is_same_as(&self, other: &Violation) -> bool {
        self.incident == other.incident && is_of(&self.finding, &other.finding)
    }

    /// What happened, in which commit, and whether it is so still.
    pub(crate) fn words(&self) -> String {
        let said = &self.finding.message;
        match (&self.commit, self.still) {
            (None, true) => said.clone(),
            (None, false) => format!("{said} (corrected since)"),
            (Some((commit, _)), true) => format!("{said} (commit {})", commit.short()),
            (Some((commit, _)), false) => {
                format!("{said} (commit {}; corrected since)", commit.short())
            }
        }
    }

    /// How what it is about stands in another version, held against what was before it.
    fn shown_in(&self, other: Option<&Record>, plan: Option<&Plan>) -> Vec<Finding> {
        let mut found = judged(&self.before, other, plan);
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
        let found = judged(&self.before, Some(later), plan);
        self.before.status.is_closed() && found.iter().all(|found| found.rule.code != SEALED)
    }

    /// Whether it may be about the incident of a fate: known by any name that it had.
    fn concerns(&self, outcome: &Outcome) -> bool {
        let after = outcome.after.as_ref();
        let names = [&outcome.before.id].into_iter();
        let names = names.chain(&outcome.before.formerly);
        let names = names.chain(after.map(|after| &after.id));
        let mut names = names.chain(after.into_iter().flat_map(|after| &after.formerly));
        self.path == outcome.path
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

fn judged(before: &Record, after: Option<&Record>, plan: Option<&Plan>) -> Vec<Finding> {
    judge(&Transition {
        before,
        after,
        plan,
    })
}

fn is_of(one: &Finding, other: &Finding) -> bool {
    one.rule.code == other.rule.code && one.subject == other.subject
}

/// What became of one record between two states of `incidents/`.
pub(crate) struct Outcome {
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
    pub violations: Vec<Violation>,
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
        let known = self.violations.len();
        for side in sides {
            let mut fates = self.fates(versions, home, &side.moved, plan)?;
            for outcome in &mut fates {
                self.settle(outcome, known, plan);
            }
            // What the other sides of a merge have done since they parted, it did not do.
            let mut theirs = Vec::new();
            if fates.iter().any(|outcome| !outcome.findings.is_empty()) {
                for moved in &side.elsewhere {
                    theirs.extend(self.fates(versions, home, moved, plan)?);
                }
            }
            for outcome in fates {
                self.take_in(outcome, &theirs, side.parent, by, known);
            }
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        mut outcome: Outcome,
        theirs: &[Outcome],
        held_in: Option<CommitId>,
        by: Option<&By>,
        known: usize,
    ) {
        match &outcome.to {
            None => {
                self.gone.insert(outcome.path.clone(), outcome.blob);
            }
            Some(to) if *to != outcome.path => self.moves.push((outcome.path.clone(), to.clone())),
            Some(_) => {}
        }
        for finding in std::mem::take(&mut outcome.findings) {
            let is_theirs = |other: &Outcome| {
                let mut found = other.findings.iter();
                other.before.id == outcome.before.id && found.any(|other| is_of(other, &finding))
            };
            if theirs.iter().any(is_theirs) {
                continue;
            }
            let violation = Violation::new(&outcome, finding, held_in, by.cloned());
            // Two sides of a merge may both show what it did.
            let mut here = self.violations[known..].iter();
            if !here.any(|other| other.is_same_as(&violation)) {
                self.violations.push(violation);
            }
        }
    }

    /// Crosses off what a step puts right, with all that was done to the same thing in between: to put
    /// it right is no offence itself.
    fn settle(&mut self, outcome: &mut Outcome, known: usize, plan: Option<&Plan>) {
        let Some(after) = outcome.after.clone() else {
            return;
        };
        let (mut right, mut others) = (Vec::new(), Vec::new());
        for (place, violation) in self.violations[..known].iter().enumerate() {
            if !violation.still || !violation.concerns(outcome) {
                continue;
            }
            let mut was = violation.shown_in(Some(&outcome.before), plan);
            if outcome.revived {
                was.extend(violation.shown_in(None, plan));
            }
            if was.is_empty() {
                continue;
            }
            let now = violation.shown_in(Some(&after), plan);
            if now.is_empty() {
                right.push(place);
            }
            let is_new = |now: &Finding| was.iter().all(|was| !is_of(was, now));
            others.extend(now.into_iter().filter(is_new));
        }
        for place in &right {
            let violation = &self.violations[*place];
            outcome
                .findings
                .retain(|finding| !violation.is_about(finding));
            // An entry that is back changes nothing that was closed, also where others still lack.
            if violation.leaves_sealed(&after, plan) {
                outcome.findings.retain(|found| found.rule.code != SEALED);
            }
        }
        for other in others {
            if !outcome.findings.iter().any(|found| is_of(found, &other)) {
                outcome.findings.push(other);
            }
        }
        for place in right {
            let (before, later) = self.violations.split_at_mut(place + 1);
            let Some(violation) = before.last_mut() else {
                continue;
            };
            violation.still = false;
            let later = later.iter_mut().filter(|other| other.concerns(outcome));
            for other in later.filter(|other| violation.is_about(&other.finding)) {
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
    ) -> Result<Vec<Violation>> {
        let known = self.violations.len();
        let mut found = Vec::new();
        for mut outcome in self.fates(versions, home, moved, plan)? {
            self.settle(&mut outcome, known, plan);
            let findings = std::mem::take(&mut outcome.findings);
            let violations = findings.into_iter();
            found.extend(violations.map(|finding| Violation::new(&outcome, finding, base, None)));
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
    ) -> Result<Vec<Outcome>> {
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
            let outcomes = candidates
                .into_iter()
                .map(|(to, after)| (judged(&before, Some(&after), plan), Some((to, after))));
            let (findings, now) = outcomes
                .min_by_key(|(findings, _)| findings.len())
                .unwrap_or_else(|| (judged(&before, None, plan), None));
            let (to, after) = now.unzip();
            fates.push(Outcome {
                path: moved.path.clone(),
                blob,
                before,
                after,
                to,
                revived: versions.record(blob)?.is_none(),
                findings,
            });
        }
        let taken: BTreeSet<PathBuf> = fates
            .iter()
            .filter_map(|outcome| outcome.to.clone())
            .collect();
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
    ) -> Result<Option<Outcome>> {
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
                return Ok(Some(Outcome {
                    path: path.clone(),
                    blob: *blob,
                    findings: judged(&before, Some(record), plan),
                    before,
                    after: Some(record.clone()),
                    to: Some(to.clone()),
                    revived: true,
                }));
            }
        }
        Ok(None)
    }
}
