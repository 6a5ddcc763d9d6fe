//! What the repository holds of the records that are looked at: what was done to them, and who signed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use super::Verified;
use super::proof::{Proof, Verdict};
use crate::domain::record::Record;
use crate::domain::rules::history::{is_kin, is_same_incident};
use crate::domain::rules::schema::year_of;
use crate::error::{Result, git};
use crate::git::{CommitId, Files, Repo, Signature, Span, Trust};
use crate::history::moves::{paths_of, steps_of};
use crate::history::versions::Versions;
use crate::history::violations::{Account, Violation};
use crate::history::work_tree::{on_disk, uncommitted};
use crate::session::context::Context;
use crate::store::{Document, Home};
use crate::ui::words::count;

/// What is known of the commits that touched the records.
pub(super) struct HistoryProof {
    account: Account,
    /// From where records came to a path.
    origins: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// The commits that touched a file inside `incidents/`.
    commits: BTreeMap<PathBuf, Vec<CommitId>>,
    signatures: HashMap<CommitId, Signature>,
    /// Files that differ from HEAD.
    uncommitted: BTreeSet<PathBuf>,
    /// Whether the clone is shallow.
    edge: bool,
    grafted: bool,
    /// Who says whose signature counts.
    signers: Signers,
}

/// One record, and the commits that touched it, wherever it lay then.
pub(super) struct Traced<'a> {
    record: &'a Record,
    /// Where it lies now comes first.
    paths: Vec<PathBuf>,
    pub commits: Vec<CommitId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signers {
    Plan,
    Git,
    /// Git knows nobody who signs with SSH.
    Nobody,
}

impl HistoryProof {
    /// Reads the history: of the records that lie or lay at some paths inside `incidents/`, or of all.
    pub(super) fn read(
        context: &Context,
        repo: &Repo,
        only: Option<&[PathBuf]>,
    ) -> Result<HistoryProof> {
        let home = context.home()?;
        let dir = home.incidents();
        let plan = context.plan().ok();
        let plan = plan.as_deref();
        let mut versions = Versions::new(repo);
        let (steps, of_one) = match only {
            Some(paths) => {
                let (steps, paths) = steps_of(repo, home, &mut versions, paths)?;
                (steps, Some(paths))
            }
            None => {
                let steps = repo.steps(Span::All, &dir, &[dir.as_path()]);
                (steps.map_err(git)?, None)
            }
        };
        let mut account = Account::default();
        account.walk(&mut versions, home, &steps, plan)?;

        let head = repo.head_commit().map_err(git)?;
        let mut files = match head {
            Some(head) => repo.files_at(head, &dir).map_err(git)?,
            None => Files::new(),
        };
        let mut disk = on_disk(repo, home)?;
        if let Some(paths) = &of_one {
            files.retain(|path, _| paths.contains(path));
            disk.retain(|path| paths.contains(path));
        }
        let last = uncommitted(home, &files, &disk);
        versions.add(&disk, &last);
        account.last(&mut versions, home, head, &last, plan)?;

        let mut commits: BTreeMap<PathBuf, Vec<CommitId>> = BTreeMap::new();
        for step in &steps {
            // A merge that only took over what others had signed changed nothing itself.
            for moved in step.sides.iter().flat_map(|side| &side.moved) {
                let known = commits.entry(moved.path.clone()).or_default();
                if known.last() != Some(&step.commit) {
                    known.push(step.commit);
                }
            }
        }
        let all: BTreeSet<CommitId> = commits.values().flatten().copied().collect();
        let all: Vec<CommitId> = all.into_iter().collect();
        let judge = context.judge()?;
        let mut origins: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for (from, to) in &account.moves {
            origins.entry(to.clone()).or_default().push(from.clone());
        }
        Ok(HistoryProof {
            account,
            origins,
            signatures: repo.signatures(&all, &judge).map_err(git)?,
            commits,
            uncommitted: last.into_iter().map(|moved| moved.path).collect(),
            edge: repo.is_shallow(),
            grafted: repo.is_grafted(),
            signers: match judge.is_plan() {
                true => Signers::Plan,
                false if repo.has_allowed_signers() => Signers::Git,
                false => Signers::Nobody,
            },
        })
    }

    /// Follows a record back to where it came from, whether it says so or not.
    pub(super) fn trace<'a>(&self, home: &Home, document: &'a Document) -> Traced<'a> {
        let mut paths = paths_of(home, document);
        let mut place = 0;
        while let Some(path) = paths.get(place) {
            let from = self.origins.get(path).into_iter().flatten();
            let new: Vec<PathBuf> = from.filter(|from| !paths.contains(from)).cloned().collect();
            paths.extend(new);
            place += 1;
        }
        Traced {
            record: &document.record,
            commits: self.commits_of(&paths),
            paths,
        }
    }

    /// Where the record lies that once lay at a path, inside `incidents/`.
    pub(super) fn last_place<'p>(&'p self, path: &'p PathBuf) -> &'p PathBuf {
        self.account.last_place(path)
    }

    fn commits_of(&self, paths: &[PathBuf]) -> Vec<CommitId> {
        let mut found: BTreeSet<CommitId> = BTreeSet::new();
        paths
            .iter()
            .filter_map(|path| self.commits.get(path))
            .flatten()
            .copied()
            .filter(|commit| found.insert(*commit))
            .collect()
    }

    /// Whether every commit since its birth only added to it.
    pub(super) fn history(&self, traced: &Traced<'_>) -> Proof {
        let (paths, commits) = (&traced.paths, &traced.commits);
        let violations = self.account.violations.iter();
        let reasons: Vec<String> = violations
            .filter(|offence| traced.is_its(offence))
            .map(Violation::words)
            .collect();
        if commits.is_empty() && reasons.is_empty() {
            return Proof::new(Verdict::Unproved, "it was never committed");
        }
        let mut why = Vec::new();
        if self.edge {
            why.push(
                "this clone is shallow: earlier commits are missing (git fetch --unshallow)"
                    .to_owned(),
            );
        }
        if self.grafted {
            why.push(
                "grafts change the parents of commits in this clone (info/grafts in the .git folder)"
                    .to_owned(),
            );
        }
        if self.is_uncommitted(paths) {
            why.push("the work tree has uncommitted changes".to_owned());
        }
        Proof::failing(reasons, why).unwrap_or_else(|| {
            let commits = count(commits.len(), "commit");
            Proof::new(Verdict::Proved, format!("{commits}, no entry lost"))
        })
    }

    fn is_uncommitted(&self, paths: &[PathBuf]) -> bool {
        paths.iter().any(|path| self.uncommitted.contains(path))
    }

    /// Who signed the commits that made it what it is.
    pub(super) fn signed(&self, traced: &Traced<'_>) -> Proof {
        let (paths, commits) = (&traced.paths, &traced.commits);
        if commits.is_empty() {
            return Proof::new(Verdict::Unproved, "it was never committed");
        }
        let all: Vec<(&CommitId, Option<&Signature>)> = commits
            .iter()
            .map(|commit| (commit, self.signatures.get(commit)))
            .collect();
        let of = |wanted: Trust| {
            let trust = |signature: Option<&Signature>| {
                signature.map_or(Trust::Unsigned, |signature| signature.trust)
            };
            let such = all
                .iter()
                .filter(move |(_, signature)| trust(*signature) == wanted);
            such.map(|(commit, _)| commit.short()).collect::<Vec<_>>()
        };
        let mut wrong = Vec::new();
        for (trust, what) in [
            (Trust::Bad, "has a bad signature"),
            (Trust::RevokedKey, "was signed with a revoked key"),
        ] {
            wrong.extend(
                of(trust)
                    .iter()
                    .map(|commit| format!("commit {commit} {what}")),
            );
        }
        let (untrusted, unchecked) = match self.signers {
            Signers::Plan => (
                "signed with a key that is not in the plan's `signers`",
                "cannot be checked here: the program is missing",
            ),
            Signers::Git => (
                "signed with a key that is not trusted here",
                "cannot be checked here: the program is missing",
            ),
            Signers::Nobody => (
                "signed with a key that is not trusted here",
                "cannot be checked here: the plan has no `signers`, and git has no gpg.ssh.allowedSignersFile",
            ),
        };
        let mut why = Vec::new();
        for (trust, what) in [
            (Trust::Unsigned, "not signed"),
            (Trust::Untrusted, untrusted),
            (Trust::UnknownKey, "signed with an unknown key"),
            (Trust::Unchecked, unchecked),
            (Trust::Expired, "signed with a signature that has expired"),
            (Trust::ExpiredKey, "signed with a key that has expired"),
        ] {
            let such = of(trust).len();
            if such > 0 {
                why.push(format!("{such} of {}: {what}", count(all.len(), "commit")));
            }
        }
        if self.is_uncommitted(paths) {
            why.push("the work tree has uncommitted, unsigned changes".to_owned());
        }
        if let Some(failing) = Proof::failing(wrong, why) {
            return failing;
        }
        let mut signers: Vec<&str> = all
            .iter()
            .filter_map(|(_, signature)| Some(signature.as_ref()?.signer.as_str()))
            .collect();
        signers.sort_unstable();
        signers.dedup();
        Proof::new(
            Verdict::Proved,
            format!("{} by {}", count(all.len(), "commit"), signers.join(", ")),
        )
    }

    /// Incidents of which nothing is left but the history.
    pub(super) fn gone(&self, traced: &[Traced<'_>], home: &Home) -> Vec<Verified> {
        let mut gone: BTreeMap<&PathBuf, Vec<&Violation>> = BTreeMap::new();
        for offence in &self.account.violations {
            if !traced.iter().any(|traced| traced.is_its(offence)) {
                let path = self.account.last_place(&offence.path);
                gone.entry(path).or_default().push(offence);
            }
        }
        // What lies there all the same is a file that cannot be read, and told as one.
        gone.retain(|path, _| !home.incidents().join(path).exists());
        let none = || Proof::new(Verdict::None, "there is no record");
        gone.into_iter()
            .filter_map(|(path, violations)| {
                let incident = violations.last()?.incident.clone();
                Some(Verified {
                    incident,
                    commits: self.commits_of(std::slice::from_ref(path)).len(),
                    proofs: [
                        none(),
                        Proof {
                            verdict: Verdict::False,
                            why: violations.into_iter().map(Violation::words).collect(),
                        },
                        none(),
                        none(),
                    ],
                })
            })
            .collect()
    }
}

impl Traced<'_> {
    /// Whether an offence is about this incident: another may have had a number that it had formerly.
    fn is_its(&self, offence: &Violation) -> bool {
        let place = self.paths.iter().position(|path| *path == offence.path);
        place.is_some_and(|place| {
            place == 0
                || is_kin(&offence.before, self.record)
                || is_same_incident(&offence.before, self.record)
        })
    }
}

/// Where the record of an ID would lie, inside `incidents/`; nothing where it cannot be a whole one.
pub(super) fn path_of(home: &Home, id: &str) -> Option<PathBuf> {
    let path = home.record_path(year_of(id)?, id);
    let inside = path.strip_prefix(home.incidents()).ok()?.to_path_buf();
    // An ID is a name and no way through folders.
    (!id.contains(['/', '\\'])).then_some(inside)
}
