//! The command line: clap's arguments, and a short file per command.
//!
//! | folder | its job |
//! |---|---|
//! | `commands` | one file per command: its arguments, and a `run` that uses a session and prints |
//! | `help` | the help, the manual pages, and suggestions for a mistyped command line |
//! | `complete` | what a shell offers at the cursor |
//!
//! A command turns its input into an incident, a time and names of the plan, and passes a pure step to
//! [`Context::change`]. It contains no rule, and no text is wrapped here.

pub(crate) mod commands;
mod complete;
pub(crate) mod help;

use clap::{Args, CommandFactory, Parser, ValueEnum};

pub(crate) use commands::Verb;

use crate::domain::fix::Fix;
use crate::error::{Error, Result};
use crate::session::command_line::Interface;
use crate::session::options::Globals;
use crate::session::{ClockSource, Context, World};
use crate::ui::prompt;

/// The parts of the command line that a session uses.
pub(crate) const INTERFACE: Interface = Interface {
    command: Cli::command,
    responds: help::responds,
};

/// Incidents as files in git: declare, respond, close, and prove it.
#[derive(Debug, Parser)]
#[command(
    name = "inc",
    version,
    about,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// The output format of a command that shows something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// `--format`, on every command that shows something.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Shown {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

impl Cli {
    /// Returns whether long output goes to a pager.
    pub(crate) fn is_paged(&self) -> bool {
        !self.globals.no_pager && self.verb.is_paged()
    }

    pub(crate) fn run(self, world: World) -> Result<()> {
        let context = Context::new(self.globals, world);
        // A wrong clock would date what happened wrongly; whoever looks for what is wrong is told.
        let is_dated = !matches!(self.verb, Verb::Doctor(_));
        let done = match &context.world.clock {
            ClockSource::Wrong(why) if is_dated => {
                Err(Error::environment(format!("$INC_NOW: {why}"))
                    .fix(Fix::run(["unset", "INC_NOW"]).explained("goes by the real clock")))
            }
            _ => self.verb.run(&context),
        };
        prompt::throw_keys_away();
        done.map_err(|error| context.given_back(context.addressed(error)))
    }
}
