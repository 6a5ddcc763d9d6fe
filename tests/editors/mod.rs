//! What editors are told: the schemas, held against an independent validator, and the line that leads
//! to them.

mod home;
mod shape;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use crate::support::World;
use crate::support::story::{EXPOSURE, PAYMENT, SECURITY, Stage};

/// The schema that somebody is given in a home; outside of one without a world.
fn schema(world: Option<&World>, of: &str) -> Value {
    match world {
        Some(world) => world.json(&format!("schema {of}")),
        None => World::bare().json(&format!("schema {of}")),
    }
}

fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::meta::is_valid(schema), "no schema of 2020-12");
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .expect("a schema")
}

/// Where a value does not fit, as JSON pointers.
fn misfits(validator: &Validator, value: &Value) -> BTreeSet<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| error.instance_path().to_string())
        .collect()
}

#[track_caller]
fn fits(validator: &Validator, value: &Value, name: &str) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}:\n{}", errors.join("\n"));
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every YAML file somewhere below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
    found
}

/// A record as somebody writes one by hand, of every part of which there is something.
const WHOLE: &str = include_str!("../../src/store/yaml/example-record.yaml");

#[test]
fn every_record_and_example_fits_both_schemas() {
    let world = World::new();
    let (bare, under) = (
        validator(&schema(None, "record")),
        validator(&schema(Some(&world), "record")),
    );
    let mut records = files_below(&root().join("incidents"));
    records.push(root().join("tests/fixtures/closed.yaml"));
    records.push(root().join("src/store/yaml/example-record.yaml"));
    for story in [PAYMENT, EXPOSURE, SECURITY] {
        for stage in [
            Stage::Opened,
            Stage::Triaged,
            Stage::Contained,
            Stage::Closed,
        ] {
            let world = World::new();
            let id = world.tell(story, stage);
            let value = world.record(&id);
            fits(&bare, &value, &format!("{id} {stage:?}"));
            fits(&under, &value, &format!("{id} {stage:?}"));
        }
    }
    let demo = world.root().join("demo");
    world.inc(["demo", &demo.display().to_string()]).ok();
    let made = files_below(&demo.join("incidents"));
    assert_eq!(made.len(), 1, "what the demo makes");
    records.extend(made);
    assert!(records.len() >= 7);
    for path in records {
        let value = yaml(&fs::read_to_string(&path).expect("a record"));
        fits(&bare, &value, &path.display().to_string());
        fits(&under, &value, &path.display().to_string());
    }
}

#[test]
fn the_plan_its_patterns_and_readiness_fit_theirs() {
    let world = World::new();
    for check in [
        "forensic",
        "external=not-applicable:'no budget'",
        "runbooks=open:'not printed'",
    ] {
        world.ok(&format!("readiness --check {check}"));
    }
    for (of, file) in [
        ("plan", "templates/plan.yaml"),
        ("lint", "templates/lint.yaml"),
        ("readiness", "readiness.yaml"),
    ] {
        let value = yaml(&world.read(file));
        fits(&validator(&schema(None, of)), &value, file);
        fits(&validator(&schema(Some(&world), of)), &value, file);
    }
}

/// A record that must not pass: what is wrong, a passage and what takes its place, where the schema
/// of the home objects, and the rule by which `inc validate` does.
const WRONG: &[(&str, &str, &str, &str, &str)] = &[
    (
        "a file of a newer program",
        "schema: 1\n",
        "schema: 2\n",
        "/schema",
        "schema/wrong-value",
    ),
    (
        "a type the plan has not",
        "type: payment-or-wallet-incident",
        "type: payment",
        "/type",
        "schema/unknown-name",
    ),
    (
        "a severity",
        "severity: SEV-2",
        "severity: SEV-9",
        "/severity",
        "schema/unknown-name",
    ),
    (
        "a status",
        "status: contained",
        "status: containd",
        "/status",
        "schema/wrong-value",
    ),
    (
        "an environment",
        "environment: production",
        "environment: prod",
        "/environment",
        "schema/unknown-name",
    ),
    (
        "a source",
        "source: payment-gateway-alerts",
        "source: telepathy",
        "/detection/source",
        "schema/unknown-name",
    ),
    (
        "a fact the plan has not",
        "  financial-integrity: affected",
        "  financial-integrety: affected",
        "/facts",
        "schema/unknown-name",
    ),
    (
        "an answer",
        "financial-integrity: affected",
        "financial-integrity: maybe",
        "/facts/financial-integrity",
        "schema/unknown-name",
    ),
    (
        "an answer with a note",
        "{answer: intact, note: checked",
        "{answer: intakt, note: checked",
        "/facts/tenant-isolation",
        "schema/unknown-name",
    ),
    (
        "a note without an answer",
        "{answer: intact, note: checked",
        "{note: checked",
        "/facts/tenant-isolation",
        "schema/missing-key",
    ),
    (
        "a role the plan has not",
        "  incident-commander: CTO",
        "  incident-comander: CTO",
        "/roles",
        "schema/unknown-name",
    ),
    (
        "a checklist",
        "  recovery:\n",
        "  recovry:\n",
        "/checks",
        "schema/unknown-name",
    ),
    (
        "a check",
        "    credential-flow: {state",
        "    credential-flaw: {state",
        "/checks/recovery",
        "schema/unknown-name",
    ),
    (
        "a state",
        "{state: not-applicable,",
        "{state: none,",
        "/checks/recovery/credential-flow",
        "schema/wrong-value",
    ),
    (
        "a milestone",
        "mark: acknowledged",
        "mark: acknowleged",
        "/timeline/1/mark",
        "schema/unknown-name",
    ),
    (
        "a phase",
        "phase: containment",
        "phase: containing",
        "/timeline/3/phase",
        "schema/wrong-value",
    ),
    (
        "a reason that is no fact",
        "reasons: [financial-integrity]",
        "reasons: [money]",
        "/escalations/0/reasons/0",
        "schema/unknown-name",
    ),
    (
        "an audience",
        "audience: internal",
        "audience: inside",
        "/communications/0/audience",
        "schema/wrong-value",
    ),
    (
        "a template",
        "template: internal-update",
        "template: update",
        "/communications/0/template",
        "schema/unknown-name",
    ),
    (
        "a kind of evidence",
        "kind: payment-gateway-references",
        "kind: gateway",
        "/evidence/0/kind",
        "schema/unknown-name",
    ),
    (
        "a digest",
        "sha256: 3f0a9d6c0f6f",
        "sha256: f6f",
        "/evidence/0/sha256",
        "evidence/digest",
    ),
    (
        "a size in words",
        "size: 48211",
        "size: many",
        "/evidence/0/size",
        "schema/wrong-value",
    ),
    (
        "a section of the review",
        "actions:\n",
        "review: {sections: {went-wel: fine}}\nactions:\n",
        "/review/sections",
        "schema/unknown-name",
    ),
    (
        "a duty",
        "actions:\n",
        "regulatory: {filings: {dpa: {at: \"2025-11-29T10:00:00+03:00\", by: Legal}}}\nactions:\n",
        "/regulatory/filings",
        "schema/unknown-name",
    ),
    (
        "an unknown key",
        "owner: Payments\nplan",
        "onwer: Payments\nplan",
        "",
        "schema/unknown-key",
    ),
    (
        "an unknown key further down",
        "    restricted: true",
        "    restrictd: true",
        "/evidence/0",
        "schema/unknown-key",
    ),
    (
        "a missing key",
        "title: Wallets credited twice after gateway retries\n",
        "",
        "",
        "schema/missing-key",
    ),
    (
        "a missing key further down",
        "  detected_at: \"2025-11-29T09:58:00+03:00\"\n",
        "",
        "/detection",
        "schema/missing-key",
    ),
    (
        "a key without a value",
        "classification: internal",
        "classification:",
        "/classification",
        "schema/wrong-value",
    ),
    (
        "an empty text",
        "classification: internal",
        "classification: \"\"",
        "/classification",
        "schema/wrong-value",
    ),
    (
        "a time without an offset",
        "\"2025-11-29T10:01:00+03:00\"\n\nfacts",
        "\"2025-11-29T10:01:00\"\n\nfacts",
        "/detection/acknowledged_at",
        "schema/wrong-value",
    ),
    (
        "a time in words",
        "\"2025-11-29T10:01:00+03:00\"\n\nfacts",
        "yesterday\n\nfacts",
        "/detection/acknowledged_at",
        "schema/wrong-value",
    ),
    (
        "a time finer than a second",
        "\"2025-11-29T10:01:00+03:00\"\n\nfacts",
        "\"2025-11-29T10:01:00.5+03:00\"\n\nfacts",
        "/detection/acknowledged_at",
        "schema/wrong-value",
    ),
    (
        "a day that is none",
        "due: \"2025-12-05\"",
        "due: \"2025-12-35\"",
        "/actions/0/due",
        "schema/wrong-value",
    ),
    (
        "a list for a text",
        "owner: Payments\nplan",
        "owner: [Payments]\nplan",
        "/owner",
        "schema/wrong-value",
    ),
    (
        "a text for a list",
        "services: [wallet-api, payment-webhooks]",
        "services: wallet-api",
        "/services",
        "schema/wrong-value",
    ),
    (
        "an ID that is none",
        "id: INC-20251129-001",
        "id: [INC-20251129-001]",
        "/id",
        "schema/wrong-value",
    ),
    (
        "an ID in the words of another year's folder",
        "id: INC-20251129-001",
        "id: \"\"",
        "/id",
        "schema/wrong-value",
    ),
];

#[test]
fn what_is_wrong_in_a_record_is_told_where_it_is_and_by_inc_as_well() {
    let world = World::new();
    let under = validator(&schema(Some(&world), "record"));
    fits(&under, &yaml(WHOLE), "before anything is wrong");
    let mut wrong = Vec::new();
    for (name, passage, instead, place, rule) in WRONG {
        assert_eq!(WHOLE.matches(passage).count(), 1, "{name}: {passage}");
        let text = WHOLE.replace(passage, instead);
        let found = misfits(&under, &yaml(&text));
        if found != BTreeSet::from([(*place).to_owned()]) {
            wrong.push(format!("{name}: at {found:?}, not at {place:?}"));
        }
        world.write_record("INC-20251129-001", &text);
        let told = world.line("validate 001 --format json").json();
        let rules: Vec<&Value> = told["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|finding| &finding["rule"])
            .collect();
        if !rules.iter().any(|told| *told == rule) {
            wrong.push(format!("{name}: inc says {rules:?}, not {rule}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the plan's schema objects to, wherever it is read; the names it makes are `inc validate`'s.
#[test]
fn what_is_wrong_in_the_plan_is_told_where_it_is() {
    let world = World::new();
    let under = validator(&schema(Some(&world), "plan"));
    let plan = world.read("templates/plan.yaml");
    for (passage, instead, place) in [
        (
            "  default_severity: SEV-3",
            "  defalt_severity: SEV-3",
            "/settings",
        ),
        (
            "acknowledge_within: 5m",
            "acknowledge_within: five",
            "/settings/acknowledge_within",
        ),
        (
            "    gate: resolved",
            "    gate: resolvd",
            "/checklists/recovery/gate",
        ),
        (
            "  last_updated: \"2025-11-29\"",
            "  last_updated: today",
            "/metadata/last_updated",
        ),
        (
            "  - {id: staging,    title: Staging}",
            "  - {id: staging}",
            "/environments/1",
        ),
    ] {
        assert_eq!(plan.matches(passage).count(), 1, "{passage}");
        let found = misfits(&under, &yaml(&plan.replace(passage, instead)));
        assert!(found.contains(place), "{passage}: {found:?}");
    }
    // A role that is made in this very moment is not marked as wrong where it is used.
    let more = plan.replacen(
        "required_roles: [operations-owner, technical-lead]",
        "required_roles: [operations-owner, technical-lead, night-shift]",
        1,
    );
    assert_ne!(plan, more);
    fits(&under, &yaml(&more), "a new role");
}

#[test]
fn the_names_of_the_plan_are_offered_with_what_they_mean() {
    let world = World::new();
    let record = schema(Some(&world), "record");
    let words = |place: &str| {
        let at = record.pointer(place).unwrap_or_else(|| panic!("{place}"));
        let (ids, about) = (&at["enum"], &at["enumDescriptions"]);
        let both = ids
            .as_array()
            .expect("words")
            .iter()
            .zip(about.as_array().expect("meanings"));
        both.map(|(id, about)| {
            format!(
                "{} {}",
                id.as_str().expect("a word"),
                about.as_str().expect("text")
            )
        })
        .collect::<Vec<String>>()
    };
    for (place, word) in [
        (
            "/properties/type",
            "payment-or-wallet-incident Payment or wallet incident",
        ),
        (
            "/properties/severity",
            "SEV-1 Critical: Major production outage or high-impact security/financial incident",
        ),
        (
            "/properties/facts/properties/financial-integrity/anyOf/0",
            "affected Yes; at least SEV-2; requires an escalation",
        ),
        (
            "/properties/facts/properties/regulatory-impact/anyOf/0",
            "required Yes, required; at least SEV-1 where security is true; requires an escalation",
        ),
        ("/$defs/Event/properties/mark", "fix-deployed Fix deployed"),
        (
            "/$defs/Evidence/properties/kind",
            "memory-dumps Memory dumps",
        ),
        (
            "/$defs/Status",
            "closed Everything that was demanded is there; the record is sealed.",
        ),
    ] {
        let words = words(place);
        assert!(
            words.iter().any(|known| known == word),
            "{place}: {words:?}"
        );
    }
    let recovery = &record["properties"]["checks"]["properties"]["recovery"]["properties"];
    assert!(
        recovery["redis"]["description"]
            .as_str()
            .is_some_and(|text| text.contains("Expected:"))
    );
    assert!(
        recovery.as_object().expect("checks").len() > 15,
        "runbooks add theirs"
    );
    let computed = &record["properties"]["checks"]["properties"]["triage"]["properties"]["environment-identified"];
    assert_eq!(
        computed["deprecationMessage"],
        "Derived from the record (environment); never stored."
    );
    let plan = schema(Some(&world), "plan");
    let roles = plan["$defs"]["RequiredRole"]["anyOf"][0]["anyOf"][0]["enum"].clone();
    assert!(
        roles
            .as_array()
            .expect("roles")
            .contains(&json!("finance-owner")),
        "{roles}"
    );
    assert_eq!(
        plan["$defs"]["When"]["properties"]["data-exposure"]["title"],
        "data exposure"
    );
}

/// A key without a word about it is a riddle in every editor.
#[test]
fn every_key_says_what_it_is() {
    fn look(schema: &Value, place: &str, silent: &mut Vec<String>) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            if value["description"].as_str().is_none_or(str::is_empty) {
                silent.push(format!("{place}.{key}"));
            }
            look(value, &format!("{place}.{key}"), silent);
        }
        for several in ["anyOf", "allOf"] {
            for part in schema[several].as_array().into_iter().flatten() {
                look(part, place, silent);
            }
        }
        for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
            look(part, name, silent);
        }
    }
    let world = World::new();
    for of in ["record", "plan", "readiness", "lint"] {
        for world in [None, Some(&world)] {
            let schema = schema(world, of);
            let mut silent = Vec::new();
            look(&schema, of, &mut silent);
            assert!(silent.is_empty(), "{silent:?}");
        }
    }
}
