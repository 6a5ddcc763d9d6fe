//! What is missing or demanded now, most urgent first: what a tired person types `inc next` for.
//!
//! Nothing here is a rule of its own. Clocks say what is due, the rules say what is wrong today, and
//! the same rules asked of the incident as if it were being closed say what is still to come.

use chrono::TimeDelta;
use serde::Serialize;

use crate::domain::clocks::{self, Clock, Kind};
use crate::domain::command::Command;
use crate::domain::plan::raw::Checklist;
use crate::domain::plan::{Case, Proof};
use crate::domain::record::{Event, Phase, Status, Time};
use crate::domain::rules::{self, Finding, Judged, Level, fix};

/// One thing to do.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub what: String,
    pub why: String,
    pub row: String,
    pub due: Option<Time>,
    pub urgency: Urgency,
    pub command: Option<Command>,
    /// Whether it stands for everything its verb has to do.
    covers: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Urgency {
    Overdue,
    Now,
    Soon,
    Later,
}

/// Verbs in the order of a response; what several findings of one verb ask for is one step.
const LIFECYCLE: [&str; 8] = [
    "triage",
    "contain",
    "eradicate",
    "note",
    "recover",
    "evidence add",
    "action add",
    "close",
];

/// From here on a deadline is far away.
const FAR: TimeDelta = TimeDelta::days(3);

/// The steps of one incident; none when nothing is left.
pub(crate) fn steps(case: &Case<'_>, now: Time) -> Vec<Step> {
    let clocks: Vec<Step> = clocks::running(case)
        .into_iter()
        .map(|clock| of_clock(clock, now))
        .collect();
    let wrong: Vec<Finding> = errors(case, now);
    let mut steps: Vec<Step> = wrong.iter().map(of_finding).collect();
    if !case.record.status.is_closed() {
        // A clock over the whole of a verb's work says all that there is to say of it now.
        let timed = |step: &Step| {
            clocks.iter().any(|clock| {
                clock.command == step.command || (clock.covers && clock.verb() == step.verb())
            })
        };
        let ahead = ahead(case, now, &wrong).into_iter();
        steps.extend(ahead.filter(|step| !timed(step)));
    }
    // Nothing comes before telling those who must be told (O21). A deadline that is far comes after
    // what can be done meanwhile; what has an hour comes before what is merely soon.
    let (first, last): (Vec<Step>, Vec<Step>) = clocks
        .into_iter()
        .partition(|step| step.urgency < Urgency::Later);
    let mut steps: Vec<Step> = first.into_iter().chain(steps).chain(last).collect();
    steps.sort_by_key(|step| {
        let is_escalation = step.verb().as_deref() == Some("escalate");
        let timed = matches!(step.urgency, Urgency::Overdue | Urgency::Soon);
        let due = step.due.filter(|_| timed);
        (!is_escalation, step.urgency, due.is_none(), due)
    });
    steps
}

impl Step {
    fn verb(&self) -> Option<String> {
        self.command.as_ref().map(Command::verb)
    }

    fn new(
        what: impl Into<String>,
        why: impl Into<String>,
        urgency: Urgency,
        command: Command,
    ) -> Self {
        Step {
            what: what.into(),
            why: why.into(),
            row: String::new(),
            due: None,
            urgency,
            command: Some(command),
            covers: false,
        }
    }

    fn row(mut self, row: impl Into<String>) -> Self {
        self.row = row.into();
        self
    }
}

fn errors(case: &Case<'_>, now: Time) -> Vec<Finding> {
    let judged = Judged {
        case: *case,
        now,
        file: None,
        lint: None,
    };
    let mut findings = rules::judge(&judged);
    findings.retain(|finding| finding.level == Level::Error);
    findings
}

fn of_clock(clock: Clock, now: Time) -> Step {
    let urgency = match (clock.kind, clock.due) {
        _ if clock.is_overdue(now) => Urgency::Overdue,
        // Somebody has to be told at once; the time is only the latest.
        (Kind::Escalation | Kind::Awareness, _) | (Kind::Regulatory, None) => Urgency::Now,
        (Kind::FollowUp | Kind::Action, None) => Urgency::Later,
        // What is days away shall not stand between a responder and what is next.
        (_, Some(due)) if due.0 - now.0 > FAR => Urgency::Later,
        _ => Urgency::Soon,
    };
    let covers = matches!(
        clock.kind,
        Kind::Acknowledgement | Kind::Response | Kind::Escalation
    );
    Step {
        due: clock.due,
        covers,
        ..Step::new(clock.what, clock.why, urgency, clock.command).row(clock.row)
    }
}

fn of_finding(finding: &Finding) -> Step {
    Step {
        what: finding.label.clone(),
        why: finding.message.clone(),
        row: finding.row.clone(),
        due: None,
        urgency: Urgency::Now,
        command: finding.fix.clone(),
        covers: false,
    }
}

/// What still lies between this incident and its closing, in the order of the lifecycle: everything
/// the rules would object to if it were closed now.
fn ahead(case: &Case<'_>, now: Time, wrong: &[Finding]) -> Vec<Step> {
    let mut closed = case.record.clone();
    closed.close(now, "-".to_owned(), case.record.plan.clone());
    let known = |finding: &Finding| wrong.iter().any(|known| known.is_same_as(finding));
    let mut missing = errors(&Case::new(&closed, case.plan), now);
    missing.retain(|finding| !known(finding));

    let mut steps: Vec<Step> = roles(case).into_iter().collect();
    for verb in LIFECYCLE {
        let mut findings: Vec<&Finding> = Vec::new();
        for finding in &missing {
            let is_new = !findings.iter().any(|other| other.fix == finding.fix);
            if is_new && finding.fix.as_ref().is_some_and(|fix| fix.verb() == verb) {
                findings.push(finding);
            }
        }
        let before = steps.len();
        let walked = case.plan.checklists_of(verb).next().is_some();
        match findings.as_slice() {
            [] => {}
            _ if verb == "close" => {
                steps.extend(sealed_in(case, &steps));
                // The milestone that closing itself sets is no criterion.
                let bare = Command::on_incident("close");
                let criteria = findings
                    .iter()
                    .filter(|finding| finding.fix != Some(bare.clone()));
                steps.push(closing(criteria.count(), before == 0));
            }
            [first, _, _, _, ..] if walked => steps.push(walk(case, verb, findings.len(), first)),
            each => steps.extend(each.iter().map(|finding| to_close(finding))),
        }
        if verb == "contain" {
            steps.extend(contained(case));
        }
    }
    // What is left of a resolved incident waits for nothing any more.
    if case.record.status >= Status::Resolved {
        for step in &mut steps {
            step.urgency = step.urgency.min(Urgency::Now);
        }
    }
    steps
}

/// What the review must document and only an open incident can say: the seal would hold it back (O10).
fn sealed_in(case: &Case<'_>, known: &[Step]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for document in case.undocumented() {
        let missing = case.unproved(document);
        let Some(proof) = missing.filter(|proof| proof.is_sealed()) else {
            continue;
        };
        let command = fix::proof(case, proof);
        let is_known = |step: &Step| step.verb() == Some(command.verb());
        if !known.iter().any(is_known) {
            let title = document.title.to_lowercase();
            let why = "needed for the review; sealed at closing";
            let step = Step::new(title, why, Urgency::Later, command);
            steps.push(step.row(case.plan.review.row.join(", ")));
        }
    }
    steps
}

/// What the closing will ask for, while there is no closing yet to object to.
fn to_close(finding: &Finding) -> Step {
    Step {
        why: "needed to close".to_owned(),
        urgency: Urgency::Later,
        ..of_finding(finding)
    }
}

/// Several things that one walk asks.
fn walk(case: &Case<'_>, verb: &str, number: usize, first: &Finding) -> Step {
    let gated = |list: &Checklist| list.gate.is_some() && !list.offered;
    let lists: Vec<_> = case
        .plan
        .checklists_of(verb)
        .filter(|(_, list)| gated(list))
        .collect();
    let (title, rows) = lists.first().map_or_else(
        || (verb.to_owned(), first.row.clone()),
        |(_, list)| (list.title.to_lowercase(), list.row.join(", ")),
    );
    let checks: Vec<_> = lists.iter().flat_map(|(id, _)| case.checks(id)).collect();
    let open = checks.iter().filter(|view| !view.is_satisfied()).count();
    let why = match open {
        0 => format!("{number} answers missing"),
        open => format!("{open} of {} checks open", checks.len()),
    };
    let urgency = if verb == "triage" {
        Urgency::Soon
    } else {
        Urgency::Later
    };
    Step::new(title, why, urgency, Command::on_incident(verb)).row(rows)
}

/// Containment that has begun is at some time done; only a person can say when.
fn contained(case: &Case<'_>) -> Option<Step> {
    let begun = |event: &Event| event.phase == Some(Phase::Containment);
    let record = case.record;
    let waits = record.status < Status::Contained && record.timeline.iter().any(begun);
    let command = Command::on_incident("contain").arg("--done");
    waits.then(|| {
        Step::new(
            "contained",
            "once the incident is contained",
            Urgency::Later,
            command,
        )
        .row("O7")
    })
}

/// The last step.
fn closing(criteria: usize, is_all: bool) -> Step {
    let (why, urgency) = match criteria {
        0 if is_all => ("all criteria are met".to_owned(), Urgency::Now),
        0 => ("after the steps above".to_owned(), Urgency::Later),
        1 => ("1 criterion to answer".to_owned(), Urgency::Later),
        number => (format!("{number} criteria to answer"), Urgency::Later),
    };
    Step::new("closing", why, urgency, Command::on_incident("close")).row("O22")
}

fn roles(case: &Case<'_>) -> Option<Step> {
    let missing = case.missing_roles();
    let titles: Vec<&str> = missing.iter().map(|role| role.title.as_str()).collect();
    let (what, why) = match titles.as_slice() {
        [] => return None,
        [one] => (one.to_lowercase(), "required for this type".to_owned()),
        several => (
            format!("{} required roles", several.len()),
            several.join(", "),
        ),
    };
    let command = fix::proof(case, Proof::RequiredRoles);
    Some(Step::new(what, why, Urgency::Now, command).row(rules::roles::rows(case).join(", ")))
}
