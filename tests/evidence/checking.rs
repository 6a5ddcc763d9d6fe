//! `inc evidence verify` and `list`: what became of what was kept, and what is still demanded.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use serde_json::{Value, json};

use super::{ID, ONE, add, last, location, opened, states, stored};
use crate::support::story::{PAYMENT, Stage};
use crate::support::{World, texts};

#[test]
fn every_way_to_lose_evidence_has_its_name() {
    let world = opened();
    let names = ["kept", "changed", "cut", "grown", "gone", "linked"];
    let items: Vec<Value> = names
        .iter()
        .map(|name| add(&world, &format!("{name}.log"), &format!("{name} log\n"), ""))
        .collect();
    let path = |place: usize| {
        let path = location(&world, &items[place]);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("writable");
        path
    };
    fs::write(path(1), "chanGed log\n").expect("changed");
    fs::write(path(2), "cut").expect("cut");
    fs::write(path(3), "grown log\nand more\n").expect("grown");
    fs::remove_file(path(4)).expect("gone");
    fs::remove_file(path(5)).expect("gone");
    symlink(path(0), location(&world, &items[5])).expect("a link");
    for line in [
        "evidence add https://logs.example/1 --kind nginx-logs",
        &format!("evidence add db01:/var/dump.sql --kind database-dumps --sha256 {ONE} --size 4"),
    ] {
        world.ok(line);
    }
    let ran = world.line("evidence verify").exit(1);
    for (place, words) in [
        (1, "changed: its SHA-256 is "),
        (2, "truncated: 3 of 8 bytes"),
        (3, "grown: 19 of 10 bytes"),
        (4, "missing: the file is missing"),
        (5, "unreadable: a link is in its place"),
    ] {
        let line = format!(
            "{}  {words}",
            items[place]["location"].as_str().expect("a place")
        );
        assert!(ran.stderr.contains(&line), "{line}\n{}", ran.told());
    }
    let ran = ran.says(
        "1 intact, 1 changed, 1 truncated, 1 grown, 1 missing, 1 unreadable, 2 not checkable",
    );
    let ran = ran
        .says("5 of 8 items are not as recorded")
        .says("it is stored elsewhere");
    assert_eq!(ran.stdout.lines().count(), 8, "{}", ran.told());
    let found = world
        .line(&format!("evidence verify {ID} --format json"))
        .exit(1);
    assert_eq!(found.stderr, "");
    let found = found.json();
    assert_eq!(
        (&found["intact"], &found["unproved"], &found["failed"]),
        (&json!(1), &json!(2), &json!(5))
    );
    let cut = &found["items"][2];
    assert_eq!(cut["incident"], ID);
    assert_eq!(cut["id"], items[2]["id"]);
    assert_eq!(cut["state"], "truncated");
    assert_eq!(
        (&cut["recorded"]["size"], &cut["found"]["size"]),
        (&json!(8), &json!(3))
    );
    assert_eq!(cut["recorded"]["sha256"], items[2]["sha256"]);
}

#[test]
fn a_clone_without_the_store_proves_nothing_and_says_so() {
    let world = opened();
    add(&world, "one.log", "one\n", "");
    world.git_line("clone -q . ../clone");
    let clone = world.root().join("clone");
    let ran = world
        .inc_in(&clone, ["evidence", "verify"])
        .ok()
        .says("1 not here");
    ran.says("nothing could be verified: there is no folder evidence in this clone");
    world
        .inc_in(&clone, ["evidence", "verify", "--strict"])
        .exit(1)
        .says("1 of 1 item is not verified")
        .says("not here");
    // A store that is here and lacks it is another matter.
    fs::create_dir(clone.join("evidence")).expect("a folder");
    world
        .inc_in(&clone, ["evidence", "verify"])
        .exit(1)
        .says("missing");
    // So is a record that cannot be read: its evidence was not checked, and that is no success.
    world.write_record("INC-20251129-002", "no: record\n");
    world
        .line("evidence verify")
        .exit(1)
        .says("INC-20251129-002")
        .says("1 intact");
}

#[test]
fn locations_written_by_hand_are_not_followed_out_of_the_home() {
    let world = opened();
    fs::write(world.root().join("secret"), "one\n").expect("a file");
    let entry = |id: &str, place: &str| {
        // A digest each, since the same content in a better place would excuse the others.
        let digest = id.repeat(32);
        format!(
            "  - {{id: v{id}, kind: nginx-logs, location: \"{place}\", sha256: \"{digest}\", collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Rana}}\n"
        )
    };
    symlink("..", world.path("out")).expect("a link");
    let text = format!(
        "{}evidence:\n{}{}{}{}",
        world.record_text(ID),
        entry("a0", "../secret"),
        entry("a1", "out/secret"),
        entry("a2", "/nowhere/at/all.log"),
        entry("a3", "logs/never-made.log"),
    );
    world.write_record(ID, &text);
    assert_eq!(
        states(&world, 1, ""),
        ["not-checkable", "unreadable", "not-here", "not-here"]
    );
    let warned = world.json("validate incidents --format json");
    let rules: Vec<&Value> = warned["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|found| &found["rule"])
        .collect();
    assert_eq!(
        rules,
        ["evidence/location", "evidence/location"],
        "{warned}"
    );
}

#[test]
fn what_lies_elsewhere_or_stays_where_it_lies_is_recorded() {
    let world = opened();
    world.ok("evidence add https://logs.example/1 --kind nginx-logs");
    assert_eq!(last(&world).get("sha256"), None);
    world.ok(&format!(
        "evidence add s3://b/core.gz --kind memory --sha256 {} --size 7",
        ONE.to_uppercase()
    ));
    let item = last(&world);
    assert_eq!(
        (&item["location"], &item["sha256"], &item["size"]),
        (&json!("s3://b/core.gz"), &json!(ONE), &json!(7))
    );
    world
        .line("evidence add https://a:b@logs.example/1 --kind nginx-logs")
        .exit(2)
        .says("password");
    // On this machine and not copied.
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    world.ok("evidence add ../one.log --kind nginx-logs --in-place");
    let item = last(&world);
    assert_eq!(
        item["location"],
        world.root().join("one.log").display().to_string()
    );
    assert_eq!(item["sha256"], ONE);
    assert_eq!(stored(&world), Vec::<String>::new());
    world.write("one.log", "one\n");
    world
        .line("evidence add one.log --kind database-dumps --in-place")
        .ok()
        .says("one.log is not ignored by git");
    assert_eq!(last(&world)["location"], "one.log");
    world
        .line("evidence add /gone/x.img --kind nginx-logs --in-place")
        .exit(3)
        .says("--sha256");
    world.ok(&format!(
        "evidence add /gone/x.img --kind nginx-logs --in-place --sha256 {ONE}"
    ));
    assert_eq!(
        states(&world, 0, ""),
        [
            "not-checkable",
            "not-checkable",
            "intact",
            "intact",
            "not-here"
        ]
    );
}

#[test]
fn a_closed_incident_takes_none_and_copies_none() {
    let world = World::new();
    world.payment(Stage::Closed);
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    world
        .line("evidence add 001 ../one.log --kind nginx-logs")
        .exit(1)
        .says("inc reopen");
    assert_eq!(stored(&world), Vec::<String>::new());
}

#[test]
fn the_list_shows_custody_and_what_is_still_demanded() {
    let world = World::new();
    world.tell(PAYMENT, Stage::Triaged);
    let ran = world
        .line("evidence list")
        .ok()
        .says("no evidence is recorded");
    let ran = ran
        .says("still required: Evidence of the financial impact")
        .says("Capture logs before rotation");
    assert_eq!(ran.stdout, "");
    let command = ran.suggested().first().expect("a command").clone();
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    let told = world
        .line(
            command
                .strip_prefix("inc ")
                .expect("inc")
                .replace("<FILE>", "../one.log")
                .as_str(),
        )
        .ok();
    told.says("Power off systems");
    world
        .ok("evidence add https://gateway.example/1 --kind nginx-logs --restricted -m 'asked for'");
    let ran = world.line("evidence list").ok();
    assert_eq!(
        ran.stderr, "",
        "nothing more is demanded, and nothing is preached"
    );
    for words in [
        &ONE[..12],
        "evidence/2c/2c8b08da-one.log",
        "no digest",
        "restricted",
        "asked for",
        "4 B",
        "Rana",
    ] {
        assert!(ran.stdout.contains(words), "{words}\n{}", ran.told());
    }
    assert!(!ran.stdout.contains(ONE));
    let found = world.json("evidence list --format json");
    assert_eq!(found["incident"], ID);
    assert_eq!(found["missing"], json!([]));
    let keys = |value: &Value| {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    for item in found["evidence"].as_array().expect("items") {
        assert_eq!(
            keys(item),
            [
                "id",
                "kind",
                "location",
                "sha256",
                "size",
                "collected_at",
                "collected_by",
                "restricted",
                "note"
            ]
        );
    }
    assert_eq!(found["evidence"][0]["sha256"], ONE);
    assert_eq!(found["evidence"][1]["sha256"], Value::Null);
    let other = World::new();
    other.tell(PAYMENT, Stage::Triaged);
    let missing = other.json("evidence list --format json")["missing"][0].clone();
    assert_eq!(missing["id"], "financial");
    assert_eq!(texts(&missing["command"])[..3], ["inc", "evidence", "add"]);
    // Alone the verb shows the plan's rules.
    let shown = other.line("evidence").ok();
    for words in [
        "Do not edit original logs",
        "Screenshot active sessions",
        "Delete anything",
    ] {
        assert!(shown.stdout.contains(words), "{words}\n{}", shown.told());
    }
}

#[test]
fn a_missing_kind_is_asked_after_what_is_to_be_minded() {
    let world = World::new();
    world.tell(PAYMENT, Stage::Triaged);
    fs::write(world.root().join("one.log"), "one\n").expect("a file");
    let ran = world
        .line("evidence add ../one.log")
        .exit(2)
        .says("--kind <KIND>");
    ran.says("payment-gateway-references  Evidence of the financial impact");
    let mut terminal = world.terminal("evidence add ../one.log");
    terminal
        .expect("Capture logs before rotation")
        .expect("Power off systems");
    terminal.asks("Kind of evidence").types("gateway");
    terminal
        .expect("\u{276f} Payment gateway references")
        .enter();
    terminal.expect("evidence/2c/2c8b08da-one.log").ends_with(0);
    assert_eq!(last(&world)["kind"], "payment-gateway-references");
    let before = world.commits();
    fs::write(world.root().join("two.log"), "two\n").expect("a file");
    let mut stopped = world.terminal("evidence add ../two.log");
    stopped.asks("Kind of evidence").ctrl_c();
    stopped.expect("nothing is recorded").ends_with(130);
    assert_eq!(world.commits(), before);
    assert_eq!(
        stored(&world).len(),
        1,
        "nothing is copied before the kind is known"
    );
}
