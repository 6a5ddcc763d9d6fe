//! A data file that cannot be followed: every fault, with its place.

use std::path::PathBuf;

use super::{Blocked, LoadError, ReadError, yaml};
use crate::domain::record::Path;

/// The plan, or the patterns, with everything that is wrong with them.
#[derive(Debug)]
pub struct InvalidFile {
    pub path: PathBuf,
    pub text: String,
    pub flaws: Vec<Flaw>,
    /// What lies there, where it was not even opened.
    pub blocked: Option<Blocked>,
}

#[derive(Debug)]
pub struct Flaw {
    pub what: Wrong,
    pub position: yaml::Position,
}

#[derive(Debug)]
pub enum Wrong {
    /// It cannot be read at all.
    Reading(ReadError),
    /// It can, but something in it cannot be right: the rule that says so, and where.
    Checking {
        rule: &'static str,
        path: Path,
        message: String,
    },
}

impl Flaw {
    pub fn message(&self) -> String {
        match &self.what {
            Wrong::Reading(fault) => fault.message(),
            Wrong::Checking { message, .. } => message.clone(),
        }
    }
}

impl InvalidFile {
    /// A file that could not be had, or not be read.
    pub fn unreadable(path: PathBuf, error: LoadError) -> InvalidFile {
        let blocked = error.blocked();
        let (text, flaws) = match error {
            LoadError::Io { error, .. } => {
                let fault = yaml::YamlError {
                    message: format!("it cannot be read: {error}"),
                    line: 1,
                    column: 1,
                    is_conflict: false,
                };
                (
                    String::new(),
                    vec![(ReadError::Yaml(fault), yaml::Position::START)],
                )
            }
            LoadError::Invalid {
                text, unreadable, ..
            } => (text, unreadable.faults),
        };
        let flaws = flaws.into_iter().map(|(fault, position)| Flaw {
            what: Wrong::Reading(fault),
            position,
        });
        InvalidFile {
            path,
            text,
            flaws: flaws.collect(),
            blocked,
        }
    }

    /// A file that says what cannot be right: rule, path and message of each fault.
    pub fn unsound(
        path: PathBuf,
        text: String,
        faults: impl IntoIterator<Item = (&'static str, Path, String)>,
    ) -> InvalidFile {
        let tree = yaml::parse(&text).ok();
        let place = |path: &Path| {
            let part = yaml::Part::Value;
            tree.as_ref()
                .map_or(yaml::Position::START, |tree| tree.position(path, part))
        };
        let flaws = faults.into_iter().map(|(rule, path, message)| Flaw {
            position: place(&path),
            what: Wrong::Checking {
                rule,
                path,
                message,
            },
        });
        InvalidFile {
            flaws: flaws.collect(),
            path,
            text,
            blocked: None,
        }
    }
}
