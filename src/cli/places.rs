//! Where files lie in the repository, for those who look at it as a whole: a forge knows nothing of
//! the home, which may be a folder far inside.

use std::path::{Component, Path, PathBuf};

use crate::git::Repo;
use crate::home::Home;

pub struct Places {
    /// The home, as it was named and as it is.
    named: PathBuf,
    home: PathBuf,
    /// The top of the work tree; without a repository, the home.
    top: PathBuf,
}

impl Places {
    pub fn of(home: &Home) -> Self {
        let named = home.root().to_path_buf();
        let home = named.canonicalize().unwrap_or_else(|_| named.clone());
        let top = Repo::top_of(&home).and_then(|top| top.canonicalize().ok());
        Places {
            top: top.unwrap_or_else(|| home.clone()),
            named,
            home,
        }
    }

    /// A path from the top of the repository on, with slashes; what lies outside is named whole.
    pub fn in_repository(&self, path: &Path) -> String {
        let climbs = path.components().any(|part| part == Component::ParentDir);
        let path = match path.strip_prefix(&self.named) {
            Ok(inside) if !climbs => self.home.join(inside),
            _ => path.canonicalize().unwrap_or_else(|_| path.to_path_buf()),
        };
        let Ok(inside) = path.strip_prefix(&self.top) else {
            return path.display().to_string();
        };
        let parts = inside.iter().map(|part| part.to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    }
}
