//! `inc edit`: the record in an editor, checked before it is kept. What was typed is never lost.

use std::path::Path;
use std::process::Command as Process;

use clap::Args;

use crate::domain::command::{Address, Command};
use crate::domain::fix::Fix;
use crate::domain::plan::Case;
use crate::domain::record::append::lost_entry;
use crate::domain::record::{Record, changes, seal};
use crate::domain::rules::gate::refusals;
use crate::domain::rules::{FileName, Finding, Judged, judge};
use crate::error::{Error, Kind, Result};
use crate::session::change::draft::{CaughtUp, Draft, write};
use crate::session::change::message;
use crate::session::context::Context;
use crate::session::schemas::Away;
use crate::store::{LoadError, ReadErrors, codec};
use crate::ui::style::Look;

/// Edit a record in $EDITOR and check it before saving
#[derive(Debug, Args)]
#[command(
    after_help = "Your changes are never lost: a record that cannot be saved is kept as a draft, and its path is printed.\n\n\
                  Examples:\n  \
                  inc edit\n  \
                  inc edit 001"
)]
pub(crate) struct Edit {
    /// The incident's ID, or any unique ending of it
    id: Option<String>,
}

impl Edit {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let picked = context.pick(self.id.as_deref())?;
        let path = picked.file.path.clone();
        let repo = context.repo()?;
        // A record that cannot be read is just what an editor is for.
        let home = context.home()?;
        let text = |path: &Path| home.record_to_edit(path);
        let mut before = text(&path).map_err(|error| context.load_error(error))?;
        let read = codec::record(&before);
        if let Err(unreadable) = &read {
            print_errors(context, &path, &before, unreadable);
        }
        // A conflict is decided while git waits in the middle of a merge; the commit is git's then.
        let is_conflict = |unreadable: &ReadErrors| unreadable.conflict().is_some();
        let waits = context.may_change(&repo, &[&path])?;
        let resolves = read.as_ref().is_err_and(is_conflict);
        // What a hand changed and nobody has committed is held against what is: so it can be put back.
        let held = |present: Record| {
            let bytes = repo.committed(&path).ok().flatten();
            let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            text.and_then(|text| codec::record(&text).ok())
                .unwrap_or(present)
        };
        let mut old = read.ok().map(held);
        let stem = &picked.file.stem;
        let lines = Away::of_record(context.home()?);
        let (draft, is_taken_up) = Draft::take_up(&repo, stem, &before, lines)?;
        if is_taken_up {
            context.say(format!(
                "continuing with the earlier draft: {}",
                draft.path.display()
            ));
        }
        let keep = |error: Error| kept(error, &draft).addressed(picked.address.clone());
        let caught_up = draft.catch_up(&before).map_err(&keep)?;
        print_outcome(context, stem, caught_up);
        // What both typed fits together is not shown to an editor once more.
        let mut is_typed = false;
        loop {
            if !is_typed {
                open(context, &draft.path, &picked.address).map_err(&keep)?;
            }
            is_typed = false;
            let typed = draft.typed()?;
            if typed == before {
                draft.discard();
                context.say(format!("{stem}  no changes"));
                // What could not be read before cannot be read now.
                context.load(&picked)?;
                return Ok(());
            }
            let checked = self
                .checked(context, &picked.file, old.as_ref(), &typed)
                .and_then(|record| {
                    context.refuse_secrets(&before, &typed, Some(&record), &[])?;
                    Ok(record)
                });
            let error = match checked {
                Ok(record) => {
                    let _lock = context.lock(&repo).map_err(&keep)?;
                    let present = text(&path).unwrap_or_default();
                    let caught_up = draft.catch_up(&present).map_err(&keep)?;
                    if caught_up != CaughtUp::Already {
                        print_outcome(context, stem, caught_up);
                        before = present;
                        old = codec::record(&before).ok().map(held);
                        is_typed = true;
                        continue;
                    }
                    if let Some(waits) = waits {
                        write(&path, &typed).map_err(&keep)?;
                        draft.discard();
                        if !resolves {
                            return Err(context.kept(&repo, &waits).addressed(picked.address));
                        }
                        let add = Fix::git(["add", &path.display().to_string()])
                            .explained("and git status says how to go on");
                        context.say(format!("{}  the conflict is resolved", record.id));
                        context.say_fixes(&[add], &picked.address, Look::PLAIN);
                        return Ok(());
                    }
                    let fields = old
                        .as_ref()
                        .map(|old| changes(&old.to_value(), &record.to_value()))
                        .unwrap_or_default();
                    let mut names: Vec<&str> = fields
                        .iter()
                        .filter_map(|change| change.path.head())
                        .collect();
                    names.dedup();
                    let subject = if names.is_empty() {
                        "edited".to_owned()
                    } else {
                        format!("edited: {}", names.join(", "))
                    };
                    context
                        .write(
                            &repo,
                            &path,
                            &typed,
                            &message(&record, "edit", &subject),
                            &[],
                        )
                        .map_err(&keep)?;
                    draft.discard();
                    context.say(format!("{subject}  {}", context.look().dim(&record.id)));
                    return Ok(());
                }
                Err(error) => error,
            };
            let Some(mut prompt) = context.prompt() else {
                return Err(keep(error));
            };
            prompt.say(&format!("{} {error}", context.look().error("error:")));
            if !matches!(prompt.confirm("Edit again", true), Ok(Some(true))) {
                return Err(keep(Error::refused("the record is unchanged")));
            }
        }
    }

    /// Returns the edited record if it can be read and the plan accepts it.
    fn checked(
        &self,
        context: &Context,
        file: &crate::store::RecordFile,
        old: Option<&Record>,
        typed: &str,
    ) -> Result<Record> {
        let record = codec::record(typed).map_err(|unreadable| {
            let mut error = Error::refused("the edited text is not a valid record");
            for (fault, position) in &unreadable.faults {
                error = error.item(
                    format!(
                        "line {}, column {}: {}",
                        position.line,
                        position.column,
                        fault.message()
                    ),
                    None,
                );
            }
            error
        })?;
        let Some(old) = old else { return Ok(record) };
        if record.id != old.id || record.plan != old.plan || record.schema != old.schema {
            return Err(Error::refused(
                "`id`, `plan` and `schema` cannot be changed",
            ));
        }
        if seal::is_broken_by(old, &record) {
            return Err(crate::session::change::is_closed(&old.id));
        }
        if record.status.is_closed() && !old.status.is_closed() {
            return Err(Error::refused(
                "an incident is closed by `inc close`, which seals it",
            ));
        }
        if record.status < old.status && record.timeline.len() == old.timeline.len() {
            return Err(Error::refused(format!(
                "the status moves back from {} to {} only with a reason",
                old.status, record.status
            ))
            .item(
                "to move it back",
                Some(Command::on_incident("set").args([
                    &*format!("status={}", record.status),
                    "-m",
                    "<REASON>",
                ])),
            ));
        }
        if let Some(lost) = lost_entry(old, &record) {
            return Err(Error::refused(format!(
                "{lost} cannot be changed; correct it with a new entry"
            ))
            .item(
                "correct it",
                Some(Command::on_incident("note").args(["-m", "<TEXT>", "--corrects", "<ENTRY>"])),
            ));
        }
        if let Ok(plan) = context.plan() {
            let now = context.now()?;
            let name = Some(FileName {
                stem: &file.stem,
                folder: &file.folder,
            });
            let lint = context.lint_for(&record);
            let judged = |record| {
                judge(&Judged {
                    case: Case::new(record, &plan),
                    now,
                    file: name,
                    lint: lint.as_ref(),
                })
            };
            let (before, after) = (judged(old), judged(&record));
            let refused: Vec<Finding> = refusals(
                &before,
                &after,
                &changes(&old.to_value(), &record.to_value()),
            )
            .into_iter()
            .cloned()
            .collect();
            if !refused.is_empty() {
                return Err(crate::session::change::refusal(
                    &refused,
                    Some(&*plan),
                    &old.id,
                    None,
                ));
            }
        }
        Ok(record)
    }
}

/// Prints what to fix, with line numbers, before the editor opens again.
fn print_errors(context: &Context, path: &Path, text: &str, unreadable: &ReadErrors) {
    let error = context.load_error(LoadError::Invalid {
        path: path.to_owned(),
        text: text.to_owned(),
        unreadable: unreadable.clone(),
    });
    context.say(format!(
        "{} {}",
        context.look().warning("warning:"),
        error.message
    ));
    let faults = error.items.iter().filter(|item| item.command.is_none());
    faults.for_each(|fault| context.say(format!("  {}", fault.label)));
}

/// Explains how a concurrent change affects the edited text.
fn print_outcome(context: &Context, stem: &str, caught_up: CaughtUp) {
    match caught_up {
        CaughtUp::Already => {}
        CaughtUp::Joined => context.say(format!(
            "{stem}  changed meanwhile; the changes were merged into your draft"
        )),
        CaughtUp::Marked => context.say(format!(
            "{stem}  changed meanwhile in the same place; your draft has both versions between conflict markers"
        )),
    }
}

/// Runs the editor, which may be a command line such as `code --wait`, as in git.
fn open(context: &Context, draft: &Path, address: &Address) -> Result<()> {
    let again = Command::on_incident("edit").line(address);
    let with = |variable: &str| Fix::shell(format!("{variable}=<EDITOR> {again}"));
    let editor = match &context.world.editor {
        Some(editor) => editor,
        None if context.prompt().is_some() => "vi",
        None => {
            return Err(Error::environment(
                "no editor is set, and there is no terminal to run one on",
            )
            .fix(with("EDITOR").explained("sets one"))
            .item(
                "or change one field",
                Some(Command::on_incident("set").arg("<FIELD>=<VALUE>")),
            ));
        }
    };
    let failed = |why: String| {
        Error::environment(format!("the editor `{editor}` {why}"))
            .fix(with("VISUAL").explained("opens another one"))
    };
    let mut process = if cfg!(windows) {
        let mut words = editor.split_whitespace();
        let mut process = Process::new(words.next().unwrap_or(editor));
        process.args(words).arg(draft);
        process
    } else {
        let mut process = Process::new("sh");
        process
            .arg("-c")
            .arg(format!("{editor} \"$@\""))
            .arg("sh")
            .arg(draft);
        process
    };
    match process.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(format!("ended with {status}"))),
        Err(error) => Err(failed(format!("cannot be started: {error}"))),
    }
}

/// Keeps the edited text as a draft after an error, unless it equals the record.
fn kept(error: Error, draft: &Draft) -> Error {
    if !draft.holds_something() {
        draft.discard();
        return error;
    }
    if error.kind == Kind::Interrupted {
        return error;
    }
    let path = draft.path.display().to_string();
    error
        .fix(format!("what you typed is kept in {path}"))
        .item("go on with it", Some(Command::on_incident("edit")))
        .fix(Fix::run(["rm", &path]).after("or throw it away:"))
}
