//! How long to try, and when again.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDateTime, Utc};

/// How long and how often a message is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// For one attempt: from the name to the end of the answer.
    pub each: Duration,
    /// For everything, the waits included.
    pub whole: Duration,
    /// How often at most; the first counts.
    pub attempts: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            each: Duration::from_secs(10),
            whole: Duration::from_secs(30),
            attempts: 4,
        }
    }
}

impl RetryPolicy {
    /// How long to wait after so many attempts where the server says nothing: half a second, then
    /// twice as long each time, and up to a quarter more, so that many who failed together do not
    /// come back together. The half second is a sixtieth of the whole: whoever has less time
    /// hurries.
    ///
    /// `chance` is from 0 to 1.
    pub(super) fn pause(&self, attempts: u32, chance: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let pause = (self.whole / 60).saturating_mul(doubled);
        pause.saturating_add((pause / 4).mul_f64(chance.clamp(0.0, 1.0)))
    }
}

/// What a `Retry-After` asks for: seconds, or a date in any of the three forms that HTTP knows. A
/// date gone by means now; anything else is as if nothing was asked.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    const DATES: [&str; 3] = [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ];
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are longer than anybody waits.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = DATES
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(value, format).ok())?;
    let ahead = date.and_utc() - DateTime::<Utc>::from(now);
    Some(ahead.to_std().unwrap_or_default())
}

/// A span of time as a person reads it: `250 ms`, `1.5 s`, `3 s`.
pub(crate) fn span(span: Duration) -> String {
    let millis = span.as_millis();
    match (millis, millis % 1000) {
        (0..1000, _) => format!("{millis} ms"),
        (_, 0..50) => format!("{} s", span.as_secs()),
        _ => format!("{:.1} s", span.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT, the date of the standard's examples.
    const THEN: u64 = 784_111_777;

    #[test]
    fn a_server_says_when_to_come_back() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(THEN - 37);
        for (value, seconds) in [
            ("0", Some(0)),
            (" 3 ", Some(3)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(37)),
            ("Sun Nov  6 08:49:37 1994", Some(37)),
            ("Sun, 06 Nov 1994 08:48:00 GMT", Some(0)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let asked = retry_after(value, now);
            assert_eq!(asked, seconds.map(Duration::from_secs), "{value:?}");
        }
    }

    #[test]
    fn waits_grow_and_differ() {
        let retry = RetryPolicy::default();
        for (attempts, chance, millis) in [
            (1, 0.0, 500),
            (1, 1.0, 625),
            (2, 0.0, 1000),
            (3, 0.0, 2000),
            (3, 0.5, 2250),
        ] {
            let pause = retry.pause(attempts, chance);
            assert_eq!(pause, Duration::from_millis(millis), "{attempts} {chance}");
        }
        // However often, it is a number.
        assert!(retry.pause(u32::MAX, 1.0) > retry.whole);
    }

    #[test]
    fn a_span_is_readable() {
        for (millis, said) in [
            (0, "0 ms"),
            (250, "250 ms"),
            (1000, "1 s"),
            (1500, "1.5 s"),
            (10_020, "10 s"),
            (120_000, "120 s"),
        ] {
            assert_eq!(span(Duration::from_millis(millis)), said);
        }
    }
}
