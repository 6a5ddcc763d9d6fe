//! What comes after the incident: the review, and what regulators were owed.

use super::view::{Duty, Regulatory, Review, Section};
use super::zoned::ZonedTimes;
use crate::domain::plan::Case;
use crate::domain::record;

/// The review: what somebody wrote, and what it must document and does not yet (O10, S20).
pub(crate) fn review(case: Case<'_>, clock: &ZonedTimes) -> Review {
    let written = case.record.review.as_ref();
    let text = |id: &str| written.and_then(|review| review.sections.get(id)).cloned();
    let plan = case
        .plan
        .severity(&case.record.severity)
        .map(|severity| &severity.review);
    let policy = &case.plan.review;
    let sections = policy.sections.iter().map(|section| Section {
        id: section.id.clone(),
        title: section.title.clone(),
        text: text(&section.id),
    });
    Review {
        held_at: written
            .and_then(|review| review.held_at)
            .map(|at| clock.show(at)),
        participants: written
            .map(|review| review.participants.clone())
            .unwrap_or_default(),
        deadline: plan.map(|review| review.label.clone()).unwrap_or_default(),
        expected: plan
            .map(|review| review.participants.clone())
            .unwrap_or_default(),
        went_well: text("went-well"),
        improve: text("improve"),
        lessons: text("lessons"),
        preventive_actions: text("preventive-actions"),
        follow_up_deadline: text("follow-up-deadline"),
        sections: sections.collect(),
        missing: case
            .undocumented()
            .iter()
            .map(|document| document.title.clone())
            .collect(),
    }
}

/// The duties that apply, those filed without applying, and what was decided (S24).
pub(crate) fn regulatory(case: Case<'_>, clock: &ZonedTimes) -> Regulatory {
    let regulatory = case.record.regulatory.as_ref();
    let filing = |id: &str| regulatory.and_then(|regulatory| regulatory.filings.get(id));
    let planned = &case.plan.regulatory.duties;
    let applying = planned
        .iter()
        .filter(|duty| case.holds(&duty.when) || filing(&duty.id).is_some());
    let foreign = regulatory
        .into_iter()
        .flat_map(|regulatory| regulatory.filings.iter())
        .filter(|(id, _)| planned.iter().all(|duty| duty.id != *id));
    let duties: Vec<Duty> = applying
        .map(|duty| {
            let filed = filing(&duty.id);
            Duty {
                ongoing: duty.ongoing,
                ..duty_of(&duty.id, &duty.title, &duty.timeline, filed, clock)
            }
        })
        .chain(foreign.map(|(id, filing)| duty_of(id, id, "", Some(filing), clock)))
        .collect();
    Regulatory {
        applies: regulatory.is_some() || !duties.is_empty(),
        aware_at: regulatory
            .and_then(|regulatory| regulatory.aware_at)
            .map(|at| clock.show(at)),
        decision: regulatory.and_then(|regulatory| regulatory.decision.clone()),
        duties,
    }
}

fn duty_of(
    id: &str,
    title: &str,
    timeline: &str,
    filing: Option<&record::Filing>,
    clock: &ZonedTimes,
) -> Duty {
    Duty {
        id: id.to_owned(),
        title: title.to_owned(),
        timeline: timeline.to_owned(),
        ongoing: false,
        filed_at: filing.map(|filing| clock.show(filing.at)),
        by: filing.map(|filing| filing.by.clone()),
        reference: filing
            .and_then(|filing| filing.reference.clone())
            .unwrap_or_default(),
    }
}
