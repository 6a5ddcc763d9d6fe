//! What is wrong with a template, in the words of whoever writes one.

use std::collections::BTreeSet;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Template, Value};

use super::filters::{FILTERS, GLOBALS};
use super::shipped::SHIPPED;
use crate::domain::record::nearest::nearest;

/// A template that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the report template `{template}`{}: {message}", at(*line))]
pub(crate) struct ReportError {
    /// The template's name, without `.md`.
    pub template: String,
    /// From 1, where one line is to blame.
    pub line: Option<usize>,
    /// From 1, in characters, where it is known.
    pub column: Option<usize>,
    /// What is wrong there.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl ReportError {
    /// As it stands behind the path: `:3:14`, or as much of it as is known.
    pub(crate) fn place(&self) -> String {
        let place = |number: Option<usize>| number.map(|number| format!(":{number}"));
        [self.line, self.column]
            .map(|number| place(number).unwrap_or_default())
            .concat()
    }
}

fn at(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(", line {line}"))
}

/// What could not even be read.
pub(crate) fn unreadable(name: &str, source: &str, error: &Error) -> ReportError {
    new(name, source, error, reword(error))
}

/// What could be read but not filled in from `view`.
pub(crate) fn unrenderable(
    template: &Template<'_, '_>,
    view: &Value,
    error: &Error,
) -> ReportError {
    let line = error
        .line()
        .and_then(|line| template.source().lines().nth(line - 1));
    let message = match error.kind() {
        ErrorKind::UndefinedError => undefined(template, view, line.unwrap_or_default()),
        _ => reword(error),
    };
    new(template.name(), template.source(), error, message)
}

fn new(name: &str, source: &str, error: &Error, message: String) -> ReportError {
    let shipped = SHIPPED.iter().any(|report| report.name == name);
    let hint = if shipped {
        "fix that line, or remove the file to use the built-in report of the same name"
    } else {
        "fix that line; the built-in reports are examples"
    };
    ReportError {
        template: name.to_owned(),
        line: error.line(),
        column: column(source, error),
        message,
        hint: hint.to_owned(),
    }
}

fn column(source: &str, error: &Error) -> Option<usize> {
    let before = source.get(..error.range()?.start)?;
    let line = before.rsplit('\n').next().unwrap_or(before);
    let is_there = before.matches('\n').count() + 1 == error.line()?;
    is_there.then(|| line.chars().count() + 1)
}

fn reword(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::SyntaxError => format!("this cannot be read: {detail}"),
        ErrorKind::UnknownFilter => unknown("filter", detail, FILTERS),
        ErrorKind::UnknownFunction => unknown("function", detail, &GLOBALS),
        ErrorKind::TemplateNotFound => {
            "a report template cannot include, import or extend other templates".to_owned()
        }
        kind if detail.is_empty() => kind.to_string(),
        kind => format!("{kind}: {detail}"),
    }
}

/// minijinja says `filter bulets is unknown`, or `bulets is unknown`.
fn unknown(what: &str, detail: &str, known: &[&str]) -> String {
    let name = detail.strip_suffix(" is unknown").unwrap_or(detail);
    let name = name.rsplit(' ').next().unwrap_or(name);
    missing(what, name, known.iter().copied())
}

fn missing<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(name, known) {
        Some(meant) => format!("there is no {what} `{name}`; did you mean `{meant}`?"),
        None => format!("there is no {what} `{name}`"),
    }
}

/// minijinja says that something was undefined, not what: it is looked for in the line.
fn undefined(template: &Template<'_, '_>, view: &Value, line: &str) -> String {
    let fields = keys(view);
    let top: BTreeSet<String> = view
        .try_iter()
        .into_iter()
        .flatten()
        .map(|key| key.to_string())
        .collect();
    let named: BTreeSet<&str> = words(line).map(|(_, word)| word).collect();
    let strangers = template.undeclared_variables(false);
    let stranger = strangers
        .iter()
        .filter(|name| {
            named.contains(name.as_str())
                && !top.contains(*name)
                && !GLOBALS.contains(&name.as_str())
        })
        .min();
    if let Some(name) = stranger {
        return missing("field", name, top.iter().map(String::as_str));
    }
    let part = words(line).find(|(owner, word)| {
        owner.is_some_and(|owner| owner != "loop") && !fields.contains(*word)
    });
    match part {
        Some((_, word)) => missing("field", word, fields.iter().map(String::as_str)),
        None => "an undefined field is used here".to_owned(),
    }
}

/// Every field of the view, however deep.
fn keys(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let items = value.try_iter().into_iter().flatten();
    match value.kind() {
        ValueKind::Map => {
            for key in items {
                found.extend(value.get_item(&key).iter().flat_map(keys));
                found.insert(key.to_string());
            }
        }
        ValueKind::Seq => found.extend(items.flat_map(|item| keys(&item))),
        _ => {}
    }
    found
}

/// The names in a line, each with the name before its dot.
fn words(line: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    let runs = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    runs.flat_map(|run| {
        let mut owner = None;
        run.split('.').map(move |word| (owner.replace(word), word))
    })
    .filter(|(_, word)| !word.is_empty())
}
