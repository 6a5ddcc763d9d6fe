//! No secret gets into the history of a repository through us.

use std::collections::HashSet;

use crate::domain::lint::Passage;
use crate::domain::lint::mask::mask;
use crate::domain::record::{Change, Record};
use crate::domain::rules::lint::{waive, words};
use crate::error::{Error, Result};
use crate::session::answers::{KEPT, change_line};
use crate::session::context::Context;

impl Context {
    /// Refuses a text that holds what looks like a secret and was not there before.
    ///
    /// What was typed is printed back, the secret itself masked, so that a walk loses no answer.
    pub(crate) fn refuse_secrets(
        &self,
        before: &str,
        after: &str,
        record: Option<&Record>,
        typed: &[Change],
    ) -> Result<()> {
        let lint = self.secret_lint()?;
        let found = lint.secrets(after);
        if found.is_empty() {
            return Ok(());
        }
        let known: HashSet<String> = lint.secrets(before).iter().map(Passage::digest).collect();
        let waived = |passage: &Passage| {
            let waivers = record.into_iter().flat_map(|record| &record.waivers);
            let digest = passage.digest();
            waivers
                .into_iter()
                .any(|waiver| waiver.covers("lint/exposed", Some(&digest)))
        };
        let new: Vec<Passage> = found
            .into_iter()
            .filter(|passage| !known.contains(&passage.digest()) && !waived(passage))
            .collect();
        let Some(first) = new.first() else {
            return Ok(());
        };
        let mut error = Error::refused(format!(
            "{}; a secret in git stays in every clone, so nothing was written",
            words(first)
        ));
        for other in new.iter().skip(1) {
            error = error.item(words(other), None);
        }
        if record.is_some() {
            error = error.item("if it is not a secret", Some(waive(first)));
        }
        if !typed.is_empty() {
            let lines = typed.iter().map(|change| mask(&change_line(change), &new));
            error = error.keeping_words().giving_back(KEPT, lines);
        }
        Err(error)
    }
}
