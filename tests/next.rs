//! What now: every command that is suggested can be typed as it stands and does what it says.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::story::{EXPOSURE, PAYMENT, SECURITY, Stage, Story};
use crate::support::{World, texts};

/// What a person would put into a gap.
fn fill(gap: &str) -> &'static str {
    match gap {
        "WHO" => "CTO",
        "SEVERITY" => "SEV-1",
        "ENVIRONMENT" => "production",
        "SOURCE" => "user-reports",
        "DATE" => "2w",
        "TIME" => "now",
        "FILE" => "templates/plan.yaml",
        "KIND" => "application-logs",
        _ => "words",
    }
}

fn filled(world: &World, id: &str, word: &str) -> String {
    // An answer of the fact that the word names.
    if let Some(fact) = word.strip_suffix("=<ANSWER>") {
        let facts = world.json("plan facts --format json");
        let fact = facts
            .as_array()
            .expect("facts")
            .iter()
            .find(|known| known["id"] == fact)
            .cloned();
        let fact = fact.unwrap_or_else(|| panic!("{id}: no fact in {word}"));
        let clearing = fact["answers"]
            .as_array()
            .expect("answers")
            .iter()
            .find(|answer| answer["clears"] == true)
            .cloned()
            .expect("one");
        return format!(
            "{}={}",
            fact["id"].as_str().expect("an id"),
            clearing["id"].as_str().expect("an id")
        );
    }
    crate::support::text::filled(word, |gap| fill(gap).to_owned())
}

#[test]
fn steps_have_the_shape_that_scripts_rely_on() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.pass("20m");
    let steps = world.json("next --format json");
    let steps = steps.as_array().expect("a list");
    assert!(steps.len() > 5);
    for step in steps {
        let keys: HashSet<&str> = step
            .as_object()
            .expect("a map")
            .keys()
            .map(String::as_str)
            .collect();
        assert!(
            keys.is_subset(&HashSet::from([
                "what", "why", "row", "due", "urgency", "command"
            ])),
            "{step}"
        );
        for key in ["what", "why", "row", "urgency", "command"] {
            assert!(keys.contains(key), "{key} is missing: {step}");
        }
        let command = texts(&step["command"]);
        assert_eq!(command[0], "inc");
        assert!(command.contains(&id), "{step}");
    }
    let urgencies: Vec<usize> = steps
        .iter()
        .map(|step| {
            ["overdue", "now", "soon", "later"]
                .iter()
                .position(|known| step["urgency"] == *known)
                .expect("an urgency")
        })
        .collect();
    // Whom management must hear of comes first (O21), then the most urgent.
    assert_eq!(steps[0]["what"], "escalation");
    assert!(urgencies[1..].is_sorted(), "{urgencies:?}");
    assert_eq!(steps[1]["what"], "acknowledgement");
    assert_eq!(steps[1]["urgency"], "overdue");
    assert_eq!(steps[1]["due"], "2025-11-29T10:10:00+03:00");
    assert!(
        world.ok("next").contains("overdue 15 min"),
        "{}",
        world.ok("next")
    );
}

#[test]
fn what_is_due_soon_comes_before_what_has_no_time() {
    let world = World::new();
    world.payment(Stage::Opened);
    let steps = world.json("next --format json");
    let soon: Vec<bool> = steps
        .as_array()
        .expect("a list")
        .iter()
        .filter(|step| step["urgency"] == "soon")
        .map(|step| step.get("due").is_some())
        .collect();
    assert!(soon.contains(&true) && soon.contains(&false));
    assert!(soon.is_sorted_by(|left, right| left >= right), "{steps}");
}

#[test]
fn an_open_incident_is_not_told_that_it_is_closed() {
    let world = World::new();
    world.payment(Stage::Opened);
    for step in world.json("next --format json").as_array().expect("a list") {
        assert!(
            !step["why"].as_str().expect("words").starts_with("closed"),
            "{step}"
        );
    }
}

#[test]
fn a_suggested_command_is_never_cut_off() {
    let world = World::new();
    world.payment(Stage::Opened);
    let ran = world.line("triage --environment production").ok();
    assert!(!ran.suggested().is_empty(), "{}", ran.told());
    for command in ran.suggested() {
        assert!(!command.ends_with('…'), "{command}\n{}", ran.told());
    }
    for columns in [80, 100] {
        let mut terminal = world.terminal_of("next", 30, columns);
        terminal.ends_with(0);
        let screen = terminal.screen();
        assert!(
            screen.contains(
                "inc assign incident-commander=<WHO> technical-lead=<WHO> finance-owner=<WHO>"
            ),
            "{screen}"
        );
    }
}

#[test]
fn triage_names_the_facts_that_are_under_review() {
    let world = World::new();
    world.payment(Stage::Ready);
    world.ok("triage --fact financial-integrity=under-review");
    world
        .line("triage")
        .exit(2)
        .says("inc triage --fact financial-integrity=<ANSWER>");
}

/// Whoever does only what `inc next` says closes the incident.
fn follow(world: &World, id: &str) -> Vec<String> {
    let mut typed = Vec::new();
    for _ in 0..120 {
        world.pass("1m");
        let steps = world.json(&format!("next {id} --format json"));
        let steps = steps.as_array().expect("a list").clone();
        if steps.is_empty() {
            assert_eq!(
                world.record(id)["status"],
                "closed",
                "nothing is left, but it is open: {typed:#?}"
            );
            return typed;
        }
        let before = world.record(id);
        let moved = steps.iter().any(|step| {
            // An update that is promised for later is not written now.
            if step["what"] == "update" && step["urgency"] != "overdue" {
                return false;
            }
            let words: Vec<String> = texts(&step["command"])[1..]
                .iter()
                .map(|word| filled(world, id, word))
                .collect();
            let mut line = words.clone();
            let ran = world.inc(&words);
            // Without a terminal a walk says what it would ask, each with its command.
            let ran = if ran.code == Some(2) || (words[0] == "close" && ran.code == Some(1)) {
                let asked: Vec<String> = if words[0] == "contain" {
                    words
                        .iter()
                        .cloned()
                        .chain(["--action".to_owned(), "Froze it".to_owned()])
                        .collect()
                } else if ["recover", "close", "eradicate"].contains(&words[0].as_str())
                    && !ran.stderr.contains("=done:<ANSWER>")
                {
                    words
                        .iter()
                        .cloned()
                        .chain(["--rest".to_owned(), "done".to_owned()])
                        .filter(|_| words[0] != "eradicate")
                        .collect()
                } else {
                    Vec::new()
                };
                let asked = if asked.is_empty() {
                    ran.suggested()
                        .first()
                        .map(|first| {
                            crate::support::text::words(&quoted(first))
                                .into_iter()
                                .skip(1)
                                .map(|word| filled(world, id, &word))
                                .collect()
                        })
                        .unwrap_or_default()
                } else {
                    asked
                };
                // Known: a fact under review is not named. The one under review here is the money.
                let asked = if asked.is_empty() && words[0] == "triage" {
                    let record = world.record(id);
                    record["facts"]
                        .as_object()
                        .expect("facts")
                        .iter()
                        .filter(|(_, answer)| **answer == "under-review")
                        .fold(words.clone(), |mut line, (fact, _)| {
                            line.extend([
                                "--fact".to_owned(),
                                filled(world, id, &format!("{fact}=<ANSWER>")),
                            ]);
                            line
                        })
                } else {
                    asked
                };
                assert!(
                    !asked.is_empty(),
                    "it says not what to type\n{}",
                    ran.told()
                );
                line = asked.clone();
                world.inc(&asked)
            } else {
                ran
            };
            assert!(matches!(ran.code, Some(0 | 1)), "{step}\n{}", ran.told());
            typed.push(line.join(" "));
            world.record(id) != before
        });
        assert!(
            moved,
            "no suggested command changes anything: {steps:#?}\n{typed:#?}"
        );
    }
    panic!("it never ends: {typed:#?}");
}

/// A command with its gaps quoted, as they hold blanks.
fn quoted(command: &str) -> String {
    if command.contains('\'') {
        command.to_owned()
    } else {
        command.replace('<', "\"<").replace('>', ">\"")
    }
}

#[test]
fn whoever_does_what_next_says_closes_the_incident() {
    let stories: [(&Story, Stage); 3] = [
        (PAYMENT, Stage::Opened),
        (EXPOSURE, Stage::Opened),
        (PAYMENT, Stage::Contained),
    ];
    for (story, stage) in stories {
        let world = World::new();
        let id = world.tell(story, stage);
        let typed = follow(&world, &id);
        assert!(typed.len() >= 4, "{typed:?}");
        world.line("validate").ok();
    }
}

#[test]
fn every_suggested_command_is_one_that_the_program_takes() {
    // A line that several stages suggest is tried once: help looks at no home.
    let mut tried = HashSet::new();
    for (story, name) in [
        (PAYMENT, "payment"),
        (EXPOSURE, "exposure"),
        (SECURITY, "security"),
    ] {
        for stage in [
            Stage::Opened,
            Stage::Triaged,
            Stage::Contained,
            Stage::Eradicated,
            Stage::Recovered,
            Stage::Ready,
        ] {
            let world = World::new();
            let id = world.tell(story, stage);
            let mut commands: Vec<Vec<String>> = Vec::new();
            let steps: Value = world.json("next --format json");
            for step in steps.as_array().expect("a list") {
                commands.push(texts(&step["command"]));
            }
            for refused in ["close", "recover", "triage", "set status=resolved"] {
                let ran = world.line(&format!("{refused} --no-commit"));
                let whole = ran
                    .suggested()
                    .into_iter()
                    .filter(|line| !line.ends_with('…'));
                commands.extend(whole.map(|line| crate::support::text::words(&quoted(&line))));
            }
            commands.sort();
            commands.dedup();
            for command in commands {
                // With a flag nobody has, the command line is looked at and nothing is done.
                let words: Vec<String> = command[1..]
                    .iter()
                    .map(|word| filled(&world, &id, word))
                    .chain(["--help".to_owned()])
                    .collect();
                if !tried.insert(words.clone()) {
                    continue;
                }
                let verb = world.inc(&words);
                assert_eq!(
                    verb.code,
                    Some(0),
                    "{name} {stage:?}: {command:?}\n{}",
                    verb.told()
                );
            }
        }
    }
}

#[test]
fn clocks_run_from_the_plan_and_stop_when_they_are_met() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let clocks = || -> Vec<String> {
        world.json(&format!("show {id} --format json"))["computed"]["clocks"]
            .as_array()
            .expect("clocks")
            .iter()
            .map(|clock| {
                let due = clock["due"].as_str().map_or("-", |due| &due[11..16]);
                let what = clock["what"].as_str().expect("a name");
                format!("{what} {due} {}", clock["overdue"])
            })
            .collect()
    };
    assert_eq!(
        clocks(),
        [
            "acknowledgement 10:10 false",
            "update 10:35 false",
            "containment 11:05 false",
            "escalation 11:05 false"
        ]
    );
    world.pass("10m");
    assert_eq!(clocks()[0], "acknowledgement 10:10 true");
    // What is to be done at once is late at the very time that the other lists have.
    let first = world.ok("next");
    let first = first.lines().nth(1).unwrap_or_default();
    assert!(
        first.contains("now ") && first.contains("; due in 50 min ("),
        "{first}"
    );
    assert!(world.ok("due").contains("in 50 min"), "{first}");
    world.ok("ack");
    world.ok("escalate --to CTO");
    assert_eq!(clocks(), ["update 10:35 false", "containment 11:05 false"]);
    world.ok("contain --action x");
    world.ok("update -m 'reading the ledger' --next none");
    assert_eq!(clocks(), Vec::<String>::new());
    world.ok("update -m 'still reading'");
    assert_eq!(clocks(), ["update 10:45 false"]);
    world.ok("update -m 'it was one hour' --next none");
    world.ok("triage --fact data-exposure=personal-data");
    assert_eq!(clocks()[0], "escalation 10:10 true");
}
