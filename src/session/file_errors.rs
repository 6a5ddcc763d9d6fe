//! What a file that could not be had is told as: in full, as a warning beside the others, and in a few
//! words. One place, so that a record with conflict markers is called that by every command.

use std::path::Path;

use crate::domain::command::{Command, quoted};
use crate::domain::fix::Fix;
use crate::domain::report::ReportError;
use crate::error::{Error, SEE_PROBLEMS};
use crate::git::{GitError, Repo};
use crate::session::context::Context;
use crate::session::paths::{aside, set_aside};
use crate::session::templates::path_of;
use crate::store::conflicts::{Disputed, disputed};
use crate::store::{Blocked, Home, LoadError, RecordFile, codec};
use crate::ui::style::{Look, one_line};

/// How many faults of one file are told at once.
const SHOWN: usize = 8;

impl Context {
    /// What was read; one that cannot be is told, and hides none of the others.
    pub(crate) fn or_warn<T>(&self, loaded: std::result::Result<T, LoadError>) -> Option<T> {
        loaded
            .map_err(|error| self.warn(&self.load_error(error)))
            .ok()
    }

    /// Says what went wrong with something that the rest can do without, and what to type.
    pub(crate) fn warn(&self, error: &Error) {
        self.warn_that(error, "");
    }

    /// As [`Context::warn`], with what follows from it.
    pub(crate) fn warn_that(&self, error: &Error, so: &str) {
        let warning = self.look().warning("warning:");
        let way_out = error.way_out().cloned().map(Fix::from);
        let way_out = way_out.or_else(|| match error.fixes.as_slice() {
            [only] if error.items.is_empty() => Some(only.clone()),
            _ => None,
        });
        let warning = format!("{warning} {}{so}", error.message);
        match way_out {
            Some(way_out) => {
                self.say_fix(&way_out.after(warning + ":"), &error.address, Look::PLAIN);
            }
            None => self.say(warning),
        }
    }

    /// What a template that could not be had is told as: no command of ours edits one.
    pub(crate) fn template_error(&self, error: LoadError) -> Error {
        let path = self.shown(error.path());
        match error {
            LoadError::Io { .. } => self.load_error(error),
            LoadError::Invalid {
                path: at,
                unreadable,
                ..
            } => {
                let report = Error::environment(format!("{path} cannot be read"));
                let faults = unreadable.faults.iter().take(SHOWN);
                faults
                    .fold(report, |report, (fault, position)| {
                        let (line, column) = (position.line, position.column);
                        report.item(format!("{path}:{line}:{column}: {}", fault.message()), None)
                    })
                    .fix(self.in_editor(&at))
            }
        }
    }

    /// What a template that cannot be filled in is told as.
    pub(crate) fn unfilled(&self, folder: &str, error: &ReportError) -> Error {
        let shown = path_of(folder, &error.template);
        let place = error.place();
        let report = Error::environment(format!("{shown}{place}: {}", error.message));
        match self.home() {
            Ok(home) => report.fix(self.in_editor(&home.root().join(shown))),
            Err(_) => report,
        }
    }

    /// The lines that make text again of a record that is none: `inc edit` shows nothing that it could
    /// not give back.
    fn ways_to_text(&self, path: &Path) -> Vec<Fix> {
        let editor = self.in_editor(path).explained("to save it as UTF-8");
        let back = || {
            let (home, repo) = (self.home().ok()?, self.repo().ok()?);
            let committed = String::from_utf8(repo.committed(path).ok()??).ok()?;
            codec::record(&committed).ok()?;
            aside(&self.world.folder, Some(&repo), home, path)
        };
        let back = back().map(|back| back.explained("to go back to what is committed"));
        back.into_iter().chain([editor]).collect()
    }

    /// The editor on a file that no command of ours edits.
    pub(crate) fn in_editor(&self, path: &Path) -> Fix {
        let editor = self.world.editor.as_deref().unwrap_or("<EDITOR>");
        Fix::shell(format!("{editor} {}", quoted(&path.display().to_string())))
    }

    /// What a file that could not be had is told as.
    pub(crate) fn load_error(&self, error: LoadError) -> Error {
        let path = self.shown(error.path());
        let is_record = path != Home::READINESS;
        let id = Home::record_file(error.path()).stem;
        let blocked = error.blocked();
        let conflict = error.conflict().map(|line| format!("{path}:{line}:1"));
        let at = error.path().to_owned();
        let (text, unreadable) = match error {
            LoadError::Io {
                error: io,
                path: at,
            } => {
                let report = Error::environment(format!("{path} cannot be read: {io}"));
                return report.fixes(fix(blocked, &at));
            }
            LoadError::Invalid {
                text, unreadable, ..
            } => (text, unreadable),
        };
        let mut report = Error::environment(match &conflict {
            Some(place) if is_record => format!("{id} has conflict markers ({place})"),
            Some(place) => format!("{place}: conflict markers"),
            None if is_record => format!("{path} cannot be read as a record"),
            None => format!("{path} cannot be read"),
        });
        if let Some(said) = unreadable.two_incidents() {
            return report
                .item(one_line(said), None)
                .item("after that", Some(Command::plain(["sync"])))
                .addressed(self.address(None));
        }
        let mut conflicts = disputed(&text);
        let says_something =
            |disputed: &Disputed| !(disputed.ours.0.is_empty() && disputed.theirs.0.is_empty());
        conflicts.retain(|disputed| conflict.is_some() && says_something(disputed));
        for disputed in conflicts.iter().take(SHOWN) {
            let said = |(words, whose): &(String, String)| {
                format!("{} ({})", short(words), one_line(whose))
            };
            let (ours, theirs) = (said(&disputed.ours), said(&disputed.theirs));
            report = report.item(format!("line {}: {ours} or {theirs}", disputed.line), None);
        }
        // What each side has says all that there is to say of it.
        let faults = unreadable.faults.iter().take(SHOWN);
        for (fault, position) in faults.filter(|_| conflicts.is_empty()) {
            let (line, column) = (position.line, position.column);
            report = report.item(format!("{path}:{line}:{column}: {}", fault.message()), None);
        }
        if is_record && !unreadable.is_text() {
            return report.fixes(self.ways_to_text(&at));
        }
        if !is_record {
            return report.item("to fix it", Some(Command::plain(["doctor"])));
        }
        let fix = match conflict {
            Some(_) => "decide it in an editor",
            None => "fix it in an editor",
        };
        report
            .item(fix, Some(Command::plain(["edit", &id])))
            .addressed(self.address(None))
    }
}

impl Context {
    /// What git's refusal is told as where something is under way: what is in conflict, as whoever
    /// reads it is told, comes before what finishes it.
    pub(crate) fn in_the_way(&self, repo: &Repo, error: &GitError) -> Error {
        self.led_out(repo, error, error.fixes())
    }

    fn led_out(&self, repo: &Repo, error: &GitError, fixes: Vec<Fix>) -> Error {
        let report = Error::environment(error.to_string()).fixes(fixes);
        let is_in_a_file = matches!(error, GitError::Ignored { .. });
        let report = match report.fixes.is_empty() || is_in_a_file {
            true => report.item(SEE_PROBLEMS, Some(Command::plain(["doctor"]))),
            false => report,
        };
        let unmerged = match error {
            GitError::InProgress { unmerged, .. } => unmerged.as_slice(),
            GitError::Conflicted { path } => std::slice::from_ref(path),
            _ => &[],
        };
        let broken = unmerged.iter().filter_map(|path| {
            let file = self.record_at(&repo.work_dir().join(path))?;
            Some(self.load_error(self.home().ok()?.load(file).err()?))
        });
        broken
            .fold(report, |report, error| {
                report.item(error.message.clone(), error.way_out().cloned())
            })
            .addressed(self.address(None))
    }

    /// The record that lies at a path, if one can.
    pub(crate) fn record_at(&self, path: &Path) -> Option<RecordFile> {
        let home = self.home().ok()?;
        home.record_inside(path.strip_prefix(home.incidents()).ok()?)
    }

    /// As [`Context::in_the_way`], of a change that is written and waits in the work tree.
    pub(crate) fn kept(&self, repo: &Repo, error: &GitError) -> Error {
        self.led_out(repo, error, error.fixes_beside_a_change())
            .fix("the change is kept in the work tree, and the index is as it was;")
            .fix("the next inc command that changes it commits it")
            .fixes(error.while_waiting())
            .keeping_words()
    }
}

/// The line that mends what is not even opened, and loses nothing: what a link leads to takes its
/// place where that is the home's own, and anything else is laid aside.
pub(crate) fn fix(blocked: Option<Blocked>, path: &Path) -> Option<Fix> {
    let path = path.display().to_string();
    let new = format!("{path}.new");
    Some(match blocked? {
        Blocked::Link => Fix::run(["cp", &path, &new]).and(Fix::run(["mv", &new, &path])),
        _ => set_aside(path),
    })
}

/// What is wrong with a file that could not be had, in a few words: `has conflict markers, line 12`.
pub(crate) fn in_short(error: &LoadError) -> String {
    match (error, error.conflict()) {
        (_, Some(line)) => format!("has conflict markers, line {line}"),
        (LoadError::Io { error, .. }, None) => format!("cannot be read: {error}"),
        (LoadError::Invalid { unreadable, .. }, None) => {
            let first = unreadable.faults.first();
            let line = first.map(|(_, position)| format!(", line {}", position.line));
            format!("cannot be read{}", line.unwrap_or_default())
        }
    }
}

/// One side of a conflict, no longer than a person reads at a glance.
fn short(words: &str) -> String {
    match words.chars().count() {
        0 => "nothing".to_owned(),
        1..=60 => one_line(words),
        _ => one_line(
            &words
                .chars()
                .take(59)
                .chain(['\u{2026}'])
                .collect::<String>(),
        ),
    }
}
