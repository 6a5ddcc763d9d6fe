//! How one thing stands that was to be proved, and why.

use crate::ui::style::Look;

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Proved,
    /// There is nothing to prove: not closed, no evidence.
    None,
    Unproved,
    False,
}

impl Standing {
    pub(super) fn word(self) -> &'static str {
        match self {
            Standing::Proved => "proved",
            Standing::None => "none",
            Standing::Unproved => "unproved",
            Standing::False => "false",
        }
    }

    pub(super) fn shown(self, look: Look) -> String {
        match self {
            Standing::Proved => look.good("proved"),
            Standing::None => look.dim("\u{2013}"),
            Standing::Unproved => look.warning("unproved"),
            Standing::False => look.error("FALSE"),
        }
    }
}

/// One thing that was looked at, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    pub standing: Standing,
    /// What was seen, a line each.
    pub why: Vec<String>,
}

impl Proof {
    /// What is false first, then what is not proved: neither hides the other. None where it is proved.
    pub(super) fn failing(wrong: Vec<String>, unproved: Vec<String>) -> Option<Proof> {
        let standing = match (wrong.is_empty(), unproved.is_empty()) {
            (true, true) => return None,
            (true, false) => Standing::Unproved,
            (false, _) => Standing::False,
        };
        let why = wrong.into_iter().chain(unproved).collect();
        Some(Proof { standing, why })
    }

    pub(super) fn new(standing: Standing, why: impl Into<String>) -> Proof {
        Proof {
            standing,
            why: vec![why.into()],
        }
    }
}
