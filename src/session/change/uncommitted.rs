//! What a killed command, a refusing hook or somebody's own hand left uncommitted.

use std::path::PathBuf;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::plan::Case;
use crate::domain::record::describe::{Words, describe, differences};
use crate::domain::record::{Record, Time};
use crate::domain::rules::history::{Transition, judge as judge_history};
use crate::domain::rules::schema::year_of;
use crate::domain::rules::{Finding, Judged, Level, judge};
use crate::error::{Error, Result, git};
use crate::git::{GitError, Repo};
use crate::session::change::message;
use crate::session::context::Context;
use crate::store::{Document, codec};
use crate::ui::style::one_line;

/// How many changes a commit's subject names.
const NAMED: usize = 3;

impl Context {
    /// A change that a killed command, a refusing hook or somebody's own hand left uncommitted is
    /// said, and committed by itself, so that the next one is a commit of its own.
    ///
    /// Where that is still refused nothing is held up: the next commit of the file will hold it too.
    /// A lock that outlasted all patience is returned: the next commit would find it as well.
    pub(crate) fn commit_left_over(
        &self,
        repo: &Repo,
        document: &Document,
    ) -> Result<Option<GitError>> {
        let path = document.file.path.as_path();
        if !repo.is_uncommitted(path).map_err(git)? {
            return Ok(None);
        }
        let committed = repo.committed(path).map_err(git)?;
        let committed = committed.and_then(|bytes| String::from_utf8(bytes).ok());
        let kept = committed.as_deref().unwrap_or_default();
        self.refuse_secrets(kept, &document.text, Some(&document.record), &[])
            .map_err(|error| {
                let path = self.shown(path);
                error.fix(format!(
                    "it is in {path} and not committed yet: take it out there"
                ))
            })?;
        let is_new = committed.is_none();
        let left = if is_new {
            self.left_behind(repo, &document.record)?
        } else {
            Vec::new()
        };
        let known = committed.and_then(|text| codec::record(&text).ok());
        if let Some(known) = &known {
            self.refuse_unlawful(known, document)?;
        }
        let what = match &known {
            Some(known) => self.describe(known, &document.record),
            None if is_new && !left.is_empty() => "its number is another now".to_owned(),
            None if is_new => format!("opened: {}", document.record.title),
            None => "it can be read again".to_owned(),
        };
        let mut paths = vec![path];
        paths.extend(left.iter().map(PathBuf::as_path));
        let id = &document.file.stem;
        let subject = format!("kept what was not committed: {what}");
        self.warn_of_errors(document);
        match repo.commit(&paths, &message(&document.record, "keep", &subject)) {
            Ok(_) => self.say(format!(
                "{id}  committed an earlier uncommitted change: {}",
                one_line(&what)
            )),
            Err(error @ GitError::Locked { .. }) => return Ok(Some(error)),
            Err(error) => self.say(format!(
                "{id}  an earlier change is still not committed: {error}"
            )),
        }
        Ok(None)
    }

    /// The files that a renumbering which was cut off has removed, and not committed.
    fn left_behind(&self, repo: &Repo, record: &Record) -> Result<Vec<PathBuf>> {
        let mut left = Vec::new();
        for former in &record.formerly {
            let Some(year) = year_of(former) else {
                continue;
            };
            let path = self.home()?.record_path(year, former);
            if !path.exists() && repo.committed(&path).map_err(git)?.is_some() {
                left.push(path);
            }
        }
        Ok(left)
    }

    /// What differs, in the words of the record; the rest is a number.
    fn describe(&self, known: &Record, record: &Record) -> String {
        let (zone, now) = (self.zone().ok(), self.now().ok());
        let time = |time: Time| match zone.zip(now) {
            Some((zone, now)) => zone.brief(time, now),
            None => time.to_string(),
        };
        let words = Words {
            time: &time,
            title: &|_, _| None,
        };
        let found = differences(&known.to_value(), &record.to_value());
        let mut lines: Vec<String> = found
            .iter()
            .take(NAMED)
            .map(|difference| describe(difference, &words).to_string())
            .collect();
        match found.len() {
            0 => return "its layout or comments".to_owned(),
            NAMED.. if found.len() > NAMED => lines.push(format!("{} more", found.len() - NAMED)),
            _ => {}
        }
        lines.join("; ")
    }

    /// What a commit of a record as it is now would do that none may.
    pub(crate) fn unlawful(&self, known: &Record, now: &Record) -> Vec<Finding> {
        judge_history(&Transition {
            before: known,
            after: Some(now),
            plan: self.plan().ok().as_deref(),
        })
    }

    /// What no commit may do to a record is not committed in passing: it would stay in the history
    /// for good, and one command can still undo it.
    fn refuse_unlawful(&self, known: &Record, document: &Document) -> Result<()> {
        let findings = self.unlawful(known, &document.record);
        if findings.is_empty() {
            return Ok(());
        }
        let (id, path) = (&document.file.stem, self.shown(&document.file.path));
        let mut error = Error::refused(format!(
            "{id} has an uncommitted edit that is not allowed: {path}"
        ));
        for finding in &findings {
            error = error.item(one_line(&finding.message), None);
        }
        let path = document.file.path.display().to_string();
        let stash = Fix::git(["stash", "push", "--", &path]);
        Err(error
            .fix(Fix::git(["diff", "HEAD", "--", &path]).explained("shows the edit"))
            .fix(stash.explained("stashes the edit and restores the committed version"))
            .item(
                "or undo it in an editor",
                Some(Command::on_incident("edit")),
            ))
    }

    /// Says what the plan objects to in a change that nobody has checked; CI will say it again.
    fn warn_of_errors(&self, document: &Document) {
        let (Ok(plan), Ok(now)) = (self.plan(), self.now()) else {
            return;
        };
        let case = Case::new(&document.record, &plan);
        let (file, lint) = (None, self.lint_for(&document.record));
        let findings = judge(&Judged {
            case,
            now,
            file,
            lint: lint.as_ref(),
        });
        for finding in findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
        {
            let warning = self.look().warning("warning:");
            self.say(format!("{warning} {}", one_line(&finding.message)));
        }
    }
}
