//! The command line.
//!
//! [`Verb`] names the verbs, one file each in `verbs/`. A verb turns what was typed or asked into an
//! incident, a time and names of the plan (`input/`), hands a pure step to [`Context::change`]
//! (`change/`), and says what came of it (`terminal/`). What git knows of earlier is asked of
//! `past/`. No rule of the plan stands here.

#[macro_use]
pub(crate) mod terminal;
mod change;
mod channel;
mod checkup;
mod complete;
pub(crate) mod context;
mod findings;
pub(crate) mod help;
mod input;
mod merging;
mod past;
mod places;
mod schemas;
mod templates;
mod unreadable;
mod verbs;

use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};

pub(crate) use context::{Clock, Context, World};
pub(crate) use terminal::output::tell_error;
pub(crate) use verbs::Verb;

use crate::error::{Error, Result};
use crate::prompt;

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
    pub globals: Globals,
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options of every command.
#[derive(Clone, Debug, Default, Args)]
pub struct Globals {
    /// The incident home, or a folder inside it [env: INC_REPO]
    #[arg(
        short = 'C',
        long,
        global = true,
        help_heading = "Everywhere",
        value_name = "DIR"
    )]
    pub repo: Option<PathBuf>,
    /// Who does it; by default git's user.name
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        value_parser = words, value_name = "PERSON"
    )]
    pub by: Option<String>,
    /// Ask nothing: what is missing is an error that names its flags
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_input: bool,
    /// Leave the change in the work tree
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_commit: bool,
    /// Show a long answer without a pager
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_pager: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Words that say something.
pub(crate) fn words(text: &str) -> std::result::Result<String, String> {
    if text.trim().is_empty() {
        Err("it is empty; say something, or leave the flag out".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// What a command that shows something writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// `--at TIME`, on every command that adds to the timeline.
#[derive(Clone, Debug, Default, Args)]
pub struct At {
    /// When it happened: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

/// `--format`, on every command that shows something.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Shown {
    /// Text for people, JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

impl Cli {
    /// Whether an answer that is longer than the screen is read in a pager.
    pub fn is_paged(&self) -> bool {
        !self.globals.no_pager && self.verb.is_paged()
    }

    pub fn run(self, world: World) -> Result<()> {
        let context = Context::new(self.globals, world);
        // A wrong clock would date what happened wrongly; whoever looks for what is wrong is told.
        let is_dated = !matches!(self.verb, Verb::Doctor(_));
        let done = match &context.world.clock {
            Clock::Wrong(why) if is_dated => Err(Error::environment(format!("$INC_NOW: {why}"))
                .hint("unset INC_NOW   goes by the real clock")),
            _ => self.verb.run(&context),
        };
        prompt::throw_keys_away();
        done.map_err(|error| context.given_back(context.addressed(error)))
    }
}
