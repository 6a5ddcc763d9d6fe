//! What programs read: `docs/json.md` tells every key that a command writes, of what type it is and
//! when it is there, and every key there is one that a command writes.

mod home;
mod page;
mod shape;

use std::collections::BTreeSet;

use crate::support::World;
use crate::support::story::Stage;

/// Whether a key belongs to the record, whose keys `docs/record.md` has.
fn is_records(command: &str, key: &str) -> bool {
    command == "show" && !key.starts_with("computed") && !key.starts_with("as_of")
}

#[test]
fn every_key_is_documented_and_every_documented_key_is_written() {
    let ((written, signed), mut told) = (home::written(), page::told());
    if !signed && let Some(log) = told.get_mut("log") {
        log.remove("[].signer");
    }
    let mut wrong = Vec::new();
    for (command, seen) in &written {
        let Some(told) = told.get(*command) else {
            wrong.push(format!("inc {command} is not told of"));
            continue;
        };
        for (key, found) in &seen.keys {
            match told.get(key) {
                None if is_records(command, key) => {}
                None => wrong.push(format!("{command}: {key} is not documented ({found:?})")),
                Some(told) => {
                    let faults = told.faults(found, seen.holders(key)).into_iter();
                    wrong.extend(faults.map(|fault| format!("{command}: {key} {fault}")));
                }
            }
        }
        let never = told.keys().filter(|key| !seen.keys.contains_key(*key));
        wrong.extend(never.map(|key| format!("{command}: {key} is never written")));
    }
    let untried = told
        .keys()
        .filter(|name| !written.contains_key(name.as_str()));
    wrong.extend(untried.map(|name| format!("inc {name} is told of and not tried")));
    assert!(
        wrong.is_empty(),
        "docs/json.md and the program differ:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_command_that_takes_a_format_is_told_of() {
    let help = std::fs::read_to_string("docs/commands.md").expect("the help of every command");
    let takes: BTreeSet<String> = help
        .split("\n###")
        .filter(|text| text.contains("--format <FORMAT>"))
        .filter_map(|text| text.lines().next()?.split("inc ").nth(1))
        .map(str::to_owned)
        .collect();
    let mut told: BTreeSet<String> = page::told().into_keys().collect();
    assert!(told.remove("log --known-at"));
    assert_eq!(takes, told);
}

#[test]
fn a_rule_that_is_named_is_an_item_of_the_list() {
    let world = World::new();
    let rules = world.json("explain --format json");
    let one = world.json("explain severity/below-floor --format json");
    assert!(rules.as_array().expect("rules").contains(&one), "{one}");
}

#[test]
fn the_record_and_the_plan_are_shown_in_their_own_keys() {
    let world = World::new();
    world.payment(Stage::Closed);
    let mut shown = world.json("show 001 --format json");
    shown.as_object_mut().expect("a record").remove("computed");
    for (what, value) in [
        ("record", shown),
        ("plan", world.json("plan --format json")),
    ] {
        let schema = world.json(&format!("schema {what}"));
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{what}: {}", faults.join("\n"));
    }
    let plan = world.json("plan --format json");
    assert_eq!(world.json("plan roles --format json"), plan["roles"]);
}
