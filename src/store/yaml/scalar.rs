//! What a plain scalar means: the YAML 1.2 core schema exactly as `serde_yaml` reads it, quirks included.

use serde_json::{Number, Value};

/// The meaning of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Null,
    Bool(bool),
    Unsigned(u64),
    Negative(i64),
    /// Infinities and not-a-number included.
    Float(f64),
    /// A whole number that 64 bits do not hold.
    Huge,
    Text,
}

impl Meaning {
    pub(super) fn of_plain(text: &str) -> Self {
        match text {
            "" | "null" | "Null" | "NULL" | "~" => return Meaning::Null,
            "true" | "True" | "TRUE" => return Meaning::Bool(true),
            "false" | "False" | "FALSE" => return Meaning::Bool(false),
            _ => {}
        }
        if let Some(whole) = unsigned(text, u64::from_str_radix) {
            Meaning::Unsigned(whole)
        } else if let Some(whole) = negative(text, i64::from_str_radix) {
            Self::of_signed(whole)
        } else if unsigned(text, u128::from_str_radix).is_some()
            || negative(text, i128::from_str_radix).is_some()
        {
            Meaning::Huge
        } else if let Some(float) = float(text) {
            Meaning::Float(float)
        } else {
            Meaning::Text
        }
    }

    pub(super) fn of_signed(whole: i64) -> Self {
        u64::try_from(whole).map_or(Meaning::Negative(whole), Meaning::Unsigned)
    }

    /// As JSON. What JSON has no number for stays the text that was written.
    pub(super) fn value(&self, text: &str) -> Value {
        match self {
            Meaning::Null => Value::Null,
            Meaning::Bool(truth) => Value::Bool(*truth),
            Meaning::Unsigned(whole) => Value::from(*whole),
            Meaning::Negative(whole) => Value::from(*whole),
            Meaning::Float(float) => Number::from_f64(*float)
                .map_or_else(|| Value::String(text.to_owned()), Value::Number),
            Meaning::Huge | Meaning::Text => Value::String(text.to_owned()),
        }
    }

    /// Whether both readers understood the same. Texts are compared by the caller.
    pub(super) fn agrees(&self, other: &Meaning) -> bool {
        match (self, other) {
            (Meaning::Float(left), Meaning::Float(right)) => {
                left.to_bits() == right.to_bits() || left == right
            }
            _ => self == other,
        }
    }
}

type Radix<T> = fn(&str, u32) -> Result<T, std::num::ParseIntError>;

const RADICES: [(&str, u32); 3] = [("0x", 16), ("0o", 8), ("0b", 2)];

fn unsigned<T>(text: &str, parse: Radix<T>) -> Option<T> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    for (prefix, radix) in RADICES {
        if let Some(rest) = digits.strip_prefix(prefix) {
            if rest.starts_with(['+', '-']) {
                return None;
            }
            if let Ok(whole) = parse(rest, radix) {
                return Some(whole);
            }
        }
    }
    if digits.starts_with(['+', '-']) || is_zero_led(text) {
        return None;
    }
    parse(digits, 10).ok()
}

fn negative<T>(text: &str, parse: Radix<T>) -> Option<T> {
    for (prefix, radix) in RADICES {
        if let Some(rest) = text
            .strip_prefix('-')
            .and_then(|rest| rest.strip_prefix(prefix))
            && let Ok(whole) = parse(&format!("-{rest}"), radix)
        {
            return Some(whole);
        }
    }
    if is_zero_led(text) {
        None
    } else {
        parse(text, 10).ok()
    }
}

fn float(text: &str) -> Option<f64> {
    if is_zero_led(text) {
        return None;
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    match (unsigned, text) {
        (".inf" | ".Inf" | ".INF", _) => Some(f64::INFINITY),
        (_, "-.inf" | "-.Inf" | "-.INF") => Some(f64::NEG_INFINITY),
        (_, ".nan" | ".NaN" | ".NAN") => Some(f64::NAN.copysign(1.0)),
        _ if unsigned.len() < text.len() && unsigned.starts_with(['+', '-']) => None,
        _ => unsigned
            .parse()
            .ok()
            .filter(|float: &f64| float.is_finite()),
    }
}

/// `007` is text: leading zeros make no number in YAML 1.2.
fn is_zero_led(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Our reading of plain scalars must be `serde_yaml`'s, whatever we think of it.
    #[test]
    fn agrees_with_serde_yaml() {
        let scalars = "1 -1 +1 0 -0 00 007 -007 0x1F -0x1f 0o17 0b11 0x -0x 0x-1 1e3 1.0 1. .5 -.5 +.5 ++1 +-1 1_000 12:30:45 \
             .inf -.inf +.inf .nan ~ null Null nULL true True tRUE yes no 18446744073709551615 18446744073709551616 \
             -9223372036854775808 -9223372036854775809 340282366920938463463374607431768211456 1e400 -1e400 inf nan \
             1.0.0 2025-12-05 0.1 -0.0 0e0 00.5 1e5 12345678901234567890123456789012345678901234567890 1__0 0x_1 +0x1 e5 .e5 \
             0o8 0b2 +0b1 -0b1 -0o7 +007";
        for text in scalars.split_whitespace() {
            let expected: serde_yaml::Value =
                serde_yaml::from_str(text).unwrap_or_else(|_| "error".into());
            let meaning = Meaning::of_plain(text);
            let ours = match &meaning {
                Meaning::Null => serde_yaml::Value::Null,
                Meaning::Bool(truth) => (*truth).into(),
                Meaning::Unsigned(whole) => (*whole).into(),
                Meaning::Negative(whole) => (*whole).into(),
                Meaning::Float(float) => (*float).into(),
                Meaning::Text => text.into(),
                Meaning::Huge => {
                    assert!(text.parse::<i128>().is_ok(), "{text}");
                    continue;
                }
            };
            assert_eq!(ours, expected, "{text}");
        }
    }
}
