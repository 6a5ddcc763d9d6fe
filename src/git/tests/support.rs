//! A repository for one test, out of reach of whatever the developer has configured.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::git::{CommitId, Repo, commit::Committed, program::Environment};

/// Variables of the developer's own that would reach git, besides all that begin with `GIT_`.
const FOREIGN: [&str; 2] = ["EMAIL", "XDG_CONFIG_HOME"];

/// An environment without whatever steers the developer's git, and with `home` for its home.
fn clean_room(home: &Path) -> Environment {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.to_string_lossy().starts_with("GIT_"))
        .chain(FOREIGN.map(OsString::from))
        .fold(Environment::default(), Environment::remove)
        .set("HOME", home)
        .set("GIT_CONFIG_GLOBAL", home.join(".gitconfig"))
        .set("GIT_CONFIG_NOSYSTEM", "1")
        .set("GIT_ATTR_NOSYSTEM", "1")
}

pub(super) struct Place {
    _dir: TempDir,
    pub root: PathBuf,
    pub top: PathBuf,
    pub environment: Environment,
}

impl Place {
    /// A repository on `main` with an identity and no commit.
    pub(super) fn unborn() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().canonicalize().expect("a real path");
        let top = root.join("work");
        fs::create_dir(&top).expect("a work tree");
        fs::create_dir(root.join("home")).expect("a home");
        let environment = clean_room(&root.join("home"));
        let place = Self {
            _dir: dir,
            root,
            top,
            environment,
        };
        place.git(&["init", "-q", "-b", "main"]);
        place.git(&["config", "user.name", "Ada"]);
        place.git(&["config", "user.email", "ada@example.com"]);
        place
    }

    /// The same with one commit: `first.yaml` holding `one`, and `other.txt` holding `other`.
    pub(super) fn new() -> Self {
        let place = Self::unborn();
        place.write("first.yaml", "one\n");
        place.write("other.txt", "a\nb\nc\nd\ne\nf\ng\nh\n");
        place.git(&["add", "."]);
        place.git(&["commit", "-q", "-m", "start"]);
        place
    }

    pub(super) fn repo(&self) -> Repo {
        self.repo_at(&self.top)
    }

    pub(super) fn repo_at(&self, dir: &Path) -> Repo {
        Repo::discover_in(dir, self.environment.clone()).expect("a repository")
    }

    /// The repository, and the file in which each git that it runs notes how it ended.
    pub(super) fn traced_repo(&self) -> (Repo, PathBuf) {
        let trace = self.root.join("trace");
        let repo = self.repo_with("GIT_TRACE2", trace.to_str().expect("text"));
        (repo, trace)
    }

    /// The repository, for a process with one more variable.
    pub(super) fn repo_with(&self, name: &str, value: &str) -> Repo {
        Repo::discover_in(&self.top, self.environment.clone().set(name, value))
            .expect("a repository")
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.top.join(path);
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("folders");
        fs::write(path, text).expect("written");
    }

    pub(super) fn hook(&self, name: &str, script: &str) {
        let hook = self.top.join(".git/hooks").join(name);
        executable(&hook, script);
    }

    pub(super) fn command(&self, dir: &Path, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(args).current_dir(dir);
        self.environment.apply(&mut command);
        command
    }

    pub(super) fn git(&self, args: &[&str]) -> String {
        self.git_at(&self.top, args)
    }

    pub(super) fn git_at(&self, dir: &Path, args: &[&str]) -> String {
        let output = self.command(dir, args).output().expect("git runs");
        assert!(
            output.status.success(),
            "git {args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }

    /// For commands that are meant to fail.
    pub(super) fn git_fails(&self, args: &[&str]) {
        let output = self.command(&self.top, args).output().expect("git runs");
        assert!(!output.status.success(), "git {args:?} succeeded");
    }

    /// Everything the index holds, save what it remembers of the files' times and sizes: git
    /// forgets those whenever it is in doubt.
    pub(super) fn index(&self) -> String {
        self.git(&["ls-files", "--stage", "--debug"])
            .lines()
            .filter_map(|line| match line.strip_prefix("  ") {
                None => Some(line),
                Some(detail) => detail.split_once('\t').map(|(_, last)| last),
            })
            .filter(|line| {
                !["dev:", "ino:", "uid:", "gid:"]
                    .iter()
                    .any(|it| line.starts_with(it))
            })
            // In a split index, whether the entry is kept in the other half.
            .map(|line| line.replace("flags: 8000000", "flags: 0") + "\n")
            .collect()
    }

    pub(super) fn status(&self) -> String {
        self.git(&["status", "--porcelain"])
    }

    /// The paths of the last commit.
    pub(super) fn last_paths(&self) -> Vec<String> {
        self.git(&["show", "--name-only", "--format=", "HEAD"])
            .lines()
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }
}

/// How many of the traced gits have died of themselves.
pub(super) fn deaths(trace: &Path) -> usize {
    let trace = fs::read_to_string(trace).unwrap_or_default();
    let ended = |line: &&str| line.contains(" exit ") && line.ends_with("code:128");
    trace.lines().filter(ended).count()
}

pub(super) fn executable(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, format!("#!/bin/sh\n{script}\n")).expect("written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("executable");
    }
}

pub(super) fn commit(repo: &Repo, path: &str, message: &str) -> CommitId {
    match repo.commit(&[Path::new(path)], message) {
        Ok(Committed::Created(id)) => id,
        other => panic!("{path} was not committed: {other:?}"),
    }
}
