//! The version of the git program.

use std::fmt;

/// The version of the git program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub major: u32,
    pub minor: u32,
}

impl Version {
    /// `git add --sparse` came with 2.34.
    pub(crate) const NEEDED: Self = Self {
        major: 2,
        minor: 34,
    };

    /// Reads `git version 2.39.5 (Apple Git-154)`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("git version ")?.split('.');
        Some(Self {
            major: parts.next()?.trim().parse().ok()?,
            minor: parts.next()?.trim().parse().ok()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_compared() {
        let apple = Version::parse("git version 2.39.5 (Apple Git-154)\n");
        assert_eq!(
            apple,
            Some(Version {
                major: 2,
                minor: 39
            })
        );
        assert!(apple >= Some(Version::NEEDED));
        assert!(Version::parse("git version 2.9.1") < Some(Version::NEEDED));
        assert_eq!(Version::parse("hub version 2.14"), None);
    }
}
