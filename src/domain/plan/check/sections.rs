//! The sections of a plan, each held against what it names.

use std::collections::HashSet;

use super::{APPROVALS, Checker, UPDATE_FIELDS};
use crate::domain::plan::READINESS;
use crate::domain::plan::raw::{Floor, RequiredRole};
use crate::domain::plan::when::When;
use crate::domain::plan::{Zone, case, version};
use crate::domain::record::{Impact, Path, Status};

impl Checker<'_> {
    /// Goes through the file from top to bottom.
    pub(super) fn sections(&mut self) {
        self.settings();
        self.evidence_location();
        self.severities();
        self.facts();
        self.impact();
        self.types();
        self.people();
        self.signers();
        self.sources();
        self.checklists();
        self.milestones();
        self.escalation();
        self.communication();
        self.evidence();
        self.duties();
        self.open_items();
    }

    fn settings(&mut self) {
        let settings = &self.plan.settings;
        let at = |key: &str| Path::of("settings").key(key);
        if self.plan.schema != 1 {
            self.error(
                "plan/bad-value",
                Path::of("schema"),
                "this program reads plans of schema 1",
            );
        }
        if !version::is_version(&self.plan.metadata.version) {
            self.error(
                "plan/bad-value",
                Path::of("metadata.version"),
                "a plan's version is numbers with dots, like 1.2.0",
            );
        }
        if Zone::named(&settings.time_zone).is_none() {
            let known: Vec<&str> = chrono_tz::TZ_VARIANTS
                .iter()
                .map(|zone| zone.name())
                .collect();
            let meant = crate::domain::record::nearest::nearest(&settings.time_zone, known)
                .map_or(String::from("write a name like Europe/Berlin"), |zone| {
                    format!("did you mean `{zone}`?")
                });
            self.error(
                "plan/unknown-name",
                at("time_zone"),
                format!("there is no time zone `{}`; {meant}", settings.time_zone),
            );
        }
        for part in ["YYYY", "MM", "DD", "NNN"] {
            if settings.id_format.matches(part).count() != 1 {
                self.error("plan/bad-value", at("id_format"), format!("an ID format holds YYYY, MM, DD and NNN once each, like INC-YYYYMMDD-NNN; {part} is not there once"));
            }
        }
        let severities = self.severity_ids();
        self.name(
            at("default_severity"),
            "severity",
            &settings.default_severity,
            &severities,
        );
        let environments: Vec<&str> = self
            .plan
            .environments
            .iter()
            .map(|environment| environment.id.as_str())
            .collect();
        self.name(
            at("default_environment"),
            "environment",
            &settings.default_environment,
            &environments,
        );
        let roles = self.role_ids();
        self.name(
            at("reconciliation_owner"),
            "role",
            &settings.reconciliation_owner,
            &roles,
        );
    }

    fn severities(&mut self) {
        self.ids(
            &Path::of("severities"),
            self.plan
                .severities
                .iter()
                .map(|severity| severity.id.as_str()),
        );
        self.ids(
            &Path::of("environments"),
            self.plan
                .environments
                .iter()
                .map(|environment| environment.id.as_str()),
        );
        for status in Status::ALL {
            let times = self
                .plan
                .statuses
                .iter()
                .filter(|name| name.id == status)
                .count();
            if times != 1 {
                self.error(
                    "plan/bad-value",
                    Path::of("statuses"),
                    format!("the status {status} stands here {times} times; each stands once"),
                );
            }
        }
    }

    fn facts(&mut self) {
        let list = Path::of("facts");
        self.ids(&list, self.plan.facts.iter().map(|fact| fact.id.as_str()));
        let severities = self.severity_ids();
        for (index, fact) in self.plan.facts.iter().enumerate() {
            let here = list.index(index);
            if When::FIELDS.contains(&fact.id.as_str()) {
                self.error(
                    "plan/duplicate-id",
                    here.key("id"),
                    format!(
                        "`{}` has a meaning of its own in every `when:`; take another id",
                        fact.id
                    ),
                );
            }
            self.when(&here, &fact.when);
            self.since(&here, fact.since.as_deref());
            let answers = here.key("answers");
            self.ids(
                &answers,
                fact.answers.iter().map(|answer| answer.id.as_str()),
            );
            if !fact
                .answers
                .iter()
                .any(|answer| answer.id == case::UNDER_REVIEW && !answer.clears)
            {
                self.error(
                    "plan/bad-value",
                    answers.clone(),
                    "every fact can be `under-review`, and that answer clears nothing; add it",
                );
            }
            if !fact.answers.iter().any(|answer| answer.clears) {
                self.error(
                    "plan/bad-value",
                    answers.clone(),
                    "no answer clears this risk: give one `clears: true`",
                );
            }
            for (place, answer) in fact.answers.iter().enumerate() {
                let floor = answers.index(place).key("floor");
                match &answer.floor {
                    Some(Floor::Always(severity)) => {
                        self.name(floor, "severity", severity, &severities)
                    }
                    Some(Floor::Sometimes(floors)) => {
                        for (which, conditional) in floors.iter().enumerate() {
                            self.name(
                                floor.index(which).key("severity"),
                                "severity",
                                &conditional.severity,
                                &severities,
                            );
                            self.when(&floor.index(which), &conditional.when);
                        }
                    }
                    None => {}
                }
            }
        }
    }

    fn impact(&mut self) {
        let list = Path::of("impact");
        self.ids(&list, self.plan.impact.iter().map(|kind| kind.id.as_str()));
        for (index, kind) in self.plan.impact.iter().enumerate() {
            let here = list.index(index);
            self.name(here.key("id"), "kind of impact", &kind.id, &Impact::KINDS);
            if let Some(fact) = &kind.fact {
                let facts = self.fact_ids();
                self.name(here.key("fact"), "fact", fact, &facts);
            }
            self.when(&here, &kind.when);
        }
    }

    fn types(&mut self) {
        let list = Path::of("types");
        self.ids(&list, self.plan.types.iter().map(|kind| kind.id.as_str()));
        let (roles, facts) = (self.role_ids(), self.fact_ids());
        let runbooks: Vec<&str> = self.runbooks.keys().collect();
        for (index, kind) in self.plan.types.iter().enumerate() {
            let here = list.index(index);
            for (place, runbook) in kind.runbooks.iter().enumerate() {
                self.name(
                    here.key("runbooks").index(place),
                    "runbook",
                    runbook,
                    &runbooks,
                );
            }
            for (place, required) in kind.required_roles.iter().enumerate() {
                let path = here.key("required_roles").index(place);
                match required {
                    RequiredRole::Always(role) => self.name(path, "role", role, &roles),
                    RequiredRole::Since(entry) => {
                        self.name(path.key("role"), "role", &entry.role, &roles);
                        self.since(&path, Some(&entry.since));
                    }
                }
            }
            for (place, fact) in kind.assumes.iter().enumerate() {
                self.name(here.key("assumes").index(place), "fact", fact, &facts);
            }
        }
    }

    fn people(&mut self) {
        let (roles, people) = (Path::of("roles"), Path::of("people"));
        self.ids(&roles, self.plan.roles.iter().map(|role| role.id.as_str()));
        self.ids(
            &people,
            self.plan.people.iter().map(|person| person.id.as_str()),
        );
        self.ids(
            &Path::of("contacts"),
            self.plan.contacts.iter().map(|contact| contact.id.as_str()),
        );
        let known: Vec<&str> = self
            .plan
            .people
            .iter()
            .map(|person| person.id.as_str())
            .collect();
        for (index, role) in self.plan.roles.iter().enumerate() {
            if let Some(person) = &role.default {
                self.name(roles.index(index).key("default"), "person", person, &known);
            }
        }
        for (index, person) in self.plan.people.iter().enumerate() {
            for (place, what) in person.approves.iter().enumerate() {
                self.name(
                    people.index(index).key("approves").index(place),
                    "approval",
                    what,
                    &APPROVALS,
                );
            }
        }
    }

    fn sources(&mut self) {
        let list = Path::of("sources");
        self.ids(
            &list,
            self.plan.sources.iter().map(|source| source.id.as_str()),
        );
        for (index, source) in self.plan.sources.iter().enumerate() {
            self.when(&list.index(index), &source.when);
        }
    }

    fn checklists(&mut self) {
        for (id, list) in self.plan.checklists.iter() {
            let here = Path::of("checklists").key(id);
            self.when(&here, &list.when);
            let checks = here.key("checks");
            self.ids(&checks, list.checks.iter().map(|check| check.id.as_str()));
            for (index, check) in list.checks.iter().enumerate() {
                let path = checks.index(index);
                self.when(&path, &check.when);
                self.since(&path, check.since.as_deref());
                self.proofs(&path, &check.proves, Some(id));
            }
        }
        self.preparation();
    }

    /// What is confirmed before anything happens hangs on no record, and on nothing a record holds.
    fn preparation(&mut self) {
        let mut seen = HashSet::new();
        for (id, list) in self.plan.checklists.iter() {
            let here = Path::of("checklists").key(id);
            if list.command.as_deref() != Some(READINESS) {
                if list.confirm_every.is_some() {
                    let message = "only a list with `command: readiness` is confirmed again and again; this one is asked in every incident";
                    self.error("plan/bad-value", here.key("confirm_every"), message);
                }
                continue;
            }
            let message = "what `inc readiness` confirms hangs on no incident";
            for (is_there, key) in [
                (!list.when.is_empty(), "when"),
                (list.gate.is_some(), "gate"),
                (list.offered, "offered"),
            ] {
                if is_there {
                    self.error("plan/bad-value", here.key(key), message);
                }
            }
            for (index, check) in list.checks.iter().enumerate() {
                let path = here.key("checks").index(index);
                if !check.when.is_empty() {
                    self.error("plan/bad-value", path.key("when"), message);
                }
                if !check.proves.is_empty() {
                    self.error("plan/bad-value", path.key("proves"), message);
                }
                if !seen.insert(&check.id) {
                    self.error(
                        "plan/duplicate-id",
                        path.key("id"),
                        format!(
                            "another list that `inc readiness` walks has the id `{}`",
                            check.id
                        ),
                    );
                }
            }
        }
    }

    fn milestones(&mut self) {
        let list = Path::of("milestones");
        self.ids(
            &list,
            self.plan
                .milestones
                .iter()
                .map(|milestone| milestone.id.as_str()),
        );
        let mut events = HashSet::new();
        for (index, milestone) in self
            .plan
            .milestones
            .iter()
            .enumerate()
            .filter(|(_, milestone)| !milestone.retired)
        {
            let here = list.index(index);
            self.since(&here, milestone.since.as_deref());
            if milestone.event.is_some_and(|event| !events.insert(event)) {
                self.error(
                    "plan/duplicate-id",
                    here.key("event"),
                    "another milestone already stands for this moment",
                );
            }
            if milestone.command.is_empty() {
                self.error(
                    "plan/bad-value",
                    here.key("command"),
                    "name the command that sets this milestone, like [triage]",
                );
            }
        }
    }

    fn escalation(&mut self) {
        let facts = self.fact_ids();
        for (index, criterion) in self.plan.escalation.criteria.iter().enumerate() {
            self.name(
                Path::of("escalation.criteria").index(index).key("fact"),
                "fact",
                &criterion.fact,
                &facts,
            );
        }
        let known: Vec<&str> = self
            .plan
            .people
            .iter()
            .map(|person| person.id.as_str())
            .chain(self.role_ids())
            .collect();
        for (index, target) in self.plan.escalation.targets.iter().enumerate() {
            let here = Path::of("escalation.targets").index(index);
            self.when(&here, &target.when);
            if target.to.is_empty() {
                self.error(
                    "plan/bad-value",
                    here.key("to"),
                    "an escalation goes to somebody: name a person or a role",
                );
            }
            for (place, to) in target.to.iter().enumerate() {
                self.name(here.key("to").index(place), "person or role", to, &known);
            }
        }
        if let Some(always) = &self.plan.escalation.always {
            self.when(&Path::of("escalation.always"), &always.when);
        }
    }

    fn communication(&mut self) {
        let (here, policy) = (Path::of("communication"), &self.plan.communication);
        self.when(&here.key("updates"), &policy.updates.when);
        let fields = policy.internal_fields.iter();
        let fields: Vec<&str> = fields.map(|field| field.id.as_str()).collect();
        for (index, field) in fields.iter().enumerate() {
            self.name(
                here.key("internal_fields").index(index).key("id"),
                "field of an update",
                field,
                &UPDATE_FIELDS,
            );
        }
        let templates = here.key("templates");
        self.ids(
            &templates,
            policy.templates.iter().map(|template| template.id.as_str()),
        );
        for (index, template) in policy.templates.iter().enumerate() {
            let template_at = templates.index(index);
            self.when(&template_at, &template.when);
            self.ids(
                &template_at.key("fields"),
                template.fields.iter().map(|field| field.id.as_str()),
            );
        }
        for (list, entries) in [
            (
                "channels",
                policy
                    .channels
                    .iter()
                    .map(|entry| entry.id.as_str())
                    .collect::<Vec<_>>(),
            ),
            (
                "external_grounds",
                policy
                    .external_grounds
                    .iter()
                    .map(|entry| entry.id.as_str())
                    .collect(),
            ),
            (
                "external_forbidden",
                policy
                    .external_forbidden
                    .iter()
                    .map(|entry| entry.id.as_str())
                    .collect(),
            ),
        ] {
            self.ids(&here.key(list), entries.into_iter());
        }
    }

    fn duties(&mut self) {
        self.ids(
            &Path::of("regulatory.duties"),
            self.plan
                .regulatory
                .duties
                .iter()
                .map(|duty| duty.id.as_str()),
        );
        for (index, duty) in self.plan.regulatory.duties.iter().enumerate() {
            let here = Path::of("regulatory.duties").index(index);
            self.when(&here, &duty.when);
            if let Some(check) = &duty.unless {
                self.check_name(here.key("unless"), check);
            }
        }
        for (index, window) in self.plan.windows.iter().enumerate() {
            let here = Path::of("windows").index(index);
            self.when(&here, &window.when);
            self.check_name(here.key("check"), &window.check);
        }
        self.ids(
            &Path::of("review.sections"),
            self.plan
                .review
                .sections
                .iter()
                .map(|section| section.id.as_str()),
        );
        for (index, document) in self.plan.review.documents.iter().enumerate() {
            self.proofs(
                &Path::of("review.documents").index(index),
                &document.proves,
                None,
            );
        }
    }

    /// `CHECKLIST/CHECK`.
    fn check_name(&mut self, path: Path, name: &str) {
        let lists = self.plan.checklists.iter();
        let known: Vec<String> = lists
            .flat_map(|(id, list)| {
                list.checks
                    .iter()
                    .map(move |check| format!("{id}/{}", check.id))
            })
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.name(path, "check", name, &known);
    }

    fn open_items(&mut self) {
        let settings = serde_json::to_value(&self.plan.settings).unwrap_or_default();
        let known: Vec<String> = settings
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key.clone())
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for (index, item) in self.plan.open_items.iter().enumerate() {
            if let Some(setting) = &item.setting {
                self.name(
                    Path::of("open_items").index(index).key("setting"),
                    "setting",
                    setting,
                    &known,
                );
            }
        }
    }
}
