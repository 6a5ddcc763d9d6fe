//! How one thing stands that was to be proved, and why.

use crate::ui::style::Look;

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Verdict {
    Proved,
    /// There is nothing to prove: not closed, no evidence.
    None,
    Unproved,
    False,
}

impl Verdict {
    pub(super) fn word(self) -> &'static str {
        self.into()
    }

    pub(super) fn shown(self, look: Look) -> String {
        match self {
            Verdict::Proved => look.good("proved"),
            Verdict::None => look.dim("\u{2013}"),
            Verdict::Unproved => look.warning("unproved"),
            Verdict::False => look.error("FALSE"),
        }
    }
}

/// One thing that was looked at, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    pub verdict: Verdict,
    /// What was seen, a line each.
    pub why: Vec<String>,
}

impl Proof {
    /// What is false first, then what is not proved: neither hides the other. None where it is proved.
    pub(super) fn failing(wrong: Vec<String>, unproved: Vec<String>) -> Option<Proof> {
        let verdict = match (wrong.is_empty(), unproved.is_empty()) {
            (true, true) => return None,
            (true, false) => Verdict::Unproved,
            (false, _) => Verdict::False,
        };
        let why = wrong.into_iter().chain(unproved).collect();
        Some(Proof { verdict, why })
    }

    pub(super) fn new(verdict: Verdict, why: impl Into<String>) -> Proof {
        Proof {
            verdict,
            why: vec![why.into()],
        }
    }
}
