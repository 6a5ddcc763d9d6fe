//! Where files lie in the repository, for those who look at it as a whole: a forge knows nothing of
//! the home, which may be a folder far inside. And how git and its paths are typed from elsewhere.

use std::path::{Component, Path, PathBuf};

use crate::domain::command::Address;
use crate::domain::fix::Fix;
use crate::git::Repo;
use crate::store::Home;

pub(crate) struct Places {
    /// The home, as it was named and as it is.
    named: PathBuf,
    home: PathBuf,
    /// The top of the work tree; without a repository, the home.
    top: PathBuf,
}

impl Places {
    pub(crate) fn of(home: &Home) -> Self {
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
    pub(crate) fn in_repository(&self, path: &Path) -> String {
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

/// How a command names git so that it works in a repository: `git`, `git -C DIR`.
pub(crate) fn git_from(folder: &Path, work_dir: &Path) -> String {
    git_in(folder, work_dir, []).command(&Address::default())
}

/// A command of git that works in a repository.
pub(crate) fn git_in<'a>(
    folder: &Path,
    work_dir: &Path,
    args: impl IntoIterator<Item = &'a str>,
) -> Fix {
    let to = git_folder(folder, work_dir).map(|git| ["-C".to_owned(), git]);
    let args = args.into_iter().map(str::to_owned);
    Fix::git(to.into_iter().flatten().chain(args))
}

/// The folder that git has to be sent to, from where it would not find the repository.
pub(crate) fn git_folder(folder: &Path, work_dir: &Path) -> Option<String> {
    (!folder.starts_with(work_dir)).then(|| work_dir.display().to_string())
}

/// A path of the work tree as one types it in `folder`; outside of the work tree git is told where
/// to go, and takes it from the top.
pub(crate) fn path_from(folder: &Path, work_dir: &Path, path: &str) -> String {
    let Ok(below) = folder.strip_prefix(work_dir) else {
        return path.to_owned();
    };
    match Path::new(path).strip_prefix(below) {
        Ok(path) => path.display().to_string(),
        Err(_) => "../".repeat(below.iter().count()) + path,
    }
}

/// The command that brings back a home which HEAD has and the work tree, at a folder or above it, has
/// not whole any more.
pub(crate) fn bringing_back(folder: &Path, start: &Path) -> Option<Fix> {
    let repo = Repo::discover(start).ok()?;
    let start = start.canonicalize().ok()?;
    let is_in_head = |root: &&Path| {
        let plan = repo.committed(&root.join(Home::PLAN));
        plan.is_ok_and(|plan| plan.is_some())
    };
    let root = start
        .ancestors()
        .take_while(|above| above.starts_with(repo.work_dir()))
        .find(is_in_head)?;
    let (plan, incidents) = (root.join(Home::PLAN), root.join(Home::INCIDENTS));
    let gone = [
        (!plan.is_file()).then_some(plan.as_path()),
        (!incidents.is_dir()).then_some(incidents.as_path()),
    ];
    let gone: Vec<&Path> = gone.into_iter().flatten().collect();
    // What stands in the place of one is somebody's, and is set aside.
    let aside = gone
        .iter()
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| {
            let inside = path.strip_prefix(repo.work_dir()).unwrap_or(path).display();
            let typed = match folder.starts_with(repo.work_dir()) {
                true => path_from(folder, repo.work_dir(), &inside.to_string()),
                false => path.display().to_string(),
            };
            set_aside(typed)
        });
    let back = (!gone.is_empty()).then(|| checkout(folder, &repo, &gone))?;
    Some(match aside.reduce(Fix::and) {
        Some(aside) => aside.and(back),
        None => back,
    })
}

/// The command that brings back files from HEAD.
pub(crate) fn checkout(folder: &Path, repo: &Repo, paths: &[&Path]) -> Fix {
    let typed = paths.iter().map(|path| {
        let inside = path.strip_prefix(repo.work_dir()).unwrap_or(path);
        path_from(folder, repo.work_dir(), &inside.display().to_string())
    });
    let typed: Vec<String> = typed.collect();
    let args = ["checkout", "HEAD", "--"].into_iter();
    git_in(
        folder,
        repo.work_dir(),
        args.chain(typed.iter().map(String::as_str)),
    )
}

/// What keeps a file that is in no commit as it is now, before another takes its place.
pub(crate) fn aside(folder: &Path, repo: Option<&Repo>, home: &Home, path: &Path) -> Option<Fix> {
    let committed = repo.and_then(|repo| Some((repo, repo.committed(path).ok()??)));
    match committed {
        Some((_, committed)) if home.bytes(path).is_ok_and(|text| text == committed) => None,
        Some((repo, _)) => {
            let typed = file_from(folder, repo, home, path);
            Some(git_in(
                folder,
                repo.work_dir(),
                ["stash", "push", "--", &typed],
            ))
        }
        None => Some(set_aside(path.display().to_string())),
    }
}

/// What moves a file out of the way of another.
pub(crate) fn set_aside(path: String) -> Fix {
    let aside = format!("{path}.old");
    Fix::run(["mv".to_owned(), path, aside])
}

/// As [`path_from`], of a file by its whole path.
pub(crate) fn file_from(folder: &Path, repo: &Repo, home: &Home, path: &Path) -> String {
    let inside = Places::of(home).in_repository(path);
    path_from(folder, repo.work_dir(), &inside)
}
