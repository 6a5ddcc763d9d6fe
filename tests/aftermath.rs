//! What outlives the response: clocks, reviews, regulators, corrective actions.

use serde_json::Value;

use crate::reports::TEMPLATES;
use crate::support::World;
use crate::support::story::{EXPOSURE, SECURITY, Stage};

/// `KIND DUE OVERDUE` of everything that is due.
fn due(world: &World) -> Vec<String> {
    world
        .json("due --format json")
        .as_array()
        .expect("a list")
        .iter()
        .map(|clock| {
            let due = clock["due"].as_str().map_or("-", |due| &due[5..16]);
            format!(
                "{} {due} {}",
                clock["kind"].as_str().expect("a kind"),
                clock["overdue"]
            )
        })
        .collect()
}

/// What is to be done of one kind, the most urgent of it.
fn step(world: &World, id: &str, what: &str) -> Option<Value> {
    let steps = world.json(&format!("next {id} --format json"));
    let mut steps = steps.as_array().expect("a list").iter();
    steps.find(|step| step["what"] == what).cloned()
}

fn codes(world: &World, code: i32) -> Vec<String> {
    let found = world
        .line("validate incidents --format json")
        .exit(code)
        .json();
    let found = found["findings"].as_array().expect("findings").clone();
    found
        .iter()
        .map(|finding| finding["rule"].as_str().expect("a code").to_owned())
        .collect()
}

#[test]
fn due_tells_every_clock_of_every_incident_soonest_first() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    world.ok("open 'Exports are late' --type queue");
    world.ok(&format!(
        "action add {id} -m 'Alert on double credits' --owner Payments --due 2025-12-12"
    ));
    assert_eq!(
        due(&world),
        [
            "acknowledgement 11-29T10:30 false",
            "update 11-29T10:35 false",
            "response 11-29T11:05 false",
            "response 11-29T14:25 false",
            "action 12-12T23:59 false"
        ]
    );
    world.line("due --check").ok();
    world.pass("6m");
    let ran = world.line("due --check").exit(1);
    assert!(ran.stdout.starts_with("overdue 1 min"), "{}", ran.told());
    assert!(
        ran.stdout
            .lines()
            .nth(1)
            .expect("a line")
            .starts_with("in 4 min"),
        "{}",
        ran.told()
    );
    world.line(&format!("due --check {id}")).ok();
    // Each clock says what meets it.
    for clock in world.json("due --format json").as_array().expect("a list") {
        let command = crate::support::texts(&clock["command"]);
        assert_eq!(command[0], "inc");
        let known = world.inc(command[1..].iter().map(String::as_str).chain(["--help"]));
        assert_eq!(known.code, Some(0), "{clock}");
    }
}

#[test]
fn a_calendar_program_reads_what_is_due() {
    let world = World::new();
    world.payment(Stage::Triaged);
    world.ok("action add -m 'Alert; on, double credits' --owner Payments --due 2025-12-12");
    let told = world.line("due --format ics").ok().stdout;
    let unfolded = icalendar::parser::unfold(&told);
    let calendar = icalendar::parser::read_calendar(&unfolded).expect("a calendar");
    let events: Vec<_> = calendar
        .components
        .iter()
        .filter(|component| component.name == "VEVENT")
        .collect();
    let timed = due(&world).len();
    assert_eq!(events.len(), timed);
    let property = |place: usize, name: &str| {
        events[place]
            .find_prop(name)
            .map(|property| property.val.to_string())
    };
    assert_eq!(property(0, "DTSTART").as_deref(), Some("20251129T073500Z"));
    assert!(told.contains("Alert\\; on\\, double credits"), "{told}");
    let uids: std::collections::HashSet<_> = (0..events.len())
        .map(|place| property(place, "UID"))
        .collect();
    assert_eq!(uids.len(), events.len(), "each deadline is itself");
    world.pass("1m");
    let again = world.line("due --format ics").ok().stdout;
    let uid = property(0, "UID").expect("a UID");
    assert!(again.contains(&uid), "the same deadline keeps its name");
}

#[test]
fn a_broken_record_hides_no_clock() {
    let world = World::new();
    world.payment(Stage::Opened);
    world.write("incidents/2025/INC-20251129-009.yaml", "id: [\n");
    let ran = world.line("due").ok().says("INC-20251129-009");
    assert!(ran.stdout.contains("acknowledgement"), "{}", ran.told());
}

#[test]
fn a_review_is_complete_with_all_nine_and_late_ones_stay_visible() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    assert!(
        due(&world)[0].starts_with("review 12-06"),
        "{:?}",
        due(&world)
    );
    world
        .line(&format!("review {id}"))
        .exit(2)
        .says("--section preventive-actions=<TEXT>");
    world
        .line(&format!(
            "review {id} --section went-well='the alert' --participant CTO --participant Finance"
        ))
        .ok()
        .says(&format!(
            "inc review {id} --section preventive-actions=<TEXT>"
        ));
    // Held is not complete: the clock goes on.
    assert!(
        due(&world).iter().any(|clock| clock.starts_with("review ")),
        "{:?}",
        due(&world)
    );
    let codes_now = codes(&world, 0);
    assert!(
        codes_now.contains(&"review/incomplete".to_owned()),
        "{codes_now:?}"
    );
    world.ok(&format!(
        "review {id} --section preventive='idempotent handlers' --section follow-up=2w --section improve=x --section lessons=y"
    ));
    let review = world.record(&id)["review"].clone();
    assert_eq!(
        review["participants"],
        serde_json::json!(["CTO", "Finance"])
    );
    assert_eq!(review["sections"]["follow-up-deadline"], "2025-12-13");
    assert_eq!(codes(&world, 0), Vec::<String>::new());
    assert_eq!(
        due(&world),
        ["action 12-12T23:59 false", "follow-up 12-13T23:59 false"]
    );
    // The six required actions stay until each is said (S21), and the seal holds.
    world.ok(&format!(
        "review {id} --check post-mortem --check action-items --check runbooks --check detection --check management \
         --check training=not-applicable:'nothing to train'"
    ));
    world.ok(&format!(
        "action done {id} {}",
        world.record(&id)["actions"][0]["id"]
            .as_str()
            .expect("an id")
    ));
    assert_eq!(due(&world), Vec::<String>::new());
    assert_eq!(
        world.json(&format!("next {id} --format json")),
        serde_json::json!([])
    );
    world.line("validate incidents --deny-warnings").ok();
    let report = world.ok(&format!("report {id} --template post-incident-review"));
    for words in ["the alert", "idempotent handlers", "CTO"] {
        assert!(report.contains(words), "{words}\n{report}");
    }
}

#[test]
fn a_late_review_warns_and_fails_due_check() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    world.ok(&format!(
        "action drop {id} {} -m 'done elsewhere'",
        world.record(&id)["actions"][0]["id"]
            .as_str()
            .expect("an id")
    ));
    world.pass("8d");
    assert_eq!(codes(&world, 0), ["review/late"]);
    world.line("due --check").exit(1);
    // The plan says how long there is.
    world.change_plan(
        "within: 1w, label: Within 1 week",
        "within: 2w, label: Within 2 weeks",
    );
    assert_eq!(codes(&world, 0), Vec::<String>::new());
    world.line("due --check").ok();
}

#[test]
fn the_laws_clock_runs_from_awareness() {
    let world = World::new();
    world.ok("open 'Names shown to others' --type data-exposure --service portal");
    let aware = step(&world, "001", "awareness").expect("a decision is demanded");
    assert_eq!(aware["urgency"], "now");
    assert_eq!(aware["row"], "S24");
    world.pass("30m");
    world.ok("notify --aware --at 10:20 --decision 'logs prove it'");
    assert!(
        due(&world).contains(&"regulatory 12-02T10:20 false".to_owned()),
        "{:?}",
        due(&world)
    );
    world.fails(1, "notify --aware");
    world.fails(2, "notify --reference X");
    world.pass("2d");
    world.ok("notify --authority --reference SA-1142");
    world.fails(1, "notify --authority");
    let id = "INC-20251129-001";
    let record = world.record(id);
    assert_eq!(
        record["regulatory"]["filings"]["dpa-notification"]["reference"],
        "SA-1142"
    );
    assert!(
        !due(&world)
            .iter()
            .any(|clock| clock.starts_with("regulatory 12"))
    );
    // Users: told, or ruled out with a reason.
    assert!(due(&world).contains(&"regulatory - false".to_owned()));
    world.ok("notify --check notification/prepare-customer-notification=not-applicable:'no high risk to rights'");
    assert!(!due(&world).contains(&"regulatory - false".to_owned()));
}

#[test]
fn a_plan_may_add_duties() {
    let world = World::new();
    world.change_plan(
        "    - id: documentation\n",
        "    - id: sama-notification\n      title: Central bank\n      aliases: [bank]\n      row: [S24]\n      when: {financial-integrity: [affected]}\n      \
         within: 4h\n      timeline: 4 hours\n      action: Report to the central bank\n    - id: documentation\n",
    );
    world.ok("open 'Wallets credited twice' --type payment --fact financial=affected");
    world.ok("notify --aware --decision 'money is concerned'");
    assert!(
        due(&world).contains(&"regulatory 11-29T14:00 false".to_owned()),
        "{:?}",
        due(&world)
    );
    world.pass("5h");
    assert!(codes(&world, 0).contains(&"regulatory/late".to_owned()));
    world.ok("notify --duty bank --reference CB-7");
    assert!(
        codes(&world, 0).contains(&"regulatory/late".to_owned()),
        "late is late"
    );
}

#[test]
fn personal_data_is_not_closed_over_without_a_decision() {
    let world = World::new();
    let id = world.tell(EXPOSURE, Stage::Ready);
    let text = world.record_text(&id);
    let start = text.find("regulatory:\n").expect("it was told");
    let end = text[start..]
        .find("\n\n")
        .map_or(text.len(), |at| start + at + 2);
    let without = format!("{}{}", &text[..start], &text[end..]);
    world.write_record(&id, without.trim_end());
    world.write_record(&id, &format!("{}\n", without.trim_end()));
    world
        .line("close --rest done")
        .exit(1)
        .says("inc notify --aware --at <TIME> --decision <TEXT>");
    world.ok("notify --aware --at 10:20 --decision 'names were shown'");
    world.ok("close --rest done");
}

#[test]
fn monitoring_is_neither_called_done_nor_closed_over_before_its_time() {
    let world = World::new();
    let id = world.tell(SECURITY, Stage::Recovered);
    assert!(
        due(&world)
            .iter()
            .any(|clock| clock.starts_with("monitoring 12-02")),
        "{:?}",
        due(&world)
    );
    let early = world
        .line("recover --check monitor-for-48-72-hours")
        .exit(1);
    early
        .says("continues until 2025-12-01")
        .says("inc waive recovery/monitoring-cut-short");
    assert_eq!(
        world.record(&id)["checks"]["staged-recovery"].get("monitor-for-48-72-hours"),
        None::<&Value>
    );
    world.pass("48h");
    world.ok("recover --check monitor-for-48-72-hours");
    assert!(
        !due(&world)
            .iter()
            .any(|clock| clock.starts_with("monitoring"))
    );
    // Its length is the plan's.
    let world = World::new();
    world.tell(SECURITY, Stage::Recovered);
    world.change_plan("at_least: 48h", "at_least: 0h");
    world.ok("recover --check monitor-for-48-72-hours");
}

#[test]
fn what_has_its_time_is_not_offered_before_it() {
    let world = World::new();
    world.ok("open 'Rows read' --type security");
    let done = "--check monitor-for-48-72-hours=done";
    let early = world.line(&format!("recover {done}")).exit(1);
    early
        .says("starts only once service has recovered")
        .says("inc recover");
    for line in ["next", "close --no-input"] {
        let ran = world.line(line);
        assert!(!ran.told().contains(done), "{}", ran.told());
        assert!(!ran.told().contains("waive recovery"), "{}", ran.told());
    }
    let told = world.fails(1, "close --no-input");
    assert!(told.contains("monitor for 48-72 hours"), "{told}");
    // Once service is recovered, whoever is empowered may let it be called done early.
    let world = World::new();
    world.tell(SECURITY, Stage::Recovered);
    assert!(!world.fails(1, "close --no-input").contains(done));
    world.ok("waive recovery/monitoring-cut-short --approved-by CTO -m 'rebuilt from nothing'");
    let told = world.fails(1, "close --no-input");
    assert!(told.contains(done), "{told}");
    world.ok(&format!("recover {done}"));
}

#[test]
fn overdue_actions_are_seen_wherever_one_looks() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    // Its day is the last on which it is not late.
    world.set_now("2025-12-12T23:59:59+03:00");
    world.line("list").ok().says_not("overdue");
    assert!(!codes(&world, 0).contains(&"actions/overdue".to_owned()));
    world.set_now("2025-12-13T09:00:00+03:00");
    world
        .line("list")
        .ok()
        .says("1 corrective action overdue")
        .says("inc action list --overdue");
    assert!(due(&world).contains(&"action 12-12T23:59 true".to_owned()));
    let late = step(&world, &id, "corrective action").expect("it is to be done");
    assert_eq!(late["urgency"], "overdue");
    assert!(codes(&world, 0).contains(&"actions/overdue".to_owned()));
    assert_eq!(
        world
            .json("action list --overdue --format json")
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let action = world.record(&id)["actions"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    world.ok(&format!("action done {id} {action}"));
    world.line("list").ok().says_not("overdue");
}

#[test]
fn a_waiver_runs_out_and_one_that_held_at_closing_is_enough() {
    let world = World::new();
    let id = world.payment(Stage::Recovered);
    world.ok("action add -m 'Alert' --owner Payments --due 2025-12-12");
    world.ok(
        "waive evidence/missing --approved-by CTO -m 'the gateway keeps none' --expires 2025-12-01",
    );
    assert!(due(&world).contains(&"waiver 12-01T23:59 false".to_owned()));
    world
        .line("waive communication/unapproved --approved-by CTO -m x")
        .exit(1)
        .says("cannot be waived");
    world.fails(1, "waive escalation/unmet --approved-by Intern -m x");
    world.ok("close --rest done");
    world.set_now("2025-12-05T09:00:00+03:00");
    let found = world.json("validate --format json");
    assert_eq!(
        (&found["errors"], &found["waived"]),
        (&serde_json::json!(0), &serde_json::json!(1))
    );
    for template in TEMPLATES {
        let report = world.ok(&format!("report {id} --template {template}"));
        let shown = report.contains("the gateway keeps none");
        // Outside, an exception is nobody's business; inside, every report shows it.
        assert_eq!(
            shown,
            *template != "external-summary",
            "{template}\n{report}"
        );
    }
}

#[test]
fn a_security_incident_is_told_of_whatever_its_facts_say() {
    let world = World::new();
    world.ok("open 'Odd logins' --type security --fact data-exposure=none --fact system-compromise=none --fact active-threat=none");
    assert!(step(&world, "001", "escalation").is_some());
    world.change_plan(
        "  always: {row: [S2], when: {security: [true]}}   # S2 requires it at every severity\n",
        "",
    );
    assert!(step(&world, "001", "escalation").is_none());
}

#[test]
fn a_review_is_walked_section_by_section() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let mut terminal = world.terminal(&format!("review {id}"));
    terminal.expect("Within 1 week");
    // Whoever fills a role is offered, and was not there unless somebody says so.
    terminal.asks("Participants").expect("Incident Commander");
    terminal.space().expect("[x] CTO").down().space();
    terminal.expect("[x] Payments on-call").enter();
    terminal
        .asks("Other participants")
        .types("Finance, CEO")
        .enter();
    terminal
        .expect("\u{2714} Other participants")
        .asks("Other participants")
        .enter();
    terminal
        .asks("What went well?")
        .types("the alert came first")
        .enter();
    terminal.asks("What could be improved?").ctrl_c();
    terminal.ends_with(130);
    let review = world.record(&id)["review"].clone();
    assert_eq!(
        review["participants"],
        serde_json::json!(["CTO", "Payments on-call", "Finance", "CEO"])
    );
    assert_eq!(review["sections"]["went-well"], "the alert came first");
}

#[test]
fn awareness_is_asked_and_the_checklist_walked() {
    let world = World::new();
    let id = world.tell(EXPOSURE, Stage::Opened);
    let mut terminal = world.terminal(&format!("notify {id}"));
    terminal.expect("DPA notification: Report to supervisory authority (72 hours)");
    terminal
        .asks("Is it established that personal data was breached?")
        .types("y")
        .enter();
    terminal
        .asks("Decision and reasons")
        .types("names were shown")
        .enter();
    terminal
        .asks("Assess if personal data was breached")
        .choose("done");
    // An Enter too many attests nothing to the law.
    terminal.asks("Determine notification requirements").enter();
    terminal
        .asks("Prepare notification to supervisory authority")
        .ctrl_c();
    terminal.ends_with(130);
    let record = world.record(&id);
    let checks = record["checks"]["notification"].as_object();
    assert_eq!(checks.map(serde_json::Map::len), Some(1), "{record}");
    assert!(record["regulatory"]["aware_at"].is_string());
    assert_eq!(record["regulatory"]["decision"], "names were shown");
    assert_eq!(
        record["checks"]["notification"]["assess-if-personal-data-was-breached"],
        "done"
    );
}

#[test]
fn telling_somebody_else_meets_no_criterion() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment --environment production");
    let first = |world: &World| {
        let steps = world.json("next --format json");
        crate::support::texts(&steps[0]["command"]).join(" ")
    };
    world
        .line("escalate --to Bob")
        .ok()
        .says("inc escalate --to CTO");
    assert!(first(&world).ends_with("--to CTO"), "{}", first(&world));
    world
        .line("escalate --to 'CTO (Rana)'")
        .ok()
        .says_not("inc escalate");
    // A worse severity is for somebody else to hear of.
    world.ok("triage --severity SEV-1");
    assert!(first(&world).ends_with("--to CEO"), "{}", first(&world));
    world.ok("escalate --to CEO");
    assert!(!first(&world).contains("escalate"), "{}", first(&world));
}

#[test]
fn awareness_without_a_duty_is_refused() {
    let world = World::new();
    world.ok("open 'Exports are late' --type queue");
    for line in [
        "notify --aware --decision d",
        "notify --authority --reference X",
    ] {
        world
            .line(line)
            .exit(1)
            .says("data-exposure is not answered")
            .says("inc triage --fact data-exposure=<ANSWER>");
    }
    world.ok("triage --fact data-exposure=under-review");
    world.ok("notify --aware");
    // What was decided is asked for until it is said.
    assert!(step(&world, "001", "decision").is_some());
}

#[test]
fn a_closed_incident_drops_no_answer_and_its_mends_reopen_it() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    world
        .line(&format!("close {id} --check logs-preserved=open"))
        .exit(1)
        .says(&format!("inc reopen {id} -m <REASON>"));
    let text = world.record_text(&id);
    world.write_record(&id, &text.replace("    login: done\n", ""));
    world.line("validate incidents").exit(1).prints(&format!(
        "fix: inc reopen {id} -m <WHY>, then inc recover {id} --check login=done"
    ));
}

#[test]
fn what_is_required_is_asked_at_the_terminal() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let mut terminal = world.terminal("action add");
    terminal
        .asks("Action")
        .types("Alert on double credits")
        .enter();
    terminal.asks("Owner").types("Payments").enter();
    terminal.asks("Due date").types("2w").enter();
    terminal.ends_with(0);
    assert_eq!(world.record(&id)["actions"][0]["owner"], "Payments");
    let mut terminal = world.terminal("action done");
    terminal.asks("Action").choose("Alert on double credits");
    terminal.ends_with(0);
    assert_eq!(world.record(&id)["actions"][0]["status"], "done");
    let mut terminal = world.terminal("set");
    terminal.asks("Field").types("owner").enter();
    terminal.asks("Value of owner").types("Payments").enter();
    terminal.ends_with(0);
    assert_eq!(world.record(&id)["owner"], "Payments");
    world.fails(2, "action add --no-input");
}

#[test]
fn suggestions_name_the_incident_that_was_given() {
    let world = World::new();
    world.payment(Stage::Opened);
    world.ok("open 'Exports are late' --type queue");
    for line in [
        "update 001",
        "escalate 001",
        "action done 001 zzzz",
        "evidence add 001",
    ] {
        let ran = world.line(line).exit(2);
        for command in ran.suggested() {
            assert!(command.contains("INC-20251129-001"), "{line}: {command}");
        }
        assert!(!ran.stderr.contains("incidents are open"), "{}", ran.told());
    }
}

#[test]
fn an_answer_does_not_stop_the_law_s_clock_unawares() {
    let world = World::new();
    let id = world.ok("open 'Rows read' --type security --fact data-exposure=personal-data");
    world.ok("notify --aware --decision 'the access log proves it'");
    let filings = || {
        let due = due(&world);
        due.iter().any(|clock| clock.starts_with("regulatory "))
    };
    assert!(filings(), "{:?}", due(&world));
    let told = world.line("triage --fact data-exposure=none").ok();
    told.says("the deadline for DPA notification, User notification no longer applies");
    assert!(!filings(), "{:?}", due(&world));
    let warned = || codes(&world, 0).contains(&"regulatory/withdrawn".to_owned());
    assert!(warned());
    // The answer may be right; then it says why.
    world
        .line("triage --fact data-exposure=none:'made up for a test'")
        .ok()
        .says_not("no longer applies");
    assert!(!warned());
    // What never ran is not stopped.
    let other = world.ok("open 'Rows read again' --type security --fact data=under-review");
    world
        .line(&format!("triage {other} --fact data=none"))
        .ok()
        .says_not("no longer applies");
    assert_ne!(id, other);
}
