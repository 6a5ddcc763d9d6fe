//! The schemas of a home: written, pointed at, and renewed when the plan has changed.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{fits, schema, validator, yaml};
use crate::support::World;

#[test]
fn outside_a_home_no_plan_is_known() {
    let bare = schema(None, "record");
    assert!(bare["properties"]["type"].get("enum").is_none());
    let world = World::bare();
    world
        .line("-C nowhere schema")
        .exit(3)
        .says("inc -C nowhere init");
}

#[test]
fn a_broken_plan_leaves_the_bare_schema_and_a_word_about_it() {
    let world = World::new();
    world.change_plan("  default_severity: SEV-3", "  default_severity: SEV-33");
    let ran = world.line("schema record").ok().says("inc validate");
    assert_eq!(ran.json(), schema(None, "record"));
    let before = world.read("templates/record.schema.json");
    world
        .line("schema --write")
        .exit(3)
        .says("templates/plan.yaml:");
    assert_eq!(world.read("templates/record.schema.json"), before);
    world.ok("init");
}

#[test]
fn init_writes_what_the_lines_of_its_files_lead_to() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    world.ok("readiness --check forensic");
    for (file, kind) in [
        (format!("incidents/2025/{id}.yaml"), "record"),
        ("templates/plan.yaml".to_owned(), "plan"),
        ("templates/lint.yaml".to_owned(), "lint"),
        ("readiness.yaml".to_owned(), "readiness"),
    ] {
        let text = world.read(&file);
        let line = text.lines().next().expect("a line");
        let path = line
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap_or_else(|| panic!("{file} begins with {line}"));
        let folder = world.path(&file);
        let schema = folder.parent().expect("a folder").join(path);
        let schema: Value =
            serde_json::from_str(&fs::read_to_string(schema).expect("the schema")).expect("JSON");
        assert_eq!(schema, world.json(&format!("schema {kind}")), "{file}");
        fits(&validator(&schema), &yaml(&text), &file);
    }
    assert_eq!(
        world.git_line("status --porcelain"),
        "",
        "all of it is committed"
    );
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn a_home_of_old_gets_no_line_that_leads_nowhere_until_it_has_the_schema() {
    let world = World::new();
    world.git_line("rm -q templates/record.schema.json templates/readiness.schema.json");
    world.commit_all();
    let id = world.ok("open x --type redis");
    world.ok("readiness --check forensic");
    assert!(world.record_text(&id).starts_with("schema: 1\n"));
    assert!(
        world
            .read("readiness.yaml")
            .starts_with("# The latest confirmation")
    );
    world.ok("init");
    let id = world.ok("open y --type redis");
    assert!(
        world
            .record_text(&id)
            .starts_with("# yaml-language-server: ")
    );
}

#[test]
fn a_plan_that_changes_makes_the_schemas_stale_until_they_are_written_anew() {
    let world = World::new();
    world.line("validate incidents --deny-warnings").ok();
    // What no schema speaks of makes none stale.
    world.change_plan("  default_severity: SEV-3 ", "  default_severity: SEV-4 ");
    world.line("validate incidents --deny-warnings").ok();
    world.change_plan(
        "  - id: login-failure\n    title: Login failure",
        "  - {id: mail-failure, title: Mail failure, row: [O1], security: false, runbooks: [], required_roles: [], assumes: []}\n  - id: login-failure\n    title: Login failure",
    );
    world.commit_all();
    let told = world.line("validate incidents --format json").ok().json();
    let stale: Vec<&str> = told["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["rule"] == "plan/stale-schema" && finding["level"] == "warning")
        .filter(|finding| finding["fix"] == "inc schema --write")
        .map(|finding| finding["path"].as_str().expect("a path"))
        .collect();
    let wanted = ["templates/plan.schema.json", "templates/record.schema.json"];
    assert_eq!(stale, wanted, "{told}");
    let id = world.ok("open x --type mail");
    let before = world.commits();
    world
        .line("schema --write")
        .ok()
        .says("templates/record.schema.json");
    assert_eq!(world.commits(), before + 1);
    assert_eq!(world.git_line("status --porcelain"), "");
    world.line("validate incidents --deny-warnings").ok();
    let schema = serde_json::from_str(&world.read("templates/record.schema.json")).expect("JSON");
    fits(&validator(&schema), &world.record(&id), "the new type");
    // Where nothing has changed, nothing is written and nothing committed.
    world.line("schema --write").ok().says("up to date");
    assert_eq!(world.commits(), before + 1);
}

#[test]
fn no_commit_holds_a_schema_of_a_plan_that_is_in_none() {
    let world = World::new();
    let lab = "  - {id: local,      title: Local}\n  - {id: lab,        title: Lab}\n";
    world.change_plan("  - {id: local,      title: Local}\n", lab);
    // One of them is not known to git at all.
    world.git_line("rm -q --cached templates/record.schema.json");
    world.git_line("commit -qm x");
    let before = world.commits();
    let ran = world.line("schema --write").ok();
    let ran = ran.says("templates/record.schema.json  written");
    let ran = ran.says("the plan has uncommitted changes");
    assert_eq!(world.commits(), before, "{}", ran.told());
    let schema = world.read("templates/record.schema.json");
    assert!(schema.contains("\"lab\""), "it is written all the same");
    // What is said to type commits both, and nothing is left.
    for line in ran
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("  git "))
    {
        let line = format!("git {}", line.replace("<WHAT>", "lab"));
        crate::support::Ran::of(world.command("sh").args(["-c", &line])).ok();
    }
    assert_eq!(world.commits(), before + 1);
    assert_eq!(world.git_line("status --porcelain"), "");
    world.line("schema --write").ok().says("up to date");
    world.line("validate incidents --deny-warnings").ok();

    // Committed alone, the plan has its schemas committed by the next one.
    world.change_plan("{id: lab, ", "{id: bench, ");
    world.line("schema --write").ok().says("to commit both");
    world.git_line("commit -qm plan -- templates/plan.yaml");
    world.line("schema --write").ok().says_not("to commit both");
    assert_eq!(world.git_line("status --porcelain"), "");
    // What was asked not to be committed is no reason for advice.
    world.change_plan("{id: bench, ", "{id: lab, ");
    let ran = world.line("schema --write --no-commit").ok();
    ran.says("written").says_not("to commit both");
}

#[test]
fn a_schema_made_by_hand_is_nobody_s_business() {
    let world = World::new();
    world.write("templates/record.schema.json", "{\"type\": \"object\"}\n");
    world.write("templates/lint.schema.json", "no JSON\n");
    world.line("validate incidents --deny-warnings").ok();
}

#[test]
fn in_the_editor_the_line_leads_to_the_schema_and_is_kept_as_it_was() {
    let world = World::new();
    let id = world.ok("open x --type redis");
    let seen = world.root().join("seen.yaml");
    let editor = format!(
        "f() {{ cp \"$1\" {}; sed -i 's/^title:.*/title: Edited/' \"$1\"; }}; f",
        seen.display()
    );
    world.set_env("EDITOR", &editor);
    world.ok("edit");
    let seen = fs::read_to_string(seen).expect("what the editor saw");
    let line = seen.lines().next().expect("a line");
    let path = line
        .strip_prefix("# yaml-language-server: $schema=")
        .expect("the line");
    assert!(
        Path::new(path).is_absolute() && Path::new(path).is_file(),
        "{path}"
    );
    let text = world.record_text(&id);
    assert!(
        text.starts_with(
            "# yaml-language-server: $schema=../../templates/record.schema.json\nschema: 1\n"
        ),
        "{text}"
    );
    assert!(text.contains("title: Edited\n"));
    world.set_env("EDITOR", "true");
    world.line("edit").ok().says("no changes");
}
