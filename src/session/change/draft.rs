//! What is typed into an editor: kept until it stands in the record, beside the version that it began
//! from, so that a record which changes meanwhile keeps what others did to it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::record::merge::merge;
use crate::error::{Error, Result, git};
use crate::git::{MergeInput, Repo, clean_merge};
use crate::session::schemas::Away;
use crate::store::merge::{Marks, Side, text};
use crate::store::{codec, replace};

/// How conflicts are marked: with as many letters as git's own.
const MARKS: Marks<'static> = Marks {
    size: 7,
    labels: [
        "what it began from",
        "what you typed",
        "what it is meanwhile",
    ],
    with_base: false,
};

pub(crate) struct Draft {
    pub path: PathBuf,
    began: PathBuf,
    lines: Away,
}

/// What became of a draft when the record had changed meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CaughtUp {
    /// Nobody else had changed it.
    Already,
    /// It holds what both did.
    Joined,
    /// What both want of one place stands between markers.
    Marked,
}

impl Draft {
    /// The draft of a record, with what was typed and not kept before; whether there was any.
    pub(crate) fn take_up(
        repo: &Repo,
        stem: &str,
        present: &str,
        lines: Away,
    ) -> Result<(Draft, bool)> {
        let file = |what: &str| repo.private_dir().join(format!("inc-{what}-{stem}.yaml"));
        let draft = Draft {
            path: file("edit"),
            began: file("base"),
            lines,
        };
        let is_taken_up = draft.path.exists();
        if !is_taken_up || !draft.began.exists() {
            write(&draft.began, present)?;
        }
        if !is_taken_up {
            write(&draft.path, &draft.lines.there(present))?;
        }
        Ok((draft, is_taken_up))
    }

    /// What stands in it now.
    pub(crate) fn typed(&self) -> Result<String> {
        Ok(self.lines.back(&read(&self.path)?))
    }

    /// Lets in what became of the record since the draft began.
    pub(crate) fn catch_up(&self, present: &str) -> Result<CaughtUp> {
        let (began, typed) = (read(&self.began)?, self.typed()?);
        if began == present {
            return Ok(CaughtUp::Already);
        }
        let (text, is_clean) = match by_record(&began, &typed, present) {
            Some(joined) => joined,
            None => by_line(&began, &typed, present)?,
        };
        write(&self.path, &self.lines.there(&text))?;
        write(&self.began, present)?;
        Ok(if is_clean {
            CaughtUp::Joined
        } else {
            CaughtUp::Marked
        })
    }

    /// Whether anything was typed that is nowhere else.
    pub(crate) fn holds_something(&self) -> bool {
        let texts = (read(&self.began), self.typed());
        !matches!(texts, (Ok(began), Ok(typed)) if began == typed)
    }

    pub(crate) fn discard(&self) {
        fs::remove_file(&self.path).ok();
        fs::remove_file(&self.began).ok();
    }
}

fn by_record(began: &str, typed: &str, present: &str) -> Option<(String, bool)> {
    let record = |text: &str| codec::record(text).ok();
    let (base, ours, theirs) = (record(began)?, record(typed)?, record(present)?);
    let merged = merge(Some(&base), &ours, &theirs)?;
    let side = |text, record| Side { text, record };
    let text = text(
        &merged,
        Some(side(began, &base)),
        side(typed, &ours),
        side(present, &theirs),
        clean_merge,
        MARKS,
    )?;
    Some((text, merged.conflicts.is_empty()))
}

/// What is typed need not be a record yet.
fn by_line(began: &str, typed: &str, present: &str) -> Result<(String, bool)> {
    let folder = tempfile::tempdir()
        .map_err(|error| Error::environment(format!("no place for a merge: {error}")))?;
    let names = ["base", "ours", "theirs"].map(|name| folder.path().join(name));
    for (path, text) in names.iter().zip([began, typed, present]) {
        write(path, text)?;
    }
    let [base, ours, theirs] = &names;
    let texts = MergeInput {
        base,
        ours,
        theirs,
        marker: MARKS.size,
        labels: MARKS.labels,
    };
    let (text, conflicts) = texts.merge().map_err(git)?;
    Ok((String::from_utf8_lossy(&text).into_owned(), conflicts == 0))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path)
        .map_err(|error| Error::environment(format!("{} cannot be read: {error}", path.display())))
}

pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    replace::replace(path, text).map_err(|error| {
        Error::environment(format!("{} cannot be written: {error}", path.display()))
    })
}
