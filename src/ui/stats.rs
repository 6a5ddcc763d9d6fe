//! Figures over many incidents, for a person and as a table for other programs.

use std::io::Write;

use chrono::TimeDelta;

use super::bars::{Cell, Glyphs, Grid};
use super::style::{Look, one_line};
use super::table::{GAP, fit};
use super::words::{count, duration};
use crate::domain::stats::{Cause, Group, Grouping, Measure, Stats, Summary};
use crate::ui::wrap::hanging;

/// How many months a terminal shows, and how many causes.
const MONTHS: usize = 12;
const CAUSES: usize = 10;

/// How a page of figures is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    pub width: usize,
    pub look: Look,
    pub glyphs: Glyphs,
}

/// What is said of a measure where it stands alone.
fn words(measure: Measure) -> &'static str {
    match measure {
        Measure::Acknowledge => "to acknowledge",
        Measure::Contain => "to contain",
        Measure::Recover => "to recover",
        Measure::Close => "to close",
        Measure::Duration => "from start to close",
    }
}

/// The whole page. `since` is how the incidents were chosen, in words.
pub(crate) fn lines(stats: &Stats, since: Option<&str>, page: Page) -> Vec<String> {
    let look = page.look;
    let incidents = stats.incidents;
    let since = since.map_or(String::new(), |since| format!(" detected since {since}"));
    let mut lines = vec![fit(
        &format!(
            "{}{since}: {} open, {} closed",
            look.bold(&count(incidents.total, "incident")),
            incidents.open,
            incidents.closed
        ),
        page.width,
    )];
    if incidents.total == 0 {
        return lines;
    }
    if let Some(all) = stats.grouped(Grouping::All).next() {
        section(&mut lines, page, "Response times", "", overall(all, look));
    }
    let note = "median; in brackets, the number of incidents if some lack the time";
    for (grouping, title) in [
        (Grouping::Severity, "By severity"),
        (Grouping::Type, "By type"),
    ] {
        let groups: Vec<&Group> = stats.grouped(grouping).collect();
        section(&mut lines, page, title, note, grouped(&groups, look));
    }
    let months: Vec<&Group> = stats.grouped(Grouping::Month).collect();
    let earlier = months.len().saturating_sub(MONTHS);
    let grid = grouped(&months[earlier..], look);
    section(&mut lines, page, "By month of detection", note, grid);
    if earlier > 0 {
        let more = format!("  {} earlier: --format csv", count(earlier, "month"));
        lines.push(look.dim(&fit(&more, page.width)));
    }
    recurring(stats, page, &mut lines);
    section(&mut lines, page, "Missed deadlines", "", clocks(stats));
    let actions = stats.actions;
    let mut parts = vec![format!("{} open", actions.open)];
    if actions.late > 0 {
        parts.push(look.error(&format!("{} overdue", actions.late)));
    }
    parts.push(format!("{} done", actions.done));
    if actions.dropped > 0 {
        parts.push(format!("{} dropped", actions.dropped));
    }
    lines.push(String::new());
    let actions = format!("{}  {}", look.bold("Corrective actions"), parts.join(", "));
    lines.push(fit(&actions, page.width));
    lines
}

fn section(lines: &mut Vec<String>, page: Page, title: &str, note: &str, grid: Grid) {
    heading(lines, page, title, note);
    lines.extend(grid.lines(2, page.width, page.glyphs));
}

/// A heading, and beside it what has to be known of what stands below.
fn heading(lines: &mut Vec<String>, page: Page, title: &str, note: &str) {
    lines.push(String::new());
    let mut summary = hanging(format!("{title}  {note}").trim_end(), page.width, GAP).into_iter();
    let first = summary.next().unwrap_or_default();
    let (title, note) = first.split_at(title.len().min(first.len()));
    lines.push(
        format!("{}{}", page.look.bold(title), page.look.dim(note))
            .trim_end()
            .to_owned(),
    );
    lines.extend(summary.map(|line| page.look.dim(&line)));
}

fn left(text: impl Into<String>) -> Cell {
    Cell::Left(text.into())
}

fn right(text: impl Into<String>) -> Cell {
    Cell::Right(text.into())
}

/// Measure by measure, over all incidents.
fn overall(all: &Group, look: Look) -> Grid {
    let mut grid = Grid::new()
        .column(left(""), 0)
        .column(left(""), 1)
        .column(right(look.dim("median")), 0)
        .column(right(look.dim("90 %")), 0)
        .column(right(look.dim("of")), 2)
        .column(right(look.dim("missing")), 3);
    let medians = all
        .measures
        .iter()
        .filter_map(|(_, summary)| summary.median_seconds);
    let longest = medians.max().unwrap_or(0);
    for measure in Measure::ALL {
        let Some(summary) = all.measures.get(measure.id()) else {
            continue;
        };
        grid.row([
            left(words(measure)),
            Cell::Bar(share(summary.median_seconds.unwrap_or(0), longest)),
            right(time(summary.median_seconds)),
            right(time(summary.p90_seconds)),
            right(summary.count.to_string()),
            right(summary.missing.to_string()),
        ]);
    }
    grid
}

/// Group by group: how many, and how long each step took them.
fn grouped(groups: &[&Group], look: Look) -> Grid {
    const SHOWN: [(Measure, u8, u8); 4] = [
        (Measure::Acknowledge, 5, 9),
        (Measure::Contain, 2, 7),
        (Measure::Recover, 1, 6),
        (Measure::Close, 3, 8),
    ];
    let mut grid = Grid::new()
        .column(left(""), 0)
        .column(left(""), 4)
        .column(right(""), 0);
    for (measure, median, p90) in SHOWN {
        grid = grid
            .column(right(look.dim(measure.id())), median)
            .column(right(look.dim("90 %")), p90);
    }
    let most = groups.iter().map(|group| group.incidents).max();
    for group in groups {
        let title = match group.group {
            Grouping::Severity if group.title != group.value => {
                format!("{} {}", group.value, group.title)
            }
            _ => group.title.clone(),
        };
        let mut cells = vec![
            left(fit(&one_line(&title), TITLE)),
            Cell::Bar(share(group.incidents as i64, most.unwrap_or(0) as i64)),
            right(group.incidents.to_string()),
        ];
        // Of a month without an incident there is nothing to tell.
        for (measure, _, _) in SHOWN.iter().filter(|_| group.incidents > 0) {
            let summary = group.measures.get(measure.id()).copied();
            cells.push(right(summary.map_or(String::new(), resting)));
            cells.push(right(
                summary.map_or(String::new(), |summary| time(summary.p90_seconds)),
            ));
        }
        grid.row(cells);
    }
    grid
}

/// How much of a title is enough to know it by.
const TITLE: usize = 26;

/// A median, with the number it rests on where that is not everybody.
fn resting(summary: Summary) -> String {
    match summary.median_seconds {
        Some(_) if summary.missing > 0 => {
            format!("{} ({})", time(summary.median_seconds), summary.count)
        }
        _ => time(summary.median_seconds),
    }
}

fn time(seconds: Option<i64>) -> String {
    seconds.map_or_else(
        || "\u{2013}".to_owned(),
        |seconds| duration(TimeDelta::seconds(seconds)),
    )
}

fn share(part: i64, whole: i64) -> f64 {
    if whole > 0 {
        part as f64 / whole as f64
    } else {
        0.0
    }
}

fn recurring(stats: &Stats, page: Page, lines: &mut Vec<String>) {
    let look = page.look;
    let causes = &stats.causes;
    let note = format!(
        "a root cause is confirmed in {} of {}",
        causes.count, stats.incidents.total
    );
    heading(lines, page, "Recurring causes", &note);
    if causes.recurring.is_empty() {
        lines.push("  none".to_owned());
    }
    for cause in causes.recurring.iter().take(CAUSES) {
        let text = format!("  {}\u{00d7}  {}", cause.count, one_line(&cause.text));
        lines.push(fit(&text, page.width));
        lines.push(format!(
            "      {}",
            look.dim(&ids(cause, page.width.saturating_sub(6)))
        ));
    }
    if causes.recurring.len() > CAUSES {
        let more = causes.recurring.len() - CAUSES;
        lines.push(format!("  and {more} more: --format json"));
    }
}

/// The newest incidents of a cause, as many as fit.
fn ids(cause: &Cause, width: usize) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<&str> = Vec::new();
    let mut used = " and 00000 more".len();
    for id in cause.incidents.iter().rev().take(MOST) {
        used += id.chars().count() + 2;
        if used > width && !shown.is_empty() {
            break;
        }
        shown.push(id);
    }
    let more = match cause.incidents.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    fit(&one_line(&format!("{}{more}", shown.join(", "))), width)
}

fn clocks(stats: &Stats) -> Grid {
    let mut grid = Grid::new()
        .column(left(""), 0)
        .column(left(""), 1)
        .column(right(""), 0)
        .column(right(""), 0);
    for summary in &stats.clocks {
        let missed = share(summary.missed as i64, summary.ran as i64);
        grid.row([
            left(summary.kind.replace('-', " ")),
            Cell::Bar(missed),
            right(format!("{} of {}", summary.missed, summary.ran)),
            right(format!("{:.0} %", missed * 100.0)),
        ]);
    }
    grid
}

/// One row for each group and measure.
pub(crate) fn write_csv(stats: &Stats, out: &mut dyn Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "group",
        "value",
        "measure",
        "count",
        "missing",
        "median_seconds",
        "p90_seconds",
    ])?;
    let number = |seconds: Option<i64>| seconds.map(|seconds| seconds.to_string());
    for group in &stats.groups {
        for (measure, summary) in group.measures.iter() {
            writer.write_record([
                group.group.id(),
                &guarded(&group.value),
                measure,
                &summary.count.to_string(),
                &summary.missing.to_string(),
                &number(summary.median_seconds).unwrap_or_default(),
                &number(summary.p90_seconds).unwrap_or_default(),
            ])?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// A spreadsheet carries out what begins like a formula, and an id in a record can be anything: an
/// apostrophe before it makes it text.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_is_handed_no_formula() {
        for (text, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("SEV-1", "SEV-1"),
            ("2025-11", "2025-11"),
        ] {
            assert_eq!(guarded(text), written);
        }
    }
}
