//! Times and lengths of time as reports show them.

use chrono::{FixedOffset, TimeDelta};

use crate::domain::plan::Zone;
use crate::domain::record::{Record, Time};

/// Shows times in the plan's zone, so that none can be mistaken.
///
/// One offset for the whole incident is said once, beside the times. Where the clocks changed
/// meanwhile, 02:30 may have come twice: then every time bears its offset, and so does any other time
/// that has another offset than the incident's.
#[derive(Clone, Debug)]
pub(crate) struct ZonedTimes {
    zone: Zone,
    start: Time,
    /// Those that were in force between the start and the closure, the earliest first.
    offsets: Vec<FixedOffset>,
}

impl ZonedTimes {
    pub(crate) fn new(zone: Zone, record: &Record) -> Self {
        let detection = &record.detection;
        let start = record.detection.began_at();
        let detected = [start, detection.detected_at]
            .into_iter()
            .chain(detection.acknowledged_at);
        let events = record.timeline.iter().map(|event| event.at);
        let closed = record.closure.iter().map(|closure| closure.at);
        let mut instants: Vec<Time> = detected.chain(events).chain(closed).collect();
        instants.sort();
        let mut offsets: Vec<FixedOffset> = Vec::new();
        for instant in instants {
            let offset = *zone.of(instant).0.offset();
            if !offsets.contains(&offset) {
                offsets.push(offset);
            }
        }
        ZonedTimes {
            zone,
            start,
            offsets,
        }
    }

    /// `2025-11-29 10:14`, and `+03:00` after it where the label alone would not tell.
    pub(crate) fn show(&self, time: Time) -> String {
        self.zone.minute(time) + &self.suffix(time)
    }

    /// `2025-11-29`
    pub(crate) fn day(&self, time: Time) -> String {
        self.zone.of(time).0.format("%Y-%m-%d").to_string()
    }

    /// `10:14`, with the same suffix as [`ZonedTimes::show`].
    pub(crate) fn hour(&self, time: Time) -> String {
        self.zone.clock(time) + &self.suffix(time)
    }

    /// `Asia/Riyadh, UTC+03:00`
    pub(crate) fn label(&self) -> String {
        match self.offsets.as_slice() {
            [] | [_] => self.zone.label(self.start),
            [_, later @ ..] => {
                let later: Vec<String> =
                    later.iter().map(|offset| format!("UTC{offset}")).collect();
                let later = later.join(" and ");
                format!(
                    "{} and {later}; each time has its offset",
                    self.zone.label(self.start)
                )
            }
        }
    }

    fn suffix(&self, time: Time) -> String {
        let local = self.zone.of(time).0;
        if self.offsets == [*local.offset()] {
            String::new()
        } else {
            local.format(" %:z").to_string()
        }
    }
}

/// `2 h 41 min`, `1 d 3 h 5 min`; nothing for a time that runs backwards.
pub(crate) fn length(delta: TimeDelta) -> Option<String> {
    if delta < TimeDelta::zero() {
        return None;
    }
    let minutes = delta.num_minutes();
    let parts = [
        (minutes / 1440, "d"),
        (minutes / 60 % 24, "h"),
        (minutes % 60, "min"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    Some(if said.is_empty() {
        "less than 1 min".to_owned()
    } else {
        said.join(" ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_say_them() {
        for (seconds, said) in [
            (0, Some("less than 1 min")),
            (59, Some("less than 1 min")),
            (60, Some("1 min")),
            (9660, Some("2 h 41 min")),
            (7200, Some("2 h")),
            (97_500, Some("1 d 3 h 5 min")),
            (86_700, Some("1 d 5 min")),
            (-1, None),
        ] {
            assert_eq!(
                length(TimeDelta::seconds(seconds)).as_deref(),
                said,
                "{seconds}"
            );
        }
    }
}
