//! What cannot be written, in the home and in git's folder, by somebody whom permissions hold back.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;

use serde_json::Value;

use super::{fixed, reported, sound};
use crate::support::{INC, Ran, World, texts};

/// A user who is nobody in particular.
const NOBODY: u32 = 65534;

/// Runs commands in a world as somebody who is not root, to whom all of it is given.
struct Held {
    world: World,
    is_root: bool,
}

impl Held {
    fn new(world: World) -> Held {
        let is_root = fs::metadata(world.root()).expect("a folder").uid() == 0;
        // Where the program was built nobody else may be let in.
        let folder = world.root().join("bin");
        fs::create_dir(&folder).expect("a folder");
        fs::copy(INC, folder.join("inc")).expect("a copy");
        let path = std::env::var("PATH").unwrap_or_default();
        world.set_env("PATH", &format!("{}:{path}", folder.display()));
        let held = Held { world, is_root };
        held.give(held.world.root(), NOBODY);
        held
    }

    /// Makes somebody the owner of a folder and of all in it.
    fn give(&self, path: &Path, user: u32) {
        if !self.is_root {
            return;
        }
        chown(path, Some(user), Some(user)).expect("given");
        for entry in path.read_dir().into_iter().flatten().flatten() {
            if !entry.file_type().expect("a kind").is_symlink() {
                self.give(&entry.path(), user);
            }
        }
    }

    fn run(&self, line: &str) -> Ran {
        let mut shell = self.world.command("sh");
        shell.args(["-c", line]);
        if self.is_root {
            shell.uid(NOBODY).gid(NOBODY);
        }
        Ran::of(&mut shell)
    }

    /// What is said of what cannot be written, and what to type.
    fn problems(&self) -> Vec<(String, Vec<String>)> {
        let ran = self.run("inc doctor --format json");
        let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let found = found["checks"].as_array().expect("checks").iter();
        let own =
            found.filter(|finding| finding["check"] == "writable" && finding["status"] == "error");
        own.map(|finding| {
            let says = finding["message"].as_str().expect("text").to_owned();
            (says, texts(&finding["fixes"]))
        })
        .collect()
    }
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
}

#[test]
fn what_may_not_be_written_is_told_and_mended() {
    let world = sound();
    let id = world.ok("open x --type redis");
    let record = world.record_path(&id);
    let year = record.parent().expect("a folder").to_owned();
    let held = Held::new(world);
    let world = &held.world;
    assert_eq!(held.problems(), []);
    let refused = |line: &str| {
        let ran = held.run(line).exit(3);
        ran.says("to see what is in the way  inc doctor");
    };
    let git = world.path(".git");
    let shelf = git.join("objects").read_dir().expect("objects").flatten();
    let shelf = shelf.map(|entry| entry.path());
    let shelf = shelf
        .filter(|path| path.file_name().is_some_and(|name| name.len() == 2))
        .min()
        .expect("an object");
    let note = "inc note -m x";
    for (path, mode, line) in [
        (&year, 0o555, note),
        (&git, 0o555, note),
        (&git.join("refs/heads"), 0o555, note),
        (&git.join("inc.lock"), 0o444, note),
        (&git.join("logs/HEAD"), 0o444, note),
        (&world.home(), 0o555, "inc readiness --check runbooks"),
        // Which of them an object will lie in nobody knows.
        (&shelf, 0o555, "inc doctor"),
    ] {
        let objects = git.join("objects");
        let named = if path == &shelf { &objects } else { path };
        permit(path, mode);
        if line == "inc doctor" {
            held.run(line).exit(3);
        } else {
            refused(line);
        }
        let found = held.problems();
        let [(says, fixes)] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(
            says,
            &format!("cannot write to {}: permission denied", named.display())
        );
        held.run(&fixes.join(" && ")).ok();
        assert_eq!(held.problems(), [], "{fixes:?}");
        held.run(line).ok();
    }
}

#[test]
fn what_belongs_to_another_user_is_given_back() {
    let world = sound();
    world.ok("open x --type redis");
    let held = Held::new(world);
    if !held.is_root {
        eprintln!("skipped: only root can give files away");
        return;
    }
    let objects = held.world.path(".git/objects");
    held.give(&objects, 0);
    let found = held.problems();
    let says = format!("cannot write to {}: permission denied", objects.display());
    let fix = format!("sudo chown -R \"$(id -un)\" {}", objects.display());
    assert_eq!(found, [(says, vec![fix])]);
    held.run("inc note -m x").exit(3);
    held.give(&objects, NOBODY);
    assert_eq!(held.problems(), []);
}

#[test]
fn a_file_where_a_folder_should_be() {
    let world = sound();
    world.set_env("INC_NOW", "2031-05-01T10:00:00+03:00");
    world.write("incidents/2031", "x\n");
    let ran = world.line("open x --type redis").exit(3);
    ran.says("inc doctor");
    reported(&world, "writable", "error", "not a directory", "mv ");
    let found = super::problems(&world, "writable");
    assert_eq!(found.len(), 1, "{found:?}");
    let time = super::problems(&world, "environment");
    assert_eq!(time.len(), 1, "{time:?}");
    fixed(&world, "writable", "error", "incidents/2031", &[]);
    world.ok("open x --type redis");
    assert_eq!(world.read("incidents/2031.old"), "x\n");
}
