//! `inc verify`.

use serde_json::Value;

use super::on_branch;
use crate::support::World;
use crate::support::signing::{allow, sign_commits};
use crate::support::story::Stage;

fn states(world: &World, code: i32, line: &str) -> Vec<String> {
    let json = world.line(line).exit(code).json();
    let one = &json["incidents"][0];
    ["seal", "history", "signatures", "evidence"]
        .iter()
        .map(|subject| {
            assert!(
                one[*subject]["why"]
                    .as_array()
                    .is_some_and(|why| !why.is_empty()),
                "{json}"
            );
            one[*subject]["state"].as_str().expect("a state").to_owned()
        })
        .collect()
}

fn why(json: &Value, subject: &str) -> String {
    json["incidents"][0][subject]["why"].to_string()
}

#[test]
fn what_is_proved_and_what_is_not_is_said_apart() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let line = format!("verify {id} --format json");
    assert_eq!(
        states(&world, 0, &line),
        ["proved", "proved", "unproved", "unproved"]
    );
    let json = world.json(&line);
    assert!(why(&json, "signatures").contains("not signed"), "{json}");
    let told = world.ok(&format!("verify {id}"));
    assert!(told.contains("no entry lost"), "{told}");
    let all = world.line("verify").ok();
    assert!(all.stdout.contains(&id), "{}", all.told());
    assert!(all.stderr.contains("not proved here"), "{}", all.told());
    // What is open has no seal, and an incident without a commit no history.
    let world = World::new();
    world.ok("open 'Queue stuck' --type redis --no-commit");
    assert_eq!(
        states(&world, 0, "verify --format json"),
        ["none", "unproved", "unproved", "none"]
    );
}

#[test]
fn a_broken_seal_and_a_rewritten_history_are_false() {
    let (world, id) = on_branch(Stage::Closed);
    let line = format!("verify {id} --format json");
    world.spoil(&id, "  users: 212 wallets", "  users: 2 wallets");
    assert_eq!(states(&world, 1, &line)[..2], ["false", "false"]);
    world.commit_all();
    assert_eq!(states(&world, 1, &line)[..2], ["false", "false"]);
    let said = world.fails(1, "verify");
    assert!(
        said.contains("impact.users") && said.contains("commit "),
        "{said}"
    );
    // Put back, the seal holds again, and the history still knows.
    world.spoil_committed(&id, "  users: 2 wallets", "  users: 212 wallets");
    assert_eq!(states(&world, 1, &line)[..2], ["proved", "false"]);
}

#[test]
fn an_incident_that_is_gone_is_not_forgotten() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    world
        .line("verify")
        .exit(1)
        .says(&format!("the record of {id} was deleted"));
}

#[test]
fn a_renumbered_incident_keeps_its_history() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    let text = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.write_record(
        "INC-20251129-009",
        &text.replace(
            &format!("id: {id}"),
            &format!("id: INC-20251129-009\nformerly: [{id}]"),
        ),
    );
    world.commit_all();
    let json = world.json("verify 009 --format json");
    assert_eq!(json["incidents"][0]["history"]["state"], "proved", "{json}");
    assert!(
        json["incidents"][0]["commits"].as_u64().expect("a number") > 4,
        "{json}"
    );
    world.ok("verify");
}

#[test]
fn signatures_are_believed_as_far_as_git_believes_them() {
    let world = World::new();
    let Some(key) = sign_commits(&world) else {
        return;
    };
    world.ok("open 'Queue stuck' --type redis");
    world.ok("note -m 'Restarted it'");
    let told = |state: &str, word: &str| {
        let json = world.json("verify --format json");
        assert_eq!(json["incidents"][0]["signatures"]["state"], state, "{json}");
        assert!(why(&json, "signatures").contains(word), "{json}");
    };
    told("unproved", "allowedSignersFile");
    std::fs::write(world.root().join("allowed"), "").expect("written");
    let allowed = world.root().join("allowed").display().to_string();
    world.git(["config", "gpg.ssh.allowedSignersFile", &allowed]);
    told("unproved", "not trusted here");
    allow(&world, &key);
    told("proved", "rana@example.com");
    world.git_line("config commit.gpgSign false");
    world.ok("note -m 'Unsigned'");
    told("unproved", "1 of 3 commits: not signed");
    // A commit whose content was exchanged under its signature.
    world.git_line("reset -q --hard HEAD~1");
    let commit = world.git_line("cat-file commit HEAD");
    let forged = commit.replace("Restarted it", "Restarted them") + "\n";
    assert_ne!(commit, forged);
    let file = world.root().join("forged");
    std::fs::write(&file, forged).expect("written");
    let file = file.display().to_string();
    let forged = world.git(["hash-object", "-t", "commit", "-w", file.as_str()]);
    world.git(["reset", "-q", "--soft", &forged]);
    let json = world.line("verify --format json").exit(1).json();
    assert_eq!(
        json["incidents"][0]["signatures"]["state"], "false",
        "{json}"
    );
}

#[test]
fn evidence_that_was_changed_is_false_and_one_elsewhere_unproved() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    world.write("gateway.csv", "a,b\n");
    world.ok("evidence add gateway.csv --kind payment-gateway-references");
    let line = format!("verify {id} --format json");
    assert_eq!(states(&world, 0, &line)[3], "proved");
    let location = world.record(&id)["evidence"][0]["location"]
        .as_str()
        .expect("a path")
        .to_owned();
    let kept = world.path(&location);
    std::fs::remove_file(&kept).expect("removed");
    std::fs::write(&kept, "a,c\n").expect("written");
    assert_eq!(states(&world, 1, &line)[3], "false");
    std::fs::remove_dir_all(world.path("evidence")).expect("removed");
    assert_eq!(states(&world, 0, &line)[3], "unproved");
}

#[test]
fn a_shallow_clone_proves_no_history() {
    let (world, _) = on_branch(Stage::Closed);
    world.ok("open 'Queue stuck' --type redis");
    let clone = world.shallow_clone();
    let json = clone.json("verify --format json");
    for one in json["incidents"].as_array().expect("incidents") {
        assert_eq!(one["history"]["state"], "unproved", "{json}");
        assert!(
            one["history"]["why"].to_string().contains("shallow"),
            "{json}"
        );
    }
}

/// The words of `inc verify` about signatures, and their state.
fn signed(world: &World) -> (String, Vec<String>) {
    let json = world.line("verify --format json").json();
    let told = &json["incidents"][0]["signatures"];
    let state = told["state"].as_str().expect("a state").to_owned();
    (state, crate::support::texts(&told["why"]))
}

#[test]
fn one_bad_signature_does_not_hide_who_did_not_sign() {
    let world = World::new();
    let Some(key) = sign_commits(&world) else {
        return;
    };
    allow(&world, &key);
    world.ok("open 'Queue stuck' --type redis");
    world.git_line("config commit.gpgSign false");
    world.ok("note -m 'Unsigned'");
    world.git_line("config commit.gpgSign true");
    world.ok("note -m 'Restarted it'");
    let commit = world.git_line("cat-file commit HEAD");
    let file = world.root().join("forged");
    let forged = commit.replace("Restarted it", "Restarted them") + "\n";
    std::fs::write(&file, forged).expect("written");
    let file = file.display().to_string();
    let forged = world.git(["hash-object", "-t", "commit", "-w", file.as_str()]);
    world.git(["reset", "-q", "--soft", &forged]);
    let (state, why) = signed(&world);
    assert_eq!(state, "false");
    assert_eq!(
        why,
        [
            format!("commit {} has a bad signature", &forged[..10]),
            "1 of 3 commits: not signed".to_owned(),
        ]
    );
    let said = world.fails(1, "verify");
    assert!(said.contains("not signed"), "{said}");
}

#[test]
fn without_a_repository_seal_and_evidence_are_proved_all_the_same() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    std::fs::remove_dir_all(world.path(".git")).expect("removed");
    for line in [
        "verify --format json",
        &format!("verify {id} --format json"),
    ] {
        assert_eq!(
            states(&world, 0, line),
            ["proved", "unproved", "unproved", "unproved"]
        );
        let json = world.json(line);
        for subject in ["history", "signatures"] {
            assert!(why(&json, subject).contains("no git repository"), "{json}");
        }
    }
    world
        .line("verify")
        .ok()
        .says("not proved here: history of 1");
    world.spoil(&id, "  users: 212 wallets", "  users: 2 wallets");
    assert_eq!(
        states(&world, 1, "verify --format json")[..2],
        ["false", "unproved"]
    );
    world.line("verify INC-20251129-077").exit(2);
}

/// Replacements and grafts show a history that nobody committed.
#[test]
fn a_history_that_only_this_clone_shows_is_not_believed() {
    let (world, id) = on_branch(Stage::Contained);
    world.spoil_committed(&id, "  users: 212 wallets", "  users: 2 wallets");
    let line = format!("verify {id} --format json");
    let (told, log) = (world.line(&line).stdout, world.ok(&format!("log {id}")));
    let base = "validate --base main --format json";
    let branch = world.line(base).stdout;
    let first = world.git_line("commit-tree -m one HEAD^{tree}");
    world.git(["replace", "HEAD", first.trim()]);
    assert_eq!(world.git_line("rev-list --count HEAD").trim(), "1");
    assert_eq!(world.line(&line).stdout, told);
    assert_eq!(world.ok(&format!("log {id}")), log);
    assert_eq!(world.line(base).stdout, branch);
    let at = world.json(&format!("show {id} --at HEAD~1 --format json"));
    assert!(at.to_string().contains("212 wallets"), "{at}");

    world.git_line("replace -d HEAD");
    let head = world.git_line("rev-parse HEAD");
    world.write(".git/info/grafts", &head);
    assert_eq!(world.git_line("rev-list --count HEAD").trim(), "1");
    assert_eq!(world.ok(&format!("log {id}")), log);
    let grafted = world.line(&line).json();
    assert!(
        why(&grafted, "history").contains("grafts change the parents"),
        "{grafted}"
    );
    assert_eq!(
        grafted["incidents"][0]["commits"],
        serde_json::from_str::<Value>(&told).expect("JSON")["incidents"][0]["commits"]
    );
    let refused = world.fails(3, "validate --base main");
    assert!(refused.contains("grafts are in force"), "{refused}");
}
