//! What programs read: every key that a command writes is in `docs/json.md`, and every key there is
//! one that a command writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::World;
use crate::support::story::Stage;

/// Maps from a name of the plan or the record: one key stands for all.
const BY_NAME: &[&str] = &[
    "groups[].measures",
    "missed",
    "computed.milestones",
    "incidents[].changes[].lists",
];

/// What is a value of the record, the plan or a file, whatever it holds.
const VALUES: &[&str] = &[
    "[].changes[].old",
    "[].changes[].new",
    "[].discarded[].old",
    "[].discarded[].new",
];

/// The keys of a value as `a[].b`, without the items of what `outside` names.
fn keys(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    if VALUES.contains(&path) {
        return;
    }
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = if BY_NAME.contains(&path) { "*" } else { name };
                let path = match path {
                    "" => name.to_owned(),
                    path => format!("{path}.{name}"),
                };
                keys(field, &path, found);
                found.insert(path);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| keys(item, &format!("{path}[]"), found)),
        _ => {}
    }
}

/// By command, as it is headed in the page: every key that it wrote.
fn written() -> BTreeMap<&'static str, BTreeSet<String>> {
    let world = World::new();
    world.set_env("GIT_COMMITTER_DATE", "2025-11-29T12:00:00+03:00");
    world.payment(Stage::Closed);
    let evidence = "evidence add 002 https://example.org/log --kind nginx-logs";
    world.ok("open 'Addresses read by strangers' --type data-exposure --service parents --environment production --owner Sara");
    world.ok("notify 002 --aware --decision 'logs prove it'");
    world.ok(evidence);
    world.write("gone.txt", "evidence\n");
    world.ok("evidence add 002 gone.txt --kind nginx-logs --restricted");
    world.ok("action add 002 -m 'Close the door' --owner Sara --due 2025-11-30");
    world.ok("note 002 -m 'Looked again' --notes 'twice' --mark fix-deployed");
    world.ok("readiness --check runbooks");
    world.pass("3d");
    world.write(
        "notice.txt",
        "We are sure that your password is safe. Write to ops@example.org.\n",
    );
    world.write_record("INC-20251129-003", "id: [\n");
    let mut all: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    let mut run = |name: &'static str, line: &str| {
        let ran = world.line(&format!("{line} --format json"));
        let value: Value = serde_json::from_str(&ran.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", ran.told()));
        keys(&value, "", all.entry(name).or_default());
    };
    run("list", "list --all");
    run("show", "show 002 --at HEAD");
    run("next", "next 002");
    run("due", "due");
    run("log", "log");
    run("log --known-at", "log 002 --known-at now");
    run("stats", "stats");
    run("runbook", "runbook");
    run("contacts", "contacts");
    run("readiness", "readiness --no-input");
    run("evidence list", "evidence list 002");
    run("evidence verify", "evidence verify");
    run("action list", "action list");
    run("validate", "validate");
    run("verify", "verify");
    run("diff", "diff --base HEAD~3");
    run("explain", "explain");
    run("announce", "announce 002 --message notice.txt");
    all
}

/// By command: every key that the page tells of.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let page = fs::read_to_string(page).expect("docs/json.md");
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut command = String::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## inc ") {
            command = name.to_owned();
            all.entry(command.clone()).or_default();
        } else if let Some(row) = line.strip_prefix("| `") {
            let key = row.split('`').next().unwrap_or_default().to_owned();
            all.entry(command.clone()).or_default().insert(key);
        }
    }
    all
}

/// Whether a key belongs to the record, whose keys `docs/record.md` has.
fn is_records(command: &str, key: &str) -> bool {
    match command {
        "show" => !key.starts_with("computed") && !key.starts_with("as_of"),
        "evidence list" => key.starts_with("evidence[]."),
        _ => false,
    }
}

#[test]
fn every_key_is_documented_and_every_documented_key_is_written() {
    let (written, documented) = (written(), documented());
    let mut wrong = Vec::new();
    for (command, keys) in &written {
        let known = documented.get(*command).cloned().unwrap_or_default();
        let keys: BTreeSet<String> = keys
            .iter()
            .filter(|key| !is_records(command, key))
            .cloned()
            .collect();
        wrong.extend(
            keys.difference(&known)
                .map(|key| format!("undocumented: {command}: {key}")),
        );
        wrong.extend(
            known
                .difference(&keys)
                .map(|key| format!("never written: {command}: {key}")),
        );
    }
    let commands: BTreeSet<String> = written.keys().map(|name| (*name).to_owned()).collect();
    let named: BTreeSet<String> = documented.into_keys().collect();
    wrong.extend(
        named
            .difference(&commands)
            .map(|name| format!("no such output: {name}")),
    );
    assert!(
        wrong.is_empty(),
        "docs/json.md and the program differ:\n{}",
        wrong.join("\n")
    );
}
