//! What is known about the risks, and about what the incident did.

use super::view::{Fact, Impact};
use crate::domain::plan::{Case, case, raw};

/// What is written where a risk is ruled out and nobody wrote more.
const NONE: &str = "None";

/// The facts that apply, then what else was answered: a report hides no answer.
pub(crate) fn facts(case: Case<'_>) -> Vec<Fact> {
    let applying: Vec<&str> = case.facts().map(|fact| fact.id.as_str()).collect();
    let answered = |fact: &raw::Fact| case.record.facts.contains_key(&fact.id);
    let shown = case
        .plan
        .facts
        .iter()
        .filter(|fact| applying.contains(&fact.id.as_str()) || answered(fact));
    let foreign = case
        .record
        .facts
        .keys()
        .filter(|id| case.plan.fact(id).is_none());
    shown
        .map(|fact| known(case, fact))
        .chain(foreign.map(|id| foreign_fact(case, id)))
        .collect()
}

fn known(case: Case<'_>, fact: &raw::Fact) -> Fact {
    let answer = fact
        .answers
        .iter()
        .find(|answer| case.record.answer(&fact.id) == Some(&answer.id));
    Fact {
        title: fact.title.clone(),
        question: fact.ask.clone(),
        answer: answer.map(|answer| answer.label.clone()),
        cleared: answer.is_some_and(|answer| answer.clears),
        ..foreign_fact(case, &fact.id)
    }
    .settled(case)
}

/// A fact the plan does not have: its ids are all there is to show.
fn foreign_fact(case: Case<'_>, id: &str) -> Fact {
    let given = case.record.facts.get(id);
    Fact {
        id: id.to_owned(),
        title: id.to_owned(),
        question: String::new(),
        answer: given.map(|given| given.answer.clone()),
        cleared: false,
        note: given
            .and_then(|given| given.note.clone())
            .unwrap_or_default(),
    }
    .settled(case)
}

impl Fact {
    /// Under review is no answer.
    fn settled(mut self, case: Case<'_>) -> Self {
        self.answer = self.answer.filter(|_| case.is_settled(&self.id));
        self
    }
}

/// `No`, or `Yes` with what it came to; nothing while it is not known (O20).
pub(crate) fn risk(case: Case<'_>, fact: &str) -> Option<String> {
    let answer = settled(case, fact)?;
    Some(if answer.clears {
        "No".to_owned()
    } else if answer.label.to_lowercase().starts_with("yes") {
        answer.label.clone()
    } else {
        format!("Yes, {}", in_sentence(&answer.label))
    })
}

/// The impact in words; without any, what the fact says that the plan ties to it: that there is
/// none, or what the risk came to.
pub(crate) fn impact(case: Case<'_>) -> Impact {
    let kind = |id: &str| {
        let impact = case.record.impact.get(id).map(str::to_owned);
        let kind = case.plan.impact.iter().find(|kind| kind.id == id);
        impact.or_else(|| implied(case, kind?.fact.as_deref()?))
    };
    Impact {
        users: kind("users"),
        business: kind("business"),
        financial: kind("financial"),
        data: kind("data"),
    }
}

/// `None` of what is ruled out; of `Yes, personal data` the latter; nothing of a mere `Yes`.
fn implied(case: Case<'_>, fact: &str) -> Option<String> {
    let answer = settled(case, fact)?;
    if answer.clears {
        return Some(NONE.to_owned());
    }
    let label = answer.label.strip_prefix("Yes, ").unwrap_or(&answer.label);
    (label != "Yes").then(|| label.to_owned())
}

/// The answer to a fact of the plan, unless it is that it is being looked into.
fn settled<'a>(case: Case<'a>, fact: &str) -> Option<&'a raw::FactAnswer> {
    let answer = case.answer_to(case.plan.fact(fact)?)?;
    (answer.id != case::UNDER_REVIEW).then_some(answer)
}

/// `Only logs` as `only logs`; `PII` stays.
fn in_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
