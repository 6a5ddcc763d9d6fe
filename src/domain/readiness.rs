//! How ready the organisation is before anything happens (S5): what somebody confirmed, when, and
//! whether that still holds under the plan.
//!
//! Pure: `home` reads and writes the file, and the time is an argument. It hangs on no incident, so
//! it is no part of a record.

use chrono::TimeDelta;
use macro_rules_attribute::apply;

use crate::domain::plan::raw::{Contact, PlanCheck};
use crate::domain::plan::{Plan, READINESS, Span};
use crate::domain::record::text::{self, OrEmpty, Text, document};
use crate::domain::record::{Map, State, Time};

/// The version of the file format this program writes.
pub(crate) const SCHEMA: u32 = 1;

/// `readiness.yaml`: what was last said of each check of the preparation checklist.
#[apply(document)]
pub struct Readiness {
    /// Version of the file format: 1.
    #[serde(deserialize_with = "text::version")]
    pub schema: u32,
    /// Check id to what was last said of it; what came before is in git.
    pub checks: OrEmpty<Map<Confirmation>>,
}

/// The answer to a check.
#[apply(document)]
pub struct Confirmation {
    /// How it stands.
    pub state: State,
    /// Why it does not apply, or what was seen.
    pub note: Option<Text>,
    /// When it was said; from here on the plan's period runs.
    pub at: Time,
    /// Who said it.
    pub by: Text,
}

impl Default for Readiness {
    fn default() -> Self {
        Readiness {
            schema: SCHEMA,
            checks: Map::default(),
        }
    }
}

impl Readiness {
    /// The file as plain data, keys in the order they are written.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// One check of the plan, as it stands at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    /// The checklist it is of.
    pub list: &'a str,
    pub check: &'a PlanCheck,
    pub every: Option<Span>,
    pub said: Option<&'a Confirmation>,
    pub confirmed: Confirmed,
}

/// How far a check can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// Nobody has said anything.
    Never,
    /// Confirmed, and so until this moment; where the plan names no period, for good.
    Holds(Option<Time>),
    /// Confirmed, but too long ago.
    Stale(Time),
    /// Said, but not confirmed: why, in a word or two.
    Open(&'static str),
}

impl Item<'_> {
    pub(crate) fn is_confirmed(&self) -> bool {
        matches!(self.confirmed, Confirmed::Holds(_))
    }

    pub(crate) fn is_stale(&self) -> bool {
        matches!(self.confirmed, Confirmed::Stale(_))
    }

    /// When the last confirmation runs out, or ran out.
    pub(crate) fn due(&self) -> Option<Time> {
        match self.confirmed {
            Confirmed::Holds(until) => until,
            Confirmed::Stale(since) => Some(since),
            Confirmed::Never | Confirmed::Open(_) => None,
        }
    }

    /// The confirmation, still holding or not; what was only said to be open is none.
    pub(crate) fn confirmation(&self) -> Option<&Confirmation> {
        self.said
            .filter(|_| matches!(self.confirmed, Confirmed::Holds(_) | Confirmed::Stale(_)))
    }
}

/// Every check that the plan wants confirmed, in its order.
pub(crate) fn items<'a>(
    plan: &'a Plan,
    readiness: Option<&'a Readiness>,
    now: Time,
) -> Vec<Item<'a>> {
    let lists = plan.checklists_of(READINESS);
    let checks =
        lists.flat_map(|(id, list)| list.checks.iter().map(move |check| (id, list, check)));
    checks
        .filter(|(_, _, check)| !check.retired)
        .map(|(id, list, check)| {
            let said = readiness.and_then(|readiness| readiness.checks.get(&check.id));
            Item {
                list: id,
                check,
                every: list.confirm_every,
                said,
                confirmed: confirmed(check, list.confirm_every, said, now),
            }
        })
        .collect()
}

/// A clock that goes ahead of ours is no lie; one that is a day ahead is a slip of the pen, and would
/// keep the check fresh for years.
const TOLERANCE: TimeDelta = TimeDelta::days(1);

fn confirmed(
    check: &PlanCheck,
    every: Option<Span>,
    said: Option<&Confirmation>,
    now: Time,
) -> Confirmed {
    let Some(said) = said else {
        return Confirmed::Never;
    };
    if said.at > now + TOLERANCE {
        return Confirmed::Open("dated in the future");
    }
    match said.state {
        State::Open => return Confirmed::Open("open"),
        State::Failed => return Confirmed::Open("failed"),
        State::UnderReview => return Confirmed::Open("under review"),
        State::Done | State::NotApplicable => {}
    }
    if let Some(objection) = objection(check, said.state, said.note.as_deref()) {
        return Confirmed::Open(objection);
    }
    match every.map(|every| said.at + every.delta()) {
        Some(until) if until <= now => Confirmed::Stale(until),
        until => Confirmed::Holds(until),
    }
}

/// Why a check cannot be said to be settled like that.
pub(crate) fn objection(
    check: &PlanCheck,
    state: State,
    note: Option<&str>,
) -> Option<&'static str> {
    match (state, note) {
        (State::NotApplicable, _) if !check.conditional => {
            Some("marked not applicable, but always required")
        }
        (State::NotApplicable, None) => Some("marked not applicable without a reason"),
        (State::Done, None) if check.answer => Some("marked done without an answer"),
        _ => None,
    }
}

/// Whether a contact's number is only the form of one: `[Phone/Email]`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text.trim().starts_with('[') && text.trim().ends_with(']')
}

/// A contact of whom only the form is there: `[Phone/Email]`. By its place in the plan, with the keys
/// that are still to be filled in.
pub(crate) fn placeholders(plan: &Plan) -> Vec<(usize, &Contact, Vec<&'static str>)> {
    let contacts = plan.contacts.iter().enumerate();
    contacts
        .map(|(place, contact)| {
            let fields = [("primary", &contact.primary), ("backup", &contact.backup)];
            let blanks = fields.into_iter().filter(|(_, text)| is_placeholder(text));
            (place, contact, blanks.map(|(key, _)| key).collect())
        })
        .filter(|(_, _, keys): &(usize, &Contact, Vec<&str>)| !keys.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::templates::shipped_plan;

    fn said(state: State, note: Option<&str>, at: &str) -> Confirmation {
        Confirmation {
            state,
            note: note.map(str::to_owned),
            at: at.parse().expect("a time"),
            by: "Rana".to_owned(),
        }
    }

    #[test]
    fn a_confirmation_holds_for_the_plans_period_and_not_a_second_longer() {
        let plan = shipped_plan();
        let now: Time = "2025-11-29T10:00:00+03:00".parse().expect("a time");
        let until: Time = "2026-02-28T10:00:00+03:00".parse().expect("a time");
        let (check, firm) = ("forensic-tools-ready", "external-ir-firm-on-retainer");
        for (id, confirmation, confirmed) in [
            (
                check,
                said(State::Done, None, "2025-11-29T10:00:00+03:00"),
                Confirmed::Holds(Some(until)),
            ),
            (
                check,
                said(State::Done, None, "2025-08-30T10:00:01+03:00"),
                Confirmed::Holds(Some("2025-11-29T10:00:01+03:00".parse().expect("a time"))),
            ),
            (
                check,
                said(State::Done, None, "2025-08-30T10:00:00+03:00"),
                Confirmed::Stale(now),
            ),
            (
                check,
                said(State::Failed, None, "2025-11-29T10:00:00+03:00"),
                Confirmed::Open("failed"),
            ),
            (
                check,
                said(State::Done, None, "2052-11-29T10:00:00+03:00"),
                Confirmed::Open("dated in the future"),
            ),
            (
                check,
                said(State::NotApplicable, Some("x"), "2025-11-29T10:00:00+03:00"),
                Confirmed::Open("marked not applicable, but always required"),
            ),
            (
                firm,
                said(State::NotApplicable, None, "2025-11-29T10:00:00+03:00"),
                Confirmed::Open("marked not applicable without a reason"),
            ),
            (
                firm,
                said(State::NotApplicable, Some("x"), "2025-11-29T10:00:00+03:00"),
                Confirmed::Holds(Some(until)),
            ),
        ] {
            let mut readiness = Readiness::default();
            readiness.checks.insert(id, confirmation.clone());
            let items = items(&plan, Some(&readiness), now);
            assert_eq!(items.len(), 7);
            for item in items {
                let wanted = if item.check.id == id {
                    confirmed
                } else {
                    Confirmed::Never
                };
                assert_eq!(item.confirmed, wanted, "{confirmation:?}");
            }
        }
    }

    #[test]
    fn only_what_stands_in_brackets_is_still_to_be_filled_in() {
        let plan = shipped_plan();
        let found: Vec<_> = placeholders(&plan)
            .into_iter()
            .map(|(place, contact, keys)| (place, contact.id.as_str(), keys.len()))
            .collect();
        assert_eq!(
            found,
            [
                (0, "security-lead", 2),
                (1, "cto", 2),
                (2, "legal-counsel", 2),
                (3, "external-ir-firm", 1),
                (4, "hosting-support", 2)
            ]
        );
    }
}
