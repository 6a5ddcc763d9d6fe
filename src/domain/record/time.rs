//! Instants and days as records write them.

use std::fmt;
use std::ops::Add;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeDelta};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant with its offset, to the second: `2025-11-29T09:58:00+03:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub DateTime<FixedOffset>);

impl Time {
    /// Whether it was in an earlier minute: who says 12:12 means no second of it.
    pub fn is_before(self, other: Time) -> bool {
        self.0.timestamp().div_euclid(60) < other.0.timestamp().div_euclid(60)
    }
}

/// A day of the calendar: `2025-12-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub NaiveDate);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, false))
    }
}

impl FromStr for Time {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return if instant.timestamp_subsec_nanos() == 0 {
                Ok(Time(instant))
            } else {
                Err(format!(
                    "`{text}` has fractions of a second; write \"{}\"",
                    Time(instant)
                ))
            };
        }
        // What is most often forgotten is the offset: a local time says nothing a year later.
        let bare = text.replace(' ', "T");
        let with_seconds = if bare.len() == "2025-11-29T09:58".len() {
            format!("{bare}:00")
        } else {
            bare
        };
        if DateTime::parse_from_rfc3339(&format!("{with_seconds}Z")).is_ok() {
            return Err(format!(
                "`{text}` has no UTC offset; write \"{with_seconds}+00:00\" with your offset instead of +00:00"
            ));
        }
        Err(format!(
            "`{text}` is not a time; write it like \"2025-11-29T09:58:00+03:00\""
        ))
    }
}

impl Add<TimeDelta> for Time {
    type Output = Time;

    /// Later by a span; at the end of the calendar, where nothing is later, the same instant.
    fn add(self, span: TimeDelta) -> Time {
        Time(self.0.checked_add_signed(span).unwrap_or(self.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| text.len() == 10)
            .map(Day)
            .ok_or_else(|| format!("`{text}` is not a date; write it like \"2025-12-05\""))
    }
}

/// Both are text in the file, and both say the same things of themselves to serde and to the schema.
macro_rules! as_text {
    ($type:ident, $name:literal, $format:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = super::text::required(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "format": $format})
            }
        }
    };
}

as_text!(Time, "Time", "date-time");
as_text!(Day, "Day", "date");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_offset() {
        for text in ["2025-11-29T09:58:00+03:00", "2017-01-31T23:00:00+00:00"] {
            assert_eq!(text.parse::<Time>().expect(text).to_string(), text);
        }
        assert_eq!(
            "2017-01-31T23:00:00Z"
                .parse::<Time>()
                .expect("Z")
                .to_string(),
            "2017-01-31T23:00:00+00:00"
        );
    }

    #[test]
    fn a_wrong_time_says_how_to_write_it() {
        for (text, fix) in [
            ("2025-11-29T09:58:00", "write \"2025-11-29T09:58:00+00:00\""),
            ("2025-11-29 09:58", "write \"2025-11-29T09:58:00+00:00\""),
            ("yesterday", "write it like"),
            (
                "2025-11-29T09:58:00.5+03:00",
                "write \"2025-11-29T09:58:00+03:00\"",
            ),
        ] {
            let error = text.parse::<Time>().expect_err(text);
            assert!(error.contains(fix), "{text}: {error}");
        }
        assert!("2025-2-3".parse::<Day>().is_err());
        assert_eq!(
            "2025-12-05".parse::<Day>().expect("a date").to_string(),
            "2025-12-05"
        );
    }
}
