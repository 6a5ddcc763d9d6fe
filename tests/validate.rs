//! What `inc validate` and `inc explain` say, to people and to CI.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::World;
use crate::support::story::Stage;

/// What is found in the incidents; how ready the organisation is has tests of its own.
fn findings(world: &World, code: i32) -> Vec<Value> {
    let found = world
        .line("validate incidents --format json")
        .exit(code)
        .json();
    found["findings"].as_array().expect("findings").clone()
}

#[test]
fn every_rule_explains_itself() {
    let world = World::new();
    let rules = world.json("explain --format json");
    let rules = rules.as_array().expect("rules");
    let families = HashSet::from([
        "schema",
        "severity",
        "roles",
        "triage",
        "checks",
        "eradication",
        "recovery",
        "closure",
        "timeline",
        "escalation",
        "evidence",
        "communication",
        "regulatory",
        "review",
        "actions",
        "waiver",
        "lint",
        "plan",
        "readiness",
        "history",
    ]);
    let mut codes = HashSet::new();
    for rule in rules {
        let code = rule["rule"].as_str().expect("a code");
        assert!(codes.insert(code), "{code} stands twice");
        let (family, name) = code.split_once('/').expect("a family");
        assert!(families.contains(family), "{code}");
        assert!(
            name.chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-'),
            "{code}"
        );
        assert!(
            ["error", "warning"].contains(&rule["level"].as_str().expect("a level")),
            "{code}"
        );
        for key in ["what", "why", "row", "fix", "pass", "fail"] {
            assert!(
                rule[key].as_str().is_some_and(|words| !words.is_empty()),
                "{code} lacks {key}"
            );
        }
        assert_ne!(rule["pass"], rule["fail"], "{code}");
        let told = world.ok(&format!("explain {code}"));
        for key in ["row", "fix"] {
            let words = rule[key].as_str().expect("words").to_lowercase();
            assert!(
                told.to_lowercase()
                    .contains(words.split(" `").next().expect("a beginning")),
                "{code}: {key}\n{told}"
            );
        }
        assert_eq!(
            world.json(&format!("explain {code} --format json"))["rule"],
            code
        );
    }
    assert!(rules.len() > 35, "{}", rules.len());
    assert_eq!(
        codes
            .iter()
            .map(|code| code.split('/').next())
            .collect::<HashSet<_>>()
            .len(),
        families.len()
    );
}

/// What is done to a closed payment record by hand, the rule that finds it, its level, and the text
/// that stands where it points.
const SPOILT: &[(&str, &str, &str, &str, &str)] = &[
    (
        "severity: SEV-2",
        "severity: SEV-4",
        "severity/below-floor",
        "error",
        "SEV-4",
    ),
    (
        "type: payment-or-wallet-incident",
        "type: payment-incident",
        "schema/unknown-name",
        "error",
        "payment-incident",
    ),
    (
        "  finance-owner: Finance\n",
        "",
        "roles/missing-owner",
        "error",
        "",
    ),
    (
        "    redis: done\n",
        "    redis: open\n",
        "recovery/check-open",
        "error",
        "open",
    ),
    (
        "    redis: done\n",
        "    redis: {state: failed, note: refused}\n",
        "recovery/check-failed",
        "error",
        "{state: failed",
    ),
    (
        "    redis: done\n",
        "    redis: {state: not-applicable, note: hurry}\n",
        "checks/ruled-out-against-plan",
        "error",
        "{state: not-applicable",
    ),
    (
        "    logs-preserved-where-needed: done",
        "    logs-preserved-where-needed: not-applicable",
        "checks/ruled-out-without-note",
        "error",
        "not-applicable",
    ),
    (
        "    redis: done\n",
        "    reddis: done\n",
        "schema/unknown-name",
        "error",
        "reddis",
    ),
    (
        "  data-exposure: none",
        "  data-exposure: under-review",
        "triage/fact-under-review",
        "error",
        "under-review",
    ),
    (
        "  data-exposure: none\n",
        "",
        "triage/fact-unanswered",
        "error",
        "",
    ),
    (
        "    mark: fix-deployed\n",
        "",
        "timeline/milestone-missing",
        "error",
        "timeline",
    ),
    (
        "  detected_at: \"2025-11-29T10:05:00+03:00\"",
        "  detected_at: 2025-11-29T10:05:00+03:00",
        "schema/unquoted-time",
        "warning",
        "2025-11-29T10:05",
    ),
    (
        "  users: 212 wallets\n",
        "  users: 213 wallets\n",
        "closure/seal-broken",
        "error",
        "",
    ),
    (
        "status: closed",
        "status: resolved",
        "closure/left-over",
        "error",
        "closure",
    ),
    (
        "id: INC-20251129-001",
        "id: INC-20251129-002",
        "schema/file-name",
        "error",
        "INC-20251129-002",
    ),
    (
        "title: Wallets credited twice",
        "titel: Wallets credited twice",
        "schema/unknown-key",
        "error",
        "titel",
    ),
    (
        "environment: production",
        "environment: prodution",
        "schema/unknown-name",
        "error",
        "prodution",
    ),
    (
        "  text: The webhook handler was not idempotent\n",
        "",
        "schema/missing-key",
        "error",
        "",
    ),
    (
        "    reasons: [financial-integrity]",
        "    reasons: [data-exposure]",
        "escalation/unmet",
        "error",
        "",
    ),
    (
        "    kind: payment-gateway-references",
        "    kind: timeline-of-actions",
        "evidence/missing",
        "error",
        "closed",
    ),
];

#[test]
fn every_finding_stands_at_its_place_and_says_how_to_mend_it() {
    for (whole, spoilt, rule, level, points_at) in SPOILT {
        let world = World::new();
        let id = world.payment(Stage::Closed);
        let text = world.record_text(&id);
        assert_eq!(text.matches(whole).count(), 1, "{whole:?}\n{text}");
        let text = text.replacen(whole, spoilt, 1);
        world.write_record(&id, &text);
        let found = findings(&world, i32::from(*level == "error"));
        let finding = found
            .iter()
            .find(|finding| finding["rule"] == *rule)
            .unwrap_or_else(|| panic!("{spoilt:?}: no {rule} in {found:#?}"));
        let keys: Vec<&str> = finding
            .as_object()
            .expect("a map")
            .keys()
            .map(String::as_str)
            .collect();
        for key in [
            "rule", "level", "incident", "path", "line", "column", "field", "message", "row", "fix",
        ] {
            assert!(keys.contains(&key), "{rule}: {key} in {keys:?}");
        }
        assert_eq!(finding["level"], *level, "{rule}");
        assert_eq!(
            finding["path"], "incidents/2025/INC-20251129-001.yaml",
            "{rule}"
        );
        assert!(
            finding["row"]
                .as_str()
                .is_some_and(|row| row.starts_with(['O', 'S'])),
            "{finding}"
        );
        let (line, column) = (
            finding["line"].as_u64().expect("a line"),
            finding["column"].as_u64().expect("a column"),
        );
        let there: String = text
            .lines()
            .nth(line as usize - 1)
            .expect("the line")
            .chars()
            .skip(column as usize - 1)
            .collect();
        assert!(
            there.starts_with(points_at),
            "{rule}: wants {points_at:?}, points at {there:?}"
        );
        let told = world.line("validate");
        assert!(
            told.stdout.contains(&format!("{level}[{rule}]")),
            "{}",
            told.told()
        );
        assert!(
            told.stdout
                .contains(&format!("incidents/2025/{id}.yaml:{line}:{column}")),
            "{}",
            told.told()
        );
    }
}

#[test]
fn columns_count_characters() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let text = world.record_text(&id).replace(
        "facts:\n  financial-integrity: under-review",
        "facts: {\"financial-integrity\": {note: \"مرحبا 💸\", answer: nonsense}}",
    );
    world.write_record(&id, &text);
    let finding = findings(&world, 1)
        .into_iter()
        .find(|finding| finding["rule"] == "schema/unknown-name")
        .expect("it");
    let line = text
        .lines()
        .nth(finding["line"].as_u64().expect("a line") as usize - 1)
        .expect("it");
    let there: String = line
        .chars()
        .skip(finding["column"].as_u64().expect("a column") as usize - 1)
        .collect();
    assert!(
        there.starts_with("{note") || there.starts_with("nonsense"),
        "{there}"
    );
}

#[test]
fn the_counts_and_the_exit_code_agree() {
    let world = World::new();
    let found = world.line("validate incidents --format json").ok().json();
    assert_eq!(
        found,
        serde_json::json!({"schema": 1, "checked": 0, "errors": 0, "warnings": 0, "waived": 0, "findings": []})
    );
    let id = world.payment(Stage::Closed);
    let text = world.record_text(&id);
    world.write_record(
        &id,
        &text.replace(
            "  detected_at: \"2025-11-29T10:05:00+03:00\"",
            "  detected_at: 2025-11-29T10:05:00+03:00",
        ),
    );
    let found = world.line("validate incidents --format json").ok().json();
    assert_eq!(
        (&found["checked"], &found["errors"], &found["warnings"]),
        (&1.into(), &0.into(), &1.into()),
        "{found}"
    );
    world
        .line("validate incidents --format json --deny-warnings")
        .exit(1);
    world
        .line("validate incidents --deny-warnings")
        .exit(1)
        .prints("1 warning");
}

#[test]
fn an_open_incident_may_be_incomplete() {
    let world = World::new();
    for stage in [
        Stage::Opened,
        Stage::Triaged,
        Stage::Contained,
        Stage::Eradicated,
        Stage::Recovered,
        Stage::Ready,
    ] {
        let world = World::new();
        world.payment(stage);
        assert_eq!(findings(&world, 0), Vec::<Value>::new(), "{stage:?}");
    }
    world.ok("open x --type security");
    assert_eq!(findings(&world, 0), Vec::<Value>::new());
}

#[test]
fn two_records_never_share_an_id() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    let text = world.record_text(&id);
    world.write_record(
        "INC-20251129-002",
        &text.replace(
            "id: INC-20251129-001",
            "id: INC-20251129-002\nformerly: [INC-20251129-001]",
        ),
    );
    let found = findings(&world, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["rule"], "schema/duplicate-id");
    // What is left of a renumbering that was cut off goes, and what is said to type takes it away.
    let path = "incidents/2025/INC-20251129-001.yaml";
    assert_eq!(found[0]["fix"], format!("git rm {path}"));
    world.git_line(&format!("rm -q {path}"));
    assert_eq!(findings(&world, 0), Vec::<Value>::new());
}

#[test]
fn a_copy_goes_the_way_it_came_and_one_that_knows_more_does_not() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    let copy = format!("incidents/2025/{id} copy.yaml");
    let fixes = |folder: &str| {
        let ran = world.inc_in(&world.path(folder), ["validate", "--format", "json"]);
        let found = ran.exit(1).json();
        let found = found["findings"].as_array().expect("findings").iter();
        let of_rule = found.filter(|found| found["rule"] == "schema/duplicate-id");
        of_rule
            .map(|found| found["fix"].as_str().expect("a mend").to_owned())
            .collect::<Vec<String>>()
    };
    world.write(&copy, &world.record_text(&id));
    assert_eq!(fixes(""), vec![format!("rm '{copy}'"); 2]);
    world.commit_all();
    assert_eq!(fixes(""), vec![format!("git rm '{copy}'"); 2]);
    assert_eq!(fixes("templates"), vec![format!("git rm '../{copy}'"); 2]);
    // Something was noted in it alone: whoever took it away would lose that.
    let text = world.record_text(&id);
    world.write_record(&id, &text.replace("event: ", "event: Not "));
    let more = text.replace(
        "timeline:",
        "timeline:\n  - {id: zzzz, at: \"2025-11-29T10:01:00+03:00\", event: More}",
    );
    world.write(&copy, &more);
    for fix in fixes("") {
        assert!(fix.contains("add the old ID to `formerly`"), "{fix}");
    }
    world.git_line("checkout -q -- incidents");
    let line = fixes("").remove(0);
    crate::support::Ran::of(world.command("sh").args(["-c", &line])).ok();
    world.line("validate incidents").ok();
}

#[test]
fn what_cannot_be_read_is_mended_by_a_command() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    let good = world.root().join("good.yaml");
    std::fs::write(&good, world.record_text(&id)).expect("a copy");
    world.set_env("EDITOR", &format!("cp {}", good.display()));
    for (old, new, rule) in [
        ("title: x", "title: x: y", "schema/unreadable"),
        ("title: x", "titel: x", "schema/unknown-key"),
        (
            "title: x",
            "<<<<<<< a\ntitle: x\n=======\n>>>>>>> b",
            "schema/conflict-markers",
        ),
        ("status: investigating", "status: 7", "schema/wrong-value"),
    ] {
        world.spoil(&id, old, new);
        let found = findings(&world, 1);
        let of_rule = found.iter().find(|found| found["rule"] == rule);
        let fix = of_rule.unwrap_or_else(|| panic!("{rule}: {found:?}"))["fix"]
            .as_str()
            .expect("a mend");
        let command = format!("inc edit {id}");
        assert!(fix.contains(&command), "{fix}");
        assert!(!fix.contains("<ID>"), "{fix}");
        world.line(&command[4..]).ok();
        assert_eq!(findings(&world, 0), Vec::<Value>::new());
    }
    // What no command of ours edits is opened by name.
    world.write("readiness.yaml", "checks: [\n");
    let found = world.line("validate --format json").exit(1).json();
    let found = found["findings"].as_array().expect("findings").iter();
    let mut of_file = found.filter(|found| found["path"] == "readiness.yaml");
    let fix = of_file.next().expect("a finding")["fix"].as_str();
    assert!(
        fix.is_some_and(|fix| fix.ends_with(": <EDITOR> readiness.yaml")),
        "{fix:?}"
    );
}

#[test]
fn an_id_in_two_files_is_named_in_both_and_whoever_uses_it_hears_of_both() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    let text = world.record_text(&id);
    for other in [
        "incidents/2025/INC-20251129-004.yaml",
        "incidents/2024/INC-20251129-001.yaml",
    ] {
        let world = World::new();
        world.write_record(&id, &text);
        world.write(other, &text);
        world.commit_all();
        let first = format!("incidents/2025/{id}.yaml");
        let found = findings(&world, 1);
        let of_rule = |path: &str| {
            let mut found = found.iter();
            found.find(|found| found["rule"] == "schema/duplicate-id" && found["path"] == path)
        };
        for (path, names) in [(first.as_str(), other), (other, first.as_str())] {
            let found = of_rule(path).unwrap_or_else(|| panic!("{path}: {found:?}"));
            let message = found["message"].as_str().expect("words");
            assert!(message.contains(names), "{message}");
            let fix = found["fix"].as_str().expect("a mend");
            assert_eq!(fix, format!("git rm {other}"));
        }
        for name in [id.as_str(), "001"] {
            let ran = world.line(&format!("note {name} -m More"));
            let ran = ran.says(&first).says(other);
            assert!(matches!(ran.code, Some(0 | 2)), "{}", ran.told());
        }
    }
}

#[test]
fn paths_and_ids_narrow_what_is_checked() {
    let world = World::new();
    let good = world.ok("open x --type redis");
    world.write_record("INC-20251129-002", "schema: 1\n");
    world.write_record("INC-20241129-001", "schema: 1\n");
    for (what, checked, errors) in [
        (good.as_str(), 1, false),
        ("incidents/2024", 1, true),
        ("incidents", 3, true),
        ("incidents/2025/INC-20251129-001.yaml", 1, false),
        ("templates/plan.yaml", 0, false),
        ("incidents/2024 002", 2, true),
        (".", 3, true),
    ] {
        let ran = world
            .line(&format!("validate {what} --format json"))
            .exit(i32::from(errors));
        assert_eq!(ran.json()["checked"], checked, "{what}");
    }
    world.line("validate 777").exit(2);
}

#[test]
fn a_time_in_the_future_is_an_error_for_now() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    world.pass("1h");
    world.ok("note -m later");
    world.set_now("2025-11-29T10:30:00+03:00");
    let found = findings(&world, 1);
    assert_eq!(found[0]["rule"], "timeline/in-future");
    assert_eq!(found[0]["field"], "timeline[1].at", "{id}");
}

#[test]
fn a_file_that_is_not_there_is_called_one() {
    let world = World::new();
    for given in ["nosuch.yaml", "incidents/2025/nosuch.yaml", "no/such"] {
        world
            .line(&format!("validate {given}"))
            .exit(2)
            .says(&format!("there is no file or folder `{given}`"));
    }
    // By its name alone a record is found from anywhere.
    let id = world.ok("open x --type redis");
    world.line(&format!("validate {id}.yaml")).ok();
}

#[test]
fn a_file_is_judged_as_what_it_is() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.write("notes.txt", "x\n");
    world.write("incidents/2025/readme.md", "x\n");
    for path in [
        "templates/lint.yaml",
        "templates/plan.yaml",
        "templates/reports/timeline.md",
        "templates/record.schema.json",
        "./templates/../templates/lint.yaml",
    ] {
        let found = world
            .line(&format!("validate {path} --format json"))
            .ok()
            .json();
        assert_eq!(found["findings"], serde_json::json!([]), "{path}");
    }
    let line = format!("validate incidents/../incidents/2025/{id}.yaml");
    world.line(&line).ok().prints("1 incident");
    // What is wrong in one of them is found in it.
    let lint = world.read("templates/lint.yaml");
    world.write(
        "templates/lint.yaml",
        &lint.replacen("\npatterns:", "\npaterns:", 1),
    );
    let found = world
        .line("validate templates/lint.yaml --format json")
        .exit(1)
        .json();
    for finding in found["findings"].as_array().expect("findings") {
        assert_eq!(finding["path"], "templates/lint.yaml", "{finding}");
        assert!(
            !finding["fix"]
                .as_str()
                .is_some_and(|fix| fix.contains("inc edit"))
        );
    }
    world.write("templates/lint.yaml", &lint);
    for (path, cure) in [
        ("notes.txt", "inc validate"),
        ("incidents/2025/readme.md", "inc report --check"),
    ] {
        let ran = world.line(&format!("validate {path}")).exit(2);
        ran.says("is not a record").says(cure);
    }
    // A record that lies elsewhere is edited where it lies.
    let text = world.record_text(&id).replacen("severity:", "severty:", 1);
    std::fs::write(world.root().join("elsewhere.yaml"), text).expect("written");
    let ran = world.line("validate ../elsewhere.yaml").exit(1);
    assert!(!ran.stdout.contains("inc edit"), "{}", ran.told());
    ran.prints("<EDITOR> ");
}

#[test]
fn a_template_that_cannot_be_filled_in_is_found_before_it_is_needed() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    for (path, command) in [
        (
            "templates/reports/timeline.md",
            format!("report {id} --template timeline"),
        ),
        (
            "templates/messages/internal-update.md",
            format!("update {id} -m x"),
        ),
    ] {
        let text = world.read(path);
        world.write(path, &format!("{text}\nIt is {{{{ titel }}}}.\n"));
        let line = text.lines().count() + 2;
        let found = world.line("validate --format json").exit(1).json();
        let found = found["findings"].as_array().expect("findings").iter();
        let mut found = found.filter(|found| found["level"] == "error");
        let found = found.next().expect("an error");
        assert_eq!(found["rule"], "plan/bad-template", "{found}");
        assert_eq!(
            (&found["path"], &found["line"]),
            (&path.into(), &line.into()),
            "{found}"
        );
        assert!(
            found["column"].as_u64().is_some_and(|column| column > 5),
            "{found}"
        );
        world
            .line("validate")
            .exit(1)
            .prints(&format!("1 error, 2 warnings in {path}"));
        // Whoever uses it all the same is told the same, and what to type.
        let place = format!("{path}:{line}:{}: ", found["column"]);
        let ran = world.line(&command).exit(3).says(&place).says("titel");
        let file = world.path(path);
        ran.says(file.to_str().expect("a path"));
        world.write(path, &text);
    }
    world.line("validate").ok();
}

#[test]
fn no_value_of_a_record_begins_a_line_of_its_own() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    for value in [
        r"x\n\n0 errors in 2 incidents",
        r"\n::error::x",
        r"x\r\n\u2028::error::x",
    ] {
        let kind = "type: payment-or-wallet-incident";
        world.spoil(&id, kind, &format!("type: \"{value}\""));
        for format in ["text", "github"] {
            let ran = world
                .line(&format!("validate incidents --format {format}"))
                .exit(1);
            let forged =
                |line: &&str| line.starts_with("0 errors") || line.starts_with("::error::");
            assert_eq!(ran.stdout.lines().find(forged), None, "{}", ran.told());
        }
        world.spoil(&id, &format!("type: \"{value}\""), kind);
    }
    std::fs::write(world.path("incidents/2025/a\n::error::x.yaml"), "x").expect("written");
    let ran = world.line("validate").exit(1);
    assert!(
        !ran.stdout.lines().any(|line| line.starts_with("::error")),
        "{}",
        ran.told()
    );
}
