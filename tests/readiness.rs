//! `inc readiness`: what is confirmed before anything happens, who said so, and when it is stale.

use serde_json::Value;

use crate::support::World;

const CHECKS: [&str; 7] = [
    "ir-team-contact-list-current",
    "communication-channels-established",
    "runbooks-accessible-offline",
    "backup-access-credentials-secured",
    "legal-compliance-contacts-confirmed",
    "forensic-tools-ready",
    "external-ir-firm-on-retainer",
];

/// What validation says of the whole home's preparation: rule, path, line, message.
fn found(world: &World, code: i32) -> Vec<(String, String, u64, String)> {
    let found = world.line("validate --format json").exit(code).json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["rule"] != "readiness/contact-missing")
        .map(|finding| {
            (
                text(&finding["rule"]),
                text(&finding["path"]),
                finding["line"].as_u64().expect("a line"),
                text(&finding["message"]),
            )
        })
        .collect()
}

/// Everything confirmed, the optional check ruled out.
fn confirm_all(world: &World) {
    let checks: String = CHECKS[..6]
        .iter()
        .map(|check| format!(" --check {check}"))
        .collect();
    world.ok(&format!(
        "readiness{checks} --check external=not-applicable:'no budget'"
    ));
}

#[test]
fn a_fresh_home_says_once_that_nobody_has_confirmed_anything() {
    let world = World::new();
    let ran = world.line("readiness").ok();
    assert_eq!(
        ran.stdout.matches("never confirmed").count(),
        7,
        "{}",
        ran.told()
    );
    let ran = ran.says("7 open of 7 checks (S5)");
    // What it suggests can be typed as it stands.
    let suggested = ran.suggested();
    assert_eq!(
        suggested[0],
        "inc readiness --check ir-team-contact-list-current"
    );
    let found = found(&world, 0);
    assert_eq!(found.len(), 1, "{found:?}");
    let (rule, path, line, message) = &found[0];
    assert_eq!(
        (rule.as_str(), path.as_str()),
        ("readiness/open", "templates/plan.yaml")
    );
    let plan = world.read("templates/plan.yaml");
    assert_eq!(
        plan.lines().nth(*line as usize - 1),
        Some("  preparation:"),
        "{message}"
    );
    world.line("validate --deny-warnings").exit(1);
    // Somebody who asks about one incident is not told.
    let id = world.ok("open x --type redis");
    world.line(&format!("validate {id} --deny-warnings")).ok();
}

#[test]
fn a_confirmation_is_one_commit_of_one_file_and_says_who_and_when() {
    let world = World::new();
    let commits = world.commits();
    let ran = world
        .inc(["--by", "Omar", "readiness", "--check", "runbooks"])
        .ok();
    assert_eq!(ran.stdout, "");
    assert!(
        ran.stderr
            .starts_with("done  Runbooks accessible offline\n"),
        "{}",
        ran.told()
    );
    assert_eq!(world.commits(), commits + 1);
    assert_eq!(
        world.git_line("show --format=%s --name-only HEAD"),
        "readiness: runbooks-accessible-offline done\n\nreadiness.yaml"
    );
    assert_eq!(world.git_line("status --porcelain"), "");
    let told: Value = serde_yaml::from_str(&world.read("readiness.yaml")).expect("YAML");
    assert_eq!(
        told,
        serde_json::json!({"schema": 1, "checks": {"runbooks-accessible-offline":
            {"state": "done", "at": "2025-11-29T10:00:00+03:00", "by": "Omar"}}})
    );
    let items = world.json("readiness --format json");
    let names: Vec<&str> = items
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["check"].as_str().expect("an id"))
        .collect();
    assert_eq!(names, CHECKS);
    assert_eq!(
        items[2],
        serde_json::json!({
            "check": "runbooks-accessible-offline", "title": "Runbooks accessible offline", "state": "done",
            "note": null, "confirmed_at": "2025-11-29T10:00:00+03:00", "confirmed_by": "Omar",
            "stale": false, "due": "2026-02-28T10:00:00+03:00"
        })
    );
    assert_eq!(
        (&items[0]["state"], &items[0]["confirmed_at"]),
        (&"open".into(), &Value::Null)
    );
    // The same again within the same second is nothing new.
    world
        .inc(["--by", "Omar", "readiness", "--check", "runbooks"])
        .ok()
        .says("no changes");
    assert_eq!(world.commits(), commits + 1);
}

#[test]
fn comments_and_order_are_kept_and_a_hand_made_change_is_a_commit_of_its_own() {
    let world = World::new();
    world.ok("readiness --check forensic --check runbooks");
    let text = world.read("readiness.yaml").replace(
        "  runbooks-accessible-offline:",
        "  # printed in the safe\n  runbooks-accessible-offline:",
    );
    world.write("readiness.yaml", &text);
    let commits = world.commits();
    world.pass("1d");
    world.ok("readiness --check runbooks");
    assert_eq!(world.commits(), commits + 2);
    assert_eq!(
        world.git_line("log -1 --skip=1 --format=%s"),
        "readiness: kept what was not committed"
    );
    let (before, after) = text.rsplit_once("2025-11-29").expect("a day");
    assert_eq!(
        world.read("readiness.yaml"),
        format!("{before}2025-11-30{after}")
    );
    // Left in the work tree where that is asked for.
    world.pass("1d");
    world.ok("readiness --check runbooks --no-commit");
    assert_eq!(world.git_line("status --porcelain"), " M readiness.yaml");
}

#[test]
fn what_was_confirmed_too_long_ago_is_stale_and_the_plan_says_how_long() {
    let world = World::new();
    confirm_all(&world);
    assert_eq!(found(&world, 0), []);
    world
        .line("readiness")
        .ok()
        .says_not(" stale")
        .says_not(" open");
    world.set_now("2026-02-28T09:59:59+03:00");
    assert_eq!(found(&world, 0), []);
    world.set_now("2026-02-28T10:00:00+03:00");
    let stale = found(&world, 0);
    assert_eq!(stale.len(), 7, "{stale:?}");
    let text = world.read("readiness.yaml");
    for (rule, path, line, message) in &stale {
        assert_eq!(
            (rule.as_str(), path.as_str()),
            ("readiness/stale", "readiness.yaml")
        );
        let line = text.lines().nth(*line as usize - 1).expect("a line");
        assert!(line.starts_with("    at: "), "{line}: {message}");
        assert!(
            message.ends_with("must be confirmed every 13 weeks: expired on 2026-02-28"),
            "{message}"
        );
    }
    let shown = world.ok("readiness");
    assert_eq!(
        shown.matches("expired on 2026-02-28  2025-11-29").count(),
        7,
        "{shown}"
    );
    // What was ruled out is not suggested as done.
    let ran = world.line("validate").ok();
    assert!(
        ran.stdout.contains(
            "inc readiness --check 'external-ir-firm-on-retainer=not-applicable:no budget'"
        ),
        "{}",
        ran.told()
    );
    world.ok("readiness --check 'external-ir-firm-on-retainer=not-applicable:no budget'");
    assert_eq!(found(&world, 0).len(), 6);
    // Policy is data: another period, another verdict; without one a confirmation holds for good.
    world.change_plan("confirm_every: 13w ", "confirm_every: 26w ");
    assert_eq!(found(&world, 0), []);
    world.change_plan("confirm_every: 26w ", "confirm_every: 1d  ");
    world.pass("1d");
    assert_eq!(found(&world, 0).len(), 7);
    world.change_plan("    confirm_every: 1d  ", "    # confirm_every: 1d  ");
    world.set_now("2052-01-01T10:00:00+03:00");
    assert_eq!(found(&world, 0), []);
    assert_eq!(world.json("readiness --format json")[0]["due"], Value::Null);
}

#[test]
fn what_failed_or_was_never_said_is_open() {
    let world = World::new();
    world
        .ok("readiness --check forensic=failed:'the laptop is gone' --check runbooks=under-review");
    let shown = world.ok("readiness");
    for words in [
        "failed",
        "under review",
        "never confirmed",
        "the laptop is gone",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let open = found(&world, 0);
    let lines: Vec<_> = open
        .iter()
        .map(|(rule, path, ..)| (rule.as_str(), path.as_str()))
        .collect();
    assert_eq!(lines, [("readiness/open", "readiness.yaml"); 3]);
    assert!(
        open[0]
            .3
            .starts_with("never confirmed: IR team contact list current, "),
        "{open:?}"
    );
    assert_eq!(
        world.json("readiness --format json")[5]["confirmed_at"],
        Value::Null
    );
}

#[test]
fn only_what_the_plan_calls_optional_can_be_ruled_out_and_only_with_a_reason() {
    let world = World::new();
    let commits = world.commits();
    world
        .line("readiness --check external=not-applicable")
        .exit(1)
        .says("inc readiness --check external-ir-firm-on-retainer=not-applicable:<WHY>");
    world
        .line("readiness --check runbooks --check forensic=not-applicable:hurry")
        .exit(1)
        .says("always required");
    world
        .line("readiness --check nonsense")
        .exit(2)
        .says("no preparation check");
    world
        .line("readiness --check con")
        .exit(2)
        .says("more than one");
    world.line("readiness --check runbooks=dne").exit(2);
    assert_eq!(
        world.commits(),
        commits,
        "nothing of a refused line is kept"
    );
    // Written by hand it is found all the same, and so is a name that the plan does not have.
    world.write(
        "readiness.yaml",
        "schema: 1\nchecks:\n  forensic-tools-ready: {state: not-applicable, note: hurry, at: \"2025-11-29T09:00:00+03:00\", by: Rana}\n  \
         forensic-tool-ready: {state: done, at: \"2025-11-29T09:00:00+03:00\", by: Rana}\n  \
         runbooks-accessible-offline: {state: done, at: \"2052-11-29T09:00:00+03:00\", by: Rana}\n",
    );
    let found = found(&world, 1);
    let said = |line: u64, words: &str| {
        assert!(
            found
                .iter()
                .any(|(_, _, at, message)| *at == line && message.contains(words)),
            "{words}\n{found:?}"
        );
    };
    said(3, "always required");
    said(4, "did you mean `forensic-tools-ready`");
    said(5, "dated in the future");
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_line_and_column() {
    let world = World::new();
    for (text, rule, line, column) in [
        (
            "schema: 1\nchecks:\n  runbooks-accessible-offline: {state: dne, at: \"2025-11-29T09:00:00+03:00\", by: Rana}\n",
            "schema/wrong-value",
            3,
            40,
        ),
        ("schema: 1\nchekcs: {}\n", "schema/unknown-key", 2, 1),
        (
            "schema: 1\nchecks:\n  a: {state: done, at: \"2025-11-29T09:00:00+03:00\"}\n",
            "schema/missing-key",
            3,
            6,
        ),
        ("schema: 1\nchecks: &a {}\n", "schema/unreadable", 2, 9),
        (
            "schema: 1\n<<<<<<< HEAD\n=======\n>>>>>>> b\n",
            "schema/conflict-markers",
            2,
            1,
        ),
    ] {
        world.write("readiness.yaml", text);
        let found = found(&world, 1);
        let (code, path, at, message) = &found[0];
        assert_eq!(
            (code.as_str(), path.as_str(), *at),
            (rule, "readiness.yaml", line),
            "{found:?}"
        );
        let ran = world
            .line("readiness")
            .exit(3)
            .says(&format!("readiness.yaml:{line}:{column}: "))
            .says(message);
        assert!(!ran.stderr.contains("inc edit"), "{}", ran.told());
        world.line("readiness --check runbooks").exit(3);
        assert_eq!(world.read("readiness.yaml"), text, "it is as it was");
        world
            .line("validate readiness.yaml")
            .exit(1)
            .prints(" in readiness.yaml");
    }
    // Other commands do not care.
    world.ok("open x --type redis");
}

#[test]
fn a_walk_confirms_nothing_by_enter_alone() {
    let world = World::new();
    world.ok(
        "readiness --check runbooks --check legal --check backup --check channels --check forensic",
    );
    world.set_now("2026-03-01T10:00:00+03:00");
    let commits = world.commits();
    let mut terminal = world.terminal("readiness");
    terminal.expect("expired on 2026-02-28");
    terminal.asks("IR team contact list current").enter();
    for title in [
        "Communication channels",
        "Runbooks",
        "Backup access",
        "Legal/compliance",
        "Forensic tools",
    ] {
        terminal.asks(title).enter();
    }
    terminal.asks("External IR firm").enter();
    terminal.expect("5 stale, 2 open").ends_with(0);
    assert_eq!(world.commits(), commits);

    let mut terminal = world.terminal("readiness");
    terminal.asks("IR team contact list").choose("done");
    terminal.asks("Communication channels").choose("failed");
    terminal
        .asks("Observation")
        .types("the channel is gone")
        .enter();
    terminal.asks("Runbooks").ctrl_c();
    terminal
        .expect("your answers so far are saved")
        .ends_with(130);
    assert_eq!(world.commits(), commits + 1);
    let items = world.json("readiness --format json");
    assert_eq!(items[0]["confirmed_by"], "Rana");
    assert_eq!(
        (&items[1]["state"], &items[1]["note"]),
        (&"failed".into(), &"the channel is gone".into())
    );

    // It goes on from there: what is confirmed is not asked again.
    let mut terminal = world.terminal("readiness");
    terminal.asks("Communication channels").choose("done");
    for title in [
        "Runbooks",
        "Backup access",
        "Legal/compliance",
        "Forensic tools",
    ] {
        terminal.asks(title).choose("done");
    }
    terminal.asks("External IR firm").choose("not applicable");
    terminal
        .asks("Why does it not apply")
        .types("no budget")
        .enter();
    terminal.ends_with(0);
    assert_eq!(found(&world, 0), []);
}

#[test]
fn contacts_that_are_still_placeholders_are_pointed_out() {
    let world = World::new();
    let missing = |world: &World| {
        let found = world.line("validate --format json").ok().json();
        let findings = found["findings"].as_array().expect("findings").clone();
        findings
            .into_iter()
            .find(|finding| finding["rule"] == "readiness/contact-missing")
    };
    let finding = missing(&world).expect("a finding");
    assert_eq!(finding["path"], "templates/plan.yaml");
    let plan = world.read("templates/plan.yaml");
    let line = finding["line"].as_u64().expect("a line") as usize;
    assert!(
        plan.lines()
            .nth(line - 1)
            .expect("it")
            .contains("security-lead"),
        "{finding}"
    );
    assert!(world.ok("contacts").contains("fill in the placeholders"));
    world
        .line("readiness")
        .ok()
        .says("5 contacts are still placeholders");
    let filled = plan
        .replace("\"[Phone/Email]\"", "\"+966 11 000 0000\"")
        .replace("\"[Laravel Forge Support]\"", "forge@example.com")
        .replace("\"[DigitalOcean Support]\"", "N/A");
    world.write("templates/plan.yaml", &filled);
    assert_eq!(missing(&world), None);
    assert!(!world.ok("contacts").contains("fill in the placeholders"));
}

#[test]
fn a_preparation_list_hangs_on_no_incident() {
    for (old, new, field) in [
        (
            "command: readiness\n",
            "command: readiness\n    gate: closed\n",
            "gate",
        ),
        (
            "check: Forensic tools ready}",
            "check: Forensic tools ready, proves: [owner]}",
            "proves",
        ),
        (
            "check: Forensic tools ready}",
            "check: Forensic tools ready, when: {type: [redis-failure]}}",
            "when",
        ),
        (
            "command: triage\n",
            "command: triage\n    confirm_every: 1d\n",
            "confirm_every",
        ),
    ] {
        let world = World::new();
        let plan = world.read("templates/plan.yaml").replacen(old, new, 1);
        world.write("templates/plan.yaml", &plan);
        let found = world.line("validate --format json").exit(1).json();
        assert_eq!(
            found["findings"][0]["rule"], "plan/bad-value",
            "{field}: {found}"
        );
        assert!(
            found["findings"][0]["field"]
                .as_str()
                .expect("a path")
                .ends_with(field),
            "{found}"
        );
    }
}
