//! `inc sync`: fetch, merge by record, push, and again if beaten to it.

use clap::Args;

use crate::domain::command::Command;
use crate::domain::fix::Fix;
use crate::domain::record::Record;
use crate::domain::record::merge::is_one_incident;
use crate::error::{Error, Kind, Result, git};
use crate::git::{Conflicts, Fetched, Merged, Pushed, Repo, Upstream};
use crate::session::change::number::renumber;
use crate::session::context::Context;
use crate::session::paths::{git_in, path_from};
use crate::store::{Document, Home, codec};
use crate::ui::progress::Waiting;
use crate::ui::prompt;
use crate::ui::style::{Look, one_line};
use crate::ui::words::count;

/// Fetch, merge record by record, and push
#[derive(Debug, Args)]
#[command(
    after_help = "inc sync never force-pushes. If two clones used the same ID, the incident that is not yet pushed gets a new one; both IDs find it. On a conflict, nothing changes and the records in conflict are listed.\n\n\
                  Examples:\n  \
                  inc sync"
)]
pub(crate) struct Sync {}

/// The number of attempts while others keep pushing first.
const ATTEMPTS: usize = 12;

#[derive(Default)]
struct Counts {
    came: usize,
    went: usize,
}

impl Sync {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        // Git hears Ctrl-C too and stops; what it has left of a merge is then taken back here.
        prompt::catch_interruptions().ok();
        self.together(context).map_err(|error| {
            if prompt::is_interrupted() {
                Error::new(
                    Kind::Interrupted,
                    "interrupted; nothing more was merged or pushed",
                )
            } else {
                error
            }
        })
    }

    fn together(self, context: &Context) -> Result<()> {
        let repo = context.repo()?;
        // Whatever else is under way is finished by whoever began it.
        repo.may_commit(&[&context.home()?.plan_path()])
            .map_err(|error| context.in_the_way(&repo, &error))?;
        context.commit_all_left_over(&repo)?;
        let Some(branch) = repo.branch().map_err(git)? else {
            return Err(
                Error::environment("HEAD is detached, so there is no branch to sync")
                    .fix(Fix::git(["switch", "<BRANCH>"]).explained("goes back to one")),
            );
        };
        let Some(upstream) = repo.upstream(&branch).map_err(git)? else {
            context.say("this clone has no remote, so there is nothing to sync with");
            let add = Fix::git(["remote", "add", "origin", "<URL>"]).explained("adds one");
            context.say_fixes(&[add], &context.address(None), Look::PLAIN);
            return Ok(());
        };
        let mut counts = Counts::default();
        for _ in 0..ATTEMPTS {
            if prompt::is_interrupted() {
                return Err(Error::new(Kind::Interrupted, "interrupted"));
            }
            if round(context, &repo, &upstream, &mut counts)? {
                let (came, went) = (count(counts.came, "commit"), count(counts.went, "commit"));
                context.say(match (counts.came, counts.went) {
                    (0, 0) => "already up to date".to_owned(),
                    _ => format!("{came} pulled, {went} pushed"),
                });
                return Ok(());
            }
        }
        Err(Error::environment(format!(
            "the push failed {ATTEMPTS} times because others pushed first; your commits are merged locally"
        ))
        .fix(again()))
    }
}

/// Runs one round of fetch, merge and push; returns whether both sides are equal.
fn round(context: &Context, repo: &Repo, upstream: &Upstream, counts: &mut Counts) -> Result<bool> {
    let fetched = waiting(upstream, "fetching from", || repo.fetch(upstream))
        .map_err(|error| git(error).fix(again().after("everything is as it was;")))?;
    if let Fetched::Rewritten { before, gone } = fetched {
        return Err(rewritten(upstream, &before, gone));
    }
    let theirs = repo.commit_of(&upstream.tracking()).map_err(git)?;
    if let Some(theirs) = &theirs {
        // Notes are taken meanwhile, and wait for as long as a merge takes.
        let _lock = context.lock(repo)?;
        renumber_ours(context, repo, theirs)?;
        let came = repo.ahead(theirs, "HEAD").map_err(git)?;
        let merged = repo.merge(theirs, upstream, &driver()).map_err(|error| {
            git(error)
                .fix("nothing was merged; commit, stash or unstage what git names, then inc sync")
        })?;
        match merged {
            Merged::Nothing => {}
            Merged::Done => counts.came += came,
            Merged::Conflicts(conflicts) => {
                return Err(wants_a_person(context, repo, upstream, conflicts));
            }
        }
    }
    let went = match &theirs {
        Some(theirs) => repo.ahead("HEAD", theirs).map_err(git)?,
        None => 1,
    };
    if went == 0 {
        return Ok(true);
    }
    if prompt::is_interrupted() {
        return Err(Error::new(Kind::Interrupted, "interrupted"));
    }
    if let Some(theirs) = &theirs {
        refuse_marked(context, repo, theirs)?;
    }
    let pushed = waiting(upstream, "pushing to", || repo.push(upstream)).map_err(|error| {
        git(error).fix(again().after(format!(
            "what came is merged; {} not pushed yet:",
            match went {
                1 => "1 commit is".to_owned(),
                number => format!("{number} commits are"),
            }
        )))
    })?;
    match pushed {
        Pushed::Done => {
            counts.went += went;
            Ok(true)
        }
        Pushed::Beaten => Ok(false),
    }
}

/// Shows progress while waiting for a slow remote.
fn waiting<T>(upstream: &Upstream, what: &str, work: impl FnOnce() -> T) -> T {
    let _waiting = Waiting::on(format!("{what} {}", upstream.remote));
    work()
}

/// Returns the merge driver's command line, with the path of this program.
fn driver() -> String {
    let program =
        std::env::current_exe().map_or("inc".to_owned(), |path| path.display().to_string());
    let quoted = crate::domain::command::quoted(&program);
    format!("{quoted} merge-driver %O %A %B %L %P")
}

/// Gives a new ID to an unpushed incident whose ID was taken on the remote, before a merge would
/// combine the two.
fn renumber_ours(context: &Context, repo: &Repo, theirs: &str) -> Result<()> {
    let incidents = context.home()?.incidents();
    for path in repo.added_on_both("HEAD", theirs).map_err(git)? {
        let is_record =
            path.starts_with(&incidents) && path.extension().is_some_and(|it| it == "yaml");
        if !is_record {
            continue;
        }
        let Some(other) = record_in(repo, theirs, &path)? else {
            continue;
        };
        let document = context
            .home()?
            .load(Home::record_file(&path))
            .map_err(|error| context.load_error(error))?;
        if is_one_incident(&document.record, &other) {
            continue;
        }
        let plan = context.plan()?;
        let old = document.record.id.clone();
        let new = renumber(context, &plan, &document)?;
        context.say(format!(
            "{old} was taken on the remote; yours is now {new} (both IDs find it)"
        ));
    }
    Ok(())
}

fn record_in(repo: &Repo, commit: &str, path: &std::path::Path) -> Result<Option<Record>> {
    let bytes = repo.file_in(commit, path).map_err(git)?;
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(text.and_then(|text| codec::record(&text).ok()))
}

/// Refuses to push a record that was committed with conflict markers.
fn refuse_marked(context: &Context, repo: &Repo, theirs: &str) -> Result<()> {
    let home = context.home()?;
    let incidents = home.incidents();
    for path in repo
        .changed_between(theirs, "HEAD", &incidents)
        .map_err(git)?
    {
        if home
            .record_inside(path.strip_prefix(&incidents).unwrap_or(&path))
            .is_none()
        {
            continue;
        }
        let bytes = repo.file_in("HEAD", &path).map_err(git)?;
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let marked = text.is_some_and(|text| {
            codec::record(&text).is_err_and(|unreadable| unreadable.conflict().is_some())
        });
        if marked {
            let id = Home::record_file(&path).stem;
            return Err(Error::refused(format!(
                "{id} was committed with conflict markers; nothing was pushed"
            ))
            .item("resolve it", Some(Command::plain(["edit", &id]))));
        }
    }
    Ok(())
}

/// Returns the error for a rewritten remote branch. The rewrite may have removed a secret, which
/// a push would restore.
fn rewritten(upstream: &Upstream, before: &str, gone: usize) -> Error {
    let name = format!("{}/{}", upstream.remote, upstream.branch);
    let commits = match gone {
        1 => "1 commit is".to_owned(),
        number => format!("{number} commits are"),
    };
    let short = &before[..before.len().min(12)];
    Error::environment(format!(
        "{name} was force-pushed: {commits} gone from it; nothing was merged or pushed"
    ))
    .fix(Fix::git(["log", &format!("{name}..{short}")]).explained("shows them"))
    .fix(Fix::git(["rebase", "--onto", &name, short]).explained("leaves them out here too"))
    .fix(sync().explained("once more puts them back there"))
}

fn sync() -> Fix {
    Fix::inc(["sync"])
}

fn again() -> Fix {
    sync().explained("tries again")
}

fn wants_a_person(
    context: &Context,
    repo: &Repo,
    upstream: &Upstream,
    conflicts: Conflicts,
) -> Error {
    let Conflicts { paths, output } = conflicts;
    let error = Error::refused(format!(
        "{} has conflicting changes; nothing was merged",
        match paths.as_slice() {
            [one] => one.clone(),
            several => count(several.len(), "file"),
        }
    ));
    let (folder, top) = (&context.world.folder, repo.work_dir());
    let branch = format!("{}/{}", upstream.remote, upstream.branch);
    let mut steps = vec![
        git_in(folder, top, ["merge", &branch])
            .explained("merges the rest and marks the conflicting fields"),
    ];
    for path in &paths {
        let record = context.record_at(&top.join(path));
        let edit = record.map(|file| Fix::inc(["edit", &file.stem]));
        let add = match &edit {
            Some(_) => "marks it as resolved",
            None => "after resolving it in an editor",
        };
        steps.extend(edit.map(|edit| edit.explained("resolves one")));
        let path = path_from(folder, top, path);
        steps.push(git_in(folder, top, ["add", &path]).explained(add));
    }
    steps.push(git_in(folder, top, ["commit", "--no-edit"]).explained("finishes the merge"));
    let several = paths.len() > 1;
    let named = paths.into_iter().filter(|_| several).chain(output);
    let error = named.fold(error, |error, line| error.item(one_line(&line), None));
    error.fixes(steps).addressed(context.address(None))
}

impl Context {
    /// Commits records that were left uncommitted by a crash, a hook or a manual edit.
    fn commit_all_left_over(&self, repo: &Repo) -> Result<()> {
        if self.globals.no_commit {
            return Ok(());
        }
        let home = self.home()?;
        let changed = repo.changed_in(&home.incidents()).map_err(git)?;
        let files = changed.into_iter().filter(|path| {
            path.extension().is_some_and(|ending| ending == "yaml") && path.exists()
        });
        let _lock = self.lock(repo)?;
        for path in files {
            let document: Document = home
                .load(Home::record_file(&path))
                .map_err(|error| self.load_error(error))?;
            if let Some(error) = self.commit_left_over(repo, &document)? {
                return Err(git(error));
            }
        }
        Ok(())
    }
}
