//! Every block of shell in the documents is typed, line by line, into a home in the middle of things.
//!
//! A line ends with 0 unless its comment says otherwise: `# exit 1: …`. What builds the project is
//! left to its CI. `<!-- in an empty folder -->` before a block says where it begins.

use std::collections::HashMap;

use super::documents;
use crate::support::World;
use crate::support::http::{Answer, Slack};
use crate::support::shell::Shell;

/// Where a block begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    EmptyFolder,
    SecurityIncident,
    /// A payment incident under way.
    Usual,
}

fn blocks(text: &str) -> Vec<(Place, Vec<&str>)> {
    let (mut found, mut block, mut begun) = (Vec::new(), None, "");
    for line in text.lines() {
        match (&mut block, line.trim()) {
            (None, "```sh") => block = Some(Vec::new()),
            (None, "") => {}
            (None, line) => begun = line,
            (Some(_), "```") => {
                let place = match begun {
                    "<!-- in an empty folder -->" => Place::EmptyFolder,
                    "<!-- in a security incident -->" => Place::SecurityIncident,
                    _ => Place::Usual,
                };
                found.extend(block.take().map(|lines| (place, lines)));
                begun = "";
            }
            (Some(lines), line) => lines.push(line),
        }
    }
    found
}

/// Whether it is for those who use `inc`, and not for those who build it.
fn is_typed_here(line: &str) -> bool {
    let builds = ["cargo ", "benches/", ".ci/", "UPDATE_", "PROPTEST_", "#"];
    !line.is_empty() && !builds.iter().any(|start| line.starts_with(start))
}

/// How a line says that it ends.
fn promised(line: &str) -> i32 {
    let comment = line.split_once(" # ").map_or("", |(_, comment)| comment);
    comment
        .trim()
        .strip_prefix("exit ")
        .and_then(|code| code.chars().next()?.to_digit(10))
        .map_or(0, |code| i32::try_from(code).expect("a code"))
}

/// A home with a remote, an incident under way, and files to speak of.
fn settled(place: Place, slack: &Slack) -> World {
    if place == Place::EmptyFolder {
        return World::bare();
    }
    let world = World::new();
    world.set_env("INC_SLACK_WEBHOOK", &slack.url());
    for (name, text) in [
        ("gateway-report.csv", "wallet,amount\n"),
        ("disk.img", "disk\n"),
        (
            "notice.txt",
            "Some wallets were credited twice on 29 November.\nWe have corrected every balance.\n",
        ),
    ] {
        world.write(name, text);
    }
    // A path that holds in a copy of this world too.
    let origin = "../origin.git";
    let declared = match place {
        Place::SecurityIncident => "inc open 'Tokens stolen' --type security --severity SEV-1",
        _ => "inc open 'Wallets credited twice' --type payment",
    };
    let mut shell = Shell::new(&world);
    for line in [
        declared,
        "inc ack",
        "inc note -m 'Froze refunds' --mark containment-started",
        "inc triage --fact data-exposure=none --severity SEV-1",
        "inc report 001 --save",
        &format!("git init -q --bare {origin} && git remote add origin {origin}"),
        "git push -q -u origin main",
        "inc note 001 -m 'Rang the gateway'",
        "inc report 001 --save",
    ] {
        shell.types(line).ok();
    }
    world.set_now("2025-11-29T11:00:00+03:00");
    world
}

#[test]
fn every_block_of_shell_runs() {
    let slack = Slack::answering([Answer::Ok]);
    let mut places = HashMap::new();
    let (mut wrong, mut typed) = (Vec::new(), 0);
    for (path, text) in documents() {
        for (place, lines) in blocks(&text) {
            let lines: Vec<&str> = lines
                .into_iter()
                .filter(|line| is_typed_here(line))
                .collect();
            if lines.is_empty() {
                continue;
            }
            let settled = places
                .entry(place)
                .or_insert_with(|| settled(place, &slack));
            let world = settled.twin();
            let mut shell = Shell::new(&world);
            let mut before = String::new();
            for line in lines {
                typed += 1;
                // What the line before has printed is taken over, as a person would.
                let is_hex = |word: &&str| {
                    word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
                };
                let digest = before.split_whitespace().find(is_hex).unwrap_or_default();
                let ran = shell.types(&line.replace("<DIGEST>", digest));
                if ran.code != Some(promised(line)) {
                    wrong.push(format!("{}: {line}\n{}", path.display(), ran.told()));
                }
                before = ran.stdout;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(typed > 40, "only {typed} lines were found");
}
