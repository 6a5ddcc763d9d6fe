//! Pages that tell a story at a terminal: what stands after each `$` is typed, and what it prints is
//! what the page shows.
//!
//! `<!-- 10:14 -->` before a block says what time it is by then, `<!-- 2025-12-01 09:00 -->` another
//! day too. A page begins in an empty folder.

use std::fs;

use crate::support::World;
use crate::support::shell::Shell;

pub fn page(path: &str) -> String {
    let text = fs::read_to_string(super::absolute(path)).expect(path);
    let world = World::bare();
    let mut shell = Shell::new(&world);
    let (mut page, mut day, mut in_block) = (String::new(), "2025-11-29".to_owned(), false);
    for line in text.lines() {
        if in_block {
            if let Some(command) = line.strip_prefix("$ ") {
                page.push_str(&format!("{line}\n"));
                let ran = shell.types(command);
                let told = tidied(&ran.stdout, &world);
                // A line is a refusal or it is not; no page shows a command that does not exist.
                let is_refused = told.lines().any(|line| line.starts_with("error"));
                assert_eq!(
                    ran.code.is_some_and(|code| code == 1),
                    is_refused,
                    "{path}: {}",
                    ran.told()
                );
                assert!(matches!(ran.code, Some(0 | 1)), "{path}: {}", ran.told());
                page.push_str(&told);
            } else if line == "```" {
                in_block = false;
                page.push_str("```\n");
            }
            continue;
        }
        let time = line
            .strip_prefix("<!-- ")
            .and_then(|rest| rest.strip_suffix(" -->"));
        if let Some(time) = time.filter(|time| time.ends_with(|end: char| end.is_ascii_digit())) {
            let (date, clock) = time.split_once(' ').unwrap_or((&day, time));
            let date = date.to_owned();
            world.set_now(&format!("{date}T{clock}:00+03:00"));
            day = date;
        }
        in_block = line == "```console";
        page.push_str(&format!("{line}\n"));
    }
    page
}

/// What a reader would see, wherever the page was lived through.
fn tidied(told: &str, world: &World) -> String {
    let root = world.home().display().to_string();
    let told = told.replace(&root, "~");
    let lines = told.lines().map(str::trim_end);
    lines.map(|line| format!("{line}\n")).collect()
}
