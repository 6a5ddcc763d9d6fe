//! Messages: a template of `templates/messages/` and what somebody said become a text.
//!
//! What a template says is written in a little markdown (`# ` before a heading, `**bold**`); what it
//! prints of a record is taken as it stands, so that nobody's words can make bold, mention anybody,
//! or open a link. Hence the same message reads right in a terminal, as markdown, and in Slack.

use indexmap::IndexMap;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, Output, State};
use serde::Serialize;

use super::error::{self, ReportError};
use super::view::View;
use super::zoned::ZonedTimes;
use super::{UNDER_REVIEW, build, engine, markdown};
use crate::domain::plan::Case;
use crate::domain::record::{Audience, Map, Time};

/// What a message says besides what the record knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct MessageInput {
    /// What is being done now (O15).
    pub current_action: Option<String>,
    /// When the next update comes; nothing where none is promised.
    pub next_update: Option<Time>,
    /// The fields of the plan's template, by id (S23).
    pub fields: Map<String>,
}

/// A message, line by line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub heading: bool,
    pub spans: Vec<Span>,
}

/// A stretch of text: the template's own words, or what the record or a person said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Span {
    pub text: String,
    pub bold: bool,
    /// Whether it is somebody's words and no markup.
    pub said: bool,
}

impl Message {
    /// As it is recorded, approved and sent: plain text, ending in a line break.
    pub(crate) fn plain(&self) -> String {
        let lines = self.lines.iter().map(|line| {
            let spans = line.spans.iter().map(|span| span.text.as_str());
            spans.collect::<String>() + "\n"
        });
        lines.collect()
    }

    /// As markdown, nobody's words being taken for markup.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        for (place, line) in self.lines.iter().enumerate() {
            if line.heading {
                text.push_str("# ");
            }
            for run in line.spans.chunk_by(|left, right| left.bold == right.bold) {
                let words: String = run.iter().map(Span::escaped).collect();
                let bold = run.first().is_some_and(|span| span.bold);
                text.push_str(&if bold { format!("**{words}**") } else { words });
            }
            // Lines that stand below each other shall stay so.
            let next = self.lines.get(place + 1);
            let goes_on = next.is_some_and(|next| !next.spans.is_empty());
            if goes_on && !line.spans.is_empty() && !line.heading {
                text.push_str("  ");
            }
            text.push('\n');
        }
        text
    }

    /// A text without a template, taken as it stands.
    pub(crate) fn of(text: &str) -> Message {
        let lines = text.lines().map(|line| Line {
            heading: false,
            spans: if line.is_empty() {
                Vec::new()
            } else {
                vec![Span {
                    text: line.to_owned(),
                    bold: false,
                    said: true,
                }]
            },
        });
        Message {
            lines: lines.collect(),
        }
    }
}

impl Span {
    fn escaped(&self) -> String {
        if self.said {
            markdown::inline(&self.text)
        } else {
            self.text.clone()
        }
    }
}

/// What a message template may show besides the view of the incident.
#[derive(Serialize)]
struct MessageView {
    #[serde(flatten)]
    incident: View,
    update: Update,
    /// What the plan's template asks for, by id.
    field: IndexMap<String, String>,
}

#[derive(Serialize)]
struct Update {
    impact: Option<String>,
    current_action: Option<String>,
    next_update: String,
    /// The fields of an internal update in the plan's order (O15).
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    id: String,
    title: String,
    value: Option<String>,
}

/// What is said where no further update is promised.
const NO_UPDATE: &str = "No further update is planned";

/// Fills a message template: `name` is its file's, without `.md`.
pub(crate) fn message(
    name: &str,
    template: &str,
    case: Case<'_>,
    input: &MessageInput,
) -> Result<Message, ReportError> {
    let mut known = case.plan.communication.templates.iter();
    let audience = known
        .find(|known| known.id == name)
        .map_or(Audience::External, |known| known.audience);
    let view = Value::from(Serde(MessageView {
        incident: build::view(case, audience),
        update: update(case, input),
        field: input
            .fields
            .iter()
            .map(|(id, text)| (id.to_owned(), text.clone()))
            .collect(),
    }));
    let environment = environment();
    let template = environment
        .template_from_named_str(name, template)
        .map_err(|error| error::unreadable(name, template, &error))?;
    let text = template
        .render(view.clone())
        .map_err(|error| error::unrenderable(&template, &view, &error))?;
    Ok(read(text.trim_end()))
}

fn update(case: Case<'_>, input: &MessageInput) -> Update {
    let (record, plan) = (case.record, case.plan);
    let clock = ZonedTimes::new(plan.zone(), record);
    let impact = impact(case);
    let next = input.next_update.map_or(NO_UPDATE.to_owned(), |at| {
        format!("{} ({})", clock.show(at), plan.zone().label(at))
    });
    let severity = plan.severity(&record.severity);
    let severity = severity.map_or(record.severity.clone(), |known| {
        format!("{} ({})", known.id, known.title)
    });
    let status = plan.status_name(record.status);
    let value = |id: &str| match id {
        "incident-id" => Some(record.id.clone()),
        "severity" => Some(severity.clone()),
        "status" => status.map(|status| status.title.clone()),
        "impact" => impact.clone(),
        "current-action" => input.current_action.clone(),
        "owner" => record.owner.clone(),
        _ => Some(next.clone()),
    };
    let fields = plan.communication.internal_fields.iter();
    Update {
        fields: fields
            .map(|field| Field {
                id: field.id.clone(),
                title: field.title.clone(),
                value: value(&field.id),
            })
            .collect(),
        current_action: input.current_action.clone(),
        next_update: next.clone(),
        impact,
    }
}

/// Affected users, services and operations, as far as somebody said (O15).
fn impact(case: Case<'_>) -> Option<String> {
    let record = case.record;
    let services = record.services.join(", ");
    let parts = [
        record.impact.users.clone(),
        record.impact.business.clone(),
        Some(services).filter(|services| !services.is_empty()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Around what was said: marks that mean nothing and that no text may hold.
const SAID: char = '\u{fdd0}';
const END: char = '\u{fdd1}';

fn environment() -> Environment<'static> {
    let mut environment = engine::bare();
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("message".into()));
    environment.set_formatter(write);
    environment
}

fn write(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::None => UNDER_REVIEW.to_owned(),
        ValueKind::Undefined => String::new(),
        _ => value.to_string().replace([SAID, END], ""),
    };
    write!(out, "{SAID}{text}{END}").map_err(Error::from)
}

/// The lines of a rendered message, markup outside of what was said being taken as such.
fn read(text: &str) -> Message {
    let mut lines = vec![Line {
        heading: false,
        spans: Vec::new(),
    }];
    let (mut said, mut bold) = (false, false);
    let mut rest = text;
    while !rest.is_empty() {
        let starts_line = lines.last().is_some_and(|line| line.spans.is_empty());
        if !said && starts_line && rest.starts_with("# ") {
            rest = &rest[2..];
            if let Some(line) = lines.last_mut() {
                line.heading = true;
            }
        } else if !said && let Some(after) = rest.strip_prefix("**") {
            rest = after;
            bold = !bold;
        } else {
            let mut letters = rest.chars();
            let Some(letter) = letters.next() else { break };
            rest = letters.as_str();
            match letter {
                SAID => said = true,
                END => said = false,
                '\r' => {}
                '\n' => lines.push(Line {
                    heading: false,
                    spans: Vec::new(),
                }),
                letter => push(&mut lines, letter, bold, said),
            }
        }
    }
    Message { lines }
}

fn push(lines: &mut [Line], letter: char, bold: bool, said: bool) {
    let Some(line) = lines.last_mut() else { return };
    match line.spans.last_mut() {
        Some(span) if (span.bold, span.said) == (bold, said) => span.text.push(letter),
        _ => line.spans.push(Span {
            text: letter.to_string(),
            bold,
            said,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        format!("{SAID}{text}{END}")
    }

    #[test]
    fn markup_is_the_templates_alone() {
        let text = format!(
            "# {}: {}\n\n**{}:** {}\nplain",
            said("INC-1"),
            said("**not bold** <!channel>"),
            said("Owner"),
            said("a\n# b **c**")
        );
        let message = read(&text);
        assert_eq!(
            message.plain(),
            "INC-1: **not bold** <!channel>\n\nOwner: a\n# b **c**\nplain\n"
        );
        let markdown = message.markdown();
        assert!(markdown.starts_with("# INC\\-1: ") || markdown.starts_with("# INC-1: "));
        assert!(markdown.contains("**Owner:** a  \n"), "{markdown}");
        assert!(!markdown.contains("**not bold**"), "{markdown}");
        assert!(!markdown.contains("\n# b"), "{markdown}");
        assert!(!markdown.contains("<!channel>"), "{markdown}");
    }

    #[test]
    fn a_text_of_ones_own_is_taken_as_it_stands() {
        let text = "# One\n\n**two**\n";
        assert_eq!(Message::of(text).plain(), text);
    }
}
