//! `inc schema`: JSON Schema of a record, the plan, `readiness.yaml` or the forbidden passages, for editors.

use std::path::Path;

use clap::Args;

use crate::domain::schema::{self, Kind};
use crate::error::{Error, Result, git};
use crate::git::Repo;
use crate::session::context::Context;
use crate::session::paths::{file_from, git_in};
use crate::session::schemas;
use crate::store::{Home, MADE, replace};
use crate::ui::output::print_json;

/// Print a JSON Schema for records, the plan and other files
#[derive(Debug, Args)]
#[command(
    after_help = "In an incident home, the schema includes the plan's names: types, facts and answers, roles, checks. Elsewhere it covers what every plan has in common.\n\n\
                  Examples:\n  \
                  inc schema record > record.schema.json\n  \
                  inc schema --write  # after every change to the plan"
)]
pub(crate) struct SchemaArgs {
    #[arg(default_value = "record")]
    of: Of,
    /// Write all four to templates/, where new records refer to them, and commit them; if the plan itself
    /// is uncommitted, they are left uncommitted too
    #[arg(long, conflicts_with = "of")]
    write: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    Record,
    Plan,
    Readiness,
    Lint,
}

impl Of {
    fn kind(self) -> Kind {
        match self {
            Of::Record => Kind::Record,
            Of::Plan => Kind::Plan,
            Of::Readiness => Kind::Readiness,
            Of::Lint => Kind::Lint,
        }
    }
}

impl SchemaArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        if self.write {
            return write(context);
        }
        let kind = self.of.kind();
        // A folder that somebody named is meant to be a home; where none is named, there need be none.
        if context.globals.repo.is_none() && context.home().is_err() {
            return print_json(&schema::bare(kind));
        }
        match context.home()?.plan() {
            Ok(plan) => print_json(&schemas::under(kind, &plan)),
            Err(_) => {
                context.warn_of_plan(&format!(
                    "{} the plan is invalid, so its names are missing here:",
                    context.look().warning("warning:")
                ));
                print_json(&schema::bare(kind))
            }
        }
    }
}

/// Writes the schemas for editors from the current plan.
fn write(context: &Context) -> Result<()> {
    let (home, plan, repo) = (context.home()?, context.plan()?, context.repo()?);
    let files = schemas::files(home, &plan);
    let (mut stale, mut waiting) = (Vec::new(), Vec::new());
    for (path, text) in &files {
        let is_stale = home.text_within(path, MADE).ok().as_ref() != Some(text);
        if is_stale {
            stale.push((path, text));
        }
        if is_stale || repo.is_uncommitted(path).map_err(git)? {
            waiting.push(path.as_path());
        }
    }
    if stale.is_empty() && (waiting.is_empty() || context.globals.no_commit) {
        context.say("templates/*.schema.json  up to date");
        return Ok(());
    }
    // What the plan says in no commit yet is nothing to make a commit of.
    let plan_path = home.plan_path();
    let plan_waits = repo.is_uncommitted(&plan_path).map_err(git)?;
    let commits = !context.globals.no_commit && !plan_waits;
    if commits {
        repo.may_commit(&waiting).map_err(git)?;
    }
    let cannot =
        |what: &str, error| Error::environment(format!("{what} cannot be written: {error}"));
    let _lock = replace::lock(repo.private_dir()).map_err(|error| cannot("the schemas", error))?;
    for (path, text) in stale {
        replace::replace(path, text).map_err(|error| cannot(&context.shown(path), error))?;
        context.say(format!("{}  written", context.shown(path)));
    }
    if commits {
        let version = plan.version();
        let message = format!(
            "schemas: update to plan {version}\n\nSchemas for editing records, the plan and readiness.yaml.\n\nAction: schema\n"
        );
        return context.commit(&repo, &waiting, &message);
    }
    if plan_waits && !context.globals.no_commit {
        let together: Vec<&Path> = [plan_path.as_path()].into_iter().chain(waiting).collect();
        print_commit_command(context, home, &repo, &together);
    }
    Ok(())
}

/// Prints the commands that commit the plan together with its schemas.
fn print_commit_command(context: &Context, home: &Home, repo: &Repo, paths: &[&Path]) {
    let folder = &context.world.folder;
    let typed = paths.iter().map(|path| file_from(folder, repo, home, path));
    let typed: Vec<String> = typed.collect();
    let git = |args: &[&'static str]| {
        let paths = typed.iter().map(String::as_str);
        git_in(folder, repo.work_dir(), args.iter().copied().chain(paths))
    };
    context.say("not committed, because the plan has uncommitted changes; to commit both:");
    let fixes = [git(&["add", "--"]), git(&["commit", "-m", "<WHAT>", "--"])];
    context.say_fixes(&fixes, &context.address(None), context.look());
}
