//! The record's other lists: who was told, what was said, what is preserved, what is to be done, and
//! what was set aside.

use super::view::{Action, Communication, Escalation, Evidence, Waiver};
use super::zoned::ZonedTimes;
use crate::domain::plan::{Case, NameKind};
use crate::domain::record::{self, ActionStatus, Audience};

/// What the plan calls a name; one that it does not know stands for itself.
pub(super) fn title(case: Case<'_>, kind: NameKind<'_>, id: &str) -> String {
    let known = case.plan.vocabulary(kind);
    known.get(id).map_or(id, |name| name.title).to_owned()
}

/// As many digits of a digest as tell one file from another at a glance.
const SHORT_DIGEST: usize = 12;

pub(crate) fn escalations(case: Case<'_>, clock: &ZonedTimes) -> Vec<Escalation> {
    let mut entries: Vec<_> = case.record.escalations.iter().collect();
    entries.sort_by_key(|entry| entry.at);
    let title = |fact: &String| title(case, NameKind::Fact, fact);
    let shown = entries.into_iter().map(|entry| Escalation {
        id: entry.id.clone(),
        time: clock.show(entry.at),
        to: entry.to.clone(),
        by: entry.by.clone(),
        reasons: entry.reasons.iter().map(title).collect(),
        note: entry.note.clone().unwrap_or_default(),
    });
    shown.collect()
}

pub(crate) fn communications(case: Case<'_>, clock: &ZonedTimes) -> Vec<Communication> {
    let mut entries: Vec<_> = case.record.communications.iter().collect();
    entries.sort_by_key(|entry| entry.at);
    let ground = |id: &str| title(case, NameKind::Ground, id);
    let time = |at: Option<record::Time>| at.map(|at| clock.show(at)).unwrap_or_default();
    let shown = entries.into_iter().map(|entry| Communication {
        id: entry.id.clone(),
        time: clock.show(entry.at),
        audience: match entry.audience {
            Audience::Internal => "internal".to_owned(),
            Audience::External => "external".to_owned(),
        },
        template: title(case, NameKind::Template(None), &entry.template),
        by: entry.by.clone(),
        next_update: time(entry.next_update_at),
        ground: entry.ground.as_deref().map(ground).unwrap_or_default(),
        approved_by: entry.approved_by.clone().unwrap_or_default(),
        approved_at: time(entry.approved_at),
        text: entry.text.clone(),
    });
    shown.collect()
}

/// What is preserved, as far as the audience may know of it: what one entry restricts is restricted
/// under every name, since an entry is never changed.
pub(crate) fn evidence(case: Case<'_>, clock: &ZonedTimes, audience: Audience) -> Vec<Evidence> {
    let all = &case.record.evidence;
    let is_restricted = |item: &record::Evidence| {
        all.iter()
            .any(|other| other.restricted && other.is_same_thing(item))
    };
    let mut items: Vec<_> = all
        .iter()
        .filter(|item| audience == Audience::Internal || !is_restricted(item))
        .collect();
    items.sort_by_key(|item| item.collected_at);
    let shown = items.into_iter().map(|item| Evidence {
        id: item.id.clone(),
        kind: title(case, NameKind::Evidence, &item.kind),
        location: item.location.clone(),
        sha256: item.sha256.clone(),
        digest: item
            .sha256
            .as_ref()
            .map(|digest| digest.chars().take(SHORT_DIGEST).collect()),
        size: item.size.map(size),
        time: clock.show(item.collected_at),
        by: item.collected_by.clone(),
        restricted: item.restricted,
        note: item.note.clone().unwrap_or_default(),
        custody: custody(item, clock),
    });
    shown.collect()
}

/// `collected 2025-11-29 10:31 by Finance, SHA-256 3f0a9d6c0f6f, 47.1 KiB, access restricted`
fn custody(item: &record::Evidence, clock: &ZonedTimes) -> String {
    let collected = format!(
        "collected {} by {}",
        clock.show(item.collected_at),
        item.collected_by
    );
    let digest = item
        .sha256
        .as_ref()
        .map(|digest| digest.chars().take(SHORT_DIGEST).collect::<String>());
    let parts = [
        Some(collected),
        Some(digest.map_or_else(
            || "no digest".to_owned(),
            |digest| format!("SHA-256 {digest}"),
        )),
        item.size.map(size),
        item.restricted.then(|| "access restricted".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `512 B`, `47.1 KiB`
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 4] = [
        ("TiB", 1 << 40),
        ("GiB", 1 << 30),
        ("MiB", 1 << 20),
        ("KiB", 1 << 10),
    ];
    let Some((name, unit)) = UNITS.iter().find(|(_, unit)| bytes >= *unit) else {
        return format!("{bytes} B");
    };
    // Rounded tenths in whole numbers: a report shall not hang on how a machine prints fractions.
    let (bytes, unit) = (u128::from(bytes), u128::from(*unit));
    let tenths = (bytes * 10 + unit / 2) / unit;
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

pub(crate) fn actions(case: Case<'_>) -> Vec<Action> {
    let actions = case.record.actions.iter().map(|action| Action {
        id: action.id.clone(),
        action: action.action.clone(),
        owner: action.owner.clone(),
        due: action.due.map(|due| due.to_string()),
        status: status(action.status).to_owned(),
        over: action.status.is_over(),
        note: action.note.clone().unwrap_or_default(),
    });
    actions.collect()
}

/// Each owner of a corrective action once, in the order of the actions.
pub(crate) fn action_owners(actions: &[Action]) -> Vec<String> {
    let mut owners: Vec<String> = Vec::new();
    for owner in actions.iter().filter_map(|action| action.owner.as_ref()) {
        if !owners.contains(owner) {
            owners.push(owner.clone());
        }
    }
    owners
}

/// As the plan's template writes them.
fn status(status: ActionStatus) -> &'static str {
    match status {
        ActionStatus::Open => "Open",
        ActionStatus::InProgress => "In Progress",
        ActionStatus::Done => "Done",
        ActionStatus::Dropped => "Dropped",
    }
}

pub(crate) fn waivers(case: Case<'_>, clock: &ZonedTimes) -> Vec<Waiver> {
    let waivers = case.record.waivers.iter().map(|waiver| Waiver {
        rule: waiver.rule.clone(),
        reason: waiver.reason.clone(),
        approved_by: waiver.approved_by.clone(),
        time: clock.show(waiver.at),
        expires: waiver
            .expires
            .map(|day| day.to_string())
            .unwrap_or_default(),
        terms: terms(waiver, clock),
    });
    waivers.collect()
}

/// `approved by CTO, 2025-11-29 12:00, until 2025-12-31`
fn terms(waiver: &record::Waiver, clock: &ZonedTimes) -> String {
    let until = waiver
        .expires
        .map(|day| format!(", until {day}"))
        .unwrap_or_default();
    format!(
        "approved by {}, {}{until}",
        waiver.approved_by,
        clock.show(waiver.at)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_say_them() {
        for (bytes, said) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (48_211, "47.1 KiB"),
            (5_368_709_120, "5.0 GiB"),
            (u64::MAX, "16777216.0 TiB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
