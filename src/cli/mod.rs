//! The command line: one file per verb, holding its arguments and a short `run`.
//!
//! A verb turns what was typed (or asked) into names of the plan, hands a pure step to
//! [`Context::change`], and says what came of it. No rule of the plan stands here.

/// A line of results. A reader that has seen enough (`| head`) is no fault of ours, so nothing is
/// made of a pipe that is closed; `println!` would panic.
macro_rules! put {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        writeln!(std::io::stdout(), $($text)*).ok();
    }};
}

mod ack;
mod action;
mod ask;
mod assign;
mod change;
mod close;
mod completions;
mod contacts;
mod contain;
pub mod context;
mod demo;
mod edit;
mod eradicate;
mod escalate;
mod evidence;
mod explain;
mod init;
mod list;
mod names;
mod next;
mod note;
mod open;
mod pick;
mod plan;
mod recover;
mod reopen;
mod report;
mod runbook;
mod schema;
mod set;
mod show;
mod tell;
mod time;
mod triage;
mod validate;
mod waive;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use context::{Context, World};
pub use tell::tell_error;

use crate::error::Result;

/// Incidents as files in git: declare, respond, close, and prove it.
#[derive(Debug, Parser)]
#[command(
    name = "inc",
    version,
    about,
    disable_help_subcommand = true,
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
pub fn words(text: &str) -> std::result::Result<String, String> {
    if text.trim().is_empty() {
        Err("it is empty; say something, or leave the flag out".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// What a command that shows something writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
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
pub struct Shown {
    /// Text for people, JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// One line a verb, in the order of a response.
#[derive(Debug, Subcommand)]
pub enum Verb {
    Open(open::Open),
    Ack(ack::Ack),
    Triage(triage::TriageArgs),
    Assign(assign::Assign),
    Note(note::Note),
    Contain(contain::Contain),
    Eradicate(eradicate::Eradicate),
    Recover(recover::Recover),
    Escalate(escalate::Escalate),
    Evidence(evidence::EvidenceArgs),
    Action(action::ActionArgs),
    Close(close::Close),
    Reopen(reopen::Reopen),
    Waive(waive::Waive),
    Set(set::Set),
    Edit(edit::Edit),
    Next(next::Next),
    Show(show::Show),
    List(list::List),
    Report(report::ReportArgs),
    Runbook(runbook::Runbook),
    Contacts(contacts::Contacts),
    Plan(plan::PlanArgs),
    Validate(validate::Validate),
    Explain(explain::Explain),
    Init(init::Init),
    Demo(demo::Demo),
    Schema(schema::SchemaArgs),
    Completions(completions::Completions),
}

impl Cli {
    pub fn run(self, world: World) -> Result<()> {
        let context = Context::new(self.globals, world);
        match self.verb {
            Verb::Open(verb) => verb.run(&context),
            Verb::Ack(verb) => verb.run(&context),
            Verb::Triage(verb) => verb.run(&context),
            Verb::Assign(verb) => verb.run(&context),
            Verb::Note(verb) => verb.run(&context),
            Verb::Contain(verb) => verb.run(&context),
            Verb::Eradicate(verb) => verb.run(&context),
            Verb::Recover(verb) => verb.run(&context),
            Verb::Escalate(verb) => verb.run(&context),
            Verb::Evidence(verb) => verb.run(&context),
            Verb::Action(verb) => verb.run(&context),
            Verb::Close(verb) => verb.run(&context),
            Verb::Reopen(verb) => verb.run(&context),
            Verb::Waive(verb) => verb.run(&context),
            Verb::Set(verb) => verb.run(&context),
            Verb::Edit(verb) => verb.run(&context),
            Verb::Next(verb) => verb.run(&context),
            Verb::Show(verb) => verb.run(&context),
            Verb::List(verb) => verb.run(&context),
            Verb::Report(verb) => verb.run(&context),
            Verb::Runbook(verb) => verb.run(&context),
            Verb::Contacts(verb) => verb.run(&context),
            Verb::Plan(verb) => verb.run(&context),
            Verb::Validate(verb) => verb.run(&context),
            Verb::Explain(verb) => verb.run(&context),
            Verb::Init(verb) => verb.run(&context),
            Verb::Demo(verb) => verb.run(&context),
            Verb::Schema(verb) => verb.run(&context),
            Verb::Completions(verb) => verb.run(&context),
        }
    }
}
