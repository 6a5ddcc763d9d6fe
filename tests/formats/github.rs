//! Annotations, read by the rules of GitHub's runner: which lines of a log are commands, what is
//! taken for a property, and in which order it is unescaped.

use std::collections::BTreeMap;

use super::{Said, in_a_line, said, visible};
use crate::support::World;

const ANNOTATIONS: usize = 10;

/// Commands that the runner knows.
const COMMANDS: &[&str] = &[
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "stop-commands",
    "echo",
    "add-mask",
    "add-matcher",
    "remove-matcher",
    "add-path",
    "set-env",
    "set-output",
    "save-state",
];

pub struct Command {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub data: String,
}

/// What the runner makes of a log.
#[derive(Default)]
pub struct Log {
    pub commands: Vec<Command>,
    /// The lines that are no command.
    pub text: String,
}

impl Log {
    pub fn of(written: &str) -> Log {
        let mut log = Log::default();
        let mut stopped: Option<String> = None;
        for line in written.lines() {
            let resumes = |command: &Command| Some(&command.name) == stopped.as_ref();
            match (command(line, stopped.as_deref()), &stopped) {
                (Some(command), Some(_)) if resumes(&command) => stopped = None,
                (Some(command), None) if command.name == "stop-commands" => {
                    assert!(command.data.len() > 20, "easily guessed: {}", command.data);
                    stopped = Some(command.data);
                }
                (Some(command), None) => log.commands.push(command),
                _ => {
                    log.text.push_str(line);
                    log.text.push('\n');
                }
            }
        }
        assert_eq!(stopped, None, "the rest of the job could say nothing");
        log
    }

    pub fn named(&self, name: &str) -> Vec<&Command> {
        let commands = self.commands.iter();
        commands.filter(|command| command.name == name).collect()
    }
}

/// A line as a command: the present form at its beginning, or the older one anywhere in it.
fn command(line: &str, token: Option<&str>) -> Option<Command> {
    let is_known = |name: &str| COMMANDS.contains(&name) || Some(name) == token;
    let present = line.trim_start().strip_prefix("::");
    if let Some((info, data)) = present.and_then(|rest| rest.split_once("::")) {
        let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
        if is_known(name) {
            let pairs = properties.trim().split(',').filter_map(|property| {
                let (key, value) = property.split_once('=')?;
                (!value.is_empty()).then(|| (key.to_owned(), unescaped(value, true)))
            });
            return Some(Command {
                name: name.to_owned(),
                properties: pairs.collect(),
                data: unescaped(data, false),
            });
        }
    }
    let (info, data) = line.split_once("##[")?.1.split_once(']')?;
    let name = info.split(' ').next()?;
    is_known(name).then(|| Command {
        name: name.to_owned(),
        properties: BTreeMap::new(),
        data: data.to_owned(),
    })
}

fn unescaped(text: &str, is_property: bool) -> String {
    let mut text = text.replace("%0D", "\r").replace("%0A", "\n");
    if is_property {
        text = text.replace("%3A", ":").replace("%2C", ",");
    }
    text.replace("%25", "%")
}

/// Holds a log against JSON.
pub fn agrees(written: &str, expected: &Said) {
    let log = Log::of(written);
    for command in &log.commands {
        let known = ["error", "warning", "notice", "group", "endgroup"];
        assert!(known.contains(&command.name.as_str()), "{}", command.name);
    }
    assert_eq!(log.named("group").len(), log.named("endgroup").len());
    for (level, name) in [
        ("error", "error"),
        ("warning", "warning"),
        ("waived", "notice"),
    ] {
        let all = expected.of_level(level);
        let annotations = log.named(name);
        assert_eq!(annotations.len(), all.len().min(ANNOTATIONS), "{level}");
        let mut rest = all.iter();
        for annotation in &annotations {
            let of = |key: &str| annotation.properties[key].as_str();
            let is_it = |found: &&&serde_json::Value| {
                let fix = found["fix"]
                    .as_str()
                    .map_or(String::new(), |fix| format!("\nfix: {fix}"));
                annotation.data == visible(&format!("{}{fix}", said(found, "message")))
                    && of("file") == expected.path(found)
                    && of("line").parse::<u64>().ok() == found["line"].as_u64()
                    && of("col").parse::<u64>().ok() == found["column"].as_u64()
                    && of("title") == format!("{} ({})", said(found, "rule"), said(found, "row"))
            };
            assert!(
                rest.any(|found| is_it(&found)),
                "{}: {:?}",
                annotation.data,
                annotation.properties
            );
            let end: usize = of("endColumn").parse().expect("a number");
            assert!(end >= of("col").parse().expect("a number"));
        }
        if all.len() > ANNOTATIONS {
            let left_out = log.text.lines().last().expect("a last line");
            let number = all.len() - ANNOTATIONS;
            assert!(
                left_out.contains(&format!("{number} {level}")),
                "{left_out}"
            );
        }
    }
    for found in &expected.findings {
        let head = format!(
            "{}[{}]: {}\n",
            said(found, "level"),
            said(found, "rule"),
            in_a_line(said(found, "message"))
        );
        assert!(log.text.contains(&head), "{head} in\n{}", log.text);
    }
    let places = log.text.matches("--> ").count();
    assert_eq!(places, expected.findings.len(), "{}", log.text);
    if let Some(older) = expected.json["older"].as_u64().filter(|number| *number > 0) {
        assert!(log.text.contains(&format!("{older} older finding")));
    }
}

#[test]
fn what_is_not_annotated_is_counted_and_every_file_has_its_turn() {
    let world = World::new();
    world.write_record("INC-20251129-001", &"a: 1\n".repeat(30));
    for number in 2..=6 {
        world.write_record(&format!("INC-20251129-00{number}"), "schema: 1\n");
    }
    let expected = super::all_agree(&world, "", "incidents");
    assert!(expected.findings.len() > 30, "{}", expected.json);
    let ran = world.line("validate incidents --format github").exit(1);
    let log = Log::of(&ran.stdout);
    for number in 1..=6 {
        let of_file = |annotation: &&&Command| {
            annotation.properties["file"].ends_with(&format!("-00{number}.yaml"))
        };
        let number_of = log.named("error").iter().filter(of_file).count();
        assert!((1..=3).contains(&number_of), "{number_of}\n{}", ran.stdout);
    }
    let rest = expected.findings.len() - ANNOTATIONS;
    let last = ran.stdout.lines().last().expect("a line");
    assert!(
        last.starts_with(&format!("Not annotated: {rest} errors. ")),
        "{last}"
    );
}

#[test]
fn a_message_is_as_long_as_is_handed_on() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    let long = "\u{1f525}".repeat(5000);
    let text = world.record_text(&id);
    world.write_record(&id, &format!("{text}environment: \"{long}\"\n"));
    let ran = world.line("validate incidents --format github").exit(1);
    let log = Log::of(&ran.stdout);
    let annotation = log.named("error")[0];
    assert!(annotation.data.encode_utf16().count() <= 4096);
    // What it quotes is given with both its ends.
    assert!(annotation.data.contains("\u{1f525} \u{2026} \u{1f525}"));
    assert!(!log.text.contains(&format!("{long}`")));
}
