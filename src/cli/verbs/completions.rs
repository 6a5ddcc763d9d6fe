//! `inc completions`: for the shells people use. Touches no file.

use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli::context::Context;
use crate::error::Result;

/// Completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  inc completions bash > ~/.local/share/bash-completion/completions/inc\n  inc completions zsh > ~/.zfunc/_inc\n  inc completions fish > ~/.config/fish/completions/inc.fish"
)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    pub fn run(self, _: &Context) -> Result<()> {
        clap_complete::generate(self.shell, &mut typed(), "inc", &mut io::stdout());
        Ok(())
    }
}

/// The command line without what nobody types: clap_complete would offer hidden verbs too.
fn typed() -> clap::Command {
    let all = Cli::command();
    let verbs = all.get_subcommands().filter(|verb| !verb.is_hide_set());
    clap::Command::new("inc")
        .version(env!("CARGO_PKG_VERSION"))
        .about(all.get_about().cloned().unwrap_or_default())
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(all.get_arguments().cloned())
        .subcommands(verbs.cloned())
}
