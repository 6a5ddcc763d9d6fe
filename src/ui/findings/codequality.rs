//! Findings as GitLab's code quality report: the part of the Code Climate format that GitLab reads.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::fingerprint::fingerprints;
use crate::domain::rules::Level;
use crate::ui::style::one_line;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue> = report
        .findings
        .iter()
        .zip(fingerprints(&report.findings))
        .map(|(finding, fingerprint)| Issue {
            description: one_line(&finding.message),
            check_name: finding.rule,
            fingerprint,
            severity: severity(finding.level),
            location: Location {
                path: &finding.in_repository,
                lines: Lines {
                    begin: finding.line,
                },
            },
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

/// GitLab has five; three are told apart here.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Waived => "info",
    }
}
