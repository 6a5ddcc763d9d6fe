//! Two clones of a home, and the bare repository that both push to.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Ran, World};

/// A world with a bare `origin`, its home pushed there, and a second clone beside it.
pub struct Two {
    pub world: World,
    pub other: PathBuf,
}

impl Two {
    pub fn new(prepare: impl Fn(&World)) -> Two {
        let world = World::new();
        prepare(&world);
        let origin = world.root().join("origin.git");
        let other = world.root().join("other");
        let run = |args: &[&str]| {
            Ran::of(world.command("git").args(args).current_dir(world.root())).ok();
        };
        let (home, origin, there) = (text(&world.home()), text(&origin), text(&other));
        run(&["clone", "-q", "--bare", &home, &origin]);
        run(&["-C", &home, "remote", "add", "origin", &origin]);
        run(&["clone", "-q", &origin, &there]);
        Two { world, other }
    }

    pub fn here(&self, line: &str) -> Ran {
        self.world.line(line)
    }

    pub fn there(&self, line: &str) -> Ran {
        let words = crate::support::text::words(line);
        self.world.inc_in(&self.other, words)
    }

    pub fn head(&self, folder: &Path) -> String {
        let mut git = self.world.command("git");
        git.args(["rev-parse", "HEAD"]).current_dir(folder);
        Ran::of(&mut git).ok().stdout
    }

    pub fn record(&self, folder: &Path, id: &str) -> Value {
        let told = self.world.inc_in(folder, ["show", id, "--format", "json"]);
        told.ok().json()
    }
}

pub fn text(path: &Path) -> String {
    path.display().to_string()
}
