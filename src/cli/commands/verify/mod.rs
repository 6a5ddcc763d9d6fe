//! `inc verify`: what can be proved of a record, what cannot be, and what is false.

mod past;
mod proof;

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Value, json};

use self::past::{HistoryProof, Traced, path_of};
use self::proof::{Proof, Verdict};
use super::evidence;
use crate::cli::{Format, Shown};
use crate::domain::record::seal;
use crate::error::{Error, Result};
use crate::history::moves::paths_of;
use crate::session::context::Context;
use crate::store::evidence::State as StoredEvidence;
use crate::store::{Document, Home};
use crate::ui::Table;
use crate::ui::output::{print_json, print_table};
use crate::ui::progress::Waiting;
use crate::ui::style::{Look, one_line};
use crate::ui::table::{GAP, PAIR, padded, whole};
use crate::ui::words::count;

/// Verify seals, history, signatures and evidence
#[derive(Debug, Args)]
#[command(
    after_help = "The exit code is 1 only if something was tampered with or lost. What cannot be verified here (unsigned commits, no allowed signers, evidence stored elsewhere, a shallow clone) is listed as unproved and is not a failure.\n\n\
                  Examples:\n  \
                  inc verify\n  \
                  inc verify 001 --format json"
)]
pub(crate) struct Verify {
    /// The incident; all incidents by default
    id: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

/// The names of what is looked at, in the order of [`Verified::proofs`].
const SUBJECTS: [&str; 4] = ["seal", "history", "signatures", "evidence"];

struct Verified {
    incident: String,
    commits: usize,
    proofs: [Proof; 4],
}

impl Verify {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let home = context.home()?;
        let id = self.id.as_deref();
        let (mut documents, broken, missing) = match context.one_or_all(id) {
            Ok((documents, broken)) => (documents, broken, None),
            // A record that is gone has left a history, and is found by its whole ID.
            Err(error) => match id.and_then(|id| path_of(home, id)) {
                Some(path) if !home.incidents().join(&path).exists() => {
                    (Vec::new(), Vec::new(), Some((path, error)))
                }
                _ => return Err(error),
            },
        };
        let waiting = Waiting::on("reading the history");
        let past = match context.repo_if_any()? {
            Some(repo) => {
                let only = match (&missing, id, documents.first()) {
                    (Some((path, _)), _, _) => Some(vec![path.clone()]),
                    (None, Some(_), Some(document)) => Some(paths_of(home, document)),
                    _ => None,
                };
                Some(HistoryProof::read(context, &repo, only.as_deref())?)
            }
            None => None,
        };
        drop(waiting);
        if let (Some(past), Some((path, _))) = (&past, &missing) {
            let to = home.incidents().join(past.last_place(path));
            documents.extend(home.load(Home::record_file(&to)).ok());
        }
        let held = evidence::verify::held(context, &documents)?;
        let traced: Vec<Traced<'_>> = past
            .iter()
            .flat_map(|past| documents.iter().map(|document| past.trace(home, document)))
            .collect();
        let nowhere = || Proof::new(Verdict::Unproved, "there is no git repository here");
        let mut verified: Vec<Verified> = documents
            .iter()
            .enumerate()
            .map(|(place, document)| {
                let traced = past.as_ref().zip(traced.get(place));
                Verified {
                    incident: document.record.id.clone(),
                    commits: traced.map_or(0, |(_, traced)| traced.commits.len()),
                    proofs: [
                        sealed(document),
                        traced.map_or_else(nowhere, |(past, traced)| past.history(traced)),
                        traced.map_or_else(nowhere, |(past, traced)| past.signed(traced)),
                        preserved(&held, &document.record.id),
                    ],
                }
            })
            .collect();
        if let (Some(past), true) = (&past, id.is_none() || documents.is_empty()) {
            verified.extend(past.gone(&traced, home));
        }
        if let (true, Some((_, error))) = (verified.is_empty(), missing) {
            return Err(error);
        }
        let is_false = |one: &&Verified| {
            one.proofs
                .iter()
                .any(|proof| proof.verdict == Verdict::False)
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
            1 => "verification of 1 incident failed".to_owned(),
            number => format!("verification of {number} incidents failed"),
        });
        for one in verified.iter().filter(is_false) {
            for (subject, proof) in SUBJECTS.iter().zip(&one.proofs) {
                if proof.verdict == Verdict::False {
                    for why in &proof.why {
                        let label = format!("{} {subject}: {}", one.incident, one_line(why));
                        error = error.item(label, None);
                    }
                }
            }
        }
        for broken in broken {
            error = error.item(broken.message.clone(), broken.way_out().cloned());
        }
        Err(error.addressed(context.address(None)))
    }
}

/// Whether a closed record is what was sealed.
fn sealed(document: &Document) -> Proof {
    let record = &document.record;
    if !record.status.is_closed() {
        return Proof::new(Verdict::None, format!("it is {}", record.status));
    }
    match record.closure.as_ref().and_then(|closure| {
        let seal = closure.seal.as_ref()?;
        Some((closure, seal))
    }) {
        None => Proof::new(Verdict::Unproved, "it is closed and has no seal"),
        Some((closure, held)) if *held == seal::seal(record) => Proof::new(
            Verdict::Proved,
            format!("as {} closed it at {}", closure.by, closure.at),
        ),
        Some(_) => Proof::new(
            Verdict::False,
            "a sealed field has changed since it was closed",
        ),
    }
}

/// Whether what was preserved is still what it was.
fn preserved(held: &[evidence::verify::StoredEvidence<'_>], incident: &str) -> Proof {
    let items: Vec<_> = held
        .iter()
        .filter(|held| held.incident == incident)
        .collect();
    if items.is_empty() {
        return Proof::new(Verdict::None, "no evidence");
    }
    let described = |of: fn(StoredEvidence) -> bool| {
        let such = items.iter().filter(|held| of(held.checked.state));
        such.map(|held| {
            let why = &held.checked.why;
            let state = held.checked.state.words();
            format!("{} {}: {state}, {why}", held.item.id, held.item.location)
        })
        .collect::<Vec<String>>()
    };
    let (bad, unproved) = (
        described(StoredEvidence::is_bad),
        described(StoredEvidence::is_unproved),
    );
    Proof::failing(bad, unproved)
        .unwrap_or_else(|| Proof::new(Verdict::Proved, count(items.len(), "item")))
}

/// One incident, with everything that was seen.
fn in_full(verified: &Verified) {
    let look = Look::OUT;
    let mut table = Table::new(PAIR);
    let subjects = SUBJECTS.map(str::len).into_iter().max().unwrap_or(0);
    for (subject, proof) in SUBJECTS.iter().zip(&verified.proofs) {
        for (place, why) in proof.why.iter().enumerate() {
            let label = format!(
                "{}{}",
                padded(subject, subjects + GAP),
                proof.verdict.shown(look)
            );
            table.row([
                if place == 0 { label } else { String::new() },
                one_line(why),
            ]);
        }
    }
    outln!("{}", look.bold(&one_line(&verified.incident)));
    print_table(table, 2);
}

/// All incidents, a line each.
fn table(verified: &[Verified]) {
    let look = Look::OUT;
    let head = std::iter::once("incident").chain(SUBJECTS);
    let mut table = Table::new(head.map(whole)).headed(look);
    for one in verified {
        let standings = one.proofs.iter().map(|proof| proof.verdict.shown(look));
        table.row(std::iter::once(one_line(&one.incident)).chain(standings));
    }
    print_table(table, 0);
}

/// What could not be proved and why, each reason once with the number of incidents it is true of.
fn summary(context: &Context, verified: &[Verified]) {
    let mut unproved: BTreeMap<&str, usize> = BTreeMap::new();
    for one in verified {
        for (subject, proof) in SUBJECTS.iter().zip(&one.proofs) {
            if proof.verdict == Verdict::Unproved {
                *unproved.entry(subject).or_default() += 1;
            }
        }
    }
    let described: Vec<String> = SUBJECTS
        .iter()
        .filter_map(|subject| Some(format!("{subject} of {}", unproved.get(subject)?)))
        .collect();
    let incidents = count(verified.len(), "incident");
    context.say(if described.is_empty() {
        format!("{incidents}; everything is proved")
    } else {
        format!(
            "{incidents}; not proved here: {}. Reasons: inc verify <ID>",
            described.join(", ")
        )
    });
}

fn as_json(verified: &[Verified], broken: &[Error]) -> Value {
    let incidents: Vec<Value> = verified
        .iter()
        .map(|one| {
            let mut described = json!({"incident": one.incident, "commits": one.commits});
            for (subject, proof) in SUBJECTS.iter().zip(&one.proofs) {
                described[*subject] = json!({"state": proof.verdict.word(), "why": proof.why});
            }
            described
        })
        .collect();
    let number = |wanted: Verdict| {
        verified
            .iter()
            .filter(|one| one.proofs.iter().any(|proof| proof.verdict == wanted))
            .count()
    };
    json!({
        "schema": 1,
        "incidents": incidents,
        "false": number(Verdict::False),
        "unproved": number(Verdict::Unproved),
        "unreadable_records": broken.iter().map(|error| &error.message).collect::<Vec<_>>(),
    })
}
