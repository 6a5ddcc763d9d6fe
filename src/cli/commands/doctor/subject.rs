//! What the checks look at, each part opened once.

use std::path::{Path, PathBuf};

use super::Verdict;
use crate::domain::command::{Command, quoted};
use crate::domain::plan::Plan;
use crate::error::Result;
use crate::git::{GitError, Repo, Version, program_version};
use crate::session::context::Context;
use crate::session::file_errors::fix;
use crate::session::paths::{Places, checkout, git_from, path_from};
use crate::store::{Blocked, Document, Home, InvalidFile, LoadError};
use crate::ui::progress::Waiting;

pub(super) struct Subject<'a> {
    pub context: &'a Context,
    pub home: Result<&'a Home>,
    pub git: Result<Version, GitError>,
    /// None without a home or without git.
    repo: Option<Result<Repo, GitError>>,
    pub plan: Option<Result<Plan, Box<InvalidFile>>>,
    /// The records that can be read.
    pub records: Vec<Document>,
    /// The files of the home that differ from HEAD, inside the work tree, and whether git has never
    /// kept them.
    pub changes: Vec<(String, bool)>,
    /// Records, and `readiness.yaml`, that must not be committed as they are.
    pub bad_records: Vec<BadFile>,
}

/// A file that cannot be used as it is.
pub(super) struct BadFile {
    pub path: PathBuf,
    /// What is wrong with it, and where.
    pub message: String,
    pub fixes: Vec<String>,
}

impl<'a> Subject<'a> {
    pub(super) fn open(context: &'a Context) -> Self {
        let git = program_version(&context.world.folder);
        let home = context.home();
        let mut subject = Subject {
            context,
            repo: None,
            plan: home.as_ref().ok().map(|home| home.plan()),
            home,
            git,
            records: Vec::new(),
            changes: Vec::new(),
            bad_records: Vec::new(),
        };
        let Ok(home) = subject.home else {
            return subject;
        };
        if subject.git.is_ok() {
            let ours = subject.ours(home);
            subject.repo = Some(Repo::discover(home.root()).and_then(|repo| {
                repo.refuse_damaged(&ours)?;
                // Git finds out that a blob is damaged only where it reads it.
                for file in home.record_files() {
                    repo.committed(&file.path)?;
                }
                subject.changes = repo.uncommitted_in(&ours)?;
                Ok(repo)
            }));
        }
        subject.read_records(home);
        subject
    }

    fn read_records(&mut self, home: &Home) {
        let _waiting = Waiting::on("reading the records");
        let mut errors = Vec::new();
        for loaded in home.load_all(home.record_files()) {
            match loaded {
                Ok(document) => self.records.push(document),
                Err(error) => errors.push(self.unreadable(error, true)),
            }
        }
        let readiness = home.readiness().err();
        errors.extend(readiness.map(|error| self.unreadable(error, false)));
        self.bad_records = errors;
        let forbidden = self.forbidden_edits();
        self.bad_records.extend(forbidden);
        let copies = self.copies();
        self.bad_records.extend(copies);
        let misnamed = self.misnamed(home);
        self.bad_records.extend(misnamed);
    }

    /// The files and folders of the home that git should keep.
    fn ours(&self, home: &Home) -> [PathBuf; 3] {
        [
            home.incidents(),
            home.root().join(Home::TEMPLATES),
            home.readiness_path(),
        ]
    }

    /// The repository, if git can read it.
    pub(super) fn repo(&self) -> Option<&Repo> {
        self.repo.as_ref()?.as_ref().ok()
    }

    pub(super) fn repo_error(&self) -> Option<&GitError> {
        self.repo.as_ref()?.as_ref().err()
    }

    pub(super) fn valid_plan(&self) -> Option<&Plan> {
        self.plan.as_ref()?.as_ref().ok()
    }

    /// `inc`, with the `-C` of the command line.
    pub(super) fn inc(&self, words: &[&str]) -> String {
        Command::plain(words.iter().copied()).line(&self.context.address(None))
    }

    /// `git`, so that it works in the repository from the current folder.
    pub(super) fn git(&self) -> String {
        self.repo().map_or_else(
            || "git".to_owned(),
            |repo| git_from(&self.context.world.folder, repo.work_dir()),
        )
    }

    /// A path inside the work tree, as git takes it from the current folder.
    pub(super) fn typed(&self, inside: &str) -> String {
        let Some(repo) = self.repo() else {
            return inside.to_owned();
        };
        path_from(&self.context.world.folder, repo.work_dir(), inside)
    }

    /// As [`Subject::typed`], of a whole path, quoted for a shell.
    pub(super) fn typed_path(&self, path: &Path) -> String {
        let inside = self.home.as_ref().ok().zip(self.repo());
        quoted(&match inside {
            Some((home, _)) => self.typed(&Places::of(home).in_repository(path)),
            None => path.display().to_string(),
        })
    }

    /// An error with git's own message. What `inc` cannot explain better is left to `git fsck`.
    pub(super) fn git_error(&self, error: &GitError) -> Verdict {
        let fixes = match error {
            GitError::NotARepository { .. } => vec![self.inc(&["init"])],
            GitError::Failed { .. } | GitError::Library { .. } | GitError::Missing { .. } => {
                vec!["git fsck".to_owned()]
            }
            error => error.fixes().iter().map(ToString::to_string).collect(),
        };
        let message = match error {
            GitError::Failed { output, .. } => output.clone(),
            error => error.to_string(),
        };
        Verdict::error(message).fixes(fixes)
    }

    fn unreadable(&self, error: LoadError, is_record: bool) -> BadFile {
        let path = error.path().to_owned();
        let is_two = matches!(&error, LoadError::Invalid { unreadable, .. }
            if unreadable.two_incidents().is_some());
        let is_text = !matches!(&error, LoadError::Invalid { unreadable, .. }
            if !unreadable.is_text());
        let mut bad = self.invalid(&InvalidFile::unreadable(path, error));
        if is_two {
            bad.fixes = vec![self.inc(&["sync"])];
        } else if is_record && is_text && bad.path.is_file() && !bad.path.is_symlink() {
            bad.fixes = vec![self.inc(&["edit", &Home::record_file(&bad.path).stem])];
        }
        bad
    }

    /// A file with errors: the first one with its place, and the editor on it.
    pub(super) fn invalid(&self, invalid: &InvalidFile) -> BadFile {
        let path = &invalid.path;
        let shown = self.context.shown(path);
        let more = match invalid.flaws.len() {
            0 | 1 => String::new(),
            number => format!(", and {} more", number - 1),
        };
        let message = invalid.flaws.first().map(|flaw| {
            let (line, column) = (flaw.position.line, flaw.position.column);
            format!("{shown}:{line}:{column}: {}{more}", flaw.message())
        });
        let is_link = matches!(invalid.blocked, Some(Blocked::Link));
        let aside = fix(invalid.blocked, path).map(|fix| fix.to_string());
        let is_committed = |repo: &&Repo| matches!(repo.committed(path), Ok(Some(_)));
        let committed = self.repo().filter(is_committed);
        let fixes = match (aside, committed) {
            (Some(replace), _) if is_link => vec![replace],
            (None, _) if path.symlink_metadata().is_ok() => {
                vec![self.context.in_editor(path).to_string()]
            }
            (aside, Some(repo)) => {
                let back = checkout(&self.context.world.folder, repo, &[path]).to_string();
                aside.into_iter().chain([back]).collect()
            }
            (Some(aside), None) => vec![aside],
            (None, None) => vec![self.inc(&["init"])],
        };
        BadFile {
            message: message.unwrap_or(shown),
            path: path.clone(),
            fixes,
        }
    }
}
