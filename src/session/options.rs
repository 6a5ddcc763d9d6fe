//! Options that every command has, and those that every change has.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Options of every command.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Globals {
    /// Incident home, or a folder inside it [env: INC_REPO]
    #[arg(
        short = 'C',
        long,
        global = true,
        help_heading = "Global options",
        value_name = "DIR"
    )]
    pub repo: Option<PathBuf>,
    /// Who makes the change; git's user.name by default
    #[arg(
        long,
        global = true,
        help_heading = "Global options",
        value_parser = words, value_name = "PERSON"
    )]
    pub by: Option<String>,
    /// Never prompt; fail and name the missing flags instead
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_input: bool,
    /// Do not commit the change
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_commit: bool,
    /// Do not use a pager
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_pager: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        help_heading = "Global options",
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Parses text that must not be empty.
pub(crate) fn words(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("it is empty; give a value or omit the flag".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// What the words of a flag mean that may be given once.
pub(crate) fn one<T, E>(
    given: &Option<String>,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, E> {
    given.as_deref().map(read).transpose()
}

/// What the words of a flag mean that may be given several times.
pub(crate) fn each<T, E>(
    given: &[String],
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    given.iter().map(|given| read(given)).collect()
}

/// `--at TIME`, on every command that adds to the timeline.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct At {
    /// When it happened; now by default: 14:05, 10m ago, "yesterday 14:05", "2025-11-29 14:05", RFC 3339
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}
