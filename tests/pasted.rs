//! What is pasted with its line ends answers one question, and no shell ever sees the rest of it.

use crate::support::World;
use crate::support::pty::Terminal;

const ID: &str = "INC-20251129-001";

const LINES: &str = "first line\rsecond line\rtouch pwned\r";

/// A shell in which `inc` was typed.
fn shell(world: &World, line: &str) -> Terminal {
    let mut shell = world.program("bash", &["--norc", "--noprofile", "-i"], 30, 100);
    shell.types_hidden(&format!("{line}\r"));
    shell
}

#[test]
fn pasted_lines_are_one_note_and_no_commands() {
    for ending in ["enter", "ctrl-c"] {
        let world = World::new();
        world.ok("open 'Cache gone' --type redis");
        let before = world.state();
        let mut shell = shell(&world, "inc note");
        shell.asks("What happened").listening().impatient(LINES);
        shell.expect("press Enter to accept it");
        shell.asks("What happened: first line second line touch pwned");
        match ending {
            "enter" => shell.enter().expect("  first line second line"),
            _ => shell.ctrl_c().expect("nothing was noted"),
        };
        shell.listening().types_hidden("echo all''done\r");
        shell.expect("alldone").types_hidden("exit\r").end();
        assert!(!world.home().join("pwned").exists(), "{ending}");
        if ending == "ctrl-c" {
            assert_eq!(world.state(), before);
            continue;
        }
        let record = world.record(ID);
        let last = record["timeline"].as_array().and_then(|all| all.last());
        let event = last.map(|last| last["event"].clone()).unwrap_or_default();
        assert_eq!(event, "first line second line touch pwned");
    }
}

#[test]
fn pasted_lines_answer_no_question_but_their_own() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    let mut terminal = world.terminal("triage");
    // Letters and Enters choose in a list, and nobody meant them to.
    terminal
        .asks("Environment")
        .listening()
        .impatient(&LINES.replace("first", "jjj"));
    terminal.expect("pasted text cannot answer this question");
    terminal.asks("Environment").choose("Staging");
    terminal.asks("Services").types("api").enter();
    terminal.asks("May payments").ctrl_c();
    terminal.ends_with(130);
    let record = world.record(ID);
    assert_eq!(record["environment"], "staging");
    assert_eq!(record["services"], serde_json::json!(["api"]));

    let mut terminal = world.terminal("assign");
    terminal
        .asks("Incident Commander")
        .listening()
        .impatient("Payments\ron-call\r");
    terminal.asks("Payments on-call").enter();
    terminal.asks("Technical Lead").ctrl_c();
    terminal.ends_with(130);
    let roles = world.record(ID)["roles"].clone();
    assert_eq!(roles["incident-commander"], "Payments on-call");
    assert_eq!(roles.as_object().map(serde_json::Map::len), Some(1));
}
