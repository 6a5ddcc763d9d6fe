//! Branches that disagree about one of two incidents, for tests of what comes of it.

use super::{Ran, World, text};

/// The incident that the branches disagree about, and one that has nothing to do with it.
pub const ID: &str = "INC-20251129-001";
pub const OTHER: &str = "INC-20251129-002";

/// A home with two incidents, and `inc` where git finds it.
pub fn merged() -> World {
    let world = World::new();
    world.put_on_path();
    world.ok("open 'Refunds stuck' --type redis-failure --severity SEV-3");
    world.ok("open 'Queue full' --type queue --severity SEV-3");
    world
}

/// The same in the middle of what a git command began: `main` and `one` gave one field two values.
pub fn in_conflict(command: &str) -> World {
    let world = merged();
    world.git_line("branch one");
    for title in ["Refunds slow", "Refunds late"] {
        world.set_env("INC_SEED", title);
        world.ok(&format!("set {ID} title='{title}'"));
    }
    world.git_line("checkout -q one");
    world.set_env("INC_SEED", "one");
    world.ok(&format!("set {ID} title='Refunds halted'"));
    world.git_line("checkout -q main");
    let mut git = world.command("git");
    git.args(text::words(command)).env("GIT_EDITOR", "true");
    let ran = Ran::of(&mut git);
    assert_ne!(ran.code, Some(0), "{}", ran.told());
    assert!(world.record_text(ID).contains("<<<<<<< "), "{}", ran.told());
    world
}
