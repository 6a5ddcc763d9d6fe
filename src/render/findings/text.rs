//! Findings for a person: what, where, the line itself, how to mend it.

use std::io::{self, Write};

use super::Report;
use crate::render::style::{Look, shown};
use crate::render::words::count;
use crate::rules::Level;

pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let look = Look::OUT;
    for finding in &report.findings {
        let level = format!("{}[{}]", finding.level.word(), finding.rule);
        let level = match finding.level {
            Level::Error => look.error(&level),
            Level::Warning => look.warning(&level),
            Level::Waived => look.bold(&level),
        };
        writeln!(out, "{level}: {}", shown(&finding.message))?;
        let gutter = " ".repeat(finding.line.to_string().len());
        writeln!(
            out,
            "{gutter}{} {}:{}:{}",
            look.dim("-->"),
            shown(&finding.path),
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
            let row = if finding.row.is_empty() {
                String::new()
            } else {
                format!(" {}", finding.row)
            };
            writeln!(
                out,
                "{gutter} {bar} {offset}{}{row}",
                look.error(&"^".repeat(finding.length))
            )?;
        }
        if let Some(fix) = &finding.fix {
            writeln!(out, "{gutter} {} mend: {}", look.dim("="), shown(fix))?;
        }
        writeln!(out)?;
    }
    let mut totals = vec![count(report.count(Level::Error), "error")];
    let warnings = report.count(Level::Warning);
    if warnings > 0 {
        totals.push(count(warnings, "warning"));
    }
    let waived = report.count(Level::Waived);
    if waived > 0 {
        totals.push(format!("{waived} waived"));
    }
    let errors = || {
        report
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
    };
    // The plan is no incident, and its faults are none of theirs.
    let is_plan = |rule: &str| rule.starts_with("plan/");
    let in_plan = errors().any(|finding| is_plan(finding.rule));
    let mut broken: Vec<&str> = errors()
        .filter(|finding| !is_plan(finding.rule))
        .map(|finding| finding.path.as_str())
        .collect();
    broken.sort_unstable();
    broken.dedup();
    let incidents = count(report.checked, "incident");
    let within = match (in_plan, broken.len()) {
        (false, 0) => incidents,
        (false, number) => format!("{number} of {incidents}"),
        (true, 0) => "the plan".to_owned(),
        (true, number) => format!("the plan and {number} of {incidents}"),
    };
    writeln!(out, "{} in {within}", totals.join(", "))
}
