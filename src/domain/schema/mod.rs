//! JSON Schemas (2020-12) of a home's files, for editors: what may stand where, and, under a plan,
//! which names there are and what they mean.
//!
//! Pure: the types say their shape ([`shape::schema`]), the plan its names. `home` keeps the files, `cli` joins them.

mod fresh;
mod plan;
mod readiness;
mod record;
mod word;

use serde_json::Value;

pub(crate) use fresh::{is_ours, is_stale};
pub(crate) use word::Word;

use crate::domain::lint::raw::Patterns;
use crate::domain::plan::{Plan, raw};
use crate::domain::readiness::Readiness;
use crate::domain::record::{Record, shape};

/// A file of a home that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Record,
    Plan,
    Readiness,
    Lint,
}

impl Kind {
    pub(crate) const ALL: [Kind; 4] = [Kind::Record, Kind::Plan, Kind::Readiness, Kind::Lint];

    /// The name of the schema's own file, which lies among the templates.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Kind::Record => "record.schema.json",
            Kind::Plan => "plan.schema.json",
            Kind::Readiness => "readiness.schema.json",
            Kind::Lint => "lint.schema.json",
        }
    }
}

/// The comment that leads an editor to the schema of a file; `path` leads from the file's own folder
/// to the schema.
pub(crate) fn line(path: &str) -> String {
    format!("# yaml-language-server: $schema={path}\n")
}

/// What holds of such a file under any plan.
pub(crate) fn bare(kind: Kind) -> Value {
    match kind {
        Kind::Record => shape::schema::<Record>(),
        Kind::Plan => shape::schema::<raw::Plan>(),
        Kind::Readiness => shape::schema::<Readiness>(),
        Kind::Lint => shape::schema::<Patterns>(),
    }
}

/// What holds of it under one plan, with the plan's names and what they mean.
///
/// A record and `readiness.yaml` may hold no other names. The plan and its patterns may: a plan is
/// where new names are made, and its file says nothing yet of what is being typed, so there they are
/// offered and nothing is refused. `rules` are the rules that a record may waive.
pub(crate) fn under(kind: Kind, plan: &Plan, rules: &[Word]) -> Value {
    let mut schema = bare(kind);
    match kind {
        Kind::Record => record::complete(&mut schema, plan, rules),
        Kind::Plan => plan::complete(&mut schema, plan, rules),
        Kind::Readiness => readiness::complete(&mut schema, plan),
        Kind::Lint => plan::complete_patterns(&mut schema, plan),
    }
    fresh::mark(&mut schema);
    schema
}

/// The schema as its file holds it.
pub(crate) fn text(schema: &Value) -> String {
    let text = serde_json::to_string_pretty(schema).unwrap_or_default();
    format!("{text}\n")
}
