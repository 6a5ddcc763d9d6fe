//! A record's schema under a plan: its types, facts, roles, checks and the rest, in the plan's words.

use serde_json::{Value, json};

use super::word::{Word, choice, close, keys, offer, suggest, titled};
use crate::domain::plan::Plan;
use crate::domain::plan::case::{MILESTONES, RECOVERY};
use crate::domain::plan::raw::{Checklist, Fact, FactAnswer, Floor, PlanCheck};
use crate::domain::plan::when::When;

pub(super) fn complete(schema: &mut Value, plan: &Plan, rules: &[Word]) {
    head(schema, plan);
    let facts = plan
        .facts
        .iter()
        .map(|fact| (fact.id.clone(), self::fact(fact)));
    keys(schema.pointer_mut("/properties/facts"), facts);
    impact(schema, plan);
    let people: Vec<&str> = plan
        .people
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    let roles = plan.roles.iter().map(|role| {
        let mut value = json!({"type": "string", "minLength": 1});
        suggest(Some(&mut value), &people);
        let about = format!("{}. {}.", role.title, role.responsibility);
        (
            role.id.clone(),
            retired(titled(&role.title, &about, value), role.retired),
        )
    });
    keys(schema.pointer_mut("/properties/roles"), roles);
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
    entries(schema, plan, rules);
    persons(schema, plan, &people);
}

/// The words of the first lines.
fn head(schema: &mut Value, plan: &Plan) {
    let kinds = plan.types.iter().map(|kind| {
        let security = if kind.security { " (security)" } else { "" };
        Word::new(&kind.id, format!("{}{security}", kind.title)).retired(kind.retired)
    });
    close(
        schema.pointer_mut("/properties/type"),
        &Vec::from_iter(kinds),
    );
    let severities = severities(plan);
    close(schema.pointer_mut("/properties/severity"), &severities);
    let environments = environments(plan);
    close(schema.pointer_mut("/properties/environment"), &environments);
    let sources = plan.sources.iter().map(|source| {
        let parts = [
            Some(&source.title),
            source.monitoring.as_ref(),
            source.threshold.as_ref(),
        ];
        let about: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        Word::new(&source.id, about.join(", ")).retired(source.retired)
    });
    let place = "/$defs/Detection/properties/source";
    close(schema.pointer_mut(place), &Vec::from_iter(sources));
    if let Some(id) = schema.pointer_mut("/properties/id") {
        let format = &plan.settings.id_format;
        id["description"] = json!(format!(
            "The incident's ID, which is also the file's name. New ones are {format}."
        ));
    }
}

pub(super) fn severities(plan: &Plan) -> Vec<Word> {
    let words = plan.severities.iter().map(|severity| {
        let about = format!("{}: {}", severity.title, severity.description);
        Word::new(&severity.id, about)
    });
    words.collect()
}

pub(super) fn environments(plan: &Plan) -> Vec<Word> {
    let words = plan.environments.iter();
    words
        .map(|known| Word::new(&known.id, &known.title))
        .collect()
}

/// The question, its answers, and what follows from each.
fn fact(fact: &Fact) -> Value {
    let words: Vec<Word> = fact.answers.iter().map(answer).collect();
    let word = choice(&words);
    let schema = json!({"anyOf": [
        word,
        {
            "type": "object",
            "properties": {
                "answer": titled("answer", &fact.ask, word.clone()),
                "note": {
                    "description": "How that is known, or what is still missing.",
                    "type": "string",
                    "minLength": 1,
                },
            },
            "required": ["answer"],
            "additionalProperties": false,
        },
    ]});
    retired(titled(&fact.title, &fact.ask, schema), fact.retired)
}

pub(super) fn answer(answer: &FactAnswer) -> Word {
    let mut parts = vec![answer.label.clone()];
    match &answer.floor {
        Some(Floor::Always(severity)) => parts.push(format!("at least {severity}")),
        Some(Floor::Sometimes(floors)) => {
            let floors = floors.iter();
            parts.extend(floors.map(|floor| {
                format!(
                    "at least {} where {}",
                    floor.severity,
                    conditions(&floor.when)
                )
            }));
        }
        None => {}
    }
    if answer.escalate {
        parts.push("calls for an escalation".to_owned());
    }
    if answer.clears {
        parts.push("rules the risk out".to_owned());
    }
    Word::new(&answer.id, parts.join("; "))
}

/// `security is true and severity is SEV-1 or SEV-2`
fn conditions(when: &When) -> String {
    let fields = when.0.iter().map(|(field, words)| {
        let words: Vec<&str> = words.iter().map(|word| word.0.as_str()).collect();
        format!("{field} is {}", words.join(" or "))
    });
    Vec::from_iter(fields).join(" and ")
}

fn impact(schema: &mut Value, plan: &Plan) {
    for kind in &plan.impact {
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
        parts.push("A question: done only with the answer as its note.".to_owned());
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
            &format!("The record itself proves this ({proofs}); it is never written down."),
        )
    }
}

fn milestones(plan: &Plan) -> Value {
    let marks = plan.milestones.iter().map(|milestone| {
        let value = titled(
            &milestone.title,
            "Ruled out, with a note.",
            json!({"$ref": "#/$defs/Check"}),
        );
        (milestone.id.clone(), retired(value, milestone.retired))
    });
    let marks: serde_json::Map<String, Value> = marks.collect();
    let schema = json!({"type": "object", "properties": marks, "additionalProperties": false});
    titled("Milestones ruled out", "Each with its reason.", schema)
}

/// The words of the lists.
fn entries(schema: &mut Value, plan: &Plan, rules: &[Word]) {
    let mut put = |place: &str, words: Vec<Word>| close(schema.pointer_mut(place), &words);
    let marks = plan.milestones.iter();
    let marks = marks.map(|mark| Word::new(&mark.id, &mark.title).retired(mark.retired));
    put("/$defs/Event/properties/mark", marks.collect());
    let facts = plan.facts.iter();
    let facts = facts.map(|fact| Word::new(&fact.id, &fact.ask).retired(fact.retired));
    put(
        "/$defs/Escalation/properties/reasons/items",
        facts.collect(),
    );
    let policy = &plan.communication;
    let templates = policy.templates.iter();
    let templates = templates.map(|known| Word::new(&known.id, &known.title));
    put(
        "/$defs/Communication/properties/template",
        templates.collect(),
    );
    let grounds = policy.external_grounds.iter();
    let grounds = grounds.map(|known| Word::new(&known.id, &known.title));
    put("/$defs/Communication/properties/ground", grounds.collect());
    let kinds = plan.evidence.kinds.iter();
    let kinds = kinds.map(|kind| Word::new(&kind.id, &kind.title));
    put("/$defs/Evidence/properties/kind", kinds.collect());
    offer(schema.pointer_mut("/$defs/Waiver/properties/rule"), rules);

    let sections = plan.review.sections.iter().map(|section| {
        let text = json!({"type": "string", "minLength": 1});
        (
            section.id.clone(),
            titled(&section.title, &section.ask, text),
        )
    });
    keys(
        schema.pointer_mut("/$defs/Review/properties/sections"),
        sections,
    );
    let filings = plan.regulatory.duties.iter().map(|duty| {
        let about = format!("{}: {}. {}.", duty.title, duty.action, duty.timeline);
        let filing = json!({"$ref": "#/$defs/Filing"});
        (duty.id.clone(), titled(&duty.title, &about, filing))
    });
    keys(
        schema.pointer_mut("/$defs/Regulatory/properties/filings"),
        filings,
    );
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
