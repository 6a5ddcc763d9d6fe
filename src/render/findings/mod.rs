//! Findings, in each format that somebody reads. The exit code comes from the findings, never from
//! the format.

mod json;
mod text;

use std::io::{self, Write};

use crate::rules::{Level, Located};

/// What validation came to.
#[derive(Debug)]
pub struct Report {
    pub checked: usize,
    pub findings: Vec<Located>,
    /// Where a branch was judged: how many findings it did not bring, and so are left out.
    pub older: Option<usize>,
}

impl Report {
    pub fn count(&self, level: Level) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }
}

/// A findings format: its name, and how it is written.
pub struct Format {
    pub name: &'static str,
    pub write: fn(&Report, &mut dyn Write) -> io::Result<()>,
}

/// One line a format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        write: text::write,
    },
    Format {
        name: "json",
        write: json::write,
    },
];
