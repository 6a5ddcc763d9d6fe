//! The review is held in time and documents what it must (O10, S19, S20).

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::record::Path;

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "review/late",
        level: Level::Warning,
        what: "the review was held late or is overdue",
        why: "A review is only useful while people remember the incident. Closing does not require it.",
        rows: &["S19"],
        fix: "hold the review; it stays marked as late",
        pass: "review: {held_at: \"2025-11-30T10:00:00+03:00\"}\n",
        fail: "timeline:\n  - {id: r1, at: \"2025-10-01T10:00:00+03:00\", event: Service recovered, mark: service-recovered, owner: CTO}\n",
        check: Check::Record(late),
    },
    Rule {
        code: "review/incomplete",
        level: Level::Warning,
        what: "a review was held, but required sections are missing",
        why: "The plan lists nine things that a review must document.",
        rows: &["O10"],
        fix: "write the missing sections",
        pass: "review:\n",
        fail: "review: {held_at: \"2025-11-30T10:00:00+03:00\", participants: [CTO]}\n",
        check: Check::Record(incomplete),
    },
];

fn late(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let Some(due) = case.review_due() else { return };
    let zone = case.plan.zone();
    let (path, message) = match case.reviewed_at() {
        Some(held) if held > due => (
            Path::of("review.held_at"),
            format!(
                "the review was held late: {}, due {}",
                zone.minute(held),
                zone.minute(due)
            ),
        ),
        None if due < judged.now => (
            Path::of(if case.record.review.is_some() {
                "review"
            } else {
                "status"
            }),
            format!(
                "the review was due {} and is not complete",
                zone.minute(due)
            ),
        ),
        _ => return,
    };
    sink.find(path, message)
        .label("review")
        .fix(Command::on_incident("review"));
}

fn incomplete(judged: &Judged<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let held = case.record.review.as_ref();
    if held.is_none_or(|review| review.held_at.is_none()) {
        return;
    }
    for document in case.undocumented() {
        sink.find(
            Path::of("review"),
            format!(
                "the review does not document: {}",
                document.title.to_lowercase()
            ),
        )
        .on_key()
        .about(&document.title)
        .label(document.title.to_lowercase())
        .rows(&case.plan.review.row)
        .fix(Command::on_incident("review"));
    }
}
