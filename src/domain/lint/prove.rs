//! Everything in the data file that cannot be right, all at once.

use std::collections::HashSet;

use super::check::CHECKS;
use super::fold::Folded;
use super::pattern::{CIRCUMSTANCES, Pattern};
use super::{PatternError, SCHEMA, raw};
use crate::domain::record::Path;
use crate::domain::record::nearest::hint;

/// What can be told without compiling an expression.
pub(super) fn faults(raw: &raw::Patterns) -> Vec<PatternError> {
    let mut faults = Vec::new();
    if raw.schema != SCHEMA {
        faults.push(error(
            Path::of("schema"),
            format!(
                "this version of inc supports schema {SCHEMA}, not {}",
                raw.schema
            ),
        ));
    }
    let mut seen = HashSet::new();
    for (index, pattern) in raw.patterns.iter().enumerate() {
        let here = Path::of("patterns").index(index);
        if !seen.insert(&pattern.id) {
            faults.push(error(
                here.key("id"),
                format!("the id `{}` is given twice", pattern.id),
            ));
        }
        for (place, word) in pattern.near.iter().enumerate() {
            if word.is_empty() {
                faults.push(error(
                    here.key("near").index(place),
                    "an empty word matches every text; remove it".to_owned(),
                ));
            }
        }
        unknown(
            &mut faults,
            &here,
            "check",
            pattern.check.as_deref(),
            || CHECKS.iter().map(|known| known.name).collect(),
        );
        unknown(
            &mut faults,
            &here,
            "unless",
            pattern.unless.as_deref(),
            || CIRCUMSTANCES.iter().map(|(name, _)| *name).collect(),
        );
    }
    faults
}

/// What only compiled expressions and their examples can tell.
pub(super) fn proof(patterns: &[Pattern]) -> Vec<PatternError> {
    let mut faults = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let here = Path::of("patterns").index(index);
        let refusals = pattern.refusals(&here);
        if !refusals.is_empty() {
            let refusals = refusals.into_iter();
            faults.extend(refusals.map(|(path, reason)| error(path, refused(&reason))));
            continue;
        }
        let both = [
            ("matches", &pattern.raw.matches, true),
            ("clean", &pattern.raw.clean, false),
        ];
        for (key, examples, wanted) in both {
            if examples.is_empty() {
                faults.push(error(
                    here.clone(),
                    format!("`{}` has no example under `{key}`", pattern.raw.id),
                ));
            }
            for (place, example) in examples.iter().enumerate() {
                if is_found(pattern, example) != wanted {
                    let said = if wanted {
                        "does not match this example, but should"
                    } else {
                        "matches this example, but should not"
                    };
                    faults.push(error(
                        here.key(key).index(place),
                        format!("`{}` {said}", pattern.raw.id),
                    ));
                }
            }
        }
    }
    faults
}

/// Whether a pattern by itself, telling words and all, finds anything in an example.
fn is_found(pattern: &Pattern, example: &str) -> bool {
    let example = raw::example(example);
    let folded = Folded::new(&example);
    let text = folded.text.to_ascii_lowercase();
    let near = &pattern.raw.near;
    let is_near = near.is_empty()
        || near
            .iter()
            .any(|word| text.contains(&word.to_ascii_lowercase()));
    is_near && !pattern.find(&folded).is_empty()
}

fn unknown(
    faults: &mut Vec<PatternError>,
    pattern: &Path,
    key: &str,
    name: Option<&str>,
    known: impl Fn() -> Vec<&'static str>,
) {
    if let Some(name) = name
        && !known().contains(&name)
    {
        faults.push(error(
            pattern.key(key),
            format!("`{name}` is not known here; {}", hint(name, known())),
        ));
    }
}

/// The last line of what the parser says; the ones before it draw the expression anew.
fn refused(error: &regex::Error) -> String {
    let said = error.to_string();
    let last = said.lines().last().unwrap_or_default();
    let reason = last.strip_prefix("error: ").unwrap_or(last);
    format!("this is not a valid regular expression: {reason}")
}

fn error(path: Path, message: String) -> PatternError {
    PatternError { path, message }
}
