//! Homes in which everything occurs that a command can write, and what it writes there.

use std::collections::BTreeMap;

use serde_json::Value;

use super::shape::{Keys, look};
use crate::support::World;
use crate::support::signing::{allow, sign_commits};
use crate::support::story::Stage;

/// By command, as it is headed in the page.
pub type Written = BTreeMap<&'static str, Keys>;

/// A role that nobody has any more, and somebody who approves nothing.
const SCRIBE: &str =
    "\n  - {id: scribe, title: Scribe, responsibility: Writes it down, retired: true}\n
people:
  - {id: rana, name: Rana, leads: Nobody, status: Confirmed}\n";

/// Runs a command and adds what it wrote.
fn run(world: &World, all: &mut Written, name: &'static str, line: &str) -> Value {
    let ran = world.line(&format!("{line} --format json"));
    let value: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.told()));
    look(&value, all.entry(name).or_default());
    value
}

/// What was written, and whether commits could be signed for it.
pub fn written() -> (Written, bool) {
    let mut all = Written::new();
    responding(&mut all);
    let signed = looking_back(&mut all);
    (all, signed)
}

/// A closed incident, an open one with everything on it, and one that cannot be read.
fn responding(all: &mut Written) {
    let world = World::new();
    world.set_env("GIT_COMMITTER_DATE", "2025-11-29T12:00:00+03:00");
    world.payment(Stage::Closed);
    for title in ["Queue stands still", "Queue stands still again"] {
        world.ok(&format!(
            "open '{title}' --type queue --detected-at 'yesterday 10:00'"
        ));
    }
    world.ok("eradicate 002 --cause 'the worker was not restarted' --confirmed-by CTO");
    world.ok("eradicate 003 --cause 'the worker was not restarted' --confirmed-by CTO");
    world.ok("open 'Addresses read by strangers' --type data-exposure --service parents --environment production --owner Sara --started-at 09:00");
    world.ok("notify 004 --aware --decision 'logs prove it'");
    let entry = world.json("update 004 -m 'Looking into it' --next 30m --format json");
    let communications = || last(&world, "INC-20251129-004", "communications");
    assert_eq!(Some(entry), communications());
    world.ok("triage 004 --fact tenant-isolation=intact:'rows were compared'");
    world.ok("evidence add 004 https://example.org/log --kind nginx-logs");
    world.write("kept.txt", "evidence\n");
    world.ok("evidence add 004 kept.txt --kind nginx-logs --restricted -m 'as it was'");
    world.ok("action add 004 -m 'Close the door' --owner Sara --due 2025-11-30");
    world.ok("note 004 -m 'Looked again' --notes 'twice' --mark fix-deployed");
    let entry = world.record("INC-20251129-002")["timeline"][0]["id"].clone();
    let entry = entry.as_str().expect("an id").to_owned();
    world.ok(&format!("note 004 -m 'Looked once' --corrects {entry}"));
    world.ok("waive 004 roles/missing-owner --approved-by CTO -m 'nobody is awake'");
    world.ok("action add 004 -m 'Ring the parents' --owner Sara --due 2025-12-24");
    let actions = world.record("INC-20251129-004")["actions"].clone();
    let ring = actions[1]["id"].as_str().expect("an id").to_owned();
    world.ok(&format!("action drop 004 {ring} -m 'they rang'"));
    // Written by hand, less is said.
    world.spoil(
        "INC-20251129-004",
        "    owner: Sara\n    due: \"2025-12-24\"\n",
        "",
    );
    world.ok("readiness --check runbooks=done:'they are printed'");
    world.change_plan("\npeople:\n", SCRIBE);
    world.write(
        "notice.txt",
        "We are sure that your password is safe. Write to ops@example.org.\n",
    );
    let clean = "We are looking into it.\n";
    world.write("clean.txt", clean);
    let line = "announce 004 --message clean.txt";
    let found = run(&world, all, "announce", line);
    run(&world, all, "announce", "announce 004 --message notice.txt");
    let digest = found["sha256"].as_str().expect("a digest");
    let approved =
        format!("{line} --ground management-approval --approved-by CEO --approves {digest}");
    let entry = world.json(&format!("{approved} --format json"));
    assert_eq!(Some(entry), communications());
    run(&world, all, "next", "next 004");
    run(&world, all, "next", "next 002");
    run(&world, all, "doctor", "doctor");
    world.pass("3d");
    world.write_record("INC-20251129-009", "id: [\n");
    let lines = [
        ("list", "list --all"),
        ("show", "show 001"),
        ("show", "show 002"),
        ("show", "show 004 --at HEAD"),
        ("next", "next 004"),
        ("due", "due"),
        ("stats", "stats"),
        ("stats", "stats --since 2025-11-29"),
        ("runbook", "runbook"),
        ("contacts", "contacts"),
        ("readiness", "readiness --no-input"),
        ("evidence list", "evidence list 004"),
        ("evidence list", "evidence list 002"),
        ("evidence verify", "evidence verify"),
        ("action list", "action list 001"),
        ("action list", "action list 004"),
        ("action list", "action list"),
        ("report", "report 001 --template summary"),
        ("validate", "validate"),
        ("validate", "validate --base HEAD~3"),
        ("verify", "verify"),
        ("diff", "diff --base HEAD~9"),
        ("doctor", "doctor"),
        ("explain", "explain"),
    ];
    for (name, line) in lines {
        run(&world, all, name, line);
    }
    // The plan's and the record's own keys have pages of their own.
    all.entry("plan").or_default();
    all.entry("update").or_default();
    world.write("templates/plan.yaml", "nothing: here\n");
    run(&world, all, "show", "show 001");
}

fn last(world: &World, id: &str, list: &str) -> Option<Value> {
    world.record(id)[list].as_array()?.last().cloned()
}

/// A history of every kind of commit; whether one of them is signed.
fn looking_back(all: &mut Written) -> bool {
    let world = World::new();
    let at =
        |time: &str| world.set_env("GIT_COMMITTER_DATE", &format!("2025-11-29T{time}:00+03:00"));
    at("10:30");
    let id = world.ok("open 'Wallets credited twice' --type payment");
    world.ok("note -m 'Froze refunds' --notes 'all of them'");
    world.pass("20m");
    world.ok("contain --action 'Switched it off'");
    let text = world.record_text(&id);
    world.write_record(
        &id,
        &text.replacen(
            "  - id: ",
            "  - at: \"2025-11-29T10:01:00+03:00\"\n    event: By hand\n  - id: ",
            1,
        ),
    );
    world.commit_all();
    run(&world, all, "evidence list", "evidence list 001");
    world.git_line("checkout -qb side");
    world.ok("set owner=Payments");
    world.git_line("checkout -q main");
    world.ok("triage --fact data-exposure=none:'logs were read'");
    world.git_line("merge -q -s ours side");
    at("12:00");
    let entry = world.record(&id)["timeline"][1]["id"].clone();
    let entry = entry.as_str().expect("an id").to_owned();
    world.ok(&format!(
        "note -m 'Noticed later' --corrects {entry} --at 10:01"
    ));
    run(&world, all, "log --known-at", "log 001 --known-at 10:20");
    world.pass("3h");
    run(&world, all, "log --known-at", "log 001 --known-at 12:30");
    let new = "INC-20251129-007";
    let text = world.record_text(&id);
    let number = format!("id: {new}\nformerly:\n  - {id}\n");
    world.write_record(new, &text.replace(&format!("id: {id}\n"), &number));
    std::fs::remove_file(world.record_path(&id)).expect("the old one");
    world.commit_all();
    world.write_record("INC-20251129-008", "id: [\n");
    world.commit_all();
    let key = sign_commits(&world);
    if let Some(key) = &key {
        allow(&world, key);
        world.ok("note 007 -m 'Signed for'");
    }
    for (name, line) in [
        ("log", "log"),
        ("list", "list"),
        ("diff", "diff --base HEAD~3"),
    ] {
        run(&world, all, name, line);
    }
    key.is_some()
}
