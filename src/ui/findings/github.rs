//! Findings as annotations of a run of GitHub Actions: workflow commands on standard output.
//!
//! A command shows no more than its message in the log, and only ten of each level become
//! annotations. So every finding stands in the log as text first. That text holds what somebody
//! wrote into a record, and the runner obeys commands anywhere in the output: while it is printed,
//! commands are stopped, by a token that nothing in the text can hold, since it is its own digest.

use std::collections::HashMap;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::{Report, text};
use crate::domain::plan::row_suffix;
use crate::domain::record::seal::hex;
use crate::domain::rules::{Level, Located};
use crate::ui::style::shown;
use crate::ui::words::count;

/// How many annotations of each level GitHub takes from a step; it says nothing of the others.
const ANNOTATIONS: usize = 10;
/// The longest message that the runner hands on, in UTF-16 units.
const MESSAGE: usize = 4096;

/// Each level with the command that annotates it.
const LEVELS: [(Level, &str); 3] = [
    (Level::Error, "error"),
    (Level::Warning, "warning"),
    (Level::Waived, "notice"),
];

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.findings.is_empty() {
        return text::write(report, out);
    }
    let mut log = Vec::new();
    text::write(report, &mut log)?;
    let token = hex(&Sha256::digest(&log));
    let all = count(report.findings.len(), "finding");
    writeln!(out, "::group::{all} with their lines")?;
    writeln!(out, "::stop-commands::{token}")?;
    out.write_all(&log)?;
    writeln!(out, "::{token}::")?;
    writeln!(out, "::endgroup::")?;
    let mut left_out = Vec::new();
    for (level, command) in LEVELS {
        for finding in chosen(&report.findings, level) {
            annotate(finding, report.rows(finding), command, out)?;
        }
        let rest = report.count(level).saturating_sub(ANNOTATIONS);
        match (rest, level) {
            (0, _) => {}
            (_, Level::Waived) => left_out.push(format!("{rest} waived")),
            (_, level) => left_out.push(count(rest, level.word())),
        }
    }
    let older = match report.older {
        Some(number) if number > 0 => format!("; {} not shown", count(number, "older finding")),
        _ => String::new(),
    };
    let incidents = count(report.checked(), "incident");
    let totals = report.totals();
    writeln!(out, "{totals}; {incidents} checked{older}")?;
    if !left_out.is_empty() {
        writeln!(
            out,
            "Not annotated: {}. GitHub accepts {ANNOTATIONS} annotations of each level per step; the group above lists every finding.",
            left_out.join(", ")
        )?;
    }
    Ok(())
}

/// The findings of a level that are annotated, in their order: where there are too many, the first of
/// every file before the second of any, so that no file uses them up.
fn chosen(findings: &[Located], level: Level) -> Vec<&Located> {
    let mut of_file: HashMap<&str, usize> = HashMap::new();
    let of_level = findings.iter().filter(|finding| finding.level == level);
    let mut ranked: Vec<(usize, usize, &Located)> = of_level
        .enumerate()
        .map(|(place, finding)| {
            let number = of_file.entry(&finding.path).or_default();
            *number += 1;
            (*number, place, finding)
        })
        .collect();
    ranked.sort_by_key(|(number, place, _)| (*number, *place));
    ranked.truncate(ANNOTATIONS);
    ranked.sort_by_key(|(_, place, _)| *place);
    ranked.into_iter().map(|(_, _, finding)| finding).collect()
}

fn annotate(finding: &Located, rows: &str, command: &str, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("{}{}", finding.rule, row_suffix(rows));
    let message = match &finding.fix {
        Some(fix) => format!("{}\nfix: {fix}", finding.message),
        None => finding.message.clone(),
    };
    writeln!(
        out,
        "::{command} file={},line={},col={},endColumn={},title={}::{}",
        property(&finding.in_repository),
        finding.line,
        finding.column,
        finding.end_column,
        property(&shown(&title)),
        data(&cut(&shown(&message)))
    )
}

/// A message no longer than is handed on; the log has it whole.
fn cut(message: &str) -> String {
    if message.encode_utf16().count() <= MESSAGE {
        return message.to_owned();
    }
    let mut room = MESSAGE - 1;
    let fits = |letter: &char| {
        let units = letter.len_utf16();
        let does = units <= room;
        room = room.saturating_sub(units);
        does
    };
    message
        .chars()
        .take_while(fits)
        .chain(['\u{2026}'])
        .collect()
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What follows a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_cut_between_characters() {
        let long = "\u{1f525}".repeat(3000);
        let cut = cut(&long);
        assert_eq!(cut.encode_utf16().count(), MESSAGE - 1);
        assert!(cut.ends_with("\u{1f525}\u{2026}"), "{cut}");
        let fits = "a".repeat(MESSAGE);
        assert_eq!(super::cut(&fits), fits);
        assert_eq!(super::cut(&format!("{fits}b")).chars().count(), MESSAGE);
    }
}
