//! A git configuration that cannot be read.

use std::path::Path;

use super::error::{GitError, shell_word};

/// What git or libgit2 says of a configuration that cannot be read, in our words.
pub(super) fn misconfigured(complaint: &str) -> Option<GitError> {
    let (file, line, why) = complaint.lines().find_map(|said| {
        if let Some((_, rest)) = said.split_once("bad config line ") {
            let (line, file) = rest.split_once(" in file ")?;
            return Some((file, line, String::new()));
        }
        let (_, rest) = said.split_once("failed to parse config file: ")?;
        let (why, place) = rest.strip_suffix(')')?.rsplit_once(" (in ")?;
        let (file, line) = place.rsplit_once(':')?;
        Some((file, line, format!(": {why}")))
    })?;
    Some(GitError::InvalidFile {
        says: format!("git cannot read its configuration, {file}, line {line}{why}"),
        cures: vec![format!("${{EDITOR:-vi}} {}", shell_word(Path::new(file)))],
    })
}
