//! Times and counts as a person reads them.

use chrono::TimeDelta;

/// `31 min`, `2 h 5 min`, `3 d 4 h`: two units at most, the smaller one left out where it is 0.
pub(crate) fn duration(delta: TimeDelta) -> String {
    let minutes = delta.num_minutes().abs();
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let parts = match (days, hours, rest) {
        (0, 0, rest) => vec![format!("{rest} min")],
        (0, hours, 0) => vec![format!("{hours} h")],
        (0, hours, rest) => vec![format!("{hours} h"), format!("{rest} min")],
        (days, 0, _) => vec![format!("{days} d")],
        (days, hours, _) => vec![format!("{days} d"), format!("{hours} h")],
    };
    parts.join(" ")
}

/// How long something has been going on; what a clock ahead of ours recorded is still to come.
pub(crate) fn age(delta: TimeDelta) -> String {
    match delta.num_minutes() {
        ..0 => format!("in {}", duration(delta)),
        _ => duration(delta),
    }
}

/// `1 error`, `3 errors`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units_at_most() {
        for (minutes, words) in [
            (0, "0 min"),
            (59, "59 min"),
            (60, "1 h"),
            (125, "2 h 5 min"),
            (1440, "1 d"),
            (1505, "1 d 1 h"),
            (-6, "6 min"),
        ] {
            assert_eq!(duration(TimeDelta::minutes(minutes)), words);
        }
        assert_eq!(age(TimeDelta::minutes(6)), "6 min");
        assert_eq!(age(TimeDelta::minutes(-6)), "in 6 min");
        assert_eq!(
            (count(1, "error"), count(0, "error")),
            ("1 error".into(), "0 errors".into())
        );
    }
}
