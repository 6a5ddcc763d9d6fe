//! Figures over many incidents: how long it took, what recurs, what was missed.
//!
//! One record becomes a [`Sample`], which is small and can be made of many records side by side; all
//! samples become [`Stats`]. What a record does not say is counted as missing, never assumed.

mod causes;
mod groups;
mod percentile;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use causes::Cause;
pub(crate) use groups::{Group, Grouping};
pub(crate) use percentile::Summary;

use crate::domain::clocks::{self, Kind};
use crate::domain::plan::{Case, MilestoneEvent, Plan};
use crate::domain::record::{ActionStatus, Phase, Time};

/// The stretches of time that are measured, all but the last from detection on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Measure {
    /// Until somebody took it on.
    Acknowledge,
    /// Until it was contained; where that is not marked, until the first containment.
    Contain,
    /// Until service was recovered.
    Recover,
    /// Until it was closed.
    Close,
    /// From the beginning, where that is known, else from detection, until service was recovered.
    Duration,
}

impl Measure {
    pub(crate) const ALL: [Measure; 5] = [
        Measure::Acknowledge,
        Measure::Contain,
        Measure::Recover,
        Measure::Close,
        Measure::Duration,
    ];

    pub(crate) fn id(self) -> &'static str {
        self.into()
    }
}

/// What one incident contributes.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub id: String,
    pub severity: String,
    pub kind: String,
    pub detected_at: Time,
    /// Year and month of detection in the plan's zone.
    pub month: (i32, u32),
    pub is_closed: bool,
    /// By [`Measure::ALL`], in seconds.
    pub seconds: [Option<i64>; 5],
    /// The confirmed root cause.
    pub cause: Option<String>,
    pub actions: Actions,
    /// Every clock with an hour, and whether it was missed.
    pub clocks: Vec<(Kind, bool)>,
}

/// Corrective actions, by how far they have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Actions {
    /// Not done and not dropped, the late ones among them.
    pub open: usize,
    /// Open, and their day has passed.
    pub late: usize,
    pub done: usize,
    pub dropped: usize,
}

/// Everything that is known of a set of incidents.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Stats {
    pub incidents: Incidents,
    /// All together first, then by severity, by type, by month of detection.
    pub groups: Vec<Group>,
    pub causes: Causes,
    /// In the order of a response; a kind that never ran is left out.
    pub clocks: Vec<Missed>,
    pub actions: Actions,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Incidents {
    pub total: usize,
    pub open: usize,
    pub closed: usize,
}

/// Confirmed root causes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Causes {
    /// Incidents with a confirmed root cause.
    pub count: usize,
    /// Incidents without one.
    pub missing: usize,
    /// Those that came more than once, most frequent first.
    pub recurring: Vec<Cause>,
}

/// The clocks of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Missed {
    pub kind: &'static str,
    /// Clocks of this kind that had an hour.
    pub ran: usize,
    pub missed: usize,
}

/// What a record contributes.
pub(crate) fn sample(case: &Case<'_>, now: Time) -> Sample {
    let (record, zone) = (case.record, case.plan.zone());
    let detected = record.detection.detected_at;
    // What came before the detection is a mistake in the record, which `validate` names; it would
    // make every median better.
    let since = |time: Option<Time>| {
        let time = time.filter(|time| !time.is_before(detected))?;
        Some((time.0 - detected.0).num_seconds().max(0))
    };
    let today = zone.day(now);
    let mut actions = Actions::default();
    for action in &record.actions {
        match action.status {
            ActionStatus::Done => actions.done += 1,
            ActionStatus::Dropped => actions.dropped += 1,
            ActionStatus::Open | ActionStatus::InProgress => {
                actions.open += 1;
                actions.late += usize::from(action.due.is_some_and(|due| due < today));
            }
        }
    }
    let clocks = clocks::all(case).into_iter();
    let clocks = clocks
        .filter(|clock| clock.due.is_some())
        .map(|clock| (clock.kind, clock.is_missed(now)));
    Sample {
        id: record.id.clone(),
        severity: record.severity.clone(),
        kind: record.kind.clone(),
        detected_at: detected,
        month: groups::month(zone, detected),
        is_closed: record.status.is_closed(),
        seconds: [
            since(record.detection.acknowledged_at),
            since(contained_at(case)),
            since(case.recovered_at()),
            since(record.closure.as_ref().map(|closure| closure.at)),
            case.duration()
                .map(|duration| duration.num_seconds())
                .filter(|seconds| *seconds >= 0),
        ],
        cause: record.root_cause.as_ref().map(|cause| cause.text.clone()),
        actions,
        clocks: clocks.collect(),
    }
}

/// When it was contained. Where nobody marked that, the first containment stands for it: the first
/// action with that phase, or the mark that containment began.
fn contained_at(case: &Case<'_>) -> Option<Time> {
    let (record, plan) = (case.record, case.plan);
    let mark = |event| {
        plan.milestone_of(event)
            .map(|milestone| milestone.id.as_str())
    };
    let contained = mark(MilestoneEvent::Contained).and_then(|mark| record.milestone(mark));
    let begun = mark(MilestoneEvent::ContainmentStarted);
    let actions = record.timeline.iter().filter(|event| {
        let marked = event.mark.is_some() && event.mark.as_deref() == begun;
        (marked || event.phase == Some(Phase::Containment)) && record.correction_of(event).is_none()
    });
    contained
        .map(|event| event.at)
        .or_else(|| actions.map(|event| event.at).min())
}

/// All samples together.
pub(crate) fn stats(samples: &[Sample], plan: &Plan) -> Stats {
    let closed = samples.iter().filter(|sample| sample.is_closed).count();
    let mut actions = Actions::default();
    let mut clocks: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for sample in samples {
        actions.open += sample.actions.open;
        actions.late += sample.actions.late;
        actions.done += sample.actions.done;
        actions.dropped += sample.actions.dropped;
        for (kind, missed) in &sample.clocks {
            let entry = clocks.entry(*kind).or_default();
            entry.0 += 1;
            entry.1 += usize::from(*missed);
        }
    }
    let causes = samples
        .iter()
        .filter(|sample| sample.cause.is_some())
        .count();
    Stats {
        incidents: Incidents {
            total: samples.len(),
            open: samples.len() - closed,
            closed,
        },
        groups: groups::groups(samples, plan),
        causes: Causes {
            count: causes,
            missing: samples.len() - causes,
            recurring: causes::recurring(samples),
        },
        clocks: clocks
            .into_iter()
            .map(|(kind, (ran, missed))| Missed {
                kind: kind.id(),
                ran,
                missed,
            })
            .collect(),
        actions,
    }
}

impl Stats {
    /// The groups of one grouping, in order.
    pub(crate) fn grouped(&self, grouping: Grouping) -> impl Iterator<Item = &Group> {
        self.groups
            .iter()
            .filter(move |group| group.group == grouping)
    }
}

#[cfg(test)]
mod tests;
