//! The view of a record under its plan.

use super::view::{
    Check, Checklist, Closure, Detection, Kind, Plan, Role, RootCause, Severity, Status, Times,
    View,
};
use super::zoned::{self, ZonedTimes};
use super::{entries, facts, review, timeline};
use crate::domain::plan::{Case, CheckView, NameKind, READINESS};
use crate::domain::record::{Audience, State};

/// Everything a template may show to its audience. A name that the plan does not know is shown as it
/// stands.
pub(crate) fn view(case: Case<'_>, audience: Audience) -> View {
    let Case { record, plan, .. } = case;
    let clock = ZonedTimes::new(plan.zone(), record);
    let timeline = timeline::entries(case, &clock);
    let actions = entries::actions(case);
    let evidence = entries::evidence(case, &clock, audience);
    let environment = |id: &String| entries::title(case, NameKind::Environment, id);
    View {
        id: record.id.clone(),
        formerly: record.formerly.clone(),
        title: record.title.clone(),
        kind: kind(case),
        severity: severity(case),
        status: status(case),
        environment: record.environment.as_ref().map(environment),
        classification: record.classification.clone(),
        services: record.services.clone(),
        owner: record.owner.clone(),
        holder: plan
            .roles
            .iter()
            .map(|role| (role.id.clone(), record.roles.get(&role.id).cloned()))
            .collect(),
        times: times(case, &clock),
        zone: clock.label(),
        detection: detection(case),
        impact: facts::impact(case),
        facts: facts::facts(case),
        risk: plan
            .facts
            .iter()
            .map(|fact| (fact.id.clone(), facts::risk(case, &fact.id)))
            .collect(),
        roles: roles(case),
        checks: checks(case),
        root_cause: root_cause(case, &clock),
        resolution: record.resolution.clone(),
        verification: record.verification.clone(),
        actions_taken: timeline
            .iter()
            .filter(|entry| !entry.phase.is_empty())
            .cloned()
            .collect(),
        timeline,
        milestones: timeline::milestones(case, &clock),
        escalations: entries::escalations(case, &clock),
        communications: entries::communications(case, &clock),
        evidence_left_out: record.evidence.len() - evidence.len(),
        evidence,
        action_owners: entries::action_owners(&actions),
        actions,
        review: review::review(case, &clock),
        regulatory: review::regulatory(case, &clock),
        waivers: entries::waivers(case, &clock),
        closure: closure(case, &clock),
        plan: Plan {
            title: plan.metadata.title.clone(),
            opened: record.plan.clone(),
            closed: record.closure.as_ref().map(|closure| closure.plan.clone()),
        },
    }
}

fn kind(case: Case<'_>) -> Kind {
    let id = &case.record.kind;
    Kind {
        id: id.clone(),
        title: case.kind().map_or(id, |kind| &kind.title).clone(),
        security: case.is_security(),
    }
}

fn severity(case: Case<'_>) -> Severity {
    let known = case.plan.severity(&case.record.severity);
    Severity {
        id: case.record.severity.clone(),
        title: known
            .map(|severity| severity.title.clone())
            .unwrap_or_default(),
        description: known
            .map(|severity| severity.description.clone())
            .unwrap_or_default(),
    }
}

fn status(case: Case<'_>) -> Status {
    let status = case.record.status;
    let named = case.plan.status_name(status);
    Status {
        id: status.id().to_owned(),
        title: named.map_or(status.id(), |name| &name.title).to_owned(),
        security: named.map_or(status.id(), |name| &name.security).to_owned(),
        closed: status.is_closed(),
    }
}

fn times(case: Case<'_>, clock: &ZonedTimes) -> Times {
    let record = case.record;
    let start = record.detection.began_at();
    let end = case.recovered_at();
    Times {
        start: clock.show(start),
        detected: clock.show(record.detection.detected_at),
        acknowledged: record.detection.acknowledged_at.map(|at| clock.show(at)),
        end: end.map(|at| clock.show(at)),
        closed: record
            .closure
            .as_ref()
            .map(|closure| clock.show(closure.at)),
        duration: case.duration().and_then(zoned::length),
    }
}

fn detection(case: Case<'_>) -> Detection {
    let id = case.record.detection.source.as_deref();
    let known = id.and_then(|id| case.plan.source(id));
    Detection {
        source: known
            .map(|source| source.title.as_str())
            .or(id)
            .map(str::to_owned),
        monitoring: known
            .and_then(|source| source.monitoring.clone())
            .unwrap_or_default(),
        threshold: known
            .and_then(|source| source.threshold.clone())
            .unwrap_or_default(),
    }
}

fn roles(case: Case<'_>) -> Vec<Role> {
    let (record, plan) = (case.record, case.plan);
    let required = case.required_roles();
    let shown = plan
        .roles
        .iter()
        .filter(|role| required.contains(&role.id.as_str()) || record.roles.contains_key(&role.id));
    let shown = shown.map(|role| Role {
        id: role.id.clone(),
        title: role.title.clone(),
        responsibility: role.responsibility.clone(),
        person: record.roles.get(&role.id).cloned(),
        required: required.contains(&role.id.as_str()),
    });
    let foreign = record
        .roles
        .iter()
        .filter(|(id, _)| plan.role(id).is_none())
        .map(|(id, person)| Role {
            id: id.to_owned(),
            title: id.to_owned(),
            responsibility: String::new(),
            person: Some(person.clone()),
            required: false,
        });
    shown.chain(foreign).collect()
}

fn checks(case: Case<'_>) -> Vec<Checklist> {
    let lists = case.plan.checklists.iter();
    let of_incidents =
        lists.filter(|(_, list)| !list.offered && list.command.as_deref() != Some(READINESS));
    let lists = of_incidents.map(|(id, list)| {
        let mut checks: Vec<Check> = case.checks(id).iter().map(check).collect();
        checks.extend(stated(case, id, &checks));
        Checklist {
            id: id.to_owned(),
            title: list.title.clone(),
            settled: checks.iter().filter(|check| check.settled).count(),
            checks,
        }
    });
    lists.filter(|list| !list.checks.is_empty()).collect()
}

fn check(check: &CheckView<'_>) -> Check {
    Check {
        id: check.check.id.clone(),
        check: check.check.check.clone(),
        expect: check.check.expect.clone().unwrap_or_default(),
        state: state(check.state()),
        settled: check.is_satisfied(),
        note: check.note().unwrap_or_default().to_owned(),
    }
}

/// Checks that somebody spoke of though they do not apply (any more): their notes are not hidden.
fn stated(case: Case<'_>, checklist: &str, shown: &[Check]) -> Vec<Check> {
    let stored = case
        .record
        .checks
        .get(checklist)
        .into_iter()
        .flat_map(|checks| checks.iter());
    let others = stored.filter(|(id, _)| shown.iter().all(|check| check.id != *id));
    let others = others.map(|(id, stored)| {
        let known = case.find_check(checklist, id);
        Check {
            id: id.to_owned(),
            check: known.map_or(id, |known| &known.check).to_owned(),
            expect: known
                .and_then(|known| known.expect.clone())
                .unwrap_or_default(),
            state: state(stored.state),
            settled: stored.state.is_settled(),
            note: stored.note.clone().unwrap_or_default(),
        }
    });
    others.collect()
}

fn state(state: State) -> Option<String> {
    let word = match state {
        State::Done => "Done",
        State::Open => "Open",
        State::Failed => "Failed",
        State::NotApplicable => "Not Applicable",
        State::UnderReview => return None,
    };
    Some(word.to_owned())
}

fn root_cause(case: Case<'_>, clock: &ZonedTimes) -> RootCause {
    let cause = case.record.root_cause.as_ref();
    RootCause {
        text: cause.map(|cause| cause.text.clone()),
        confirmed_by: cause.map(|cause| cause.confirmed_by.clone()),
        confirmed_at: cause.map(|cause| clock.show(cause.confirmed_at)),
    }
}

fn closure(case: Case<'_>, clock: &ZonedTimes) -> Closure {
    let closure = case.record.closure.as_ref();
    Closure {
        at: closure.map(|closure| clock.show(closure.at)),
        by: closure.map(|closure| closure.by.clone()),
        plan: closure.map(|closure| closure.plan.clone()),
        seal: closure.and_then(|closure| closure.seal.clone()),
    }
}
