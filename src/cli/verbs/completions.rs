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
        clap_complete::generate(self.shell, &mut Cli::command(), "inc", &mut io::stdout());
        Ok(())
    }
}
