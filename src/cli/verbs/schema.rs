//! `inc schema`: JSON Schema of a record, the plan, `readiness.yaml` or the forbidden passages, for editors.

use clap::Args;

use crate::cli::context::{Context, git};
use crate::cli::schemas;
use crate::cli::terminal::output::print_json;
use crate::error::{Error, Result};
use crate::home::store;
use crate::schema::{self, Kind};

/// JSON Schema of a record, of the plan, of readiness.yaml, or of forbidden passages
#[derive(Debug, Args)]
#[command(
    after_help = "In a home it knows the plan's own names: types, facts and their answers, roles, checks. Elsewhere it says what holds under any plan.\n\n\
                  Examples:\n  \
                  inc schema record > record.schema.json\n  \
                  inc schema --write  # after every change of the plan"
)]
pub struct SchemaArgs {
    #[arg(default_value = "record")]
    of: Of,
    /// Write all four into templates/, where new records point to, and commit them
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
    pub fn run(self, context: &Context) -> Result<()> {
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
                context.say(format!(
                    "{} the plan cannot be followed, so its names are missing here: inc validate",
                    context.look().warning("warning:")
                ));
                print_json(&schema::bare(kind))
            }
        }
    }
}

/// The files that editors read, as the plan is now.
fn write(context: &Context) -> Result<()> {
    let (home, plan) = (context.home()?, context.plan()?);
    let files = schemas::files(home, &plan);
    let differs = |(path, text): &(std::path::PathBuf, String)| {
        std::fs::read_to_string(path).ok().as_ref() != Some(text)
    };
    let files: Vec<_> = files.into_iter().filter(differs).collect();
    if files.is_empty() {
        context.say("templates/*.schema.json  as the plan is; nothing to write");
        return Ok(());
    }
    let repo = context.repo()?;
    let paths: Vec<&std::path::Path> = files.iter().map(|(path, _)| path.as_path()).collect();
    if !context.globals.no_commit {
        repo.may_commit(&paths).map_err(git)?;
    }
    let cannot =
        |what: &str, error| Error::environment(format!("{what} cannot be written: {error}"));
    let _lock = store::lock(repo.private_dir()).map_err(|error| cannot("the schemas", error))?;
    for (path, text) in &files {
        store::replace(path, text).map_err(|error| cannot(&context.shown(path), error))?;
        context.say(format!("{}  written", context.shown(path)));
    }
    if context.globals.no_commit {
        return Ok(());
    }
    let version = plan.version();
    let message = format!(
        "schemas: as the plan {version} is\n\nWhat editors offer and mark in records, the plan and readiness.yaml.\n\nAction: schema\n"
    );
    context.commit(&repo, &paths, &message)
}
