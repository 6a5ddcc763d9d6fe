//! Terminal manners: what may command a terminal, colours, the pager, a reader that stops reading.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use crate::support::story::Stage;
use crate::support::{INC, Ran, World};

const ID: &str = "INC-20251129-001";

/// A title for the window, red, C1's red, and writing from the right.
const EVIL: &str = "\u{1b}]0;pwned\u{7}\u{1b}[31mEVIL\u{9b}31m\u{202e}\u{2066}\u{7f}\u{1b}[2J";

/// Puts `EVIL` behind every text of a record in which it can be written at all; returns how many.
fn poison(world: &World, id: &str) -> usize {
    let mut record = world.record(id);
    let mut paths = Vec::new();
    texts(&record, &mut Vec::new(), &mut paths);
    let mut poisoned = 0;
    for path in paths {
        let old = record.pointer(&path).cloned().expect("a text");
        let evil = format!("{}{EVIL}", old.as_str().expect("a text"));
        *record.pointer_mut(&path).expect("a text") = Value::String(evil);
        world.write_record(id, &serde_yaml::to_string(&record).expect("YAML"));
        if world.line(&format!("show {id} --format json")).code == Some(0) {
            poisoned += 1;
        } else {
            *record.pointer_mut(&path).expect("a text") = old;
        }
    }
    world.write_record(id, &serde_yaml::to_string(&record).expect("YAML"));
    poisoned
}

fn texts(value: &Value, path: &mut Vec<String>, found: &mut Vec<String>) {
    match value {
        Value::String(_) if path[0] != "id" => found.push(format!("/{}", path.join("/"))),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| {
            path.push(place.to_string());
            texts(item, path, found);
            path.pop();
        }),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            path.push(name.replace('~', "~0").replace('/', "~1"));
            texts(field, path, found);
            path.pop();
        }),
        _ => {}
    }
}

/// What of the bytes would command a terminal: all but our own looks, and what a question draws with.
fn harm(line: &str, bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if let Some(place) = text.find("\u{1b}[31mEVIL") {
        let before: Vec<char> = text[..place].chars().rev().take(60).collect();
        let before: String = before.into_iter().rev().collect();
        return Some(format!("{line}: it is coloured after {before:?}"));
    }
    let mut rest = text;
    for own in ["0", "1", "2", "31", "32", "33", "36"] {
        rest = rest.replace(&format!("\u{1b}[{own}m"), "");
    }
    for drawn in [
        "[?25l", "[?25h", "[2K", "[1A", "[4A", "[1B", "[0J", "[J", "[K", "7",
    ] {
        rest = rest.replace(&format!("\u{1b}{drawn}"), "");
    }
    let commands = |letter: char| {
        letter.is_control() && !"\r\n\t".contains(letter)
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let place = rest.find(commands)?;
    let around: String = rest[place..].chars().take(60).collect();
    Some(format!("{line} sends to the terminal: {around:?}"))
}

#[test]
fn nothing_in_a_home_commands_the_terminal() {
    let world = World::new();
    world.payment(Stage::Closed);
    world.ok("open 'Cache gone' --type redis --owner Rana --service cache");
    world.ok("note 002 -m 'Restarted' --notes 'twice'");
    world.ok("action add 002 -m 'Watch it' --owner Rana --due 2025-11-30");
    world.pass("3d");
    let poisoned = poison(&world, ID) + poison(&world, "INC-20251129-002");
    assert!(poisoned > 60, "{poisoned}");
    let evil = r#""Payment\e]0;pwned\a\e[31mEVIL\x9b31m\u202e\u2066""#;
    world.change_plan(
        "title: Payment or wallet incident",
        &format!("title: {evil}"),
    );
    let runbook = world.read("templates/runbooks/redis-failure.md");
    world.write(
        "templates/runbooks/redis-failure.md",
        &format!("{runbook}\n{EVIL}\n"),
    );
    fs::write(
        world.path(&format!("incidents/2025/INC-2025{EVIL}.yaml")),
        "id: [",
    )
    .expect("a file");
    world.git_line("add -A");
    world.git([
        "-c",
        &format!("user.name=Rana{EVIL}"),
        "commit",
        "-qm",
        &format!("By hand{EVIL}"),
    ]);
    let text = world.record_text("INC-20251129-002");
    world.write_record(
        "INC-20251129-002",
        &text.replace("status: investigating", "status: identified"),
    );
    let mut found = Vec::new();
    for line in [
        "list",
        "list --all",
        "list --all --format json",
        "show 001",
        "show 002",
        "show 001 --format json",
        "show 002 --at HEAD",
        "next 002",
        "next 002 --format json",
        "due",
        "due --format json",
        "log",
        "log 001",
        "log --format json",
        "log 001 --known-at 14:00",
        "diff --base HEAD~1",
        "diff --base HEAD~1 --format markdown",
        "stats",
        "stats --format json",
        "validate",
        "validate --format json",
        "verify 001",
        "report 001",
        "report 001 --template timeline",
        "report 002 --template summary",
        "runbook redis",
        "runbook",
        "plan",
        "plan types",
        "plan types --format json",
        "contacts",
        "readiness --no-input",
        "evidence list 001",
        "evidence verify",
        "action list",
        "action list 002",
        "explain closure",
        "show nosuch\u{1b}[31mEVIL",
        "open x\u{1b}[31mEVIL --type nosuch\u{1b}[31mEVIL",
        "set 002 nosuch\u{1b}[31mEVIL=x",
        "close 002 --no-input",
        "note --no-input -m x --by Rana\u{1b}[31mEVIL",
        "update 002 -m x\u{1b}[31mEVIL",
        "edit 002",
        "set 002 status=investigating -m x\u{1b}[31mEVIL",
    ] {
        world.set_env("EDITOR", "false");
        let mut terminal = world.terminal(&format!("{line} --color always --no-pager"));
        terminal.end();
        found.extend(harm(line, terminal.bytes()));
        if terminal.bytes().is_empty() {
            found.push(format!("{line} shows nothing"));
        }
    }
    // Questions, and a list to pick from.
    world.ok("open 'Another' --type redis");
    for (line, asks) in [
        ("ack", "Which incident"),
        ("triage 002", "Environment"),
        ("close 002", ""),
        ("note 002", ""),
    ] {
        let mut terminal = world.terminal(&format!("{line} --color always"));
        if !asks.is_empty() {
            terminal.expect(asks).listening().ctrl_c();
        } else {
            terminal.expect("?").impatient("\x03");
        }
        terminal.end();
        found.extend(harm(line, terminal.bytes()));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn json_holds_no_raw_control_and_means_the_same() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis --owner Rana");
    poison(&world, ID);
    let ran = world.line("show 001 --format json").ok();
    assert_eq!(harm("json", ran.stdout.as_bytes()), None);
    assert_eq!(ran.json()["title"], format!("Cache gone{EVIL}"));
}

/// Whether something is coloured.
fn is_coloured(world: &World, line: &str) -> bool {
    world.line(line).ok().stdout.contains('\u{1b}')
}

#[test]
fn colour_is_the_flags_then_the_environments_then_the_terminals() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    for (variables, flag, piped, at_terminal) in [
        (vec![], "", false, true),
        (vec![("NO_COLOR", "1")], "", false, false),
        (vec![("NO_COLOR", "1")], "--color always", true, true),
        (vec![("CLICOLOR", "0")], "", false, false),
        (vec![("CLICOLOR_FORCE", "1")], "", true, true),
        (vec![("CLICOLOR_FORCE", "0")], "", false, true),
        (
            vec![("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
            "",
            false,
            false,
        ),
        (vec![("CLICOLOR_FORCE", "1")], "--color never", false, false),
        (vec![("TERM", "dumb")], "", false, false),
    ] {
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
            let value = variables.iter().find(|(known, _)| *known == name);
            world.set_env(name, value.map_or("", |(_, value)| value));
        }
        let line = format!("list {flag}");
        assert_eq!(is_coloured(&world, &line), piped, "{variables:?} {flag}");
        let mut terminal = world.terminal(&line);
        terminal.end();
        let coloured = terminal.bytes().contains(&0x1b);
        assert_eq!(coloured, at_terminal, "{variables:?} {flag} at a terminal");
    }
}

/// Runs a command whose reader reads so many bytes and then closes its end.
fn cut_off(world: &World, line: &str, bytes: usize) -> (Option<i32>, String) {
    let mut command = world.command(INC);
    command
        .args(crate::support::text::words(line))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("inc runs");
    let mut out = child.stdout.take().expect("its output");
    let mut read = vec![0; bytes];
    out.read_exact(&mut read).ok();
    drop(out);
    let mut said = String::new();
    child
        .stderr
        .take()
        .expect("its complaints")
        .read_to_string(&mut said)
        .expect("text");
    (child.wait().expect("its end").code(), said)
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let world = World::new();
    world.payment(Stage::Closed);
    world.ok("open 'Cache gone' --type redis");
    // More than a pipe holds, so that it is met closed.
    let runbook = "A line of a runbook that goes on.\n".repeat(3_000);
    world.write(
        "templates/runbooks/redis-failure.md",
        &format!("# Redis\n\n{runbook}"),
    );
    for line in [
        "list --all",
        "show 001",
        "show 001 --format json",
        "log",
        "log --format json",
        "stats",
        "stats --format csv",
        "due",
        "due --format ics",
        "validate",
        "report 001",
        "plan",
        "plan --format json",
        "runbook redis",
        "runbook --format json",
        "explain",
        "explain --format json",
        "contacts",
        "readiness --no-input",
        "next 002",
        "diff",
        "schema plan",
        "completions bash",
        "man",
        "help",
        "--help",
        "-h",
        "--version",
        "evidence list 001",
        "action list",
        "verify 001",
    ] {
        let alone = world.line(line);
        for bytes in [0, 1] {
            let (code, said) = cut_off(&world, line, bytes);
            assert_eq!(code, alone.code, "{line} after {bytes}: {said}");
            assert!(
                !said.contains("panicked") && !said.contains("ipe"),
                "{line} after {bytes}: {said}"
            );
            assert_eq!(said, alone.stderr, "{line} after {bytes}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_told() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    for line in ["list", "list --format json", "plan", "validate"] {
        let mut command = world.command(INC);
        command.args(crate::support::text::words(line));
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let child = command
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .expect("inc runs");
        let ended = child.wait_with_output().expect("its end");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(3), "{line}: {said}");
        assert!(
            said.contains("standard output cannot be written"),
            "{line}: {said}"
        );
    }
}

#[test]
fn a_long_answer_is_read_in_the_pager() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    world.ok("open 'Login gone' --type login");
    world.write(
        "pager",
        "#!/bin/sh\necho \"PAGED LESS=$LESS LV=$LV\"\nhead -1\n",
    );
    Ran::of(world.command("chmod").args(["+x", "pager"])).ok();
    let pager = world.path("pager").display().to_string();
    let shows = |line: &str, rows: u16| {
        let mut terminal = world.terminal_of(line, rows, 80);
        let code = terminal.end();
        (terminal.left_standing().join("\n"), code)
    };
    for (name, settings) in [
        (
            "INC_PAGER",
            vec![("INC_PAGER", pager.as_str()), ("GIT_PAGER", "cat")],
        ),
        (
            "GIT_PAGER",
            vec![("GIT_PAGER", pager.as_str()), ("PAGER", "cat")],
        ),
        ("PAGER", vec![("PAGER", pager.as_str())]),
    ] {
        for (variable, value) in &settings {
            world.set_env(variable, value);
        }
        for line in [
            "plan types",
            "runbook redis",
            "explain",
            "report 002",
            "show 002",
            "list",
            "log",
            "next 002",
            "due",
            "stats",
            "contacts",
            "doctor",
            "readiness --help",
            "-h",
            "help open",
        ] {
            let (shown, code) = shows(line, 2);
            // Quit after a line: nothing is said of it, and the command ends as it would have.
            assert!(
                shown.starts_with("PAGED LESS=FRX LV=-c"),
                "{name} {line}: {shown}"
            );
            assert!(
                !shown.contains("error") && code == 0,
                "{name} {line}: {shown}"
            );
        }
        // What fits on the screen, and what is not read but used, is not paged.
        assert!(!shows("list", 30).0.contains("PAGED"));
        assert!(!shows("plan types --no-pager", 3).0.contains("PAGED"));
        assert!(!shows("-h --no-pager", 3).0.contains("PAGED"));
        assert!(!shows("schema plan", 3).0.contains("PAGED"));
        assert!(!world.line("plan types").ok().stdout.contains("PAGED"));
        for (variable, _) in &settings {
            world.set_env(variable, "");
        }
    }
    // Git's own setting, and the exit code of what is shown.
    world.git(["config", "core.pager", &format!("{pager} | cat")]);
    assert!(shows("plan types", 3).0.contains("PAGED"));
    for none in ["cat", " "] {
        world.set_env("INC_PAGER", none);
        assert!(!shows("plan types", 3).0.contains("PAGED"), "{none:?}");
    }
    world.set_env("INC_PAGER", &pager);
    world.set_env("LESS", "R");
    assert!(shows("plan types", 3).0.contains("PAGED LESS=R LV=-c"));
}

#[test]
fn a_pager_that_is_not_there_is_named_and_done_without() {
    let world = World::new();
    let shows = |line: &str| {
        let mut terminal = world.terminal_of(line, 5, 100);
        assert_eq!(terminal.end(), 0, "{line}");
        terminal.transcript()
    };
    for name in ["INC_PAGER", "GIT_PAGER", "PAGER"] {
        world.set_env(name, "nosuch -x");
        for line in ["contacts", "-h"] {
            let shown = shows(line);
            let warning =
                format!("warning: ${name}: nosuch -x cannot be run: No such file or directory");
            assert_eq!(shown.matches(&warning).count(), 1, "{shown}");
            assert!(shown.lines().count() > 10, "{shown}");
        }
        // Where nothing is to be paged nobody misses it.
        assert!(!world.line("contacts").ok().stderr.contains("nosuch"));
        world.set_env(name, "");
    }
    world.git_line("config core.pager nosuch");
    let shown = shows("contacts");
    assert!(
        shown.contains("warning: git's core.pager: nosuch cannot be run"),
        "{shown}"
    );
}

#[test]
fn our_own_looks_are_obeyed_in_full() {
    let world = World::new();
    world.payment(Stage::Triaged);
    world.ok("open 'Cache gone' --type redis");
    world.pass("2h");
    for line in [
        "list",
        "show 001",
        "next 001",
        "due",
        "log",
        "stats",
        "validate",
        "plan",
        "contacts",
        "readiness --no-input",
        "evidence list 001",
        "explain",
        "diff",
        "verify 001",
        "close 001 --no-input",
        "note 001 -m x",
        "demo",
    ] {
        let mut terminal = world.terminal(&format!("{line} --color always --no-pager"));
        terminal.end();
        let shown = String::from_utf8_lossy(terminal.bytes()).into_owned();
        assert!(!shown.contains('\u{241b}'), "{line}: {shown:?}");
        // Into a pipe they are the same, and never as we mark them.
        let piped = world.line(&format!("{line} --color always"));
        for text in [piped.stdout, piped.stderr] {
            assert!(!text.contains('\u{241b}'), "{line}: {text:?}");
            let looks = text.matches("\u{1b}[").count();
            let known = ["0", "1", "2", "31", "32", "33", "36"]
                .map(|own| text.matches(&format!("\u{1b}[{own}m")).count());
            assert_eq!(looks, known.iter().sum::<usize>(), "{line}: {text:?}");
        }
    }
}

#[test]
fn a_list_leaves_out_columns_before_its_titles() {
    let world = World::new();
    world.ok("open '\u{652f}\u{4ed8}\u{304c}\u{4e8c}\u{91cd}\u{306b} \u{1f525}\u{1f525} twice credited to wallets of many' --type payment --owner 'Payments on-call'");
    world.ok("open 'Cache gone and never came back to anybody who asked' --type redis");
    world.pass("26h");
    for (width, shown, left_out) in [
        (40, "", "investigating"),
        (60, "investigating", "1 d 2 h"),
        (80, "1 d 2 h", "Payments on-call"),
        (120, "Payments on-call", "nothing of it"),
    ] {
        let mut terminal = world.terminal_of("list", 10, width);
        terminal.end();
        let screen = terminal.screen();
        // A line that wrapped would be a line more.
        let lines: Vec<&str> = screen.lines().collect();
        assert_eq!(lines.len(), 2, "{width}: {screen}");
        assert!(
            screen.contains("\u{652f}\u{4ed8}") && screen.contains("Cache gone"),
            "{width}: {screen}"
        );
        assert!(
            screen.contains(shown) && !screen.contains(left_out),
            "{width}: {screen}"
        );
        assert!(
            screen.contains("SEV-2") && screen.contains(ID),
            "{width}: {screen}"
        );
    }
    world
        .line("list")
        .ok()
        .prints("Payments on-call")
        .prints("of many");
}
