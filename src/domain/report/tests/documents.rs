//! The shipped reports say what the plans want, of a record half-way and of a closed one.

use super::*;

const FIELDS: [&str; 15] = [
    "Incident ID",
    "Severity",
    "Environment",
    "Start Time",
    "End Time",
    "Duration",
    "Affected Services",
    "Affected Users",
    "Business Impact",
    "Financial Impact",
    "Data Exposure",
    "Root Cause",
    "Resolution",
    "Verification",
    "Owner",
];

fn column(table: &[Vec<String>], column: usize) -> Vec<&str> {
    table[1..].iter().map(|row| row[column].as_str()).collect()
}

#[test]
fn the_incident_report_has_its_fifteen_fields_and_the_actions_and_no_other_table() {
    for yaml in [HALF_WAY, CLOSED] {
        let document = report("incident-report", yaml);
        let tables = tables(&document);
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[0][0], ["Field", "Details"]);
        assert_eq!(column(&tables[0], 0), FIELDS);
        assert_eq!(tables[1][0], ["Action", "Owner", "Due Date", "Status"]);
        assert!(document.starts_with(&format!("## Incident Report: {}\n", record(yaml).id)));
    }
}

#[test]
fn what_is_not_known_half_way_is_under_review() {
    let tables = tables(&report("incident-report", HALF_WAY));
    let expected = [
        "INC-20251129-001",
        "SEV-2",
        "Production",
        "2025-11-29 09:41",
        "Under Review",
        "Under Review",
        "wallet-api, payment-webhooks",
        "212 wallets, all refunds paused",
        "Under Review",
        "under review, at most 4,180 SAR credited twice",
        "No",
        "Under Review",
        "Under Review",
        "Under Review",
        "Payments",
    ];
    assert_eq!(column(&tables[0], 1), expected);
    assert_eq!(
        tables[1][1],
        [
            "Make the webhook handler idempotent on the gateway reference",
            "Payments",
            "2025-12-05",
            "Open"
        ]
    );
}

#[test]
fn a_closed_incident_is_reported_to_its_end() {
    let document = report("incident-report", CLOSED);
    let details = &tables(&document)[0];
    assert!(!column(details, 1).contains(&"Under Review"));
    assert_eq!(
        details[5..=6],
        [
            ["End Time", "2025-10-26 12:40"],
            ["Duration", "16 h 40 min"]
        ]
    );
    assert_eq!(
        details[10..=11],
        [
            ["Financial Impact", "None"],
            ["Data Exposure", "Yes, internal data"]
        ]
    );
    assert!(document.contains("- tenant isolation: Yes, isolation is broken (report-api, since release 4.2 \\| confirmed by query)\n"));
    assert!(document.contains("  - Credential flow: Not Applicable (no credential is involved)\n"));
    assert!(document.contains("because of tenant isolation, data exposure\n"));
    assert!(document.contains("SHA-256 abcdef012345, 2.0 KiB, access restricted\n"));
}

#[test]
fn data_exposure_is_yes_no_or_under_review() {
    for (answer, said) in [
        ("data-exposure: none", "No"),
        ("data-exposure: logs-only", "Yes, only logs"),
        ("data-exposure: internal-data", "Yes, internal data"),
        ("data-exposure: personal-data", "Yes, personal data"),
        ("data-exposure: under-review", "Under Review"),
        ("data-exposure: no-such-answer", "Under Review"),
        ("tenant-isolation: intact", "Under Review"),
    ] {
        let yaml = format!(
            "schema: 1\nid: X\ntitle: t\ntype: api-failure\nseverity: SEV-3\nstatus: investigating\nplan: 1.0.0\n\
             detection: {{detected_at: \"2025-11-29T09:58:00+03:00\"}}\nfacts: {{{answer}}}\n"
        );
        assert_eq!(
            tables(&report("incident-report", &yaml))[0][11][1],
            said,
            "{answer}"
        );
    }
}

#[test]
fn the_timeline_is_in_time_order_and_hides_no_correction() {
    let document = report("timeline", CLOSED);
    let table = &tables(&document)[0];
    assert!(document.starts_with(
        "## Incident Timeline\n\n| Time | Event | Owner | Notes |\n|---|---|---|---|\n"
    ));
    let times = column(table, 0);
    assert!(times.is_sorted() && times.len() == 8, "{times:?}");
    assert!(
        times
            .iter()
            .all(|time| time.len() == "YYYY-MM-DD HH:mm".len())
    );
    let corrected: Vec<_> = table
        .iter()
        .filter(|row| row[1].starts_with("~~"))
        .collect();
    assert_eq!(
        corrected,
        [&[
            "2025-10-26 13:00",
            "~~Service recovered~~",
            "Platform",
            "Corrected by the entry of 2025-10-26 12:40 (t007)."
        ]]
    );
    assert!(table[3][1] == "Containment started: Switched the reports off");
    assert!(document.contains("Asia/Riyadh, UTC+03:00"));
    assert!(document.contains("\nRuled out:\n\n- Fix deployed: the release was rolled back\n"));
}

#[test]
fn the_incident_log_is_that_of_the_security_plan() {
    let document = report("incident-log", CLOSED);
    let head: Vec<&str> = document.lines().take(6).collect();
    assert_eq!(
        head,
        [
            "## Incident Log: INC-20251026-002",
            "",
            "**Detected:** 2025-10-26 08:12 (Asia/Riyadh, UTC+03:00)",
            "**Severity:** SEV-1",
            "**Status:** Resolved",
            "**Commander:** CTO",
        ]
    );
    let headings: Vec<&str> = document
        .lines()
        .filter(|line| line.starts_with("###"))
        .collect();
    let expected = [
        "### Timeline",
        "### Affected Systems",
        "### Impact Assessment",
        "### Actions Taken",
        "### Evidence Preserved",
        "### Waivers",
    ];
    assert_eq!(headings, expected);
    assert_eq!(
        section(&document, "### Actions Taken"),
        [
            "1. Switched the reports off",
            "2. Rolled back to release 4.1"
        ]
    );
    assert_eq!(
        section(&document, "### Timeline")[0..2],
        ["2025-10-26:", "- 08:12 - Incident detected (Support)"]
    );
    assert_eq!(
        section(&document, "### Impact Assessment")[0],
        "- Data affected: Internal data"
    );
}

#[test]
fn the_review_has_the_sections_of_the_template_and_what_else_it_must_document() {
    let document = report("post-incident-review", CLOSED);
    let headings: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let template = [
        "Summary",
        "Timeline",
        "What Went Well",
        "What Could Be Improved",
        "Action Items",
        "Lessons Learned",
    ];
    let demanded = [
        "Detection Method",
        "Resolution",
        "Preventive Actions",
        "Owner of Corrective Actions",
        "Evidence Collected",
        "Follow-up Deadline",
    ];
    assert_eq!(
        headings,
        [template.as_slice(), &demanded, &["Review", "Waivers"]].concat()
    );
    assert_eq!(
        section(&document, "### Preventive Actions"),
        [
            "- Tests for every endpoint",
            "- Alert on reads across schools"
        ]
    );
    assert_eq!(
        section(&document, "### Owner of Corrective Actions"),
        ["Platform, Security team"]
    );
    let half_way = report("post-incident-review", HALF_WAY);
    assert_eq!(section(&half_way, "### What Went Well"), ["- Under Review"]);
    assert_eq!(section(&half_way, "### Lessons Learned"), ["Under Review"]);
}

#[test]
fn waivers_stand_in_every_report_and_a_summary_fits_a_screen() {
    for (name, _) in TEMPLATES {
        assert!(
            report(name, CLOSED).contains("recovery/check-open:wallet-ledger"),
            "{name}"
        );
    }
    assert!(report("summary", CLOSED).lines().count() <= 24);
}

#[test]
fn an_empty_record_gives_every_report() {
    let yaml = "schema: 1\nid: X\ntitle: t\ntype: no-such-type\nseverity: SEV-9\nstatus: investigating\nplan: 1.0.0\n\
                detection: {detected_at: \"2025-11-29T09:58:00+03:00\"}\n";
    for (name, _) in TEMPLATES {
        let document = report(name, yaml);
        tables_or_none(&document);
        assert!(
            document.ends_with('\n') && !document.contains("\n\n\n"),
            "{name}\n{document}"
        );
        assert!(
            document.lines().all(|line| line == line.trim_end()),
            "{name}\n{document}"
        );
    }
}

/// A table without rows is a head and its dashes.
fn tables_or_none(document: &str) {
    for table in tables(document) {
        assert!(!table.is_empty());
    }
}

#[test]
fn nothing_but_shipped_templates_is_reported_of_as_shipped() {
    let named: Vec<&str> = crate::domain::report::shipped::SHIPPED
        .iter()
        .map(|report| report.name)
        .collect();
    let there: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, there);
}

#[test]
fn reopening_takes_the_end_away() {
    let reopened = CLOSED.replace(
        "escalations:\n",
        "  - {id: t009, at: \"2025-10-27T11:00:00+03:00\", event: Reopened, mark: reopened}\n\nescalations:\n",
    );
    let table = &tables(&report("incident-report", &reopened))[0];
    assert_eq!(column(table, 1)[4..6], ["Under Review", "Under Review"]);
}
