//! `action.yml`, as a workflow uses it.

use std::fs;

use serde_json::Value as Json;

use super::expression::filled;
use super::runner::{Job, Runner, cargo};
use super::{BROKEN, Stage, shipped, tells_what_broke};
use crate::formats::github::Log;
use crate::support::INC;

/// Runs the action; `inputs` are what a workflow gives it.
fn run<'a>(stage: &'a Stage, inputs: &[(&str, &str)], set: impl FnOnce(&mut Runner<'a>)) -> Job {
    let action = shipped("action.yml");
    let mut runner = Runner::new(stage);
    let known = action["inputs"].as_mapping().expect("inputs");
    for (name, input) in known {
        let name = name.as_str().expect("a name");
        let given = inputs.iter().find(|(given, _)| *given == name);
        let value = given.map(|(_, value)| *value);
        let value = value.unwrap_or_else(|| input["default"].as_str().expect("a default"));
        runner.name(&format!("inputs.{name}"), value);
    }
    for (name, _) in inputs {
        assert!(known.contains_key(*name), "no input {name}");
    }
    // The binary is there already; only how it is asked for is looked at.
    let tools = stage.world.root().join("tools");
    fs::create_dir_all(&tools).expect("a folder");
    cargo(
        &tools,
        &format!(
            "echo asked: \"$@\"\nfor root; do :; done\nmkdir -p \"$root/bin\"\ncp '{INC}' \"$root/bin/inc\""
        ),
    );
    // `inc` is nowhere on the search path: the action uses what it built.
    runner.set("PATH", &format!("{}:/usr/bin:/bin", tools.display()));
    runner.set("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"));
    set(&mut runner);
    runner.run(&action["runs"]["steps"])
}

fn output(job: &Job, name: &str) -> String {
    let output = &shipped("action.yml")["outputs"][name]["value"];
    filled(output.as_str().expect("a value"), &job.names)
}

#[test]
fn it_builds_itself_annotates_sums_up_and_fails() {
    let stage = Stage::set("ops/");
    stage.merged("broken");
    let job = run(
        &stage,
        &[("home", "ops"), ("sarif-file", "found here.sarif")],
        Runner::pull_request,
    );
    assert_eq!(job.failed(), [("records", 1), ("reports", 1)]);
    let asked = &job.step("inc").stdout;
    let root = stage.world.root().join("tmp/inc");
    let expected = format!(
        "asked: install --locked --path {} --root {}\n",
        env!("CARGO_MANIFEST_DIR"),
        root.display()
    );
    assert!(asked.starts_with(&expected), "{asked}");
    let digest = &job.names["steps.sources.outputs.digest"];
    assert_eq!(digest.len(), 40, "{digest}");

    let log = Log::of(&job.step("records").stdout);
    let mut rules: Vec<(&str, String)> = log
        .named("error")
        .iter()
        .map(|command| {
            let title = command.properties["title"].as_str();
            (
                title.split(' ').next().expect("a rule"),
                command.properties["file"].clone(),
            )
        })
        .collect();
    rules.sort();
    assert_eq!(
        rules,
        BROKEN.map(|(rule, ..)| (rule, stage.in_repository(&stage.id)))
    );
    tells_what_broke(&job.summary, &stage);

    assert_eq!(output(&job, "records"), "failure");
    assert_eq!(output(&job, "reports"), "failure");
    assert_eq!(output(&job, "sarif-file"), "found here.sarif");
    let sarif = fs::read_to_string(stage.checkout().join("found here.sarif")).expect("SARIF");
    let sarif: Json = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert!(
        results
            .iter()
            .any(|result| result["ruleId"] == "severity/below-floor"),
        "{sarif}"
    );
    stage.nothing_was_obeyed();
}

#[test]
fn its_inputs_are_obeyed_and_never_read_as_shell() {
    let stage = Stage::set("");
    stage.merged("clean");
    let job = run(&stage, &[], Runner::pull_request);
    assert_eq!(job.failed(), []);
    assert!(job.summary.contains("The bank answered"), "{}", job.summary);
    assert_eq!(output(&job, "records"), "success");
    assert_eq!(output(&job, "sarif-file"), "");

    // Without a base every record counts, and nothing is there to be summed up.
    fn on_main(runner: &mut Runner<'_>) {
        runner.push("main");
    }
    let job = run(&stage, &[], on_main);
    assert_eq!(job.failed(), [("records", 1)]);
    assert_eq!(job.summary, "");
    assert!(job.step("records").stdout.contains(&stage.other));

    // The plan is shipped with contacts fill in the placeholders, of which it warns.
    stage.git("checkout -q --detach origin/clean");
    for (deny, failed) in [("false", &[][..]), ("true", &[("records", 1)][..])] {
        let inputs = [("deny-warnings", deny), ("format", "json")];
        let job = run(&stage, &inputs, on_main);
        assert_eq!(job.failed(), failed);
        let found: Json = serde_json::from_str(&job.step("records").stdout).expect("JSON");
        assert!(found["warnings"].as_u64() > Some(0), "{found}");
    }

    let hostile = "$(touch pwned)`touch pwned`; touch pwned #";
    for input in ["base", "format", "home", "deny-warnings"] {
        let job = run(&stage, &[(input, hostile)], Runner::pull_request);
        let codes: Vec<i32> = job.failed().iter().map(|(_, code)| *code).collect();
        assert!(codes.iter().all(|code| [2, 3].contains(code)), "{codes:?}");
        assert_eq!(codes.is_empty(), input == "deny-warnings", "{input}");
    }
    stage.nothing_was_obeyed();
}
