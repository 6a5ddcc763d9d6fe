//! Times that cannot be mistaken, the night the clocks change included.

use super::*;

fn across(first: &str, second: &str, review: &str) -> String {
    format!(
        "schema: 1\nid: X\ntitle: t\ntype: api-failure\nseverity: SEV-3\nstatus: resolved\nplan: 1.0.0\n\
         detection: {{detected_at: \"{first}\"}}\n\
         timeline:\n  - {{id: a, at: \"{second}\", event: Service recovered, mark: service-recovered}}\n\
         \x20 - {{id: b, at: \"{first}\", event: Incident detected, mark: incident-detected}}\n\
         review: {{held_at: \"{review}\"}}\n"
    )
}

fn rendered(template: &str, yaml: &str) -> String {
    try_report(template, &record(yaml), &plan_in("Europe/Berlin")).expect("a report")
}

#[test]
fn an_hour_that_comes_twice_is_reported_apart() {
    // 02:30 in summer time, then 02:10 in winter time, forty minutes later.
    let yaml = across(
        "2025-10-26T00:30:00+00:00",
        "2025-10-26T01:10:00+00:00",
        "2025-10-28T10:00:00+01:00",
    );
    let document = rendered("timeline", &yaml);
    let table = &tables(&document)[0];
    assert_eq!(table[1][0], "2025-10-26 02:30 +02:00");
    assert_eq!(table[2][0], "2025-10-26 02:10 +01:00");
    assert!(document.contains("Europe/Berlin, UTC+02:00 and UTC+01:00; each time has its offset"));
    assert_eq!(
        tables(&rendered("incident-report", &yaml))[0][6],
        ["Duration", "40 min"]
    );
    assert!(rendered("incident-log", &yaml).contains("- 02:10 +01:00 - Service recovered\n"));
}

#[test]
fn a_review_after_the_change_marks_its_own_time_alone() {
    let yaml = across(
        "2025-10-25T08:00:00+00:00",
        "2025-10-25T09:00:00+00:00",
        "2025-10-28T09:00:00+00:00",
    );
    let document = rendered("post-incident-review", &yaml);
    assert_eq!(tables(&document)[0][1][0], "2025-10-25 10:00");
    assert!(document.contains("Europe/Berlin, UTC+02:00."));
    assert!(document.contains("Held: 2025-10-28 10:00 +01:00"));
}

#[test]
fn the_same_record_gives_the_same_bytes_wherever_its_times_were_written() {
    let summer = across(
        "2025-07-01T08:00:00+00:00",
        "2025-07-01T09:00:00+00:00",
        "2025-07-02T09:00:00+00:00",
    );
    let elsewhere = across(
        "2025-07-01T11:00:00+03:00",
        "2025-07-01T12:00:00+03:00",
        "2025-07-02T12:00:00+03:00",
    );
    for (name, _) in TEMPLATES {
        assert_eq!(rendered(name, &summer), rendered(name, &elsewhere));
    }
}
