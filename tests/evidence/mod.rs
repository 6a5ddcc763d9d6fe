//! Evidence and its custody: a store that keeps what it was given, and a look that finds whatever
//! was changed, cut or lost.

mod checking;
mod keeping;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::World;
use crate::support::story::{PAYMENT, Stage};

pub const ID: &str = "INC-20251129-001";
/// `printf 'one\n' | sha256sum`
pub const ONE: &str = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806";

/// A world with an open incident.
pub fn opened() -> World {
    let world = World::new();
    world.tell(PAYMENT, Stage::Opened);
    world
}

/// Writes a file outside the home and adds it; returns the entry.
pub fn add(world: &World, name: &str, content: &str, flags: &str) -> Value {
    let file = world.root().join(name);
    fs::write(&file, content).expect("a file");
    world.ok(&format!(
        "evidence add '{}' --kind application-logs {flags}",
        file.display()
    ));
    last(world)
}

pub fn last(world: &World) -> Value {
    let record = world.record(ID);
    let items = record["evidence"].as_array().expect("evidence");
    items.last().expect("an item").clone()
}

pub fn location(world: &World, item: &Value) -> PathBuf {
    world.path(item["location"].as_str().expect("a location"))
}

/// Everything that lies in the store, below it and in order.
pub fn stored(world: &World) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_type().expect("a type").is_dir() {
                walk(&entry.path(), found);
            } else {
                found.push(entry.path());
            }
        }
    }
    let mut found = Vec::new();
    let store = world.path("evidence");
    walk(&store, &mut found);
    let mut names: Vec<String> = found
        .iter()
        .map(|path| {
            path.strip_prefix(&store)
                .expect("in it")
                .display()
                .to_string()
        })
        .filter(|name| name != ".gitignore")
        .collect();
    names.sort();
    names
}

pub fn states(world: &World, code: i32, line: &str) -> Vec<String> {
    let found = world
        .line(&format!("evidence verify {line} --format json"))
        .exit(code)
        .json();
    let items = found["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["state"].as_str().expect("a state").to_owned())
        .collect()
}
