//! Versions of the plan, and what came into it later.

use std::cmp::Ordering;

/// Compares `1.2.10` with `1.10`: number by number, missing ones being 0.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u64> {
        version
            .split('.')
            .map(|part| part.parse().unwrap_or(0))
            .collect()
    };
    let (left, right) = (numbers(left), numbers(right));
    let length = left.len().max(right.len());
    let at = |version: &[u64], place: usize| version.get(place).copied().unwrap_or(0);
    (0..length)
        .map(|place| at(&left, place).cmp(&at(&right, place)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Whether a requirement that came in with `since` binds a record judged under `judged`.
pub(crate) fn binds(since: Option<&str>, judged: &str) -> bool {
    since.is_none_or(|since| compare(since, judged).is_le())
}

/// Whether it is written as numbers with dots.
pub(crate) fn is_version(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_requirements_leave_older_incidents_alone() {
        for (since, judged, bound) in [
            (None, "1.0.0", true),
            (Some("1.0.0"), "1.0.0", true),
            (Some("1.1"), "1.0.9", false),
            (Some("1.1"), "1.1.0", true),
            (Some("1.9.0"), "1.10.0", true),
            (Some("2"), "1.99", false),
        ] {
            assert_eq!(binds(since, judged), bound, "{since:?} {judged}");
        }
        assert!(is_version("1.0.0") && !is_version("1.x") && !is_version(""));
    }
}
