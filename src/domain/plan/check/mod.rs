//! Everything in a plan that does not fit together, all at once.
//!
//! Here is what every section is checked with; [`sections`] goes through them.

mod evidence;
mod sections;
mod signers;

use std::collections::HashSet;

use super::raw;
use super::when::When;
use super::{Proof, Runbook, version};
use crate::domain::record::nearest::hint;
use crate::domain::record::{Map, Path};

/// Something in the plan that cannot be right, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanError {
    pub rule: &'static str,
    pub path: Path,
    pub message: String,
}

/// Words that other YAML tools would read as a truth value.
const YAML_BOOLEANS: [&str; 8] = ["yes", "no", "on", "off", "y", "n", "true", "false"];

/// What a person of the plan can be empowered to approve.
pub(crate) const APPROVALS: [&str; 2] = ["waivers", "external-messages"];

/// What an internal update can say (O15); a plan chooses the order and the titles.
pub(crate) const UPDATE_FIELDS: [&str; 7] = [
    "incident-id",
    "severity",
    "status",
    "impact",
    "current-action",
    "owner",
    "next-update",
];

/// All faults, in the order of the file.
pub(crate) fn faults(plan: &raw::Plan, runbooks: &Map<Runbook>) -> Vec<PlanError> {
    let mut check = Checker {
        plan,
        runbooks,
        faults: Vec::new(),
    };
    check.sections();
    check.faults
}

struct Checker<'a> {
    plan: &'a raw::Plan,
    runbooks: &'a Map<Runbook>,
    faults: Vec<PlanError>,
}

impl<'a> Checker<'a> {
    fn error(&mut self, rule: &'static str, path: Path, message: impl Into<String>) {
        self.faults.push(PlanError {
            rule,
            path,
            message: message.into(),
        });
    }

    /// Ids within one list: each once, and none that YAML 1.1 would read as a truth value.
    fn ids(&mut self, list: &Path, ids: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for (index, id) in ids.enumerate() {
            let path = list.index(index).key("id");
            if !seen.insert(id) {
                self.error(
                    "plan/duplicate-id",
                    path,
                    format!("the id `{id}` is given twice"),
                );
            } else if YAML_BOOLEANS.contains(&id.to_lowercase().as_str()) {
                self.error("plan/boolean-word", path, format!("`{id}` would be read as true or false by other YAML tools; take another word"));
            } else if id.is_empty()
                || id.contains(char::is_whitespace)
                || id.contains([':', '=', ',', '/'])
            {
                self.error(
                    "plan/bad-value",
                    path,
                    format!("`{id}` is no id; write letters, digits and hyphens"),
                );
            }
        }
    }

    /// A name that must be one of those the plan has.
    fn name(&mut self, path: Path, what: &str, name: &str, known: &[&str]) {
        if !known.contains(&name) {
            self.error(
                "plan/unknown-name",
                path,
                format!(
                    "there is no {what} `{name}`; {}",
                    hint(name, known.iter().copied())
                ),
            );
        }
    }

    fn when(&mut self, path: &Path, when: &When) {
        let facts: Vec<&str> = self
            .plan
            .facts
            .iter()
            .map(|fact| fact.id.as_str())
            .collect();
        for (field, allowed) in when.0.iter() {
            let here = path.key("when").key(field);
            let known: Vec<&str> = match field {
                "type" => self
                    .plan
                    .types
                    .iter()
                    .map(|kind| kind.id.as_str())
                    .collect(),
                "security" => vec!["true", "false"],
                "environment" => self
                    .plan
                    .environments
                    .iter()
                    .map(|environment| environment.id.as_str())
                    .collect(),
                "severity" => self
                    .plan
                    .severities
                    .iter()
                    .map(|severity| severity.id.as_str())
                    .collect(),
                fact => match self.plan.facts.iter().find(|known| known.id == fact) {
                    Some(known) => known
                        .answers
                        .iter()
                        .map(|answer| answer.id.as_str())
                        .collect(),
                    None => {
                        let fields: Vec<&str> = When::FIELDS
                            .iter()
                            .copied()
                            .chain(facts.iter().copied())
                            .collect();
                        self.name(here, "fact", fact, &fields);
                        continue;
                    }
                },
            };
            for (index, word) in allowed.iter().enumerate() {
                self.name(
                    here.index(index),
                    &format!("value of `{field}`"),
                    &word.0,
                    &known,
                );
            }
        }
    }

    fn since(&mut self, path: &Path, since: Option<&str>) {
        if let Some(version) = since.filter(|version| !version::is_version(version)) {
            self.error(
                "plan/bad-value",
                path.key("since"),
                format!("`{version}` is no version; write it like 1.2.0"),
            );
        }
    }

    fn proofs(&mut self, path: &Path, proofs: &'a [String], own_list: Option<&str>) {
        for (index, text) in proofs.iter().enumerate() {
            let here = path.key("proves").index(index);
            match Proof::parse(text) {
                Err(message) => self.error("plan/unknown-name", here, message),
                Ok(Proof::Answered(fact) | Proof::SettledFact(fact)) => {
                    let known = self.fact_ids();
                    self.name(here, "fact", fact, &known);
                }
                Ok(Proof::Milestone(milestone)) => {
                    let known: Vec<&str> = self
                        .plan
                        .milestones
                        .iter()
                        .map(|known| known.id.as_str())
                        .collect();
                    self.name(here, "milestone", milestone, &known);
                }
                Ok(Proof::Section(section)) => {
                    let known: Vec<&str> = self
                        .plan
                        .review
                        .sections
                        .iter()
                        .map(|known| known.id.as_str())
                        .collect();
                    self.name(here, "section", section, &known);
                }
                Ok(Proof::Checks(checklist)) => {
                    let known: Vec<&str> = self.plan.checklists.keys().collect();
                    self.name(here.clone(), "checklist", checklist, &known);
                    // A list that waits for lists could wait for itself; one step is all that is needed.
                    let waits = |list: &raw::Checklist| {
                        list.checks
                            .iter()
                            .flat_map(|check| &check.proves)
                            .any(|proof| proof.starts_with("checks."))
                    };
                    if own_list == Some(checklist)
                        || self.plan.checklists.get(checklist).is_some_and(waits)
                    {
                        self.error(
                            "plan/bad-value",
                            here,
                            format!("`{text}` waits for a list that itself waits for a list"),
                        );
                    }
                }
                Ok(_) => {}
            }
        }
    }

    fn severity_ids(&self) -> Vec<&'a str> {
        self.plan
            .severities
            .iter()
            .map(|severity| severity.id.as_str())
            .collect()
    }

    fn fact_ids(&self) -> Vec<&'a str> {
        self.plan
            .facts
            .iter()
            .map(|fact| fact.id.as_str())
            .collect()
    }

    fn role_ids(&self) -> Vec<&'a str> {
        self.plan
            .roles
            .iter()
            .map(|role| role.id.as_str())
            .collect()
    }
}
