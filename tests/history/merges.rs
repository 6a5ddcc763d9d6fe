//! Who made a merge, as `inc log` tells it: `inc sync`, git alone, or a hand.

use std::fs;

use serde_json::Value;

use crate::support::clones::Two;
use crate::support::story::Stage;
use crate::support::text::words;
use crate::support::{Ran, World};

const ID: &str = "INC-20251129-001";

/// Two clones that changed one incident each in its own way.
fn parted(here: &str, there: &str) -> Two {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    two.world.set_env("INC_SEED", "here");
    two.here(here).ok();
    two.world.set_env("INC_SEED", "there");
    two.there(there).ok();
    two.there("sync").ok();
    two
}

/// Merges what `git fetch` finds, with `inc` where the driver looks for it.
fn pull(two: &Two, with: &[&str]) -> Ran {
    two.world.put_on_path();
    two.here("init").ok();
    let mut git = two.world.command("git");
    git.args(["pull", "-q", "--no-rebase"]).args(with);
    Ran::of(git.args(["origin", "main"]))
}

fn log(two: &Two) -> Value {
    two.world.json(&format!("log {ID} --format json"))
}

/// What the log says of the merge: its lines, and who made it.
fn merge(two: &Two) -> (String, String) {
    let log = log(two);
    let mut items = log.as_array().expect("a list").iter();
    let item = items.find(|item| item["event"] == "merged");
    let item = item.unwrap_or_else(|| panic!("no merge in {log:#}"));
    let commit = item["commit"].as_str().expect("a commit");
    let told = two.world.ok(&format!("log {ID}"));
    let from = told.find(&commit[..10]).expect("its line");
    let mut lines = told[from..].split_inclusive('\n');
    let mut told = lines.next().unwrap_or_default().to_owned();
    told.extend(lines.take_while(|line| line.starts_with(' ')));
    (told, item["made_by"].as_str().expect("a maker").to_owned())
}

#[test]
fn a_merge_of_sync_is_told_as_its_own_even_where_it_joins_what_neither_side_had() {
    // Both lists become one, which is in no parent.
    let two = parted(
        "set services=wallet-api,ledger",
        "set services=wallet-api,gateway",
    );
    two.here("sync").ok();
    let (log, maker) = merge(&two);
    assert!(log.contains("  merged by inc sync\n"), "{log}");
    assert!(log.contains("ledger") && !log.contains("by hand"), "{log}");
    assert_eq!(maker, "sync");
    let message = two.world.git_line("log -1 --format=%B");
    assert_eq!(message.trim(), "Merge origin/main\n\nAction: sync");
    // A list of what came would bury the trailer.
    two.world.git_line("config merge.log true");
    two.there("sync").ok();
    two.there("note -m 'Rang the gateway'").ok();
    two.there("sync").ok();
    two.here("note -m 'Froze refunds'").ok();
    two.here("sync").ok();
    let log = two.world.ok(&format!("log {ID}"));
    assert_eq!(log.matches("  merged by inc sync\n").count(), 2, "{log}");
}

#[test]
fn a_merge_of_git_that_adds_nothing_is_called_a_merge() {
    let two = parted(
        "set services=wallet-api,ledger",
        "set services=wallet-api,gateway",
    );
    pull(&two, &["--no-edit"]).ok();
    let (log, maker) = merge(&two);
    assert!(log.contains("  merge: Merge branch 'main'"), "{log}");
    assert_eq!(maker, "merge");
    // The words of a command make no command of it.
    let subject = format!("{ID}: noted: nothing");
    two.world
        .git(["commit", "-q", "--amend", "-m", subject.as_str()]);
    let (log, maker) = merge(&two);
    assert!(log.contains("  merge: noted: nothing\n"), "{log}");
    assert_eq!(maker, "merge");
}

#[test]
fn a_merge_into_which_somebody_wrote_is_told_as_by_hand_whatever_it_says_of_itself() {
    let two = parted("note -m 'Froze refunds'", "note -m 'Rang the gateway'");
    two.here("sync").ok();
    for (old, new, told) in [
        (
            "event: Froze refunds",
            "event: Froze nothing",
            "Froze nothing",
        ),
        ("severity: SEV-2", "severity: SEV-4", "severity"),
    ] {
        two.world.spoil(ID, old, new);
        two.world.git_line("commit -qa --amend --no-edit");
        let (log, maker) = merge(&two);
        assert!(log.contains("  by hand: Merge origin/main\n"), "{log}");
        assert!(log.contains(told), "{log}");
        assert_eq!(maker, "hand");
    }
}

#[test]
fn a_merge_of_many_adds_nothing_where_it_joins_them() {
    let world = World::new();
    world.payment(Stage::Opened);
    for (arm, line) in [
        ("one", format!("set {ID} title='Wallets credited thrice'")),
        ("two", format!("set {ID} impact.users='212 wallets'")),
        ("three", format!("note {ID} -m 'Froze refunds'")),
    ] {
        world.git_line(&format!("checkout -qb {arm} main"));
        world.ok(&line);
    }
    world.git_line("checkout -q main");
    world.git_line("merge -q -m Octopus one two three");
    let log = world.json(&format!("log {ID} --format json"));
    assert_eq!(
        (&log[0]["event"], &log[0]["made_by"]),
        (&"merged".into(), &"merge".into())
    );
    // What two arms did alike is thrown away once.
    let world = World::new();
    world.payment(Stage::Opened);
    for arm in ["one", "two", "three"] {
        world.git_line(&format!("checkout -qb {arm} main"));
        world.ok(&format!("note {ID} -m 'From arm {arm}'"));
        let owner = if arm == "three" {
            "Payments"
        } else {
            "Finance"
        };
        world.ok(&format!("set {ID} owner={owner}"));
    }
    let made = world.git(words(
        "commit-tree -m Octopus -p one -p two -p three three^{tree}",
    ));
    world.git(["checkout", "-q", "-B", "main", made.trim()]);
    let log = world.ok(&format!("log {ID}"));
    assert_eq!(log.matches("discarded: owner Finance").count(), 1, "{log}");
    assert!(log.contains("by hand: Octopus"), "{log}");
}

#[test]
fn a_side_that_never_had_a_record_threw_nothing_away() {
    let world = World::new();
    world.git_line("checkout -qb side");
    world.ok("open 'Wallets credited twice' --type payment");
    world.git_line("checkout -q main");
    world.git_line("commit -q --allow-empty -m Beside");
    world.git_line("merge -q --no-commit side");
    world.spoil(ID, "title: Wallets", "title: All wallets");
    world.git_line("commit -qam 'Join side'");
    let log = world.ok(&format!("log {ID}"));
    assert!(log.contains("by hand: Join side\n  title "), "{log}");
    assert!(!log.contains("discarded"), "{log}");
}

#[test]
fn sync_joins_what_one_side_has_under_another_number() {
    let two = Two::new(|world| drop(world.payment(Stage::Opened)));
    let new = "INC-20251129-007";
    let text = two.world.record_text(ID);
    let number = format!("id: {new}\nformerly:\n  - {ID}\n");
    let text = text.replace(&format!("id: {ID}\n"), &number);
    two.world.git_line(&format!(
        "mv incidents/2025/{ID}.yaml incidents/2025/{new}.yaml"
    ));
    two.world.write_record(new, &text);
    two.world.git_line("commit -qam Renumber");
    two.there(&format!("note {ID} -m 'Rang the gateway'")).ok();
    two.there("sync").ok();
    two.here("sync").ok();
    let log = two.world.json(&format!("log {new} --format json"));
    let items = log.as_array().expect("a list");
    let merge = items
        .iter()
        .find(|item| item["subject"] == "Merge origin/main");
    let merge = merge.unwrap_or_else(|| panic!("no merge in {log:#}"));
    assert_eq!(merge["made_by"], "sync", "{merge:#}");
}

#[test]
fn a_conflict_is_decided_by_hand() {
    let two = parted("set owner=Payments", "set owner=Finance");
    pull(&two, &[]).exit(1);
    let record = two
        .world
        .git_line("show :2:incidents/2025/INC-20251129-001.yaml")
        + "\n";
    two.world.write_record(ID, &record);
    two.world.git_line("commit -qam Decided");
    let (log, maker) = merge(&two);
    assert!(
        log.contains("  by hand: Decided\n  discarded: owner Finance"),
        "{log}"
    );
    assert_eq!(maker, "hand");
}

#[test]
fn sync_is_believed_where_a_side_cannot_be_read() {
    let two = parted("note -m 'Froze refunds'", "note -m 'Rang the gateway'");
    two.here("sync").ok();
    // Both have the broken record, and each side changes another line of it.
    two.world.spoil(ID, "title:", "titel:");
    two.world.git_line("commit -qam Broken");
    assert_eq!(log(&two)[0]["made_by"], "hand");
    two.here("sync").ok();
    two.there("sync").ok();
    let there = two.other.join(format!("incidents/2025/{ID}.yaml"));
    let broken = fs::read_to_string(&there).expect("the record there");
    fs::write(&there, broken.replacen("titel:", "title:", 1)).expect("written");
    let mut git = two.world.command("git");
    git.args(["commit", "-qam", "Mended"]);
    Ran::of(git.current_dir(&two.other)).ok();
    two.there("sync").ok();
    two.world
        .spoil(ID, "event: Froze refunds", "event: Froze them");
    two.world.git_line("commit -qam 'Still broken'");
    two.here("sync").ok();
    let (log, maker) = merge(&two);
    assert!(log.contains("one side cannot be read as a record"), "{log}");
    assert_eq!(maker, "sync");
}

#[test]
fn a_merge_at_the_edge_of_a_shallow_clone_is_told_as_what_it_was() {
    let two = parted("note -m 'Froze refunds'", "note -m 'Rang the gateway'");
    two.here("sync").ok();
    let clone = two.world.shallow_clone();
    let log = clone.json(&format!("log {ID} --format json"));
    assert_eq!(
        (&log[0]["event"], &log[0]["made_by"]),
        (&"begins".into(), &"sync".into())
    );
}
