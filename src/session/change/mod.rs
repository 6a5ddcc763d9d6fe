//! The road of every change: record read → step → rules → file replaced → committed → said.

pub(crate) mod draft;
pub(crate) mod number;
mod report;
mod secrets;
mod uncommitted;

use crate::domain::command::{Address, Command};
use crate::domain::fix::Fix;
use crate::domain::plan::{Case, Plan};
use crate::domain::record::{Change, Record, Time, changes, seal};
use crate::domain::respond::Response;
use crate::domain::rules::gate::refusals;
use crate::domain::rules::{Finding, Judged, judge};
use crate::error::{Error, Item, Kind, Result, SEE_PROBLEMS, git};
use crate::git::{GitError, Repo};
use crate::session::answers::{KEPT, change_line};
use crate::session::context::Context;
use crate::session::options::At;
use crate::session::paths::git_in;
use crate::session::pick::Picked;
use crate::store::{Document, RecordFile, codec, replace, yaml};
use crate::ui::progress::Waiting;
use crate::ui::style::Look;
use crate::ui::style::one_line;

/// What a verb does.
pub(crate) struct Verb<'a> {
    /// The word for the commit's `Action` trailer: `contain`.
    action: &'static str,
    /// What the commit's subject says after the incident: `contained: froze refunds`.
    subject: String,
    /// When it happened, as typed.
    at: Option<&'a str>,
    /// Whether any rule could object to it.
    judged: bool,
}

impl<'a> Verb<'a> {
    pub(crate) fn new(action: &'static str, subject: impl Into<String>) -> Self {
        Verb {
            action,
            subject: subject.into(),
            at: None,
            judged: true,
        }
    }

    #[must_use]
    pub(crate) fn at(mut self, at: &'a At) -> Self {
        self.at = at.at.as_deref();
        self
    }

    /// For what no rule can object to: not even the plan is read.
    #[must_use]
    pub(crate) fn skip_rules(mut self) -> Self {
        self.judged = false;
        self
    }
}

/// A step of the domain.
pub(crate) type Step<'s> = Box<dyn FnOnce(&mut Response<'_>) -> Result<()> + 's>;

/// What the gates can refuse while the answers on the way to it are kept.
pub(crate) struct Goal<'s> {
    /// As a refusal says it, where it has a name: `closed`, `resolved`.
    pub word: Option<&'static str>,
    /// What the commit's subject says where the answers alone are kept: a history that says
    /// `closed` of an open incident misleads whoever reads it.
    pub kept: String,
    pub step: Step<'s>,
}

/// What a change came to.
pub(crate) struct Done {
    pub before: Record,
    pub after: Record,
    /// When it happened, which may be long before now.
    pub at: Time,
    pub now: Time,
    pub address: Address,
}

impl Done {
    pub(crate) fn is_unchanged(&self) -> bool {
        self.before == self.after
    }
}

impl Context {
    /// Changes one record by a step that cannot fail.
    pub(crate) fn change(
        &self,
        picked: &Picked,
        verb: &Verb<'_>,
        step: impl FnOnce(&mut Response<'_>),
    ) -> Result<Done> {
        let step = |response: &mut Response<'_>| {
            step(response);
            Ok(())
        };
        self.attempt(picked, verb, Box::new(step), None)
    }

    /// Changes one record.
    ///
    /// `answers` are kept in any case, if the rules let them stand; `goal`, where there is one, is
    /// what the gates can refuse. A refused goal loses no answer.
    pub(crate) fn attempt(
        &self,
        picked: &Picked,
        verb: &Verb<'_>,
        answers: Step<'_>,
        goal: Option<Goal<'_>>,
    ) -> Result<Done> {
        let addressed = |error: Error| error.addressed(picked.address.clone());
        let repo = self.repo()?;
        let path = picked.file.path.as_path();
        let mut waits = self.may_change(&repo, &[path])?;
        let lock = self.lock(&repo)?;
        if waits.is_some() {
            // What was under way may have been a merge of ours, and over by now.
            waits = repo.may_write(&[path]).map_err(git)?;
        }
        let document = self
            .home()?
            .load(picked.file.clone())
            .map_err(|error| self.load_error(error))?;
        if !self.globals.no_commit && waits.is_none() {
            waits = self.commit_left_over(&repo, &document)?;
        }
        let moment = self.moment(verb.at)?;
        let plan = if verb.judged { self.plan().ok() } else { None };
        let (before, mut ids) = (&document.record, self.ids());
        let gate = Gate {
            context: self,
            plan: plan.as_deref(),
            now: moment.now,
            file: &document.file,
        };

        let mut after = before.clone();
        answers(&mut Response::new(&mut after, &moment, &mut ids)).map_err(addressed)?;
        if seal::is_broken_by(before, &after) {
            return Err(addressed(is_closed(&document.file.stem)));
        }
        gate.judge(before, &after).map_err(|refused| {
            let error = refusal(&refused, plan.as_deref(), &document.file.stem, None);
            let is_of_time = |finding: &Finding| finding.rule.code.starts_with("timeline/");
            let error = addressed(match verb.at.filter(|_| refused.iter().all(is_of_time)) {
                Some(at) => at_another_time(error, at),
                None => error,
            });
            self.with_answers(error, &changes(&before.to_value(), &after.to_value()))
        })?;
        let answered: String;
        let (mut subject, mut refused) = (&verb.subject, None);
        if let Some(goal) = goal {
            let mut reached = after.clone();
            (goal.step)(&mut Response::new(&mut reached, &moment, &mut ids)).map_err(addressed)?;
            // What the plan says of a broken seal would hide why it is one.
            let judged = if seal::is_broken_by(&after, &reached) {
                Err(is_closed(&document.file.stem))
            } else {
                let refused = gate.judge(&after, &reached);
                refused.map_err(|found| {
                    refusal(&found, plan.as_deref(), &document.file.stem, goal.word)
                })
            };
            match judged {
                Ok(()) => after = reached,
                Err(error) => {
                    refused = Some(error);
                    answered = goal.kept;
                    subject = &answered;
                }
            }
        }
        let changed = changes(&before.to_value(), &after.to_value());
        let mut waiting = None;
        if !changed.is_empty() {
            let text = edited(&document, &after)
                .map_err(|error| addressed(self.not_spliced(&document, &error)))?;
            self.refuse_secrets(&document.text, &text, Some(&after), &changed)
                .map_err(addressed)?;
            let message = message(&after, verb.action, subject);
            match waits {
                Some(error) => {
                    self.put(path, &text, &changed)?;
                    waiting = Some(self.kept(&repo, &error));
                }
                None => self.write(&repo, path, &text, &message, &changed)?,
            }
        }
        drop(lock);
        if let Some(waiting) = waiting {
            return Err(addressed(match refused {
                Some(refused) => both(refused, &waiting),
                None => waiting,
            }));
        }
        match refused {
            Some(error) if changed.is_empty() => Err(addressed(error)),
            Some(error) => {
                let error = error.fix("your answers so far are saved");
                Err(addressed(error.keeping_words()))
            }
            None => Ok(Done {
                before: document.record,
                after,
                at: moment.at,
                now: moment.now,
                address: picked.address.clone(),
            }),
        }
    }

    /// Whether these files may be changed; what their commit has to wait for, if anything. Git may be
    /// in the middle of a merge: then the change waits in the work tree, since in the middle of an
    /// outage everything must be noted. What git would never take is refused before a byte is written.
    pub(crate) fn may_change(
        &self,
        repo: &Repo,
        paths: &[&std::path::Path],
    ) -> Result<Option<GitError>> {
        if self.globals.no_commit {
            return Ok(None);
        }
        let home = self.home()?;
        if let Some(blocked) = paths.iter().find_map(|path| home.blocked(path)) {
            return Err(self.load_error(blocked));
        }
        let waits = repo.may_write(paths);
        let waits = waits.map_err(|error| self.in_the_way(repo, &error))?;
        if waits.is_none() {
            self.offer_merge_driver(repo)?;
        }
        Ok(waits)
    }

    /// Writes one file and commits it alone. A failed write keeps the old file, and then what was
    /// typed is printed back; a failed commit keeps the change in the work tree.
    pub(crate) fn write(
        &self,
        repo: &Repo,
        path: &std::path::Path,
        text: &str,
        message: &str,
        typed: &[Change],
    ) -> Result<()> {
        self.put(path, text, typed)?;
        if self.globals.no_commit {
            return Ok(());
        }
        self.commit(repo, &[path], message)
    }

    /// Writes one file; where that fails the old one is there, and what was typed is printed back.
    fn put(&self, path: &std::path::Path, text: &str, typed: &[Change]) -> Result<()> {
        replace::replace(path, text).map_err(|error| {
            let outcome = if path.exists() {
                "it is as it was"
            } else {
                "nothing was written"
            };
            let report = Error::environment(format!(
                "{} cannot be written: {error}; {outcome}",
                self.shown(path)
            ))
            .item(SEE_PROBLEMS, Some(Command::plain(["doctor"])))
            .addressed(self.address(None));
            if typed.is_empty() {
                return report;
            }
            report
                .keeping_words()
                .giving_back(KEPT, typed.iter().map(change_line))
        })
    }

    /// The home's lock, for as long as a record is changed.
    pub(crate) fn lock(&self, repo: &Repo) -> Result<replace::Lock> {
        let folder = repo.private_dir();
        let lock = replace::lock(folder).map_err(|error| {
            let place = self.shown(folder);
            let message = format!("nothing can be changed now: {place}: {error}");
            let report = Error::environment(message).addressed(self.address(None));
            match error.kind() {
                // Another command is at work, and will end.
                std::io::ErrorKind::TimedOut => report,
                _ => report.item(SEE_PROBLEMS, Some(Command::plain(["doctor"]))),
            }
        })?;
        repo.refuse_interrupted_merge().map_err(git)?;
        Ok(lock)
    }

    /// Commits paths that are written already.
    pub(crate) fn commit(
        &self,
        repo: &Repo,
        paths: &[&std::path::Path],
        message: &str,
    ) -> Result<()> {
        let waiting = Waiting::on("waiting for git commit, its hooks and its signing");
        let committed = repo.commit(paths, message).map(drop);
        drop(waiting);
        committed.map_err(|error| self.kept(repo, &error))?;
        if repo.is_detached() {
            let switch = ["switch", "-c", "<NAME>"];
            let switch = git_in(&self.world.folder, repo.work_dir(), switch);
            let words = format!(
                "{} HEAD is detached, so this commit is on no branch; to keep it:",
                self.look().warning("warning:")
            );
            self.say_fix(&switch.after(words), &self.address(None), Look::PLAIN);
        }
        Ok(())
    }

    /// The record that a walk is about to ask about, once it is sure that answers could be kept and that
    /// they are dated by a time.
    pub(crate) fn to_change(&self, picked: &Picked, at: &At) -> Result<Document> {
        self.moment(at.at.as_deref())?;
        self.may_change(&*self.repo()?, &[&picked.file.path])?;
        self.load(picked)
    }

    /// The record that was picked.
    pub(crate) fn load(&self, picked: &Picked) -> Result<Document> {
        self.home()?
            .load(picked.file.clone())
            .map_err(|error| self.load_error(error).addressed(picked.address.clone()))
    }

    fn not_spliced(&self, document: &Document, error: &yaml::EditError) -> Error {
        Error::environment(format!(
            "{}:{}: {}; the file is as it was",
            self.shown(&document.file.path),
            error.line,
            error.message
        ))
        .item("change it by hand", Some(Command::on_incident("edit")))
    }
}

/// The changed text of a record, verified by both parsers and by the typed reader.
pub(crate) fn edited(document: &Document, after: &Record) -> Result<String, yaml::EditError> {
    let reread = |text: &str| {
        codec::record(text)
            .map(|record| record.to_value())
            .map_err(|unreadable| unreadable.to_string())
    };
    yaml::edit_verified(
        &document.text,
        &document.record.to_value(),
        &after.to_value(),
        reread,
    )
}

/// What a change is judged with.
struct Gate<'a> {
    context: &'a Context,
    plan: Option<&'a Plan>,
    now: Time,
    file: &'a RecordFile,
}

impl Gate<'_> {
    /// What the plan objects to in the change; without a whole plan nothing can be demanded.
    fn judge(&self, before: &Record, after: &Record) -> Result<(), Vec<Finding>> {
        let Some(plan) = self.plan else { return Ok(()) };
        let changed = changes(&before.to_value(), &after.to_value());
        if changed.is_empty() {
            return Ok(());
        }
        let file = Some(crate::domain::rules::FileName {
            stem: &self.file.stem,
            folder: &self.file.folder,
        });
        let lint = self.context.lint_for(after);
        let judged = |record| {
            judge(&Judged {
                case: Case::new(record, plan),
                now: self.now,
                file,
                lint: lint.as_ref(),
            })
        };
        let (earlier, findings) = (judged(before), judged(after));
        let refused: Vec<Finding> = refusals(&earlier, &findings, &changed)
            .into_iter()
            .cloned()
            .collect();
        if refused.is_empty() {
            Ok(())
        } else {
            Err(refused)
        }
    }
}

/// Where a time was typed and the order of things is what is wrong, it is the time that was mistyped:
/// nothing of it stands in the record to be mended there.
fn at_another_time(mut error: Error, at: &str) -> Error {
    error.items.retain(|item| item.label != FIX);
    for item in &mut error.items {
        item.command = None;
    }
    error.fix(Fix::run(["--at", at]).explained("is the time to type anew"))
}

/// What is sealed does not change.
pub(crate) fn is_closed(id: &str) -> Error {
    Error::refused(format!(
        "{id} is closed, and what is sealed does not change"
    ))
    .item(
        "reopen it first",
        Some(Command::on_incident("reopen").args(["-m", "<REASON>"])),
    )
}

/// What the plan refused, and why what was answered on the way to it is not committed yet.
fn both(refused: Error, waiting: &Error) -> Error {
    let kept = format!("what you answered is kept: {}", waiting.message);
    let mut report = refused.fix(kept).keeping_words();
    report.kind = waiting.kind;
    report.items.extend(waiting.items.iter().cloned());
    let given_back = report.given_back.take();
    report.given_back = given_back.or_else(|| waiting.given_back.clone());
    report.fixes(waiting.fixes.iter().cloned())
}

/// The label of what mends the one thing that an error says already.
const FIX: &str = "to fix it";

/// A refusal with the whole list at once, each line with the command that mends it.
pub(crate) fn refusal(
    findings: &[Finding],
    plan: Option<&Plan>,
    id: &str,
    goal: Option<&str>,
) -> Error {
    let mut items: Vec<Item> = Vec::new();
    for finding in findings {
        let label = match (goal, findings) {
            (Some(_), _) => one_line(&finding.label),
            // The message is the heading already.
            (None, [_]) if finding.fix.is_some() => FIX.to_owned(),
            (None, [_]) => one_line(&finding.label),
            (None, _) => one_line(&finding.message),
        };
        // One command that mends several things is named once, and each thing too.
        let known = |item: &Item| finding.fix.is_some() && item.command == finding.fix;
        let is_known = items.iter().any(known);
        if goal.is_none() || !is_known {
            items.push(Item {
                label,
                command: finding.fix.clone().filter(|_| !is_known),
            });
        }
    }
    let message = match (goal, findings) {
        (Some(goal), _) => {
            let missing = match items.len() {
                1 => "1 item is".to_owned(),
                number => format!("{number} items are"),
            };
            format!("{id} cannot be {goal}: {missing} missing")
        }
        (None, [only]) => one_line(&only.message),
        (None, several) => format!("{id}: {} problems found", several.len()),
    };
    let row = match (goal, findings) {
        (None, [only]) => plan.map_or(&*only.row, |plan| plan.shown_rows(&only.row)),
        _ => "",
    };
    let mut error = Error::new(Kind::Refused, message).row(row);
    error.items = items;
    error
}

/// A commit message: the incident, what was done, and trailers that scripts rely on.
pub(crate) fn message(record: &Record, action: &str, subject: &str) -> String {
    let line: String = one_line(subject);
    let mut subject = format!("{}: {line}", record.id);
    if subject.chars().count() > 100 {
        subject = subject.chars().take(99).chain(['\u{2026}']).collect();
    }
    format!(
        "{subject}\n\nIncident: {}\nAction: {action}\nStatus: {}\n",
        record.id, record.status
    )
}
