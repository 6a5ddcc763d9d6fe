//! What a report template may speak of: read from the source of its view model, whose comments are
//! its documentation.

use incident::testing::FILTERS;

const VIEW: &str = include_str!("../../src/domain/report/view.rs");

/// Our own filters, which the engine's documentation cannot explain.
const OWN: &[(&str, &str)] = &[
    (
        "listed",
        "a list as `a, b, c`; an empty one is something not known, and prints `Under Review`",
    ),
    ("paragraph", "text of several lines that keeps them"),
    ("quote", "text of several lines as a quotation"),
    ("bullets", "text of several lines as a list, a line each"),
];

pub fn filters() -> String {
    let mut text = String::new();
    for (name, meaning) in OWN {
        assert!(FILTERS.contains(name), "{name} is a filter");
        text.push_str(&format!("- `{name}`: {meaning}\n"));
    }
    let own = |name: &&&str| !OWN.iter().any(|(known, _)| known == *name);
    let rest: Vec<String> = FILTERS
        .iter()
        .filter(own)
        .map(|name| format!("`{name}`"))
        .collect();
    text.push_str(&format!("- of minijinja's: {}\n", rest.join(", ")));
    text
}

/// One table a structure.
pub fn variables() -> String {
    let mut text = String::new();
    let (mut comment, mut rename) = (Vec::new(), None);
    for line in VIEW.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("/// ") {
            comment.push(words);
        } else if let Some(name) = line
            .strip_prefix("#[serde(rename = \"")
            .and_then(|rest| rest.strip_suffix("\")]"))
        {
            rename = Some(name);
        } else if let Some(name) = line
            .strip_prefix("pub(crate) struct ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            let about = comment.join(" ");
            let title = if name == "View" { "The report" } else { name };
            text.push_str(&format!("### {title}\n\n"));
            if !about.is_empty() {
                text.push_str(&format!("{about}\n\n"));
            }
            text.push_str("| Name | Holds | |\n|---|---|---|\n");
            comment.clear();
        } else if let Some((name, of)) = line
            .strip_prefix("pub ")
            .and_then(|rest| rest.strip_suffix(','))
            .and_then(|rest| rest.split_once(": "))
        {
            let name = rename.take().unwrap_or(name);
            let about = super::cell(&comment.join(" "));
            text.push_str(&format!("| `{name}` | {} | {about} |\n", holds(of)));
            comment.clear();
        } else if line == "}" {
            text.push('\n');
        }
    }
    text
}

fn holds(of: &str) -> String {
    let inner = |prefix: &str| of.strip_prefix(prefix)?.strip_suffix('>');
    if let Some(of) = inner("Option<") {
        return format!("{} or none", holds(of));
    }
    if let Some(of) = inner("Vec<") {
        return format!("list of {}", holds(of));
    }
    if let Some(of) = inner("IndexMap<String, ") {
        return format!("by id: {}", holds(of));
    }
    match of {
        "String" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" => "number".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}
