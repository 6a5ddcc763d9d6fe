//! The pager that git would show its own answers in.

use std::path::Path;
use std::process::{Command, Stdio};

/// `$GIT_PAGER`, `core.pager`, `$PAGER`, or what git was built with, in this order; git itself is
/// asked. Nothing where there is no git.
pub(crate) fn pager(folder: &Path) -> Option<String> {
    asked(folder, &["var", "GIT_PAGER"])
}

/// `core.pager` alone, if it is set.
pub(crate) fn configured_pager(folder: &Path) -> Option<String> {
    asked(folder, &["config", "--get", "core.pager"])
}

fn asked(folder: &Path, question: &[&str]) -> Option<String> {
    let asked = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(question)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let named = String::from_utf8_lossy(&asked.stdout);
    Some(named.trim_end_matches('\n').to_owned())
}
