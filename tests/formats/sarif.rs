//! SARIF, held against the schema of the standard, and its places against the files themselves.

use std::collections::HashSet;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{PREFIX, Said, said, spoilt, visible};

const SCHEMA: &str = include_str!("../fixtures/sarif/sarif-schema-2.1.0.json");

/// A pattern of the schema with a bracket too many, which the errata of the standard put right.
const SLIP: (&str, &str) = (
    "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$",
    "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$",
);

fn schema() -> &'static Validator {
    static SCHEMA_READ: OnceLock<Validator> = OnceLock::new();
    SCHEMA_READ.get_or_init(|| {
        let schema = SCHEMA.replace(SLIP.0, SLIP.1);
        let schema = serde_json::from_str(&schema).expect("JSON");
        jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .expect("a schema")
    })
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(&after[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
            rest = &after[2..];
        } else {
            assert!(
                first.is_ascii_alphanumeric() || b"-._~/".contains(first),
                "{uri}"
            );
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// A message as text: no placeholder, no link.
fn text_of(message: &Value) -> String {
    let text = said(message, "text");
    assert!(!text.contains("]("), "{text}");
    text.replace("{{", "{")
        .replace("}}", "}")
        .replace("] (", "](")
}

/// Holds a log against its schema and against JSON; returns its fingerprints.
pub fn agrees(written: &str, expected: &Said) -> Vec<String> {
    let log: Value = serde_json::from_str(written).expect("JSON");
    let faults: Vec<String> = schema()
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["exitCode"], i32::from(expected.fails));
    assert_eq!(invocation["executionSuccessful"], true);
    assert_eq!(run["properties"]["checked"], expected.json["checked"]);
    assert_eq!(run["properties"]["older"], expected.json["older"]);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), expected.findings.len());
    let mut fingerprints = Vec::new();
    for (result, found) in results.iter().zip(&expected.findings) {
        assert_eq!(result["ruleId"], found["rule"]);
        let place = result["ruleIndex"].as_u64().expect("an index");
        assert_eq!(rules[place as usize]["id"], found["rule"]);
        let waived = found["level"] == "waived";
        let level = if waived { "note" } else { said(found, "level") };
        assert_eq!(result["level"], level);
        let suppressions = result["suppressions"].as_array().expect("a list");
        assert_eq!(suppressions.len(), usize::from(waived));
        for suppression in suppressions {
            assert_eq!(
                (&suppression["kind"], &suppression["status"]),
                (&json!("external"), &json!("accepted"))
            );
            let why = said(suppression, "justification");
            assert!(
                why.starts_with("waived by CTO: none: <U+202E>kept (until 2025-12-01"),
                "{why}"
            );
        }
        let fix = found["fix"]
            .as_str()
            .map_or(String::new(), |fix| format!("\nfix: {fix}"));
        let message = format!("{}{fix}", said(found, "message"));
        assert_eq!(text_of(&result["message"]), visible(&message));
        let physical = &result["locations"][0]["physicalLocation"];
        let artifact = &physical["artifactLocation"];
        assert_eq!(decoded(said(artifact, "uri")), expected.path(found));
        let base = said(artifact, "uriBaseId");
        assert!(run["originalUriBaseIds"].get(base).is_some(), "{base}");
        let region = &physical["region"];
        assert_eq!(region["startLine"], found["line"]);
        assert_eq!(region["startColumn"], found["column"]);
        assert!(region["endColumn"].as_u64() >= region["startColumn"].as_u64());
        for key in ["incident", "field", "row", "fix"] {
            assert_eq!(result["properties"][key], found[key], "{key}");
        }
        fingerprints.push(said(&result["partialFingerprints"], "finding/v1").to_owned());
    }
    fingerprints
}

#[test]
fn every_rule_is_described_as_code_scanning_wants_it() {
    let world = crate::support::World::new();
    let log = world.line("validate --format sarif").ok().json();
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules");
    let explained = world.json("explain --format json");
    let explained = explained.as_array().expect("rules");
    assert_eq!(rules.len(), explained.len());
    let mut names = HashSet::new();
    for (rule, known) in rules.iter().zip(explained) {
        assert_eq!(rule["id"], known["rule"]);
        assert!(names.insert(said(rule, "name")), "{rule}");
        assert!(said(rule, "name").len() <= 255);
        assert!(said(&rule["shortDescription"], "text").ends_with('.'));
        for (key, most) in [("shortDescription", 1024), ("fullDescription", 1024)] {
            let length = said(&rule[key], "text").len();
            assert!((1..=most).contains(&length), "{key}: {rule}");
        }
        let help = &rule["help"];
        assert!(said(help, "text").contains(said(known, "fix")), "{help}");
        for key in ["why", "fix", "pass", "fail"] {
            let words = said(known, key).trim_end();
            assert!(said(help, "markdown").contains(words), "{key}: {help}");
        }
        assert_eq!(rule["defaultConfiguration"]["level"], known["level"]);
        let tags = rule["properties"]["tags"].as_array().expect("tags");
        assert!((2..=10).contains(&tags.len()), "{rule}");
        let rows: Vec<&str> = tags[1..].iter().filter_map(Value::as_str).collect();
        assert_eq!(rows.join(", "), said(known, "row"));
    }
}

#[test]
fn regions_hold_what_is_objected_to_counted_in_characters() {
    let world = spoilt();
    let log = world.line("validate --format sarif").exit(1).json();
    let results = log["runs"][0]["results"].as_array().expect("results");
    let mut passages = HashSet::new();
    for result in results {
        let physical = &result["locations"][0]["physicalLocation"];
        let path = decoded(said(&physical["artifactLocation"], "uri"));
        let path = path.strip_prefix(PREFIX).expect("in the home");
        let text = world.read(path);
        let number = |key: &str| physical["region"][key].as_u64().expect("a number") as usize;
        assert_eq!(number("startLine"), number("endLine"));
        let line = text
            .lines()
            .nth(number("startLine") - 1)
            .unwrap_or_default();
        let letters: Vec<char> = line.chars().collect();
        assert!(number("endColumn") <= letters.len() + 1, "{result}\n{line}");
        let passage = &letters[number("startColumn") - 1..number("endColumn") - 1];
        passages.insert(passage.iter().collect::<String>());
    }
    for passage in [
        "{note: \"\u{645}\u{631} \u{1f4b8}\", answer: nonsense}",
        "\"\u{1f525}\"",
        super::HOSTILE,
        "titel",
        "<",
    ] {
        assert!(passages.contains(passage), "{passage} in {passages:#?}");
    }
}
