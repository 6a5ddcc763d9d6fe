//! The home's plan beside the one that this program brings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::home::few;
use super::{Difference, PlanSurvey, Survey, Verdict};
use crate::domain::command::quoted;
use crate::domain::plan::raw;

pub(super) fn plan(survey: &Survey) -> Vec<Verdict> {
    let Ok(home) = &survey.home else {
        return Vec::new();
    };
    match &home.plan {
        Err(stopped) => vec![Verdict::stopped(stopped)],
        Ok(plan) => beside_the_shipped(plan),
    }
}

/// What is another here, in the plan's own names; what this one lacks may be worth having.
fn beside_the_shipped(plan: &PlanSurvey) -> Vec<Verdict> {
    let difference = &plan.difference;
    let shows = [
        "inc init <EMPTY-FOLDER>".to_owned(),
        format!(
            "git diff --no-index {} <EMPTY-FOLDER>/templates/plan.yaml",
            quoted(&plan.path)
        ),
    ];
    let names = |paths: &[String]| few(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    let mut parts = Vec::new();
    if !difference.changed.is_empty() {
        parts.push(format!("says otherwise: {}", names(&difference.changed)));
    }
    if !difference.own.is_empty() {
        parts.push(format!("has of its own: {}", names(&difference.own)));
    }
    let version = &plan.version;
    let (lacks, differs) = (!difference.missing.is_empty(), !parts.is_empty());
    let how = match (differs, lacks) {
        (false, false) => "as it comes with this inc".to_owned(),
        (false, true) => "what it has is as it comes with this inc".to_owned(),
        (true, true) => format!(
            "beside the one that comes with this inc it {}",
            parts.join("; ")
        ),
        (true, false) => format!(
            "beside the one that comes with this inc it {}; to see how: {}, then {}",
            parts.join("; "),
            shows[0],
            shows[1]
        ),
    };
    let mut said = vec![Verdict::ok(format!("version {version}, {how}"))];
    if lacks {
        let says = format!(
            "the one that comes with this inc also has, left out here or new since: {}",
            names(&difference.missing)
        );
        said.push(Verdict::note(says).cures(shows));
    }
    said
}

/// How a plan differs from the shipped one. The words a plan says of itself are its own.
pub(crate) fn differences(own: &raw::Plan, shipped: &raw::Plan) -> Difference {
    let (own, shipped) = (named(own), named(shipped));
    let mut difference = Difference::default();
    for (path, value) in &shipped {
        match own.get(path) {
            None => difference.missing.push(path.clone()),
            Some(known) if known != value => difference.changed.push(path.clone()),
            Some(_) => {}
        }
    }
    let alone = own.keys().filter(|path| !shipped.contains_key(*path));
    difference.own = alone.cloned().collect();
    difference
}

fn named(plan: &raw::Plan) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let value = serde_json::to_value(plan).unwrap_or_default();
    for (section, value) in value.as_object().into_iter().flatten() {
        if section != "metadata" {
            gather(section, value, &mut found);
        }
    }
    found
}

/// Everything below a path that has a name: keys, and entries of lists by their ids.
fn gather(path: &str, value: &Value, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                gather(&format!("{path}.{key}"), entry, found);
            }
        }
        Value::Array(items)
            if !items.is_empty() && items.iter().all(|item| item["id"].is_string()) =>
        {
            // A list of checks is told by its checks.
            let path = path.strip_suffix(".checks").unwrap_or(path);
            for item in items {
                let id = item["id"].as_str().unwrap_or_default();
                found.insert(format!("{path}.{id}"), item.clone());
            }
        }
        other => drop(found.insert(path.to_owned(), other.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::templates::shipped_plan;

    #[test]
    fn plans_differ_by_what_has_a_name() {
        let shipped: raw::Plan = (*shipped_plan()).clone();
        assert_eq!(differences(&shipped, &shipped), Difference::default());
        let mut own = shipped.clone();
        own.metadata.version = "9.0.0".to_owned();
        own.settings.default_severity = "SEV-4".to_owned();
        own.facts.remove(0);
        own.types[0].title = "Outage".to_owned();
        own.environments[2].id = "laptop".to_owned();
        let recovery = own.checklists.get_mut("recovery").expect("a list");
        recovery.checks.remove(0);
        let difference = differences(&own, &shipped);
        assert_eq!(
            difference.changed,
            ["settings.default_severity", "types.application-outage"]
        );
        assert_eq!(difference.own, ["environments.laptop"]);
        assert_eq!(difference.missing.len(), 3, "{difference:?}");
        assert!(
            difference
                .missing
                .contains(&"environments.local".to_owned())
        );
        assert!(
            difference
                .missing
                .iter()
                .any(|path| path.starts_with("checklists.recovery."))
        );
    }
}
