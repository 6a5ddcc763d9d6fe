//! What the history says: `inc log`, and records as they stood.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::support::signing::{allow, sign_commits};
use crate::support::text::words;
use crate::support::{INC, World, copy};

/// A world in which git's clock is ours.
fn world() -> World {
    let world = World::new();
    stamp(&world);
    world
}

fn stamp(world: &World) {
    for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        world.set_env(name, &world.now());
    }
}

/// Five minutes later.
fn later(world: &World, line: &str) -> String {
    world.pass("5m");
    stamp(world);
    world.ok(line)
}

fn git_later(world: &World, line: &str) {
    world.pass("5m");
    stamp(world);
    world.git_line(line);
}

fn open(world: &World) -> String {
    later(
        world,
        "open 'Wallets credited twice' --type payment --severity SEV-2",
    )
}

/// Changes a record by hand and commits it.
fn by_hand(world: &World, id: &str, old: &str, new: &str) {
    let text = world.record_text(id);
    assert!(text.contains(old), "{old} is not in\n{text}");
    world.write_record(id, &text.replacen(old, new, 1));
    git_later(world, "commit -qam 'Mended by hand'");
}

fn item<'a>(log: &'a Value, subject: &str) -> &'a Value {
    log.as_array()
        .expect("a list")
        .iter()
        .find(|item| {
            item["subject"]
                .as_str()
                .is_some_and(|text| text.contains(subject))
        })
        .unwrap_or_else(|| panic!("no {subject} in {log:#}"))
}

fn subjects(log: &Value) -> Vec<&str> {
    let items = log.as_array().expect("a list").iter();
    items.filter_map(|item| item["subject"].as_str()).collect()
}

#[test]
fn a_history_is_told_newest_first_in_the_words_of_the_record() {
    let world = world();
    let id = open(&world);
    later(&world, "set severity=SEV-1 -m 'more wallets'");
    later(&world, "assign technical-lead=Ann");
    later(&world, "note -m 'Froze refunds'");
    later(&world, "contain --done --action 'Switched it off'");
    later(&world, "recover --check redis");
    later(&world, "triage --fact data-exposure=under-review");
    later(&world, "triage --fact data-exposure=none");
    later(
        &world,
        "evidence add https://gateway.example/r/1 --kind payment-gateway-references",
    );
    later(
        &world,
        "action add -m 'Alert on double credits' --owner Payments --due 2025-12-12",
    );
    by_hand(
        &world,
        &id,
        "title: Wallets credited twice",
        "title: Wallets credited thrice",
    );
    let log = world.ok("log 001");
    let heads: Vec<&str> = log.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(heads.len(), 11, "{log}");
    assert!(heads[0].contains("2025-11-29 10:55"), "{log}");
    assert!(
        heads[0].ends_with("Rana  unsigned  by hand: Mended by hand"),
        "{log}"
    );
    assert!(
        heads[7].ends_with("Rana  unsigned  noted: Froze refunds"),
        "{log}"
    );
    let mut from = 0;
    for told in [
        "  title Wallets credited twice \u{2192} Wallets credited thrice\n",
        "  + action Alert on double credits (Payments, due 2025-12-12)\n",
        "  + evidence payment-gateway-references https://gateway.example/r/1\n",
        "  fact data-exposure under-review \u{2192} none\n",
        "  fact data-exposure under-review\n",
        "  check recovery/redis done\n",
        "  + timeline 10:25 Switched it off\n",
        "  + timeline 10:20 Froze refunds\n",
        "  role technical-lead Ann\n",
        "  severity SEV-2 \u{2192} SEV-1\n",
        "  + the record\n",
        "  severity SEV-2\n",
    ] {
        let found = log[from..].find(told);
        from += found.unwrap_or_else(|| panic!("{told:?} does not follow in\n{log}"));
    }
    // All incidents: each line names its own.
    let all = world.ok("log");
    assert!(all.lines().all(|line| line.starts_with(&id)), "{all}");
    assert_eq!(all.lines().count(), log.lines().count());
    // It needs no plan.
    world.write("templates/plan.yaml", "nothing: here\n");
    assert_eq!(world.ok("log 001 -n 1").lines().count(), 2);
}

#[test]
fn programs_read_fields_by_their_paths() {
    let world = world();
    let id = open(&world);
    later(&world, "assign technical-lead=Ann");
    later(&world, "assign technical-lead=Ben");
    later(&world, "note -m 'Froze refunds'");
    let log = world.json("log 001 --format json");
    let assigned = item(&log, "Ben");
    for key in [
        "commit",
        "at",
        "author",
        "email",
        "signature",
        "subject",
        "changes",
    ] {
        assert!(!assigned[key].is_null(), "{key} is missing in {assigned}");
    }
    assert_eq!(assigned["author"], "Rana");
    assert_eq!(assigned["email"], "rana@example.com");
    assert_eq!(assigned["signature"], "unsigned");
    assert_eq!(assigned["incident"], id.as_str());
    assert_eq!(assigned["at"], "2025-11-29T10:15:00+03:00");
    let change = &assigned["changes"][0];
    assert_eq!(change["field"], "roles.technical-lead");
    assert_eq!(
        (&change["old"], &change["new"]),
        (&"Ann".into(), &"Ben".into())
    );
    let noted = &item(&log, "Froze")["changes"][0];
    let entry = noted["new"]["id"].as_str().expect("an id");
    assert_eq!(noted["field"], format!("timeline.{entry}"));
    assert_eq!(noted["old"], Value::Null);
    assert_eq!(item(&log, "opened")["event"], "created");
}

#[test]
fn fields_and_persons_narrow_it() {
    let world = world();
    open(&world);
    later(&world, "assign technical-lead=Ann");
    world.set_env("GIT_AUTHOR_NAME", "Omar");
    world.set_env("GIT_AUTHOR_EMAIL", "o@example.org");
    later(&world, "set severity=SEV-1 -m 'more wallets'");
    let log = |line: &str| world.json(&format!("log 001 --format json {line}"));
    assert_eq!(subjects(&log("--field severity")).len(), 2);
    let roles = log("--field technical");
    assert_eq!(roles[0]["changes"].as_array().map(Vec::len), Some(1));
    assert_eq!(subjects(&roles).len(), 1);
    assert_eq!(subjects(&log("--person omar")).len(), 1);
    assert_eq!(subjects(&log("--person EXAMPLE.COM")).len(), 2);
    assert_eq!(subjects(&log("-n 2")).len(), 2);
    assert_eq!(
        subjects(&log("--field severity -n 1 --person rana")).len(),
        1
    );
    assert_eq!(log("--field nothing-such"), serde_json::json!([]));
    world
        .line("log 001 --field nothing-such")
        .ok()
        .says("no commit changed `nothing-such`");
    world.line("log 001 --person nobody").ok().says("`nobody`");
    assert!(
        world
            .ok("log 001 -n 1")
            .contains("Omar (committed by Rana)")
    );
    world.fails(2, "log 001 --known-at 10:00 --field severity");
    world.fails(2, "log 999");
}

/// Two branches that both changed the record; HEAD is on `main`.
fn parted(world: &World) -> String {
    let id = open(world);
    git_later(world, "checkout -qb side");
    later(world, "set owner=Payments");
    later(world, "note -m 'Rang the gateway'");
    git_later(world, "checkout -q main");
    later(world, "assign technical-lead=Ann");
    id
}

#[test]
fn an_edit_that_a_merge_threw_away_is_told_and_so_is_the_merge() {
    let world = world();
    let id = parted(&world);
    git_later(&world, "merge -q -s ours -m 'Join side' side");
    later(&world, "note -m 'Afterwards'");
    // git itself would not show it.
    let simple = world.git([
        "log",
        "--format=%s",
        "--",
        &format!("incidents/2025/{id}.yaml"),
    ]);
    assert!(!simple.contains("Rang the gateway"), "{simple}");
    let log = world.ok("log 001");
    assert!(log.contains("noted: Rang the gateway"), "{log}");
    assert!(
        log.contains(
            "by hand: Join side\n  discarded: + timeline 10:20 Rang the gateway\n  discarded: owner"
        ),
        "{log}"
    );
    let log = world.json("log 001 --format json");
    let merge = item(&log, "Join side");
    assert_eq!(merge["event"], "merged");
    assert_eq!(merge["changes"], serde_json::json!([]));
    assert_eq!(merge["discarded"][1]["field"], "owner");
    // In the log of all incidents as well.
    assert!(world.ok("log").contains("discarded: owner Payments"));
    assert!(
        world
            .ok("log --field owner")
            .contains("discarded: owner Payments")
    );
}

/// The labels of what a merge discarded, as `inc log` tells it.
fn thrown(log: &Value, subject: &str) -> Vec<String> {
    let discarded = item(log, subject)["discarded"].as_array().cloned();
    let fields = discarded.unwrap_or_default();
    let field = |change: &Value| change["field"].as_str().expect("a field").to_owned();
    fields.iter().map(field).collect()
}

#[test]
fn an_octopus_tells_what_it_threw_away_of_each_arm() {
    let world = world();
    open(&world);
    for (arm, line) in [
        ("one", "set owner=Payments"),
        ("two", "set environment=staging"),
        ("three", "set classification=public"),
    ] {
        git_later(&world, &format!("checkout -qb {arm} main"));
        later(&world, line);
    }
    // One arm's tree, so the two others' edits are lost.
    let made = world.git(words(
        "commit-tree -m Octopus -p one -p two -p three one^{tree}",
    ));
    world.git(["checkout", "-q", "-B", "main", made.trim()]);
    let log = world.json("log 001 --format json");
    let thrown = thrown(&log, "Octopus");
    assert_eq!(thrown, ["environment", "classification"], "{log:#}");
    assert_eq!(item(&log, "Octopus")["changes"], serde_json::json!([]));
    let told = world.ok("log 001");
    assert!(told.contains("discarded: environment"), "{told}");
}

#[test]
fn where_merges_cross_each_lost_edit_is_told_of_the_merge_that_lost_it() {
    let world = world();
    open(&world);
    git_later(&world, "checkout -qb left main");
    later(&world, "set owner=Payments");
    git_later(&world, "checkout -qb right main");
    later(&world, "set environment=staging");
    git_later(&world, "tag right-before");
    git_later(&world, "merge -q -s ours -m 'Right takes left' left");
    git_later(&world, "checkout -q left");
    git_later(
        &world,
        "merge -q -s ours -m 'Left takes right' right-before",
    );
    // Two merge bases, and a result that is the left side's.
    git_later(&world, "merge -q -s ours -m 'They cross' right");
    let bases = world.git_line("merge-base --all left~1 right");
    assert_eq!(bases.lines().count(), 2, "{bases}");
    let log = world.json("log 001 --format json");
    assert_eq!(thrown(&log, "Right takes left"), ["owner"], "{log:#}");
    assert_eq!(thrown(&log, "Left takes right"), ["environment"], "{log:#}");
    // Each side of it is as one of the bases was: by itself it lost nothing.
    let list = log.as_array().expect("a list");
    let last = list.iter().find(|commit| commit["subject"] == "They cross");
    assert!(
        last.is_none_or(|commit| commit.get("discarded").is_none()),
        "{log:#}"
    );
    assert!(world.ok("show 001").contains("Payments"));
}

#[test]
fn a_merge_that_only_took_over_is_not_told() {
    let world = world();
    open(&world);
    git_later(&world, "checkout -qb side");
    later(&world, "set owner=Payments");
    git_later(&world, "checkout -q main");
    world.write("other.txt", "x\n");
    world.git_line("add other.txt");
    git_later(&world, "commit -qm other");
    git_later(&world, "merge -q --no-ff -m 'Join side' side");
    let log = world.ok("log 001");
    assert!(
        !log.contains("Join side") && log.contains("owner Payments"),
        "{log}"
    );
}

#[test]
fn a_merge_says_what_it_did_by_itself() {
    let world = world();
    let id = parted(&world);
    let mut command = world.command("git");
    command.args(words("merge -q --no-commit side"));
    command.output().expect("git runs");
    let name = format!("HEAD:incidents/2025/{id}.yaml");
    let mut text = world.git(["show", &name]) + "\n";
    text = text.replace("severity: SEV-2", "severity: SEV-3");
    text = text.replace("plan:", "owner: Payments\nplan:");
    world.write_record(&id, &text);
    world.git_line("add -A");
    git_later(&world, "commit -qm 'Join side'");
    let log = world.json("log 001 --format json");
    let merge = item(&log, "Join side");
    assert_eq!(
        merge["changes"].as_array().map(Vec::len),
        Some(1),
        "{merge:#}"
    );
    assert_eq!(merge["changes"][0]["field"], "severity");
    assert_eq!(
        merge["discarded"].as_array().map(Vec::len),
        Some(1),
        "{merge:#}"
    );
    assert_eq!(merge["discarded"][0]["new"]["event"], "Rang the gateway");
}

#[test]
fn a_record_that_was_deleted_keeps_its_history() {
    let world = world();
    let id = open(&world);
    let text = world.record_text(&id);
    world.git(["rm", "-q", &format!("incidents/2025/{id}.yaml")]);
    git_later(&world, "commit -qm 'Away with it'");
    let log = world.ok(&format!("log {id}"));
    assert!(
        log.contains("by hand: Away with it\n  - the record\n"),
        "{log}"
    );
    world.fails(2, "log 001");
    world.fails(1, &format!("show {id} --at 10:20"));
    assert!(
        world
            .ok(&format!("show {id} --at HEAD~1"))
            .contains("Wallets")
    );
    // A draft beside the records is none of them.
    world.write(&format!("incidents/2025/.{id}.yaml"), &text);
    world.git_line("add -f incidents/2025");
    git_later(&world, "commit -qm 'A draft'");
    assert!(!world.ok("log").contains("A draft"));
    // An ID is no way through folders.
    world.fails(2, "log INC-20251129-001/../../../elsewhere");
    world.write_record(&id, &text);
    world.git_line("add -A");
    git_later(&world, "commit -qm 'Back again'");
    let log = world.json("log 001 --format json");
    let events: Vec<&Value> = log
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| &item["event"])
        .collect();
    assert_eq!(events, ["created", "deleted", "created"]);
}

#[test]
fn a_renumbered_record_keeps_the_history_of_its_old_number() {
    let world = world();
    let id = open(&world);
    later(&world, "note -m 'Froze refunds'");
    let new = "INC-20251129-007";
    let text = world.record_text(&id);
    let text = text.replace(
        &format!("id: {id}\n"),
        &format!("id: {new}\nformerly:\n  - {id}\n"),
    );
    world.write_record(new, &text);
    fs::remove_file(world.record_path(&id)).expect("the old one");
    world.git_line("add -A");
    git_later(&world, "commit -qm Renumber");
    // Another incident gets the number that is free again.
    world.set_env("INC_SEED", "other");
    world.write_record(&id, "");
    fs::remove_file(world.record_path(&id)).expect("nothing");
    let other = later(&world, "open 'Another story' --type redis-failure");
    let other_text = world.record_text(&other).replace(&other, &id);
    world.write_record(&id, &other_text);
    fs::remove_file(world.record_path(&other)).expect("the other");
    world.git_line("add -A");
    git_later(&world, "commit -qm 'Takes the number'");
    let log = world.ok("log 007");
    assert!(
        log.contains(&format!("by hand: Renumber\n  renumbered from {id}\n")),
        "{log}"
    );
    assert!(log.contains("+ timeline 10:10 Froze refunds"), "{log}");
    assert!(
        !log.contains("Takes the number") && !log.contains("- the record"),
        "{log}"
    );
    assert!(world.ok("show 007 --at 10:06").contains(&id));
    assert!(world.ok("show 007 --at HEAD~3").contains("Froze refunds"));
}

#[test]
fn two_incidents_of_one_number_are_told_apart() {
    let world = world();
    let root = world.git_line("rev-parse HEAD");
    let id = open(&world);
    git_later(&world, &format!("checkout -qb side {root}"));
    world.set_env("INC_SEED", "other");
    // The program gives no number that another branch has; a clone that has not fetched it would.
    let given = later(&world, "open 'Another story' --type redis-failure");
    world.write_record(&id, &world.record_text(&given).replace(&given, &id));
    fs::remove_file(world.record_path(&given)).expect("the other number");
    world.git_line("add -A");
    world.git_line("commit -q --amend --no-edit");
    later(&world, "note -m 'Flushed it'");
    let theirs = world.record_text(&id);
    git_later(&world, "checkout -q main");
    git_later(&world, "merge -q --no-commit -s ours side");
    let new = "INC-20251129-002";
    let number = format!("id: {new}\nformerly:\n  - {id}\n");
    world.write_record(new, &theirs.replace(&format!("id: {id}\n"), &number));
    world.git_line("add -A");
    git_later(&world, "commit -qm 'Join side'");
    let log = world.ok("log 002");
    assert!(
        log.contains(&format!("by hand: Join side\n  renumbered from {id}\n")),
        "{log}"
    );
    assert!(
        log.contains("Flushed it") && !log.contains("Wallets"),
        "{log}"
    );
    assert_eq!(log.matches("Join side").count(), 1, "{log}");
    // Before it had its number, what lay under the other one was not it.
    world
        .line("show 002 --at HEAD^1")
        .exit(1)
        .says("INC-20251129-002 is not in HEAD^1");
    assert!(world.ok("show 002 --at HEAD^2").contains("Another story"));
    let log = world.ok("log 001");
    assert!(!log.contains("discarded"), "{log}");
    assert!(
        log.contains("another incident, which had this ID: Another story"),
        "{log}"
    );
}

#[test]
fn a_home_in_a_folder_of_a_larger_repository_has_its_history() {
    let world = World::bare();
    stamp(&world);
    world.git_line("init -q");
    let world = world.with_home("home/ops/incidents home");
    fs::create_dir_all(world.home()).expect("a folder");
    world.ok("init");
    let id = open(&world);
    later(&world, "note -m 'Froze refunds'");
    assert_eq!(subjects(&world.json("log 001 --format json")).len(), 2);
    assert_eq!(
        world
            .ok("log")
            .lines()
            .filter(|line| line.starts_with(&id))
            .count(),
        world.ok("log").lines().count()
    );
    assert!(world.ok("show 001 --at HEAD~1").contains("Wallets"));
}

#[test]
fn a_version_that_cannot_be_read_is_told_and_the_walk_goes_on() {
    let world = world();
    let id = open(&world);
    let good = world.record_text(&id);
    world.write_record(&id, &format!("<<<<<<< HEAD\n{good}"));
    git_later(&world, "commit -qam Conflict");
    world.write_record(
        &id,
        &good.replace("status: investigating", "status: sleeping"),
    );
    git_later(&world, "commit -qam Sleep");
    let log = world.ok("log 001");
    assert!(log.contains("cannot be read as a record"), "{log}");
    assert!(
        log.contains("sleeping") && log.contains("conflict marker"),
        "{log}"
    );
    assert!(log.contains("+ the record"), "{log}");
    let text = world.fails(3, "show 001 --at HEAD");
    assert!(text.contains("sleeping"), "{text}");
    world.write_record(&id, &good.replace("severity: SEV-2", "severity: SEV-1"));
    git_later(&world, "commit -qam Mend");
    let log = world.ok("log 001");
    assert!(
        log.contains("by hand: Mend\n  it can be read again\n  severity SEV-2 \u{2192} SEV-1\n"),
        "{log}"
    );
    let log = world.json("log 001 --field owner --format json");
    assert_eq!(subjects(&log), ["Sleep", "Conflict"]);
}

#[test]
fn sections_and_filings_are_told_one_by_one() {
    let world = world();
    later(&world, "open 'Names shown to others' --type data-exposure");
    later(&world, "notify --aware --decision 'logs prove it'");
    later(&world, "notify --authority --reference SA-1142");
    later(&world, "review --section went-well='the alert came'");
    later(
        &world,
        "review --section lessons='a session is a credential'",
    );
    let log = world.ok("log 001");
    for told in [
        "  review went-well the alert came\n",
        "  review lessons a session is a credential\n",
        "  filed dpa-notification at ",
        "  regulatory decision logs prove it\n",
    ] {
        assert_eq!(log.matches(told).count(), 1, "{told:?}: {log}");
    }
}

#[test]
fn a_record_that_nobody_could_read_at_first_is_not_told_as_new_when_it_can() {
    let world = world();
    let id = world.ok("open 'Wallets credited twice' --type payment --no-commit");
    let good = world.record_text(&id);
    world.write_record(&id, "id: [\n");
    world.git_line("add -A");
    git_later(&world, "commit -qm Broken");
    world.write_record(&id, &good);
    git_later(&world, "commit -qam Mended");
    let log = world.json("log 001 --format json");
    assert_eq!(log[0]["event"], "changed", "{log:#}");
    let notes = ["it can be read again", "no earlier version can be read"];
    assert_eq!(log[0]["notes"], serde_json::json!(notes));
    assert_eq!(log[1]["event"], "unreadable", "{log:#}");
}

#[test]
fn a_layout_alone_and_what_is_not_committed_are_told_so() {
    let world = world();
    let id = open(&world);
    by_hand(&world, &id, "title:", "# a comment\ntitle:");
    assert!(
        world
            .ok("log 001 -n 1")
            .contains("only comments or formatting")
    );
    world.line("log 001").ok().says_not("warning");
    world.ok("note -m 'Not yet' --no-commit");
    world.line("log 001").ok().says("has uncommitted changes");
}

#[test]
fn before_the_first_commit_and_beside_every_branch() {
    let world = World::bare();
    world.git_line("init -q");
    world.ok("init --no-commit");
    world.ok("open 'A story' --type redis-failure --no-commit");
    let ran = world.line("log").ok().says("nothing is committed yet");
    assert_eq!(ran.stdout, "");
    assert_eq!(world.json("log --format json"), serde_json::json!([]));
    let world = self::world();
    open(&world);
    later(&world, "note -m 'Froze refunds'");
    world.git_line("checkout -q --detach HEAD~1");
    assert_eq!(subjects(&world.json("log 001 --format json")).len(), 1);
}

#[test]
fn a_shallow_clone_says_where_it_begins() {
    let world = world();
    let id = open(&world);
    later(&world, "note -m 'Froze refunds'");
    later(&world, "note -m 'Rang the gateway'");
    let full = world.root().join("full");
    copy(&world.home(), &full);
    fs::remove_dir_all(world.home()).expect("the home");
    let mut clone = world.command("git");
    clone.current_dir(world.root());
    clone.args(["clone", "-q", "--depth=2"]);
    clone.arg(format!("file://{}", full.display())).arg("home");
    assert!(clone.status().expect("git runs").success());
    let ran = world
        .line(&format!("log {id}"))
        .ok()
        .says("git fetch --unshallow");
    let ran = ran.prints("already there at the start of this shallow clone");
    assert!(!ran.stdout.contains("+ the record"), "{}", ran.told());
    let log = world.json(&format!("log {id} --format json"));
    assert_eq!(log[1]["event"], "begins");
    assert_eq!(log[1]["changes"], serde_json::json!([]));
}

/// Exchanges words of HEAD's message under its signature.
fn forge(world: &World, old: &str, new: &str) {
    let commit = world.git_line("cat-file commit HEAD");
    let forged = commit.replace(old, new) + "\n";
    assert_ne!(commit, forged);
    let file = world.root().join("forged");
    fs::write(&file, forged).expect("written");
    let file = file.display().to_string();
    let forged = world.git(["hash-object", "-t", "commit", "-w", file.as_str()]);
    world.git(["reset", "-q", "--soft", &forged]);
}

#[test]
fn a_signature_is_told_by_what_git_makes_of_it() {
    let world = world();
    open(&world);
    let Some(key) = sign_commits(&world) else {
        return;
    };
    later(&world, "note -m 'Froze refunds'");
    let first = |line: &str| world.ok(&format!("log 001 -n 1 {line}"));
    assert!(
        first("").contains("signed; cannot be verified"),
        "{}",
        first("")
    );
    allow(&world, &key);
    assert!(
        first("").contains("signed by rana@example.com"),
        "{}",
        first("")
    );
    let log = world.json("log 001 --format json");
    assert_eq!(
        (&log[0]["signature"], &log[0]["signer"]),
        (&"good".into(), &"rana@example.com".into())
    );
    assert_eq!(log[1]["signature"], "unsigned");
    fs::write(world.root().join("allowed"), "").expect("written");
    assert!(
        first("").contains("signed with an unknown key"),
        "{}",
        first("")
    );
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let world = world();
    open(&world);
    for number in 0..12 {
        later(&world, &format!("note -m 'Step {number}'"));
    }
    let mut command = world.command(INC);
    command
        .args(["log", "001"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut line = String::new();
    let mut out = BufReader::with_capacity(16, child.stdout.take().expect("its output"));
    out.read_line(&mut line).expect("a line");
    drop(out);
    let ended = child.wait_with_output().expect("its end");
    assert!(
        ended.status.success() && ended.stderr.is_empty(),
        "{ended:?}"
    );
    assert!(line.contains("Step 11"), "{line}");
    // What the user has set for his own eyes changes nothing.
    let before = world.ok("log 001");
    for setting in [
        "log.showSignature true",
        "log.follow true",
        "log.showRoot false",
        "log.diffMerges off",
        "diff.renames copies",
        "diff.relative true",
        "color.ui always",
        "format.pretty oneline",
        "log.date relative",
    ] {
        world.git_line(&format!("config {setting}"));
    }
    assert_eq!(world.ok("log 001"), before);
}

#[test]
fn what_was_known_when_sets_what_happened_against_what_was_recorded() {
    let world = world();
    let id = open(&world);
    world.pass("5m");
    later(&world, "triage --fact data-exposure=under-review");
    later(&world, "note -m 'Froze refunds'");
    // It happened at 10:07 and is written down at 11:00.
    world.set_now("2025-11-29T10:55:00+03:00");
    later(&world, "note -m 'Rang the gateway' --at 10:07");
    later(&world, "triage --fact data-exposure=none");
    let then = world.ok("log 001 --known-at 10:30");
    assert!(
        then.contains("as recorded at 2025-11-29 10:30 (Asia/Riyadh, UTC+03:00)"),
        "{then}"
    );
    assert!(
        then.contains("Froze refunds") && !then.contains("Rang the gateway"),
        "{then}"
    );
    assert!(
        then.contains("data-exposure") && then.contains("under-review"),
        "{then}"
    );
    assert_eq!(then.matches("Froze refunds").count(), 1, "{then}");
    let now = world.json("log 001 --known-at 11:05 --format json");
    let entry = now["timeline"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|entry| entry["event"] == "Rang the gateway")
        .expect("it");
    assert_eq!(entry["at"], "2025-11-29T10:07:00+03:00");
    assert_eq!(entry["recorded_at"], "2025-11-29T11:00:00+03:00");
    assert_eq!(entry["delay_seconds"], 53 * 60);
    let fact = now["facts"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|fact| fact["fact"] == "data-exposure");
    assert_eq!(fact.expect("it")["answer"], "none");
    assert_eq!(
        fact.expect("it")["recorded_at"],
        "2025-11-29T11:05:00+03:00"
    );
    // Written by hand, only the commit says when.
    let entry = "timeline:\n  - at: \"2025-11-29T10:01:00+03:00\"\n    event: By hand\n";
    by_hand(&world, &id, "timeline:\n", entry);
    world.pass("5m");
    assert!(!world.ok("log 001 --known-at 11:06").contains("By hand"));
    assert!(world.ok("log 001 --known-at 11:12").contains("1 h 9 min"));
    let text = world.fails(1, "log 001 --known-at 09:00");
    assert!(text.contains("inc log"), "{text}");
}

#[test]
fn a_record_is_shown_as_it_stood() {
    let world = world();
    let id = open(&world);
    later(&world, "set severity=SEV-1 -m 'more wallets'");
    world.git_line("tag before");
    later(&world, "contain --done --action 'Switched it off'");
    later(&world, "note -m 'Froze refunds'");
    let page = world.ok("show 001 --at 10:12");
    assert!(page.starts_with("as of commit "), "{page}");
    assert!(page.contains(" of 2025-11-29 10:10, by Rana: "), "{page}");
    assert!(page.contains("SEV-1  investigating"), "{page}");
    assert_eq!(
        world.ok("show 001 --at before").lines().nth(1),
        page.lines().nth(1)
    );
    let value = world.json("show 001 --at before --format json");
    assert_eq!(value["id"], id.as_str());
    assert_eq!(value["status"], "investigating");
    assert_eq!(
        value["as_of"]["commit"],
        world.git_line("rev-parse before").as_str()
    );
    assert_eq!(value["as_of"]["at"], "2025-11-29T10:10:00+03:00");
    assert!(world.json("show 001 --format json")["as_of"].is_null());
    let text = world.fails(1, "show 001 --at 10:01");
    assert!(
        text.contains("its history begins at 2025-11-29 10:05") && text.contains("inc log"),
        "{text}"
    );
    world.fails(1, "show 001 --at HEAD~4");
    let text = world.fails(2, "show 001 --at nothing-such");
    assert!(text.contains("neither a time nor a git revision"), "{text}");
    world.fails(2, "show 001 --at 2031-01-01");
    assert!(
        world
            .ok("show 001 --at 2025-11-29")
            .contains("Froze refunds")
    );
}

#[test]
fn what_a_merge_wrote_into_an_entry_of_one_side_is_told_as_its_own() {
    let world = world();
    let id = open(&world);
    git_later(&world, "checkout -qb side");
    later(&world, "note -m 'on side'");
    later(
        &world,
        "action add -m 'Alert' --owner Payments --due 2025-12-12",
    );
    git_later(&world, "checkout -q main");
    later(&world, "assign technical-lead=Ann");
    git_later(&world, "merge -q --no-commit --no-ff side");
    let text = world.record_text(&id);
    let text = text.replace("event: on side", "event: on EVIL");
    world.write_record(&id, &text.replace("owner: Payments", "owner: Nobody"));
    git_later(&world, "commit -qam 'Join side'");
    let log = world.json("log 001 --format json");
    let merge = item(&log, "Join side");
    let changes = merge["changes"].as_array().expect("changes");
    let told: Vec<(&Value, &Value)> = changes
        .iter()
        .map(|change| (&change["old"], &change["new"]))
        .collect();
    assert_eq!(
        told,
        [
            (&"on side".into(), &"on EVIL".into()),
            (&"Payments".into(), &"Nobody".into())
        ],
        "{merge:#}"
    );
    // The entries are there, and nothing of them was thrown away.
    assert!(merge.get("discarded").is_none(), "{merge:#}");
    let log = world.ok("log 001 -n 1");
    assert!(log.contains(": event on side \u{2192} on EVIL\n"), "{log}");
    assert!(!log.contains("discarded"), "{log}");
}

#[test]
fn a_signature_of_nobody_that_git_knows_names_nobody() {
    let world = world();
    open(&world);
    let Some(key) = sign_commits(&world) else {
        return;
    };
    allow(&world, &key);
    later(&world, "note -m 'Froze refunds'");
    forge(&world, "Froze refunds", "Froze payouts");
    let log = world.ok("log 001 -n 1");
    assert!(
        log.contains("  BAD signature  noted: Froze payouts"),
        "{log}"
    );
    let log = world.json("log 001 -n 1 --format json");
    assert_eq!(log[0]["signature"], "bad", "{log}");
    assert!(log[0].get("signer").is_none(), "{log}");
}
