//! What is said to a person after a change: short, and what comes next.

use console::measure_text_width;
use std::io::{self, Write};

use super::change::Done;
use super::context::Context;
use crate::command::Address;
use crate::error::Error;
use crate::next::{Step, Urgency, steps};
use crate::plan::Case;
use crate::record::{Record, Time};
use crate::render::style::{Look, one_line, shown};
use crate::render::table::{GAP, fit, padded};
use crate::render::words::duration;

impl Context {
    /// One line about the incident after a change: where it stands now.
    pub fn tell(&self, done: &Done, what: &str) {
        let look = self.look();
        let (before, after) = (&done.before, &done.after);
        if done.is_unchanged() {
            return self.say(format!("{}  nothing to change", after.id));
        }
        let mut moved = Vec::new();
        if before.severity != after.severity {
            moved.push(format!(
                "{} \u{2192} {}",
                before.severity,
                look.bold(&after.severity)
            ));
        }
        if before.status != after.status {
            moved.push(format!(
                "{} \u{2192} {}",
                before.status,
                look.bold(after.status.id())
            ));
        }
        let id = look.dim(&after.id);
        let moved: String = moved.iter().map(|moved| format!("  {moved}")).collect();
        // Of a long list of actions the beginning is enough; where it led to is what counts.
        let taken = measure_text_width(&moved) + GAP + measure_text_width(&id);
        let what = fit(&one_line(what), self.width().saturating_sub(taken));
        self.say(format!("{what}{moved}  {id}"));
    }

    /// The most urgent steps, a line each.
    pub fn tell_next(
        &self,
        record: &Record,
        plan: &crate::plan::Plan,
        now: Time,
        address: &Address,
        most: usize,
    ) {
        let steps = steps(&Case::new(record, plan), now);
        for line in step_lines(
            &steps[..steps.len().min(most)],
            now,
            address,
            Look::ERR,
            self.width(),
            2,
        ) {
            self.say(line);
        }
    }
}

/// An error as a person reads it: what happened, and what to type next.
pub fn tell_error(error: &Error) {
    // Findings have been printed already and speak for themselves.
    if error.message.is_empty() && error.items.is_empty() {
        return;
    }
    let text = shown(&error.to_string());
    writeln!(io::stderr(), "{} {text}", Look::ERR.error("error:")).ok();
}

/// How much of a reason is worth a place on the line of its step.
const REASON: usize = 16;

/// How wide what is to be done may be; what is longer is cut, since the command says it too.
const WHAT: usize = 30;

/// Steps as aligned lines: when, what, the command, why.
///
/// A command is there to be typed, so it is never cut: one that is too long for the line stands
/// below it, and the reason gives way first.
pub fn step_lines(
    steps: &[Step],
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
            let row = if step.row.is_empty() {
                String::new()
            } else {
                format!(" ({})", step.row)
            };
            [
                when(step, now, look),
                fit(&one_line(&step.what), WHAT),
                command,
                one_line(&step.why),
                row,
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
    let room = width.saturating_sub(indent + whens + GAP + whats + GAP);
    let commands = widest(2, (room / 2).min(COMMAND));
    let mut lines = Vec::new();
    for [when, what, command, why, row] in &rows {
        let start = format!(
            "{}{}{}",
            " ".repeat(indent),
            padded(when, whens + GAP),
            padded(what, whats + GAP)
        );
        let long = measure_text_width(command) > room;
        let column = if long {
            0
        } else {
            measure_text_width(command).max(commands) + GAP
        };
        let left = room.saturating_sub(column);
        // The plan's row gives way before the reason does.
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

fn when(step: &Step, now: Time, look: Look) -> String {
    match (step.urgency, step.due) {
        (Urgency::Overdue, Some(due)) => {
            look.error(&format!("overdue {}", duration(now.0 - due.0)))
        }
        (Urgency::Soon, Some(due)) if due.0 - now.0 < chrono::TimeDelta::days(2) => {
            format!("in {}", duration(due.0 - now.0))
        }
        (Urgency::Overdue, None) => look.error("overdue"),
        (Urgency::Now, _) => look.bold("now"),
        (Urgency::Soon, _) => "soon".to_owned(),
        (Urgency::Later, _) => "later".to_owned(),
    }
}
