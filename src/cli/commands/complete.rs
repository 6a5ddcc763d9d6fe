//! `inc complete`: what a shell asks while somebody types; nobody types it.

use std::ffi::OsString;

use clap::Args;

use crate::cli::complete::offer;
use crate::cli::complete::shell::{Asked, Shell};
use crate::cli::help;
use crate::error::Result;
use crate::session::context::Context;

/// What could stand at the cursor
#[derive(Debug, Args)]
#[command(hide = true)]
pub(crate) struct Complete {
    shell: Shell,
    /// bash's $COMP_WORDBREAKS
    #[arg(long, allow_hyphen_values = true, default_value = "")]
    breaks: String,
    /// bash's $COMP_TYPE, by which it says whether it shows the answer or puts it in
    #[arg(long, default_value = "")]
    kind: String,
    #[arg(long, default_value = "80")]
    columns: String,
    /// The word at the cursor, where a shell cannot hand over an empty one
    #[arg(long, allow_hyphen_values = true)]
    word: Option<OsString>,
    /// The words up to the cursor; bash hands over the line
    #[arg(last = true)]
    words: Vec<OsString>,
}

impl Complete {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let asked = Asked {
            breaks: self.breaks,
            // `?`, `!` and `@`; a menu puts in what it gets, and a tab what all have in common.
            listing: ["63", "33", "64"].contains(&self.kind.as_str()),
            columns: self.columns.parse().unwrap_or(80).max(20),
        };
        let words = self.words.into_iter().chain(self.word);
        let words = words
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let line = self.shell.words(words, &asked);
        let offer = offer(
            help::command(help::WIDEST, false),
            &line.words,
            context.world.clone(),
        );
        outln!("{}", self.shell.answer(offer, &line, &asked).trim_end());
        Ok(())
    }
}
