//! Narrow terminals: no line is wider, and nothing that somebody copies is ever cut.

use console::measure_text_width;
use serde_json::Value;

use crate::support::story::Stage;
use crate::support::{World, text};

const WIDTHS: [u16; 4] = [40, 60, 80, 120];

/// A home with something in every table, and in each something long to copy.
fn world() -> World {
    let world = World::new();
    let plan = world.read("templates/plan.yaml");
    let plan = plan
        .replacen("[Phone/Email]", "+966 11 555 0100 ext. 4711", 1)
        .replacen("[Phone/Email]", "security-on-call@incidents.example.com", 1);
    world.write("templates/plan.yaml", &plan);
    world.payment(Stage::Closed);
    world.ok("open 'Cache gone and never came back to anybody who asked' --type redis --owner 'Payments on-call team'");
    world.ok("note 002 -m 'Restarted it, and then again, since nobody had noticed the first time' --notes 'twice'");
    world.ok("action add 002 -m 'Watch the evictions of the cache and wake somebody' --owner 'Operations on-call team' --due 2025-11-30");
    world.write("dump of the cache.rdb", "x");
    world.ok("evidence add 002 'dump of the cache.rdb' --kind database-dumps --restricted");
    world.ok("evidence add 002 https://objects.example.com/incidents/2025/11/29/redis/slowlog-before-restart.txt --kind application-logs");
    world.ok("open 'Nobody can log in' --type login");
    world.ok("report 001 --save");
    world.ok("readiness --check forensic=done --no-input");
    world.pass("3d");
    world
}

/// What a command shows on a terminal so wide, line by line as it was written.
fn shown(world: &World, line: &str, width: u16) -> Vec<String> {
    let mut terminal = world.terminal_of(&format!("{line} --no-pager --color never"), 30, width);
    terminal.end();
    terminal.left_standing()
}

/// Every text that stands below one of these keys.
fn texts<'v>(value: &'v Value, keys: &[&str], found: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, keys, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str() {
                    Some(text) if keys.contains(&name.as_str()) => found.push(text),
                    Some(_) => {}
                    None => texts(field, keys, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn no_table_is_wider_than_its_terminal_or_cuts_what_is_copied() {
    let world = world();
    let mut wrong = Vec::new();
    for (line, keys) in [
        ("list --all", &["id"][..]),
        ("due", &["incident"]),
        ("action list", &["id", "incident", "due"]),
        ("contacts", &["primary", "backup", "contact"]),
        ("plan contacts", &["id", "primary", "backup"]),
        ("plan tools", &[]),
        ("plan", &[]),
        ("evidence list 002", &["id", "location"]),
        ("evidence verify", &["incident", "id", "location"]),
        (
            "show 001",
            &["id", "location", "reference", "event", "notes"],
        ),
        ("show 002", &["id", "location", "event", "notes", "action"]),
        ("next 002", &[]),
        ("log", &["incident"]),
        ("log 002", &[]),
        ("log 002 --known-at 12:00", &[]),
        ("verify", &["incident"]),
        ("verify 001", &["incident", "why"]),
        ("explain", &["rule"]),
        ("runbook", &["id"]),
        ("readiness --no-input", &[]),
        ("stats", &[]),
        ("doctor", &[]),
        ("report --check", &[]),
        ("diff --base HEAD~3", &[]),
        ("close 002 --no-input", &[]),
        ("show 009", &[]),
    ] {
        let json = world.line(&format!("{line} --format json"));
        let json: Value = serde_json::from_str(&json.stdout).unwrap_or_default();
        let mut copied = Vec::new();
        texts(&json, keys, &mut copied);
        if !keys.is_empty() && copied.is_empty() {
            wrong.push(format!("{line}: nothing is found of it in JSON"));
        }
        for width in WIDTHS {
            let lines = shown(&world, line, width);
            let all = lines.join("\n");
            for text in &copied {
                let words = all.split_whitespace().collect::<Vec<_>>().join(" ");
                if !words.contains(&text.split_whitespace().collect::<Vec<_>>().join(" ")) {
                    wrong.push(format!("{line} at {width} cuts {text}\n{all}"));
                }
            }
            for line_shown in lines {
                let wide = measure_text_width(&line_shown);
                // A command, or one word, is alone on its line where it is wider.
                let alone = line_shown.trim();
                let is_whole = !alone.contains(' ')
                    || ["inc ", "git ", "export "]
                        .iter()
                        .any(|program| alone.starts_with(program));
                if wide > usize::from(width) && !is_whole {
                    wrong.push(format!("{line} at {width}: {line_shown}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What explains a table is not cut either.
    let words = shown(&world, "stats", 40).join(" ");
    let words: Vec<&str> = words.split_whitespace().collect();
    assert!(
        words
            .join(" ")
            .contains("number of incidents if some lack the time"),
        "{words:?}"
    );
}

#[test]
fn every_command_of_a_refusal_is_whole_at_every_width() {
    let world = World::new();
    world.payment(Stage::Contained);
    world.ok("open 'Cache gone' --type redis");
    let piped = world.line("close 001 --no-input").exit(1);
    // Off a terminal it is a line for each thing, which no window changes.
    let single = piped.suggested();
    assert!(single.len() > 20, "{}", piped.told());
    let checks: Vec<&str> = single
        .iter()
        .filter_map(|command| command.strip_prefix("inc recover INC-20251129-001 --check "))
        .collect();
    assert!(checks.len() > 5, "{checks:?}");
    for width in WIDTHS {
        let lines = shown(&world, "close 001 --no-input", width);
        let all = lines.join("\n");
        let commands: Vec<&str> = lines
            .iter()
            .filter_map(|line| Some(&line[line.find("inc ")?..]))
            .collect();
        // What so many checks want fits on no line: the walk asks for each of them, and it is what
        // marks the recovery besides.
        let walk = "inc recover INC-20251129-001";
        let walks = commands.iter().filter(|command| **command == walk);
        assert_eq!(walks.count(), 2, "{all}");
        assert!(!all.contains("recover INC-20251129-001 --check"), "{all}");
        // What two of them want is one command where it fits.
        let two = "inc close INC-20251129-001 --check logs-preserved-where-needed=done --check financial-reconciliation-completed=done";
        assert_eq!(
            commands.contains(&two),
            two.len() + 4 <= usize::from(width),
            "{all}"
        );
        for command in single.iter().filter(|command| !command.contains("--check")) {
            assert!(
                commands.contains(&command.as_str()),
                "{command} at {width}: {all}"
            );
        }
    }
    // Typed as it stands, the joined command answers every one of them.
    let lines = shown(&world, "close 001 --no-input", 999);
    let joined = lines
        .iter()
        .find(|line| {
            line.trim()
                .starts_with("inc recover INC-20251129-001 --check ")
        })
        .expect("a command");
    let filled = text::filled(joined.trim(), |_| "none".to_owned());
    world.inc(text::words(&filled).into_iter().skip(1)).ok();
    let left = world.line("close 001 --no-input").exit(1);
    for check in checks {
        left.clone().says_not(&format!("--check {check}"));
    }
}
