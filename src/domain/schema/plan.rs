//! The schemas of `plan.yaml` and `lint.yaml` under the plan as it is: wherever the plan names
//! something of its own, the names are offered.

use serde_json::{Map, Value, json};

use super::record::{answer, environments, severities};
use super::word::{Word, choice, close, offer, offer_keys, titled};
use crate::domain::plan::Plan;
use crate::domain::plan::check::{APPROVALS, UPDATE_FIELDS};

pub(super) fn complete(schema: &mut Value, plan: &Plan, rules: &[Word]) {
    let facts: Vec<Word> = plan
        .facts
        .iter()
        .map(|fact| Word::new(&fact.id, &fact.ask))
        .collect();
    let roles: Vec<Word> = plan
        .roles
        .iter()
        .map(|role| Word::new(&role.id, &role.title))
        .collect();
    let people: Vec<Word> = plan
        .people
        .iter()
        .map(|person| Word::new(&person.id, &person.name))
        .collect();
    let named: Vec<Word> = people.iter().chain(&roles).cloned().collect();
    let kinds = plan.evidence.kinds.iter();
    let kinds: Vec<Word> = kinds.map(|kind| Word::new(&kind.id, &kind.title)).collect();
    let runbooks = plan.runbooks.iter();
    let runbooks: Vec<Word> = runbooks
        .map(|(name, runbook)| Word::new(name, &runbook.title))
        .collect();
    let severities = severities(plan);
    for (place, words) in [
        ("Settings/properties/default_severity", &severities),
        (
            "Settings/properties/default_environment",
            &environments(plan),
        ),
        ("Settings/properties/legal_review", &roles),
        ("Settings/properties/reconciliation_owner", &roles),
        ("ImpactKind/properties/fact", &facts),
        ("Floor/anyOf/0", &severities),
        ("ConditionalFloor/properties/severity", &severities),
        ("Type/properties/runbooks/items", &runbooks),
        ("Type/properties/assumes/items", &facts),
        ("RequiredRole/anyOf/0", &roles),
        ("RoleSince/properties/role", &roles),
        ("Role/properties/default", &people),
        ("PlanCheck/properties/proves/items", &proofs(plan)),
        ("ReviewDocument/properties/proves/items", &proofs(plan)),
        ("Criterion/properties/fact", &facts),
        ("EscalationTarget/properties/to/items", &named),
        ("RequiredEvidence/properties/one_of/items", &kinds),
        ("Duty/properties/unless", &checks(plan)),
        ("Window/properties/check", &checks(plan)),
        ("WaiverPolicy/properties/never/items", &unwaivable(rules)),
        ("OpenItem/properties/setting", &settings(plan)),
    ] {
        offer(schema.pointer_mut(&format!("/$defs/{place}")), words);
    }
    // These are the program's own, and a plan cannot make others.
    let approvals = APPROVALS.map(|id| Word::new(id, ""));
    close(
        schema.pointer_mut("/$defs/Person/properties/approves/items"),
        &approvals,
    );
    let fields = UPDATE_FIELDS.map(|id| Word::new(id, ""));
    close(
        schema.pointer_mut("/$defs/InternalField/properties/id"),
        &fields,
    );
    when(schema, plan);
}

/// The patterns name what the plan forbids.
pub(super) fn complete_patterns(schema: &mut Value, plan: &Plan) {
    let kinds = plan.communication.external_forbidden.iter();
    let kinds: Vec<Word> = kinds.map(|kind| Word::new(&kind.id, &kind.title)).collect();
    offer(schema.pointer_mut("/$defs/Pattern/properties/kind"), &kinds);
}

/// Over which fields a `when:` can speak, and with which values.
fn when(schema: &mut Value, plan: &Plan) {
    let kinds = plan.types.iter();
    let kinds: Vec<Word> = kinds.map(|kind| Word::new(&kind.id, &kind.title)).collect();
    let mut fields = Map::new();
    let mut field = |name: &str, title: &str, about: &str, items: Value| {
        let list = json!({"type": "array", "items": items});
        fields.insert(name.to_owned(), titled(title, about, list));
    };
    let any = json!({"type": ["string", "boolean"]});
    let offered = |words: &[Word]| json!({"anyOf": [choice(words), any]});
    field("type", "type", "The type is one of these.", offered(&kinds));
    field(
        "security",
        "security",
        "Whether the type is a security type.",
        json!({"type": "boolean"}),
    );
    field(
        "environment",
        "environment",
        "It happens in one of these.",
        offered(&environments(plan)),
    );
    field(
        "severity",
        "severity",
        "The severity is one of these.",
        offered(&severities(plan)),
    );
    for fact in &plan.facts {
        let answers: Vec<Word> = fact.answers.iter().map(answer).collect();
        field(&fact.id, &fact.title, &fact.ask, offered(&answers));
    }
    offer_keys(schema.pointer_mut("/$defs/When"), fields);
}

/// What in a record can prove a check, as far as it names something of the plan.
fn proofs(plan: &Plan) -> Vec<Word> {
    let alone = crate::domain::plan::proof::words();
    let mut words: Vec<Word> = alone.map(|word| Word::new(word, "")).collect();
    for fact in &plan.facts {
        words.push(Word::new(
            format!("answered.{}", fact.id),
            "It is answered, under review included.",
        ));
        words.push(Word::new(
            format!("settled.{}", fact.id),
            "It is answered, and not under review.",
        ));
    }
    let impact = plan.impact.iter();
    words.extend(impact.map(|kind| Word::new(format!("impact.{}", kind.id), &kind.title)));
    let marks = plan.milestones.iter();
    words.extend(marks.map(|mark| Word::new(format!("milestones.{}", mark.id), &mark.title)));
    let lists = plan.checklists.iter();
    words.extend(lists.map(|(id, list)| Word::new(format!("checks.{id}"), &list.title)));
    let sections = plan.review.sections.iter();
    words.extend(sections.map(|known| Word::new(format!("sections.{}", known.id), &known.title)));
    words
}

/// Every check as `CHECKLIST/CHECK`.
fn checks(plan: &Plan) -> Vec<Word> {
    let lists = plan.checklists.iter();
    let checks = lists.flat_map(|(id, list)| list.checks.iter().map(move |check| (id, check)));
    checks
        .map(|(list, check)| Word::new(format!("{list}/{}", check.id), &check.check))
        .collect()
}

/// Rules, and their families.
fn unwaivable(rules: &[Word]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for rule in rules {
        let family = rule.id.split('/').next().unwrap_or_default();
        let all = format!("{family}/*");
        if words.iter().all(|word| word.id != all) {
            words.push(Word::new(all, format!("every rule of {family}")));
        }
        words.push(rule.clone());
    }
    words
}

fn settings(plan: &Plan) -> Vec<Word> {
    let value = serde_json::to_value(&plan.settings).unwrap_or_default();
    let keys = value.as_object().into_iter().flatten();
    keys.map(|(key, _)| Word::new(key, "")).collect()
}
