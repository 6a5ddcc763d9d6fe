//! What is said to a person after a change: short, and what comes next.

use std::io::{self, Write};

use super::change::Done;
use super::context::Context;
use crate::command::Address;
use crate::error::Error;
use crate::next::{Step, Urgency, steps};
use crate::plan::Case;
use crate::record::{Record, Time};
use crate::render::Table;
use crate::render::style::{Look, one_line, shown};
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
        let line = std::iter::once(one_line(what))
            .chain(moved)
            .collect::<Vec<_>>()
            .join("  ");
        self.say(format!("{line}  {id}"));
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

/// Steps as aligned lines: when, what, the command, why.
pub fn step_lines(
    steps: &[Step],
    now: Time,
    address: &Address,
    look: Look,
    width: usize,
    indent: usize,
) -> Vec<String> {
    let mut table = Table::new();
    for step in steps {
        let when = match (step.urgency, step.due) {
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
        };
        let command = step
            .command
            .as_ref()
            .map(|command| look.command(&command.line(address)))
            .unwrap_or_default();
        let row = if step.row.is_empty() {
            String::new()
        } else {
            format!(" ({})", step.row)
        };
        table.row([
            when,
            one_line(&step.what),
            command,
            look.dim(&format!("{}{row}", one_line(&step.why))),
        ]);
    }
    table.lines(indent, width)
}
