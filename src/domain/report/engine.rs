//! The template engine, set up so that a template cannot forget to escape.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};

use super::error::{self, ReportError};
use super::{UNDER_REVIEW, audience, build, markdown};
use crate::domain::plan::Case;

/// Renders a template: `name` is its file's, without `.md`, and serves only to say where it is broken.
///
/// The document ends in one line break, and is the same bytes for the same record, plan and template.
pub(crate) fn render(name: &str, template: &str, case: Case<'_>) -> Result<String, ReportError> {
    let audience = audience::of(name, template)?;
    fill(
        name,
        template,
        &Value::from(Serde(build::view(case, audience))),
    )
}

fn fill(name: &str, source: &str, view: &Value) -> Result<String, ReportError> {
    let environment = environment();
    let template = environment
        .template_from_named_str(name, source)
        .map_err(|error| error::unreadable(name, source, &error))?;
    let document = template
        .render(view.clone())
        .map_err(|error| error::unrenderable(&template, view, &error))?;
    Ok(format!("{}\n", document.trim_end()))
}

/// The engine as every template needs it.
pub(super) fn bare() -> Environment<'static> {
    let mut environment = Environment::new();
    // Tags stand on lines of their own and leave no blank line behind; these settings cannot fail,
    // and without them a report would only have more blank lines.
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    // A slip of the pen shall not leave a hole in a report.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("listed", listed);
    environment
}

fn environment() -> Environment<'static> {
    let mut environment = bare();
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(write);
    environment.add_filter("paragraph", |value: Value| {
        block(&value, markdown::paragraph, UNDER_REVIEW)
    });
    environment.add_filter("quote", |value: Value| {
        block(&value, markdown::quote, &markdown::quote(UNDER_REVIEW))
    });
    environment.add_filter("bullets", |value: Value| {
        block(&value, markdown::bullets, &markdown::bullets(UNDER_REVIEW))
    });
    environment
}

/// Writes one value: nothing known reads `Under Review`, and what is known is escaped.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::None => UNDER_REVIEW.to_owned(),
        ValueKind::Undefined => String::new(),
        _ if value.is_safe() || matches!(state.auto_escape(), AutoEscape::None) => {
            value.to_string()
        }
        _ => markdown::inline(&value.to_string()),
    };
    out.write_str(&text).map_err(Error::from)
}

/// A filter for text of several lines; what it gives is markdown already.
fn block(value: &Value, escape: fn(&str) -> String, unknown: &str) -> Value {
    Value::from_safe_string(if value.is_none() {
        unknown.to_owned()
    } else {
        escape(&value.to_string())
    })
}

/// `a, b, c`; an empty list is something not known.
fn listed(value: Value) -> Result<Value, Error> {
    let items: Vec<String> = value.try_iter()?.map(|item| item.to_string()).collect();
    Ok(if items.is_empty() {
        Value::from(())
    } else {
        Value::from(items.join(", "))
    })
}

#[cfg(test)]
pub(super) fn fill_from<V: serde::Serialize>(source: &str, view: V) -> String {
    fill("test", source, &Value::from(Serde(view))).expect("a template that renders")
}
