//! Incidents from declaration to report, from flags alone, and every refusal on the way.

use serde_json::json;

use crate::support::story::{EXPOSURE, PAYMENT, SECURITY, Stage};
use crate::support::{World, text, texts};

#[test]
fn every_story_goes_from_open_to_closed_and_report() {
    for (story, severity, kind) in [
        (PAYMENT, "SEV-2", "payment-or-wallet-incident"),
        (EXPOSURE, "SEV-1", "data-access-or-rbac-incident"),
        (SECURITY, "SEV-1", "security-incident"),
    ] {
        let world = World::new();
        let id = world.tell(story, Stage::Closed);
        assert_eq!(id, "INC-20251129-001");
        let record = world.record(&id);
        assert_eq!(record["status"], "closed", "{kind}");
        assert_eq!(record["severity"], severity);
        assert_eq!(record["type"], kind);
        assert_eq!(record["closure"]["by"], "Rana");
        assert_eq!(record["closure"]["plan"], "1.0.0");
        assert_eq!(record["closure"]["seal"].as_str().map(str::len), Some(64));
        world.line("validate incidents --deny-warnings").ok();
        let report = world.ok(&format!("report {id}"));
        assert!(
            report.contains(record["title"].as_str().expect("a title")),
            "{report}"
        );
        // What lives on after the closing: the review, filings, and the actions that were promised.
        let steps = world.json(&format!("next {id} --format json"));
        let verbs: Vec<&str> = steps
            .as_array()
            .expect("a list")
            .iter()
            .map(|step| step["command"][1].as_str().expect("a verb"))
            .collect();
        assert!(verbs.contains(&"review"), "{steps}");
        let living = ["review", "action", "notify"];
        assert!(verbs.iter().all(|verb| living.contains(verb)), "{steps}");
        assert_eq!(world.json("list --format json"), json!([]));
        world.git_line("diff --exit-code HEAD");
        assert_eq!(world.git_line("status --porcelain"), "");
    }
}

/// A refusal: at a stage of the payment story, a command that exits 1, what its message must hold,
/// and how the gap is filled that its mending command leaves.
struct Refusal {
    name: &'static str,
    stage: Stage,
    /// What makes it refusable.
    before: &'static [&'static str],
    line: &'static str,
    says: &'static [&'static str],
    /// Values for `<…>` in the commands that mend.
    fill: &'static [(&'static str, &'static str)],
    /// Whether the refused line goes through once they are typed.
    mends: bool,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        name: "a severity below the minimum, in triage",
        stage: Stage::Opened,
        before: &[],
        line: "triage --severity SEV-3",
        says: &[
            "SEV-3 is below the minimum",
            "financial integrity is under review",
            "inc triage --severity SEV-2",
        ],
        fill: &[],
        mends: false,
    },
    Refusal {
        name: "a severity below the minimum, by set",
        stage: Stage::Triaged,
        before: &[],
        line: "set severity=SEV-4",
        says: &["SEV-4 is below the minimum", "inc triage --severity SEV-2"],
        fill: &[],
        mends: false,
    },
    Refusal {
        name: "resolved without a required owner",
        stage: Stage::Eradicated,
        before: &["set roles.finance-owner="],
        line: "recover --rest done",
        says: &[
            "cannot be resolved",
            "finance owner",
            "inc assign finance-owner=<WHO>",
        ],
        fill: &[("WHO", "Finance")],
        mends: true,
    },
    Refusal {
        name: "closure without a root cause",
        stage: Stage::Ready,
        before: &["drop root_cause"],
        line: "close --rest done",
        says: &[
            "cannot be closed",
            "root cause confirmed",
            "inc eradicate --cause <TEXT> --confirmed-by <WHO>",
        ],
        fill: &[("TEXT", "'not idempotent'"), ("WHO", "CTO")],
        mends: true,
    },
    Refusal {
        name: "resolved with a failed recovery check",
        stage: Stage::Eradicated,
        before: &[],
        line: "recover --check redis=failed:'connections refused' --rest done",
        says: &[
            "cannot be resolved",
            "redis",
            "inc recover --check redis=done",
        ],
        fill: &[],
        mends: false,
    },
    Refusal {
        name: "resolved by set while recovery checks are open",
        stage: Stage::Eradicated,
        before: &[],
        line: "set status=resolved",
        says: &[
            "inc recover --check redis=done",
            "inc recover --check wallet-ledger=done",
        ],
        fill: &[],
        mends: true,
    },
    Refusal {
        name: "not applicable without a note, in recovery",
        stage: Stage::Eradicated,
        before: &[],
        line: "recover --check credential-flow=not-applicable",
        says: &[
            "without a reason",
            "inc recover --check credential-flow=not-applicable:<WHY>",
        ],
        fill: &[("WHY", "'no credential is touched'")],
        mends: false,
    },
    Refusal {
        name: "not applicable without a note, at closing",
        stage: Stage::Ready,
        before: &[],
        line: "close --check logs-preserved=not-applicable",
        says: &[
            "without a reason",
            "inc close --check logs-preserved-where-needed=not-applicable:<WHY>",
        ],
        fill: &[("WHY", "'none are kept'")],
        mends: false,
    },
    Refusal {
        name: "not applicable what the plan requires",
        stage: Stage::Eradicated,
        before: &[],
        line: "recover --check redis=not-applicable:'in a hurry'",
        says: &[
            "cannot be marked not applicable",
            "inc recover --check redis=done",
        ],
        fill: &[],
        mends: false,
    },
    Refusal {
        name: "not applicable while its risk is open",
        stage: Stage::Eradicated,
        before: &[],
        line: "recover --check wallet-ledger=not-applicable:'looks fine'",
        says: &[
            "financial integrity is not ruled out",
            "inc recover --check wallet-ledger=done",
        ],
        fill: &[],
        mends: false,
    },
    Refusal {
        name: "closure without evidence of a financial incident",
        stage: Stage::Recovered,
        before: &["action add -m x --owner y --due 2w"],
        line: "close --rest done",
        says: &[
            "cannot be closed",
            "evidence",
            "inc evidence add <FILE> --kind payment-gateway-references",
        ],
        fill: &[("FILE", "templates/plan.yaml")],
        mends: true,
    },
    Refusal {
        name: "closure without a milestone",
        stage: Stage::Triaged,
        before: &[
            "eradicate --cause x --confirmed-by CTO",
            "recover --rest done --resolution y --verification z",
            "evidence add https://a.example/1 --kind application-logs",
            "action add -m x --owner y --due 2w",
        ],
        line: "close --rest done",
        says: &[
            "containment started",
            "inc contain --action <ACTION>",
            "fix deployed",
            "inc note -m <FIX> --mark fix-deployed",
        ],
        fill: &[("ACTION", "'Froze it'"), ("FIX", "'Deployed'")],
        mends: true,
    },
    Refusal {
        name: "closure from the first minute",
        stage: Stage::Opened,
        before: &[],
        line: "close --rest done",
        says: &[
            "cannot be closed",
            "escalation",
            "data exposure",
            "finance owner",
        ],
        fill: &[
            ("WHO", "CTO"),
            ("TEXT", "words"),
            ("ENVIRONMENT", "production"),
            ("SERVICE", "wallet-api"),
            ("ACTION", "words"),
            ("FIX", "words"),
            ("SEVERITY", "SEV-2"),
            ("DATE", "2w"),
            ("FILE", "templates/plan.yaml"),
        ],
        mends: false,
    },
    Refusal {
        name: "a status set back without a reason",
        stage: Stage::Contained,
        before: &[],
        line: "set status=investigating",
        says: &[
            "only with a reason",
            "inc set status=investigating -m <REASON>",
        ],
        fill: &[("REASON", "'it spreads again'")],
        mends: false,
    },
    Refusal {
        name: "a sealed field after closing",
        stage: Stage::Closed,
        before: &[],
        line: "set 001 title='Nothing happened'",
        says: &["is closed", "inc reopen"],
        fill: &[("REASON", "'again'")],
        mends: true,
    },
    Refusal {
        name: "a computed check",
        stage: Stage::Opened,
        before: &[],
        line: "triage --check incident-owner-assigned=done",
        says: &["derived from the record", "inc triage --owner <WHO>"],
        fill: &[("WHO", "Payments")],
        mends: false,
    },
    Refusal {
        name: "the guarded root cause",
        stage: Stage::Triaged,
        before: &[],
        line: "set root_cause=x",
        says: &["cannot be set directly", "inc eradicate"],
        fill: &[],
        mends: false,
    },
    Refusal {
        name: "the status closed by set",
        stage: Stage::Ready,
        before: &[],
        line: "set status=closed",
        says: &["inc close"],
        fill: &[],
        mends: false,
    },
];

#[test]
fn what_the_plan_forbids_is_refused_and_its_command_mends_it() {
    for refusal in REFUSALS {
        let name = refusal.name;
        let world = World::new();
        let id = world.payment(refusal.stage);
        for line in refusal.before {
            prepare(&world, &id, line);
        }
        world.pass("1m");
        let before = world.record(&id);
        let ran = world.line(refusal.line);
        assert_eq!(ran.code, Some(1), "{name}\n{}", ran.told());
        assert_eq!(ran.stdout, "", "{name}\n{}", ran.told());
        for words in refusal.says {
            assert!(
                ran.stderr.contains(words),
                "{name}: lacks {words:?}\n{}",
                ran.told()
            );
        }
        // Answers that stand may be kept; what was refused is not reached.
        let after = world.record(&id);
        for field in ["status", "severity", "title", "closure", "root_cause"] {
            if field == "status" && refusal.line.starts_with("recover") {
                assert_ne!(after[field], "resolved", "{name}");
            } else {
                assert_eq!(before[field], after[field], "{name}: {field}");
            }
        }
        assert_eq!(world.git_line("status --porcelain"), "", "{name}");
        if !ran.stderr.contains("your answers so far are saved") {
            assert_eq!(before, after, "{name}: something was written");
        }

        let mending = ran.suggested();
        for command in mending
            .iter()
            .filter(|command| !command.contains("<ANSWER>"))
        {
            let filled = text::filled(command, |gap| {
                refusal
                    .fill
                    .iter()
                    .find(|(known, _)| *known == gap)
                    .unwrap_or_else(|| panic!("{name}: nothing fills <{gap}> of {command}"))
                    .1
                    .to_owned()
            });
            let words = text::words(&filled);
            let ran = world.inc(&words[1..]);
            // A walk's own name is typed to be asked, and without a terminal says what it would ask;
            // an answer to one criterion of several is kept, and what else is missing is said.
            let bare = words.len() <= 2;
            let done = ran.code == Some(0)
                || (bare && matches!(ran.code, Some(1 | 2)))
                || ran.stderr.contains("your answers so far are saved");
            assert!(done, "{name}: {command}\n{}", ran.told());
        }
        if refusal.mends {
            assert!(
                !mending.is_empty(),
                "{name}: nothing mends it\n{}",
                ran.told()
            );
            let again = world.line(refusal.line);
            assert_eq!(
                again.code,
                Some(0),
                "{name}: not mended\n{}\n{}",
                ran.told(),
                again.told()
            );
        }
    }
}

/// A line of a story, or `drop KEY`: takes a top-level key out of the record by hand.
fn prepare(world: &World, id: &str, line: &str) {
    let Some(key) = line.strip_prefix("drop ") else {
        world.line(line).ok();
        return;
    };
    let mut dropping = false;
    let kept: String = world
        .record_text(id)
        .split_inclusive('\n')
        .filter(|line| {
            if !line.starts_with([' ', '-']) {
                dropping = line.starts_with(&format!("{key}:"));
            }
            !dropping
        })
        .collect();
    world.write_record(id, &kept);
    world.commit_all();
}

#[test]
fn an_incident_is_not_declared_below_its_floor() {
    let world = World::new();
    let before = world.state();
    world
        .line("open 'Paid twice' --type payment --severity SEV-4")
        .exit(1)
        .says("below the minimum")
        .says("--severity SEV-2");
    assert_eq!(world.state(), before);
    assert_eq!(
        world.ok("open 'Paid twice' --type payment --severity SEV-1"),
        "INC-20251129-001"
    );
    assert_eq!(world.record("INC-20251129-001")["severity"], "SEV-1");
}

#[test]
fn an_incident_opens_at_the_severity_its_assumptions_demand() {
    let world = World::new();
    for (kind, severity) in [
        ("payment", "SEV-2"),
        ("data-exposure", "SEV-1"),
        ("security", "SEV-1"),
        ("credential", "SEV-2"),
        ("backup", "SEV-3"),
        ("redis", "SEV-3"),
    ] {
        let id = world.ok(&format!("open x --type {kind}"));
        assert_eq!(world.record(&id)["severity"], severity, "{kind}");
    }
}

#[test]
fn a_floor_falls_once_its_fact_is_settled_and_not_before() {
    let world = World::new();
    world.payment(Stage::Opened);
    world.fails(1, "triage --severity SEV-3");
    world.ok("triage --fact financial-integrity=intact --severity SEV-3");
    let severity = || world.record("INC-20251129-001")["severity"].clone();
    assert_eq!(severity(), "SEV-3");
    // An answer that demands more takes the severity along; saying less with it is refused.
    world.fails(
        1,
        "triage --fact financial-integrity=affected --severity SEV-3",
    );
    assert_eq!(severity(), "SEV-2");
}

#[test]
fn every_type_that_requires_owners_closes_only_with_them() {
    let world = World::new();
    let plan = world.json("plan types --format json");
    for kind in plan.as_array().expect("types") {
        let id = world.ok(&format!(
            "open x --type {}",
            kind["id"].as_str().expect("an id")
        ));
        let shown = world.json(&format!("show {id} --format json"));
        let required = texts(&kind["required_roles"]);
        assert_eq!(
            texts(&shown["computed"]["missing_owners"]),
            required,
            "{id}"
        );
        let refused = world.fails(1, &format!("close {id} --rest done"));
        for role in required {
            assert!(
                refused.contains(&format!("inc assign {id} {role}=<WHO>")),
                "{role}\n{refused}"
            );
        }
    }
}

#[test]
fn a_closed_incident_is_reopened_with_a_reason_and_closed_again() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    world.pass("1h");
    world
        .line(&format!("reopen {id}"))
        .exit(2)
        .says("needs a reason");
    world.ok(&format!("reopen {id} -m 'two more wallets'"));
    let record = world.record(&id);
    assert_eq!(record["status"], "investigating");
    assert!(record.get("closure").is_none());
    assert!(
        record["checks"].get("recovery").is_none() && record["checks"].get("closure").is_none()
    );
    let last = record["timeline"]
        .as_array()
        .and_then(|all| all.last())
        .cloned()
        .expect("an entry");
    assert_eq!(last["mark"], "reopened");
    assert_eq!(last["notes"], "two more wallets");
    world
        .line("reopen -m again")
        .exit(1)
        .says("inc set status=<STATUS> -m <REASON>");
    world.line("validate incidents --deny-warnings").ok();
    world.pass("10m");
    world.ok("note -m 'Deployed 4.2.2' --mark fix-deployed");
    world.ok("recover --rest done");
    world.ok("close --rest done");
    assert_eq!(world.record(&id)["status"], "closed");
    world.line("validate").ok();
}

#[test]
fn after_reopening_the_last_recovery_counts() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    world.pass("1h");
    world.ok(&format!("reopen {id} -m 'two more wallets'"));
    world.pass("30m");
    world.ok("recover --rest done");
    let now = world.now();
    world.pass("5m");
    world.ok("close --rest done");
    let shown = world.json(&format!("show {id} --format json"));
    assert_eq!(
        shown["computed"]["milestones"]["service-recovered"],
        now.as_str()
    );
    assert!(
        shown["computed"]["duration_seconds"].is_number(),
        "{}",
        shown["computed"]
    );
}

#[test]
fn a_waiver_sets_a_rule_aside_for_those_who_may_and_as_long_as_it_lasts() {
    let world = World::new();
    let id = world.payment(Stage::Recovered);
    world.ok("action add -m x --owner y --due 2w");
    world
        .line("waive evidence/missing --approved-by Intern -m 'none kept'")
        .exit(1)
        .says("may not approve waivers");
    world
        .line("waive timeline/in-future --approved-by CTO -m x")
        .exit(1)
        .says("cannot be waived");
    world
        .line("waive schema/unknown-key --approved-by CTO -m x")
        .exit(1)
        .says("cannot be waived");
    world
        .line("waive evidence/misssing --approved-by CTO -m x")
        .exit(2)
        .says("evidence/missing");
    assert!(world.record(&id).get("waivers").is_none());
    world.line("close --rest done").exit(1).says("evidence");

    world.ok(
        "waive evidence/missing --approved-by ceo -m 'the gateway keeps none' --expires 2025-12-01",
    );
    assert_eq!(world.record(&id)["waivers"][0]["approved_by"], "CEO");
    world.pass("3d");
    world.line("close --rest done").exit(1).says("evidence");
    world.ok("waive evidence/missing --approved-by CEO -m 'still none'");
    world.ok("close --rest done");
    let found = world.line("validate incidents --format json").ok().json();
    assert_eq!(found["waived"], 1, "{found}");
    assert_eq!(found["findings"][0]["rule"], "evidence/missing");
    assert_eq!(found["findings"][0]["level"], "waived");
}

#[test]
fn a_waiver_that_was_valid_at_closing_is_enough() {
    let world = World::new();
    world.payment(Stage::Recovered);
    world.ok("action add -m x --owner y --due 2w");
    world.ok("waive evidence/missing --approved-by CEO -m 'none kept' --expires 2025-12-01");
    world.ok("close --rest done");
    world.pass("90d");
    world.line("validate").ok();
}

#[test]
fn a_waiver_of_one_check_leaves_the_others() {
    let world = World::new();
    let id = world.payment(Stage::Eradicated);
    world.ok("recover --check logs=done");
    world.ok("waive recovery/check-open:redis --approved-by CTO -m 'this service has no Redis'");
    let refused = world.fails(1, "set status=resolved");
    assert!(!refused.contains("--check redis=done"), "{refused}");
    assert!(refused.contains("--check nginx=done"), "{refused}");
    for check in [
        "application-health-endpoint",
        "login",
        "api-endpoints",
        "queue-workers",
        "database",
        "nginx",
        "payment-flow",
        "wallet-ledger",
    ] {
        world.ok(&format!("recover --check {check}"));
    }
    let open = world.json(&format!("show {id} --format json"));
    assert_eq!(open["status"], "recovering", "runbook steps are still open");
}

#[test]
fn a_milestone_is_ruled_out_with_a_reason() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    for line in [
        "eradicate --cause x --confirmed-by CTO",
        "recover --rest done --resolution y --verification z",
        "evidence add https://a.example/1 --kind application-logs",
        "action add -m x --owner y --due 2w",
    ] {
        world.ok(line);
    }
    world
        .line("close --rest done")
        .exit(1)
        .says("inc note -m <FIX> --mark fix-deployed");
    world
        .line("close --check milestones/fix-deployed=not-applicable")
        .exit(1)
        .says("without a reason");
    world.ok("close --check milestones/fix-deployed=not-applicable:'the fault was at the gateway' --rest done");
    let record = world.record(&id);
    assert_eq!(record["status"], "closed");
    assert_eq!(
        record["checks"]["milestones"]["fix-deployed"]["note"],
        "the fault was at the gateway"
    );
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn a_correction_stands_beside_what_it_corrects() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.ok("note -m '21 wallets'");
    let wrong = world.record(&id)["timeline"][1].clone();
    let entry = wrong["id"].as_str().expect("an id").to_owned();
    world.ok(&format!("note -m '212 wallets' --corrects {}", &entry[..3]));
    let timeline = world.record(&id)["timeline"].clone();
    assert_eq!(timeline[1], wrong);
    assert_eq!(timeline[2]["corrects"], entry.as_str());
    assert!(world.ok("show").contains("21 wallets (corrected)"));
    world
        .line("note -m x --corrects zzzz")
        .exit(2)
        .says("there is no entry `zzzz`");
}

#[test]
fn statuses_go_forward_and_back_only_as_the_record_allows() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let status = || {
        world.record(&id)["status"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    assert_eq!(status(), "investigating");
    world.ok("eradicate --cause x --confirmed-by CTO");
    assert_eq!(status(), "identified");
    world.ok("set status=recovering");
    assert_eq!(status(), "recovering", "a step may be skipped");
    world.ok("contain --action y --done");
    assert_eq!(status(), "recovering", "containing late does not go back");
    world.ok("set status=identified -m 'the fix did not hold'");
    assert_eq!(status(), "identified");
    let timeline = world.record(&id)["timeline"].clone();
    assert!(
        timeline.to_string().contains("the fix did not hold"),
        "{timeline}"
    );
}

#[test]
fn what_is_sealed_stays_and_what_lives_on_goes_on() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let before = world.state();
    for line in [
        "note 001 -m x",
        "assign 001 support-owner=x",
        "triage 001 --owner Z",
        "contain 001 --action y",
        "eradicate 001 --action z",
        "recover 001 --check redis=failed",
        "escalate 001 --to CEO",
        "evidence add 001 https://a.example/9 --kind application-logs",
        "waive 001 evidence/missing --approved-by CTO -m x",
        "set 001 status=resolved -m back",
        "set 001 closure=x",
    ] {
        let ran = world
            .line(line)
            .exit(1)
            .says("inc reopen INC-20251129-001 -m <");
        assert_eq!(world.state(), before, "{}", ran.told());
    }
    world.ok("set 001 regulatory.decision='no filing is owed'");
    world.ok("set 001 checks.review.management-briefed=done");
    world.ok("action add 001 -m 'Tell support' --owner Support --due 3d");
    let action = world.json("action list 001 --format json")[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    world.ok(&format!("action start 001 {action}"));
    world.ok(&format!("action done 001 {}", &action[..3]));
    assert_eq!(world.record(&id)["status"], "closed");
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn a_note_on_a_closed_incident_is_told_that_it_is_closed() {
    let world = World::new();
    world.payment(Stage::Closed);
    world
        .line("note 001 -m x")
        .exit(1)
        .says("is closed")
        .says_not("has changed since");
}
