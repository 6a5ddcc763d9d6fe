//! Lines of shell as a document shows them, typed one after the other into bash.

use std::path::PathBuf;

use super::{INC, Ran, World};

/// A shell in a world, with `inc` on its path. It keeps its folder from line to line, and each line
/// takes a minute.
pub struct Shell<'w> {
    world: &'w World,
    folder: PathBuf,
}

impl<'w> Shell<'w> {
    pub fn new(world: &'w World) -> Shell<'w> {
        Shell {
            world,
            folder: world.home(),
        }
    }

    /// What a line prints on both streams, as they come on a terminal, and how it ends.
    pub fn types(&mut self, line: &str) -> Ran {
        let place = self.world.root().join("tmp/folder");
        let program = PathBuf::from(INC);
        let path = self.world.environment()["PATH"].clone();
        let path = format!("{}:{path}", program.parent().expect("a folder").display());
        let seconds = chrono::DateTime::parse_from_rfc3339(&self.world.now()).expect("a time");
        let when = format!("{} +0300", seconds.timestamp());
        let mut bash = self.world.command("bash");
        bash.args(["--noprofile", "--norc", "-c"])
            .arg(format!(
                "{{ {line}\n}} 2>&1; code=$?; pwd >{}; exit $code",
                place.display()
            ))
            .env("PATH", path)
            // The same commits get the same names.
            .env("GIT_AUTHOR_DATE", &when)
            .env("GIT_COMMITTER_DATE", &when)
            .current_dir(&self.folder);
        let ran = Ran::of(&mut bash);
        if let Ok(folder) = std::fs::read_to_string(place) {
            self.folder = PathBuf::from(folder.trim_end());
        }
        self.world.pass("1m");
        ran
    }
}
