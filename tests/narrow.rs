//! Narrow terminals: nothing that somebody copies is ever cut.

use crate::support::story::Stage;
use crate::support::{World, text};

const WIDTHS: [u16; 4] = [40, 60, 80, 120];

/// What a command shows on a terminal so wide, line by line as it was written.
fn shown(world: &World, line: &str, width: u16) -> Vec<String> {
    let mut terminal = world.terminal_of(&format!("{line} --no-pager --color never"), 30, width);
    terminal.end();
    let transcript = terminal.transcript().replace('\r', "");
    transcript.lines().map(str::to_owned).collect()
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
        let joined: Vec<&&str> = commands
            .iter()
            .filter(|line| line.starts_with("inc recover INC-20251129-001 --check "))
            .collect();
        // What several checks of one list want is one command.
        assert_eq!(joined.len(), 1, "{all}");
        for check in &checks {
            assert!(
                joined[0].contains(&format!("--check {check}")),
                "{check}: {all}"
            );
        }
        for command in single.iter().filter(|command| !command.contains("--check")) {
            assert!(
                commands.contains(&command.as_str()),
                "{command} at {width}: {all}"
            );
        }
    }
    // Typed as it stands, the joined command answers every one of them.
    let lines = shown(&world, "close 001 --no-input", 80);
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
