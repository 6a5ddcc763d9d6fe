//! Everything in a plan that does not fit together, all at once.
//!
//! Here is what every section is checked with; [`sections`] goes through them.

mod evidence;
mod sections;
mod signers;

use std::collections::HashSet;

use super::lookup::Vocabulary;
use super::raw;
use super::when::When;
use super::{NameKind, Proof, Runbook, version};
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

    /// The ids of a list of the plan.
    fn list(&mut self, list: &Path, kind: NameKind<'_>) {
        self.ids(list, self.plan.vocabulary(kind).ids());
    }

    /// Ids within one list: each once, and none that YAML 1.1 would read as a truth value.
    fn ids<'n>(&mut self, list: &Path, ids: impl Iterator<Item = &'n str>) {
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
                self.error("plan/boolean-word", path, format!("`{id}` would be read as true or false by other YAML tools; choose another word"));
            } else if id.is_empty()
                || id.contains(char::is_whitespace)
                || id.contains([':', '=', ',', '/'])
            {
                self.error(
                    "plan/bad-value",
                    path,
                    format!("`{id}` is not a valid id; use letters, digits and hyphens"),
                );
            }
        }
    }

    /// A name that must be one of those the plan has.
    fn name(&mut self, path: Path, kind: NameKind<'_>, name: &str) {
        self.one_of(path, &self.plan.vocabulary(kind), name);
    }

    /// A name that must be one of these.
    fn one_of(&mut self, path: Path, known: &Vocabulary<'_>, name: &str) {
        if let Some(unknown) = known.unknown(name) {
            self.error("plan/unknown-name", path, format!("there is no {unknown}"));
        }
    }

    fn when(&mut self, path: &Path, when: &When) {
        for (field, allowed) in when.0.iter() {
            let here = path.key("when").key(field);
            let known = match NameKind::of_field(field) {
                None => Vocabulary::of_words("", ["true", "false"]),
                Some(NameKind::Answer(fact))
                    if self.plan.facts.iter().all(|known| known.id != fact) =>
                {
                    let mut fields = Vocabulary::of_words("fact", When::FIELDS);
                    fields
                        .names
                        .extend(self.plan.vocabulary(NameKind::Fact).names);
                    self.one_of(here, &fields, fact);
                    continue;
                }
                Some(kind) => self.plan.vocabulary(kind),
            };
            let known = known.called(format!("value of `{field}`"));
            for (index, word) in allowed.iter().enumerate() {
                self.one_of(here.index(index), &known, &word.0);
            }
        }
    }

    fn since(&mut self, path: &Path, since: Option<&str>) {
        if let Some(version) = since.filter(|version| !version::is_version(version)) {
            self.error(
                "plan/bad-value",
                path.key("since"),
                format!("`{version}` is not a version; write it like 1.2.0"),
            );
        }
    }

    fn proofs(&mut self, path: &Path, proofs: &'a [String], own_list: Option<&str>) {
        for (index, text) in proofs.iter().enumerate() {
            let here = path.key("proves").index(index);
            match Proof::parse(text) {
                Err(message) => self.error("plan/unknown-name", here, message),
                Ok(Proof::Answered(fact) | Proof::SettledFact(fact)) => {
                    self.name(here, NameKind::Fact, fact);
                }
                Ok(Proof::Milestone(milestone)) => {
                    self.name(here, NameKind::Milestone, milestone);
                }
                Ok(Proof::Section(section)) => {
                    let known = self.plan.vocabulary(NameKind::ReviewSection);
                    self.one_of(here, &known.called("section"), section);
                }
                Ok(Proof::Checks(checklist)) => {
                    self.name(here.clone(), NameKind::Checklist, checklist);
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
                            format!("`{text}` refers to a list that refers to another list"),
                        );
                    }
                }
                Ok(_) => {}
            }
        }
    }
}
