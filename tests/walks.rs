//! A person at a keyboard: questions, answers, interruptions.

use crate::support::World;
use crate::support::story::Stage;

const ID: &str = "INC-20251129-001";

#[test]
fn open_asks_for_the_title_and_the_type() {
    let world = World::new();
    let mut terminal = world.terminal("open");
    terminal
        .asks("What happened")
        .types("Wallets credited twice")
        .enter();
    terminal
        .expect("Incident type")
        .types("payment")
        .expect("\u{276f} Payment or wallet incident")
        .enter();
    terminal
        .asks("Detected by")
        .choose("Payment gateway alerts");
    terminal.expect(ID).ends_with(0);
    assert_eq!(
        world.record(ID)["detection"]["source"],
        "payment-gateway-alerts"
    );
    assert_eq!(world.record(ID)["type"], "payment-or-wallet-incident");
    assert_eq!(world.record(ID)["severity"], "SEV-2");
    let mut stopped = world.terminal("open");
    stopped.asks("What happened").ctrl_c();
    stopped.expect("nothing is declared yet").ends_with(130);
    assert_eq!(
        world.json("list --format json").as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn triage_is_walked_from_end_to_end() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    let before = world.commits();
    let mut terminal = world.terminal("triage");
    terminal.asks("Environment").choose("Production");
    terminal
        .asks("Services")
        .types("wallet-api, ledger")
        .enter();
    terminal
        .asks("Is production available?")
        .choose("Available");
    terminal.asks("May payments").choose("Under review");
    terminal.asks("May personal data").choose("No");
    terminal.asks("another school").choose("No, isolation");
    terminal.asks("credentials").choose("No");
    terminal.asks("backup or restore").choose("No");
    terminal.asks("regulatory").choose("No");
    terminal.asks("customers affected").choose("Limited");
    terminal
        .asks("Impact on users")
        .types("212 wallets")
        .enter();
    terminal.asks("Impact on business").enter();
    terminal.asks("Impact on money").types("SAR 18,400").enter();
    // Every reason is shown, and nothing milder than the floor is offered.
    terminal
        .asks("Severity")
        .expect("at least SEV-2")
        .expect("\u{276f} SEV-2 High");
    let question = terminal.question();
    assert!(
        question.contains("SEV-1") && question.contains("SEV-2"),
        "{question}"
    );
    assert!(
        !question.contains("SEV-3") && !question.contains("SEV-4"),
        "{question}"
    );
    assert!(terminal.marked().contains("SEV-2"), "{question}");
    terminal.enter();
    terminal.asks("Incident owner").types("Payments").enter();
    terminal
        .asks("Incident Commander")
        .expect("Owns incident coordination")
        .expect("[CTO by the plan, - skips]")
        .enter();
    terminal
        .asks("Technical Lead")
        .types("Payments on-call")
        .enter();
    terminal
        .asks("Finance Owner")
        .expect("Reviews wallet")
        .types("Finance")
        .enter();
    terminal.asks("Financial impact estimated").choose("done");
    terminal.ends_with(0);

    assert_eq!(world.commits(), before + 1);
    let record = world.record(ID);
    assert_eq!(record["environment"], "production");
    assert_eq!(record["services"][1], "ledger");
    assert_eq!(record["facts"]["financial-integrity"], "under-review");
    assert_eq!(record["facts"]["customer-impact"], "limited");
    assert_eq!(record["impact"]["users"], "212 wallets");
    assert!(record["impact"].get("business").is_none());
    assert_eq!(record["severity"], "SEV-2");
    assert_eq!(record["owner"], "Payments");
    assert_eq!(record["roles"]["incident-commander"], "CTO");
    assert_eq!(record["roles"]["finance-owner"], "Finance");
    assert_eq!(
        record["checks"]["triage"]["financial-impact-estimated"],
        "done"
    );
}

#[test]
fn a_walk_is_interrupted_and_goes_on_where_it_stopped() {
    for way in ["ctrl-c", "hang-up"] {
        let world = World::new();
        world.ok("open 'Wallets credited twice' --type payment");
        let before = world.commits();
        if way == "ctrl-c" {
            let mut terminal = world.terminal("triage");
            terminal.asks("Environment").choose("Production");
            terminal.asks("Services").types("wallet-api").enter();
            terminal.asks("Is production available?").choose("Degraded");
            terminal.asks("May payments").ctrl_c();
            terminal
                .expect("your answers so far are saved")
                .expect("inc triage")
                .ends_with(130);
        } else {
            world.hung_up(
                "triage",
                &[
                    ("asks", "Environment"),
                    ("choose", "Production"),
                    ("asks", "Services"),
                    ("types", "wallet-api"),
                    ("enter", ""),
                    ("asks", "Is production available?"),
                    ("choose", "Degraded"),
                    ("asks", "May payments"),
                ],
            );
            world.until("the answers are committed", |world| {
                world.commits() > before
            });
        }
        assert_eq!(world.commits(), before + 1, "{way}");
        assert_eq!(world.git_line("status --porcelain"), "", "{way}");
        let record = world.record(ID);
        assert_eq!(record["environment"], "production", "{way}");
        assert_eq!(record["services"][0], "wallet-api", "{way}");
        assert_eq!(
            record["facts"]["production-availability"], "degraded",
            "{way}"
        );
        assert!(record.get("owner").is_none(), "{way}");

        let mut terminal = world.terminal("triage");
        terminal.asks("May payments");
        let transcript = terminal.transcript();
        assert!(
            !transcript.contains("Environment") && !transcript.contains("Services"),
            "{way}\n{transcript}"
        );
        terminal.ctrl_c().ends_with(130);
        assert_eq!(
            world.commits(),
            before + 1,
            "{way}: nothing new is no commit"
        );
    }
}

#[test]
fn every_walk_can_be_stopped_at_its_first_question() {
    for (line, stage, asks) in [
        ("triage", Stage::Opened, "Environment"),
        ("contain", Stage::Triaged, "Actions taken"),
        ("eradicate", Stage::Contained, "Root cause"),
        ("recover", Stage::Eradicated, "Application health endpoint"),
        ("close", Stage::Ready, "Logs preserved"),
        ("assign", Stage::Opened, "Incident Commander"),
        ("note", Stage::Opened, "What happened"),
        ("escalate", Stage::Opened, "Escalated to"),
    ] {
        let world = World::new();
        world.payment(stage);
        let before = world.state();
        let mut terminal = world.terminal(line);
        terminal.asks(asks).ctrl_c();
        terminal.ends_with(130);
        assert_eq!(world.state(), before, "{line}");
    }
}

#[test]
fn contain_offers_the_runbook_and_takes_one_s_own_words() {
    let world = World::new();
    world.payment(Stage::Triaged);
    let mut terminal = world.terminal("contain");
    terminal
        .asks("Actions taken")
        .expect("Stop duplicate processing");
    terminal
        .space()
        .expect("[x] Stop duplicate processing")
        .enter();
    terminal
        .asks("Other actions taken")
        .types("Rang the gateway")
        .enter()
        .expect("\u{2714} Other actions taken");
    terminal.asks("Other actions taken").enter();
    terminal.asks("Is it contained?").types_hidden("y\r");
    terminal.ends_with(0);
    let record = world.record(ID);
    let actions: Vec<_> = record["timeline"]
        .as_array()
        .expect("entries")
        .iter()
        .filter(|entry| entry["phase"] == "containment")
        .map(|entry| entry["event"].clone())
        .collect();
    assert_eq!(actions, ["Stop duplicate processing", "Rang the gateway"]);
    assert_eq!(record["status"], "contained");
}

#[test]
fn eradicate_asks_the_cause_only_with_who_confirms_it() {
    let world = World::new();
    world.payment(Stage::Contained);
    let mut terminal = world.terminal("eradicate");
    terminal.asks("Root cause").types("Not idempotent").enter();
    terminal.asks("Confirmed by").types("CTO").enter();
    terminal.asks("Actions taken").enter();
    terminal.asks("Other actions taken").enter();
    terminal.ends_with(0);
    assert_eq!(world.record(ID)["root_cause"]["confirmed_by"], "CTO");
}

#[test]
fn recover_shows_what_to_expect_and_wants_a_note_for_not_applicable() {
    let world = World::new();
    world.payment(Stage::Eradicated);
    world.ok("triage --fact financial-integrity=intact");
    world.ok("triage --fact credential-integrity=misassigned");
    world.ok("set facts.credential-integrity=intact");
    let mut terminal = world.terminal("recover");
    for (check, expect) in [
        ("Application health endpoint", "Healthy"),
        ("Login", "Working"),
        ("API endpoints", "Working"),
        ("Queue workers", "Processing jobs"),
        ("Redis", "Reachable"),
        ("Database", "Reachable"),
        ("Nginx", "No critical errors"),
    ] {
        // The last state there is: what follows it would be drawn with it.
        terminal.asks(check).expect(expect).expect("under review");
        assert!(
            !terminal.question().contains("not applicable"),
            "{}",
            terminal.question()
        );
        terminal.choose("done");
    }
    terminal.asks("Logs").choose("failed");
    terminal.asks("Observation").types("new exceptions").enter();
    // The runbook's own steps follow, then the words of the report.
    for step in [
        "Reconcile gateway status",
        "Correct through controlled",
        "Confirm no duplicate",
        "Document final financial impact",
    ] {
        terminal.asks(step).choose("done");
    }
    terminal.asks("Resolution").types("Rolled back").enter();
    terminal.asks("Verification").types("Looked").enter();
    terminal.expect("cannot be resolved").ends_with(1);
    let record = world.record(ID);
    assert_eq!(record["status"], "recovering");
    assert_eq!(
        record["checks"]["recovery"]["logs"]["note"],
        "new exceptions"
    );
    assert_eq!(record["resolution"], "Rolled back");
}

#[test]
fn a_check_that_failed_is_kept_when_its_note_is_interrupted() {
    let world = World::new();
    world.payment(Stage::Eradicated);
    let mut terminal = world.terminal("recover");
    terminal
        .asks("Application health endpoint")
        .expect("under review")
        .choose("done");
    terminal
        .asks("Login")
        .expect("under review")
        .choose("failed");
    terminal.asks("Observation").ctrl_c();
    terminal
        .expect("your answers so far are saved")
        .ends_with(130);
    let checks = world.record(ID)["checks"]["recovery"].clone();
    assert_eq!(checks["login"], "failed");
    assert_eq!(checks.as_object().map(serde_json::Map::len), Some(2));
}

#[test]
fn close_asks_only_what_the_record_does_not_prove() {
    let world = World::new();
    world.payment(Stage::Ready);
    let mut terminal = world.terminal("close");
    terminal
        .expect("✔ Root cause confirmed")
        .expect("✔ Service restored");
    terminal.asks("Logs preserved").choose("not applicable");
    terminal.asks("Why does it not apply").enter();
    terminal.asks("Financial reconciliation").choose("done");
    terminal.expect("cannot be closed").ends_with(1);
    assert!(
        world.record(ID)["checks"]["closure"]
            .get("logs-preserved-where-needed")
            .is_none()
    );
    let mut terminal = world.terminal("close");
    terminal.asks("Logs preserved").choose("not applicable");
    terminal
        .asks("Why does it not apply")
        .types("none are kept")
        .enter();
    terminal.ends_with(0);
    let record = world.record(ID);
    assert_eq!(record["status"], "closed");
    assert_eq!(
        record["checks"]["closure"]["logs-preserved-where-needed"]["note"],
        "none are kept"
    );
}

#[test]
fn nothing_is_asked_of_a_script() {
    let world = World::new();
    world.payment(Stage::Opened);
    for line in [
        "open",
        "triage",
        "contain",
        "eradicate",
        "recover",
        "assign",
        "note",
        "escalate",
    ] {
        let mut terminal = world.terminal(&format!("{line} --no-input"));
        terminal.ends_with(2);
        assert!(
            !terminal.transcript().contains("? "),
            "{}",
            terminal.transcript()
        );
        let mut piped = world.command(crate::support::INC);
        piped.arg(line);
        crate::support::Ran::with_input(&mut piped, b"y\ny\ny\n")
            .exit(2)
            .says("inc ");
    }
}

#[test]
fn with_nothing_open_a_closed_incident_is_picked() {
    let world = World::new();
    world.payment(Stage::Closed);
    let mut terminal = world.terminal("report --template summary");
    terminal.asks("Which incident").choose(ID);
    terminal.expect("SEV-2").ends_with(0);
}

#[test]
fn several_open_incidents_are_picked_from() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    world.ok("open 'Login down' --type login");
    let mut terminal = world.terminal("ack");
    terminal
        .expect("Which incident")
        .types("001")
        .expect("\u{276f} INC-20251129-001")
        .enter();
    terminal.ends_with(0);
    assert!(
        world.record(ID)["detection"]
            .get("acknowledged_at")
            .is_some()
    );
}

#[test]
fn a_polite_kill_ends_a_walk_and_keeps_its_answers() {
    for signal in ["INT", "TERM", "HUP"] {
        let world = World::new();
        world.ok("open 'Wallets credited twice' --type payment");
        let mut terminal = world.terminal("triage");
        terminal.asks("Environment").choose("Production");
        terminal.asks("Services").listening().signal(signal);
        terminal.ends_with(130);
        assert_eq!(world.record(ID)["environment"], "production", "{signal}");
    }
}

#[test]
fn an_impatient_ctrl_c_ends_a_walk() {
    for _ in 0..10 {
        let world = World::new();
        world.ok("open 'Wallets credited twice' --type payment");
        let mut terminal = world.terminal("triage");
        terminal.expect("Environment").impatient("\x03");
        terminal.ends_with(130);
    }
}

/// What Enter alone must not change: everything that somebody would have to know.
fn known(record: &serde_json::Value) -> Vec<serde_json::Value> {
    let keys = [
        "checks",
        "owner",
        "services",
        "impact",
        "review",
        "root_cause",
        "resolution",
        "verification",
        "regulatory",
        "status",
    ];
    keys.iter()
        .map(|key| record.get(key).cloned().unwrap_or_default())
        .collect()
}

#[test]
fn nothing_is_attested_by_enter_alone() {
    for (line, stage, code) in [
        ("triage", Stage::Opened, 0),
        ("contain", Stage::Triaged, 0),
        ("eradicate", Stage::Contained, 0),
        ("recover", Stage::Eradicated, 0),
        ("close", Stage::Ready, 1),
        ("review 001", Stage::Closed, 0),
    ] {
        let world = World::new();
        world.payment(stage);
        let before = known(&world.record(ID));
        let mut terminal = world.terminal(line);
        terminal.enters_until("");
        terminal.ends_with(code);
        assert_eq!(known(&world.record(ID)), before, "{line}");
    }
}

#[test]
fn enter_takes_neither_a_type_nor_an_incident_nor_a_source_that_nobody_chose() {
    let world = World::new();
    let mut terminal = world.terminal("open 'Wallets credited twice'");
    terminal.asks("Incident type").enter().enter();
    terminal.types("payment").expect("\u{276f} Payment").enter();
    terminal
        .asks("Detected by")
        .expect("\u{276f} unknown")
        .expect("Monitoring alerts")
        .enter();
    terminal
        .expect("\u{2013} Detected by                          skipped")
        .ends_with(0);
    assert!(world.record(ID)["detection"].get("source").is_none());
    world.ok("open 'Cache gone' --type redis");
    let before = world.state();
    let mut terminal = world.terminal("ack");
    terminal.asks("Which incident").enter().enter().ctrl_c();
    terminal.ends_with(130);
    assert_eq!(world.state(), before);
}

#[test]
fn a_check_that_holds_costs_one_key_and_enter() {
    let world = World::new();
    world.payment(Stage::Ready);
    let mut terminal = world.terminal("close");
    terminal.asks("Logs preserved").expect("\u{276f} open");
    terminal.down().expect("\u{276f} done").enter();
    terminal.asks("Financial reconciliation").ctrl_c();
    terminal.ends_with(130);
    let checks = world.record(ID)["checks"]["closure"].clone();
    assert_eq!(checks["logs-preserved-where-needed"], "done");
    assert_eq!(checks.as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn what_is_interrupted_after_the_type_is_declared_and_says_so() {
    let world = World::new();
    let mut terminal = world.terminal("open 'Wallets credited twice'");
    terminal.asks("Incident type").types("redis").enter();
    terminal.asks("Detected by").ctrl_c();
    terminal
        .expect(&format!("interrupted; {ID} is declared"))
        .expect("inc triage")
        .ends_with(130);
    assert_eq!(world.record(ID)["type"], "redis-failure");
}

#[test]
fn a_filter_that_is_taken_back_leaves_nothing_marked() {
    let world = World::new();
    let mut terminal = world.terminal("open 'Wallets credited twice'");
    terminal.asks("Incident type").types_hidden("zzz");
    terminal.expect("no matches").types_hidden("\x7f\x7f\x7f");
    terminal.expect("    Application outage").enter();
    terminal.expect("    Application outage").down();
    // An arrow marks again, and then Enter takes it.
    terminal.expect("\u{276f}").enter();
    terminal.asks("Detected by").enter().ends_with(0);
    assert_eq!(world.commits(), 2);
}

#[test]
fn a_root_cause_that_nobody_confirms_is_given_back() {
    let world = World::new();
    world.payment(Stage::Contained);
    for ending in ["enter", "ctrl-c"] {
        let mut terminal = world.terminal("eradicate");
        terminal
            .asks("Root cause")
            .types("Webhook's retries")
            .enter();
        terminal.asks("Confirmed by").enter();
        terminal.asks("Actions taken");
        match ending {
            "enter" => terminal.enter().asks("Other actions taken").enter(),
            _ => terminal.ctrl_c(),
        };
        terminal.expect("is not recorded until somebody confirms it");
        terminal.expect(r"inc eradicate --cause 'Webhook'\''s retries' --confirmed-by <WHO>");
        terminal.end();
        assert!(world.record(ID)["root_cause"].is_null());
    }
}

#[test]
fn to_choose_all_of_a_list_is_asked_once_more() {
    let world = World::new();
    world.payment(Stage::Opened);
    let before = world.record(ID)["timeline"].clone();
    let mut terminal = world.terminal("contain");
    terminal.asks("Actions taken").types_hidden("a").enter();
    terminal.asks("All 12").enter();
    terminal.asks("Actions taken").enter();
    terminal.asks("Other actions taken").enter();
    terminal.asks("Is it contained?").enter();
    terminal.expect("\u{2013} Is it contained").end();
    assert_eq!(world.record(ID)["timeline"], before);
}

#[test]
fn nobody_was_told_because_of_an_enter() {
    let world = World::new();
    world.payment(Stage::Opened);
    let mut terminal = world.terminal("escalate");
    terminal.asks("Escalated to").enter();
    terminal.expect("by the plan").down().enter();
    terminal.expect("escalated to").ends_with(0);
    assert_eq!(
        world.record(ID)["escalations"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn nothing_is_ruled_out_without_a_reason() {
    let world = World::new();
    world.payment(Stage::Opened);
    let mut terminal = world.terminal("close");
    terminal.asks("Logs preserved").choose("not applicable");
    terminal.asks("Why does it not apply").enter();
    terminal.expect("not applicable needs a reason");
    terminal.ctrl_c().end();
}

#[test]
fn what_is_answered_happened_when_it_was_answered() {
    let world = World::new();
    world.payment(Stage::Opened);
    world.set_env("INC_NOW", "");
    let mut terminal = world.terminal("note");
    terminal.asks("What happened");
    // Somebody is on the phone meanwhile.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let answered = chrono::Utc::now().timestamp();
    terminal.types("Froze refunds").enter();
    terminal.expect("Froze refunds").ends_with(0);
    let record = world.record(ID);
    let last = record["timeline"].as_array().and_then(|all| all.last());
    let at = last.and_then(|event| event["at"].as_str()).expect("a time");
    let at = chrono::DateTime::parse_from_rfc3339(at).expect("a time");
    assert!(at.timestamp() >= answered, "{at} is before {answered}");
}
