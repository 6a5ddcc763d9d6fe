//! The steps of a job, run as GitHub's runner runs them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

use super::Stage;
use super::expression::{Names, evaluate, filled};
use crate::support::Ran;

pub struct Runner<'a> {
    stage: &'a Stage,
    /// What expressions may speak of.
    pub names: Names,
    /// What every step finds in its environment.
    pub env: BTreeMap<String, String>,
}

/// What came of a job.
pub struct Job {
    /// The steps that ran, by their id, their name, or what they use.
    pub steps: Vec<(String, Option<Ran>)>,
    /// What the job's page shows.
    pub summary: String,
    pub names: Names,
}

impl Job {
    /// The step that ran under this name.
    #[track_caller]
    pub fn step(&self, name: &str) -> &Ran {
        let found = self.steps.iter().find(|(known, _)| known == name);
        let ran = found.and_then(|(_, ran)| ran.as_ref());
        ran.unwrap_or_else(|| panic!("{name} did not run, but {:?}", self.ran()))
    }

    pub fn ran(&self) -> Vec<&str> {
        self.steps.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The steps that failed, with their exit codes: where there is one, the job fails.
    pub fn failed(&self) -> Vec<(&str, i32)> {
        let codes = self.steps.iter().filter_map(|(name, ran)| {
            let code = ran.as_ref()?.code.unwrap_or(-1);
            (code != 0).then_some((name.as_str(), code))
        });
        codes.collect()
    }
}

impl<'a> Runner<'a> {
    pub fn new(stage: &'a Stage) -> Runner<'a> {
        let mut names = Names::new();
        for (name, value) in [
            ("runner.os", "Linux"),
            ("runner.arch", "X64"),
            ("github.event.repository.default_branch", "main"),
            ("cancelled()", ""),
        ] {
            names.insert(name.to_owned(), value.to_owned());
        }
        let temporary = stage.world.root().join("tmp");
        names.insert("runner.temp".to_owned(), temporary.display().to_string());
        let mut env: BTreeMap<String, String> = stage.world.environment();
        env.insert("PATH".to_owned(), stage.search_path(None));
        env.insert("CI".to_owned(), "true".to_owned());
        env.insert("RUNNER_TEMP".to_owned(), temporary.display().to_string());
        Runner { stage, names, env }
    }

    pub fn name(&mut self, name: &str, value: &str) {
        self.names.insert(name.to_owned(), value.to_owned());
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.env.insert(name.to_owned(), value.to_owned());
    }

    /// As a run for a pull request into `main` finds its names.
    pub fn pull_request(&mut self) {
        self.name("github.event_name", "pull_request");
        self.name("github.ref_name", "1/merge");
        self.set("GITHUB_BASE_REF", "main");
    }

    pub fn push(&mut self, branch: &str) {
        self.name("github.event_name", "push");
        self.name("github.ref_name", branch);
        self.set("GITHUB_BASE_REF", "");
    }

    /// Adds an `env:` block.
    pub fn environment(&mut self, block: &Value) {
        for (name, value) in entries(block) {
            let value = filled(&value, &self.names);
            self.names.insert(format!("env.{name}"), value.clone());
            self.env.insert(name, value);
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.stage.world.root().join("tmp").join(name)
    }

    pub fn run(mut self, steps: &Value) -> Job {
        let (summary, output) = (self.file("summary"), self.file("output"));
        for (name, path) in [
            ("GITHUB_STEP_SUMMARY", &summary),
            ("GITHUB_OUTPUT", &output),
        ] {
            fs::write(path, "").expect("a file for the step");
            self.env.insert(name.to_owned(), path.display().to_string());
        }
        let mut ran = Vec::new();
        let mut all_is_well = true;
        for step in steps.as_sequence().expect("steps") {
            let text = |key: &str| step.get(key).and_then(Value::as_str);
            let condition = text("if").unwrap_or("");
            let wanted = match condition {
                "" => all_is_well,
                // Without a function that speaks of the state, a step wants all to be well.
                _ if !condition.contains("()") => {
                    all_is_well && !evaluate(condition, &self.names).is_empty()
                }
                _ => !evaluate(condition, &self.names).is_empty(),
            };
            let named = text("id").or(text("name")).or(text("uses"));
            let named = named.unwrap_or("a step").to_owned();
            let outcome = match (wanted, text("run")) {
                (false, _) => "skipped",
                (true, None) => {
                    ran.push((named.clone(), None));
                    "success"
                }
                (true, Some(script)) => {
                    let done = self.step(step, script);
                    let is_well = done.code == Some(0);
                    ran.push((named.clone(), Some(done)));
                    all_is_well &= is_well;
                    if is_well { "success" } else { "failure" }
                }
            };
            self.name(&format!("steps.{named}.outcome"), outcome);
            for line in fs::read_to_string(&output).expect("outputs").lines() {
                let (key, value) = line.split_once('=').expect("a name and a value");
                self.name(&format!("steps.{named}.outputs.{key}"), value);
            }
            fs::write(&output, "").expect("a file for the step");
        }
        Job {
            steps: ran,
            summary: fs::read_to_string(&summary).expect("a summary"),
            names: self.names,
        }
    }

    fn step(&self, step: &Value, script: &str) -> Ran {
        assert!(
            !script.contains("${{"),
            "what is filled into a script is read as shell: {script}"
        );
        let path = self.file("step.sh");
        fs::write(&path, script).expect("the script");
        // What GitHub runs where a step names its shell, and where it does not.
        let options: &[&str] = match step.get("shell").and_then(Value::as_str) {
            Some("bash") => &["--noprofile", "--norc", "-eo", "pipefail"],
            None => &["-e"],
            Some(other) => panic!("another shell: {other}"),
        };
        let mut command = self.stage.world.command("bash");
        command
            .args(options)
            .arg(&path)
            .env_clear()
            .envs(&self.env)
            .current_dir(self.stage.checkout());
        for (name, value) in step.get("env").map(entries).unwrap_or_default() {
            command.env(name, filled(&value, &self.names));
        }
        Ran::of(&mut command)
    }
}

/// A block of names and texts.
pub fn entries(block: &Value) -> Vec<(String, String)> {
    let block = block.as_mapping().expect("names and values");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    block
        .iter()
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

/// A cargo that does what a test says.
pub fn cargo(folder: &Path, script: &str) {
    let path = folder.join("cargo");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a program");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("may be run");
}
