//! What a branch, a commit or a hand did to records, and how the program finds out.

mod base;
mod diff;
mod gone;
mod mended;
mod merges;
mod missing;
mod signers;
mod verify;

use std::process::Command;

use serde_json::Value;

use crate::support::story::Stage;
use crate::support::{Ran, World};

/// A home whose `main` holds an incident at a stage, on a branch `work` that begins there.
fn on_branch(stage: Stage) -> (World, String) {
    let world = World::new();
    let id = world.payment(stage);
    world.git_line("checkout -qb work");
    (world, id)
}

impl World {
    /// As [`World::spoil`], committed.
    fn spoil_committed(&self, id: &str, old: &str, new: &str) {
        self.spoil(id, old, new);
        self.commit_all();
    }

    /// A clone of the home with a history of one commit, and of nothing but its branch.
    fn shallow_clone(&self) -> World {
        self.cloned(&["--depth", "1"])
    }

    fn cloned(&self, options: &[&str]) -> World {
        let clone = World::bare();
        std::fs::remove_dir(clone.home()).expect("an empty home");
        let url = format!("file://{}", self.home().display());
        let mut command = Command::new("git");
        command
            .env_clear()
            .envs(clone.environment())
            .current_dir(clone.root())
            .args(["clone", "-q"])
            .args(options)
            .args([&url, "home"]);
        Ran::of(&mut command).ok();
        clone
    }
}

/// The rules of the findings, sorted.
fn rules(found: &Value) -> Vec<&str> {
    let findings = found["findings"].as_array().expect("findings");
    let mut rules: Vec<&str> = findings
        .iter()
        .map(|finding| finding["rule"].as_str().expect("a rule"))
        .collect();
    rules.sort_unstable();
    rules
}
