//! `inc merge-driver`: what git calls to merge a record; nobody types it.
//!
//! Whatever is not plainly two versions of one incident is left to git's own merge of lines.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::domain::fix::Fix;
use crate::domain::record::describe::Words;
use crate::domain::record::merge::{Merged, is_one_incident, merge};
use crate::domain::record::{Record, SCHEMA};
use crate::error::{Error, Result, git};
use crate::git::{MergeInput, clean_merge, shows_base};
use crate::session::context::Context;
use crate::store::merge::{Marks, Side, apart, text};
use crate::store::{codec, read_text};
use crate::ui::style::Look;
use crate::ui::style::one_line;

/// Merge a record for git
#[derive(Debug, Args)]
#[command(hide = true)]
pub(crate) struct MergeDriver {
    /// %O: the common ancestor, empty where there is none
    base: PathBuf,
    /// %A: ours, which becomes the result
    ours: PathBuf,
    /// %B: theirs
    theirs: PathBuf,
    /// %L: the length of a conflict marker
    marker: usize,
    /// %P: the path in the repository
    path: Option<String>,
    /// %S %X %Y: labels of base, ours and theirs; passed by git 2.44 and later
    #[arg(allow_hyphen_values = true)]
    labels: Vec<String>,
}

/// The result of merging three versions.
enum Outcome {
    Record(Box<Merged>, String),
    /// Two different incidents with the same ID, which are never merged.
    Apart([String; 2], String),
    /// Not versions of a record.
    Lines,
}

/// A version of the record, as text and as types.
struct Version {
    text: String,
    record: Record,
}

impl Version {
    fn side(&self) -> Side<'_> {
        Side {
            text: &self.text,
            record: &self.record,
        }
    }
}

impl MergeDriver {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let labels = self.labels();
        let [_, our, their] = labels;
        let name = self.path.as_deref().unwrap_or("the record");
        let conflicts = match self.outcome(labels) {
            Outcome::Record(merged, text) => {
                self.write(text.as_bytes())?;
                if !merged.conflicts.is_empty() {
                    context.say(format!("{name}: conflicting changes:"));
                }
                let zone = context.zone().ok();
                let words = Words {
                    time: &|time| zone.map_or_else(|| time.to_string(), |zone| zone.minute(time)),
                    title: &|_, _| None,
                };
                for conflict in &merged.conflicts {
                    context.say(format!("  {}", conflict.describe([our, their], &words)));
                }
                merged.conflicts.len()
            }
            Outcome::Apart([ours, theirs], text) => {
                self.write(text.as_bytes())?;
                let (ours, theirs) = (one_line(&ours), one_line(&theirs));
                context.say(format!(
                    "{name}: two incidents have this ID: {ours} ({our}) and {theirs} ({their})"
                ));
                let fixes = [
                    Fix::git(["merge", "--abort"])
                        .explained("undoes the merge (git status shows what is in progress)"),
                    Fix::inc(["sync"]).explained("then gives one of them another ID"),
                ];
                context.say_fixes(&fixes, &context.address(None), Look::PLAIN);
                1
            }
            Outcome::Lines => {
                let texts = MergeInput {
                    base: &self.base,
                    ours: &self.ours,
                    theirs: &self.theirs,
                    marker: self.marker,
                    labels,
                };
                let (text, conflicts) = texts.merge().map_err(git)?;
                self.write(&text)?;
                context.say(format!("{name}: merged as text, line by line"));
                usize::from(conflicts)
            }
        };
        if conflicts == 0 {
            Ok(())
        } else {
            Err(Error::refused(""))
        }
    }

    /// Returns the labels of base, ours and theirs. Older versions of git pass the placeholders unchanged.
    fn labels(&self) -> [&str; 3] {
        let label = |place: usize, else_: &'static str| {
            let label = self.labels.get(place).map(String::as_str);
            label
                .filter(|label| !label.is_empty() && !label.starts_with('%'))
                .unwrap_or(else_)
        };
        [label(0, "base"), label(1, "ours"), label(2, "theirs")]
    }

    fn outcome(&self, labels: [&str; 3]) -> Outcome {
        let marks = Marks {
            size: self.marker,
            labels,
            with_base: shows_base(),
        };
        self.by_record(marks).unwrap_or(Outcome::Lines)
    }

    /// Returns None if these are not versions of records.
    fn by_record(&self, marks: Marks<'_>) -> Option<Outcome> {
        let (ours, theirs) = (version(&self.ours)?, version(&self.theirs)?);
        let has_base = fs::metadata(&self.base).is_ok_and(|file| file.len() > 0);
        let base = if has_base {
            Some(version(&self.base)?)
        } else {
            None
        };
        let is_one = match &base {
            Some(base) => base.record.id == ours.record.id && base.record.id == theirs.record.id,
            None => ours.record.id == theirs.record.id,
        };
        if !is_one {
            return None;
        }
        if base.is_none() && !is_one_incident(&ours.record, &theirs.record) {
            let text = apart(&ours.text, &theirs.text, marks);
            return Some(Outcome::Apart(
                [ours.record.title, theirs.record.title],
                text,
            ));
        }
        let ancestor = base.as_ref().map(|base| &base.record);
        let merged = merge(ancestor, &ours.record, &theirs.record)?;
        let text = text(
            &merged,
            base.as_ref().map(Version::side),
            ours.side(),
            theirs.side(),
            clean_merge,
            marks,
        )?;
        Some(Outcome::Record(Box::new(merged), text))
    }

    /// Writes the result in place: the file is git's temporary file, so no draft is needed.
    fn write(&self, text: &[u8]) -> Result<()> {
        fs::write(&self.ours, text).map_err(|error| {
            Error::environment(format!(
                "{} cannot be written: {error}",
                self.ours.display()
            ))
        })
    }
}

fn version(path: &std::path::Path) -> Option<Version> {
    let text = read_text(path).ok()?;
    let record = codec::record(&text).ok()?;
    (record.schema <= SCHEMA).then_some(Version { text, record })
}
