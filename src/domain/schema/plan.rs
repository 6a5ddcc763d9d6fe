//! The schemas of `plan.yaml` and `lint.yaml` under the plan as it is: wherever the plan names
//! something of its own, the names are offered.

use serde_json::{Map, Value, json};

use super::word::{Word, choice, close, offer, offer_keys, titled};
use crate::domain::plan::check::{APPROVALS, UPDATE_FIELDS};
use crate::domain::plan::{NameKind, Plan};

pub(super) fn complete(schema: &mut Value, plan: &Plan, rules: &[Word]) {
    let [roles, people] = [NameKind::Role, NameKind::Person].map(|kind| titles(plan, kind));
    let named: Vec<Word> = people.iter().chain(&roles).cloned().collect();
    let runbooks = plan.runbooks.iter();
    let runbooks: Vec<Word> = runbooks
        .map(|(name, runbook)| Word::new(name, &runbook.title))
        .collect();
    let facts = abouts(plan, NameKind::Fact);
    let severities = abouts(plan, NameKind::Severity);
    let checks = titles(plan, NameKind::CheckPath);
    for (place, words) in [
        ("Settings/properties/default_severity", &severities),
        (
            "Settings/properties/default_environment",
            &titles(plan, NameKind::Environment),
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
        (
            "RequiredEvidence/properties/one_of/items",
            &titles(plan, NameKind::Evidence),
        ),
        ("Duty/properties/unless", &checks),
        ("Window/properties/check", &checks),
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
    let kinds = titles(plan, NameKind::Forbidden);
    offer(schema.pointer_mut("/$defs/Pattern/properties/kind"), &kinds);
}

/// Over which fields a `when:` can speak, and with which values.
fn when(schema: &mut Value, plan: &Plan) {
    let mut fields = Map::new();
    let mut field = |name: &str, title: &str, about: &str, items: Value| {
        let list = json!({"type": "array", "items": items});
        fields.insert(name.to_owned(), titled(title, about, list));
    };
    let any = json!({"type": ["string", "boolean"]});
    let offered = |words: &[Word]| json!({"anyOf": [choice(words), any]});
    field(
        "type",
        "type",
        "The type is one of these.",
        offered(&titles(plan, NameKind::Type)),
    );
    field(
        "security",
        "security",
        "Whether the type is a security type.",
        json!({"type": "boolean"}),
    );
    field(
        "environment",
        "environment",
        "The environment is one of these.",
        offered(&titles(plan, NameKind::Environment)),
    );
    field(
        "severity",
        "severity",
        "The severity is one of these.",
        offered(&abouts(plan, NameKind::Severity)),
    );
    for fact in &plan.facts {
        let answers = abouts(plan, NameKind::Answer(&fact.id));
        field(&fact.id, &fact.title, &fact.ask, offered(&answers));
    }
    offer_keys(schema.pointer_mut("/$defs/When"), fields);
}

fn titles(plan: &Plan, kind: NameKind<'_>) -> Vec<Word> {
    let names = plan.vocabulary(kind).names.into_iter();
    names.map(|name| Word::new(name.id, name.title)).collect()
}

fn abouts(plan: &Plan, kind: NameKind<'_>) -> Vec<Word> {
    let names = plan.vocabulary(kind).names.into_iter();
    names.map(|name| Word::new(name.id, name.about)).collect()
}

/// What in a record can prove a check, as far as it names something of the plan.
fn proofs(plan: &Plan) -> Vec<Word> {
    let alone = crate::domain::plan::proof::words();
    let mut words: Vec<Word> = alone.map(|word| Word::new(word, "")).collect();
    for fact in &plan.facts {
        words.push(Word::new(
            format!("answered.{}", fact.id),
            "The fact has an answer, which may be under review.",
        ));
        words.push(Word::new(
            format!("settled.{}", fact.id),
            "The fact has an answer other than under review.",
        ));
    }
    for (family, kind) in [
        ("impact", NameKind::Impact),
        ("milestones", NameKind::Milestone),
        ("checks", NameKind::Checklist),
        ("sections", NameKind::ReviewSection),
    ] {
        let names = plan.vocabulary(kind).names.into_iter();
        words.extend(names.map(|name| Word::new(format!("{family}.{}", name.id), name.title)));
    }
    words
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
