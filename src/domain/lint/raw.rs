//! The data file as it is written: `templates/lint.yaml`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::domain::record::text;

/// What a message must not hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patterns {
    /// Version of the file format: 1.
    pub schema: u32,
    /// Each forbidden passage by a pattern of its own. Where two find overlapping passages of one
    /// kind, the one that stands first is told.
    pub patterns: Vec<Pattern>,
}

/// One kind of passage, how it is found, and examples that prove it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Its id, which never changes.
    #[serde(deserialize_with = "text::required")]
    pub id: String,
    /// An id of the plan's `communication.external_forbidden`.
    #[serde(deserialize_with = "text::required")]
    pub kind: String,
    /// What such a passage is, for the person who wrote it.
    #[serde(deserialize_with = "text::required")]
    pub why: String,
    /// Pieces of text of which at least one stands in every message that holds such a passage, in
    /// any case. Where none does, the expression is not even compiled.
    #[serde(default)]
    pub near: Vec<String>,
    /// A regular expression without look-around. A group named `passage` is what is told, where
    /// there is one; else all of it.
    #[serde(deserialize_with = "text::required")]
    pub regex: String,
    /// What is matched and fits one of these expressions is not forbidden after all.
    #[serde(default)]
    pub except: Vec<String>,
    /// Arithmetic that the passage must stand as well: a check digit, or how random it looks.
    #[serde(default, deserialize_with = "text::optional")]
    pub check: Option<String>,
    /// A circumstance under which such a passage may stand: `root-cause-confirmed`.
    #[serde(default, deserialize_with = "text::optional")]
    pub unless: Option<String>,
    /// Texts in which it must be found. A `~` in them stands for nothing, so that no scanner of
    /// secrets takes an example for a leak.
    #[serde(default)]
    pub matches: Vec<String>,
    /// Texts in which it must not be found; `~` as above.
    #[serde(default)]
    pub clean: Vec<String>,
}

/// An example as it is meant: without the marks that keep scanners quiet.
pub fn example(text: &str) -> String {
    text.replace('~', "")
}
