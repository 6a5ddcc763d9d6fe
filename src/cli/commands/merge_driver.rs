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
    /// %L: how many letters a conflict marker has
    marker: usize,
    /// %P: the path in the repository
    path: Option<String>,
    /// %S %X %Y: whose they are, base, ours and theirs; git tells it from 2.44 on
    #[arg(allow_hyphen_values = true)]
    labels: Vec<String>,
}

/// What three versions came to.
enum Outcome {
    Record(Box<Merged>, String),
    /// Two incidents of one number, which never become one.
    Apart([String; 2], String),
    /// No two versions of one record.
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
                    context.say(format!("{name}: both sides changed it to something else:"));
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
                    "{name}: two incidents have this number: {ours} ({our}) and {theirs} ({their})"
                ));
                let fixes = [
                    Fix::git(["merge", "--abort"])
                        .explained("takes it back (git status says what is under way)"),
                    Fix::inc(["sync"]).explained("then gives one of them another number"),
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

    /// Base, ours, theirs. An older git hands on the placeholders as they stand.
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

    /// None where these are not versions of records.
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

    /// The file is git's own, and gone in a moment: no need for a draft beside it.
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
