//! Incidents to choose from, newest first, in no more time than between two keys.

use super::Candidate;
use crate::domain::record::{Head, Status};
use crate::store::{Home, LoadError, RecordFile};

/// So many records are looked into, the newest: to open ten thousand files takes too long between
/// two keys. Older ones are offered once a part of their ID is typed.
const LOOKED_INTO: usize = 1000;

type Looked = (RecordFile, Result<Head, LoadError>);

/// The newest records with their heads.
pub(super) fn newest(home: &Home) -> Vec<Looked> {
    looked_into(home, home.record_files())
}

fn looked_into(home: &Home, mut files: Vec<RecordFile>) -> Vec<Looked> {
    files.reverse();
    files.truncate(LOOKED_INTO);
    home.heads(files)
}

/// Whether it is open; one that cannot be read might be.
fn is_open((_, head): &Looked) -> bool {
    head.as_ref()
        .map_or(true, |head| head.status != Status::Closed)
}

/// The only open one among the newest.
pub(super) fn only_open(home: &Home) -> Option<RecordFile> {
    let mut open = newest(home).into_iter().filter(is_open);
    let (file, _) = open.next()?;
    open.next().is_none().then_some(file)
}

/// The one that a word names: its ID, or the only one that ends so.
pub(super) fn named(home: &Home, word: &str) -> Option<RecordFile> {
    let word = word.to_uppercase();
    let ending = |file: &RecordFile| !word.is_empty() && file.stem.to_uppercase().ends_with(&word);
    let files: Vec<RecordFile> = home.record_files().into_iter().filter(ending).collect();
    let exact = files.iter().find(|file| file.stem.to_uppercase() == word);
    match (exact, files.as_slice()) {
        (Some(file), _) | (None, [file]) => Some(file.clone()),
        (None, _) => {
            let mut open = looked_into(home, files).into_iter().filter(is_open);
            let (file, _) = open.next()?;
            open.next().is_none().then_some(file)
        }
    }
}

/// IDs with titles. Nothing typed: those that are open, or, where `closed` are wanted, those that are
/// not. Something typed: every one that begins so, open ones first, else the only one that ends so.
pub(super) fn candidates(home: &Home, typed: &str, closed: bool) -> Vec<Candidate> {
    if typed.is_empty() {
        let wanted = newest(home)
            .into_iter()
            .filter(|looked| is_open(looked) != closed);
        return wanted.map(candidate).collect();
    }
    let upper = typed.to_uppercase();
    let (begins, rest): (Vec<RecordFile>, Vec<RecordFile>) = home
        .record_files()
        .into_iter()
        .partition(|file| file.stem.to_uppercase().starts_with(&upper));
    if begins.is_empty() {
        let mut ends: Vec<RecordFile> = rest
            .into_iter()
            .filter(|file| file.stem.to_uppercase().ends_with(&upper))
            .collect();
        if ends.len() > 1 {
            let open = looked_into(home, ends).into_iter().filter(is_open);
            ends = open.map(|(file, _)| file).collect();
        }
        if ends.len() > 1 {
            return Vec::new();
        }
        return home.heads(ends).into_iter().map(candidate).collect();
    }
    // A shell completes what all have in common, so none may be left out for being old.
    let old = begins.len().saturating_sub(LOOKED_INTO);
    let older: Vec<RecordFile> = begins[..old].to_vec();
    let (open, shut): (Vec<Looked>, Vec<Looked>) =
        looked_into(home, begins).into_iter().partition(is_open);
    let known = open.into_iter().chain(shut).map(candidate);
    let unnotified = older
        .into_iter()
        .rev()
        .map(|file| Candidate::new(file.stem, ""));
    known.chain(unnotified).collect()
}

fn candidate((file, head): Looked) -> Candidate {
    let help = match head {
        Ok(head) if head.status.is_closed() => format!("closed  {}", head.title),
        Ok(head) => format!("{}  {}", head.severity, head.title),
        Err(_) => "cannot be read".to_owned(),
    };
    Candidate::new(file.stem, &help)
}
