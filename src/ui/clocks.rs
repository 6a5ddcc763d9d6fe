//! Deadlines as a list and as data.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Table;
use super::style::{Look, one_line};
use super::table::{cut, whole};
use super::words::duration;
use crate::domain::clocks::Clock;
use crate::domain::plan::Zone;
use crate::domain::record::Time;

/// A clock, with the incident it runs for.
pub(crate) struct Due {
    pub incident: String,
    pub severity: String,
    pub title: String,
    pub clock: Clock,
}

/// What programs are told of a clock.
pub(crate) fn clock_json(clock: &Clock, now: Time) -> Value {
    let mut value = json!({
        "kind": clock.kind.id(),
        "what": clock.what,
        "why": clock.why,
        "due": clock.due,
        "overdue": clock.is_overdue(now),
        "row": clock.row,
    });
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    value
}

/// `overdue 6 min`, `in 22 h`, `no date`: plain to see without colour.
pub(crate) fn when(due: Option<Time>, now: Time, look: Look) -> String {
    let Some(due) = due else {
        return look.dim("no date");
    };
    let left = due.0 - now.0;
    match duration(left).as_str() {
        // Below a minute neither side is worth a number.
        "0 min" if left < TimeDelta::zero() => look.error("overdue now"),
        "0 min" => "due now".to_owned(),
        late if left < TimeDelta::zero() => look.error(&format!("overdue {late}")),
        left => format!("in {left}"),
    }
}

/// One line a clock.
pub(crate) fn due_lines(
    dues: &[Due],
    zone: Zone,
    now: Time,
    look: Look,
    width: usize,
) -> Vec<String> {
    // The hour is said by how long is left; the severity by the incident.
    let mut table = Table::new([
        whole("due"),
        cut("what"),
        whole("incident"),
        whole("severity").going(2),
        whole("at").going(3),
        cut("why").going(1),
    ]);
    for due in dues {
        let clock = &due.clock;
        table.row([
            when(clock.due, now, look),
            one_line(&clock.what),
            look.bold(&due.incident),
            one_line(&due.severity),
            clock.due.map(|due| zone.minute(due)).unwrap_or_default(),
            look.dim(&one_line(&clock.why)),
        ]);
    }
    table.lines(0, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_says_so_in_words() {
        let at =
            |clock: &str| -> Time { format!("2025-11-29T{clock}+03:00").parse().expect("a time") };
        for (due, words) in [
            ("10:00:00", "due now"),
            ("10:00:30", "due now"),
            ("09:59:59", "overdue now"),
            ("09:54:00", "overdue 6 min"),
            ("12:05:00", "in 2 h 5 min"),
        ] {
            let shown = when(Some(at(due)), at("10:00:00"), Look::OUT);
            assert_eq!(console::strip_ansi_codes(&shown), words, "{due}");
        }
    }
}
