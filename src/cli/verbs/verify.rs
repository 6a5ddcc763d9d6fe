//! `inc verify`: what can be proved of a record, what cannot be, and what is false.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::evidence;
use crate::cli::context::{Context, git};
use crate::cli::history::{Offence, Versions, on_disk, uncommitted};
use crate::cli::output::{print_json, width};
use crate::cli::progress::Progress;
use crate::cli::{Format, Shown};
use crate::error::{Error, Result};
use crate::git::{CommitId, Files, Repo, Step, Trust, Verdict};
use crate::home::evidence::State as Held;
use crate::home::{Document, Home};
use crate::record::seal;
use crate::render::Table;
use crate::render::style::{Look, one_line};
use crate::render::words::count;
use crate::rules::history::is_same_incident;

/// Prove what can be proved of a record: seal, history, signatures, evidence
#[derive(Debug, Args)]
#[command(
    after_help = "Exit 1 only where something is false. What cannot be proved here (nobody signed, no allowed signers, evidence that is not here, a shallow clone) is said plainly and is no failure.\n\n\
                  Examples:\n  \
                  inc verify\n  \
                  inc verify 001 --format json"
)]
pub struct Verify {
    /// The incident; without one, all incidents
    id: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Proved,
    /// There is nothing to prove: not closed, no evidence.
    None,
    Unproved,
    False,
}

impl Standing {
    fn word(self) -> &'static str {
        match self {
            Standing::Proved => "proved",
            Standing::None => "none",
            Standing::Unproved => "unproved",
            Standing::False => "false",
        }
    }

    fn shown(self, look: Look) -> String {
        match self {
            Standing::Proved => look.good("proved"),
            Standing::None => look.dim("\u{2013}"),
            Standing::Unproved => look.warning("unproved"),
            Standing::False => look.error("FALSE"),
        }
    }
}

/// One thing that was looked at, and what came of it.
#[derive(Clone, Debug)]
struct Proof {
    standing: Standing,
    /// What was seen, a line each.
    why: Vec<String>,
}

impl Proof {
    fn new(standing: Standing, why: impl Into<String>) -> Proof {
        Proof {
            standing,
            why: vec![why.into()],
        }
    }
}

/// The names of what is looked at, in the order of [`Verified::proofs`].
const SUBJECTS: [&str; 4] = ["seal", "history", "signatures", "evidence"];

struct Verified {
    incident: String,
    commits: usize,
    proofs: [Proof; 4],
}

/// What the repository holds of the records that are looked at.
struct Past {
    offences: Vec<Offence>,
    /// The commits that touched a file inside `incidents/`.
    commits: BTreeMap<PathBuf, Vec<CommitId>>,
    signatures: HashMap<CommitId, Verdict>,
    /// Files that differ from HEAD.
    uncommitted: BTreeSet<PathBuf>,
    /// The oldest commits of a shallow clone.
    edge: bool,
    allowed_signers: bool,
}

impl Verify {
    pub fn run(self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let (mut documents, mut broken) = (Vec::new(), Vec::new());
        match &self.id {
            Some(id) => documents.push(context.load(&context.pick(Some(id))?)?),
            None => {
                for loaded in home.load_all(home.record_files()) {
                    match loaded {
                        Ok(document) => documents.push(document),
                        Err(error) => broken.push(context.load_error(error).message.clone()),
                    }
                }
            }
        }
        let repo = context.repo()?;
        let only = self.id.is_some().then(|| documents.first()).flatten();
        let past = past(context, &repo, only)?;
        let held = evidence::verify::held(context, &documents)?;
        let progress = Progress::of_records(documents.len(), "verified");
        let mut verified: Vec<Verified> = documents
            .iter()
            .map(|document| {
                let _ = progress.advance(1);
                let record = &document.record;
                let mut found: BTreeSet<CommitId> = BTreeSet::new();
                let paths = paths_of(home, document);
                let commits: Vec<CommitId> = paths
                    .iter()
                    .filter_map(|path| past.commits.get(path))
                    .flatten()
                    .copied()
                    .filter(|commit| found.insert(*commit))
                    .collect();
                Verified {
                    incident: record.id.clone(),
                    commits: commits.len(),
                    proofs: [
                        sealed(document),
                        past.history(document, &paths, &commits),
                        past.signed(&paths, &commits),
                        preserved(&held, &record.id),
                    ],
                }
            })
            .collect();
        drop(progress);
        if self.id.is_none() {
            verified.extend(past.gone(&documents));
        }
        let is_false = |one: &&Verified| {
            one.proofs
                .iter()
                .any(|proof| proof.standing == Standing::False)
        };
        let wrong = verified.iter().filter(is_false).count();
        if self.shown.format == Format::Json {
            print_json(&as_json(&verified, &broken))?;
        } else if self.id.is_some() {
            verified.iter().for_each(in_full);
        } else {
            table(&verified);
            summary(context, &verified);
        }
        if wrong == 0 && broken.is_empty() {
            return Ok(());
        }
        if self.shown.format == Format::Json {
            return Err(Error::refused(""));
        }
        let mut error = Error::refused(match wrong {
            0 => format!("{} cannot be read", count(broken.len(), "record")),
            1 => "of 1 incident something is false".to_owned(),
            number => format!("of {number} incidents something is false"),
        });
        for one in verified.iter().filter(is_false) {
            for (subject, proof) in SUBJECTS.iter().zip(&one.proofs) {
                if proof.standing == Standing::False {
                    for why in &proof.why {
                        let label = format!("{} {subject}: {}", one.incident, one_line(why));
                        error = error.item(label, None);
                    }
                }
            }
        }
        for message in broken {
            error = error.item(message, None);
        }
        Err(error)
    }
}

/// Where a record lies and lay, inside `incidents/`.
fn paths_of(home: &Home, document: &Document) -> Vec<PathBuf> {
    let earlier = document.record.formerly.iter().filter_map(|id| {
        let year = crate::rules::schema::year_of(id)?;
        Some(home.record_path(year, id))
    });
    std::iter::once(document.file.path.clone())
        .chain(earlier)
        .filter_map(|path| Some(path.strip_prefix(home.incidents()).ok()?.to_path_buf()))
        .collect()
}

/// Reads the history, of one record or of all.
fn past(context: &Context, repo: &Repo, only: Option<&Document>) -> Result<Past> {
    let home = context.home()?;
    let dir = home.incidents();
    let plan = context.plan().ok();
    let plan = plan.as_deref();
    let of_one = only.map(|document| paths_of(home, document));
    let wanted: Vec<PathBuf> = match &of_one {
        Some(paths) => paths.iter().map(|path| dir.join(path)).collect(),
        None => vec![dir.clone()],
    };
    let wanted: Vec<&Path> = wanted.iter().map(PathBuf::as_path).collect();
    let steps: Vec<Step> = repo.steps(None, &dir, &wanted).map_err(git)?;
    let mut versions = Versions::new(repo);
    let mut offences = versions.offences_of(home, &steps, plan)?;

    let mut head = match repo.head_commit().map_err(git)? {
        Some(head) => repo.files_at(head, &dir).map_err(git)?,
        None => Files::new(),
    };
    let mut disk = on_disk(home);
    if let Some(paths) = &of_one {
        head.retain(|path, _| paths.contains(path));
        disk.retain(|path, _| paths.contains(path));
    }
    versions.add(&disk);
    let last = uncommitted(home, &head, &disk);
    offences.extend(versions.offences(home, &last, plan)?);

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
    Ok(Past {
        offences,
        signatures: repo.signatures(&all).map_err(git)?,
        commits,
        uncommitted: last.into_iter().map(|moved| moved.path).collect(),
        edge: repo.is_shallow(),
        allowed_signers: repo.has_allowed_signers(),
    })
}

/// Whether a closed record is what was sealed.
fn sealed(document: &Document) -> Proof {
    let record = &document.record;
    if !record.status.is_closed() {
        return Proof::new(Standing::None, format!("it is {}", record.status));
    }
    match record.closure.as_ref().and_then(|closure| {
        let seal = closure.seal.as_ref()?;
        Some((closure, seal))
    }) {
        None => Proof::new(Standing::Unproved, "it is closed and has no seal"),
        Some((closure, held)) if *held == seal::seal(record) => Proof::new(
            Standing::Proved,
            format!("as {} closed it at {}", closure.by, closure.at),
        ),
        Some(_) => Proof::new(
            Standing::False,
            "something sealed has changed since it was closed",
        ),
    }
}

impl Past {
    /// Whether every commit since its birth only added to it.
    fn history(&self, document: &Document, paths: &[PathBuf], commits: &[CommitId]) -> Proof {
        let record = &document.record;
        let told: Vec<String> = self
            .offences
            .iter()
            .filter(|offence| {
                paths.contains(&offence.path) && is_same_incident(&offence.before, record)
            })
            .map(Offence::words)
            .collect();
        if !told.is_empty() {
            return Proof {
                standing: Standing::False,
                why: told,
            };
        }
        if commits.is_empty() {
            return Proof::new(Standing::Unproved, "it was never committed");
        }
        let mut why = Vec::new();
        if self.edge {
            why.push(
                "this clone is shallow: what came before is not here (git fetch --unshallow)"
                    .to_owned(),
            );
        }
        if self.is_uncommitted(paths) {
            why.push("what is in the work tree is not committed".to_owned());
        }
        if why.is_empty() {
            let commits = count(commits.len(), "commit");
            return Proof::new(Standing::Proved, format!("{commits}, and nothing was lost"));
        }
        Proof {
            standing: Standing::Unproved,
            why,
        }
    }

    fn is_uncommitted(&self, paths: &[PathBuf]) -> bool {
        paths.iter().any(|path| self.uncommitted.contains(path))
    }

    /// Who signed the commits that made it what it is.
    fn signed(&self, paths: &[PathBuf], commits: &[CommitId]) -> Proof {
        if commits.is_empty() {
            return Proof::new(Standing::Unproved, "it was never committed");
        }
        let all: Vec<(&CommitId, Option<&Verdict>)> = commits
            .iter()
            .map(|commit| (commit, self.signatures.get(commit)))
            .collect();
        let of = |wanted: Trust| {
            let trust = |signature: Option<&Verdict>| {
                signature.map_or(Trust::Unsigned, |signature| signature.trust)
            };
            let such = all
                .iter()
                .filter(move |(_, signature)| trust(*signature) == wanted);
            such.map(|(commit, _)| commit.short()).collect::<Vec<_>>()
        };
        let mut wrong = Vec::new();
        for (trust, what) in [
            (Trust::Bad, "is not what was signed"),
            (Trust::Revoked, "was signed with a key that is revoked"),
        ] {
            wrong.extend(
                of(trust)
                    .iter()
                    .map(|commit| format!("commit {commit} {what}")),
            );
        }
        if !wrong.is_empty() {
            return Proof {
                standing: Standing::False,
                why: wrong,
            };
        }
        let checking = if self.allowed_signers {
            "cannot be checked here: no such key, or no program for it"
        } else {
            "cannot be checked here: git has no gpg.ssh.allowedSignersFile, or no such key"
        };
        let mut why = Vec::new();
        for (trust, what) in [
            (Trust::Unsigned, "nobody signed"),
            (
                Trust::UnknownKey,
                "signed with a key that is not trusted here",
            ),
            (Trust::Uncheckable, checking),
            (Trust::Expired, "signed with a key that has run out since"),
        ] {
            let such = of(trust).len();
            if such > 0 {
                why.push(format!("{such} of {}: {what}", count(all.len(), "commit")));
            }
        }
        if self.is_uncommitted(paths) {
            why.push("what is in the work tree is not committed, and so not signed".to_owned());
        }
        if !why.is_empty() {
            return Proof {
                standing: Standing::Unproved,
                why,
            };
        }
        // Whom git trusts is who may sign; a plan that names signers would be asked here.
        let mut signers: Vec<&str> = all
            .iter()
            .filter_map(|(_, signature)| Some(signature.as_ref()?.signer.as_str()))
            .collect();
        signers.sort_unstable();
        signers.dedup();
        Proof::new(
            Standing::Proved,
            format!("{} by {}", count(all.len(), "commit"), signers.join(", ")),
        )
    }

    /// Incidents of which nothing is left but the history.
    fn gone(&self, documents: &[Document]) -> Vec<Verified> {
        let known = |id: &String| {
            documents
                .iter()
                .any(|document| document.record.id == *id || document.record.formerly.contains(id))
        };
        let mut gone: BTreeMap<&String, &Offence> = BTreeMap::new();
        for offence in &self.offences {
            if !known(&offence.incident) && offence.finding.rule.code == "history/record-gone" {
                gone.insert(&offence.incident, offence);
            }
        }
        let none = || Proof::new(Standing::None, "there is no record");
        gone.into_values()
            .map(|offence| Verified {
                incident: offence.incident.clone(),
                commits: self.commits.get(&offence.path).map_or(0, Vec::len),
                proofs: [
                    none(),
                    Proof::new(Standing::False, offence.words()),
                    none(),
                    none(),
                ],
            })
            .collect()
    }
}

/// Whether what was preserved is still what it was.
fn preserved(held: &[evidence::verify::Held<'_>], incident: &str) -> Proof {
    let items: Vec<_> = held
        .iter()
        .filter(|held| held.incident == incident)
        .collect();
    if items.is_empty() {
        return Proof::new(Standing::None, "none is recorded");
    }
    let told = |of: fn(Held) -> bool| {
        let such = items.iter().filter(|held| of(held.checked.state));
        such.map(|held| {
            let why = &held.checked.why;
            let state = held.checked.state.words();
            format!("{} {}: {state}, {why}", held.item.id, held.item.location)
        })
        .collect::<Vec<String>>()
    };
    let (bad, unproved) = (told(Held::is_bad), told(Held::is_unproved));
    if !bad.is_empty() {
        return Proof {
            standing: Standing::False,
            why: bad,
        };
    }
    if !unproved.is_empty() {
        return Proof {
            standing: Standing::Unproved,
            why: unproved,
        };
    }
    Proof::new(Standing::Proved, count(items.len(), "item"))
}

/// One incident, with everything that was seen.
fn in_full(verified: &Verified) {
    let look = Look::OUT;
    let mut table = Table::new();
    for (subject, proof) in SUBJECTS.iter().zip(&verified.proofs) {
        for (place, why) in proof.why.iter().enumerate() {
            let (subject, standing) = if place == 0 {
                ((*subject).to_owned(), proof.standing.shown(look))
            } else {
                (String::new(), String::new())
            };
            table.row([subject, standing, one_line(why)]);
        }
    }
    put!("{}", look.bold(&one_line(&verified.incident)));
    for line in table.lines(2, width()) {
        put!("{line}");
    }
}

/// All incidents, a line each.
fn table(verified: &[Verified]) {
    let look = Look::OUT;
    let mut table = Table::new();
    let head = std::iter::once("incident").chain(SUBJECTS);
    if !verified.is_empty() {
        table.row(head.map(|word| look.dim(word)));
    }
    for one in verified {
        let standings = one.proofs.iter().map(|proof| proof.standing.shown(look));
        table.row(std::iter::once(one_line(&one.incident)).chain(standings));
    }
    for line in table.lines(0, width()) {
        put!("{line}");
    }
}

/// What could not be proved and why, each reason once with the number of incidents it is true of.
fn summary(context: &Context, verified: &[Verified]) {
    let mut unproved: BTreeMap<&str, usize> = BTreeMap::new();
    for one in verified {
        for (subject, proof) in SUBJECTS.iter().zip(&one.proofs) {
            if proof.standing == Standing::Unproved {
                *unproved.entry(subject).or_default() += 1;
            }
        }
    }
    let told: Vec<String> = SUBJECTS
        .iter()
        .filter_map(|subject| Some(format!("{subject} of {}", unproved.get(subject)?)))
        .collect();
    let incidents = count(verified.len(), "incident");
    context.say(if told.is_empty() {
        format!("{incidents}; nothing is left unproved")
    } else {
        format!(
            "{incidents}; not proved here: {}. inc verify <ID> says why",
            told.join(", ")
        )
    });
}

fn as_json(verified: &[Verified], broken: &[String]) -> Value {
    let incidents: Vec<Value> = verified
        .iter()
        .map(|one| {
            let mut told = json!({"incident": one.incident, "commits": one.commits});
            for (subject, proof) in SUBJECTS.iter().zip(&one.proofs) {
                told[*subject] = json!({"state": proof.standing.word(), "why": proof.why});
            }
            told
        })
        .collect();
    let number = |wanted: Standing| {
        verified
            .iter()
            .filter(|one| one.proofs.iter().any(|proof| proof.standing == wanted))
            .count()
    };
    json!({
        "schema": 1,
        "incidents": incidents,
        "false": number(Standing::False),
        "unproved": number(Standing::Unproved),
        "unreadable_records": broken,
    })
}
