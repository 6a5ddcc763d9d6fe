//! The schemas for editors of a home: `templates/*.schema.json`, and the comment that leads to them.

use std::path::PathBuf;

use crate::domain::plan::Plan;
use crate::domain::rules;
use crate::domain::schema::{self, Kind, Word};
use crate::store::{Home, MADE};

/// A schema under a plan.
pub(crate) fn under(kind: Kind, plan: &Plan) -> serde_json::Value {
    let rules = rules::all().filter(|rule| plan.waivable(rule.code) || kind == Kind::Plan);
    let rules: Vec<Word> = rules.map(|rule| Word::new(rule.code, rule.what)).collect();
    schema::under(kind, plan, &rules)
}

/// Every schema of a home: where it lies, and what it should hold.
pub(crate) fn files(home: &Home, plan: &Plan) -> Vec<(PathBuf, String)> {
    let kinds = Kind::ALL.into_iter();
    kinds
        .map(|kind| {
            (
                home.schema_path(kind.file()),
                schema::text(&under(kind, plan)),
            )
        })
        .collect()
}

/// The schemas that were made from a plan that named other things.
pub(crate) fn stale(home: &Home, plan: &Plan) -> Vec<Kind> {
    let is_stale = |kind: &Kind| {
        let text = home.text_within(&home.schema_path(kind.file()), MADE).ok();
        let known = text.and_then(|text| serde_json::from_str(&text).ok());
        known.is_some_and(|known| schema::is_stale(&known, &under(*kind, plan)))
    };
    Kind::ALL.into_iter().filter(is_stale).collect()
}

/// A record that is edited elsewhere: the line that leads to the schema names it from the root of the
/// disk there, since a path that goes from the record's own folder leads nowhere.
pub(crate) struct Away {
    here: String,
    elsewhere: String,
}

impl Away {
    pub(crate) fn of_record(home: &Home) -> Away {
        let path = home.schema_path(Kind::Record.file());
        Away {
            here: line_of_record(home),
            elsewhere: schema::line(&path.display().to_string()),
        }
    }

    /// The text as it is edited.
    pub(crate) fn there(&self, text: &str) -> String {
        exchanged(text, &self.here, &self.elsewhere)
    }

    /// The text as it is kept.
    pub(crate) fn back(&self, text: &str) -> String {
        exchanged(text, &self.elsewhere, &self.here)
    }
}

/// A text that begins with another line.
fn exchanged(text: &str, old: &str, new: &str) -> String {
    match text
        .strip_prefix(old)
        .filter(|_| !old.is_empty() && !new.is_empty())
    {
        Some(rest) => format!("{new}{rest}"),
        None => text.to_owned(),
    }
}

/// The first line of a new record: it leads an editor to the schema, where the home has one.
pub(crate) fn line_of_record(home: &Home) -> String {
    let path = home.schema_seen(Kind::Record.file(), true);
    path.map_or(String::new(), |path| schema::line(&path))
}

/// As [`line_of_record`], for `readiness.yaml`.
pub(crate) fn line_of_readiness(home: &Home) -> String {
    let path = home.schema_seen(Kind::Readiness.file(), false);
    path.map_or(String::new(), |path| schema::line(&path))
}
