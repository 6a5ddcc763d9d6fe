//! A record's schema under a plan: its types, facts, roles, checks and the rest, in the plan's words.

use serde_json::{Value, json};

use super::word::{Word, choice, close, keys, offer, suggest, titled};
use crate::domain::plan::case::{MILESTONES, RECOVERY};
use crate::domain::plan::raw::{Checklist, PlanCheck};
use crate::domain::plan::{NameKind, Plan};

pub(super) fn complete(schema: &mut Value, plan: &Plan, rules: &[Word]) {
    words(schema, plan, rules);
    let people = plan.vocabulary(NameKind::Person).names;
    let people: Vec<&str> = people.iter().map(|person| person.title).collect();
    let mut person = json!({"type": "string", "minLength": 1});
    suggest(Some(&mut person), &people);
    names(schema, plan, "/properties/facts", NameKind::Fact, &|id| {
        fact(plan, id)
    });
    names(schema, plan, "/properties/roles", NameKind::Role, &|_| {
        person.clone()
    });
    impact(schema, plan);
    let lists = plan
        .checklists
        .iter()
        .map(|(id, list)| (id.to_owned(), checklist(plan, id, list)));
    let lists = lists.chain([(MILESTONES.to_owned(), milestones(plan))]);
    keys(schema.pointer_mut("/properties/checks"), lists);
    // On hover an editor shows the innermost description, and what the check asks is the better one.
    for name in ["Check", "State"] {
        let general = schema.pointer_mut(&format!("/$defs/{name}"));
        if let Some(Value::Object(general)) = general {
            general.shift_remove("description");
        }
    }
    let section = json!({"type": "string", "minLength": 1});
    let place = "/$defs/Review/properties/sections";
    names(schema, plan, place, NameKind::ReviewSection, &|_| {
        section.clone()
    });
    let filing = json!({"$ref": "#/$defs/Filing"});
    let place = "/$defs/Regulatory/properties/filings";
    names(schema, plan, place, NameKind::Duty, &|_| filing.clone());
    persons(schema, plan, &people);
}

/// The names that may stand as values.
fn words(schema: &mut Value, plan: &Plan, rules: &[Word]) {
    for (place, kind) in [
        ("/properties/type", NameKind::Type),
        ("/properties/severity", NameKind::Severity),
        ("/properties/environment", NameKind::Environment),
        ("/$defs/Detection/properties/source", NameKind::Source),
        ("/$defs/Event/properties/mark", NameKind::Milestone),
        ("/$defs/Escalation/properties/reasons/items", NameKind::Fact),
        (
            "/$defs/Communication/properties/template",
            NameKind::Template(None),
        ),
        ("/$defs/Communication/properties/ground", NameKind::Ground),
        ("/$defs/Evidence/properties/kind", NameKind::Evidence),
    ] {
        close(schema.pointer_mut(place), &Word::list(plan, kind));
    }
    offer(schema.pointer_mut("/$defs/Waiver/properties/rule"), rules);
    if let Some(id) = schema.pointer_mut("/properties/id") {
        let format = &plan.settings.id_format;
        id["description"] = json!(format!(
            "The incident's ID, which is also the file's name. New ones are {format}."
        ));
    }
}

/// Puts the plan's names of one kind, and no others, in the place of a map's keys.
fn names(
    schema: &mut Value,
    plan: &Plan,
    place: &str,
    kind: NameKind<'_>,
    value: &dyn Fn(&str) -> Value,
) {
    let names = plan.vocabulary(kind).names.into_iter().map(|name| {
        let value = titled(name.title, &name.about, value(&name.id));
        (name.id.to_string(), retired(value, name.retired))
    });
    keys(schema.pointer_mut(place), names);
}

/// A fact's answers, each alone or with a note.
fn fact(plan: &Plan, id: &str) -> Value {
    let word = choice(&Word::list(plan, NameKind::Answer(id)));
    let ask = plan.fact(id).map_or("", |fact| fact.ask.as_str());
    json!({"anyOf": [
        word,
        {
            "type": "object",
            "properties": {
                "answer": titled("answer", ask, word.clone()),
                "note": {
                    "description": "How this is known, or what is missing.",
                    "type": "string",
                    "minLength": 1,
                },
            },
            "required": ["answer"],
            "additionalProperties": false,
        },
    ]})
}

fn impact(schema: &mut Value, plan: &Plan) {
    for kind in plan.vocabulary(NameKind::Impact).names {
        let place = format!("/$defs/Impact/properties/{}", kind.id);
        if let Some(Value::Object(place)) = schema.pointer_mut(&place) {
            place.insert("title".to_owned(), json!(kind.title));
        }
    }
}

fn checklist(plan: &Plan, id: &str, list: &Checklist) -> Value {
    // What a runbook adds hangs on the type; one schema has room for all of them.
    let runbooks = plan.runbooks.iter().filter(|_| id == RECOVERY);
    let added = runbooks.flat_map(|(_, runbook)| &runbook.recovery);
    let mut checks = serde_json::Map::new();
    for check in list.checks.iter().chain(added) {
        checks
            .entry(&check.id)
            .or_insert_with(|| self::check(check));
    }
    let about = match list.row.as_slice() {
        [] => list.title.clone(),
        rows => format!("{} ({})", list.title, rows.join(", ")),
    };
    let schema = json!({
        "type": "object", "properties": checks, "additionalProperties": false,
    });
    titled(&list.title, &about, schema)
}

fn check(check: &PlanCheck) -> Value {
    let mut parts = vec![format!("{}.", check.check.trim_end_matches('.'))];
    let expected = check.expect.as_ref();
    parts.extend(expected.map(|expect| format!("Expected: {expect}.")));
    parts.extend(check.how.clone());
    if check.answer {
        parts.push("A question: done requires the answer as its note.".to_owned());
    }
    if check.conditional {
        parts.push("May be not-applicable, with a note.".to_owned());
    }
    let value = titled(
        &check.check,
        &parts.join(" "),
        json!({"$ref": "#/$defs/Check"}),
    );
    if check.proves.is_empty() {
        retired(value, check.retired)
    } else {
        let proofs = check.proves.join(", ");
        discouraged(
            value,
            &format!("Derived from the record ({proofs}); never stored."),
        )
    }
}

fn milestones(plan: &Plan) -> Value {
    let marks = plan.vocabulary(NameKind::Milestone).names.into_iter();
    let marks = marks.map(|mark| {
        let check = json!({"$ref": "#/$defs/Check"});
        let value = titled(mark.title, "Not applicable, with a note.", check);
        (mark.id.to_string(), retired(value, mark.retired))
    });
    let marks: serde_json::Map<String, Value> = marks.collect();
    let schema = json!({"type": "object", "properties": marks, "additionalProperties": false});
    titled(
        "Milestones that do not apply",
        "Each with its reason.",
        schema,
    )
}

/// Whoever it was: the plan's people come first, and anybody may stand there.
fn persons(schema: &mut Value, plan: &Plan, people: &[&str]) {
    for place in [
        "/properties/owner",
        "/$defs/RootCause/properties/confirmed_by",
        "/$defs/Event/properties/owner",
        "/$defs/Escalation/properties/to",
        "/$defs/Escalation/properties/by",
        "/$defs/Communication/properties/by",
        "/$defs/Evidence/properties/collected_by",
        "/$defs/Action/properties/owner",
        "/$defs/Filing/properties/by",
        "/$defs/Closure/properties/by",
    ] {
        suggest(schema.pointer_mut(place), people);
    }
    let (message, waiver) = ("Communication", "Waiver");
    for (entry, what) in [(message, "external-messages"), (waiver, "waivers")] {
        let place = format!("/$defs/{entry}/properties/approved_by");
        suggest(schema.pointer_mut(&place), &plan.approvers(what));
    }
}

fn retired(schema: Value, is_retired: bool) -> Value {
    if is_retired {
        discouraged(schema, "Retired in the plan.")
    } else {
        schema
    }
}

/// A key that an editor does not offer, and marks where it stands. It looks for the mark on a schema
/// of its own, and not beside a reference.
fn discouraged(mut schema: Value, why: &str) -> Value {
    if let Value::Object(keys) = &mut schema {
        if let Some(reference) = keys.shift_remove("$ref") {
            keys.insert("allOf".to_owned(), json!([{"$ref": reference}]));
        }
        keys.insert("deprecated".to_owned(), json!(true));
        keys.insert("deprecationMessage".to_owned(), json!(why));
    }
    schema
}
