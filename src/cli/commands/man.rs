//! `inc man`: manual pages, from the words of the help. Needs no home.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::help::manual;
use crate::domain::fix::Fix;
use crate::error::{Error, Result};
use crate::session::context::Context;

/// Print the manual page of inc or of one command
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc man | man -l -\n  \
                  inc man evidence add\n  \
                  inc man --output ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// The command, such as `open` or `evidence add`
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Write the manual pages of all commands to this folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    output: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        if let Some(folder) = &self.output {
            let folder = context.world.folder.join(folder);
            let written = write(&folder).map_err(|error| cannot(&folder, &error))?;
            context.say(format!("{written} pages written to {}", folder.display()));
            return Ok(());
        }
        let typed = self.command.join(" ");
        let page = manual::page(&self.command).ok_or_else(|| {
            Error::usage(format!("there is no command `{typed}`"))
                .fix(Fix::inc(["--help"]).explained("shows every one"))
        })?;
        outln!("{}", page.trim_end());
        Ok(())
    }
}

/// Writes every page; returns the number of pages.
fn write(folder: &Path) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    let pages = manual::pages();
    for (name, page) in &pages {
        fs::write(folder.join(name), page)?;
    }
    Ok(pages.len())
}

fn cannot(folder: &Path, error: &io::Error) -> Error {
    Error::environment(format!("{} cannot be written: {error}", folder.display()))
}
