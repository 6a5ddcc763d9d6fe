//! What in a record can prove a check, so that nobody has to tick it.

use crate::domain::record::{Impact, nearest};

/// A proof as a plan names it: `owner`, `settled.data-exposure`, `milestones.service-recovered`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof<'a> {
    /// Somebody is responsible.
    Owner,
    Environment,
    Services,
    /// Every role the type requires is filled.
    RequiredRoles,
    /// One kind of impact is told in words.
    Impact(&'a str),
    DetectionSource,
    Acknowledged,
    RootCause,
    Resolution,
    Verification,
    Evidence,
    /// Everything is kept that this kind of incident demands.
    RequiredEvidence,
    Timeline,
    /// There is at least one corrective action.
    Actions,
    /// Every corrective action has an owner.
    ActionOwners,
    /// Every fact that applies has an answer other than `under-review`.
    Settled,
    /// One fact has an answer, `under-review` included, or does not apply.
    Answered(&'a str),
    /// One fact has an answer other than `under-review`, or does not apply.
    SettledFact(&'a str),
    Milestone(&'a str),
    /// Every check of a list that applies is satisfied.
    Checks(&'a str),
    /// A section of the review is written.
    Section(&'a str),
}

/// Proofs that stand alone.
const WORDS: [(&str, Proof<'static>); 15] = [
    ("owner", Proof::Owner),
    ("environment", Proof::Environment),
    ("services", Proof::Services),
    ("required-roles", Proof::RequiredRoles),
    ("detection.source", Proof::DetectionSource),
    ("detection.acknowledged", Proof::Acknowledged),
    ("root-cause", Proof::RootCause),
    ("resolution", Proof::Resolution),
    ("verification", Proof::Verification),
    ("evidence", Proof::Evidence),
    ("required-evidence", Proof::RequiredEvidence),
    ("timeline", Proof::Timeline),
    ("actions", Proof::Actions),
    ("action-owners", Proof::ActionOwners),
    ("settled", Proof::Settled),
];

/// Proofs that name something of the plan.
const FAMILIES: [&str; 6] = [
    "impact",
    "answered",
    "settled",
    "milestones",
    "checks",
    "sections",
];

/// The proofs that name nothing of the plan.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

impl<'a> Proof<'a> {
    /// Whether what it looks at cannot change any more once the incident is closed.
    pub fn is_sealed(self) -> bool {
        !matches!(
            self,
            Proof::Section(_) | Proof::Actions | Proof::ActionOwners
        )
    }

    pub fn parse(text: &'a str) -> Result<Proof<'a>, String> {
        if let Some((_, proof)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(*proof);
        }
        match text.split_once('.') {
            Some(("impact", kind)) if Impact::KINDS.contains(&kind) => Ok(Proof::Impact(kind)),
            Some(("impact", kind)) => Err(format!(
                "`{kind}` is not a kind of impact; {}",
                nearest::hint(kind, Impact::KINDS)
            )),
            Some(("answered", fact)) => Ok(Proof::Answered(fact)),
            Some(("settled", fact)) => Ok(Proof::SettledFact(fact)),
            Some(("milestones", milestone)) => Ok(Proof::Milestone(milestone)),
            Some(("checks", checklist)) => Ok(Proof::Checks(checklist)),
            Some(("sections", section)) => Ok(Proof::Section(section)),
            _ => {
                let known = WORDS.iter().map(|(word, _)| *word).chain(FAMILIES);
                Err(format!(
                    "`{text}` is not something a record can prove; {}",
                    nearest::hint(text, known)
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_read_as_plans_write_them() {
        assert_eq!(Proof::parse("owner"), Ok(Proof::Owner));
        assert_eq!(Proof::parse("settled"), Ok(Proof::Settled));
        assert_eq!(
            Proof::parse("settled.data-exposure"),
            Ok(Proof::SettledFact("data-exposure"))
        );
        assert!(Proof::parse("impact.user").is_err_and(|error| error.contains("`users`")));
        assert!(Proof::parse("ownr").is_err_and(|error| error.contains("`owner`")));
    }
}
