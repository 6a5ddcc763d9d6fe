//! Where a piece of evidence lies, as far as its location alone tells.

use super::Evidence;

/// What a location names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EvidenceLocation {
    /// A path from the home on.
    InHome,
    /// A path from the root of a disk, which another machine does not have.
    OnMachine,
    /// A URI, `HOST:PATH`, or words: nothing this program could open.
    Elsewhere,
    /// A path that climbs (`..`): where it leads hangs on where one stands.
    Astray,
}

impl EvidenceLocation {
    /// What a location names.
    pub(crate) fn of(location: &str) -> EvidenceLocation {
        let climbs = location.split(['/', '\\']).any(|part| part == "..");
        if is_elsewhere(location) {
            EvidenceLocation::Elsewhere
        } else if climbs || location.starts_with('~') {
            EvidenceLocation::Astray
        } else if location.starts_with('/') || location.starts_with('\\') || has_drive(location) {
            EvidenceLocation::OnMachine
        } else if location.contains(char::is_whitespace) && !location.contains('/') {
            EvidenceLocation::Elsewhere
        } else {
            EvidenceLocation::InHome
        }
    }
}

/// Whether it begins like a URI: `s3://bucket/dump`.
pub(crate) fn is_uri(location: &str) -> bool {
    location.contains("://") && is_elsewhere(location)
}

/// A URI, or `HOST:PATH` as `scp` names it. One letter is a drive.
pub(crate) fn is_elsewhere(location: &str) -> bool {
    location.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.len() > 1
            && !rest.is_empty()
            && scheme.starts_with(|letter: char| letter.is_ascii_alphanumeric())
            && scheme
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.@_".contains(letter))
    })
}

fn has_drive(location: &str) -> bool {
    let mut letters = location.chars();
    letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && letters
            .next()
            .is_some_and(|letter| letter == '/' || letter == '\\')
}

/// Whether a digest is a whole SHA-256 in hexadecimal.
pub(crate) fn is_sha256(digest: &str) -> bool {
    digest.len() == 64 && digest.bytes().all(|digit| digit.is_ascii_hexdigit())
}

impl Evidence {
    /// Whether it is, by content or by place, what another item is as well.
    pub fn is_same_thing(&self, other: &Evidence) -> bool {
        let same_content = match (&self.sha256, &other.sha256) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        };
        same_content || self.location == other.location
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_says_where_evidence_is_kept() {
        for (location, lies) in [
            (
                "evidence/3f/3f0a9d6c-gateway-report.csv",
                EvidenceLocation::InHome,
            ),
            ("dump.sql", EvidenceLocation::InHome),
            ("logs/a b.txt", EvidenceLocation::InHome),
            ("/var/log/nginx/access.log", EvidenceLocation::OnMachine),
            ("C:\\dumps\\core", EvidenceLocation::OnMachine),
            ("C:/dumps/core", EvidenceLocation::OnMachine),
            ("\\\\share\\dumps", EvidenceLocation::OnMachine),
            ("https://gateway.example/r/1", EvidenceLocation::Elsewhere),
            ("s3://evidence/../audit.csv", EvidenceLocation::Elsewhere),
            ("urn:safe:3", EvidenceLocation::Elsewhere),
            ("db01:/var/lib/mysql/dump.sql", EvidenceLocation::Elsewhere),
            ("the safe of the CTO", EvidenceLocation::Elsewhere),
            ("../other/dump.sql", EvidenceLocation::Astray),
            ("evidence/../../dump.sql", EvidenceLocation::Astray),
            ("/var/../etc/passwd", EvidenceLocation::Astray),
            ("~/dump.sql", EvidenceLocation::Astray),
        ] {
            assert_eq!(EvidenceLocation::of(location), lies, "{location}");
        }
        assert!(is_uri("s3://b/k") && !is_uri("db01:/dump") && !is_uri("a b://c"));
    }

    #[test]
    fn a_digest_is_whole_or_none() {
        assert!(is_sha256(&"0a".repeat(32)) && is_sha256(&"0A".repeat(32)));
        for digest in ["", "3f0a9d6c", &"0g".repeat(32), &"0a".repeat(33)] {
            assert!(!is_sha256(digest), "{digest}");
        }
    }
}
