//! Every clock at its boundaries, and across a change to daylight saving.

use super::{Clock, End, Kind, all, running};
use crate::domain::plan::{Case, Plan, Runbook};
use crate::domain::record::{Map, Record, Time};
use crate::store::codec;
use crate::store::templates::{shipped, shipped_plan};

/// An open payment incident, acknowledged, contained and escalated, so that only what a test adds runs.
const CALM: &str = r#"
schema: 1
id: INC-20251129-001
title: Wallets credited twice
type: payment-or-wallet-incident
severity: SEV-3
status: contained
environment: production
plan: 1.0.0
detection: {detected_at: "2025-11-29T10:00:00+03:00", acknowledged_at: "2025-11-29T10:01:00+03:00"}
timeline: [{id: c1, at: "2025-11-29T10:10:00+03:00", event: Froze refunds, phase: containment}]
"#;

fn record(base: &str, more: &str) -> Record {
    let mut value: serde_json::Map<String, serde_json::Value> =
        serde_yaml::from_str(base).expect("YAML");
    let more: serde_json::Map<String, serde_json::Value> =
        serde_yaml::from_str(more).expect("YAML");
    value.extend(more);
    let text = serde_yaml::to_string(&value).expect("YAML");
    codec::record(&text).unwrap_or_else(|unreadable| panic!("{text}\n{unreadable}"))
}

fn plan_in(zone: &str) -> Plan {
    let text = shipped("templates/plan.yaml").expect("it is shipped");
    let mut raw = codec::plan(&text.replace("Asia/Riyadh", zone)).expect("it reads");
    for kind in &mut raw.types {
        kind.runbooks.clear();
    }
    Plan::new(raw, Map::<Runbook>::default()).expect("it fits together")
}

fn at(text: &str) -> Time {
    text.parse().expect(text)
}

/// `DUE KIND`, soonest first.
fn clocks(record: &Record, plan: &Plan) -> Vec<String> {
    running(&Case::new(record, plan)).iter().map(line).collect()
}

fn line(clock: &Clock) -> String {
    let due = clock.due.map_or("-".to_owned(), |due| {
        due.0.format("%m-%d %H:%M").to_string()
    });
    format!("{due} {}", clock.kind.id())
}

fn only(kind: Kind, record: &Record, plan: &Plan) -> Clock {
    let mut clocks = all(&Case::new(record, plan));
    clocks.retain(|clock| clock.kind == kind);
    assert_eq!(clocks.len(), 1, "{clocks:?}");
    clocks.remove(0)
}

#[test]
fn each_clock_runs_until_somebody_meets_it() {
    let plan = shipped_plan();
    let recovered = r#"timeline: [{id: c1, at: "2025-11-29T10:10:00+03:00", event: Froze, phase: containment}, {id: r1, at: "2025-11-29T14:00:00+03:00", event: Service recovered, mark: service-recovered}]"#;
    let table: &[(&str, &[&str])] = &[
        ("{}", &[]),
        // S8 and S2 run from detection.
        (
            r#"{status: investigating, timeline: [], detection: {detected_at: "2025-11-29T10:00:00+03:00"}}"#,
            &["11-29 10:05 acknowledgement", "11-29 14:00 response"],
        ),
        (
            r#"{severity: SEV-2, status: investigating, timeline: []}"#,
            &["11-29 10:30 update", "11-29 11:00 response"],
        ),
        // A correction takes the containment back, and the clock runs again.
        (
            r#"{status: investigating, timeline: [{id: c1, at: "2025-11-29T10:10:00+03:00", event: Froze, phase: containment}, {id: c2, at: "2025-11-29T10:20:00+03:00", event: It was not frozen, corrects: c1}]}"#,
            &["11-29 14:00 response"],
        ),
        // O21: an answer that escalates, until an escalation names it.
        (
            "{facts: {financial-integrity: affected}}",
            &["11-29 14:00 escalation"],
        ),
        (
            r#"{facts: {financial-integrity: affected}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CTO, by: Ann, reasons: [data-exposure]}]}"#,
            &["11-29 14:00 escalation"],
        ),
        (
            r#"{facts: {financial-integrity: affected}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CTO, by: Ann, reasons: [financial-integrity]}]}"#,
            &[],
        ),
        // S2: of a security incident somebody is told in any case.
        ("{type: security-incident}", &["11-29 14:00 escalation"]),
        (
            r#"{type: security-incident, roles: {security-owner: Security team}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CTO, by: Ann}]}"#,
            &[],
        ),
        // O15: each update promises the next; recovery ends them.
        (
            r#"{communications: [{id: m1, at: "2025-11-29T10:20:00+03:00", audience: internal, template: internal-update, by: Ann, text: t, next_update_at: "2025-11-29T10:50:00+03:00"}]}"#,
            &["11-29 10:50 update"],
        ),
        (
            r#"{communications: [{id: m1, at: "2025-11-29T10:20:00+03:00", audience: internal, template: internal-update, by: Ann, text: t, next_update_at: "2025-11-29T10:50:00+03:00"}, {id: m2, at: "2025-11-29T10:49:00+03:00", audience: internal, template: internal-update, by: Ann, text: t}]}"#,
            &[],
        ),
        (
            r#"{communications: [{id: m1, at: "2025-11-29T10:20:00+03:00", audience: external, template: customer-notice, by: Ann, text: t}], severity: SEV-1}"#,
            &["11-29 10:30 update"],
        ),
        // S24: the clock runs from awareness, never from detection.
        (
            r#"{facts: {data-exposure: personal-data}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CEO, by: Ann, reasons: [data-exposure]}]}"#,
            &["- awareness", "- follow-up"],
        ),
        (
            r#"{facts: {data-exposure: personal-data}, regulatory: {aware_at: "2025-11-30T09:00:00+03:00", decision: names were read}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CEO, by: Ann, reasons: [data-exposure]}]}"#,
            &[
                "12-03 09:00 regulatory",
                "12-03 09:00 follow-up",
                "- regulatory",
            ],
        ),
        (
            r#"{facts: {data-exposure: personal-data}, checks: {notification: {prepare-customer-notification: {state: not-applicable, note: no high risk}}}, regulatory: {aware_at: "2025-11-30T09:00:00+03:00", decision: no high risk, filings: {dpa-notification: {at: "2025-12-01T09:00:00+03:00", by: Legal}}}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CEO, by: Ann, reasons: [data-exposure]}]}"#,
            &["- follow-up"],
        ),
        ("{facts: {data-exposure: none}}", &[]),
        // S25: what was decided is written down too.
        (
            r#"{facts: {data-exposure: personal-data}, regulatory: {aware_at: "2025-11-30T09:00:00+03:00", filings: {dpa-notification: {at: "2025-12-01T09:00:00+03:00", by: Legal}, user-notification: {at: "2025-12-01T09:00:00+03:00", by: Legal}}}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CEO, by: Ann, reasons: [data-exposure]}]}"#,
            &["- awareness", "- follow-up"],
        ),
        // O21: whom the severity names; whoever hears of worse is enough, anybody else is not.
        (
            r#"{facts: {financial-integrity: affected}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: Bob, by: Ann, reasons: [financial-integrity]}]}"#,
            &["11-29 14:00 escalation"],
        ),
        (
            r#"{facts: {financial-integrity: affected}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: "CEO (Dana)", by: Ann, reasons: [financial-integrity]}]}"#,
            &[],
        ),
        (
            r#"{severity: SEV-1, facts: {financial-integrity: affected}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CTO, by: Ann, reasons: [financial-integrity]}]}"#,
            &["11-29 10:05 escalation", "11-29 10:30 update"],
        ),
        // S19: from service recovered, by severity.
        (recovered, &["12-13 14:00 review"]),
        // S17: at most 72 hours of monitoring.
        (
            r#"{type: security-incident, severity: SEV-4, status: resolved, roles: {security-owner: Security team}, escalations: [{id: e1, at: "2025-11-29T10:20:00+03:00", to: CTO, by: Ann}], timeline: [{id: c1, at: "2025-11-29T10:10:00+03:00", event: Froze, phase: containment}, {id: r1, at: "2025-11-29T14:00:00+03:00", event: Service recovered, mark: service-recovered}]}"#,
            &["12-02 14:00 monitoring", "12-30 14:00 review"],
        ),
        // O20: to the last second of the day; what is over is over.
        (
            r#"{actions: [{id: a1, action: Do it, owner: Ann, due: "2025-12-05", status: open}, {id: a2, action: Done, owner: Ann, due: "2025-12-01", status: done}, {id: a3, action: Some day, status: in-progress}]}"#,
            &["12-05 23:59 action", "- action"],
        ),
        (
            r#"{waivers: [{rule: evidence/missing, reason: none kept, approved_by: CTO, at: "2025-11-29T12:00:00+03:00", expires: "2025-12-01"}]}"#,
            &["12-01 23:59 waiver"],
        ),
    ];
    for (more, expected) in table {
        assert_eq!(clocks(&record(CALM, more), &plan), *expected, "{more}");
    }
}

#[test]
fn overdue_begins_one_second_after_the_moment() {
    let plan = shipped_plan();
    let waits = record(
        CALM,
        r#"detection: {detected_at: "2025-11-29T10:00:00+03:00"}"#,
    );
    let clock = only(Kind::Acknowledgement, &waits, &plan);
    for (now, late) in [
        ("2025-11-29T10:04:59+03:00", false),
        ("2025-11-29T10:05:00+03:00", false),
        ("2025-11-29T10:05:01+03:00", true),
        // The same instant on another clock.
        ("2025-11-29T07:05:01+00:00", true),
    ] {
        assert_eq!(clock.is_overdue(at(now)), late, "{now}");
    }
    let action = record(
        CALM,
        r#"actions: [{id: a1, action: Do it, owner: Ann, due: "2025-12-05", status: open}]"#,
    );
    let clock = only(Kind::Action, &action, &plan);
    assert!(!clock.is_overdue(at("2025-12-05T23:59:59+03:00")));
    assert!(clock.is_overdue(at("2025-12-06T00:00:00+03:00")));
}

#[test]
fn a_clock_that_was_met_late_is_missed_for_good() {
    let plan = shipped_plan();
    for (acknowledged, end, missed) in [("10:05:00", "met", false), ("10:05:01", "met", true)] {
        let met = record(
            CALM,
            &format!(
                r#"detection: {{detected_at: "2025-11-29T10:00:00+03:00", acknowledged_at: "2025-11-29T{acknowledged}+03:00"}}"#
            ),
        );
        let clock = only(Kind::Acknowledgement, &met, &plan);
        assert!(matches!(clock.end, End::Met(Some(_))), "{end}");
        let now = at("2025-12-29T10:00:00+03:00");
        assert_eq!(clock.is_missed(now), missed, "{acknowledged}");
        assert!(!clock.is_overdue(now));
    }
    let never = record(
        CALM,
        r#"{status: resolved, detection: {detected_at: "2025-11-29T10:00:00+03:00"}}"#,
    );
    let clock = only(Kind::Acknowledgement, &never, &plan);
    assert_eq!(clock.end, End::Moot);
    assert!(clock.is_missed(at("2025-11-29T10:00:00+03:00")));
}

/// In Berlin 2025-03-30 has 23 hours and 2025-10-26 has 25; in Cairo midnight of 2025-04-25 does not
/// exist. Hours are hours of real time; a day ends when the next one begins.
#[test]
fn daylight_saving_moves_no_deadline() {
    let berlin = plan_in("Europe/Berlin");
    let aware = record(
        CALM,
        r#"{facts: {data-exposure: personal-data}, regulatory: {aware_at: "2025-03-29T12:00:00+01:00"}}"#,
    );
    let mut clocks = all(&Case::new(&aware, &berlin));
    clocks.retain(|clock| clock.kind == Kind::Regulatory && clock.due.is_some());
    let due = clocks[0].due.expect("a time");
    assert_eq!(
        due.0
            .signed_duration_since(at("2025-03-29T12:00:00+01:00").0)
            .num_hours(),
        72
    );
    assert_eq!(berlin.zone().minute(due), "2025-04-01 13:00");

    let two_weeks = record(
        CALM,
        r#"timeline: [{id: r1, at: "2025-10-20T09:00:00+02:00", event: Service recovered, mark: service-recovered}]"#,
    );
    let due = only(Kind::Review, &two_weeks, &berlin).due.expect("a time");
    assert_eq!(berlin.zone().minute(due), "2025-11-03 08:00");

    for (zone, day, last, hours) in [
        (
            "Europe/Berlin",
            "2025-03-30",
            "2025-03-30T23:59:59+02:00",
            23,
        ),
        (
            "Europe/Berlin",
            "2025-10-26",
            "2025-10-26T23:59:59+01:00",
            25,
        ),
        (
            "Africa/Cairo",
            "2025-04-24",
            "2025-04-24T23:59:59+02:00",
            24,
        ),
        ("Asia/Riyadh", "2025-12-05", "2025-12-05T23:59:59+03:00", 24),
    ] {
        let plan = plan_in(zone);
        let action = record(
            CALM,
            &format!(
                r#"actions: [{{id: a1, action: Do it, owner: Ann, due: "{day}", status: open}}]"#
            ),
        );
        let due = only(Kind::Action, &action, &plan).due.expect("a time");
        assert_eq!(due, at(last), "{zone} {day}");
        let first = plan.zone().local(
            day.parse::<crate::domain::record::Day>()
                .expect("a day")
                .0
                .and_hms_opt(0, 0, 0)
                .expect("midnight"),
        );
        let length = due.0 - first.expect("a first moment").0;
        assert_eq!(length.num_minutes() + 1, hours * 60, "{zone} {day}");
    }
}

#[test]
fn what_the_review_owes_has_the_day_it_named() {
    let plan = shipped_plan();
    let clock = |sections: &str| {
        let reviewed = record(
            CALM,
            &format!(
                r#"{{status: closed, review: {{held_at: "2025-11-30T10:00:00+03:00", sections: {{{sections}}}}}}}"#
            ),
        );
        line(&only(Kind::FollowUp, &reviewed, &plan))
    };
    assert_eq!(
        clock("follow-up-deadline: \"2025-12-20, then monthly\""),
        "12-20 23:59 follow-up"
    );
    assert_eq!(
        clock("follow-up-deadline: before the next release"),
        "- follow-up"
    );
    assert_eq!(clock("went-well: the alert"), "- follow-up");
}
