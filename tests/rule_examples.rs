//! Every rule's two examples are its test: laid over a record (or plan) that has no fault, the one
//! passes and the other does not.

use std::sync::LazyLock;

use incident::testing::Lint;
use incident::testing::codec;
use incident::testing::rules::readiness::Preparation;
use incident::testing::rules::{self, Check, FileName, Judged, Level, Rule, judge};
use incident::testing::templates::{shipped, shipped_names};
use incident::testing::{Case, Plan, Runbook};
use incident::testing::{Home, ReadError, yaml};
use incident::testing::{Map, Record, Time, seal};
use serde_json::{Value, json};

const CLOSED: &str = include_str!("fixtures/closed.yaml");

fn plan_text() -> &'static str {
    shipped("templates/plan.yaml").expect("a shipped plan")
}

fn runbooks() -> Map<Runbook> {
    let names = shipped_names("runbooks");
    names
        .map(|name| {
            (
                name.to_owned(),
                Runbook::read(shipped(&format!("templates/runbooks/{name}.md")).expect("shipped")),
            )
        })
        .collect()
}

fn plan() -> &'static Plan {
    static PLAN: LazyLock<Plan> = LazyLock::new(|| {
        let raw = codec::plan(plan_text()).expect("the shipped plan reads");
        Plan::new(raw, runbooks()).expect("the shipped plan fits together")
    });
    &PLAN
}

fn lint() -> &'static Lint {
    static LINT: LazyLock<Lint> = LazyLock::new(Home::shipped_lint);
    &LINT
}

fn now() -> Time {
    "2025-11-30T12:00:00+03:00".parse().expect("a time")
}

/// Lays a fragment over a document: mappings key by key, a key without a value takes it away.
fn lay(over: &mut Value, fragment: Value) {
    match (over, fragment) {
        (Value::Object(base), Value::Object(fragment)) => {
            for (key, value) in fragment {
                match value {
                    Value::Null => drop(base.shift_remove(&key)),
                    value => lay(base.entry(key).or_insert(Value::Null), value),
                }
            }
        }
        (over, fragment) => *over = fragment,
    }
}

fn laid(base: &str, fragment: &str) -> Value {
    let mut value: Value = serde_yaml::from_str(base).expect("the base is YAML");
    lay(
        &mut value,
        serde_yaml::from_str(fragment).unwrap_or_else(|error| panic!("{fragment}: {error}")),
    );
    value
}

fn text(value: &Value) -> String {
    serde_yaml::to_string(value).expect("YAML")
}

/// The codes of everything found in a record file that holds `fragment`.
fn in_record(fragment: &str) -> Vec<&'static str> {
    let approved = seal::text_digest("Refunds run again.");
    let fragment = fragment.replace("APPROVED_SHA256", &approved);
    let text = text(&laid(CLOSED, &fragment));
    let mut record: Record = match codec::record(&text) {
        Ok(record) => record,
        Err(unreadable) => {
            return codes(unreadable.faults.iter().map(|(fault, _)| fault), "schema");
        }
    };
    if let Some(closure) = record
        .closure
        .as_mut()
        .filter(|closure| closure.seal.as_deref() == Some("SEALED"))
    {
        closure.seal = None;
        let sealed = seal::seal(&record);
        if let Some(closure) = record.closure.as_mut() {
            closure.seal = Some(sealed);
        }
    }
    let file = Some(FileName {
        stem: "INC-20251129-001",
        folder: "2025",
    });
    let findings = judge(&Judged {
        case: Case::new(&record, plan()),
        now: now(),
        file,
        lint: Some(lint()),
    });
    findings
        .iter()
        .filter(|finding| finding.level != Level::Waived)
        .map(|finding| finding.rule.code)
        .collect()
}

fn codes<'a>(faults: impl Iterator<Item = &'a ReadError>, family: &str) -> Vec<&'static str> {
    faults
        .filter_map(|fault| match fault {
            ReadError::Misfit(misfit) => {
                rules::schema::misfit(misfit, family).map(|finding| finding.rule.code)
            }
            ReadError::Yaml(_) | ReadError::NotText(_) => {
                rules::rule(&format!("{family}/unreadable")).map(|rule| rule.code)
            }
            ReadError::Conflict(_) | ReadError::TwoIncidents(_) => {
                rules::rule("schema/conflict-markers").map(|rule| rule.code)
            }
        })
        .collect()
}

/// What is found in text that is read as it stands.
fn in_text(text: &str, family: &str) -> Vec<&'static str> {
    let unquoted = !codec::unquoted_times(text).is_empty();
    let quoted = unquoted.then_some("schema/unquoted-time");
    match yaml::read(text) {
        Ok(_) => quoted.into_iter().collect(),
        Err(_) => match codec::record(text) {
            Err(unreadable) => codes(unreadable.faults.iter().map(|(fault, _)| fault), family),
            Ok(_) => Vec::new(),
        },
    }
}

/// What is found in a text that may hold secrets; a `~` stands for nothing.
fn with_secrets(text: &str) -> Vec<&'static str> {
    let text = incident::testing::example(text);
    let findings = rules::lint::secrets(lint(), &text);
    findings.iter().map(|finding| finding.rule.code).collect()
}

fn in_patterns(text: &str) -> Vec<&'static str> {
    match codec::lint(text).map(Lint::new) {
        Err(unreadable) => codes(unreadable.faults.iter().map(|(fault, _)| fault), "lint"),
        Ok(Ok(lint)) if lint.prove().is_empty() => Vec::new(),
        Ok(_) => vec!["lint/unsound"],
    }
}

fn in_plan(fragment: &str) -> Vec<&'static str> {
    let mut value: Value = serde_yaml::from_str(plan_text()).expect("the shipped plan is YAML");
    lay(
        &mut value,
        serde_yaml::from_str(fragment).unwrap_or_else(|error| panic!("{fragment}: {error}")),
    );
    let raw = match codec::plan(&text(&value)) {
        Ok(raw) => raw,
        Err(unreadable) => return codes(unreadable.faults.iter().map(|(fault, _)| fault), "plan"),
    };
    match Plan::new(raw, runbooks()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|fault| fault.rule).collect(),
    }
}

fn found(rule: &Rule, example: &str) -> Vec<&'static str> {
    let raw = [
        "schema/unreadable",
        "schema/conflict-markers",
        "schema/unquoted-time",
        "plan/unreadable",
    ];
    match rule.check {
        _ if rule.code == "lint/exposed" => with_secrets(example),
        Check::Lint => in_patterns(example),
        _ if raw.contains(&rule.code) => in_text(example, rule.family()),
        Check::Record(_) | Check::Reading => in_record(example),
        Check::Plan => in_plan(example),
        Check::Home | Check::Schemas | Check::Templates => Vec::new(),
        Check::Preparation(_) => in_preparation(example),
        Check::History(_) => in_history(example),
    }
}

/// What is found where everything was confirmed a day ago and everybody can be rung, but for the
/// keys of `fragment`: `contacts` are the plan's, everything else is the file's.
fn in_preparation(fragment: &str) -> Vec<&'static str> {
    let fragment: Value = serde_yaml::from_str(fragment).expect("YAML");
    let mut value: Value = serde_yaml::from_str(plan_text()).expect("the shipped plan is YAML");
    value["contacts"] = fragment.get("contacts").cloned().unwrap_or(json!([]));
    let raw = codec::plan(&text(&value)).expect("a plan");
    let plan = Plan::new(raw, runbooks()).expect("a plan");
    let mut told = json!({"schema": 1, "checks": {}});
    for (_, list) in plan.checklists_of("readiness") {
        for check in &list.checks {
            told["checks"][&check.id] =
                json!({"state": "done", "at": "2025-11-29T12:00:00+03:00", "by": "Rana"});
        }
    }
    if fragment.get("contacts").is_none() {
        lay(&mut told, fragment);
    }
    let told = codec::readiness(&text(&told)).expect("what was confirmed");
    let preparation = Preparation {
        plan: &plan,
        confirmed: Some(&told),
        now: now(),
    };
    rules::readiness::judge(&preparation)
        .iter()
        .map(|(_, finding)| finding.rule.code)
        .collect()
}

/// What is found in a closed record with two entries whose later version differs by `fragment`; one
/// that holds nothing at all stands for a file that is gone.
fn in_history(fragment: &str) -> Vec<&'static str> {
    const EARLIER: &str = "timeline: [{id: w5he, at: \"2025-11-29T10:14:00+03:00\", event: Froze refunds}]\nactions:\n";
    let fragment: Value = serde_yaml::from_str(fragment).expect("YAML");
    let earlier = laid(CLOSED, EARLIER);
    let mut later = earlier.clone();
    let gone = fragment.is_null();
    if !gone {
        lay(&mut later, fragment);
    }
    let before = codec::record(&text(&earlier)).expect("a record");
    let after = codec::record(&text(&later)).expect("a record");
    rules::history::judge(&rules::history::Transition {
        before: &before,
        after: (!gone).then_some(&after),
        plan: Some(plan()),
    })
    .iter()
    .map(|finding| finding.rule.code)
    .collect()
}

#[test]
fn what_a_history_rule_lets_pass_no_other_of_them_objects_to() {
    for rule in rules::history::RULES {
        assert_eq!(in_history(rule.pass), Vec::<&str>::new(), "{}", rule.code);
        assert_eq!(in_history(rule.fail), [rule.code]);
    }
}

#[test]
fn the_base_has_no_fault() {
    assert_eq!(in_record("{}"), Vec::<&str>::new());
    assert_eq!(in_plan("{}"), Vec::<&str>::new());
    assert_eq!(in_preparation("{}"), Vec::<&str>::new());
}

#[test]
fn every_rule_lets_its_passing_example_pass_and_finds_its_failing_one() {
    let mut wrong = Vec::new();
    // What is found by comparing files has tests of its own.
    let alone =
        |rule: &&Rule| !matches!(rule.check, Check::Home | Check::Schemas | Check::Templates);
    for rule in rules::all().filter(alone) {
        let (passing, failing) = (found(rule, rule.pass), found(rule, rule.fail));
        if passing.contains(&rule.code) {
            wrong.push(format!("{}: the passing example fails", rule.code));
        }
        if !failing.contains(&rule.code) {
            wrong.push(format!(
                "{}: the failing example passes (found {failing:?})",
                rule.code
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_records_of_one_id_are_found() {
    let shown = |place: usize| place.to_string();
    let record: Record = codec::record(&CLOSED.replace("SEALED", "none")).expect("a record");
    let mut other = record.clone();
    assert_eq!(
        rules::schema::duplicate_ids([(0, &record), (1, &other)], shown).len(),
        2
    );
    other.id = "INC-20251129-002".to_owned();
    assert_eq!(
        rules::schema::duplicate_ids([(0, &record), (1, &other)], shown).len(),
        0
    );
    other.formerly = vec!["INC-20251129-001".to_owned()];
    assert_eq!(
        rules::schema::duplicate_ids([(0, &record), (1, &other)], shown).len(),
        1
    );
}

#[test]
fn codes_are_unique_and_every_rule_says_everything() {
    let mut codes: Vec<&str> = rules::all().map(|rule| rule.code).collect();
    let number = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), number);
    for rule in rules::all() {
        let told = [rule.what, rule.why, rule.fix, rule.pass, rule.fail];
        assert!(
            told.iter().all(|text| !text.is_empty()) && !rule.rows.is_empty(),
            "{}",
            rule.code
        );
        assert!(
            rule.code
                .split_once('/')
                .is_some_and(|(family, name)| !family.is_empty() && !name.is_empty())
        );
    }
}
