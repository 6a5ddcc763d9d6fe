//! `inc plan`: what the plan says, section by section.

use std::io::Write;

use clap::Args;
use serde_json::{Map, Value};

use crate::cli::{Format, Shown};
use crate::domain::plan::lookup::Vocabulary;
use crate::error::{Error, Result};
use crate::session::context::Context;
use crate::ui::Table;
use crate::ui::output::{print_json, stdout, width};
use crate::ui::style::{Look, one_line};
use crate::ui::table::{PAIR, cut, whole};

/// Show the plan, or one section of it
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
                  inc plan\n  \
                  inc plan severities\n  \
                  inc plan open-items  # decisions still to be made")]
pub(crate) struct PlanArgs {
    /// Section of the plan, such as severities, types, facts, roles, checklists, open-items, tools, rules
    section: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

impl PlanArgs {
    pub(crate) fn run(self, context: &Context) -> Result<()> {
        let value = self.read(context)?;
        let Value::Object(sections) = value else {
            return Err(Error::environment("the plan is not a mapping"));
        };
        let names: Vec<String> = sections.keys().map(|key| key.replace('_', "-")).collect();
        let known = Vocabulary::of_words("section", names.iter().map(String::as_str));
        let chosen = match &self.section {
            None => None,
            Some(given) => Some(known.resolve(given)?.replace('-', "_")),
        };
        if self.shown.format == Format::Json {
            return match chosen.as_ref().and_then(|name| sections.get(name)) {
                Some(section) => print_json(section),
                None => print_json(&sections),
            };
        }
        let mut lines = Vec::new();
        match chosen
            .as_ref()
            .and_then(|name| sections.get(name).map(|section| (name, section)))
        {
            Some((name, section)) if name == "tools" => tools(section, &mut lines),
            Some((name, section)) if name == "open_items" => {
                open_items(section, sections.get("settings"), &mut lines);
            }
            Some((name, section)) => section_lines(name, section, &mut lines),
            None => overview(&sections, &mut lines),
        }
        let mut out = stdout();
        for line in lines {
            if writeln!(out, "{line}").is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Returns the plan as it is written, so that an inconsistent plan can still be read.
    fn read(&self, context: &Context) -> Result<Value> {
        if let Ok(plan) = context.plan() {
            return serde_json::to_value(&**plan)
                .map_err(|error| Error::environment(error.to_string()));
        }
        match context.home()?.raw_plan() {
            Ok((_, raw)) => {
                context.warn_of_plan("warning: the plan is inconsistent:");
                serde_json::to_value(raw).map_err(|error| Error::environment(error.to_string()))
            }
            // What can be read of it is shown: it may be what somebody needs now.
            Err(broken) => {
                let data = context.home()?.plan_data();
                let data = data.ok_or_else(|| context.broken_plan(&broken))?;
                context.warn_of_plan("warning: parts of the plan are invalid:");
                Ok(data)
            }
        }
    }
}

fn overview(sections: &Map<String, Value>, lines: &mut Vec<String>) {
    let look = Look::OUT;
    if let Some(metadata) = sections.get("metadata") {
        section_lines("metadata", metadata, lines);
        lines.push(String::new());
    }
    let mut table = Table::new([whole(""), whole("").going(1)]);
    for (name, section) in sections
        .iter()
        .filter(|(name, _)| !["schema", "metadata"].contains(&name.as_str()))
    {
        let size = match section {
            Value::Array(items) => items.len().to_string(),
            Value::Object(fields) => fields.len().to_string(),
            _ => String::new(),
        };
        table.row([
            look.command(&format!("inc plan {}", name.replace('_', "-"))),
            size,
        ]);
    }
    lines.extend(table.lines(0, width()));
}

/// Prints one line per tool: its purpose and who has access (S6).
fn tools(section: &Value, lines: &mut Vec<String>) {
    let look = Look::OUT;
    lines.push(look.bold("tools"));
    let mut table = Table::new([whole(""), cut("for"), cut("access").going(1)]);
    for tool in section.as_array().into_iter().flatten() {
        let field = |key: &str| tool.get(key).map(flat).unwrap_or_default();
        table.row([field("title"), field("purpose"), look.dim(&field("access"))]);
    }
    lines.extend(table.lines(2, width()));
}

/// Prints open items first, with the setting that applies meanwhile (O23).
fn open_items(section: &Value, settings: Option<&Value>, lines: &mut Vec<String>) {
    let look = Look::OUT;
    let items = section.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_confirmed = |item: &&Value| item.get("confirmed") == Some(&Value::Bool(true));
    let field = |item: &Value, key: &str| item.get(key).map(flat);
    let undecided: Vec<&Value> = items.iter().filter(|item| !is_confirmed(item)).collect();
    lines.push(look.bold(&format!("still to decide: {}", undecided.len())));
    for item in &undecided {
        let title = field(item, "item").unwrap_or_default();
        let status = field(item, "status").unwrap_or_default();
        lines.push(format!("  {title}  {}", look.warning(&status)));
        let meanwhile = field(item, "setting").map(|setting| {
            let value = settings.and_then(|settings| settings.get(&setting));
            format!(
                "settings.{setting}: {}",
                value.map(flat).unwrap_or_default()
            )
        });
        let mut table = Table::new(PAIR);
        for (key, said) in [("meanwhile", meanwhile), ("notes", field(item, "notes"))] {
            if let Some(said) = said {
                table.row([look.dim(key), said]);
            }
        }
        lines.extend(table.lines(6, width()));
    }
    lines.push(String::new());
    let confirmed: Vec<&Value> = items.iter().filter(is_confirmed).collect();
    lines.push(look.bold(&format!("confirmed: {}", confirmed.len())));
    let mut table = Table::new(PAIR);
    for item in confirmed {
        table.row(["item", "status"].map(|key| field(item, key).unwrap_or_default()));
    }
    lines.extend(table.lines(2, width()));
}

/// Prints a list as a table, and nested values indented below their name.
fn section_lines(name: &str, section: &Value, lines: &mut Vec<String>) {
    let look = Look::OUT;
    lines.push(look.bold(&name.replace('_', " ")));
    block(section, 2, lines);
}

fn block(value: &Value, indent: usize, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(fields) => {
            let mut table = Table::new(PAIR);
            for (key, field) in fields
                .iter()
                .filter(|(_, field)| is_flat(field) && !says_nothing(field))
            {
                table.row([Look::OUT.dim(&key.replace('_', " ")), flat(field)]);
            }
            lines.extend(table.lines(indent, width()));
            for (key, field) in fields.iter().filter(|(_, field)| !is_flat(field)) {
                lines.push(format!("{pad}{}", Look::OUT.bold(&key.replace('_', " "))));
                block(field, indent + 2, lines);
            }
        }
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Object(fields) => {
                        let names = [
                            "title",
                            "name",
                            "check",
                            "item",
                            "criterion",
                            "rule",
                            "label",
                            "id",
                        ];
                        let title = names
                            .iter()
                            .find_map(|key| fields.get(*key))
                            .map(flat)
                            .unwrap_or_default();
                        let id = fields.get("id").map(flat).filter(|id| *id != title);
                        lines.push(format!(
                            "{pad}{}{}",
                            title,
                            id.map(|id| format!("  {}", Look::OUT.dim(&id)))
                                .unwrap_or_default()
                        ));
                        let rest: Map<String, Value> = fields
                            .iter()
                            .filter(|(key, field)| *key != "id" && flat(field) != title)
                            .map(|(key, field)| (key.clone(), field.clone()))
                            .collect();
                        block(&Value::Object(rest), indent + 4, lines);
                    }
                    other => lines.push(format!("{pad}- {}", flat(other))),
                }
            }
        }
        scalar => lines.push(format!("{pad}{}", flat(scalar))),
    }
}

/// Returns whether a value is left out: empty lists and false.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Bool(is) => !is,
        _ => false,
    }
}

fn is_flat(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => {
            items
                .iter()
                .all(|item| !item.is_object() && !item.is_array())
                && items.iter().map(|item| flat(item).len()).sum::<usize>() < 100
        }
        _ => true,
    }
}

fn flat(value: &Value) -> String {
    match value {
        Value::String(text) => one_line(text),
        Value::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join(", "),
        other => one_line(&other.to_string()),
    }
}
