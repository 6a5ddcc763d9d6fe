//! Reports: a pure function of the record and the plan, and what is saved can be checked.

use std::fs;

use crate::support::shell::Shell;
use crate::support::story::{EXPOSURE, PAYMENT, SECURITY, Stage, Story};
use crate::support::{World, golden};

/// Every template that is shipped.
pub const TEMPLATES: &[&str] = &[
    "incident-report",
    "timeline",
    "incident-log",
    "post-incident-review",
    "summary",
    "external-summary",
];

#[test]
fn every_template_reads_well_half_way_and_closed() {
    let stories: [(&str, &Story); 3] = [
        ("payment", PAYMENT),
        ("exposure", EXPOSURE),
        ("security", SECURITY),
    ];
    for (name, story) in stories {
        for stage in [Stage::Contained, Stage::Closed] {
            let world = World::new();
            let id = world.tell(story, stage);
            let record = world.record(&id);
            for template in TEMPLATES {
                let report = world
                    .line(&format!("report {id} --template {template}"))
                    .ok()
                    .stdout;
                // Time passes, and nothing in it changes.
                world.pass("3d");
                assert_eq!(
                    world
                        .line(&format!("report {id} -t {template}"))
                        .ok()
                        .stdout,
                    report,
                    "{template}"
                );
                for word in ["{{", "}}", "{%", "undefined", "none\n\n\n"] {
                    assert!(
                        !report.contains(word),
                        "{name} {template}: {word}\n{report}"
                    );
                }
                assert!(
                    report.ends_with('\n') && !report.ends_with("\n\n"),
                    "{template}"
                );
                assert!(report.contains(&id), "{name} {template}\n{report}");
                if *template == "incident-report" {
                    for field in [
                        record["severity"].as_str(),
                        record["owner"].as_str(),
                        record["title"].as_str(),
                    ] {
                        assert!(
                            report.contains(field.expect("a field")),
                            "{field:?}\n{report}"
                        );
                    }
                    let fields = report.split("### Annex").next().expect("the report itself");
                    assert_eq!(
                        stage == Stage::Closed,
                        !fields.contains("Under Review"),
                        "{name} {stage:?}\n{report}"
                    );
                }
                golden::matches(
                    &format!(
                        "{name}-{}-{template}.md",
                        format!("{stage:?}").to_lowercase()
                    ),
                    &report,
                );
            }
        }
    }
}

#[test]
fn the_report_has_the_plan_s_fields_in_the_plan_s_order() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let report = world.ok(&format!("report {id}"));
    let table: Vec<&str> = report
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .collect();
    assert_eq!(
        table,
        [
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
        ]
    );
    assert!(
        report.contains("| Action | Owner | Due Date | Status |"),
        "{report}"
    );
    assert!(report.contains("| Duration | 45 min |"), "{report}");
    let timeline = world.ok(&format!("report {id} --template timeline"));
    let rows: Vec<&str> = timeline
        .lines()
        .filter(|line| line.starts_with('|'))
        .collect();
    assert_eq!(
        rows[0].split('|').map(str::trim).collect::<Vec<_>>(),
        ["", "Time", "Event", "Owner", "Notes", ""],
        "{timeline}"
    );
    for milestone in [
        "Incident detected",
        "Severity assigned",
        "Service recovered",
        "Incident closed",
    ] {
        assert!(
            rows.iter().any(|row| row.contains(milestone)),
            "{milestone}\n{timeline}"
        );
    }
}

#[test]
fn values_cannot_break_the_markdown() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let odd = "a | b\nc | d\n\n# not a heading\n<script>alert(1)</script> <!-- open `tick` [x](y) ![z](w) *b* _c_ | ";
    world
        .inc(["note", "-m", odd, "--notes", odd, "--owner", odd])
        .ok();
    world
        .inc(["triage", "--impact", &format!("users={odd}")])
        .ok();
    world
        .inc([
            "set".to_owned(),
            format!("title={}", odd.replace('\n', " ")),
        ])
        .ok();
    for template in TEMPLATES {
        let report = world.ok(&format!("report {id} --template {template}"));
        assert!(
            !report.contains("<script>") && !report.contains("<!-- open"),
            "{template}\n{report}"
        );
        assert!(
            !report
                .lines()
                .any(|line| line.starts_with("# not a heading")),
            "{template}\n{report}"
        );
        let mut columns = None;
        for line in report.lines() {
            if !line.starts_with('|') {
                columns = None;
                continue;
            }
            let bars = line.replace("\\|", "").matches('|').count();
            assert_eq!(
                *columns.get_or_insert(bars),
                bars,
                "{template}: {line}\n{report}"
            );
        }
    }
}

#[test]
fn what_somebody_wrote_beside_a_record_is_left_alone() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let path = |name: &str| format!("incidents/2025/{id}.{name}.md");
    world.write(&path("notes"), "Ask the bank.\n");
    world.line("report --check").ok().says("0 reports");

    // Where a report goes, what was never one is not replaced either.
    world.write(&path("timeline"), "What I remember.\n");
    let check = world.line("report --check").exit(1).says("no stamp");
    let save = world.line(&format!("report {id} --template timeline --save"));
    let save = save.exit(1).says("is not committed");
    assert_eq!(world.read(&path("timeline")), "What I remember.\n");
    for ran in [check, save] {
        let cure = ran.stderr.lines().find(|line| line.contains("mv "));
        let cure = cure.and_then(|line| line.trim().split("   ").next());
        Shell::new(&world).types(cure.expect("a line to type")).ok();
        world.line("report --check").ok().says("1 report");
        assert_eq!(
            world.read(&format!("{}.old", path("timeline"))),
            "What I remember.\n"
        );
        fs::rename(
            world.path(&format!("{}.old", path("timeline"))),
            world.path(&path("timeline")),
        )
        .expect("moved");
    }
    fs::remove_file(world.path(&path("timeline"))).expect("removed");
    world.git_line("checkout -q -- .");

    // A report whose template is gone was ours.
    world.write("templates/reports/own.md", "# {{ title }}\n");
    world.ok(&format!("report {id} --template own --save"));
    fs::remove_file(world.path("templates/reports/own.md")).expect("removed");
    let ran = world
        .line("report --check")
        .exit(1)
        .says("the report template `own`");
    let cure = ran.stderr.lines().find(|line| line.contains("git rm"));
    let cure = cure.expect("a line to type").replace("<WHAT>", "gone");
    Shell::new(&world).types(cure.trim()).ok();
    world.line("report --check").ok().says("1 report");
    assert_eq!(world.read(&path("notes")), "Ask the bank.\n");
}

#[test]
fn a_saved_report_is_committed_and_held_against_its_record() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    assert!(world.line("report --check").ok().stderr.contains('0'));
    let commits = world.commits();
    let path = world.ok(&format!("report {id} --save"));
    assert_eq!(world.commits(), commits + 1);
    assert_eq!(world.git_line("show --format= --name-only HEAD"), path);
    assert!(
        path.starts_with("incidents/2025/INC-20251129-001"),
        "{path}"
    );
    world.ok(&format!("report {id} --save --template timeline"));
    world.line("report --check").ok().says("2 reports");
    world.ok(&format!("report {id} --save"));
    assert_eq!(
        world.commits(),
        commits + 2,
        "the same report is no new commit"
    );

    // A newer template is no fault of the report.
    let template = world.read("templates/reports/incident-report.md");
    world.write(
        "templates/reports/incident-report.md",
        &format!("{template}\nNewer.\n"),
    );
    world.line("report --check").ok();
    world.write("templates/reports/incident-report.md", &template);

    // Somebody's hand in the report is.
    let saved = world.read(&path);
    world.write(&path, &saved.replacen("Wallets", "Purses", 1));
    let ran = world.line("report --check").exit(1).says("edited by hand");
    assert!(!ran.stderr.contains("timeline"), "{}", ran.told());
    let typed = world.read(&path);
    for line in [
        format!("report {id} --save"),
        format!("report {id} --save --no-commit"),
    ] {
        world.line(&line).exit(1).says("git stash push -- ");
        assert_eq!(world.read(&path), typed, "what was typed is not replaced");
    }
    let mut shell = Shell::new(&world);
    let cure = ran.stderr.lines().find(|line| line.contains(" && "));
    shell.types(cure.expect("a line to type").trim()).ok();
    world.line("report --check").ok();
    assert_eq!(world.read(&path), saved);
    assert!(world.git_line("stash show -p").contains("Purses"));

    // What is committed as it is can be had again.
    world.write(&path, &typed);
    world.commit_all();
    let ran = world.line("report --check").exit(1).says("edited by hand");
    assert!(!ran.stderr.contains("not committed"), "{}", ran.told());
    for command in ran.suggested() {
        let ran = world.line(command.strip_prefix("inc ").expect("a command"));
        ran.ok().says("git has that version: git log -p -- ");
    }
    world.line("report --check").ok();
    assert_eq!(world.read(&path), saved);

    // So is a record that has changed; a comment in it is no change.
    world.write_record(&id, &format!("# looked at\n{}", world.record_text(&id)));
    world.commit_all();
    world.line("report --check").ok();
    world.ok(&format!(
        "action add {id} -m 'Tell support' --owner Support --due 2w"
    ));
    let ran = world
        .line("report --check")
        .exit(1)
        .says("the record has changed since");
    assert_eq!(ran.suggested().len(), 2, "{}", ran.told());
    for command in ran.suggested() {
        world.ok(command.strip_prefix("inc ").expect("a command"));
    }
    world.line(&format!("report {id} --check")).ok();
}

#[test]
fn a_report_goes_where_it_is_sent() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let text = world.line(&format!("report {id}")).ok().stdout;
    let ran = world.line(&format!("report {id} --output ../out.md")).ok();
    assert_eq!(ran.stdout, "");
    assert_eq!(
        std::fs::read_to_string(world.root().join("out.md")).expect("it"),
        text
    );
    // A template of one's own is taken by its name.
    world.write("templates/reports/mine.md", "{{ id }} is {{ status }}\n");
    let mine = world.line(&format!("report {id} --template mine"));
    assert!(
        mine.code == Some(0) || mine.stderr.contains("mine"),
        "{}",
        mine.told()
    );
    world.write("templates/reports/mine.md", "one\n{{ nonsense( }}\n");
    world
        .line(&format!("report {id} --template mine"))
        .exit(3)
        .says("mine")
        .says("2");
}

#[test]
fn what_is_restricted_stays_inside() {
    let world = World::new();
    let id = world.tell(PAYMENT, Stage::Contained);
    for (name, flags) in [
        ("open.log", "-m 'seen by Rana'"),
        ("secret.log", "--restricted -m 'holds card numbers'"),
        ("late.log", ""),
    ] {
        std::fs::write(world.root().join(name), name).expect("a file");
        world.ok(&format!(
            "evidence add ../{name} --kind application-logs {flags}"
        ));
    }
    // Restricted after the fact, as a second entry of the same content.
    world.ok("evidence add ../late.log --kind nginx-logs --restricted");
    let digest = |place: usize| {
        let record = world.record(&id);
        let digest = record["evidence"][place]["sha256"].as_str();
        digest.expect("a digest").to_owned()
    };
    let inside = world.ok(&format!("report {id}"));
    for place in 0..4 {
        assert!(inside.contains(&digest(place)), "{inside}");
    }
    assert!(inside.contains("holds card numbers") && inside.contains("access restricted"));
    let outside = world.ok(&format!("report {id} --template external-summary"));
    assert!(outside.contains(&digest(0)), "{outside}");
    assert!(
        outside.contains("3 of restricted access are not listed here"),
        "{outside}"
    );
    for inner in [
        &digest(1),
        &digest(2),
        "secret.log",
        "card numbers",
        "Rana",
        "CTO",
        "evidence/",
        "Froze the refund workflow",
    ] {
        assert!(!outside.contains(inner), "{inner}\n{outside}");
    }
    // One's own template says whom it is for; a slip shows nothing.
    let body =
        "{% for item in evidence %}{{ item.location }}\n{% endfor %}{{ evidence_left_out }}\n";
    for (first, shown) in [
        ("{#- audience: external -#}\n", Some(false)),
        ("{#- audience: internal -#}\n", Some(true)),
        ("", Some(true)),
        ("{#- audience: extrnal -#}\n", None),
        ("# Mine\n{#- audience: external -#}\n", None),
    ] {
        world.write("templates/reports/mine.md", &format!("{first}{body}"));
        let ran = world.line(&format!("report {id} --template mine"));
        match shown {
            Some(shown) => assert_eq!(ran.ok().stdout.contains("secret.log"), shown, "{first}"),
            None => assert_eq!(ran.exit(3).says("audience").stdout, "", "{first}"),
        }
    }
}

#[test]
fn an_external_summary_names_nobody_and_no_place() {
    for story in [PAYMENT, EXPOSURE, SECURITY] {
        let world = World::new();
        let id = world.tell(story, Stage::Closed);
        let record = world.record(&id);
        let report = world.ok(&format!("report {id} --template external-summary"));
        for (role, person) in record["roles"].as_object().expect("roles") {
            let person = person.as_str().expect("a person");
            assert!(!report.contains(person), "{role}: {person}\n{report}");
        }
        for item in record["evidence"].as_array().expect("evidence") {
            let place = item["location"].as_str().expect("a place");
            assert!(!report.contains(place), "{place}\n{report}");
        }
        assert!(report.contains("Service recovered") && report.contains("| Duration |"));
    }
}
