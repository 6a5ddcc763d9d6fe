//! Findings for a program.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use crate::domain::rules::{Level, Located};

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    checked: usize,
    errors: usize,
    warnings: usize,
    waived: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    older: Option<usize>,
    findings: &'a [Located],
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: 1,
        checked: report.checked(),
        errors: report.count(Level::Error),
        warnings: report.count(Level::Warning),
        waived: report.count(Level::Waived),
        older: report.older,
        findings: &report.findings,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
