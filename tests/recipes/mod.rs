//! The recipes for CI, taken from the very files that are shipped and run as a forge runs them: the
//! shell of each step, with the variables that the forge sets, in a clone of a bare repository.

mod action;
mod expression;
mod github;
mod gitlab;
mod init;
mod runner;

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{INC, Ran, World};

/// A bare repository with branches, and a clone of it where a forge has checked something out.
///
/// `main` has moved on since the branches left it, and somebody broke a rule there. `clean` is what
/// the program did; `broken` is what a hand did, which breaks three rules and leaves a saved report
/// behind.
struct Stage {
    /// Where people work; its home may be a folder of the repository.
    world: World,
    /// The home, from the top of the repository on, with a slash.
    prefix: &'static str,
    /// The incident that the branches change.
    id: String,
    /// The one that is wrong on `main`.
    other: String,
    /// Where the branches left `main`.
    fork: String,
}

/// Somebody's words, made to be obeyed by a shell, a runner or a forge.
const HOSTILE: &str = "@everyone `touch pwned` $(touch pwned) ::error::obeyed <img src=x> fixes #1 ${{ github.token }}";

impl Stage {
    fn set(prefix: &'static str) -> Stage {
        let world = World::bare().with_home(&format!("work/{prefix}"));
        fs::create_dir_all(world.home()).expect("a home");
        let top = world.root().join("work");
        git(&world, &top, "init -q");
        world.ok("init");
        let id = world.ok("open 'Wallets credited twice' --type payment");
        world.pass("5m");
        world.ok("note -m 'Froze refunds'");
        world.ok("note -m 'Rang the bank'");
        world.ok(&format!("report {id} --save"));
        let fork = git(&world, &top, "rev-parse HEAD");

        git(&world, &top, "checkout -qb clean");
        world.pass("5m");
        world.ok(&format!("note {id} -m 'The bank answered'"));
        world.ok(&format!("report {id} --save"));

        git(&world, &top, "checkout -qb broken main");
        world.spoil(&id, "event: Froze refunds", "event: Froze nothing");
        world.spoil(&id, "severity: SEV-2", "severity: SEV-4");
        let text = world.record_text(&id);
        world.write_record(&id, &without_entry(&text, "Rang the bank"));
        git(&world, &top, "commit -qam edited");
        world.inc(["open", HOSTILE, "--type", "redis"]).ok();

        git(&world, &top, "checkout -q main");
        let other = world.ok("open 'Paid twice' --type payment");
        world.spoil(&other, "severity: SEV-2", "severity: SEV-4");
        git(&world, &top, "commit -qam unwatched");

        let origin = world.root().join("origin.git");
        let line = format!("clone -q --bare '{}' origin.git", top.display());
        git(&world, world.root(), &line);
        let line = format!("clone -q '{}' checkout", origin.display());
        git(&world, world.root(), &line);
        Stage {
            world,
            prefix,
            id,
            other,
            fork,
        }
    }

    fn checkout(&self) -> PathBuf {
        self.world.root().join("checkout")
    }

    fn git(&self, line: &str) -> String {
        git(&self.world, &self.checkout(), line)
    }

    /// Checks out what a forge would merge: a commit of its own, on no branch.
    fn merged(&self, branch: &str) {
        self.git("checkout -q --detach origin/main");
        self.git(&format!("merge -q --no-ff -m merged origin/{branch}"));
    }

    /// A file of the home, as a forge names it.
    fn in_repository(&self, id: &str) -> String {
        format!("{}incidents/2025/{id}.yaml", self.prefix)
    }

    /// The findings that the branch deserves: rule, file and line.
    fn deserved(&self) -> Vec<(String, String, u64)> {
        let file = self.in_repository(&self.id);
        BROKEN
            .iter()
            .map(|(rule, words, above)| {
                let line = self.line_of(words) - above;
                ((*rule).to_owned(), file.clone(), line)
            })
            .collect()
    }

    /// Where the record of the checkout holds these words; lines count from 1.
    fn line_of(&self, words: &str) -> u64 {
        let path = self.checkout().join(self.in_repository(&self.id));
        let text = fs::read_to_string(path).expect("the record");
        let place = text.lines().position(|line| line.contains(words));
        place.unwrap_or_else(|| panic!("{words} in\n{text}")) as u64 + 1
    }

    /// What runs in the checkout, with `inc` to be found, or only what is in a folder of the test's own.
    fn search_path(&self, first: Option<&Path>) -> String {
        let known = Path::new(INC).parent().expect("a folder");
        let others = std::env::var("PATH").expect("a search path");
        format!("{}:{others}", first.unwrap_or(known).display())
    }

    /// Nothing that somebody wrote into a record was obeyed.
    fn nothing_was_obeyed(&self) {
        for folder in ["checkout", "work", "tmp"] {
            let folder = self.world.root().join(folder);
            assert!(!folder.join("pwned").exists(), "{}", folder.display());
        }
    }
}

fn git(world: &World, folder: &Path, line: &str) -> String {
    let mut command = world.command("git");
    command
        .current_dir(folder)
        .args(crate::support::text::words(line));
    Ran::of(&mut command).ok().stdout.trim_end().to_owned()
}

/// A record without the entry of its timeline that says this.
fn without_entry(text: &str, event: &str) -> String {
    let mut parts: Vec<&str> = text.split("  - id: ").collect();
    let before = parts.len();
    parts.retain(|part| !part.contains(event));
    assert_eq!(parts.len(), before - 1, "{event} in\n{text}");
    parts.join("  - id: ")
}

/// A file of this repository, as YAML.
fn shipped(path: &str) -> serde_yaml::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(&path).expect("a recipe");
    serde_yaml::from_str(&text).expect("YAML")
}

/// What a summary has to say of the branch that was broken, and of nothing else.
fn tells_what_broke(summary: &str, stage: &Stage) {
    for words in [
        "**2 incidents** change against",
        stage.id.as_str(),
        "SEV-2 \u{2192} SEV-4",
        "Froze nothing",
        "Rang the bank",
    ] {
        assert!(summary.contains(words), "{words} in\n{summary}");
    }
    assert!(!summary.contains(&stage.other), "main's doing:\n{summary}");
    // Whatever somebody wrote is text, and shown.
    for obeyed in ["@everyone", "<img", "`touch", "fixes #1"] {
        assert!(!summary.contains(obeyed), "{obeyed} in\n{summary}");
    }
    assert!(summary.contains("touch pwned"), "{summary}");
}

/// What the branch broke, as rules and the words of the line that each points at: of an entry, its id.
const BROKEN: [(&str, &str, u64); 3] = [
    ("history/entry-lost", "timeline:", 0),
    ("history/entry-rewritten", "Froze nothing", 2),
    ("severity/below-floor", "severity: SEV-4", 0),
];
