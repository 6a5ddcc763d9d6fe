//! The home's plan beside the one that this program brings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::home::few;
use super::{PlanSeen, Said, Seen};
use crate::plan::raw;

/// How two plans differ, by what has a name in them: `facts.data-exposure`, `checklists.recovery.redis`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// In both, and not the same.
    pub changed: Vec<String>,
    /// In the shipped plan alone: taken out here, or new since this plan was written.
    pub missing: Vec<String>,
    /// In this plan alone.
    pub own: Vec<String>,
}

pub fn plan(seen: &Seen) -> Vec<Said> {
    let Ok(home) = &seen.home else {
        return Vec::new();
    };
    match &home.plan {
        Err(stopped) => vec![Said::stopped(stopped)],
        Ok(plan) => beside_the_shipped(plan),
    }
}

fn beside_the_shipped(plan: &PlanSeen) -> Vec<Said> {
    let difference = &plan.difference;
    let mut parts = Vec::new();
    for (paths, word) in [(&difference.changed, "changed"), (&difference.own, "own")] {
        if !paths.is_empty() {
            parts.push(format!("{word}: {}", by_section(paths)));
        }
    }
    let how = if parts.is_empty() && difference.missing.is_empty() {
        "as this inc brings it".to_owned()
    } else if parts.is_empty() {
        "otherwise as this inc brings it".to_owned()
    } else {
        parts.join("; ")
    };
    let mut said = vec![Said::ok(format!("version {}, {how}", plan.version))];
    if !difference.missing.is_empty() {
        let names: Vec<&str> = difference.missing.iter().map(String::as_str).collect();
        let says = format!(
            "the plan of this inc has what this one has not: {}",
            few(&names)
        );
        said.push(
            Said::note(says)
                .cure("inc init <EMPTY-FOLDER>")
                .cure("git diff --no-index templates/plan.yaml <EMPTY-FOLDER>/templates/plan.yaml"),
        );
    }
    said
}

/// `settings 2, facts 1`
fn by_section(paths: &[String]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for path in paths {
        let section = path.split('.').next().unwrap_or_default();
        match counts.iter_mut().find(|(known, _)| *known == section) {
            Some((_, count)) => *count += 1,
            None => counts.push((section, 1)),
        }
    }
    let counts = counts.into_iter();
    let words: Vec<String> = counts
        .map(|(section, count)| format!("{section} {count}"))
        .collect();
    words.join(", ")
}

/// How a plan differs from the shipped one. The words a plan says of itself are its own.
pub fn differences(own: &raw::Plan, shipped: &raw::Plan) -> Difference {
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
    use crate::home::templates::shipped_plan;

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
        assert_eq!(by_section(&difference.changed), "settings 1, types 1");
    }
}
