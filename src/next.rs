//! What is missing or demanded now, most urgent first: what a tired person types `inc next` for.
//!
//! Nothing here is a rule of its own. Clocks say what is due, the rules say what is wrong today, and
//! the same rules asked of the incident as if it were being closed say what is still to come.

use serde::Serialize;

use crate::clocks;
use crate::command::Command;
use crate::plan::{Case, MilestoneEvent};
use crate::record::{Phase, Record, Status, Time};
use crate::rules::{self, Finding, Judged, Level, mend};

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Step {
    pub what: String,
    pub why: String,
    pub row: String,
    pub due: Option<Time>,
    pub urgency: Urgency,
    pub command: Option<Command>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    Overdue,
    Now,
    Soon,
    Later,
}

/// The steps of one incident; none when nothing is left.
pub fn steps(case: &Case<'_>, now: Time) -> Vec<Step> {
    let record = case.record;
    let mut steps = Vec::new();
    for clock in clocks::running(case) {
        let urgency = if clock.due < now {
            Urgency::Overdue
        } else if clock.what == "escalation" {
            Urgency::Now
        } else {
            Urgency::Soon
        };
        steps.push(Step {
            what: clock.what.to_owned(),
            why: clock.why,
            row: clock.row,
            due: Some(clock.due),
            urgency,
            command: Some(clock.command),
        });
    }
    let wrong = rules::judge(&Judged {
        case: *case,
        now,
        file: None,
    });
    for finding in wrong.iter().filter(|finding| finding.level == Level::Error) {
        steps.push(of_finding(finding, Urgency::Now));
    }
    if !record.status.is_closed() {
        steps.extend(roles(case).filter(|_| record.status < Status::Resolved));
        // What is left of a resolved incident waits for nothing any more.
        let waits = record.status < Status::Resolved;
        steps.extend(
            lifecycle(case, now, &wrong)
                .into_iter()
                .map(|step| match step.urgency {
                    Urgency::Later if !waits => Step {
                        urgency: Urgency::Now,
                        ..step
                    },
                    _ => step,
                }),
        );
    }
    // The order of the lifecycle stands within one urgency.
    steps.sort_by_key(|step| {
        let due = step.due.filter(|_| step.urgency != Urgency::Now);
        // What has an hour comes before what is merely soon.
        (step.urgency, due.is_none(), due)
    });
    steps
}

fn of_finding(finding: &Finding, urgency: Urgency) -> Step {
    Step {
        what: finding.label.clone(),
        why: finding.message.clone(),
        row: finding.row.clone(),
        due: None,
        urgency,
        command: finding.fix.clone(),
    }
}

/// What the closing will ask for, while there is no closing yet to object to.
fn to_close(finding: &Finding) -> Step {
    Step {
        why: "needed to close".to_owned(),
        ..of_finding(finding, Urgency::Later)
    }
}

fn roles(case: &Case<'_>) -> impl Iterator<Item = Step> {
    let missing = case.missing_roles();
    let what = match missing.as_slice() {
        [] => None,
        [one] => Some(one.title.to_lowercase()),
        several => Some(format!("{} required roles", several.len())),
    };
    let titles: Vec<&str> = missing.iter().map(|role| role.title.as_str()).collect();
    let command = mend::proof(case, crate::plan::Proof::RequiredRoles);
    let why = match titles.as_slice() {
        [_] => "required for this type".to_owned(),
        titles => titles.join(", "),
    };
    let row = case
        .kind()
        .and_then(|kind| {
            kind.row
                .iter()
                .find(|row| ["O14", "S4"].contains(&row.as_str()))
                .cloned()
        })
        .unwrap_or_default();
    what.into_iter().map(move |what| Step {
        what,
        why: why.clone(),
        row: row.clone(),
        due: None,
        urgency: Urgency::Now,
        command: Some(command.clone()),
    })
}

/// What still lies between this incident and its closing, in the order of the lifecycle.
fn lifecycle(case: &Case<'_>, now: Time, wrong: &[Finding]) -> Vec<Step> {
    let record = case.record;
    let as_closed = as_if_closed(record, now);
    let judged = Judged {
        case: Case::new(&as_closed, case.plan),
        now,
        file: None,
    };
    let missing: Vec<Finding> = rules::judge(&judged)
        .into_iter()
        .filter(|finding| {
            finding.level == Level::Error && !wrong.iter().any(|known| known.is_same_as(finding))
        })
        .collect();
    let family = |name: &'static str| {
        missing
            .iter()
            .filter(move |finding| finding.rule.family() == name)
    };
    let walk = |what: &str,
                verb: &str,
                lists: usize,
                open: usize,
                noun: &str,
                urgency: Urgency,
                row: &str| {
        (open > 0).then(|| Step {
            what: what.to_owned(),
            why: format!("{open} of {} {noun}", lists.max(open)),
            row: row.to_owned(),
            due: None,
            urgency,
            command: Some(Command::on_incident(verb)),
        })
    };
    let open_of = |verb: &str| {
        case.plan
            .checklists_of(verb)
            .filter(|(_, list)| list.gate.is_some() && !list.offered)
            .map(|(id, _)| case.checks(id))
            .fold((0, 0), |(all, open), views| {
                (
                    all + views.len(),
                    open + views.iter().filter(|view| !view.is_satisfied()).count(),
                )
            })
    };

    let mut steps = Vec::new();
    let facts = family("triage")
        .filter(|finding| finding.rule.code.contains("fact"))
        .count();
    let (all, open) = open_of("triage");
    if open > 0 {
        steps.extend(walk(
            "triage",
            "triage",
            all,
            open,
            "checks open",
            Urgency::Soon,
            "O6",
        ));
    } else if facts > 0 {
        steps.extend(walk(
            "triage",
            "triage",
            case.facts().count(),
            facts,
            "facts open",
            Urgency::Later,
            "O6",
        ));
    }
    if record.status < Status::Contained
        && record
            .timeline
            .iter()
            .any(|event| event.phase == Some(Phase::Containment))
    {
        let command = Command::on_incident("contain").arg("--done");
        steps.push(Step {
            what: "contained".into(),
            why: "once nothing spreads any more".into(),
            row: "O7".into(),
            due: None,
            urgency: Urgency::Later,
            command: Some(command),
        });
    }
    steps.extend(
        family("closure")
            .filter(|finding| finding.rule.code == "closure/root-cause-unconfirmed")
            .map(to_close),
    );
    let (all, open) = open_of("eradicate");
    steps.extend(walk(
        "eradication",
        "eradicate",
        all,
        open,
        "questions and steps open",
        Urgency::Later,
        "S13, S14",
    ));
    let set_by_walks = [
        MilestoneEvent::Closed,
        MilestoneEvent::Recovered,
        MilestoneEvent::SeverityAssigned,
        MilestoneEvent::ContainmentStarted,
        MilestoneEvent::RootCauseIdentified,
    ];
    let by_walk = |id: Option<&str>| {
        id.and_then(|id| case.plan.milestone(id))
            .and_then(|milestone| milestone.event)
            .is_some_and(|event| set_by_walks.contains(&event))
    };
    steps.extend(
        family("timeline")
            .filter(|finding| !by_walk(finding.subject.as_deref()))
            .map(to_close),
    );
    let (all, open) = open_of("recover");
    if open > 0 {
        steps.extend(walk(
            "recovery",
            "recover",
            all,
            open,
            "checks open",
            Urgency::Later,
            "O9",
        ));
    } else if record.status < Status::Resolved {
        steps.push(Step {
            what: "recovery".into(),
            why: "every check holds".into(),
            row: "O9".into(),
            due: None,
            urgency: Urgency::Now,
            command: Some(Command::on_incident("recover")),
        });
    }
    steps.extend(family("evidence").map(to_close));
    let asked_at_closing = |finding: &&Finding| {
        finding.rule.code == "closure/criterion-open" && finding.path.head() == Some("checks")
    };
    let elsewhere = |finding: &&Finding| {
        finding.rule.code == "closure/criterion-open" && finding.path.head() != Some("checks")
    };
    steps.extend(family("closure").filter(elsewhere).map(to_close));
    let criteria = family("closure").filter(asked_at_closing).count();
    let urgency = if steps.is_empty() && record.status == Status::Resolved {
        Urgency::Now
    } else {
        Urgency::Later
    };
    let (all, _) = open_of("close");
    if criteria > 0 {
        steps.extend(walk(
            "closing",
            "close",
            all,
            criteria,
            "criteria to answer",
            urgency,
            "O22",
        ));
    } else if steps.is_empty() {
        steps.push(Step {
            what: "closing".into(),
            why: "every criterion holds".into(),
            row: "O22".into(),
            due: None,
            urgency: Urgency::Now,
            command: Some(Command::on_incident("close")),
        });
    }
    steps
}

/// The record as it would be if it were closed now.
fn as_if_closed(record: &Record, now: Time) -> Record {
    let mut closed = record.clone();
    closed.close(now, "-".to_owned(), record.plan.clone());
    closed
}
