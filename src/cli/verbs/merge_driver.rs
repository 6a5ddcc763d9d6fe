//! `inc merge-driver`: what git calls to merge a record; nobody types it.
//!
//! Whatever is not plainly two versions of one incident is left to git's own merge of lines.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::cli::context::{Context, git};
use crate::error::{Error, Result};
use crate::git::{Texts, clean_merge};
use crate::home::merge::{Side, text};
use crate::home::{codec, read_text};
use crate::record::merge::{Merged, merge};
use crate::record::{Record, SCHEMA};

/// Merge a record for git
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct MergeDriver {
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
    pub fn run(self, context: &Context) -> Result<()> {
        let texts = Texts {
            base: &self.base,
            ours: &self.ours,
            theirs: &self.theirs,
            marker: self.marker,
        };
        let name = self.path.as_deref().unwrap_or("the record");
        if let Some((merged, text)) = self.by_record() {
            self.write(text.as_bytes())?;
            if merged.conflicts.is_empty() {
                return Ok(());
            }
            context.say(format!("{name}: both sides changed it to something else:"));
            for conflict in &merged.conflicts {
                context.say(format!("  {conflict}"));
            }
            return Err(Error::refused(""));
        }
        let (text, conflicts) = texts.merge().map_err(git)?;
        self.write(&text)?;
        context.say(format!("{name}: merged as text, line by line"));
        if conflicts == 0 {
            Ok(())
        } else {
            Err(Error::refused(""))
        }
    }

    /// The merged record and its text; none where these are not versions of one incident.
    fn by_record(&self) -> Option<(Merged, String)> {
        let (ours, theirs) = (version(&self.ours)?, version(&self.theirs)?);
        let has_base = fs::metadata(&self.base).is_ok_and(|file| file.len() > 0);
        let base = if has_base {
            Some(version(&self.base)?)
        } else {
            None
        };
        let related = match &base {
            Some(base) => base.record.id == ours.record.id && base.record.id == theirs.record.id,
            None => is_same_incident(&ours.record, &theirs.record),
        };
        if !related {
            return None;
        }
        let ancestor = base.as_ref().map(|base| &base.record);
        let merged = merge(ancestor, &ours.record, &theirs.record)?;
        let text = text(
            &merged,
            base.as_ref().map(Version::side),
            ours.side(),
            theirs.side(),
            clean_merge,
            self.marker,
        )?;
        Some((merged, text))
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

/// Two clones may give two incidents one number. Without a common beginning, only the same incident
/// was noticed at the same moment and bears the same name.
fn is_same_incident(ours: &Record, theirs: &Record) -> bool {
    ours.id == theirs.id
        && ours.title == theirs.title
        && ours.kind == theirs.kind
        && ours.detection.detected_at == theirs.detection.detected_at
}
