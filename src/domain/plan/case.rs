//! A record seen under a plan: what applies to it, what it proves, what it lacks.

use super::raw::{
    Checklist, EscalationTarget, Fact, FactAnswer, Floor, PlanCheck, RequiredEvidence,
    RequiredRole, Role, Type,
};
use super::version::binds;
use super::when::{RecordFacts, When};
use super::{MilestoneEvent, Plan, Proof};
use crate::domain::record::{Check, Record, State, Status, Time};
use chrono::TimeDelta;

/// The id of the answer that leaves every risk open (O24).
pub(crate) const UNDER_REVIEW: &str = "under-review";

/// The checklist that runbooks' recovery steps join (O17).
pub(crate) const RECOVERY: &str = "recovery";

/// The key under `checks` that holds milestones ruled out with a reason.
pub(crate) const MILESTONES: &str = "milestones";

/// A record and the plan it is judged under.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub record: &'a Record,
    pub plan: &'a Plan,
    /// Looked up once, since every `when:` may ask for it.
    kind: Option<&'a Type>,
}

/// Why a severity is the least that an incident may have.
#[derive(Clone, Debug)]
pub struct FloorReason<'a> {
    pub severity: &'a str,
    pub fact: &'a Fact,
    pub answer: &'a FactAnswer,
}

impl FloorReason<'_> {
    /// `data exposure is under review: at least SEV-1`
    pub fn words(&self) -> String {
        let (fact, answer) = (&self.fact.title, self.answer.word());
        format!("{fact} is {answer}: at least {}", self.severity)
    }
}

/// One check as it stands in a record.
#[derive(Clone, Debug)]
pub struct CheckView<'a> {
    pub checklist: &'a str,
    pub check: &'a PlanCheck,
    pub standing: CheckStatus<'a>,
}

/// How far a check has come.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckStatus<'a> {
    /// The record proves it.
    Proved,
    /// The record would have to prove it and does not: these proofs are missing.
    Unproved(Vec<Proof<'a>>),
    /// Somebody said how it stands.
    Said(&'a Check),
    /// Nobody has said anything yet.
    Unsaid,
}

impl CheckView<'_> {
    pub fn is_satisfied(&self) -> bool {
        match &self.standing {
            CheckStatus::Proved => true,
            CheckStatus::Said(check) => check.state.is_settled(),
            CheckStatus::Unproved(_) | CheckStatus::Unsaid => false,
        }
    }

    pub fn is_computed(&self) -> bool {
        !self.check.proves.is_empty()
    }

    pub fn state(&self) -> State {
        match &self.standing {
            CheckStatus::Proved => State::Done,
            CheckStatus::Said(check) => check.state,
            CheckStatus::Unproved(_) | CheckStatus::Unsaid => State::Open,
        }
    }

    /// `redis`, or `redis failed` where somebody said more than nothing.
    pub fn summary(&self) -> String {
        match &self.standing {
            CheckStatus::Said(check) => match &check.note {
                Some(note) if check.state == State::Failed => {
                    format!("{} {}: {note}", self.check.id, check.state)
                }
                _ => format!("{} {}", self.check.id, check.state),
            },
            _ => self.check.id.clone(),
        }
    }

    pub fn note(&self) -> Option<&str> {
        match &self.standing {
            CheckStatus::Said(check) => check.note.as_deref(),
            _ => None,
        }
    }
}

impl<'a> Case<'a> {
    pub fn new(record: &'a Record, plan: &'a Plan) -> Self {
        let kind = plan.kind(&record.kind);
        Case { record, plan, kind }
    }

    pub fn kind(&self) -> Option<&'a Type> {
        self.kind
    }

    pub fn is_security(&self) -> bool {
        self.kind.is_some_and(|kind| kind.security)
    }

    pub fn holds(&self, when: &When) -> bool {
        when.holds(&RecordFacts {
            record: self.record,
            security: self.is_security(),
            severity: &self.record.severity,
        })
    }

    /// Whether a requirement that came in with `since` binds this record.
    pub fn binds(&self, since: Option<&str>) -> bool {
        binds(since, self.record.judged_plan())
    }

    /// The facts that apply, in the plan's order.
    pub fn facts(self) -> impl Iterator<Item = &'a Fact> {
        self.plan.facts.iter().filter(move |fact| {
            !fact.retired && self.binds(fact.since.as_deref()) && self.holds(&fact.when)
        })
    }

    /// The answer given to a fact, where both are the plan's.
    pub fn answer_to(&self, fact: &'a Fact) -> Option<&'a FactAnswer> {
        let given = self.record.answer(&fact.id)?;
        fact.answers.iter().find(|answer| answer.id == given)
    }

    /// Whether the record says what a fact is, and not merely that it is being looked into.
    pub fn is_settled(&self, fact: &str) -> bool {
        self.record
            .answer(fact)
            .is_some_and(|answer| answer != UNDER_REVIEW)
    }

    /// Whether a risk is open: answered, and not by an answer that rules it out.
    pub fn is_open_risk(&self, fact: &str) -> bool {
        self.plan
            .fact(fact)
            .and_then(|fact| self.answer_to(fact))
            .is_some_and(|answer| !answer.clears)
    }

    /// Facts that apply and have no answer.
    pub fn unanswered(self) -> impl Iterator<Item = &'a Fact> {
        self.facts()
            .filter(move |fact| self.record.answer(&fact.id).is_none())
    }

    /// What demands a severity, worst first (O4, S9).
    pub fn floor_reasons(&self) -> Vec<FloorReason<'a>> {
        let mut reasons: Vec<FloorReason<'a>> = self
            .facts()
            .filter_map(|fact| {
                let answer = self.answer_to(fact)?;
                let severity = match answer.floor.as_ref()? {
                    Floor::Always(severity) => severity.as_str(),
                    Floor::Sometimes(floors) => floors
                        .iter()
                        .filter(|floor| self.holds(&floor.when))
                        .map(|floor| floor.severity.as_str())
                        .min_by_key(|severity| self.plan.rank(severity))?,
                };
                Some(FloorReason {
                    severity,
                    fact,
                    answer,
                })
            })
            .collect();
        reasons.sort_by_key(|reason| self.plan.rank(reason.severity));
        reasons
    }

    /// The mildest severity that the answers allow.
    pub fn floor(&self) -> Option<&'a str> {
        self.floor_reasons().first().map(|reason| reason.severity)
    }

    /// Whether `severity` is milder than the answers allow.
    pub fn is_below_floor(&self, severity: &str) -> bool {
        self.floor()
            .is_some_and(|floor| self.plan.rank(severity) > self.plan.rank(floor))
    }

    /// When service was recovered for the last time; nothing once the incident was reopened after.
    pub fn recovered_at(&self) -> Option<Time> {
        let last = |moment| {
            let milestone = self.plan.milestone_of(moment)?;
            self.record.milestone(&milestone.id).map(|event| event.at)
        };
        let recovered = last(MilestoneEvent::Recovered)?;
        let reopened = last(MilestoneEvent::Reopened);
        reopened
            .is_none_or(|reopened| reopened <= recovered)
            .then_some(recovered)
    }

    /// From the start, if known, else from detection, until service was recovered (O20).
    pub fn duration(&self) -> Option<TimeDelta> {
        // From minute to minute, as both are shown: a reader who subtracts finds the same.
        let minute = |time: Time| TimeDelta::minutes(time.0.timestamp().div_euclid(60));
        Some(minute(self.recovered_at()?) - minute(self.record.detection.began_at()))
    }

    /// The roles the type requires (O14, S4).
    pub fn required_roles(&self) -> Vec<&'a str> {
        let required = self
            .kind()
            .into_iter()
            .flat_map(|kind| &kind.required_roles);
        required
            .filter_map(|role| match role {
                RequiredRole::Always(role) => Some(role.as_str()),
                RequiredRole::Since(entry) => self
                    .binds(Some(&entry.since))
                    .then_some(entry.role.as_str()),
            })
            .collect()
    }

    /// Required roles that nobody has.
    pub fn missing_roles(&self) -> Vec<&'a Role> {
        let missing = self
            .required_roles()
            .into_iter()
            .filter(|role| !self.record.roles.contains_key(role));
        missing.filter_map(|role| self.plan.role(role)).collect()
    }

    /// Facts whose answer is an escalation criterion (O21).
    pub fn escalating(self) -> impl Iterator<Item = &'a Fact> {
        self.facts()
            .filter(move |fact| self.answer_to(fact).is_some_and(|answer| answer.escalate))
    }

    /// Escalation criteria of which somebody who must hear was not told (O21).
    pub fn unmet_escalations(&self) -> Vec<&'a Fact> {
        self.escalating()
            .filter(|fact| !self.unnotified(Some(&fact.id)).is_empty())
            .collect()
    }

    /// Whether the plan wants somebody told whatever the facts say, who was not (S2).
    pub fn is_unnotified(&self) -> bool {
        let always = self.plan.escalation.always.as_ref();
        always.is_some_and(|always| self.holds(&always.when)) && !self.unnotified(None).is_empty()
    }

    /// Who must be told at this severity and was not: of one reason, or of the incident at all.
    pub fn unnotified(&self, reason: Option<&str>) -> Vec<&'a str> {
        let entries = self.record.escalations.iter();
        let notified: Vec<&str> = entries
            .filter(|entry| {
                reason.is_none_or(|fact| entry.reasons.iter().any(|notified| notified == fact))
            })
            .map(|entry| entry.to.as_str())
            .collect();
        let targets = self.escalation_target().into_iter();
        targets
            .flat_map(|target| &target.to)
            .filter(|id| !self.is_notified(id, &notified))
            .map(String::as_str)
            .collect()
    }

    /// Whether somebody was told: by name, as one who holds a role in the response, or by telling
    /// whoever would hear of something worse.
    fn is_notified(&self, id: &str, notified: &[&str]) -> bool {
        let holder = self.record.roles.get(id);
        let named = |to: &&str| {
            self.plan.is_called(to, id)
                || self.above().any(|higher| self.plan.is_called(to, higher))
        };
        holder.is_some() || notified.iter().any(named)
    }

    /// Those who are told of the same incident at a worse severity.
    fn above(&self) -> impl Iterator<Item = &'a str> {
        let rank = self.plan.rank(&self.record.severity);
        let worse = self.plan.severities.iter().take(rank);
        worse
            .filter_map(|severity| {
                let facts = RecordFacts {
                    record: self.record,
                    security: self.is_security(),
                    severity: &severity.id,
                };
                let mut targets = self.plan.escalation.targets.iter();
                targets.find(|target| target.when.holds(&facts))
            })
            .flat_map(|target| target.to.iter().map(String::as_str))
    }

    /// To whom, and within what time, an escalation goes.
    pub fn escalation_target(&self) -> Option<&'a EscalationTarget> {
        self.plan
            .escalation
            .targets
            .iter()
            .find(|target| self.holds(&target.when))
    }

    /// Evidence that this kind of incident demands and the record does not have (O18).
    pub fn missing_evidence(&self) -> Vec<&'a RequiredEvidence> {
        let required = self.plan.evidence.required.iter();
        required
            .filter(|demand| self.binds(demand.since.as_deref()) && self.holds(&demand.when))
            .filter(|demand| {
                !self
                    .record
                    .evidence
                    .iter()
                    .any(|item| demand.one_of.contains(&item.kind))
            })
            .collect()
    }

    /// The checks of one list that apply, each as it stands.
    pub fn checks(&self, checklist: &'a str) -> Vec<CheckView<'a>> {
        let Some(list) = self.plan.checklists.get(checklist) else {
            return Vec::new();
        };
        if !self.holds(&list.when) {
            return Vec::new();
        }
        self.all_checks(checklist, list)
            .filter(|check| {
                !check.retired && self.binds(check.since.as_deref()) && self.holds(&check.when)
            })
            .map(|check| CheckView {
                checklist,
                check,
                standing: self.standing(checklist, check),
            })
            .collect()
    }

    /// A list of the plan, and what the type's runbooks add to it, whether it applies or not.
    pub fn all_checks(
        self,
        checklist: &str,
        list: &'a Checklist,
    ) -> impl Iterator<Item = &'a PlanCheck> {
        let runbooks = self
            .kind()
            .filter(|_| checklist == RECOVERY)
            .into_iter()
            .flat_map(|kind| &kind.runbooks);
        let added = runbooks
            .filter_map(move |runbook| self.plan.runbooks.get(runbook))
            .flat_map(|runbook| &runbook.recovery);
        list.checks.iter().chain(added)
    }

    /// A check of the plan or of the type's runbooks, by the ids a record uses.
    pub fn find_check(&self, checklist: &str, id: &str) -> Option<&'a PlanCheck> {
        let list = self.plan.checklists.get(checklist)?;
        self.all_checks(checklist, list)
            .find(|check| check.id == id)
    }

    /// Every demand that must be satisfied before a status, list by list.
    pub fn gate(&self, status: Status) -> Vec<CheckView<'a>> {
        let lists = self
            .plan
            .checklists
            .iter()
            .filter(|(_, list)| !list.offered && list.gate == Some(status));
        lists.flat_map(|(id, _)| self.checks(id)).collect()
    }

    /// Whether a check may be ruled out here: the plan marks it conditional, and no risk that it
    /// hangs on is open. The reason it may not, otherwise.
    pub fn may_be_ruled_out(&self, check: &PlanCheck) -> Result<(), String> {
        if !check.conditional {
            return Err(format!(
                "the plan requires \u{201c}{}\u{201d} for every incident of this kind",
                check.check
            ));
        }
        match check.when.facts().find(|fact| self.is_open_risk(fact)) {
            None => Ok(()),
            Some(fact) => {
                let title = self
                    .plan
                    .fact(fact)
                    .map_or(fact, |fact| fact.title.as_str());
                Err(format!("{title} is not ruled out"))
            }
        }
    }

    fn standing(&self, checklist: &str, check: &'a PlanCheck) -> CheckStatus<'a> {
        if check.proves.is_empty() {
            return self
                .record
                .check(checklist, &check.id)
                .map_or(CheckStatus::Unsaid, CheckStatus::Said);
        }
        let proofs = check
            .proves
            .iter()
            .filter_map(|text| Proof::parse(text).ok());
        let missing: Vec<Proof<'a>> = proofs.filter(|proof| !self.proves(*proof)).collect();
        if missing.is_empty() {
            CheckStatus::Proved
        } else {
            CheckStatus::Unproved(missing)
        }
    }

    /// Whether the record proves something.
    pub fn proves(&self, proof: Proof<'_>) -> bool {
        let record = self.record;
        match proof {
            Proof::Owner => record.owner.is_some(),
            Proof::Environment => record.environment.is_some(),
            Proof::Services => !record.services.is_empty(),
            Proof::RequiredRoles => self.missing_roles().is_empty(),
            Proof::Impact(kind) => record.impact.get(kind).is_some(),
            Proof::DetectionSource => record.detection.source.is_some(),
            Proof::Acknowledged => record.detection.acknowledged_at.is_some(),
            Proof::RootCause => record.root_cause.is_some(),
            Proof::Resolution => record.resolution.is_some(),
            Proof::Verification => record.verification.is_some(),
            Proof::Evidence => !record.evidence.is_empty(),
            Proof::RequiredEvidence => self.missing_evidence().is_empty(),
            Proof::Timeline => !record.timeline.is_empty(),
            Proof::Actions => !record.actions.is_empty(),
            Proof::ActionOwners => record.actions.iter().all(|action| action.owner.is_some()),
            Proof::Settled => self.facts().all(|fact| self.is_settled(&fact.id)),
            Proof::Answered(fact) => !self.applies(fact) || record.answer(fact).is_some(),
            Proof::SettledFact(fact) => !self.applies(fact) || self.is_settled(fact),
            Proof::Milestone(mark) => record.milestone(mark).is_some(),
            Proof::Checks(checklist) => self
                .plan
                .checklists
                .iter()
                .find(|(id, _)| *id == checklist)
                .is_none_or(|(id, _)| self.checks(id).iter().all(CheckView::is_satisfied)),
            Proof::Section(section) => record
                .review
                .as_ref()
                .is_some_and(|review| review.sections.contains_key(section)),
        }
    }

    fn applies(&self, fact: &str) -> bool {
        self.facts().any(|known| known.id == fact)
    }
}
