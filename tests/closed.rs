//! A closed incident: what is refused says that it is closed, and what it advises can be done.

use crate::support::World;
use crate::support::story::Stage;

#[test]
fn every_change_of_what_is_sealed_says_that_it_is_closed() {
    let world = World::new();
    let id = world.payment(Stage::Closed);
    for line in [
        "triage --severity SEV-1",
        "triage --owner Finance",
        "triage --owner Finance --severity SEV-1",
        "note -m Later",
        "set title=Other",
    ] {
        let (verb, rest) = line.split_once(' ').expect("two words");
        let ran = world.line(&format!("{verb} {id} {rest}")).exit(1);
        let ran = ran
            .says("is closed, and what is sealed does not change")
            .says("inc reopen");
        ran.says_not("problems found").says_not("inc escalate");
    }
    assert_eq!(world.git_line("status --porcelain"), "");
}
