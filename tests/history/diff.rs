//! `inc diff`.

use super::on_branch;
use crate::support::story::Stage;

#[test]
fn a_branch_is_told_incident_by_incident_the_weightiest_first() {
    let (world, id) = on_branch(Stage::Ready);
    world.ok("triage --fact data-exposure=internal-data --severity SEV-1");
    let other = world.ok("open 'Queue stuck' --type redis");
    world.ok(&format!("note {other} -m 'Restarted it'"));
    let told = world.ok("diff --base main");
    assert!(
        told.find(&other) < told.find(&id) && told.contains("severity moved"),
        "{told}"
    );
    assert!(
        told.contains("none \u{2192} internal-data") && told.contains("SEV-2 \u{2192} SEV-1"),
        "{told}"
    );
    let json = world.json("diff --base main --format json");
    let incidents = json["incidents"].as_array().expect("incidents");
    assert_eq!(incidents.len(), 2, "{json}");
    assert_eq!(incidents[0]["what"], "new");
    let of_new = incidents[0]["changes"].to_string();
    assert!(
        of_new.contains("Restarted it") && !of_new.contains("schema"),
        "{of_new}"
    );
    assert_eq!(incidents[1]["what"], "severity");
    assert_eq!(incidents[1]["severity"]["new"], "SEV-1");
    let fields: Vec<&str> = incidents[1]["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .filter_map(|change| change["field"].as_str())
        .collect();
    assert!(fields.contains(&"facts.data-exposure"), "{fields:?}");
    // An entry is named as `inc log` names it.
    let log = world.json(&format!("log {id} --format json"));
    let entry = log[0]["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .filter_map(|change| change["field"].as_str())
        .find(|field| field.starts_with("timeline."));
    let entry = entry.expect("an entry of the timeline");
    assert!(fields.contains(&entry), "{entry}: {fields:?}");
    // Nothing is left to commit.
    world.line("diff").ok().says("no changes");
}

#[test]
fn closing_reopening_renumbering_and_removing_have_words_of_their_own() {
    let (world, id) = on_branch(Stage::Ready);
    world.ok("close --rest done");
    let what = |base: &str| {
        let json = world.json(&format!("diff --base {base} --format json"));
        let incidents = json["incidents"].as_array().expect("incidents").clone();
        let what = incidents.iter().map(|one| one["what"].as_str());
        what.flatten().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(what("main"), "closed");
    world.git_line("branch -f main");
    world.ok(&format!("reopen {id} -m 'missed one'"));
    assert_eq!(what("main"), "reopened");
    world.git_line("branch -f main");
    let text = world.record_text(&id);
    std::fs::remove_file(world.record_path(&id)).expect("removed");
    assert_eq!(what("main"), "gone");
    world.write_record(
        "INC-20251129-009",
        &text.replace(
            &format!("id: {id}"),
            &format!("id: INC-20251129-009\nformerly: [{id}]"),
        ),
    );
    assert_eq!(what("main"), "changed");
    world.write_record("INC-20251129-009", "status: [");
    assert_eq!(what("main"), "gone unreadable");
}

#[test]
fn a_comment_rings_nobody_and_cannot_break_out() {
    let (world, id) = on_branch(Stage::Contained);
    let hostile = "@octocat </summary></details> <img src=x> [a](http://evil.example) `x` #12 https://evil.example";
    world.inc(["note", &id, "-m", hostile]).ok();
    world.inc(["set", &id, &format!("title={hostile}")]).ok();
    let text = world.ok("diff --base main --format markdown");
    for acting in ["@octocat", "<img", "[a](", "#12", "://"] {
        assert!(!text.contains(acting), "{acting}\n{text}");
    }
    assert_eq!(text.matches("</details>").count(), 1, "{text}");
    assert!(text.contains("octocat"), "{text}");
    let told = world.ok("diff --base main");
    assert!(told.contains("@octocat"), "a terminal is no forge\n{told}");
}
