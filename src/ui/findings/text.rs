//! Prints findings as text: what, where, the line itself, and how to fix it.

use std::io::{self, Write};

use super::Report;
use crate::domain::rules::{Level, Located};
use crate::ui::style::{Look, one_line, shown};
use crate::ui::words::count;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        one(finding, report.rows(finding), Look::OUT, out)?;
        writeln!(out)?;
    }
    let errors = || {
        report
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
    };
    // The plan and what was confirmed are no incidents, and their faults none of theirs.
    let is_plan = |finding: &Located| {
        finding.rule.starts_with("plan/") && finding.path.ends_with("plan.yaml")
    };
    let mut places: Vec<String> = Vec::new();
    if errors().any(is_plan) {
        places.push("the plan".to_owned());
    }
    let mut broken: Vec<&str> = Vec::new();
    for finding in errors().filter(|finding| !is_plan(finding)) {
        match &finding.incident {
            Some(_) => broken.push(&finding.path),
            None if places.contains(&finding.path) => {}
            None => places.push(finding.path.clone()),
        }
    }
    broken.sort_unstable();
    broken.dedup();
    let incidents = count(report.checked(), "incident");
    match broken.len() {
        0 if places.is_empty() => places.push(incidents),
        0 => {}
        number => places.push(format!("{number} of {incidents}")),
    }
    let within = places.join(" and ");
    let older = match report.older {
        Some(number) if number > 0 => {
            format!("; {} not shown", count(number, "older finding"))
        }
        _ => String::new(),
    };
    writeln!(out, "{} in {within}{older}", report.totals())
}

/// A path or a command, whose blanks count, on one line.
fn unbroken(text: &str) -> String {
    shown(text).replace('\n', "\u{240a}")
}

/// One finding, with the line it is about where that is known.
pub(super) fn one(
    finding: &Located,
    rows: &str,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let level = format!("{}[{}]", finding.level.word(), finding.rule);
    let level = match finding.level {
        Level::Error => look.error(&level),
        Level::Warning => look.warning(&level),
        Level::Waived => look.bold(&level),
    };
    // A line that a value of the record begins would pass for one of ours, or for a forge's command.
    writeln!(out, "{level}: {}", one_line(&finding.message))?;
    let gutter = " ".repeat(finding.line.to_string().len());
    writeln!(
        out,
        "{gutter}{} {}:{}:{}",
        look.dim("-->"),
        unbroken(&finding.path),
        finding.line,
        finding.column
    )?;
    if let Some(source) = &finding.source {
        let bar = look.dim("|");
        writeln!(out, "{gutter} {bar}")?;
        writeln!(
            out,
            "{} {bar} {}",
            look.dim(&finding.line.to_string()),
            shown(source)
        )?;
        let before: String = source.chars().take(finding.column - 1).collect();
        let offset = " ".repeat(console::measure_text_width(&shown(&before)));
        let row = match rows {
            "" => String::new(),
            rows => look.dim(&format!(" {rows}")),
        };
        writeln!(
            out,
            "{gutter} {bar} {offset}{}{row}",
            look.error(&"^".repeat(finding.length))
        )?;
    }
    if let Some(fix) = &finding.fix {
        writeln!(
            out,
            "{gutter} {} fix: {}",
            look.dim("="),
            unbroken(&fix.to_string())
        )?;
    }
    Ok(())
}
