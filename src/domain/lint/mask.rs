//! How a secret is masked wherever text that holds one is shown.

use super::{Lint, Passage, SECRETS};

impl Passage {
    /// Returns what may be shown of it: at most the first four characters of a secret, fewer of a short
    /// one; anything else whole.
    pub fn masked(&self) -> String {
        if self.kind != SECRETS {
            return self.passage.clone();
        }
        let shown = (self.passage.chars().count() / 4).min(4);
        let start: String = self.passage.chars().take(shown).collect();
        format!("{start}\u{2026}")
    }
}

impl Lint {
    /// Returns a text with its secrets masked.
    pub(crate) fn mask_secrets(&self, text: &str) -> String {
        mask(text, &self.secrets(text))
    }
}

/// Returns a text with each of these passages masked.
pub(crate) fn mask(text: &str, passages: &[Passage]) -> String {
    passages.iter().fold(text.to_owned(), |text, passage| {
        text.replace(&passage.passage, &passage.masked())
    })
}
