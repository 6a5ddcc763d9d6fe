//! The timeline: its milestones and its order (O19).

use super::{Check, Command, Judged, Level, Rule, Sink, fix};
use crate::domain::plan::MilestoneEvent;
use crate::domain::plan::case::MILESTONES;
use crate::domain::record::{Path, State};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "timeline/milestone-missing",
        level: Level::Error,
        what: "an incident is closed without a milestone that the plan requires",
        why: "Milestones make incidents comparable, and the report must show them.",
        rows: &["O19"],
        fix: "record the milestone with the time it was reached, or mark it not applicable with a reason",
        pass: "checks:\n  milestones: {fix-deployed: {state: not-applicable, note: the fault was at the gateway}}\n",
        fail: "timeline: [{at: \"2025-11-29T09:58:00+03:00\", event: Incident detected, mark: incident-detected}]\n",
        check: Check::Record(milestone_missing),
    },
    Rule {
        code: "timeline/in-future",
        level: Level::Error,
        what: "an entry is dated in the future",
        why: "A record says what happened, not what is planned.",
        rows: &["O19"],
        fix: "correct the time",
        pass: "timeline: [{at: \"2025-11-29T10:00:00+03:00\", event: Froze refunds}]\n",
        fail: "timeline: [{at: \"2999-01-01T00:00:00+00:00\", event: Froze refunds}]\n",
        check: Check::Record(in_future),
    },
    Rule {
        code: "timeline/before-detection",
        level: Level::Error,
        what: "a milestone was reached before the incident was detected",
        why: "Nothing can be contained before it is detected. `detection.started_at` records when the incident began.",
        rows: &["O19"],
        fix: "correct the time of the milestone or of the detection",
        pass: "timeline: [{at: \"2025-11-29T10:14:00+03:00\", event: Froze refunds, mark: containment-started}]\n",
        fail: "timeline: [{at: \"2025-11-29T08:00:00+03:00\", event: Froze refunds, mark: containment-started}]\n",
        check: Check::Record(before_detection),
    },
    Rule {
        code: "timeline/detection-order",
        level: Level::Error,
        what: "the incident was detected before it started, or acknowledged before it was detected",
        why: "Every deadline counts from these times.",
        rows: &["O19", "S8"],
        fix: "correct the times under `detection`",
        pass: "detection: {acknowledged_at: \"2025-11-29T10:01:00+03:00\"}\n",
        fail: "detection: {acknowledged_at: \"2025-11-29T09:00:00+03:00\"}\n",
        check: Check::Record(detection_order),
    },
    Rule {
        code: "timeline/milestone-disorder",
        level: Level::Warning,
        what: "milestones are not in the plan's order",
        why: "This may be correct, since incidents can recover before they are contained, but it is often a mistyped time.",
        rows: &["O19"],
        fix: "check the times; if they are correct, leave them",
        pass: "timeline:\n  - {at: \"2025-11-29T10:14:00+03:00\", event: Froze refunds, mark: containment-started}\n  - {at: \"2025-11-29T12:00:00+03:00\", event: Cause found, mark: root-cause-identified}\n",
        fail: "timeline:\n  - {at: \"2025-11-29T10:14:00+03:00\", event: Cause found, mark: root-cause-identified}\n  - {at: \"2025-11-29T12:00:00+03:00\", event: Froze refunds, mark: containment-started}\n",
        check: Check::Record(milestone_disorder),
    },
    Rule {
        code: "timeline/not-in-order",
        level: Level::Warning,
        what: "timeline entries are not in chronological order",
        why: "People read the file from top to bottom.",
        rows: &["O19"],
        fix: "move the entry to its place; the order does not affect any comparison",
        pass: "timeline:\n  - {at: \"2025-11-29T10:00:00+03:00\", event: first}\n  - {at: \"2025-11-29T11:00:00+03:00\", event: second}\n",
        fail: "timeline:\n  - {at: \"2025-11-29T11:00:00+03:00\", event: second}\n  - {at: \"2025-11-29T10:00:00+03:00\", event: first}\n",
        check: Check::Record(not_in_order),
    },
    Rule {
        code: "timeline/corrects-nothing",
        level: Level::Error,
        what: "an entry corrects one that does not exist",
        why: "A correction and the entry it corrects are both kept.",
        rows: &["O24"],
        fix: "use the id of the entry to correct",
        pass: "timeline:\n  - {id: a1b2, at: \"2025-11-29T10:00:00+03:00\", event: 21 wallets}\n  - {id: c3d4, at: \"2025-11-29T10:00:00+03:00\", event: 212 wallets, corrects: a1b2}\n",
        fail: "timeline: [{id: c3d4, at: \"2025-11-29T10:00:00+03:00\", event: 212 wallets, corrects: a1b2}]\n",
        check: Check::Record(corrects_nothing),
    },
];

fn entry(index: usize) -> Path {
    Path::of("timeline").index(index)
}

fn milestone_missing(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    if !case.record.status.is_closed() {
        return;
    }
    let required = case.plan.milestones.iter().filter(|milestone| {
        milestone.required && !milestone.retired && case.binds(milestone.since.as_deref())
    });
    for milestone in required {
        let ruled_out = case
            .record
            .check(MILESTONES, &milestone.id)
            .is_some_and(|check| check.state == State::NotApplicable);
        if case.record.milestone(&milestone.id).is_none() && !ruled_out {
            sink.find(
                Path::of("timeline"),
                format!(
                    "closed, but the milestone \u{201c}{}\u{201d} is missing",
                    milestone.title
                ),
            )
            .about(&milestone.id)
            .label(milestone.title.to_lowercase())
            .rows(&milestone.row)
            .on_key()
            .fix(fix::milestone(&case, &milestone.id));
        }
    }
}

fn in_future(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    let detection = &record.detection;
    let moments = [
        ("detection.started_at", detection.started_at),
        ("detection.detected_at", Some(detection.detected_at)),
        ("detection.acknowledged_at", detection.acknowledged_at),
    ];
    let events = record
        .timeline
        .iter()
        .enumerate()
        .map(|(index, event)| (entry(index).key("at"), event.at));
    let moments = moments
        .into_iter()
        .filter_map(|(path, time)| Some((Path::of(path), time?)));
    for (path, time) in moments.chain(events).filter(|(_, time)| *time > judged.now) {
        sink.find(
            path,
            format!("{} is in the future", judged.case.plan.zone().minute(time)),
        )
        .fix(Command::on_incident("edit"));
    }
}

fn before_detection(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    let zone = judged.case.plan.zone();
    for (index, event) in record.timeline.iter().enumerate() {
        if let Some(mark) = event
            .mark
            .as_ref()
            .filter(|_| event.at.is_before(record.detection.detected_at))
        {
            let title = judged
                .case
                .plan
                .milestone(mark)
                .map_or(mark.as_str(), |milestone| milestone.title.as_str());
            sink.find(
                entry(index).key("at"),
                format!(
                    "\u{201c}{title}\u{201d} at {} is before the detection at {}",
                    zone.minute(event.at),
                    zone.minute(record.detection.detected_at)
                ),
            )
            .about(mark)
            .fix(Command::on_incident("edit"));
        }
    }
}

fn detection_order(judged: &Judged<'_>, sink: &mut Sink) {
    let detection = &judged.case.record.detection;
    if detection
        .started_at
        .is_some_and(|started| detection.detected_at.is_before(started))
    {
        sink.find(
            Path::of("detection.started_at"),
            "the incident started after it was detected",
        )
        .fix(Command::on_incident("set").arg("detection.started_at=<TIME>"));
    }
    if detection
        .acknowledged_at
        .is_some_and(|acknowledged| acknowledged.is_before(detection.detected_at))
    {
        sink.find(
            Path::of("detection.acknowledged_at"),
            "the incident was acknowledged before it was detected",
        )
        .fix(Command::on_incident("set").arg("detection.acknowledged_at=<TIME>"));
    }
}

fn milestone_disorder(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    // Only the order of what the plan requires means anything; acknowledging may come whenever.
    let mut latest: Option<(&str, crate::domain::record::Time)> = None;
    let mut misplaced: Option<&str> = None;
    for milestone in case
        .plan
        .milestones
        .iter()
        .filter(|milestone| milestone.required)
    {
        let Some(event) = case.record.milestone(&milestone.id) else {
            continue;
        };
        // One milestone out of place is one finding, however many others it stands before.
        if let Some((earlier, _)) = latest.filter(|(_, at)| event.at.is_before(*at))
            && misplaced != Some(earlier)
            && let Some(index) = case
                .record
                .timeline
                .iter()
                .position(|known| std::ptr::eq(known, event))
        {
            sink.find(
                entry(index).key("at"),
                format!(
                    "\u{201c}{}\u{201d} comes before \u{201c}{earlier}\u{201d}",
                    milestone.title
                ),
            )
            .about(&milestone.id);
            misplaced = Some(earlier);
        }
        // What was reached again later, a severity assessed anew or a second fix, is in order.
        let first = case
            .record
            .timeline
            .iter()
            .filter(|known| known.mark.as_deref() == Some(milestone.id.as_str()))
            .filter(|known| case.record.correction_of(known).is_none())
            .map(|known| known.at)
            .min()
            .unwrap_or(event.at);
        if latest.is_none_or(|(_, at)| first > at) {
            latest = Some((&milestone.title, first));
        }
    }
}

fn not_in_order(judged: &Judged<'_>, sink: &mut Sink) {
    for (index, pair) in judged.case.record.timeline.windows(2).enumerate() {
        if pair[1].at < pair[0].at {
            sink.find(
                entry(index + 1).key("at"),
                "this entry is earlier than the one above it",
            );
        }
    }
}

fn corrects_nothing(judged: &Judged<'_>, sink: &mut Sink) {
    let record = judged.case.record;
    for (index, event) in record.timeline.iter().enumerate() {
        let Some(corrected) = &event.corrects else {
            continue;
        };
        if !record
            .timeline
            .iter()
            .any(|other| other.id.as_ref() == Some(corrected))
        {
            sink.find(
                entry(index).key("corrects"),
                format!("there is no entry `{corrected}` to correct"),
            )
            .fix(Command::on_incident("edit"));
        }
    }
}

/// Milestones that `note --mark` may set by hand: those no command sets by itself, and those one
/// may record afterwards.
pub(crate) fn is_set_by_command(event: Option<MilestoneEvent>) -> bool {
    matches!(
        event,
        Some(MilestoneEvent::Recovered | MilestoneEvent::Closed | MilestoneEvent::Reopened)
    )
}
