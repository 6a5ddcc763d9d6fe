//! What was answered is not answered twice: flags are looked at before anything is asked, a wrong answer
//! is asked again, and whoever stops is handed the command that goes on.

use crate::support::World;
use crate::support::story::Stage;

const ID: &str = "INC-20251129-001";

#[test]
fn a_wrong_flag_is_refused_before_anything_is_asked() {
    let world = World::new();
    world.payment(Stage::Opened);
    for line in [
        "note --at 99:99",
        "note --mark nosuch",
        "note --corrects zzzz",
        "triage --at 99:99",
        "contain --at 99:99",
        "escalate --at 99:99",
        "update --next 99:99",
        "update --at 99:99",
        "waive --expires friday",
        "waive --at 99:99",
        "set --at 99:99",
        "action add --due friday",
        "action done --at 99:99",
        "evidence add --kind nosuch",
        "announce --ground nosuch --approved-by CTO --approves 12345678",
        "open --severity nosuch",
        "open --at 99:99",
        "open --role nosuch=CTO",
    ] {
        let mut terminal = world.terminal(line);
        terminal.ends_with(2);
        let said = terminal.transcript();
        assert!(
            said.contains("error:") && !said.contains("? "),
            "{line}\n{said}"
        );
    }
}

#[test]
fn a_wrong_answer_is_asked_again_and_an_interruption_hands_back_the_rest() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    let mut terminal = world.terminal("action add");
    terminal.asks("Action").types("Rotate keys").enter();
    terminal.asks("Owner").types("Ops").enter();
    terminal.asks("Due date").types("friday").enter();
    terminal.expect("not a day").asks("Due date").ctrl_c();
    terminal
        .expect("to continue:\n    inc action add -m 'Rotate keys' --owner Ops")
        .ends_with(130);
    let mut terminal = world.terminal("action add -m 'Rotate keys' --owner Ops");
    terminal.asks("Due date").types("friday").enter();
    terminal
        .expect("not a day")
        .asks("Due date")
        .types("2w")
        .enter();
    terminal.ends_with(0);
    assert_eq!(world.record(ID)["actions"][0]["action"], "Rotate keys");

    let mut terminal = world.terminal("waive");
    terminal.asks("Rule").types("nosuch").enter();
    terminal.expect("has no rule").asks("Rule");
    terminal.types("evidence/missing").enter();
    terminal.asks("Approved by").choose("CTO");
    terminal.asks("Reason").ctrl_c();
    terminal
        .expect("inc waive evidence/missing --approved-by CTO")
        .ends_with(130);
}

#[test]
fn what_was_answered_is_handed_back_by_a_later_refusal() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    world.ok("open 'Login down' --type login");
    let mut terminal = world.terminal("action add --owner Ops");
    terminal.asks("Which incident").choose("002");
    terminal.asks("Action").types("Rotate keys").enter();
    terminal.asks("Due date").enter();
    terminal
        .expect("inc action add INC-20251129-002 --owner Ops -m 'Rotate keys'")
        .ends_with(2);
    let mut terminal = world.terminal("open --severity SEV-1");
    terminal
        .asks("What happened")
        .types("Refunds twice")
        .enter();
    terminal.asks("Incident type").ctrl_c();
    terminal
        .expect("inc open --severity SEV-1 'Refunds twice' --type <TYPE>")
        .ends_with(130);
    let mut terminal = world.terminal("set 001");
    terminal.asks("Field").types("severity").enter();
    terminal.asks("Value of severity").types("SEV-9").enter();
    terminal
        .expect("SEV-9")
        .expect("inc set 001 severity=SEV-9");
    terminal.end();
}

#[test]
fn who_confirms_a_given_cause_is_asked() {
    let world = World::new();
    world.payment(Stage::Contained);
    world
        .line("eradicate --cause 'race in job'")
        .exit(2)
        .says("inc eradicate --cause 'race in job' --confirmed-by <WHO>");
    let mut terminal = world.terminal("eradicate 001 --cause 'race in job'");
    terminal.asks("Confirmed by").types("CTO").enter();
    terminal.ends_with(0);
    let cause = world.record(ID)["root_cause"].clone();
    assert_eq!(cause["confirmed_by"], "CTO");
    assert!(cause.to_string().contains("race in job"), "{cause}");
}

#[test]
fn one_word_of_a_waiver_is_an_incident_where_it_is_no_rule() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    world.ok("open 'Login down' --type login");
    world
        .line("waive 001 --approved-by CTO -m why")
        .exit(2)
        .says("a waiver needs a rule")
        .says("inc waive INC-20251129-001 <RULE>");
    let ran = world.line("assign commander=CTO").exit(2);
    assert!(!ran.stderr.contains("are written"), "{}", ran.stderr);
}

#[test]
fn with_several_open_the_typed_command_is_given_for_each() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    world.ok("open 'Login down' --type login");
    world
        .line("note -m 'my note'")
        .exit(2)
        .says("Cache gone  inc note INC-20251129-001 -m 'my note'")
        .says("Login down  inc note INC-20251129-002 -m 'my note'");
    world
        .line("action done 4kd2")
        .exit(2)
        .says("inc action done INC-20251129-002 4kd2");
}

#[test]
fn a_refused_walk_gives_back_what_was_answered() {
    let world = World::new();
    world.payment(Stage::Triaged);
    let before = world.state();
    let mut terminal = world.terminal("contain --at '2020-01-01 10:00'");
    terminal.asks("Actions taken").enter();
    terminal
        .asks("Other actions taken")
        .types("Rang the gateway")
        .enter()
        .expect("\u{2714} Other actions taken");
    terminal.asks("Other actions taken").enter();
    terminal.asks("Is it contained?").enter();
    terminal.expect("before the detection").ends_with(1);
    let said = terminal.transcript();
    let (_, given_back) = said.split_once("the text you typed:").expect("it is");
    assert!(given_back.contains("Rang the gateway"), "{said}");
    assert_eq!(world.state(), before);
}
