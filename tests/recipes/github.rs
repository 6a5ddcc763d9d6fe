//! `templates/ci/github.yml`.

use super::expression::evaluate;
use super::runner::{Job, Runner, cargo};
use super::{HOSTILE, Stage, shipped, tells_what_broke};
use crate::formats::github::Log;

const SUMMARY: &str = "Tell what the branch changes";
const BRANCH: &str = "Check what the branch brought";
const ALL: &str = "Check every record";
const REPORTS: &str = "Check saved reports";

fn runner(stage: &Stage) -> Runner<'_> {
    let mut runner = Runner::new(stage);
    runner.environment(&shipped("templates/ci/github.yml")["env"]);
    runner
}

fn run(mut runner: Runner<'_>, stage: &Stage) -> Job {
    let home = match stage.prefix {
        "" => ".",
        folder => folder.trim_end_matches('/'),
    };
    runner.set("INC_REPO", home);
    let job = &shipped("templates/ci/github.yml")["jobs"]["incidents"];
    let condition = job["if"].as_str().expect("a condition");
    assert_eq!(evaluate(condition, &runner.names), "true", "the job runs");
    runner.run(&job["steps"])
}

/// The annotations of a step: rule, file, line.
fn annotations(job: &Job, step: &str) -> Vec<(String, String, u64)> {
    let log = Log::of(&job.step(step).stdout);
    let known = ["error", "warning", "group", "endgroup"];
    for command in &log.commands {
        assert!(known.contains(&command.name.as_str()), "{}", command.name);
    }
    let mut found: Vec<(String, String, u64)> = log
        .named("error")
        .iter()
        .map(|command| {
            let of = |key: &str| command.properties[key].clone();
            let rule = of("title").split(' ').next().expect("a rule").to_owned();
            (rule, of("file"), of("line").parse().expect("a line"))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_pull_request_that_breaks_rules_is_annotated_summed_up_and_fails() {
    for prefix in ["", "on call #1/"] {
        let stage = Stage::set(prefix);
        stage.merged("broken");
        let mut runner = runner(&stage);
        runner.pull_request();
        let job = run(runner, &stage);
        assert_eq!(job.failed(), [(BRANCH, 1), (REPORTS, 1)]);
        assert_eq!(job.step(SUMMARY).code, Some(0));
        assert_eq!(annotations(&job, BRANCH), stage.deserved());
        tells_what_broke(&job.summary, &stage);
        let said = &job.step(REPORTS).stderr;
        assert!(
            said.contains("the record has changed since") && said.contains(&stage.id),
            "{said}"
        );
        assert!(!job.ran().contains(&ALL), "{:?}", job.ran());
        stage.nothing_was_obeyed();
    }
}

#[test]
fn a_pull_request_passes_that_did_nothing_wrong_whatever_main_did_meanwhile() {
    let stage = Stage::set("");
    stage.merged("clean");
    let mut runner = runner(&stage);
    runner.pull_request();
    let job = run(runner, &stage);
    assert_eq!(job.failed(), []);
    assert_eq!(annotations(&job, BRANCH), []);
    let summary = &job.summary;
    assert!(
        summary.contains("**1 incident** changes") && summary.contains("The bank answered"),
        "{summary}"
    );
    assert!(!summary.contains(&stage.other), "{summary}");
    assert!(job.step(REPORTS).stderr.contains("1 report up to date"));
    // Between the run's beginning and its checkout `main` may have moved on once more.
    let before = stage.git("rev-parse HEAD");
    stage.git("checkout -q main");
    stage.git("-c user.name=x -c user.email=x@example.com commit -q --allow-empty -m later");
    stage.git("push -q origin main");
    stage.git(&format!("checkout -q --detach {before}"));
    let mut runner = self::runner(&stage);
    runner.pull_request();
    let again = run(runner, &stage);
    assert_eq!(again.failed(), []);
    assert_eq!(&again.summary, summary);
}

#[test]
fn a_push_to_the_default_branch_checks_every_record_and_other_branches_are_left_alone() {
    let stage = Stage::set("");
    stage.git("checkout -q --detach origin/main");
    let mut on_main = runner(&stage);
    on_main.push("main");
    let job = run(on_main, &stage);
    assert_eq!(job.failed(), [(ALL, 1)]);
    assert_eq!(job.summary, "");
    let found = annotations(&job, ALL);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "severity/below-floor");
    assert_eq!(found[0].1, stage.in_repository(&stage.other));
    let mut elsewhere = runner(&stage);
    elsewhere.push("clean");
    let job = &shipped("templates/ci/github.yml")["jobs"]["incidents"];
    let condition = job["if"].as_str().expect("a condition");
    assert_eq!(evaluate(condition, &elsewhere.names), "");
}

#[test]
fn a_shallow_checkout_fails_by_its_own_code_and_says_what_to_do() {
    let stage = Stage::set("");
    let origin = format!("file://{}", stage.world.root().join("origin.git").display());
    std::fs::remove_dir_all(stage.checkout()).expect("the checkout");
    let line = format!("clone -q --depth 1 --no-single-branch '{origin}' checkout");
    super::git(&stage.world, stage.world.root(), &line);
    stage.git("checkout -q --detach origin/clean");
    let mut runner = runner(&stage);
    runner.pull_request();
    let job = run(runner, &stage);
    assert_eq!(job.failed(), [(SUMMARY, 3), (BRANCH, 3)]);
    assert!(job.step(BRANCH).stderr.contains("fetch-depth: 0"));
}

#[test]
fn it_is_built_from_what_was_filled_in_and_says_so_while_nothing_is() {
    let stage = Stage::set("");
    stage.merged("broken");
    // A cargo that builds nothing and says what it was asked; what it would install stays away.
    let tools = stage.world.root().join("tools");
    std::fs::create_dir(&tools).expect("a folder");
    cargo(&tools, "echo asked: \"$@\"; exit 7");
    let path = format!("{}:/usr/bin:/bin", tools.display());

    let mut unfilled = runner(&stage);
    unfilled.pull_request();
    unfilled.set("PATH", &path);
    let job = run(unfilled, &stage);
    // The checks cannot run, and do not fail beside it for want of a program.
    assert_eq!(job.failed(), [("inc", 1)]);
    assert!(!job.ran().contains(&BRANCH), "{:?}", job.ran());
    let log = Log::of(&job.step("inc").stdout);
    let error = log.named("error")[0];
    assert!(error.data.contains("INC_GIT and INC_REV"), "{}", error.data);
    assert_eq!(error.properties["file"], ".github/workflows/incidents.yml");

    let mut filled = runner(&stage);
    filled.pull_request();
    filled.set("PATH", &path);
    filled.set("INC_GIT", "https://git.example/a b.git");
    filled.set("INC_REV", "0123456789abcdef0123456789abcdef01234567");
    let job = run(filled, &stage);
    assert_eq!(job.failed(), [("inc", 7)]);
    assert_eq!(
        job.step("inc").stdout.trim_end(),
        "asked: install --locked --git https://git.example/a b.git --rev \
         0123456789abcdef0123456789abcdef01234567 incident"
    );
}

/// As GitHub would refuse or allow it, whoever opened the pull request.
#[test]
fn a_stranger_gets_no_rights_and_no_shell() {
    let text = include_str!("../../templates/ci/github.yml");
    let workflow = shipped("templates/ci/github.yml");
    let permissions = super::runner::entries(&workflow["permissions"]);
    assert_eq!(permissions, [("contents".to_owned(), "read".to_owned())]);
    let events = workflow["on"].as_mapping().expect("events");
    let events: Vec<&str> = events.keys().filter_map(|name| name.as_str()).collect();
    assert_eq!(events, ["pull_request", "push"]);
    assert!(!text.contains("secrets."));
    let steps = workflow["jobs"]["incidents"]["steps"].as_sequence();
    for step in steps.expect("steps") {
        if let Some(run) = step.get("run").and_then(|run| run.as_str()) {
            assert!(!run.contains("${{"), "read as shell: {run}");
        }
        if let Some(uses) = step.get("uses").and_then(|uses| uses.as_str()) {
            let (_, revision) = uses.split_once('@').expect("a revision");
            assert_eq!(revision.len(), 40, "a tag can be moved: {uses}");
        }
    }
    assert!(HOSTILE.contains("$(touch pwned)"));
}
