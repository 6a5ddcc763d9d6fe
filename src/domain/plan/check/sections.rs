//! The sections of a plan, each held against what it names.

use std::collections::HashSet;

use super::{APPROVALS, Checker, UPDATE_FIELDS};
use crate::domain::plan::lookup::Vocabulary;
use crate::domain::plan::raw::{Floor, RequiredRole};
use crate::domain::plan::when::When;
use crate::domain::plan::{NameKind, READINESS, Zone, case, version};
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
                "this version of inc supports plans of schema 1",
            );
        }
        if !version::is_version(&self.plan.metadata.version) {
            self.error(
                "plan/bad-value",
                Path::of("metadata.version"),
                "a plan's version has the form 1.2.0",
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
                self.error("plan/bad-value", at("id_format"), format!("an ID format must contain YYYY, MM, DD and NNN once each, like INC-YYYYMMDD-NNN; {part} is missing or repeated"));
            }
        }
        for (key, kind, name) in [
            (
                "default_severity",
                NameKind::Severity,
                &settings.default_severity,
            ),
            (
                "default_environment",
                NameKind::Environment,
                &settings.default_environment,
            ),
            (
                "reconciliation_owner",
                NameKind::Role,
                &settings.reconciliation_owner,
            ),
        ] {
            self.name(at(key), kind, name);
        }
    }

    fn severities(&mut self) {
        self.list(&Path::of("severities"), NameKind::Severity);
        self.list(&Path::of("environments"), NameKind::Environment);
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
                    format!("the status {status} is listed {times} times; list each status once"),
                );
            }
        }
    }

    fn facts(&mut self) {
        let list = Path::of("facts");
        self.list(&list, NameKind::Fact);
        for (index, fact) in self.plan.facts.iter().enumerate() {
            let here = list.index(index);
            if When::FIELDS.contains(&fact.id.as_str()) {
                self.error(
                    "plan/duplicate-id",
                    here.key("id"),
                    format!("`{}` is reserved in `when:`; choose another id", fact.id),
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
                    "every fact needs the answer `under-review`, which must not clear the risk",
                );
            }
            if !fact.answers.iter().any(|answer| answer.clears) {
                self.error(
                    "plan/bad-value",
                    answers.clone(),
                    "no answer rules this risk out: give one of them `clears: true`",
                );
            }
            for (place, answer) in fact.answers.iter().enumerate() {
                let floor = answers.index(place).key("floor");
                match &answer.floor {
                    Some(Floor::Always(severity)) => {
                        self.name(floor, NameKind::Severity, severity);
                    }
                    Some(Floor::Sometimes(floors)) => {
                        for (which, conditional) in floors.iter().enumerate() {
                            let at = floor.index(which).key("severity");
                            self.name(at, NameKind::Severity, &conditional.severity);
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
        self.list(&list, NameKind::Impact);
        let known = Vocabulary::of_words("kind of impact", Impact::KINDS);
        for (index, kind) in self.plan.impact.iter().enumerate() {
            let here = list.index(index);
            self.one_of(here.key("id"), &known, &kind.id);
            if let Some(fact) = &kind.fact {
                self.name(here.key("fact"), NameKind::Fact, fact);
            }
            self.when(&here, &kind.when);
        }
    }

    fn types(&mut self) {
        let list = Path::of("types");
        self.list(&list, NameKind::Type);
        let runbooks = Vocabulary::of_words("runbook", self.runbooks.keys());
        for (index, kind) in self.plan.types.iter().enumerate() {
            let here = list.index(index);
            for (place, runbook) in kind.runbooks.iter().enumerate() {
                self.one_of(here.key("runbooks").index(place), &runbooks, runbook);
            }
            for (place, required) in kind.required_roles.iter().enumerate() {
                let path = here.key("required_roles").index(place);
                match required {
                    RequiredRole::Always(role) => self.name(path, NameKind::Role, role),
                    RequiredRole::Since(entry) => {
                        self.name(path.key("role"), NameKind::Role, &entry.role);
                        self.since(&path, Some(&entry.since));
                    }
                }
            }
            for (place, fact) in kind.assumes.iter().enumerate() {
                self.name(here.key("assumes").index(place), NameKind::Fact, fact);
            }
        }
    }

    fn people(&mut self) {
        let (roles, people) = (Path::of("roles"), Path::of("people"));
        self.list(&roles, NameKind::Role);
        self.list(&people, NameKind::Person);
        self.list(&Path::of("contacts"), NameKind::Contact);
        for (index, role) in self.plan.roles.iter().enumerate() {
            if let Some(person) = &role.default {
                self.name(roles.index(index).key("default"), NameKind::Person, person);
            }
        }
        let known = Vocabulary::of_words("approval", APPROVALS);
        for (index, person) in self.plan.people.iter().enumerate() {
            let here = people.index(index).key("approves");
            for (place, what) in person.approves.iter().enumerate() {
                self.one_of(here.index(place), &known, what);
            }
        }
    }

    fn sources(&mut self) {
        let list = Path::of("sources");
        self.list(&list, NameKind::Source);
        for (index, source) in self.plan.sources.iter().enumerate() {
            self.when(&list.index(index), &source.when);
        }
    }

    fn checklists(&mut self) {
        for (id, list) in self.plan.checklists.iter() {
            let here = Path::of("checklists").key(id);
            self.when(&here, &list.when);
            let checks = here.key("checks");
            self.list(&checks, NameKind::Check(id));
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
                    let message = "`confirm_every` is only for lists with `command: readiness`";
                    self.error("plan/bad-value", here.key("confirm_every"), message);
                }
                continue;
            }
            let message =
                "lists of `inc readiness` do not belong to an incident and cannot use this key";
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
                        format!("another list of `inc readiness` has the id `{}`", check.id),
                    );
                }
            }
        }
    }

    fn milestones(&mut self) {
        let list = Path::of("milestones");
        self.list(&list, NameKind::Milestone);
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
                    "another milestone already has this event",
                );
            }
            if milestone.command.is_empty() {
                self.error(
                    "plan/bad-value",
                    here.key("command"),
                    "add the command that sets this milestone, like [triage]",
                );
            }
        }
    }

    fn escalation(&mut self) {
        for (index, criterion) in self.plan.escalation.criteria.iter().enumerate() {
            let here = Path::of("escalation.criteria").index(index).key("fact");
            self.name(here, NameKind::Fact, &criterion.fact);
        }
        let mut known = self
            .plan
            .vocabulary(NameKind::Person)
            .called("person or role");
        known
            .names
            .extend(self.plan.vocabulary(NameKind::Role).names);
        for (index, target) in self.plan.escalation.targets.iter().enumerate() {
            let here = Path::of("escalation.targets").index(index);
            self.when(&here, &target.when);
            if target.to.is_empty() {
                self.error(
                    "plan/bad-value",
                    here.key("to"),
                    "an escalation needs a recipient: add a person or a role",
                );
            }
            for (place, to) in target.to.iter().enumerate() {
                self.one_of(here.key("to").index(place), &known, to);
            }
        }
        if let Some(always) = &self.plan.escalation.always {
            self.when(&Path::of("escalation.always"), &always.when);
        }
    }

    fn communication(&mut self) {
        let (here, policy) = (Path::of("communication"), &self.plan.communication);
        self.when(&here.key("updates"), &policy.updates.when);
        let known = Vocabulary::of_words("field of an update", UPDATE_FIELDS);
        let fields = here.key("internal_fields");
        for (index, field) in policy.internal_fields.iter().enumerate() {
            self.one_of(fields.index(index).key("id"), &known, &field.id);
        }
        let templates = here.key("templates");
        self.list(&templates, NameKind::Template(None));
        for (index, template) in policy.templates.iter().enumerate() {
            let template_at = templates.index(index);
            self.when(&template_at, &template.when);
            let fields = template.fields.iter().map(|field| field.id.as_str());
            self.ids(&template_at.key("fields"), fields);
        }
        for (list, kind) in [
            ("channels", NameKind::Channel),
            ("external_grounds", NameKind::Ground),
            ("external_forbidden", NameKind::Forbidden),
        ] {
            self.list(&here.key(list), kind);
        }
    }

    fn duties(&mut self) {
        self.list(&Path::of("regulatory.duties"), NameKind::Duty);
        for (index, duty) in self.plan.regulatory.duties.iter().enumerate() {
            let here = Path::of("regulatory.duties").index(index);
            self.when(&here, &duty.when);
            if let Some(check) = &duty.unless {
                self.name(here.key("unless"), NameKind::CheckPath, check);
            }
        }
        for (index, window) in self.plan.windows.iter().enumerate() {
            let here = Path::of("windows").index(index);
            self.when(&here, &window.when);
            self.name(here.key("check"), NameKind::CheckPath, &window.check);
        }
        self.list(&Path::of("review.sections"), NameKind::ReviewSection);
        for (index, document) in self.plan.review.documents.iter().enumerate() {
            self.proofs(
                &Path::of("review.documents").index(index),
                &document.proves,
                None,
            );
        }
    }

    fn open_items(&mut self) {
        let settings = serde_json::to_value(&self.plan.settings).unwrap_or_default();
        let keys = settings.as_object().into_iter().flatten();
        let known = Vocabulary::of_words("setting", keys.map(|(key, _)| key.as_str()));
        for (index, item) in self.plan.open_items.iter().enumerate() {
            if let Some(setting) = &item.setting {
                let here = Path::of("open_items").index(index).key("setting");
                self.one_of(here, &known, setting);
            }
        }
    }
}
