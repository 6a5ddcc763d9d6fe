//! What was done more than once, put right, or done under another number: told once for each commit
//! that did it, and of the incident that it was done to.

use serde_json::Value;

use super::{on_branch, rules};
use crate::support::World;
use crate::support::story::Stage;

const OTHER: &str = "INC-20251129-009";

/// What `inc verify` says of the history of the first incident, and why.
fn history(world: &World, line: &str, code: i32) -> (String, Vec<String>) {
    let json = world
        .line(&format!("{line} --format json"))
        .exit(code)
        .json();
    let told = &json["incidents"][0]["history"];
    let why = crate::support::texts(&told["why"]);
    (told["state"].as_str().expect("a state").to_owned(), why)
}

fn messages(found: &Value) -> Vec<&str> {
    let findings = found["findings"].as_array().expect("findings").iter();
    let message = |finding: &'_ Value| finding["message"].as_str().map(str::len);
    assert!(findings.clone().all(|finding| message(finding).is_some()));
    findings
        .filter_map(|finding| finding["message"].as_str())
        .collect()
}

fn against(world: &World, base: &str, code: i32) -> Value {
    let line = format!("validate --base {base} --format json");
    world.line(&line).exit(code).json()
}

fn head(world: &World) -> String {
    world.git_line("rev-parse HEAD")[..10].to_owned()
}

/// Gives a record another ID and file name, without a word of the old one.
fn rename(world: &World, id: &str) {
    let text = world.record_text(id);
    std::fs::remove_file(world.record_path(id)).expect("removed");
    world.write_record(
        OTHER,
        &text.replace(&format!("id: {id}"), &format!("id: {OTHER}")),
    );
}

#[test]
fn an_id_that_changed_in_silence_is_false_of_the_incident_that_bears_the_new_one() {
    for stage in [Stage::Contained, Stage::Closed] {
        let (world, id) = on_branch(stage);
        rename(&world, &id);
        world.commit_all();
        let commit = head(&world);
        let said = format!(
            "{id} is now {OTHER}, but `formerly` does not list the old ID (commit {commit})"
        );
        for line in ["verify", "verify 009", &format!("verify {id}")] {
            let (state, why) = history(&world, line, 1);
            assert_eq!((state.as_str(), &why[..]), ("false", &[said.clone()][..]));
        }
        assert!(messages(&against(&world, "main", 1)).contains(&said.as_str()));

        let named = format!("id: {OTHER}\nformerly: [{id}]");
        let text = world.record_text(OTHER);
        world.write_record(OTHER, &text.replace(&format!("id: {OTHER}"), &named));
        world.commit_all();
        let since = said.replace(')', "; corrected since)");
        for line in ["verify", "verify 009"] {
            assert_eq!(
                history(&world, line, 1),
                ("false".to_owned(), vec![since.clone()])
            );
        }
        assert_eq!(messages(&against(&world, "main", 1)), [since]);
    }
}

#[test]
fn an_id_that_changed_across_a_deletion_is_seen_as_well() {
    let (world, id) = on_branch(Stage::Contained);
    let text = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    let gone = head(&world);
    world.write_record(
        OTHER,
        &text.replace(&format!("id: {id}"), &format!("id: {OTHER}")),
    );
    world.commit_all();
    let changed = head(&world);
    let expected = [
        format!("the record of {id} was deleted (commit {gone})"),
        format!("{id} is now {OTHER}, but `formerly` does not list the old ID (commit {changed})"),
    ];
    for line in ["verify", "verify 009"] {
        assert_eq!(
            history(&world, line, 1),
            ("false".to_owned(), expected.to_vec())
        );
    }
    // Its own ID back is the mend, and no second change.
    std::fs::remove_file(world.record_path(OTHER)).expect("removed");
    world.write_record(&id, &text);
    world.commit_all();
    let since = expected.map(|said| said.replace(')', "; corrected since)"));
    for line in ["verify", &format!("verify {id}")] {
        assert_eq!(
            history(&world, line, 1),
            ("false".to_owned(), since.to_vec())
        );
    }
    assert_eq!(messages(&against(&world, "main", 1)), since);
}

/// A record with one timeline entry less, and another that says something else.
fn with_losses(text: &str) -> String {
    let start = text.find("  - id:").expect("an entry");
    let end = text[start + 3..].find("  - id:").expect("another") + start + 3;
    let text = format!("{}{}", &text[..start], &text[end..]);
    assert!(text.contains("event: Froze the refund workflow"));
    text.replace("event: Froze the refund workflow", "event: Froze nothing")
}

#[test]
fn what_was_lost_between_a_deletion_and_a_new_beginning_is_told() {
    let (world, id) = on_branch(Stage::Contained);
    let whole = world.record_text(&id);
    let remove = || {
        std::fs::remove_file(world.record_path(&id)).expect("removed");
        world.commit_all();
        head(&world)
    };
    let first = remove();
    world.write_record(&id, &whole);
    world.commit_all();
    world.git_line("tag pre");
    let second = remove();
    world.write_record(&id, &with_losses(&whole));
    world.commit_all();
    let back = head(&world);
    for line in ["verify", &format!("verify {id}")] {
        let (state, why) = history(&world, line, 1);
        assert_eq!(state, "false");
        assert_eq!(why.len(), 4, "{why:?}");
        for (said, commit) in why.iter().zip([first.clone(), second.clone()]) {
            let gone = format!("the record of {id} was deleted (commit {commit}; corrected since)");
            assert_eq!(said, &gone);
        }
        let by = format!("(commit {back})");
        let told = |what: &str| {
            why.iter()
                .any(|said| said.contains(what) && said.ends_with(&by))
        };
        assert!(told("was removed") && told("was changed: event"), "{why:?}");
    }
    let found = against(&world, "pre", 1);
    assert_eq!(messages(&found).len(), 3, "{found}");
}

#[test]
fn what_comes_back_with_losses_at_its_place_is_itself_whatever_id_it_bears() {
    let (world, id) = on_branch(Stage::Contained);
    let whole = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    let other = with_losses(&whole).replace(&format!("id: {id}"), &format!("id: {OTHER}"));
    world.write_record(&id, &other);
    world.commit_all();
    let back = head(&world);
    let (_, why) = history(&world, "verify", 1);
    for what in [
        format!("{id} is now {OTHER}"),
        "was removed".to_owned(),
        "was changed".to_owned(),
    ] {
        let mut told = why.iter().filter(|said| said.contains(&what));
        assert!(told.any(|said| said.contains(&back)), "{what}: {why:?}");
    }
}

#[test]
fn what_the_other_side_did_to_one_incident_excuses_no_merge_of_another() {
    let world = World::new();
    let ids = ["Queue full", "Refunds stuck", "Login down"].map(|title| {
        let id = world.ok(&format!("open '{title}' --type queue"));
        world.ok(&format!("contain {id} --action 'Switched it off' --done"));
        id
    });
    let back = |id: &str| world.spoil(id, "status: contained", "status: investigating");
    world.git_line("checkout -qb other");
    back(&ids[0]);
    world.commit_all();
    let theirs = head(&world);
    world.git_line("checkout -qb work main");
    back(&ids[2]);
    world.commit_all();
    let ours = head(&world);
    world.git_line("merge -q --no-commit --no-ff other");
    back(&ids[1]);
    world.git_line("commit -qam Evil");
    let evil = head(&world);
    let found = against(&world, "main", 1);
    let mut told = messages(&found);
    told.sort_by_key(|said| [&theirs, &evil, &ours].map(|by| !said.contains(by.as_str())));
    assert_eq!(told.len(), 3, "{found:#}");
    for (said, by) in told.iter().zip([&theirs, &evil, &ours]) {
        assert!(said.contains(by.as_str()), "{by}: {found:#}");
    }
}

#[test]
fn a_record_that_is_gone_is_told_by_the_commit_that_took_it_last() {
    let (world, id) = on_branch(Stage::Contained);
    let whole = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    let first = head(&world);
    world.write_record(&id, &whole);
    world.commit_all();
    // A merge that drops the record, which neither side did.
    world.git_line("checkout -qb other");
    world.write("other.txt", "x\n");
    world.commit_all();
    world.git_line("checkout -q work");
    world.write("work.txt", "x\n");
    world.commit_all();
    world.git_line("merge -q --no-commit --no-ff other");
    world.git(["rm", "-qf", &format!("incidents/2025/{id}.yaml")]);
    world.git_line("commit -qm Evil");
    let evil = head(&world);
    let expected = [
        format!("the record of {id} was deleted (commit {first}; corrected since)"),
        format!("the record of {id} was deleted (commit {evil})"),
    ];
    for line in ["verify", &format!("verify {id}")] {
        assert_eq!(
            history(&world, line, 1),
            ("false".to_owned(), expected.to_vec())
        );
    }
    let ran = world.line(&format!("verify {id}")).exit(1);
    ran.prints(&id).says("corrected since");
    // Nobody has ever heard of this one.
    world.line("verify INC-20251129-077").exit(2);
}

#[test]
fn to_put_an_entry_back_is_no_offence() {
    let (world, id) = on_branch(Stage::Contained);
    let (old, new) = ("event: Froze the refund workflow", "event: Froze nothing");
    world.spoil_committed(&id, old, new);
    let first = head(&world);
    world.spoil_committed(&id, new, "event: Froze everything");
    let second = head(&world);
    // Back to what stood there first, not committed and committed.
    world.spoil(&id, "event: Froze everything", old);
    for committed in [false, true] {
        if committed {
            world.commit_all();
        }
        let found = against(&world, "main", 1);
        let messages = messages(&found);
        assert_eq!(messages.len(), 2, "{found}");
        for commit in [&first, &second] {
            let end = format!("(commit {commit}; corrected since)");
            assert!(messages.iter().any(|said| said.ends_with(&end)), "{found}");
        }
        let (_, why) = history(&world, "verify", 1);
        let right = why.iter().filter(|said| said.contains("corrected since"));
        assert_eq!(right.count(), 2, "{why:?}");
        // That it is not committed yet is said as well.
        assert_eq!(why.len() == 2, committed, "{why:?}");
    }
    // Done again, it is told again.
    world.spoil_committed(&id, old, new);
    let third = format!("(commit {})", head(&world));
    assert!(history(&world, "verify", 1).1[2].ends_with(&third));
}

#[test]
fn a_branch_that_puts_right_what_was_done_before_it_is_not_blamed() {
    let (world, id) = on_branch(Stage::Contained);
    let (old, new) = ("event: Froze the refund workflow", "event: Froze nothing");
    world.git_line("checkout -q main");
    world.spoil_committed(&id, old, new);
    world.git_line("checkout -qB work");
    world.spoil(&id, new, old);
    assert_eq!(messages(&against(&world, "main", 0)), Vec::<&str>::new());
    world.commit_all();
    assert_eq!(messages(&against(&world, "main", 0)), Vec::<&str>::new());
    // What it does beside that is its own.
    world.spoil_committed(&id, "to: CTO", "to: CEO");
    let found = against(&world, "main", 1);
    assert_eq!(rules(&found), ["history/entry-rewritten"], "{found}");
}

#[test]
fn an_entry_that_comes_back_as_another_is_told_of_both_commits() {
    let (world, id) = on_branch(Stage::Contained);
    let whole = world.record_text(&id);
    let at = whole.find("Froze the refund workflow").expect("it");
    let start = whole[..at].rfind("  - id:").expect("its beginning");
    let end = whole[at..]
        .find("  - id:")
        .map_or(whole.len(), |end| at + end);
    let end = whole[at..]
        .find("\nescal")
        .map_or(end, |other| end.min(at + other + 1));
    world.write_record(&id, &format!("{}{}", &whole[..start], &whole[end..]));
    world.commit_all();
    let lost = head(&world);
    world.write_record(
        &id,
        &whole.replace("Froze the refund workflow", "Froze nothing"),
    );
    world.commit_all();
    let rewritten = head(&world);
    let (_, why) = history(&world, "verify", 1);
    assert_eq!(why.len(), 2, "{why:?}");
    assert!(
        why[0].ends_with(&format!("was removed (commit {lost})")),
        "{why:?}"
    );
    let said = format!("was changed: event (commit {rewritten})");
    assert!(why[1].ends_with(&said), "{why:?}");
    world.write_record(&id, &whole);
    world.commit_all();
    let (_, why) = history(&world, "verify", 1);
    assert_eq!(why.len(), 2, "{why:?}");
    assert!(
        why.iter().all(|said| said.contains("corrected since")),
        "{why:?}"
    );
}

#[test]
fn a_number_that_is_given_again_does_not_bring_the_first_incident_back() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    let gone = head(&world);
    world.set_env("INC_SEED", "other");
    // `inc open` gives no number again; a hand may.
    let other = world.ok("open 'Queue stuck' --type redis --no-commit");
    let text = world.record_text(&other).replace(&other, &id);
    std::fs::remove_file(world.record_path(&other)).expect("removed");
    world.write_record(&id, &text);
    world.commit_all();
    let said = format!("the record of {id} was deleted (commit {gone})");
    for line in ["verify", "verify 001"] {
        assert_eq!(
            history(&world, line, 1),
            ("false".to_owned(), vec![said.clone()])
        );
    }
}

#[test]
fn a_file_that_was_broken_when_it_came_back_hides_nothing() {
    let (world, id) = on_branch(Stage::Contained);
    let whole = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    world.commit_all();
    world.write_record(&id, "status: [\n");
    world.commit_all();
    world.write_record(&id, &with_losses(&whole));
    world.commit_all();
    let by = format!("(commit {})", head(&world));
    let (_, why) = history(&world, "verify", 1);
    let told = why.iter().filter(|said| said.ends_with(&by)).count();
    assert_eq!((why.len(), told), (3, 2), "{why:?}");
    assert!(why[0].ends_with("; corrected since)"), "{why:?}");
}

/// Takes whole entries out of the timeline, by hand.
fn take_out(world: &World, id: &str, words: &str) {
    let text = world.record_text(id);
    let mut kept = String::new();
    let mut entry = String::new();
    for line in text.lines().chain(["# end"]) {
        if line.starts_with("  - ") || !line.starts_with("    ") {
            if !entry.contains(words) {
                kept.push_str(&entry);
            }
            entry.clear();
        }
        entry.push_str(line);
        entry.push('\n');
    }
    assert_ne!(kept, text, "nothing says {words}");
    world.write_record(id, &kept);
    world.commit_all();
}

#[test]
fn an_entry_that_is_put_back_into_a_closed_record_is_no_offence() {
    let (world, id) = on_branch(Stage::Closed);
    let whole = world.record_text(&id);
    take_out(&world, &id, "event: Incident detected");
    let first = head(&world);
    take_out(&world, &id, "event: Froze");
    let second = head(&world);
    // In the order in which they went, so that the first is put back where the other still lacks.
    for commit in [&first, &second] {
        world.git_line(&format!("revert --no-edit {commit}"));
        let (state, why) = history(&world, &format!("verify {id}"), 1);
        assert_eq!(state, "false");
        assert_eq!(why.len(), 2, "{why:?}");
        assert!(
            why.iter().all(|why| why.contains(" was removed (commit ")),
            "{why:?}"
        );
    }
    assert_eq!(world.record_text(&id), whole);
    let (_, why) = history(&world, &format!("verify {id}"), 1);
    assert!(
        why.iter().all(|why| why.ends_with("corrected since)")),
        "{why:?}"
    );
    assert_eq!(
        rules(&against(&world, "main", 1)),
        ["history/entry-lost", "history/entry-lost"]
    );
    // A branch that only puts back what was deleted before it has done nothing wrong.
    world.git_line("checkout -qb mends HEAD~2");
    world.git_line("branch -qf main HEAD");
    world.write_record(&id, &whole);
    world.commit_all();
    assert_eq!(messages(&against(&world, "main", 0)), [""; 0]);
    // What comes with the entry and was not sealed so is told.
    world.write_record(
        &id,
        &whole.replace("users: 212 wallets", "users: 2 wallets"),
    );
    world.git_line("commit -qa --amend -m more");
    assert_eq!(
        rules(&against(&world, "main", 1)),
        ["history/sealed-changed"]
    );
}
