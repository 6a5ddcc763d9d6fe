//! `inc stats`: figures over all incidents, for people, programs and spreadsheets.

use serde_json::{Value, json};

use crate::support::story::Stage;
use crate::support::{World, texts};

/// A record with as little in it as a record may hold.
fn write(world: &World, number: u32, detected: &str, more: &str) -> String {
    let id = format!("INC-20251129-{number:03}");
    let head = "type: redis-failure\nseverity: SEV-3\nstatus: investigating";
    let (head, more) = more.split_once("---\n").unwrap_or((head, more));
    world.write_record(
        &id,
        &format!(
            "schema: 1\nid: {id}\ntitle: t\n{}\nplan: 1.0.0\ndetection:\n  detected_at: \"{detected}\"\n{more}",
            head.trim_end()
        ),
    );
    id
}

fn group<'a>(stats: &'a Value, group: &str, value: &str) -> &'a Value {
    stats["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .find(|known| known["group"] == group && known["value"] == value)
        .unwrap_or_else(|| panic!("no {group} {value}: {stats}"))
}

#[test]
fn one_incident_lived_through_is_measured_from_its_own_record() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let stats = world.json("stats --format json");
    assert_eq!(
        stats["incidents"],
        json!({"total": 1, "open": 0, "closed": 1})
    );
    let record = world.record(&id);
    let at = |value: &Value| -> i64 {
        let time = value.as_str().expect("a time");
        chrono::DateTime::parse_from_rfc3339(time)
            .expect("a time")
            .timestamp()
    };
    let detected = at(&record["detection"]["detected_at"]);
    let marked = |mark: &str| {
        let timeline = record["timeline"].as_array().expect("entries").iter();
        timeline
            .filter(|event| event["mark"] == mark)
            .map(|event| at(&event["at"]))
            .max()
            .expect(mark)
    };
    let all = group(&stats, "all", "all");
    for (measure, end) in [
        ("acknowledge", at(&record["detection"]["acknowledged_at"])),
        ("contain", marked("contained")),
        ("recover", marked("service-recovered")),
        ("close", at(&record["closure"]["at"])),
        ("duration", marked("service-recovered")),
    ] {
        assert_eq!(
            all["measures"][measure],
            json!({"count": 1, "missing": 0, "median_seconds": end - detected, "p90_seconds": end - detected}),
            "{measure}"
        );
    }
    assert_eq!(group(&stats, "severity", "SEV-2")["incidents"], 1);
    assert_eq!(
        group(&stats, "type", "payment-or-wallet-incident")["title"],
        "Payment or wallet incident"
    );
    assert_eq!(stats["causes"]["count"], 1);
    assert_eq!(stats["actions"]["open"], 1);
    assert_eq!(stats["zone"], "Asia/Riyadh");
}

#[test]
fn what_a_record_does_not_say_is_missing_and_never_guessed() {
    let world = World::new();
    write(
        &world,
        1,
        "2025-11-29T09:00:00+03:00",
        "  acknowledged_at: \"2025-11-29T09:04:00+03:00\"\n",
    );
    write(
        &world,
        2,
        "2025-11-29T09:00:00+03:00",
        "  acknowledged_at: \"2025-11-29T09:10:00+03:00\"\n",
    );
    write(&world, 3, "2025-11-29T09:00:00+03:00", "");
    let stats = world.json("stats --format json");
    let measures = &group(&stats, "all", "all")["measures"];
    assert_eq!(
        measures["acknowledge"],
        json!({"count": 2, "missing": 1, "median_seconds": 240, "p90_seconds": 600})
    );
    assert_eq!(
        measures["recover"],
        json!({"count": 0, "missing": 3, "median_seconds": null, "p90_seconds": null})
    );
    let shown = world.ok("stats");
    assert!(shown.contains("4 min (2)"), "{shown}");
}

#[test]
fn months_are_the_plans_and_since_is_when_it_was_detected() {
    let world = World::new();
    write(&world, 1, "2025-09-30T21:30:00+00:00", "");
    write(&world, 2, "2025-11-28T10:00:00+03:00", "");
    let months = |line: &str| -> Vec<String> {
        let stats = world.json(&format!("{line} --format json"));
        let groups = stats["groups"].as_array().expect("groups").iter();
        groups
            .filter(|group| group["group"] == "month")
            .map(|group| {
                format!(
                    "{} {}",
                    group["value"].as_str().expect("a month"),
                    group["incidents"]
                )
            })
            .collect()
    };
    assert_eq!(months("stats"), ["2025-10 1", "2025-11 1"]);
    for since in [
        "2025-11-01",
        "4w",
        "'2d ago'",
        "'2025-11-28 10:00'",
        "2025-11-28T07:00:00Z",
    ] {
        assert_eq!(
            months(&format!("stats --since {since}")),
            ["2025-11 1"],
            "{since}"
        );
        // The same forms as where incidents are listed.
        let listed = world.json(&format!("list --all --since {since} --format json"));
        assert_eq!(listed.as_array().map(Vec::len), Some(1), "{since}");
    }
    world.change_plan("time_zone: Asia/Riyadh", "time_zone: America/New_York");
    assert_eq!(months("stats"), ["2025-09 1", "2025-10 0", "2025-11 1"]);
    world
        .line("stats --since 2026-01-01")
        .exit(2)
        .says("in the future");
    world
        .line("stats --since lately")
        .exit(2)
        .says("is not a time");
}

#[test]
fn causes_that_come_again_are_found_however_they_are_worded() {
    let world = World::new();
    let cause = |text: &str| {
        format!(
            "root_cause: {{text: {text:?}, confirmed_by: CTO, confirmed_at: \"2025-11-29T09:30:00+03:00\"}}\n"
        )
    };
    for (number, text) in [
        "The webhook handler was not idempotent",
        "the webhook handler was NOT idempotent.",
        "The disk of the primary was full",
        "The webhook handler was not idempotent",
    ]
    .iter()
    .enumerate()
    {
        write(
            &world,
            number as u32 + 1,
            &format!("2025-11-29T09:0{number}:00+03:00"),
            &cause(text),
        );
    }
    let stats = world.json("stats --format json");
    assert_eq!(stats["causes"]["count"], 4);
    assert_eq!(
        stats["causes"]["recurring"],
        json!([{
            "text": "The webhook handler was not idempotent", "count": 3,
            "incidents": ["INC-20251129-001", "INC-20251129-002", "INC-20251129-004"],
            "wordings": ["The webhook handler was not idempotent", "the webhook handler was NOT idempotent."]
        }])
    );
    let shown = world.ok("stats");
    assert!(
        shown.contains("3\u{d7}  The webhook handler was not idempotent"),
        "{shown}"
    );
    assert!(
        shown.contains("INC-20251129-004, INC-20251129-002, INC-20251129-001"),
        "{shown}"
    );
}

#[test]
fn a_broken_record_is_named_and_hides_no_other() {
    let world = World::new();
    write(&world, 1, "2025-11-29T09:00:00+03:00", "");
    world.write_record("INC-20251129-002", "schema: 1\n");
    for format in ["text", "json", "csv"] {
        let ran = world.line(&format!("stats --format {format}")).ok();
        let ran = ran.says("incidents/2025/INC-20251129-002.yaml cannot be read");
        assert!(!ran.stdout.is_empty());
    }
    let stats = world.line("stats --format json").ok().json();
    assert_eq!(
        (&stats["broken"], &stats["incidents"]["total"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_home_without_incidents_has_figures_of_none() {
    let world = World::new();
    assert_eq!(world.ok("stats"), "0 incidents: 0 open, 0 closed");
    let stats = world.json("stats --format json");
    assert_eq!(stats["groups"].as_array().map(Vec::len), Some(1));
    assert_eq!(world.ok("stats --format csv").lines().count(), 6);
}

#[test]
fn a_spreadsheet_gets_rows_and_no_formulas() {
    let world = World::new();
    let head = "type: \"=HYPERLINK(\\\"http://x\\\",\\\"a,b\\\")\"\nseverity: \"@SUM(A1)\"\nstatus: investigating\n---\n";
    write(
        &world,
        1,
        "2025-11-29T09:00:00+03:00",
        &format!("{head}  acknowledged_at: \"2025-11-29T09:04:00+03:00\"\n"),
    );
    let table = world.ok("stats --format csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(
        reader.headers().expect("heads"),
        vec![
            "group",
            "value",
            "measure",
            "count",
            "missing",
            "median_seconds",
            "p90_seconds"
        ]
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 4 * 5);
    for row in &rows {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{row:?}");
        }
    }
    assert_eq!(
        rows[0],
        vec!["all", "all", "acknowledge", "1", "0", "240", "240"]
    );
    assert_eq!(rows[1], vec!["all", "all", "contain", "0", "1", "", ""]);
    let values: Vec<&str> = rows.iter().step_by(5).map(|row| &row[1]).collect();
    assert_eq!(
        values,
        [
            "all",
            "'@SUM(A1)",
            "'=HYPERLINK(\"http://x\",\"a,b\")",
            "2025-11"
        ]
    );
    // Nothing in a record commands the terminal either.
    world.line("stats").ok();
}

#[test]
fn clocks_that_were_missed_are_counted_of_those_that_ran() {
    let world = World::new();
    write(
        &world,
        1,
        "2025-11-29T09:00:00+03:00",
        "  acknowledged_at: \"2025-11-29T09:04:00+03:00\"\n",
    );
    write(
        &world,
        2,
        "2025-11-29T09:00:00+03:00",
        "  acknowledged_at: \"2025-11-29T09:06:00+03:00\"\n",
    );
    write(&world, 3, "2025-11-29T09:58:00+03:00", "");
    let clocks = world.json("stats --format json")["clocks"].clone();
    assert_eq!(
        clocks[0],
        json!({"kind": "acknowledgement", "ran": 3, "missed": 1})
    );
    // The plan's deadline decides.
    world.change_plan("acknowledge_within: 5m ", "acknowledge_within: 90m ");
    let clocks = world.json("stats --format json")["clocks"].clone();
    assert_eq!(clocks[0]["missed"], 0);
}

#[test]
fn it_reads_well_in_any_width_and_without_unicode_or_colour() {
    let world = World::new();
    world.payment(Stage::Closed);
    let shown = world.ok("stats");
    assert!(
        shown.contains('\u{2588}') && !shown.contains('#'),
        "{shown}"
    );
    world.set_env("LC_ALL", "C");
    let shown = world.ok("stats");
    assert!(
        !shown.contains('\u{2588}') && shown.contains("####"),
        "{shown}"
    );
    assert!(!shown.contains('\u{1b}'), "{shown}");
    for heading in [
        "Response times",
        "By severity",
        "By type",
        "By month of detection",
        "Recurring causes",
        "Missed deadlines",
        "Corrective actions",
    ] {
        assert!(shown.contains(heading), "{heading}\n{shown}");
    }
    world.line("stats x").exit(2);
    world.write("templates/plan.yaml", "{{{\n");
    world.line("stats").exit(3).says("templates/plan.yaml:");
}

#[test]
fn every_key_of_the_json_is_documented() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    // A second one with the same cause, so that every list has something in it.
    let text = world.record_text(&id);
    world.write_record("INC-20251129-002", &text.replace(&id, "INC-20251129-002"));
    let page = include_str!("../docs/metrics.md");
    let mut keys = Vec::new();
    collect(&world.json("stats --format json"), &mut keys);
    assert!(texts(&json!(keys)).len() > 25, "{keys:?}");
    for key in keys {
        assert!(
            page.contains(&format!("`{key}`")),
            "docs/metrics.md lacks `{key}`"
        );
    }
}

/// Every key below a value.
fn collect(value: &Value, keys: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
                collect(value, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
        _ => {}
    }
}
