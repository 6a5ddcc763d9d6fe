//! What to do next, as aligned lines.

use console::measure_text_width;

use super::style::{Look, one_line};
use super::table::{GAP, fit, padded};
use super::words::duration;
use crate::domain::command::Address;
use crate::domain::next::{Step, Urgency};
use crate::domain::plan::{Plan, row_suffix};
use crate::domain::record::Time;

/// How much of a reason is worth a place on the line of its step.
const REASON: usize = 16;

/// How far what is to be done may push the commands of the others to the right.
const WHAT: usize = 26;

/// Steps as aligned lines: when, what, the command, why.
///
/// A command is there to be typed, so it is never cut: one that is too long for the line stands
/// below it, and the reason gives way first.
pub(crate) fn step_lines(
    steps: &[Step],
    plan: &Plan,
    now: Time,
    address: &Address,
    look: Look,
    width: usize,
    indent: usize,
) -> Vec<String> {
    let rows: Vec<[String; 5]> = steps
        .iter()
        .map(|step| {
            let command = step
                .command
                .as_ref()
                .map(|command| command.line(address))
                .unwrap_or_default();
            let row = row_suffix(plan.shown_rows(&step.row));
            [
                when(step, now, look),
                one_line(&step.what),
                command,
                one_line(&step.why),
                at_the_latest(step, now) + &row,
            ]
        })
        .collect();
    let widest = |column: usize, most: usize| {
        rows.iter()
            .map(|row| measure_text_width(&row[column]))
            .filter(|width| *width <= most)
            .max()
            .unwrap_or(0)
    };
    let (whens, whats) = (widest(0, usize::MAX), widest(1, WHAT));
    let room_beside = |what: usize| width.saturating_sub(indent + whens + GAP + what + GAP);
    let commands = widest(2, (room_beside(whats) / 2).min(COMMAND));
    let mut lines = Vec::new();
    for [when, what, command, why, row] in &rows {
        let what = fit(what, room_beside(0));
        let room = room_beside(whats.max(measure_text_width(&what)));
        let start = format!(
            "{}{}{}{}",
            " ".repeat(indent),
            padded(when, whens + GAP),
            padded(&what, whats),
            " ".repeat(GAP)
        );
        let long = measure_text_width(command) > room;
        let column = if long {
            0
        } else {
            measure_text_width(command).max(commands) + GAP
        };
        let left = room.saturating_sub(column);
        // The plan's row, and a time that `inc due` shows, give way before the reason does.
        let why = match measure_text_width(why) {
            width if width + row.len() <= left => look.dim(&format!("{why}{row}")),
            width if width <= left || left >= REASON => look.dim(&fit(why, left)),
            _ => String::new(),
        };
        let middle = if long {
            String::new()
        } else {
            padded(&look.command(command), column)
        };
        lines.push(format!("{start}{middle}{why}").trim_end().to_owned());
        if long {
            lines.push(format!(
                "{}{}",
                " ".repeat(indent + GAP),
                look.command(command)
            ));
        }
    }
    lines
}

/// How far a long command may push the reasons of all the others to the right.
const COMMAND: usize = 52;

/// What is to be done at once has a clock too, which `inc due` shows.
fn at_the_latest(step: &Step, now: Time) -> String {
    match (step.urgency, step.due) {
        (Urgency::Now, Some(due)) => format!("; due in {}", duration(due.0 - now.0)),
        _ => String::new(),
    }
}

fn when(step: &Step, now: Time, look: Look) -> String {
    match (step.urgency, step.due) {
        (Urgency::Overdue, Some(due)) => match duration(now.0 - due.0).as_str() {
            "0 min" => look.error("due now"),
            late => look.error(&format!("overdue {late}")),
        },
        (Urgency::Soon | Urgency::Later, Some(due)) => match duration(due.0 - now.0).as_str() {
            "0 min" => "due now".to_owned(),
            left => format!("in {left}"),
        },
        (Urgency::Overdue, None) => look.error("overdue"),
        (Urgency::Now, _) => look.bold("now"),
        (Urgency::Soon, _) => "soon".to_owned(),
        (Urgency::Later, _) => "later".to_owned(),
    }
}
