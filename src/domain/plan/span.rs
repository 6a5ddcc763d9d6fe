//! A length of time as plans write it: `5m`, `48h`, `2w`.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Kept in the unit it was written in, so that `48h` does not come back as `2d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    count: u32,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
}

impl Unit {
    const ALL: [Unit; 4] = [Unit::Minutes, Unit::Hours, Unit::Days, Unit::Weeks];

    fn letter(self) -> char {
        match self {
            Unit::Minutes => 'm',
            Unit::Hours => 'h',
            Unit::Days => 'd',
            Unit::Weeks => 'w',
        }
    }

    fn minutes(self) -> i64 {
        match self {
            Unit::Minutes => 1,
            Unit::Hours => 60,
            Unit::Days => 24 * 60,
            Unit::Weeks => 7 * 24 * 60,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Unit::Minutes => "min",
            Unit::Hours => "h",
            Unit::Days => "days",
            Unit::Weeks => "weeks",
        }
    }
}

impl Span {
    pub fn delta(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.count) * self.unit.minutes())
    }

    /// For a person: `5 min`, `48 h`, `2 weeks`.
    pub fn words(self) -> String {
        let word = self.unit.word();
        let word = if self.count == 1 {
            word.strip_suffix('s').unwrap_or(word)
        } else {
            word
        };
        format!("{} {word}", self.count)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.letter())
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a duration; write it like 30m, 48h, 3d or 2w");
        let letter = text.chars().last().ok_or_else(wrong)?;
        let unit = Unit::ALL
            .into_iter()
            .find(|unit| unit.letter() == letter)
            .ok_or_else(wrong)?;
        let digits = &text[..text.len() - letter.len_utf8()];
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let count = digits.parse().map_err(|_| wrong())?;
        Ok(Span { count, unit })
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::domain::record::text::required(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for Span {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Span".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "span", "pattern": "^[0-9]+[mhdw]$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_and_write_as_plans_do() {
        for (text, minutes, words) in [
            ("5m", 5, "5 min"),
            ("48h", 2880, "48 h"),
            ("1w", 10080, "1 week"),
            ("3d", 4320, "3 days"),
        ] {
            let span: Span = text.parse().expect(text);
            assert_eq!(span.to_string(), text);
            assert_eq!(span.delta(), TimeDelta::minutes(minutes), "{text}");
            assert_eq!(span.words(), words);
        }
        for wrong in ["", "5", "m", "5 m", "-5m", "5s", "é", "99999999999m"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
