//! `inc completions`: what teaches a shell to ask `inc`. Touches no file.

use clap::Args;

use crate::cli::complete::shell::Shell;
use crate::error::Result;
use crate::session::context::Context;

/// Completions for a shell: commands, incidents, and the names of the plan
#[derive(Debug, Args)]
#[command(
    after_help = "What is offered is read from the home at hand while you type, so the file need not be made anew.\n\n\
                  Examples:\n  \
                  inc completions bash > ~/.local/share/bash-completion/completions/inc\n  \
                  inc completions zsh > ~/.zfunc/_inc\n  \
                  inc completions fish > ~/.config/fish/completions/inc.fish\n  \
                  inc completions elvish >> ~/.config/elvish/rc.elv\n  \
                  inc completions powershell >> $PROFILE"
)]
pub(crate) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, _: &Context) -> Result<()> {
        outln!("{}", self.shell.script().trim_end());
        Ok(())
    }
}
