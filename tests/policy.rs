//! The plan is data: what it says is done, what it says later binds later, and a broken one stops
//! only what depends on it.

use crate::support::World;
use crate::support::story::Stage;

/// One kind of thing in the plan, changed, and what is different then.
#[test]
fn a_floor_moves_the_severity() {
    let world = World::new();
    world.change_plan(
        "{id: affected,     label: \"Yes\",        floor: SEV-2, escalate: true}",
        "{id: affected,     label: \"Yes\",        floor: SEV-1, escalate: true}",
    );
    let id = world.ok("open x --type redis --fact financial-integrity=affected");
    assert_eq!(world.record(&id)["severity"], "SEV-1");
}

#[test]
fn a_required_role_is_demanded() {
    let world = World::new();
    world.change_plan(
        "required_roles: [incident-commander, technical-lead, finance-owner]",
        "required_roles: [incident-commander, technical-lead, finance-owner, support-owner]",
    );
    world.payment(Stage::Eradicated);
    // The story's home brings the shipped plan; it is this one that counts.
    world.change_plan(
        "required_roles: [incident-commander, technical-lead, finance-owner]",
        "required_roles: [incident-commander, technical-lead, finance-owner, support-owner]",
    );
    world
        .line("recover --rest done")
        .exit(1)
        .says("inc assign support-owner=<WHO>");
    world.ok("assign support=Support");
    world.ok("recover --rest done");
}

#[test]
fn a_check_is_asked() {
    let world = World::new();
    world.payment(Stage::Eradicated);
    world.change_plan(
        "      - {id: redis,                       check: Redis,",
        "      - {id: cdn, check: CDN, row: [O9], expect: Serving}\n      - {id: redis,                       check: Redis,",
    );
    world
        .line("recover")
        .exit(2)
        .says("inc recover --check cdn=done")
        .says("cdn (Serving)");
    world.ok("recover --check cdn=failed:'504 at the edge' --no-commit");
    world.line("recover --rest done").exit(1).says("cdn");
    world.ok("recover --check CDN --rest done");
}

#[test]
fn a_milestone_is_required() {
    let world = World::new();
    let id = world.payment(Stage::Ready);
    world.change_plan(
        "  - id: service-recovered\n",
        "  - id: customers-told\n    title: Customers told\n    row: [O19]\n    required: true\n    command: [note, -m, <TEXT>, --mark, customers-told]\n  - id: service-recovered\n",
    );
    world
        .line("close --rest done")
        .exit(1)
        .says("inc note -m <TEXT> --mark customers-told");
    world.ok("note -m 'Wrote to them' --mark 'customers told'");
    world.ok("close --rest done");
    assert_eq!(world.record(&id)["status"], "closed");
}

#[test]
fn an_approver_is_empowered() {
    let world = World::new();
    world.payment(Stage::Opened);
    world
        .line("waive evidence/missing --approved-by 'Head of Finance' -m x")
        .exit(1);
    world.change_plan(
        "people:\n  - id: cto\n",
        "people:\n  - {id: head-of-finance, name: Head of Finance, leads: Money, status: Confirmed, approves: [waivers]}\n  - id: cto\n",
    );
    world.ok("waive evidence/missing --approved-by 'head of finance' -m x");
    world.change_plan(
        "never: [schema/*, plan/*,",
        "never: [evidence/*, schema/*, plan/*,",
    );
    world
        .line("waive evidence/missing --approved-by CTO -m x")
        .exit(1)
        .says("cannot be waived");
    world.line("validate").exit(1).prints("waiver/unknown-rule");
}

#[test]
fn an_evidence_demand_is_made() {
    let world = World::new();
    let id = world.payment(Stage::Ready);
    world.change_plan(
        "    - id: financial\n      title: Evidence of the financial impact",
        "    - id: dumps\n      title: A dump of the database\n      row: [O18]\n      when: {financial-integrity: [affected]}\n      one_of: [database-dumps]\n    - id: financial\n      title: Evidence of the financial impact",
    );
    world
        .line("close --rest done")
        .exit(1)
        .says("inc evidence add <FILE> --kind database-dumps");
    world.write("dump.sql", "select 1;\n");
    world.ok("evidence add dump.sql --kind database-dumps");
    world.ok("close --rest done");
    let evidence = world.record(&id)["evidence"][1].clone();
    assert_eq!(evidence["size"], 10);
    assert_eq!(
        evidence["sha256"],
        "4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c"
    );
}

#[test]
fn a_deadline_runs() {
    let world = World::new();
    world.change_plan("acknowledge_within: 5m ", "acknowledge_within: 90m ");
    world.change_plan("    respond_within: 4h", "    respond_within: 10m");
    world.ok("open x --type redis");
    let clocks = world.json("show --format json")["computed"]["clocks"].clone();
    assert_eq!(clocks[0]["what"], "containment");
    assert_eq!(clocks[0]["due"], "2025-11-29T10:10:00+03:00");
    assert_eq!(clocks[1]["due"], "2025-11-29T11:30:00+03:00");
}

#[test]
fn the_zone_and_the_id_format_are_followed() {
    let world = World::new();
    world.change_plan("time_zone: Asia/Riyadh", "time_zone: America/New_York");
    world.change_plan(
        "id_format: INC-YYYYMMDD-NNN ",
        "id_format: OPS-YYYY-MM-DD-NNN ",
    );
    world.set_now("2025-11-29T03:30:00+00:00");
    let id = world.ok("open x --type redis");
    assert_eq!(id, "OPS-2025-11-28-001");
    assert_eq!(
        world.record(&id)["detection"]["detected_at"],
        "2025-11-28T22:30:00-05:00"
    );
    assert!(
        world.ok("show").contains("2025-11-28 22:30"),
        "{}",
        world.ok("show")
    );
}

#[test]
fn a_type_and_a_source_are_offered() {
    let world = World::new();
    world.change_plan(
        "  - id: login-failure\n    title: Login failure",
        "  - {id: mail-failure, title: Mail failure, row: [O1], security: false, runbooks: [], required_roles: [], assumes: []}\n  - id: login-failure\n    title: Login failure",
    );
    let id = world.ok("open x --type mail");
    assert_eq!(world.record(&id)["type"], "mail-failure");
    world.line("validate").ok();
}

#[test]
fn a_default_severity_and_environment_are_the_plan_s() {
    let world = World::new();
    world.change_plan("default_severity: SEV-3 ", "default_severity: SEV-4 ");
    let id = world.ok("open x --type redis");
    assert_eq!(world.record(&id)["severity"], "SEV-4");
}

#[test]
fn what_the_plan_demands_later_binds_later_incidents() {
    let world = World::new();
    let old = world.payment(Stage::Closed);
    for (before, after) in [
        ("  version: \"1.0.0\"", "  version: \"1.1.0\""),
        (
            "      - {id: redis,                       check: Redis,",
            "      - {id: cdn, check: CDN, row: [O9], expect: Serving, since: \"1.1.0\"}\n      - {id: redis,                       check: Redis,",
        ),
        (
            "required_roles: [incident-commander, technical-lead, finance-owner]",
            "required_roles: [incident-commander, technical-lead, finance-owner, {role: support-owner, since: \"1.1.0\"}]",
        ),
        (
            "  - id: service-recovered\n",
            "  - {id: customers-told, title: Customers told, row: [O19], required: true, since: \"1.1.0\", command: [note, -m, <TEXT>, --mark, customers-told]}\n  - id: service-recovered\n",
        ),
    ] {
        world.change_plan(before, after);
    }
    world.ok("schema --write --no-commit");
    world.line("validate incidents --deny-warnings").ok();
    world.pass("1d");
    let new = world.ok("open 'Under the new plan' --type payment");
    assert_eq!(world.record(&new)["plan"], "1.1.0");
    let refused = world.fails(1, &format!("close {new} --rest done"));
    for words in ["--check cdn=done", "customers-told", "support-owner=<WHO>"] {
        assert!(refused.contains(words), "{words}\n{refused}");
    }
    // One that is taken up again is closed under the plan of today.
    world.ok(&format!("reopen {old} -m again"));
    world.line("validate").ok();
}

#[test]
fn a_retired_id_stays_valid_and_is_offered_no_more() {
    let world = World::new();
    let id = world.ok("open x --type redis --source user-reports");
    world.change_plan(
        "{id: user-reports,           title: User reports,           row: [O5, S7],",
        "{id: user-reports, retired: true, title: User reports,           row: [O5, S7],",
    );
    world.line("validate").ok();
    world.ok(&format!("note {id} -m x"));
    world
        .line("open y --type redis --source user-reports")
        .exit(2);
}

/// A passage of the plan, what breaks it, and what the message must hold.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (
        "an unknown role",
        "required_roles: [operations-owner, technical-lead]",
        "required_roles: [operations-ower, technical-lead]",
        "operations-owner",
    ),
    (
        "an unknown key",
        "  default_severity: SEV-3",
        "  defalt_severity: SEV-3",
        "default_severity",
    ),
    (
        "an unknown fact in when",
        "when: {active-threat: [possible, active, under-review]}",
        "when: {active-thret: [possible, active, under-review]}",
        "active-threat",
    ),
    (
        "an unknown answer in when",
        "when: {credential-integrity: [misassigned,",
        "when: {credential-integrity: [misasigned,",
        "misassigned",
    ),
    (
        "an unknown severity",
        "default_severity: SEV-3",
        "default_severity: SEV-33",
        "SEV-3",
    ),
    (
        "a duration",
        "acknowledge_within: 5m",
        "acknowledge_within: five",
        "five",
    ),
    (
        "an unknown zone",
        "time_zone: Asia/Riyadh",
        "time_zone: Asia/Riad",
        "Asia/Riyadh",
    ),
    (
        "a duplicate id",
        "  - {id: staging,    title: Staging}",
        "  - {id: production, title: Staging}",
        "production",
    ),
    (
        "an unknown runbook",
        "runbooks: [redis-failure]",
        "runbooks: [redis-failur]",
        "redis-failur",
    ),
    (
        "a boolean word",
        "- {id: none,         label: \"No\",            clears: true}\n      - {id: delayed",
        "- {id: no,         label: \"No\",            clears: true}\n      - {id: delayed",
        "no",
    ),
];

#[test]
fn a_broken_plan_is_told_by_line_and_column_and_stops_what_depends_on_it() {
    for (name, whole, broken, says) in BROKEN {
        let world = World::new();
        let id = world.payment(Stage::Opened);
        world.change_plan(whole, broken);
        let plan = world.read("templates/plan.yaml");
        let found = world.line("validate --format json").exit(1).json();
        let finding = found["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .find(|finding| {
                finding["path"] == "templates/plan.yaml"
                    && finding["message"]
                        .as_str()
                        .is_some_and(|message| message.contains(says))
                    && finding["rule"] != "plan/missing-key"
            })
            .cloned()
            .unwrap_or_else(|| panic!("{name}: {found}"));
        assert!(
            finding["rule"]
                .as_str()
                .expect("a rule")
                .starts_with("plan/"),
            "{name}: {finding}"
        );
        assert!(
            finding["message"]
                .as_str()
                .expect("a message")
                .contains(says),
            "{name}: {finding}"
        );
        // The line that was changed, at the word that is wrong.
        let line = plan
            .lines()
            .nth(finding["line"].as_u64().expect("a line") as usize - 1)
            .expect("it");
        let wrong = plan
            .lines()
            .find(|line| broken.lines().any(|part| line.contains(part.trim_start())))
            .expect("the broken line");
        if *name != "a boolean word" {
            assert_eq!(line, wrong, "{name}: {finding}");
        }
        let place = format!(
            "templates/plan.yaml:{}:{}: ",
            finding["line"], finding["column"]
        );
        for line in [
            "next",
            "triage --owner x",
            "close",
            "open y --type redis",
            "report",
            "set title=y",
            "contain --action x",
            "recover",
            "assign technical-lead=x",
        ] {
            let before = world.record_text(&id);
            let ran = world.line(line).exit(3);
            assert!(
                ran.stderr.contains(&place),
                "{name}: {line} lacks {place}\n{}",
                ran.told()
            );
            assert!(ran.stderr.contains(says), "{name}\n{}", ran.told());
            assert!(
                ran.stderr.contains("meanwhile ack, note, show"),
                "{name}\n{}",
                ran.told()
            );
            assert_eq!(world.record_text(&id), before, "{name}: {line}");
        }
        world.set_env("EDITOR", "sed -i 's/^title:.*/title: Edited/'");
        for line in [
            "note -m 'still taken'",
            "note -m marked --mark fix-deployed",
            "ack",
            "show",
            "list",
            "list --format json",
            "edit",
            "runbook",
            "contacts",
            "runbook redis",
            "init",
            "explain",
        ] {
            world.line(line).ok();
        }
        if finding["rule"] != "plan/wrong-value" && finding["rule"] != "plan/unknown-key" {
            world.line("plan").ok();
        }
        let record = world.record(&id);
        assert_eq!(record["title"], "Edited", "{name}");
        assert!(
            record["detection"].get("acknowledged_at").is_some(),
            "{name}"
        );
        // In the plan's zone, where the plan still says which that is.
        if *name != "an unknown zone" {
            assert_eq!(record["timeline"][1]["at"], world.now().as_str(), "{name}");
        }
    }
}

#[test]
fn a_mistyped_runbook_is_told_the_nearest_one() {
    let world = World::new();
    world.change_plan("runbooks: [redis-failure]", "runbooks: [redis-failur]");
    world
        .line("validate")
        .exit(1)
        .prints("did you mean `redis-failure`");
}

#[test]
fn all_faults_of_a_plan_are_told_at_once() {
    let world = World::new();
    for (_, whole, broken, _) in BROKEN
        .iter()
        .filter(|(name, ..)| name.starts_with("an unknown") && *name != "an unknown key")
    {
        world.change_plan(whole, broken);
    }
    let found = world.line("validate --format json").exit(1).json();
    assert!(
        found["errors"].as_u64().is_some_and(|errors| errors >= 6),
        "{found}"
    );
}

#[test]
fn a_home_without_a_plan_still_takes_notes() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.write("templates/plan.yaml", "{{{\n");
    world.ok(&format!("note {id} -m 'still taken'"));
    world.ok("list");
    world.line("next").exit(3).says("templates/plan.yaml:");
    let found = world.line("validate --format json").exit(1).json();
    assert_eq!(found["findings"][0]["rule"], "plan/unreadable", "{found}");
    assert_eq!(found["checked"], 1);
}

#[test]
fn every_section_of_the_plan_can_be_looked_at() {
    let world = World::new();
    let plan = world.json("plan --format json");
    for (section, value) in plan.as_object().expect("a map") {
        let name = section.replace('_', "-");
        assert_eq!(
            &world.json(&format!("plan {name} --format json")),
            value,
            "{name}"
        );
        assert!(!world.ok(&format!("plan {name}")).is_empty(), "{name}");
    }
    assert!(
        world
            .ok("plan open-items")
            .contains("Needs Technical Verification")
    );
    assert!(world.ok("plan tools").contains("Cloudflare"));
    world.line("plan nonsense").exit(2);
    for name in [
        "application-down",
        "login-failure",
        "queue-backlog",
        "redis-failure",
        "database-incident",
        "payment-or-wallet-incident",
        "credential-incident",
        "rbac-or-tenant-isolation-incident",
        "security-containment",
        "credential-reset",
        "validation-testing",
    ] {
        assert!(world.ok(&format!("runbook {name}")).len() > 100, "{name}");
    }
    assert!(world.ok("contacts").contains("External IR Firm"));
}

#[test]
fn tools_and_open_items_say_what_matters_first() {
    let world = World::new();
    assert!(
        world
            .ok("plan tools")
            .contains("Cloudflare           WAF and DDoS logs               DevOps")
    );
    let items = world.ok("plan open-items");
    assert!(items.starts_with("still to decide: 5\n"), "{items}");
    assert!(
        items.contains("settings.id_format: INC-YYYYMMDD-NNN"),
        "{items}"
    );
    assert!(
        items.find("Confirm incident commander") > items.find("confirmed: 3"),
        "{items}"
    );
}

#[test]
fn rows_are_hidden_in_text_and_kept_in_json() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let shown = |world: &World| {
        let next = world.ok(&format!("next {id}"));
        let refused = world.fails(1, &format!("triage {id} --severity SEV-3"));
        let explained = world.ok("explain closure/criterion-open");
        let open = world.line("open y --type payment").ok().stderr.clone();
        let record = world.record_text(&id);
        world.spoil(&id, "severity: SEV-2", "severity: SEV-3");
        let found = world.line(&format!("validate {id}")).exit(1).stdout.clone();
        world.write_record(&id, &record);
        let readiness = world.line("readiness").ok().stdout.clone();
        [next, refused, explained, open, found, readiness]
    };
    let is_row = |word: &str| {
        let word = word.trim_matches(['(', ')', ',']);
        let number = word.strip_prefix(['O', 'S']).unwrap_or_default();
        !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
    };
    for text in shown(&world) {
        assert!(text.split_whitespace().any(is_row), "{text}");
    }
    world.change_plan("show_rows: true ", "show_rows: false");
    for text in shown(&world) {
        assert!(!text.split_whitespace().any(is_row), "{text}");
    }
    let steps = world.json(&format!("next {id} --format json"));
    assert!(steps.to_string().contains("\"row\":\"O14"), "{steps}");
}
