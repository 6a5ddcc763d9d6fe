//! `inc completions`: what teaches a shell to ask `inc`. Touches no file.

use clap::Args;

use crate::cli::complete::shell::Shell;
use crate::error::Result;
use crate::session::context::Context;

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "The script completes commands, incidents and the plan's names. It reads them from the incident home as you type, so there is no need to regenerate it.\n\n\
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
