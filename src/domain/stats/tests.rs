use super::*;
use crate::domain::record::Record;
use crate::store::codec;
use crate::store::templates::shipped_plan;

const RECORD: &str = "\
schema: 1
id: INC-1
title: t
type: redis-failure
severity: SEV-3
status: resolved
plan: 1.0.0
detection:
  detected_at: \"2025-11-29T10:00:00+03:00\"
";

fn record(more: &str) -> Record {
    codec::record(&format!("{RECORD}{more}")).unwrap_or_else(|error| panic!("{error}\n{more}"))
}

fn seconds(more: &str) -> [Option<i64>; 5] {
    let plan = shipped_plan();
    let now = "2025-12-01T10:00:00+03:00".parse().expect("a time");
    sample(&Case::new(&record(more), &plan), now).seconds
}

fn event(minute: u32, more: &str) -> String {
    format!(
        "  - {{id: e{minute:02}, at: \"2025-11-29T10:{minute:02}:00+03:00\", event: x{more}}}\n"
    )
}

#[test]
fn what_is_not_said_is_missing_and_what_is_said_is_measured() {
    assert_eq!(seconds(""), [None; 5]);
    let minutes = |minutes: i64| Some(minutes * 60);
    // The first containment stands for a missing mark; the mark goes before it.
    let action = event(7, ", phase: containment");
    let later = event(9, ", phase: containment");
    assert_eq!(
        seconds(&format!("timeline:\n{action}{later}"))[1],
        minutes(7)
    );
    let begun = event(3, ", mark: containment-started");
    assert_eq!(
        seconds(&format!("timeline:\n{begun}{action}"))[1],
        minutes(3)
    );
    let done = event(20, ", mark: contained");
    assert_eq!(
        seconds(&format!("timeline:\n{action}{done}"))[1],
        minutes(20)
    );
    // A corrected entry was a mistake.
    let corrected = format!("timeline:\n{begun}{}", event(8, ", corrects: e03"));
    assert_eq!(seconds(&corrected)[1], None);
    // Recovered, reopened, recovered: the last one counts; reopened alone undoes it.
    let recovered = event(30, ", mark: service-recovered");
    assert_eq!(seconds(&format!("timeline:\n{recovered}"))[2], minutes(30));
    let reopened = event(40, ", mark: reopened");
    assert_eq!(
        seconds(&format!("timeline:\n{recovered}{reopened}"))[2],
        None
    );
    let again = event(50, ", mark: service-recovered");
    let shown = format!("timeline:\n{recovered}{reopened}{again}");
    assert_eq!(seconds(&shown)[2], minutes(50));
    assert_eq!(seconds(&shown)[4], minutes(50));
    // Before the detection nothing can have been done about it.
    let early =
        "timeline:\n  - {id: a, at: \"2025-11-29T09:00:00+03:00\", event: x, phase: containment}\n";
    assert_eq!(seconds(early)[1], None);
}

#[test]
fn months_are_those_of_the_plans_zone_and_none_is_left_out() {
    let plan = shipped_plan();
    let now = "2026-12-01T10:00:00+03:00".parse().expect("a time");
    let samples: Vec<Sample> = [
        // 02:30 on 1 December in Riyadh, 21:30 on 31 October there.
        "2025-11-30T23:30:00+00:00",
        "2025-10-31T18:30:00+00:00",
        "2025-11-30T20:59:59+00:00",
        "2026-03-01T00:00:00+03:00",
        "2026-02-28T23:59:59+03:00",
    ]
    .iter()
    .enumerate()
    .map(|(place, at)| {
        let mut record = record("");
        record.id = format!("INC-{place}");
        record.detection.detected_at = at.parse().expect("a time");
        record.severity = ["SEV-2", "SEV-1", "SEV-9", "SEV-2", "SEV-1"][place].to_owned();
        sample(&Case::new(&record, &plan), now)
    })
    .collect();
    let stats = stats(&samples, &plan);
    let shown = |grouping| -> Vec<String> {
        stats
            .grouped(grouping)
            .map(|group| format!("{} {}", group.value, group.incidents))
            .collect()
    };
    assert_eq!(
        shown(Grouping::Month),
        [
            "2025-10 1",
            "2025-11 1",
            "2025-12 1",
            "2026-01 0",
            "2026-02 1",
            "2026-03 1"
        ]
    );
    // The plan's order, and what it does not know at the end.
    assert_eq!(shown(Grouping::Severity), ["SEV-1 2", "SEV-2 2", "SEV-9 1"]);
    assert_eq!(shown(Grouping::Type), ["redis-failure 5"]);
    assert_eq!(shown(Grouping::All), ["all 5"]);
    for group in &stats.groups {
        for (_, summary) in group.measures.iter() {
            assert_eq!(summary.count + summary.missing, group.incidents);
        }
    }
}

#[test]
fn actions_and_clocks_are_counted_as_they_stand() {
    let plan = shipped_plan();
    let record = record(
        "actions:\n  - {id: a, action: x, due: \"2025-11-30\", status: open}\n  - {id: b, action: x, due: \"2025-12-01\", status: in-progress}\n  \
         - {id: c, action: x, due: \"2025-11-01\", status: done}\n  - {id: d, action: x, status: dropped}\n",
    );
    let now = "2025-12-01T10:00:00+03:00".parse().expect("a time");
    let sample = sample(&Case::new(&record, &plan), now);
    let stats = stats(&[sample.clone(), sample], &plan);
    assert_eq!(
        stats.actions,
        Actions {
            open: 4,
            late: 2,
            done: 2,
            dropped: 2
        }
    );
    let of = |kind: Kind| stats.clocks.iter().find(|known| known.kind == kind.id());
    // Nobody acknowledged it, and nobody will.
    assert_eq!(
        of(Kind::Acknowledgement).map(|known| (known.ran, known.missed)),
        Some((2, 2))
    );
    assert_eq!(of(Kind::Waiver), None);
}
