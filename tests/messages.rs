//! Messages: internal updates and where they go, external ones and who approves them.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::support::World;
use crate::support::http::{Answer, PATH, Slack};
use crate::support::story::{SECURITY, Stage};

/// What whoever finds the webhook's address could post with.
const TOKEN: &str = "sEcReT0123456789abcdefgh";

fn messages(world: &World, id: &str) -> Vec<Value> {
    let record = world.record(id);
    record["communications"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn an_update_says_all_seven_fields_in_the_plans_order() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    world.pass("5m");
    let told = world.ok("update -m 'reconciling the report with the ledger' --next 20m");
    let fields: Vec<&str> = told
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(label, _)| label)
        .skip(1)
        .collect();
    assert_eq!(
        fields,
        [
            "Incident ID",
            "Severity",
            "Status",
            "Impact",
            "Current action",
            "Owner",
            "Next update"
        ]
    );
    for words in [
        "Current action: reconciling the report with the ledger",
        "Impact: 212 wallets; parents call support; wallet-api",
        "Owner: Payments",
        "Status: Investigating",
        "Next update: 2025-11-29 10:50 (Asia/Riyadh, UTC+03:00)",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let kept = messages(&world, &id);
    assert_eq!(kept[0]["audience"], "internal");
    assert_eq!(kept[0]["text"].as_str().expect("a text").trim_end(), told);
    assert_eq!(kept[0]["next_update_at"], "2025-11-29T10:50:00+03:00");
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn the_plan_names_the_fields_and_when_the_next_update_comes() {
    let world = World::new();
    let plan = world.read("templates/plan.yaml");
    world.write(
        "templates/plan.yaml",
        &plan
            .replace("title: Current action,", "title: What we do,")
            .replace("update_every: 30m", "update_every: 45m"),
    );
    world.commit_all();
    world.ok("open x --type payment");
    let told = world.ok("update -m 'reading logs'");
    assert!(told.contains("What we do: reading logs"), "{told}");
    assert!(told.contains("Next update: 2025-11-29 10:45"), "{told}");
}

#[test]
fn nobodys_words_are_taken_for_markup() {
    let world = World::new();
    world.payment(Stage::Opened);
    let words = "**stop** <!channel> [x](http://evil.example) # no";
    let markdown = world.ok(&format!("update -m '{words}' --format markdown"));
    assert!(!markdown.contains("<!channel>"), "{markdown}");
    assert!(markdown.contains("\\[x\\]("), "{markdown}");
    let blocks = world.json(&format!("update -m '{words}' --format slack"));
    let blocks = blocks["blocks"].to_string();
    assert!(
        !blocks.contains("\"type\":\"link\"") && !blocks.contains("mrkdwn"),
        "{blocks}"
    );
    assert!(
        blocks.contains("**stop** <!channel>"),
        "as plain words: {blocks}"
    );
    let entry = world.json(&format!("update -m '{words}' --format json"));
    assert!(
        entry["text"].as_str().expect("a text").contains(words),
        "{entry}"
    );
}

#[test]
fn the_security_notification_is_the_plans() {
    let world = World::new();
    world.tell(SECURITY, Stage::Triaged);
    let told = world.ok("update -m 'isolating the host' --template internal-notification");
    for words in [
        "Subject: [SECURITY INCIDENT] Severity SEV-1 - Admin session stolen",
        "Status: Active",
        "Current Actions: isolating the host",
        "Do NOT discuss this incident outside of authorized channels.",
        "Incident Commander: CTO",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    world.fails(2, "update -m x --template customer-notice");
}

#[test]
fn an_update_is_posted_and_its_address_is_nowhere() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let slack = Slack::answering([Answer::Ok]);
    world.set_env("INC_SLACK_WEBHOOK", &slack.url());
    let ran = world.line("update -m 'reading logs' --send slack").ok();
    let ran = ran.says("sent to Slack");
    let body = slack.request().json();
    assert!(
        body["text"]
            .as_str()
            .expect("a text")
            .contains("reading logs")
    );
    assert!(body["blocks"].to_string().contains("Current action"));
    for shown in [
        ran.told(),
        world.git_line("log -p -1"),
        world.record(&id).to_string(),
    ] {
        assert!(
            !shown.contains(TOKEN) && !shown.contains("127.0.0.1"),
            "{shown}"
        );
    }
}

#[test]
fn whatever_the_channel_does_the_update_is_recorded() {
    let cases: [(&str, Vec<Answer>, i32, &str); 5] = [
        (
            "slow",
            vec![Answer::Slow(Duration::from_millis(300))],
            0,
            "sent to Slack",
        ),
        ("busy", vec![Answer::later(429, "0"), Answer::Ok], 0, "429"),
        (
            "broken for a moment",
            vec![Answer::later(500, "0"), Answer::Ok],
            0,
            "sent to Slack",
        ),
        (
            "gone",
            vec![Answer::Status(404, Vec::new(), "no_service".into())],
            3,
            "no_service",
        ),
        (
            "busy for a day",
            vec![Answer::later(429, "86400")],
            3,
            "asked",
        ),
    ];
    for (name, answers, code, said) in cases {
        let world = World::new();
        let id = world.payment(Stage::Opened);
        let slack = Slack::answering(answers);
        world.set_env("INC_SLACK_WEBHOOK", &slack.url());
        let ran = world
            .line("update -m 'reading logs' --send slack")
            .exit(code);
        let ran = ran.says(said);
        assert!(!ran.told().contains(TOKEN), "{name}: {}", ran.told());
        assert_eq!(messages(&world, &id).len(), 1, "{name}");
        assert_eq!(world.git_line("status --porcelain"), "", "{name}");
    }
}

#[test]
fn a_failed_sending_is_said_and_can_be_repeated() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world
        .line("update -m 'reading logs' --send slack")
        .exit(3)
        .says("$INC_SLACK_WEBHOOK is not set")
        .says("inc update --resend");
    let refusing = Slack::refusing();
    world.set_env("INC_SLACK_WEBHOOK", "not an address");
    world.line("update --resend").exit(3);
    let slack = Slack::answering([Answer::Ok]);
    world.set_env("INC_SLACK_WEBHOOK", &slack.url());
    world.line("update --resend").ok().says("sent to Slack");
    assert!(
        slack.request().json()["text"]
            .as_str()
            .expect("a text")
            .contains("reading logs")
    );
    assert_eq!(messages(&world, &id).len(), 1, "nothing is recorded twice");
    drop(refusing);
    assert!(PATH.ends_with(TOKEN));
    world.fails(2, "update -m x --send teams");
}

/// A notice that holds nothing forbidden.
const NOTICE: &str = "Subject: Service notice\n\nBetween 09:41 and 10:14 refunds were paused. No balance was lost.\n\
                      Refunds run again since 10:14.\n";

fn digest(world: &World) -> String {
    let told = world.json("announce --message notice.txt --format json");
    told["sha256"].as_str().expect("a digest").to_owned()
}

#[test]
fn an_external_message_is_recorded_with_the_approval_of_its_digest_alone() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    world.write("notice.txt", NOTICE);
    let shown = world.line("announce --message notice.txt").ok();
    assert_eq!(shown.stdout, NOTICE);
    let digest = digest(&world);
    drop(shown.says(&digest));
    assert!(messages(&world, &id).is_empty(), "shown, not recorded");

    world
        .line("announce --message notice.txt --ground contract --approved-by CTO")
        .exit(2)
        .says("--approves <DIGEST>");
    let with = |ground: &str, who: &str, approves: &str| {
        world.line(&format!(
            "announce --message notice.txt --ground {ground} --approved-by '{who}' --approves {approves}"
        ))
    };
    with("friendship", "CTO", &digest).exit(2);
    with("contract", "CTO", "00000000")
        .exit(1)
        .says("another text");
    with("contract", "CTO", &digest[..7])
        .exit(2)
        .says("too short");
    with("contract", "Intern", &digest)
        .exit(1)
        .says("Intern may not approve");
    assert!(
        messages(&world, &id).is_empty(),
        "nothing of it was recorded"
    );

    world.write("notice.txt", &NOTICE.replace("10:14", "10:15"));
    with("contract", "CTO", &digest)
        .exit(1)
        .says("another text");
    world.write("notice.txt", NOTICE);
    with("contract", "cto", &digest[..8]).ok();
    let kept = messages(&world, &id);
    assert_eq!(kept[0]["text"], NOTICE);
    assert_eq!(kept[0]["text_sha256"], digest.as_str());
    assert_eq!(kept[0]["approved_by"], "CTO");
    assert_eq!(kept[0]["ground"], "contract");
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn one_changed_character_voids_an_approval_and_a_forged_one_is_found() {
    for (from, to, rule) in [
        (
            "Refunds run again",
            "Refunds ran again",
            "communication/approval-void",
        ),
        (
            "approved_by: CTO",
            "approved_by: Intern",
            "communication/not-empowered",
        ),
        ("    ground: contract\n", "", "communication/unapproved"),
        (
            "template: customer-notice",
            "template: customer-notise",
            "schema/unknown-name",
        ),
    ] {
        let world = World::new();
        let id = world.payment(Stage::Triaged);
        world.write("notice.txt", NOTICE);
        let digest = digest(&world);
        world.ok(&format!(
            "announce --message notice.txt --ground contract --approved-by CTO --approves {digest}"
        ));
        let path = format!("incidents/2025/{id}.yaml");
        let text = world.read(&path);
        assert!(text.contains(from), "{text}");
        world.write(&path, &text.replace(from, to));
        let found = world.line("validate --format json").exit(1).json();
        let codes: Vec<&str> = found["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|finding| finding["rule"].as_str().expect("a code"))
            .collect();
        assert!(codes.contains(&rule), "{from}: {codes:?}");
    }
}

#[test]
fn a_forbidden_passage_is_named_and_nothing_goes_out() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    let dirty = NOTICE.replace(
        "No balance was lost.",
        "The host 10.0.3.7 was probably overloaded.",
    );
    world.write("notice.txt", &dirty);
    let told = world
        .line("announce --message notice.txt --format json")
        .exit(1)
        .json();
    let places: Vec<(&str, u64, u64)> = told["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|found| {
            (
                found["kind"].as_str().expect("a kind"),
                found["line"].as_u64().expect("a line"),
                found["column"].as_u64().expect("a column"),
            )
        })
        .collect();
    assert_eq!(
        places,
        [("internal-ips", 3, 55), ("unconfirmed-assumptions", 3, 68)]
    );
    let digest = told["sha256"].as_str().expect("a digest");
    world
        .line(&format!(
            "announce --message notice.txt --ground contract --approved-by CTO --approves {digest}"
        ))
        .exit(1)
        .says("forbids");
    assert!(messages(&world, &id).is_empty());
    // What is forbidden is the plan's to say.
    let plan = world.read("templates/plan.yaml");
    let allowed = plan
        .lines()
        .filter(|line| {
            !line.contains("id: internal-ips") && !line.contains("id: unconfirmed-assumptions")
        })
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    world.write("templates/plan.yaml", &allowed);
    world.line("announce --message notice.txt").ok();
}

#[test]
fn a_cause_may_be_named_once_it_is_confirmed() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    world.write(
        "notice.txt",
        "Refunds were paused. The cause was a change to our payment software.\n",
    );
    world
        .line("announce --message notice.txt")
        .exit(1)
        .says("unconfirmed-assumptions");
    world.ok("eradicate --cause 'The handler was not idempotent' --confirmed-by CTO");
    world
        .line(&format!("announce {id} --message notice.txt"))
        .ok();
}

#[test]
fn the_customer_notice_asks_for_its_fields() {
    let world = World::new();
    world.payment(Stage::Triaged);
    world
        .line("announce --set customer='parents of Riverside'")
        .exit(2)
        .says("--set 'customer=parents of Riverside' --set what-happened=<TEXT>");
    let told = world.ok(
        "announce --template customer --set customer='parents of Riverside' --set what-happened='Refunds were paused for 33 minutes.' \
         --set information='None of your personal data.' --set what-we='We have corrected every balance.' \
         --set what-you='Nothing.' --set contact='Your school office.'",
    );
    assert!(
        told.starts_with(
            "Subject: Security Notice from Agency Platform\n\nDear parents of Riverside,"
        ),
        "{told}"
    );
    assert!(
        told.contains("What Happened:\nRefunds were paused for 33 minutes."),
        "{told}"
    );
    assert!(!told.contains("**"), "{told}");
}

#[test]
fn a_person_reads_the_text_and_approves_it_at_the_terminal() {
    let world = World::new();
    let id = world.payment(Stage::Triaged);
    world.write("notice.txt", NOTICE);
    let digest = digest(&world);
    let mut terminal = world.terminal("announce --message notice.txt");
    terminal
        .asks("Is this exact text approved?")
        .types("y")
        .enter();
    // Nobody approves by an Enter too many.
    terminal.asks("Ground").enter().down();
    terminal.expect("\u{276f}").enter();
    terminal.asks("Approver").enter().down();
    terminal.expect("\u{276f}").enter();
    terminal.asks("First 8 digits").types(&digest[..8]).enter();
    terminal.ends_with(0);
    assert_eq!(messages(&world, &id)[0]["text_sha256"], digest.as_str());
}

/// A token that no scanner may find in this file.
fn token() -> String {
    ["ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"].concat()
}

#[test]
fn no_secret_gets_into_the_history() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let head = world.git_line("rev-parse HEAD");
    let refused = world
        .line(&format!("note -m 'found {} in the logs'", token()))
        .exit(1);
    let refused = refused.says("GitHub token").says("in the logs");
    assert!(!refused.stderr.contains(&token()), "{}", refused.stderr);
    for line in [
        format!("open 'token {}' --type api", token()),
        format!("triage --impact users='{}'", token()),
        format!("set title='{}'", token()),
    ] {
        world.line(&line).exit(1).says("GitHub token");
    }
    assert_eq!(world.git_line("rev-parse HEAD"), head);
    assert_eq!(world.git_line("status --porcelain"), "");

    // A hand-made change is not committed by the next command either.
    let path = format!("incidents/2025/{id}.yaml");
    let text = world.read(&path);
    world.write(&path, &format!("{text}# {}\n", token()));
    world.line("note -m calm").exit(1).says("take it out there");
    let found = world.line("validate --format json").exit(1).json();
    let finding = &found["findings"][0];
    assert_eq!(finding["rule"], "lint/exposed");
    let line = text.lines().count() as u64 + 1;
    assert_eq!(
        (finding["line"].as_u64(), finding["column"].as_u64()),
        (Some(line), Some(3))
    );
    assert!(!found.to_string().contains(&token()));
    assert_eq!(world.git_line("rev-parse HEAD"), head);

    // What is no secret is waived by its digest, which does not repeat it.
    world.write(&path, &text);
    let fix = refused
        .stderr
        .split_whitespace()
        .find(|word| word.starts_with("lint/exposed:"))
        .expect("a digest")
        .to_owned();
    world.ok(&format!(
        "waive {fix} --approved-by CTO -m 'a sample from the documentation'"
    ));
    world.ok(&format!("note -m 'found {} in the logs'", token()));
    let found = world.json("validate --format json");
    assert_eq!(
        (found["errors"].as_u64(), found["waived"].as_u64()),
        (Some(0), Some(1)),
        "{found}"
    );
}

#[test]
fn validation_finds_secrets_in_whatever_it_reads() {
    for path in [
        "templates/plan.yaml",
        "templates/runbooks/redis-failure.md",
        "templates/messages/internal-update.md",
    ] {
        let world = World::new();
        let text = world.read(path);
        world.write(path, &format!("{text}\n# {}\n", token()));
        let found = world.line("validate --format json").exit(1).json();
        let findings = found["findings"].as_array().expect("findings");
        let finding = findings
            .iter()
            .find(|finding| finding["rule"] == "lint/exposed")
            .expect("it is found");
        assert_eq!(finding["path"], path);
    }
}

#[test]
fn broken_patterns_are_named_and_secrets_are_watched_all_the_same() {
    let world = World::new();
    world.payment(Stage::Triaged);
    world.write("notice.txt", NOTICE);
    world.write("templates/lint.yaml", "schema: 1\npatterns: [{id: x, kind: secrets, why: x, near: [x], regex: '(', matches: [x], clean: [y]}]\n");
    let found = world
        .line("validate incidents --format json")
        .exit(1)
        .json();
    assert_eq!(
        found["findings"][0]["path"], "templates/lint.yaml",
        "{found}"
    );
    world
        .line("announce --message notice.txt")
        .exit(3)
        .says("templates/lint.yaml:2");
    world.ok("note -m calm");
    world.line(&format!("note -m {}", token())).exit(1);
    fs::remove_file(world.path("templates/lint.yaml")).expect("it was there");
    world.line("announce --message notice.txt").ok();
    // A kind that the plan forbids and no pattern looks for would be a hole nobody sees.
    world.change_plan("    - {id: secrets,    ", "    - {id: passwords,    ");
    world
        .line("validate incidents")
        .exit(1)
        .prints("has no pattern for `passwords`");
}

#[test]
fn an_announcement_that_is_left_is_given_back_whole() {
    let world = World::new();
    world.payment(Stage::Triaged);
    let mut terminal = world.terminal_of("announce", 40, 200);
    terminal
        .asks("Whom do you write to?")
        .types("parents of Riverside")
        .enter();
    terminal
        .asks("What happened")
        .types("Refunds were paused.")
        .enter();
    terminal.asks("What information").ctrl_c();
    terminal.ends_with(130);
    let screen = terminal.transcript();
    for words in [
        "--set 'customer=parents of Riverside'",
        "--set 'what-happened=Refunds were paused.'",
    ] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    // Nobody who only leaves a question open interrupted anything.
    let mut terminal = world.terminal_of("announce", 40, 200);
    terminal
        .asks("Whom do you write to?")
        .types("parents of Riverside")
        .enter();
    terminal.asks("What happened").enter();
    terminal
        .expect("has no answer; nothing was recorded")
        .expect("--template customer-notice --set 'customer=parents of Riverside' --set what-happened=<TEXT>")
        .ends_with(2);
    assert!(!terminal.transcript().contains("interrupted"));
}

#[test]
fn no_line_that_is_shown_holds_a_secret() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let text = world.record_text(&id);
    world.write_record(
        &id,
        &text.replace("title: ", &format!("title: {} ", token())),
    );
    let shown = world.line("validate").exit(1);
    assert!(!shown.told().contains(&token()), "{}", shown.told());
    world.write_record(&id, &text);
    let refused = world
        .line(&format!("readiness --check forensic=done:{}", token()))
        .exit(1);
    assert!(!refused.stderr.contains(&token()), "{}", refused.stderr);
    world.write(
        "readiness.yaml",
        &format!("schema: 1\nchecks: {{}}\n# {}\n", token()),
    );
    world.line("validate").exit(1).prints("lint/exposed");
}

#[test]
fn a_notification_is_for_the_incidents_that_the_plan_means() {
    let world = World::new();
    world.payment(Stage::Opened);
    world
        .line("update -m x --template internal-notification")
        .exit(1)
        .says("does not apply to this incident");
}
