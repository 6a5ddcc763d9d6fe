//! When things happened: as people type it, never in the future, and always with its zone.

use crate::support::World;
use crate::support::story::Stage;

#[test]
fn times_are_taken_in_every_form_and_kept_with_their_offset() {
    let world = World::new();
    world.ok("open x --type redis-failure --detected-at '2025-11-27 08:00'");
    for (typed, kept) in [
        ("09:50", "2025-11-29T09:50:00+03:00"),
        ("09:50:30", "2025-11-29T09:50:30+03:00"),
        ("23:50", "2025-11-28T23:50:00+03:00"),
        ("10m ago", "2025-11-29T09:50:00+03:00"),
        ("2h ago", "2025-11-29T08:00:00+03:00"),
        ("1d ago", "2025-11-28T10:00:00+03:00"),
        ("yesterday 14:05", "2025-11-28T14:05:00+03:00"),
        ("today 00:00", "2025-11-29T00:00:00+03:00"),
        ("2025-11-27 14:05", "2025-11-27T14:05:00+03:00"),
        ("2025-11-27T14:05", "2025-11-27T14:05:00+03:00"),
        ("2025-11-27T14:05:09Z", "2025-11-27T14:05:09+00:00"),
        ("2025-11-27T14:05:09-05:00", "2025-11-27T14:05:09-05:00"),
        ("now", "2025-11-29T10:00:00+03:00"),
    ] {
        world.inc(["note", "-m", typed, "--at", typed]).ok();
        let record = world.record("INC-20251129-001");
        let entry = record["timeline"]
            .as_array()
            .expect("entries")
            .iter()
            .find(|entry| entry["event"] == typed)
            .cloned()
            .expect("it");
        let at = entry["at"].as_str().expect("a time");
        let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).expect("RFC 3339");
        assert_eq!(instant(at), instant(kept), "{typed}");
        if typed == "now" {
            assert!(entry.get("recorded_at").is_none());
        } else {
            assert_eq!(entry["recorded_at"], "2025-11-29T10:00:00+03:00", "{typed}");
        }
        // Quoted, so that no other tool makes a date of it.
        assert!(
            world
                .record_text("INC-20251129-001")
                .contains(&format!("at: \"{at}\"")),
            "{typed}"
        );
    }
}

#[test]
fn what_is_no_time_is_answered_with_what_could_be_typed_there() {
    let world = World::new();
    world.ok("open 'Refunds paid twice' --type payment");
    for (line, forms) in [
        ("note -m x --at foo", "10m ago"),
        ("update -m x --next 30", "30m, 2h or 14:05"),
        ("list --since foo", "2w, 2025-11-29"),
        (
            "action add -m x --owner y --due friday",
            "2w, tomorrow or 2025-12-13",
        ),
    ] {
        let told = world.fails(2, line);
        assert!(told.contains(forms), "{told}");
    }
    world
        .line("update -m x --next 30")
        .exit(2)
        .says("--next none");
}

#[test]
fn a_day_that_is_past_is_no_day_to_be_done_by() {
    let world = World::new();
    world.ok("open 'Refunds paid twice' --type payment");
    let add = |due: &str| {
        world
            .line(&format!("action add -m x --owner y --due {due}"))
            .ok()
    };
    add("2016-12-05").says("2016-12-05 is in the past: inc edit");
    add("today").says_not("in the past");
}

#[test]
fn a_correction_that_unmarks_a_milestone_says_so() {
    let world = World::new();
    let id = world.ok("open 'Refunds paid twice' --type payment");
    world.ok("note -m Froze --mark containment-started");
    let entry = || {
        let record = world.record(&id);
        let last = record["timeline"].as_array().and_then(|all| all.last());
        last.expect("an entry")["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let told = world.line(&format!("note -m 'Froze all' --corrects {}", entry()));
    told.ok()
        .says("\u{201c}Containment started\u{201d} is no longer marked")
        .says("inc note -m <TEXT> --mark containment-started --at <TIME>");
    world.ok("note -m Froze --mark containment-started");
    let again = format!(
        "note -m 'Froze all' --corrects {} --mark containment-started",
        entry()
    );
    world.line(&again).ok().says_not("no longer marked");
}

#[test]
fn a_minute_that_is_typed_is_the_whole_of_it() {
    let world = World::new();
    world.set_now("2025-11-29T12:12:40+03:00");
    world.ok("open 'Refunds paid twice' --type payment");
    world.pass("10s");
    world.ok("note -m Froze --mark containment-started --at 12:12");
    world.ok("ack --at 12:12");
    world.line("validate").ok().says_not("before");
    let stats = world.json("stats --format json");
    let acknowledge = &stats["groups"][0]["measures"]["acknowledge"];
    assert_eq!(acknowledge["median_seconds"], 0, "{acknowledge}");
    // What is too early is typed anew; there is nothing in the record to mend.
    world.ok("open 'Cache gone' --type redis");
    let told = world.fails(1, "contain 002 --action x --done --at 12:11");
    assert!(told.contains("2 problems found"), "{told}");
    assert!(
        told.contains("\u{201c}Containment started\u{201d} at"),
        "{told}"
    );
    assert!(told.contains("\u{201c}Contained\u{201d} at"), "{told}");
    assert!(
        told.contains("--at 12:11   is the time to type anew"),
        "{told}"
    );
    assert!(!told.contains("inc edit"), "{told}");
}

#[test]
fn the_timeline_is_in_time_order_whatever_order_it_was_typed_in() {
    let world = World::new();
    let id = world.ok("open x --type redis-failure --detected-at '09:00'");
    for at in ["09:50", "09:10", "09:30", "09:30", "09:20"] {
        world.inc(["note", "-m", at, "--at", at]).ok();
    }
    let record = world.record(&id);
    let at: Vec<_> = record["timeline"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["at"].as_str().expect("a time")[11..16].to_owned())
        .collect();
    assert_eq!(at, ["09:00", "09:10", "09:20", "09:30", "09:30", "09:50"]);
    let shown = world.ok("show");
    let places: Vec<_> = ["09:00", "09:10", "09:20", "09:30", "09:50"]
        .iter()
        .map(|at| shown.find(&format!("2025-11-29 {at}  ")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{shown}"
    );
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn what_has_not_happened_is_refused() {
    let world = World::new();
    world.payment(Stage::Opened);
    let before = world.state();
    for verb in [
        "note -m x",
        "ack",
        "contain --action x",
        "escalate --to CTO",
        "eradicate --action x",
        "recover --check redis",
    ] {
        for at in [
            "today 23:59",
            "2025-11-30 10:00",
            "2025-11-29T10:05:01+03:00",
            "2026-01-01T00:00:00Z",
        ] {
            let words: Vec<&str> = verb.split(' ').chain(["--at", at]).collect();
            world.inc(words).exit(2).says("in the future");
        }
    }
    for flag in ["--detected-at", "--started-at"] {
        world
            .inc(["open", "y", "--type", "redis", flag, "today 23:59"])
            .exit(2)
            .says("in the future");
    }
    for wrong in ["soon", "25:00", "10m", "2025-02-30 10:00", "14.05", ""] {
        world
            .inc(["note", "-m", "x", "--at", wrong])
            .exit(2)
            .says("is not a time");
    }
    assert_eq!(world.state(), before);
}

/// Every command that takes `--at`, by where the incident stands.
const DATED: &[(Stage, &[&str])] = &[
    (
        Stage::Opened,
        &[
            "ack",
            "triage --fact data-exposure=personal-data",
            "note -m 'Froze refunds'",
            "contain --action 'Switched it off'",
            "eradicate --action fix-code-defect",
            "recover --check redis",
            "escalate --to CTO",
            "update -m 'Looking into it' --next 30m",
            "evidence add https://logs.example/1 --kind nginx-logs",
            "action start ALERT",
            "action done ALERT",
            "action drop COUNT -m needless",
            "notify --aware",
            "review --participant Rana",
            "waive review/late --approved-by CTO -m 'on leave'",
            "set owner=Payments",
        ],
    ),
    (
        Stage::Ready,
        &["close --rest done", "reopen 001 -m 'it is back'"],
    ),
];

#[test]
fn an_hour_that_was_yesterday_s_is_answered_with_its_date() {
    let mut tried = vec!["open".to_owned(), "announce".to_owned()];
    for (stage, lines) in DATED {
        let world = World::new();
        let id = world.payment(*stage);
        for action in ["ALERT", "COUNT"] {
            let line = format!("action add {id} -m {action} --owner Payments --due 2025-12-12");
            world.ok(&line);
        }
        let actions = world.record(&id)["actions"].clone();
        world.set_now("2025-12-02T06:52:00+03:00");
        for line in *lines {
            // Typed at seven, half past seven was yesterday.
            let mut line = (*line).to_owned();
            for action in actions.as_array().expect("actions") {
                let [text, id] = ["action", "id"].map(|key| action[key].as_str().expect(key));
                line = line.replace(text, id);
            }
            let said = world.line(&format!("{line} --at 07:30")).ok().stderr;
            let first = said.lines().next().unwrap_or_default();
            assert!(first.starts_with("2025-12-01 07:30  "), "{line}: {said}");
            tried.push(line);
        }
        // Of today the hour is enough.
        let said = world.line("note -m again --at 06:30").ok().stderr;
        assert!(said.starts_with("06:30  again"), "{said}");
        let said = world.line("contain --action again --at 06:40").ok().stderr;
        assert!(said.starts_with("containing: again"), "{said}");
    }
    let help = std::fs::read_to_string("docs/commands.md").expect("the help of every command");
    let sections = help
        .split("\n###")
        .filter(|text| text.contains("--at <TIME>  "));
    let missed: Vec<&str> = sections
        .filter_map(|text| text.lines().next()?.split(" inc ").nth(1))
        .filter(|verb| !tried.iter().any(|line| line.starts_with(*verb)))
        .filter(|verb| *verb != "show")
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn a_field_and_a_promise_of_another_day_are_told_with_it() {
    let world = World::new();
    world.set_now("2025-12-02T06:52:00+03:00");
    let open = "open x --type redis-failure --detected-at 07:30 --started-at 07:10";
    world
        .line(open)
        .ok()
        .says("started  2025-12-01 07:10")
        .says("detected  2025-12-01 07:30");
    world
        .line("open y --type redis-failure --at 07:30")
        .ok()
        .says("detected  2025-12-01 07:30");
    let line = "open z --type redis-failure --detected-at 06:50";
    world.line(line).ok().says_not("detected");
    let id = "INC-20251202-001";
    world
        .line(&format!("set {id} detection.started_at=07:05"))
        .ok()
        .says("set detection.started_at=2025-12-01 07:05");
    assert!(
        world
            .git_line("log -1 --format=%s")
            .ends_with("set detection.started_at=2025-12-01 07:05")
    );
    world
        .line(&format!("update {id} -m Looking --next 20h"))
        .ok()
        .says("next by 2025-12-03 02:52");
    world
        .line(&format!("update {id} -m Looking --next 2h"))
        .ok()
        .says("next by 08:52");
}

#[test]
fn the_plan_s_zone_is_the_one_that_is_typed_and_shown() {
    let world = World::new();
    world.change_plan("time_zone: Asia/Riyadh", "time_zone: Europe/Berlin");
    world.set_now("2025-10-26T12:00:00+01:00");
    let id = world.ok("open x --type redis-failure --detected-at '2025-10-26 01:30'");
    // 02:30 comes twice that night: the earlier one is meant, and the zone says which.
    world.ok("note -m twice --at '2025-10-26 02:30'");
    world.ok("note -m after --at '2025-10-26 03:30'");
    let timeline = world.record(&id)["timeline"].clone();
    assert_eq!(timeline[1]["at"], "2025-10-26T02:30:00+02:00");
    assert_eq!(timeline[2]["at"], "2025-10-26T03:30:00+01:00");
    assert!(
        world.ok("show").contains("2025-10-26 01:30"),
        "{}",
        world.ok("show")
    );
    world.set_now("2025-03-30T12:00:00+02:00");
    world
        .line("open y --type redis --detected-at 02:30")
        .exit(2)
        .says("set forward");
}

#[test]
fn milestones_before_the_detection_are_refused_and_the_start_may_be_earlier() {
    let world = World::new();
    world.ok("open x --type redis-failure --detected-at 09:00 --started-at 08:00");
    world
        .line("note -m fixed --mark fix-deployed --at 08:30")
        .exit(1)
        .says("before the detection");
    world.ok("note -m 'first errors' --at 08:30");
    world
        .line("set detection.started_at=2025-11-29T09:30:00+03:00")
        .exit(1)
        .says("started after it was detected");
    world
        .line("open y --type redis --detected-at 09:00 --started-at 09:30")
        .exit(1)
        .says("started after");
}

#[test]
fn milestones_out_of_order_are_a_warning() {
    let world = World::new();
    world.ok("open x --type redis-failure --detected-at 09:00");
    world.ok("eradicate --cause x --confirmed-by CTO --at 09:10");
    world.ok("contain --action y --at 09:20");
    let found = world.line("validate incidents --format json").ok().json();
    assert_eq!(found["warnings"], 1, "{found}");
    assert_eq!(found["findings"][0]["rule"], "timeline/milestone-disorder");
    world.line("validate incidents --deny-warnings").exit(1);
}
