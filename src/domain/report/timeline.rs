//! The timeline as reports show it: in time order, corrections visible, milestones named.

use super::view::{Entry, Milestone};
use super::zoned::ZonedTimes;
use crate::domain::plan::Case;
use crate::domain::plan::case::MILESTONES;
use crate::domain::record::{Event, Record, State};

/// Every entry, whatever order they stand in; nothing is left out because it was corrected.
pub(crate) fn entries(case: Case<'_>, clock: &ZonedTimes) -> Vec<Entry> {
    let mut events: Vec<&Event> = case.record.timeline.iter().collect();
    events.sort_by_key(|event| event.at);
    events
        .into_iter()
        .map(|event| entry(case, clock, event))
        .collect()
}

/// The plan's milestones, each with the last time it was reached or the reason it was not.
pub(crate) fn milestones(case: Case<'_>, clock: &ZonedTimes) -> Vec<Milestone> {
    let milestones = case.plan.milestones.iter().map(|milestone| {
        let ruled_out = case
            .record
            .check(MILESTONES, &milestone.id)
            .filter(|check| check.state == State::NotApplicable);
        Milestone {
            id: milestone.id.clone(),
            title: milestone.title.clone(),
            required: milestone.required
                && !milestone.retired
                && case.binds(milestone.since.as_deref()),
            time: case
                .record
                .milestone(&milestone.id)
                .map(|event| clock.show(event.at)),
            ruled_out: ruled_out
                .and_then(|check| check.note.clone())
                .unwrap_or_default(),
        }
    });
    milestones.collect()
}

fn entry(case: Case<'_>, clock: &ZonedTimes, event: &Event) -> Entry {
    let title = event.mark.as_deref().map(|mark| {
        case.plan
            .milestone(mark)
            .map_or(mark, |milestone| &milestone.title)
    });
    let notes = event.notes.as_deref().map(str::trim).unwrap_or_default();
    let remarks = remarks(case.record, clock, event).join("\n");
    let details = [notes, remarks.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty());
    Entry {
        id: event.id.clone().unwrap_or_default(),
        time: clock.show(event.at),
        day: clock.day(event.at),
        hour: clock.hour(event.at),
        event: event.event.clone(),
        milestone: title.unwrap_or_default().to_owned(),
        headline: headline(title, &event.event),
        phase: event
            .phase
            .map(|phase| phase.to_string())
            .unwrap_or_default(),
        owner: event.owner.clone().unwrap_or_default(),
        notes: notes.to_owned(),
        details: details.collect::<Vec<_>>().join("\n"),
        remarks,
        corrected: case.record.correction_of(event).is_some(),
    }
}

/// A milestone is looked for by its name, and an event that already says it says it once.
fn headline(milestone: Option<&str>, event: &str) -> String {
    match milestone {
        Some(title) if !event.to_lowercase().starts_with(&title.to_lowercase()) => {
            format!("{title}: {event}")
        }
        _ => event.to_owned(),
    }
}

fn remarks(record: &Record, clock: &ZonedTimes, event: &Event) -> Vec<String> {
    let entry = |other: &Event| {
        let id = other
            .id
            .as_ref()
            .map(|id| format!(" ({id})"))
            .unwrap_or_default();
        format!("the entry of {}{id}", clock.show(other.at))
    };
    let corrected = record
        .correction_of(event)
        .map(|later| format!("Corrected by {}.", entry(later)));
    let corrects = event.corrects.as_ref().map(|id| {
        let earlier = record
            .timeline
            .iter()
            .find(|other| other.id.as_ref() == Some(id));
        format!("Corrects {}.", earlier.map_or_else(|| id.clone(), entry))
    });
    let recorded = event
        .recorded_at
        .map(|at| format!("Recorded {}.", clock.show(at)));
    [corrected, corrects, recorded]
        .into_iter()
        .flatten()
        .collect()
}
