//! Reports of whole records, read back as a reader of markdown would.

mod documents;
mod errors;
mod hostile;
mod times;

use std::fs;
use std::path::Path;

use super::{ReportError, render};
use crate::domain::plan::{Case, Plan, Runbook};
use crate::domain::record::Record;

/// The shipped templates, by name.
const TEMPLATES: [(&str, &str); 6] = [
    (
        "incident-report",
        include_str!("../../../../templates/reports/incident-report.md"),
    ),
    (
        "timeline",
        include_str!("../../../../templates/reports/timeline.md"),
    ),
    (
        "incident-log",
        include_str!("../../../../templates/reports/incident-log.md"),
    ),
    (
        "post-incident-review",
        include_str!("../../../../templates/reports/post-incident-review.md"),
    ),
    (
        "summary",
        include_str!("../../../../templates/reports/summary.md"),
    ),
    (
        "external-summary",
        include_str!("../../../../templates/reports/external-summary.md"),
    ),
];

const HALF_WAY: &str = include_str!("half-way.yaml");
const CLOSED: &str = include_str!("closed.yaml");

/// The shipped plan, in a time zone.
fn plan_in(zone: &str) -> Plan {
    let text = include_str!("../../../../templates/plan.yaml").replace("Asia/Riyadh", zone);
    let raw = serde_yaml::from_str(&text).expect("the shipped plan reads");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/runbooks");
    let files = fs::read_dir(folder)
        .expect("the runbooks")
        .map(|file| file.expect("a runbook").path());
    let runbooks = files.map(|path| {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (
            name,
            Runbook::read(&fs::read_to_string(&path).expect("a runbook")),
        )
    });
    Plan::new(raw, runbooks.collect()).expect("the shipped plan is whole")
}

fn plan() -> Plan {
    plan_in("Asia/Riyadh")
}

fn record(yaml: &str) -> Record {
    serde_yaml::from_str(yaml).expect("a record")
}

fn try_report(template: &str, record: &Record, plan: &Plan) -> Result<String, ReportError> {
    let (name, text) = TEMPLATES
        .iter()
        .find(|(name, _)| *name == template)
        .expect("a shipped template");
    render(name, text, Case::new(record, plan))
}

fn report(template: &str, yaml: &str) -> String {
    try_report(template, &record(yaml), &plan()).expect("a report")
}

/// The tables of a document, each a list of rows of cells, the row of dashes left out.
fn tables(document: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables = Vec::new();
    let mut rows = Vec::new();
    for line in document.lines().chain([""]) {
        if line.starts_with('|') {
            rows.push(cells(line));
        } else if !rows.is_empty() {
            let mut table = std::mem::take(&mut rows);
            assert!(
                table.len() > 1 && table[1].iter().all(|cell| cell == "---"),
                "no table: {table:?}"
            );
            table.remove(1);
            assert!(
                table.iter().all(|row| row.len() == table[0].len()),
                "ragged: {table:?}"
            );
            tables.push(table);
        }
    }
    tables
}

/// One row as GitHub splits it: at every bar that no backslash stands before.
///
/// The escaping must also hold for readers that do not count backslashes, so both kinds of reader
/// are asked and must agree.
fn cells(row: &str) -> Vec<String> {
    let counting = split(row, |backslashes| backslashes % 2 == 1);
    let looking_back = split(row, |backslashes| backslashes > 0);
    assert_eq!(counting, looking_back, "readers disagree about {row}");
    counting
}

fn split(row: &str, is_escaped: fn(usize) -> bool) -> Vec<String> {
    let inner = row.trim();
    let inner = inner
        .strip_prefix('|')
        .and_then(|rest| rest.strip_suffix('|'))
        .unwrap_or_else(|| panic!("no row: {row}"));
    let mut cells = vec![String::new()];
    let mut backslashes = 0;
    for c in inner.chars() {
        match cells.last_mut() {
            Some(cell) if c != '|' || is_escaped(backslashes) => cell.push(c),
            _ => cells.push(String::new()),
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The lines under a heading, up to the next one.
fn section<'a>(document: &'a str, heading: &str) -> Vec<&'a str> {
    let mut lines = document.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "no {heading} in\n{document}");
    lines
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| !line.is_empty())
        .collect()
}
