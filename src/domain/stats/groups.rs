//! Incidents by severity, type and month.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::Serialize;

use super::{Measure, Sample, Summary};
use crate::domain::plan::{Plan, Zone};
use crate::domain::record::{Map, Time};

/// By what incidents are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Grouping {
    All,
    Severity,
    Type,
    Month,
}

impl Grouping {
    pub(crate) fn id(self) -> &'static str {
        self.into()
    }
}

/// Incidents that have something in common.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Group {
    pub group: Grouping,
    /// What they have in common: `SEV-1`, `redis-failure`, `2025-11`.
    pub value: String,
    /// The plan's title for it.
    pub title: String,
    pub incidents: usize,
    /// Measure to how long it took.
    pub measures: Map<Summary>,
}

/// More months than this are not filled up: a year mistyped in one record makes no list of centuries.
const MONTHS: i32 = 600;

/// The month in which something was detected, where the plan's people live.
pub(super) fn month(zone: Zone, time: Time) -> (i32, u32) {
    let day = zone.day(time).0;
    (day.year(), day.month())
}

pub(super) fn groups(samples: &[Sample], plan: &Plan) -> Vec<Group> {
    let all: Vec<&Sample> = samples.iter().collect();
    let mut groups = vec![group(Grouping::All, "all", "All", &all)];

    let mut severities: Vec<(&str, Vec<&Sample>)> = by(&all, |sample| sample.severity.as_str())
        .into_iter()
        .collect();
    severities.sort_by_key(|(severity, _)| plan.rank(severity));
    groups.extend(severities.iter().map(|(id, members)| {
        let title = plan.severity(id).map_or(*id, |known| &known.title);
        group(Grouping::Severity, id, title, members)
    }));

    let mut kinds: Vec<(&str, Vec<&Sample>)> = by(&all, |sample| sample.kind.as_str())
        .into_iter()
        .collect();
    kinds.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    groups.extend(kinds.iter().map(|(id, members)| {
        let title = plan.kind(id).map_or(*id, |known| &known.title);
        group(Grouping::Type, id, title, members)
    }));

    let mut months: BTreeMap<i32, Vec<&Sample>> = by(&all, |sample| {
        sample.month.0 * 12 + sample.month.1 as i32 - 1
    });
    let ends = months
        .keys()
        .next()
        .copied()
        .zip(months.keys().next_back().copied());
    if let Some((first, last)) = ends.filter(|(first, last)| last - first < MONTHS) {
        // A month without an incident is a month, too.
        for month in first..=last {
            months.entry(month).or_default();
        }
    }
    groups.extend(months.iter().map(|(month, members)| {
        let name = format!(
            "{:04}-{:02}",
            month.div_euclid(12),
            month.rem_euclid(12) + 1
        );
        group(Grouping::Month, &name, &name, members)
    }));
    groups
}

fn by<'a, K: Ord>(
    samples: &[&'a Sample],
    key: impl Fn(&'a Sample) -> K,
) -> BTreeMap<K, Vec<&'a Sample>> {
    let mut groups: BTreeMap<K, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        groups.entry(key(sample)).or_default().push(sample);
    }
    groups
}

fn group(group: Grouping, value: &str, title: &str, members: &[&Sample]) -> Group {
    let measures = Measure::ALL.iter().enumerate().map(|(place, measure)| {
        let values = members.iter().map(|sample| sample.seconds[place]);
        (measure.id().to_owned(), Summary::of(values))
    });
    Group {
        group,
        value: value.to_owned(),
        title: title.to_owned(),
        incidents: members.len(),
        measures: measures.collect(),
    }
}
