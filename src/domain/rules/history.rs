//! What a record may not become: an earlier version of it is held against a later one.
//!
//! A timeline that loses lines is no timeline, and a seal that can be renewed seals nothing. These
//! rules see two versions and no commits: whoever reads the history says which versions those are.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::{Check, Finding, Level, Rule, Sink};
use crate::domain::plan::{MilestoneEvent, Plan};
use crate::domain::record::{
    Change, Communication, Escalation, Event, Evidence, Path, Record, Status, changes, seal,
};

pub const RULES: &[Rule] = &[
    Rule {
        code: "history/entry-lost",
        level: Level::Error,
        what: "an entry of the timeline, escalations, messages or evidence was removed",
        why: "Entries are append-only: a record that loses entries proves nothing to an auditor or the next responder.",
        rows: &["O18", "O19", "O24"],
        fix: "restore the entry; on a branch that is not merged yet, remove the commit",
        pass: "communications:\n  - {id: m3ts, at: \"2025-11-29T16:00:00+03:00\", audience: internal, template: update, by: CTO, text: All is well}\n",
        fail: "escalations: []\n",
        check: Check::History(entry_lost),
    },
    Rule {
        code: "history/entry-rewritten",
        level: Level::Error,
        what: "an entry of the timeline, escalations, messages or evidence was changed",
        why: "A mistake is corrected by a new entry that refers to the old one. Both are kept, so that everybody can see what was known when.",
        rows: &["O18", "O19", "O24"],
        fix: "restore the entry and correct it with a new one: inc note -m <TEXT> --corrects <ENTRY>",
        pass: "status: investigating\nclosure:\ntimeline:\n  - {id: w5he, at: \"2025-11-29T10:14:00+03:00\", event: Froze refunds}\n  - {id: n8xq, at: \"2025-11-30T09:00:00+03:00\", event: Reopened, mark: reopened}\n  - {id: p2ky, at: \"2025-11-30T09:01:00+03:00\", event: Froze payouts, corrects: w5he}\n",
        fail: "timeline: [{id: w5he, at: \"2025-11-29T10:14:00+03:00\", event: Froze payouts}]\n",
        check: Check::History(entry_rewritten),
    },
    Rule {
        code: "history/sealed-changed",
        level: Level::Error,
        what: "a sealed field was changed without reopening the incident",
        why: "Whoever closed the incident reviewed its record. A later change requires reopening it with a reason.",
        rows: &["O22"],
        fix: "restore the field, or reopen the incident: inc reopen <ID> -m <REASON>",
        pass: "actions: []\nreview: {held_at: \"2025-12-01T10:00:00+03:00\"}\n",
        fail: "impact: {users: 2 wallets}\n",
        check: Check::History(sealed_changed),
    },
    Rule {
        code: "history/status-moved",
        level: Level::Error,
        what: "the status moved back without a reason in the timeline, or a closed incident was not reopened with `inc reopen`",
        why: "Setbacks happen, but everybody who was informed of the progress must be able to find out why.",
        rows: &["O19", "O22"],
        fix: "move it with a reason: inc set status=<STATUS> -m <REASON>, or inc reopen <ID> -m <REASON>",
        pass: "status: investigating\nclosure:\ntimeline:\n  - {id: w5he, at: \"2025-11-29T10:14:00+03:00\", event: Froze refunds}\n  - {id: n8xq, at: \"2025-11-30T09:00:00+03:00\", event: Reopened, mark: reopened, notes: A wallet was missed}\n",
        fail: "status: contained\nclosure:\n",
        check: Check::History(status_moved),
    },
    Rule {
        code: "history/record-gone",
        level: Level::Error,
        what: "an incident's record was deleted",
        why: "An incident that should not have been opened is closed with that as its cause. Records are never deleted.",
        rows: &["O20", "O24"],
        fix: "restore the file: git checkout <BASE> -- <PATH>",
        pass: "id: INC-20251129-004\nformerly: [INC-20251129-001]\n",
        fail: "# the file is not there any more\n",
        check: Check::History(record_gone),
    },
    Rule {
        code: "history/id-changed",
        level: Level::Error,
        what: "an incident's ID changed, and `formerly` does not list the old one",
        why: "Tickets, messages and commits refer to the old ID; `formerly` makes it findable.",
        rows: &["O23"],
        fix: "restore the ID, or add the old one to `formerly`",
        pass: "id: INC-20251129-004\nformerly: [INC-20251129-001]\n",
        fail: "id: INC-20251129-004\n",
        check: Check::History(id_changed),
    },
];

/// A record as it was, and as it is.
#[derive(Clone, Copy)]
pub struct Transition<'a> {
    pub before: &'a Record,
    /// Nothing where there is no such record any more.
    pub after: Option<&'a Record>,
    /// Names the milestone of a reopening, where there is a plan that can be read.
    pub plan: Option<&'a Plan>,
}

/// What must not have happened between two versions.
pub fn judge(transition: &Transition<'_>) -> Vec<Finding> {
    // The usual case, and a cheap one.
    if transition.after == Some(transition.before) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::History(check) = rule.check {
            let mut sink = Sink::new(rule);
            check(transition, &mut sink);
            findings.append(&mut sink.findings);
        }
    }
    findings
}

/// Whether two records can only be one incident, whatever they are called: nobody else wrote these
/// very lines.
pub(crate) fn is_same_incident(before: &Record, after: &Record) -> bool {
    before.id == after.id
        || after.formerly.contains(&before.id)
        || (!before.timeline.is_empty()
            && before
                .timeline
                .iter()
                .all(|event| after.timeline.contains(event)))
}

/// Whether two versions are of one incident, whatever was lost between them: entries keep their ids.
pub(crate) fn is_kin(one: &Record, other: &Record) -> bool {
    let known: Vec<&str> = other.entry_ids().collect();
    one.title == other.title || one.entry_ids().any(|id| known.contains(&id))
}

/// Where a finding about an earlier version belongs in the record as it is now.
pub(crate) fn placed(finding: &Finding, present: &Record) -> Path {
    let Some((list, id)) = finding
        .subject
        .as_deref()
        .and_then(|subject| subject.split_once(':'))
    else {
        return finding.path.clone();
    };
    let value = present.to_value();
    let items = value.get(list).and_then(Value::as_array);
    let place = items.and_then(|items| {
        items
            .iter()
            .position(|item| item.get("id").and_then(Value::as_str) == Some(id))
    });
    match (place, items) {
        (Some(place), _) => Path::of(list).index(place),
        (None, Some(_)) => Path::of(list),
        (None, None) => Path::root(),
    }
}

/// An entry of a list that only grows.
trait Entry: PartialEq + Serialize {
    const LIST: &'static str;
    const NAME: &'static str;
    fn id(&self) -> Option<&str>;
    fn words(&self) -> &str;
}

macro_rules! entry {
    ($type:ty, $list:literal, $name:literal, $id:expr, $words:expr) => {
        impl Entry for $type {
            const LIST: &'static str = $list;
            const NAME: &'static str = $name;
            fn id(&self) -> Option<&str> {
                let id: fn(&$type) -> Option<&str> = $id;
                id(self)
            }
            fn words(&self) -> &str {
                let words: fn(&$type) -> &str = $words;
                words(self)
            }
        }
    };
}

entry!(
    Event,
    "timeline",
    "timeline entry",
    |event| event.id.as_deref(),
    |event| &event.event
);
entry!(
    Escalation,
    "escalations",
    "escalation",
    |entry| Some(&entry.id),
    |entry| &entry.to
);
entry!(
    Communication,
    "communications",
    "message",
    |entry| Some(&entry.id),
    |entry| &entry.text
);
entry!(
    Evidence,
    "evidence",
    "evidence",
    |entry| Some(&entry.id),
    |entry| &entry.location
);

/// What became of an entry that is not there as it was.
struct Missed {
    list: &'static str,
    /// `the timeline entry w5he (“Froze refunds”)`
    name: String,
    key: String,
    /// Its place in the later version, and what differs there.
    rewritten: Option<(usize, Vec<String>)>,
}

fn missed(transition: &Transition<'_>) -> Vec<Missed> {
    let (before, Some(after)) = (transition.before, transition.after) else {
        return Vec::new();
    };
    let taken: BTreeSet<&str> = after.entry_ids().collect();
    let mut found = Vec::new();
    in_list(&before.timeline, &after.timeline, &taken, &mut found);
    in_list(&before.escalations, &after.escalations, &taken, &mut found);
    in_list(
        &before.communications,
        &after.communications,
        &taken,
        &mut found,
    );
    in_list(&before.evidence, &after.evidence, &taken, &mut found);
    found
}

fn in_list<T: Entry>(before: &[T], after: &[T], taken: &BTreeSet<&str>, found: &mut Vec<Missed>) {
    for entry in before.iter().filter(|entry| !after.contains(entry)) {
        // One that had no id may be given one; so may one whose id two clones had handed out.
        let may_be_named = entry.id().is_none_or(|id| taken.contains(id));
        if may_be_named && after.iter().any(|other| is_same_but_for_id(entry, other)) {
            continue;
        }
        let mut words: String = entry.words().chars().take(60).collect();
        if words.len() < entry.words().len() {
            words.push('\u{2026}');
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = entry.id().map(|id| format!(" `{id}`")).unwrap_or_default();
        let place = after.iter().position(|other| match entry.id() {
            Some(id) => other.id() == Some(id),
            // Without an id it is known by sharing its words with nothing that stood there before.
            None => {
                other.id().is_none() && other.words() == entry.words() && !before.contains(other)
            }
        });
        found.push(Missed {
            list: T::LIST,
            name: format!("the {}{id} (\u{201c}{words}\u{201d})", T::NAME),
            key: format!("{}:{}", T::LIST, entry.id().unwrap_or(entry.words())),
            rewritten: place.map(|place| (place, differing(entry, &after[place]))),
        });
    }
}

fn is_same_but_for_id<T: Entry>(entry: &T, other: &T) -> bool {
    let differing = differing(entry, other);
    differing.len() == 1 && differing[0] == "id"
}

/// The keys in which two entries differ.
fn differing<T: Entry>(entry: &T, other: &T) -> Vec<String> {
    let value = |entry: &T| serde_json::to_value(entry).unwrap_or_default();
    let changes = changes(&value(entry), &value(other));
    let keys: BTreeSet<String> = changes
        .iter()
        .filter_map(|change| Some(change.path.head()?.to_owned()))
        .collect();
    keys.into_iter().collect()
}

fn entry_lost(transition: &Transition<'_>, sink: &mut Sink) {
    for missed in missed(transition) {
        if missed.rewritten.is_none() {
            sink.find(
                Path::of(missed.list),
                format!("{} was removed", missed.name),
            )
            .about(&missed.key)
            .on_key();
        }
    }
}

fn entry_rewritten(transition: &Transition<'_>, sink: &mut Sink) {
    for missed in missed(transition) {
        if let Some((place, keys)) = &missed.rewritten {
            let keys = keys.join(", ");
            sink.find(
                Path::of(missed.list).index(*place),
                format!("{} was changed: {keys}", missed.name),
            )
            .about(&missed.key);
        }
    }
}

fn sealed_changed(transition: &Transition<'_>, sink: &mut Sink) {
    let (before, Some(after)) = (transition.before, transition.after) else {
        return;
    };
    if !seal::is_broken_by(before, after)
        || is_closed_anew(transition, after)
        || is_as_closed(before, after)
    {
        return;
    }
    let changes = changes(&before.to_value(), &after.to_value());
    let sealed: Vec<&Change> = changes.iter().filter(|change| is_sealed(change)).collect();
    let Some(first) = sealed.first() else {
        return;
    };
    let mut fields: Vec<String> = Vec::new();
    for change in &sealed {
        let path = change.path.to_string();
        let field = path.split('[').next().unwrap_or(&path).to_owned();
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let message = format!(
        "changed after closing without reopening: {}",
        fields.join(", ")
    );
    sink.find(first.path.clone(), message).label("seal");
}

/// Whether the seal holds a change and no other rule tells of it.
fn is_sealed(change: &Change) -> bool {
    let path = change.path.to_string();
    let head = change.path.head().unwrap_or_default();
    let is_living = seal::LIVING.contains(&head)
        || ["id", "formerly"].contains(&head)
        || seal::LIVING_CHECKLISTS
            .iter()
            .any(|list| change.path.is_within(&Path::of("checks").key(*list)));
    let is_list = ["timeline", "escalations", "evidence"].contains(&head);
    // What is lost or rewritten of those is said by itself; what is added is not.
    let is_entry = is_list && (change.old.is_some() || path.contains("]."));
    !is_living && !is_entry
}

/// Whether it is again what was sealed: the same closing, whose seal holds now.
fn is_as_closed(before: &Record, after: &Record) -> bool {
    let closing = after.closure.as_ref();
    let sealed = closing.and_then(|closing| closing.seal.as_ref());
    before.closure == after.closure && sealed.is_some_and(|sealed| *sealed == seal::seal(after))
}

/// Whether it was reopened in between, and closed again later than before.
fn is_closed_anew(transition: &Transition<'_>, after: &Record) -> bool {
    let at = |record: &Record| record.closure.as_ref().map(|closure| closure.at);
    at(after) > at(transition.before) && is_reopened(transition, after)
}

/// Whether the timeline holds a reopening that it did not hold before.
fn is_reopened(transition: &Transition<'_>, after: &Record) -> bool {
    let milestone = transition
        .plan
        .and_then(|plan| plan.milestone_of(MilestoneEvent::Reopened));
    let is_one = |event: &&Event| {
        milestone.is_none_or(|milestone| event.mark.as_ref() == Some(&milestone.id))
    };
    added(transition.before, after).any(|event| is_one(&event))
}

fn added<'a>(before: &'a Record, after: &'a Record) -> impl Iterator<Item = &'a Event> {
    let is_new = |event: &&Event| !before.timeline.contains(event);
    after.timeline.iter().filter(is_new)
}

fn status_moved(transition: &Transition<'_>, sink: &mut Sink) {
    let (before, Some(after)) = (transition.before, transition.after) else {
        return;
    };
    let (from, to) = (before.status, after.status);
    if to >= from {
        return;
    }
    let explained = added(before, after).next().is_some();
    let message = if !from.is_closed() {
        if explained {
            return;
        }
        format!("the status moved back from {from} to {to}, and no timeline entry says why")
    } else if to == Status::Investigating && !explained {
        "reopened, and no timeline entry says why".to_owned()
    } else if to == Status::Investigating || is_reopened(transition, after) {
        return;
    } else {
        format!("the status changed from closed to {to}; use `inc reopen` for a closed incident")
    };
    sink.find(Path::of("status"), message);
}

fn record_gone(transition: &Transition<'_>, sink: &mut Sink) {
    if transition.after.is_none() {
        let id = &transition.before.id;
        sink.find(Path::root(), format!("the record of {id} was deleted"))
            .about(id);
    }
}

fn id_changed(transition: &Transition<'_>, sink: &mut Sink) {
    let (before, Some(after)) = (transition.before, transition.after) else {
        return;
    };
    let is_known = |id: &String| after.id == *id || after.formerly.contains(id);
    if !is_known(&before.id) {
        let message = format!(
            "{} is now {}, but `formerly` does not list the old ID",
            before.id, after.id
        );
        sink.find(Path::of("id"), message).about(&before.id);
    }
    for id in before.formerly.iter().filter(|id| !is_known(id)) {
        let message = format!("`formerly` no longer lists {id}");
        sink.find(Path::of("formerly"), message).about(id).on_key();
    }
}
