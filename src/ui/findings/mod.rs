//! Findings, in each format that somebody reads. The exit code comes from the findings, never from
//! the format.
//!
//! Text and JSON name files as the home does; the others, which a forge reads, from the top of the
//! repository on. JSON says everything as it is written in the files; in the others, which people
//! are shown, control characters and marks that turn the writing direction are seen and not obeyed.

mod codequality;
mod fingerprint;
mod github;
mod json;
mod junit;
mod sarif;
mod text;

use std::io::{self, Write};

use crate::domain::rules::{Level, Located};
use crate::ui::words::count;

/// What validation came to.
#[derive(Debug)]
pub(crate) struct Report {
    /// Every file that may hold nothing wrong.
    pub looked: Vec<Looked>,
    pub findings: Vec<Located>,
    /// Where a branch was judged: how many findings it did not bring, and so are left out.
    pub older: Option<usize>,
    /// Whether a warning fails too.
    pub deny_warnings: bool,
    /// Whether the formats that people read show the rows of the plan.
    pub shows_rows: bool,
}

/// A file that was looked at, whether or not anything was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Looked {
    /// From the home on.
    pub path: String,
    /// From the top of the repository on.
    pub in_repository: String,
    pub is_record: bool,
}

impl Report {
    pub(crate) fn count(&self, level: Level) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }

    /// How many records were checked.
    pub(crate) fn checked(&self) -> usize {
        self.looked.iter().filter(|file| file.is_record).count()
    }

    /// Whether a finding of this level is one that must not be.
    pub(crate) fn denies(&self, level: Level) -> bool {
        match level {
            Level::Error => true,
            Level::Warning => self.deny_warnings,
            Level::Waived => false,
        }
    }

    /// Returns the rows of a finding for formats that people read.
    fn rows<'f>(&self, finding: &'f Located) -> &'f str {
        match self.shows_rows {
            true => &finding.row,
            false => "",
        }
    }

    /// Whether there is anything that must not be: what the exit code says.
    pub(crate) fn fails(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| self.denies(finding.level))
    }

    /// `2 errors, 1 warning`: errors always, the rest where there are any.
    fn totals(&self) -> String {
        let mut totals = vec![count(self.count(Level::Error), "error")];
        let warnings = self.count(Level::Warning);
        if warnings > 0 {
            totals.push(count(warnings, "warning"));
        }
        let waived = self.count(Level::Waived);
        if waived > 0 {
            totals.push(format!("{waived} waived"));
        }
        totals.join(", ")
    }
}

/// A findings format: its name, and how it is written.
pub(crate) struct Format {
    pub name: &'static str,
    pub write: fn(&Report, &mut dyn Write) -> io::Result<()>,
}

/// One line a format.
pub(crate) const FORMATS: &[Format] = &[
    Format {
        name: "text",
        write: text::write,
    },
    Format {
        name: "json",
        write: json::write,
    },
    Format {
        name: "github",
        write: github::write,
    },
    Format {
        name: "sarif",
        write: sarif::write,
    },
    Format {
        name: "junit",
        write: junit::write,
    },
    Format {
        name: "codequality",
        write: codequality::write,
    },
];
