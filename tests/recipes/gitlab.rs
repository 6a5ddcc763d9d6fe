//! `templates/ci/gitlab.yml`.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value as Json;
use serde_yaml::Value;

use super::runner::entries;
use super::{BROKEN, Stage, shipped, tells_what_broke};
use crate::support::Ran;

fn job() -> Value {
    shipped("templates/ci/gitlab.yml")["incidents"].clone()
}

/// Runs the job as GitLab's runner does: both scripts in one shell, which ends at the first command
/// that fails. It takes bash where there is one, and else whatever `sh` is.
fn run(stage: &Stage, shell: &str, variables: &[(&str, &str)]) -> Ran {
    let job = job();
    let lines = ["before_script", "script"].map(|key| {
        let lines = job[key].as_sequence().expect("lines");
        let lines: Vec<&str> = lines
            .iter()
            .map(|line| line.as_str().expect("text"))
            .collect();
        lines.join("\n")
    });
    let mut env: BTreeMap<String, String> = entries(&job["variables"]).into_iter().collect();
    let home = match stage.prefix {
        "" => ".",
        folder => folder.trim_end_matches('/'),
    };
    env.insert("INC_REPO".to_owned(), home.to_owned());
    env.insert("CI".to_owned(), "true".to_owned());
    env.insert("PATH".to_owned(), stage.search_path(None));
    for (name, value) in variables {
        env.insert((*name).to_owned(), (*value).to_owned());
    }
    let options: &[&str] = match shell {
        "bash" => &["-eo", "pipefail", "-c"],
        _ => &["-e", "-c"],
    };
    let mut command = stage.world.command(shell);
    command
        .args(options)
        .arg(lines.join("\n"))
        .envs(&env)
        .current_dir(stage.checkout());
    Ran::of(&mut command)
}

/// What the job leaves behind, under the names that it hands to GitLab.
fn artifact(stage: &Stage, name: &str) -> Option<String> {
    let artifacts = &job()["artifacts"];
    let path = match name {
        "summary" => &artifacts["paths"][0],
        report => &artifacts["reports"][report],
    };
    fs::read_to_string(stage.checkout().join(path.as_str().expect("a path"))).ok()
}

fn quality(stage: &Stage) -> Vec<(String, String, u64)> {
    let written = artifact(stage, "codequality").expect("a report");
    let written: Json = serde_json::from_str(&written).expect("JSON");
    let issues = written.as_array().expect("a list").iter();
    let issues = issues.filter(|issue| issue["severity"] == "critical");
    let mut found: Vec<(String, String, u64)> = issues
        .map(|issue| {
            let place = &issue["location"];
            let text = |value: &Json| value.as_str().expect("text").to_owned();
            let line = place["lines"]["begin"].as_u64().expect("a line");
            (text(&issue["check_name"]), text(&place["path"]), line)
        })
        .collect();
    found.sort();
    found
}

fn failures(stage: &Stage) -> usize {
    let written = artifact(stage, "junit").expect("a report");
    let document = roxmltree::Document::parse(&written).expect("XML");
    let all = document.descendants();
    all.filter(|node| node.has_tag_name("failure")).count()
}

#[test]
fn a_merge_request_that_breaks_rules_leaves_its_reports_and_fails() {
    for (prefix, shell, merged) in [
        ("", "bash", false),
        ("on call #1/", "sh", false),
        ("", "sh", true),
    ] {
        let stage = Stage::set(prefix);
        let target = stage.git("rev-parse origin/main");
        let mut variables = vec![("CI_MERGE_REQUEST_DIFF_BASE_SHA", stage.fork.as_str())];
        if merged {
            stage.merged("broken");
            variables.push(("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &target));
        } else {
            stage.git("checkout -q --detach origin/broken");
            variables.push(("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", ""));
        }
        let ran = run(&stage, shell, &variables).exit(1);
        assert_eq!(quality(&stage), stage.deserved());
        assert_eq!(failures(&stage), 1, "one record");
        tells_what_broke(&artifact(&stage, "summary").expect("it"), &stage);
        // The log says the same, and what else is wrong.
        for (rule, ..) in BROKEN {
            assert!(ran.stdout.contains(rule), "{}", ran.told());
        }
        ran.says("the record has changed since");
        stage.nothing_was_obeyed();
    }
}

#[test]
fn a_merge_request_passes_that_did_nothing_wrong_whatever_its_target_did_meanwhile() {
    let stage = Stage::set("");
    let target = stage.git("rev-parse origin/main");
    let fork = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", stage.fork.as_str());
    stage.git("checkout -q --detach origin/clean");
    run(&stage, "bash", &[fork]).ok();
    assert_eq!(quality(&stage), []);
    assert_eq!(failures(&stage), 0);
    let told = artifact(&stage, "summary").expect("it");
    assert!(told.contains("The bank answered"), "{told}");
    // A merged result holds what the target did since, which is not this branch's doing.
    stage.merged("clean");
    let merged = ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", target.as_str());
    run(&stage, "bash", &[fork, merged]).ok();
    assert_eq!(quality(&stage), []);
    let told = artifact(&stage, "summary").expect("it");
    assert!(!told.contains(&stage.other), "{told}");
}

#[test]
fn on_the_default_branch_every_record_is_checked() {
    let stage = Stage::set("");
    let ran = run(&stage, "bash", &[]).exit(1);
    assert!(ran.stdout.contains(&stage.other), "{}", ran.told());
    assert_eq!(quality(&stage).len(), 1);
    assert_eq!(artifact(&stage, "summary"), None);
    ran.says("1 report up to date");
}

#[test]
fn what_the_environment_lacks_fails_the_job_too() {
    let stage = Stage::set("");
    stage.git("checkout -q --detach origin/clean");
    let unknown = "0123456789012345678901234567890123456789";
    let ran = run(
        &stage,
        "bash",
        &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", unknown)],
    );
    ran.exit(3);
    // The lines to be filled in are named.
    let ran = run(&stage, "bash", &[("PATH", "/usr/bin:/bin")]).exit(1);
    ran.says("INC_GIT and INC_REV are not filled in: .gitlab/ci/incidents.yml");
}

#[test]
fn it_runs_for_merge_requests_and_the_default_branch_with_all_of_the_history() {
    let job = job();
    let rules = job["rules"].as_sequence().expect("rules");
    let rules: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule["if"].as_str())
        .collect();
    assert_eq!(
        rules,
        [
            "$CI_PIPELINE_SOURCE == \"merge_request_event\"",
            "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
        ]
    );
    assert_eq!(job["variables"]["GIT_DEPTH"], "0");
    assert_eq!(job["artifacts"]["when"], "always");
}
