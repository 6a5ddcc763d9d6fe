//! What is only ever added to: timeline, escalations, communications and evidence.

use super::Record;

/// An entry of an append-only list that is not there any more, or not as it was.
pub(crate) fn lost_entry(old: &Record, new: &Record) -> Option<String> {
    let named = |what: &str, id: &str| format!("the {what} `{id}`");
    if let Some(event) = old
        .timeline
        .iter()
        .find(|event| !new.timeline.contains(event))
    {
        return Some(named(
            "timeline entry",
            event.id.as_deref().unwrap_or(&event.event),
        ));
    }
    if let Some(entry) = old
        .escalations
        .iter()
        .find(|entry| !new.escalations.contains(entry))
    {
        return Some(named("escalation", &entry.id));
    }
    if let Some(entry) = old
        .communications
        .iter()
        .find(|entry| !new.communications.contains(entry))
    {
        return Some(named("message", &entry.id));
    }
    old.evidence
        .iter()
        .find(|entry| !new.evidence.contains(entry))
        .map(|entry| named("evidence", &entry.id))
}
