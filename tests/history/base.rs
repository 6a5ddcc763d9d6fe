//! `inc validate --base`.

use serde_json::Value;

use super::{on_branch, rules};
use crate::support::World;
use crate::support::story::Stage;

fn judged(world: &World, code: i32) -> Value {
    world
        .line("validate --base main --format json")
        .exit(code)
        .json()
}

/// What is done by hand to a contained incident, and the rule that objects.
const BROKEN: &[(&str, &str, &str)] = &[
    (
        "event: Froze the refund workflow",
        "event: Froze nothing",
        "history/entry-rewritten",
    ),
    ("to: CTO", "to: CEO", "history/entry-rewritten"),
    (
        "status: contained",
        "status: investigating",
        "history/status-moved",
    ),
    (
        "id: INC-20251129-001",
        "id: INC-20251129-007",
        "history/id-changed",
    ),
];

#[test]
fn each_rule_is_found_on_a_branch_committed_or_not() {
    for (old, new, rule) in BROKEN {
        for committed in [false, true] {
            let (world, id) = on_branch(Stage::Contained);
            assert_eq!(rules(&judged(&world, 0)), Vec::<&str>::new());
            world.spoil(&id, old, new);
            if committed {
                world.commit_all();
            }
            let found = judged(&world, 1);
            assert!(rules(&found).contains(rule), "{new}: {found}");
            let finding = found["findings"]
                .as_array()
                .and_then(|all| all.iter().find(|finding| finding["rule"] == *rule))
                .expect("it");
            let line = finding["line"].as_u64().expect("a line") as usize;
            let there = world.record_text(&id);
            let lines: Vec<&str> = there.lines().collect();
            let near = lines[line - 1..(line + 4).min(lines.len())].join("\n");
            assert!(near.contains(new), "{rule} points at {near:?}");
            let message = finding["message"].as_str().expect("a message");
            assert_eq!(message.contains("(commit "), committed, "{message}");
        }
    }
}

fn without_entry(text: &str) -> String {
    let start = text.find("  - id:").expect("an entry");
    let end = text[start + 3..].find("  - id:").expect("another") + start + 3;
    format!("{}{}", &text[..start], &text[end..])
}

#[test]
fn an_entry_that_is_lost_and_put_back_is_told_of_all_the_same() {
    let (world, id) = on_branch(Stage::Contained);
    let whole = world.record_text(&id);
    world.write_record(&id, &without_entry(&whole));
    world.commit_all();
    let found = judged(&world, 1);
    assert_eq!(rules(&found), ["history/entry-lost"], "{found}");
    assert!(found["findings"][0]["line"].as_u64().expect("a line") > 1);
    world.write_record(&id, &whole);
    world.commit_all();
    let found = judged(&world, 1);
    assert_eq!(rules(&found), ["history/entry-lost"], "{found}");
    let message = found["findings"][0]["message"].as_str().expect("words");
    assert!(message.ends_with("; corrected since)"), "{message}");
}

#[test]
fn an_entry_of_the_branch_itself_may_not_be_changed_either() {
    let (world, id) = on_branch(Stage::Contained);
    world.ok("note -m 'The gateway was slow'");
    world.spoil_committed(&id, "The gateway was slow", "The gateway was fast");
    let found = judged(&world, 1);
    assert_eq!(rules(&found), ["history/entry-rewritten"], "{found}");
    world.spoil_committed(&id, "The gateway was fast", "The gateway was slow");
    // Back again is no second rewriting.
    let found = judged(&world, 1);
    assert_eq!(found["errors"], 1, "{found}");
    let message = found["findings"][0]["message"].as_str().expect("words");
    assert!(message.ends_with("; corrected since)"), "{message}");
}

#[test]
fn a_file_that_was_broken_in_between_hides_nothing() {
    let (world, id) = on_branch(Stage::Contained);
    world.ok("note -m 'The gateway was slow'");
    let whole = world.record_text(&id);
    world.write_record(&id, "status: [\n");
    world.commit_all();
    world.write_record(&id, &whole.replace("was slow", "was fast"));
    world.commit_all();
    assert_eq!(rules(&judged(&world, 1)), ["history/entry-rewritten"]);
}

#[test]
fn what_a_branch_does_by_the_program_is_never_objected_to() {
    let (world, id) = on_branch(Stage::Closed);
    world.pass("1h");
    world.ok(&format!("reopen {id} -m 'a wallet was missed'"));
    world.ok("note -m 'found wallet 213'");
    world.ok("set status=contained");
    world.ok("set status=investigating -m 'not yet'");
    world.ok("contain --action 'Froze it' --done");
    world.ok("recover --rest done");
    world.pass("1h");
    world.ok("close --rest done");
    world.ok("open 'Queue stuck' --type redis");
    let found = judged(&world, 0);
    assert_eq!(found["findings"], serde_json::json!([]), "{found}");
    // The same in one commit, as a squashed branch is.
    world.git_line("reset -q --soft main");
    world.git_line("commit -qm squashed");
    assert_eq!(judged(&world, 0)["errors"], 0);
}

#[test]
fn what_is_sealed_changes_only_by_reopening() {
    let (world, id) = on_branch(Stage::Closed);
    world.spoil_committed(&id, "  users: 212 wallets", "  users: 2 wallets");
    let found = judged(&world, 1);
    assert_eq!(
        rules(&found),
        ["closure/seal-broken", "history/sealed-changed"],
        "{found}"
    );
    let message = found["findings"][0]["message"].as_str().expect("words");
    assert!(message.contains("impact.users"), "{message}");
    world.git_line("reset -q --hard main");
    // What lives on may change.
    world.ok(&format!(
        "action add {id} -m 'Look again' --owner Payments --due 2025-12-12"
    ));
    judged(&world, 0);
    world.git_line("reset -q --hard main");
    world.spoil_committed(&id, "status: closed", "status: contained");
    assert!(rules(&judged(&world, 1)).contains(&"history/status-moved"));
}

#[test]
fn an_old_fault_never_reddens_another_branch() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    world.spoil_committed(&id, "  users: 212 wallets", "  users: 2 wallets");
    world.git_line("checkout -qb work");
    world.ok("open 'Queue stuck' --type redis");
    let found = judged(&world, 0);
    assert_eq!(found["checked"], 1);
    assert!(found["older"].as_u64().expect("a number") >= 1, "{found}");
    world.line("validate --base main").ok().prints(" not shown");
    // Touching the faulty record is no fault; only what comes anew is one.
    world.ok(&format!(
        "action add {id} -m 'Look again' --owner Payments --due 2025-12-12"
    ));
    judged(&world, 0);
    world.spoil_committed(&id, "severity: SEV-2", "severity: SEV-4");
    let found = judged(&world, 1);
    assert!(rules(&found).contains(&"severity/below-floor"), "{found}");
    assert!(!rules(&found).contains(&"closure/seal-broken"), "{found}");
}

#[test]
fn only_what_the_branch_touched_is_judged_and_an_id_that_is_given_twice_all_the_same() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    let clean = judged(&world, 0);
    world.spoil_committed(&id, "  users: 212 wallets", "  users: 2 wallets");
    world.write_record("INC-20251129-050", "status: [\n");
    world.commit_all();
    world.git_line("checkout -qb work");
    let before = judged(&world, 0);
    assert_eq!(before["older"], clean["older"], "{before}");
    assert_eq!(before["checked"], 0, "{before}");
    let other = world.ok("open 'Queue stuck' --type redis");
    let found = judged(&world, 0);
    assert_eq!(found["checked"], 1, "{found}");
    // The faults of the home's own files, and none of the two records.
    assert_eq!(found["older"], before["older"], "{found}");
    world.spoil_committed(&other, &format!("id: {other}"), &format!("id: {id}"));
    let found = judged(&world, 1);
    assert!(rules(&found).contains(&"schema/duplicate-id"), "{found}");
    assert!(!rules(&found).contains(&"closure/seal-broken"), "{found}");
}

#[test]
fn an_id_that_was_given_twice_before_is_no_doing_of_a_branch_that_touches_both() {
    let world = World::new();
    let id = world.ok("open 'Wallets credited twice' --type payment");
    let other = world.ok("open 'Queue stuck' --type redis");
    world.spoil_committed(&other, &format!("id: {other}"), &format!("id: {id}"));
    world.git_line("checkout -qb work");
    world.spoil_committed(&id, "Wallets credited twice", "Wallets credited thrice");
    world.spoil_committed(&other, "Queue stuck", "Queue full");
    world.set_env("INC_SEED", "another incident");
    world.ok("open 'Cache gone' --type redis");
    let found = judged(&world, 0);
    assert_eq!(found["checked"], 3, "{found}");
    assert!(!rules(&found).contains(&"schema/duplicate-id"), "{found}");
}

#[test]
fn what_main_did_is_not_the_branchs_doing() {
    let (world, id) = on_branch(Stage::Contained);
    world.ok("note -m 'From the branch'");
    world.git_line("checkout -q main");
    world.ok("open 'Queue stuck' --type redis");
    world.spoil_committed(
        &id,
        "event: Froze the refund workflow",
        "event: Froze nothing",
    );
    world.git_line("checkout -q work");
    judged(&world, 0);
    world.git_line("merge -q --no-edit main");
    let found = judged(&world, 0);
    assert_eq!(found["findings"], serde_json::json!([]), "{found}");
    // Judged against where it began, it is.
    world.line("validate --base main~2 --format json").exit(1);
}

#[test]
fn a_merge_that_drops_what_the_other_side_wrote_is_found() {
    let (world, id) = on_branch(Stage::Contained);
    world.ok("note -m 'From the branch'");
    world.git_line("checkout -qb other main");
    world.set_env("INC_SEED", "other");
    world.ok(&format!("assign {id} technical-lead=Omar"));
    world.ok("note -m 'From the other'");
    world.git_line("checkout -q work");
    world.git_line("merge -q -s ours --no-edit other");
    let found = judged(&world, 1);
    assert_eq!(rules(&found), ["history/entry-lost"], "{found}");
    let message = found["findings"][0]["message"].as_str().expect("words");
    assert!(message.contains("From the other"), "{message}");
}

#[test]
fn a_record_may_be_renumbered_and_not_removed() {
    let (world, id) = on_branch(Stage::Contained);
    let text = world.record_text(&id);
    let renumbered = text.replace(&format!("id: {id}"), "id: INC-20251129-009");
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    let found = judged(&world, 1);
    assert_eq!(rules(&found), ["history/record-gone"], "{found}");
    assert_eq!(
        found["findings"][0]["path"],
        format!("incidents/2025/{id}.yaml")
    );
    world.write_record("INC-20251129-009", &renumbered);
    world.commit_all();
    assert_eq!(rules(&judged(&world, 1)), ["history/id-changed"]);
    world.git_line("reset -q --soft main");
    let renumbered = renumbered.replace(
        "id: INC-20251129-009",
        &format!("id: INC-20251129-009\nformerly: [{id}]"),
    );
    world.write_record("INC-20251129-009", &renumbered);
    world.commit_all();
    let found = judged(&world, 0);
    assert_eq!(found["findings"], serde_json::json!([]), "{found}");
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_cure() {
    let (world, _) = on_branch(Stage::Contained);
    judged(&world, 0);
    world.line("validate --base HEAD").ok();
    world
        .line("validate --base nothing")
        .exit(3)
        .says("git knows no revision `nothing`");
    world
        .line("validate --base origin/nothing")
        .exit(3)
        .says("git fetch origin nothing");
    world.git_line("checkout -q --orphan stranger");
    world
        .line("validate --base main")
        .exit(3)
        .says("there is no commit yet");
    world.git_line("commit -qm stranger");
    world
        .line("validate --base main")
        .exit(3)
        .says("no commit in common");
}

#[test]
fn a_shallow_clone_is_told_how_to_become_whole() {
    let (world, _) = on_branch(Stage::Contained);
    world.ok("note -m later");
    let clone = world.shallow_clone();
    clone.line("validate --base HEAD").ok();
    clone
        .line("validate --base origin/main")
        .exit(3)
        .says("git fetch --unshallow")
        .says("fetch-depth: 0");
    clone.git_line("fetch -q --depth 1 origin main:main");
    clone
        .line("validate --base main")
        .exit(3)
        .says("git fetch --unshallow");
    clone.git_line("fetch -q --unshallow origin main:main");
    clone.line("validate --base main").ok();
}

#[test]
fn a_plan_of_the_branch_is_judged_and_no_other() {
    let (world, _) = on_branch(Stage::Contained);
    let plan = world.read("templates/plan.yaml");
    world.write("templates/plan.yaml", &format!("{plan}# a remark\n"));
    // The contacts are placeholders still, as they were.
    world.line("validate --base main --deny-warnings").ok();
    world.write("templates/plan.yaml", &plan);
    world.change_plan("classification: internal", "classification: [");
    world.line("validate --base main").exit(1);
    world.commit_all();
    world.git_line("branch -f main");
    world.ok("note -m 'all the same'");
    world.line("validate --base main").ok().prints(" not shown");
}
