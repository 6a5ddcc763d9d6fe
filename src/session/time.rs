//! Times as people type them: `14:05`, `10m ago`, `yesterday 14:05`, `2025-11-29 14:05`, RFC 3339.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::domain::plan::{Span, Zone};
use crate::domain::record::{Day, Time};
use crate::domain::respond::Moment;
use crate::error::Error;
use crate::session::context::Context;

/// What to type where a time is wanted.
pub(crate) const FORMS: &str =
    "14:05, 2025-11-29 14:05, 10m ago, yesterday 14:05, or 2025-11-29T14:05:00+03:00";

/// A day as people name it: `2025-11-29`, `yesterday`.
pub(crate) fn named_day(text: &str, now: Time, zone: Zone) -> Option<Day> {
    let today = zone.day(now).0;
    match text.trim() {
        "yesterday" => today.pred_opt().map(Day),
        "today" => Some(Day(today)),
        "tomorrow" => today.succ_opt().map(Day),
        date => date.parse().ok(),
    }
}

/// A day that is not in the future.
fn past_day(text: &str, now: Time, zone: Zone) -> Result<Option<Day>, String> {
    match named_day(text, now, zone) {
        Some(day) if day.0 > zone.day(now).0 => Err(in_the_future(&day.to_string())),
        day => Ok(day),
    }
}

fn in_the_future(time: &str) -> String {
    format!("{time} is in the future; a record says what has happened")
}

/// An instant that is not in the future. A day is no instant, and a timeline without hours is none.
pub(crate) fn past(text: &str, now: Time, zone: Zone) -> Result<Time, String> {
    if past_day(text, now, zone)?.is_some() {
        let text = text.trim();
        return Err(format!(
            "`{text}` is a day; say the hour too: \"{text} 14:05\""
        ));
    }
    not_ahead(parse(text, now, zone)?, now, zone)
}

fn not_ahead(time: Time, now: Time, zone: Zone) -> Result<Time, String> {
    match time > now {
        true => Err(in_the_future(&zone.minute(time))),
        false => Ok(time),
    }
}

/// An instant up to which one looks back; a day is meant to its end, and today until now.
pub(crate) fn until(text: &str, now: Time, zone: Zone) -> Result<Time, String> {
    match past_day(text, now, zone)?.and_then(|day| zone.end_of(day)) {
        Some(end) => Ok(end.min(now)),
        None => past(text, now, zone),
    }
}

/// The same for what looks back over a stretch of time, and for what is to come.
const FORMS_SINCE: &str = "2w, 2025-11-29, 14:05, 10m ago or yesterday 14:05";
const FORMS_AHEAD: &str = "30m, 2h or 14:05";

/// An instant, past or future.
pub(crate) fn parse(text: &str, now: Time, zone: Zone) -> Result<Time, String> {
    parse_as(text, now, zone, FORMS)
}

/// `forms`: what could have been typed here.
fn parse_as(text: &str, now: Time, zone: Zone, forms: &str) -> Result<Time, String> {
    let text = text.trim();
    let unclear = || format!("`{text}` is not a time; write it like {forms}");
    if let Ok(time) = text.parse::<Time>() {
        return Ok(time);
    }
    if text == "now" {
        return Ok(now);
    }
    if let Some(span) = text.strip_suffix("ago") {
        let span: Span = span
            .trim()
            .replace(' ', "")
            .parse()
            .map_err(|_| unclear())?;
        return Ok(zone.of(Time(now.0 - span.delta())));
    }
    let today = zone.of(now).0.date_naive();
    let local = |day: NaiveDate, clock: NaiveTime| -> Result<Time, String> {
        let local = NaiveDateTime::new(day, clock);
        zone.local(local).ok_or_else(|| {
            format!(
                "{} does not exist in this zone: the clock was set forward then",
                local.format("%Y-%m-%d %H:%M")
            )
        })
    };
    let (day, clock) = match text.split_once([' ', 'T']) {
        None => (None, clock(text).ok_or_else(unclear)?),
        Some((day, rest)) => {
            let day = match day {
                "today" => today,
                "yesterday" => today.checked_sub_days(Days::new(1)).ok_or_else(unclear)?,
                date => NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| unclear())?,
            };
            (Some(day), clock(rest).ok_or_else(unclear)?)
        }
    };
    match day {
        Some(day) => local(day, clock),
        // The latest one past: shortly after midnight 23:50 was yesterday, and where the clock was
        // set back 02:30 came twice.
        None => {
            let past = zone.instants(NaiveDateTime::new(today, clock));
            if past.is_empty() {
                return local(today, clock);
            }
            if let Some(time) = past.into_iter().rfind(|time| *time <= now) {
                return Ok(time);
            }
            local(
                today.checked_sub_days(Days::new(1)).ok_or_else(unclear)?,
                clock,
            )
        }
    }
}

/// The beginning of a stretch of time up to now: an instant, a day, or how long ago.
pub(crate) fn since(text: &str, now: Time, zone: Zone) -> Result<Time, String> {
    if let Ok(span) = text.trim().parse::<Span>() {
        return Ok(zone.of(Time(now.0 - span.delta())));
    }
    let Some(day) = past_day(text, now, zone)? else {
        return not_ahead(parse_as(text, now, zone, FORMS_SINCE)?, now, zone);
    };
    // Where the clock is set forward at midnight the day begins an hour later.
    let first = (0..24).find_map(|hour| zone.local(day.0.and_hms_opt(hour, 0, 0)?));
    let first = first.ok_or_else(|| format!("`{text}` is not a valid day in this time zone"))?;
    past(&first.to_string(), now, zone)
}

fn clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"))
        .ok()
}

/// An instant to come: a span from now, or a time; `14:05` is the next one.
pub(crate) fn future(text: &str, now: Time, zone: Zone) -> Result<Time, String> {
    let text = text.trim();
    if let Ok(span) = text.parse::<Span>() {
        return Ok(zone.of(now + span.delta()));
    }
    let mut time = parse_as(text, now, zone, FORMS_AHEAD)?;
    if time < now && clock(text).is_some() {
        time = zone.of(time + TimeDelta::days(1));
    }
    if time < now {
        return Err(format!("{} is past", zone.minute(time)));
    }
    Ok(time)
}

/// The last day of a time span or a date, for due dates: `2025-12-05`, `2w`, `tomorrow`.
pub(crate) fn day(text: &str, now: Time, zone: Zone) -> Result<Day, String> {
    let today = zone.of(now).0.date_naive();
    let later = |delta: TimeDelta| today.checked_add_signed(delta).map(Day);
    match text.trim() {
        "today" => later(TimeDelta::zero()),
        "tomorrow" => later(TimeDelta::days(1)),
        span if span.parse::<Span>().is_ok() => later(span.parse::<Span>()?.delta()),
        date => Some(date.parse().map_err(|_| {
            let soon = later(TimeDelta::days(14)).map_or(String::new(), |day| format!(" or {day}"));
            format!("`{text}` is not a day; write it like 2w, tomorrow{soon}")
        })?),
    }
    .ok_or_else(|| format!("`{text}` is too far away"))
}

impl Context {
    /// When it happened, and who says so. What is answered to a question happens with the answer; a
    /// time that was typed was meant from when it was typed.
    pub(crate) fn moment(&self, at: Option<&str>) -> crate::error::Result<Moment> {
        let (typed, now) = (self.now()?, self.by_now()?);
        let zone = self.zone()?;
        let at = match at {
            Some(text) => past(text, typed, zone)
                .map_err(|message| Error::usage(format!("--at: {message}")))?,
            None => now,
        };
        Ok(Moment {
            at,
            now,
            by: self.by()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse().expect(text)
    }

    #[test]
    fn times_read_as_people_type_them() {
        let riyadh = Zone::named("Asia/Riyadh").expect("a zone");
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        for (now, text, meant) in [
            (
                "2025-10-26T02:50:00+01:00",
                "02:30",
                "2025-10-26T02:30:00+01:00",
            ),
            (
                "2025-10-26T02:10:00+01:00",
                "02:30",
                "2025-10-26T02:30:00+02:00",
            ),
            (
                "2025-10-26T02:50:00+02:00",
                "02:30",
                "2025-10-26T02:30:00+02:00",
            ),
        ] {
            assert_eq!(parse(text, at(now), berlin), Ok(at(meant)), "{now}");
        }
        let now = at("2025-11-29T10:30:00+03:00");
        for (text, meant) in [
            ("10:14", "2025-11-29T10:14:00+03:00"),
            ("23:50", "2025-11-28T23:50:00+03:00"),
            ("10:14:30", "2025-11-29T10:14:30+03:00"),
            ("10m ago", "2025-11-29T10:20:00+03:00"),
            ("2h ago", "2025-11-29T08:30:00+03:00"),
            ("yesterday 14:05", "2025-11-28T14:05:00+03:00"),
            ("today 09:00", "2025-11-29T09:00:00+03:00"),
            ("2025-11-27 14:05", "2025-11-27T14:05:00+03:00"),
            ("2025-11-27T14:05", "2025-11-27T14:05:00+03:00"),
            ("2025-11-29T07:00:00Z", "2025-11-29T10:00:00+03:00"),
        ] {
            assert_eq!(past(text, now, riyadh), Ok(at(meant)), "{text}");
        }
        for wrong in [
            "",
            "soon",
            "25:00",
            "10m",
            "m ago",
            "2025-13-01 10:00",
            "2025-11-30 10:00",
            "today 11:00",
        ] {
            assert!(past(wrong, now, riyadh).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_local_time_that_daylight_saving_skipped_is_refused() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let now = at("2025-03-30T12:00:00+02:00");
        assert!(past("02:30", now, berlin).is_err_and(|error| error.contains("set forward")));
        assert_eq!(
            past("03:30", now, berlin),
            Ok(at("2025-03-30T03:30:00+02:00"))
        );
        // Twice on the night the clock goes back: the latest one past, as of any clock; with a date
        // the earlier one.
        let autumn = at("2025-10-26T12:00:00+01:00");
        assert_eq!(
            past("02:30", autumn, berlin),
            Ok(at("2025-10-26T02:30:00+01:00"))
        );
        assert_eq!(
            past("2025-10-26 02:30", autumn, berlin),
            Ok(at("2025-10-26T02:30:00+02:00"))
        );
    }

    #[test]
    fn a_stretch_of_time_begins_with_a_day_or_so_long_ago() {
        let riyadh = Zone::named("Asia/Riyadh").expect("a zone");
        let now = at("2025-11-29T10:30:00+03:00");
        for (text, meant) in [
            ("2025-11-01", "2025-11-01T00:00:00+03:00"),
            ("30d", "2025-10-30T10:30:00+03:00"),
            ("2025-11-27 14:05", "2025-11-27T14:05:00+03:00"),
            ("2h ago", "2025-11-29T08:30:00+03:00"),
        ] {
            assert_eq!(since(text, now, riyadh), Ok(at(meant)), "{text}");
        }
        assert!(since("2025-11-30", now, riyadh).is_err());
        assert!(since("lately", now, riyadh).is_err());
        // Midnight was skipped in Cairo that day.
        let cairo = Zone::named("Africa/Cairo").expect("a zone");
        assert_eq!(
            since("2025-04-25", now, cairo),
            Ok(at("2025-04-25T01:00:00+03:00"))
        );
    }

    #[test]
    fn a_day_is_taken_or_described_alike_everywhere() {
        let riyadh = Zone::named("Asia/Riyadh").expect("a zone");
        let now = at("2025-11-29T10:30:00+03:00");
        // Where an hour is needed, a day is called a day, and one to come lies in the future.
        for (text, said) in [
            (
                "2025-11-27",
                "`2025-11-27` is a day; say the hour too: \"2025-11-27 14:05\"",
            ),
            (
                "yesterday",
                "`yesterday` is a day; say the hour too: \"yesterday 14:05\"",
            ),
            (
                "today",
                "`today` is a day; say the hour too: \"today 14:05\"",
            ),
            (
                "2027-01-01",
                "2027-01-01 is in the future; a record says what has happened",
            ),
            (
                "tomorrow",
                "2025-11-30 is in the future; a record says what has happened",
            ),
        ] {
            assert_eq!(past(text, now, riyadh), Err(said.to_owned()));
        }
        for (text, meant) in [
            ("2025-11-27", "2025-11-27T23:59:59+03:00"),
            ("yesterday", "2025-11-28T23:59:59+03:00"),
            ("today", "2025-11-29T10:30:00+03:00"),
        ] {
            assert_eq!(until(text, now, riyadh), Ok(at(meant)), "{text}");
        }
        for (text, meant) in [
            ("yesterday", "2025-11-28T00:00:00+03:00"),
            ("today", "2025-11-29T00:00:00+03:00"),
        ] {
            assert_eq!(since(text, now, riyadh), Ok(at(meant)), "{text}");
        }
        for text in ["2027-01-01", "tomorrow"] {
            assert!(until(text, now, riyadh).is_err_and(|said| said.contains("in the future")));
            assert!(since(text, now, riyadh).is_err_and(|said| said.contains("in the future")));
        }
    }

    #[test]
    fn due_dates_may_be_spans() {
        let utc = Zone::named("UTC").expect("a zone");
        let now = at("2025-11-29T10:30:00+00:00");
        for (text, meant) in [
            ("2025-12-05", "2025-12-05"),
            ("2w", "2025-12-13"),
            ("tomorrow", "2025-11-30"),
        ] {
            assert_eq!(day(text, now, utc).expect(text).to_string(), meant);
        }
        assert!(day("12/05", now, utc).is_err());
    }
}
