//! The response plan: policy as data.
//!
//! [`raw`] is the file as written, [`check`] finds everything in it that does not fit together, and
//! [`Plan`] is a plan in which all names resolve. [`Case`] is a record seen under a plan: its floor,
//! the checks that apply, the roles that are missing. Pure: `home` reads the files.

mod approval;
pub(crate) mod case;
pub(crate) mod check;
pub(crate) mod difference;
mod follow_up;
pub(crate) mod lookup;
pub(crate) mod proof;
pub(crate) mod raw;
pub(crate) mod runbook;
pub(crate) mod signing_key;
pub(crate) mod span;
pub(crate) mod version;
pub(crate) mod vocabulary;
pub(crate) mod when;

use std::ops::Deref;

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

pub(crate) use case::{Case, CheckStatus, CheckView};
pub(crate) use check::PlanError;
pub use proof::Proof;
pub(crate) use raw::MilestoneEvent;
pub use runbook::Runbook;
pub(crate) use span::Span;
pub(crate) use vocabulary::NameKind;

use crate::domain::record::{Day, Map, Time};

/// The command that walks what is confirmed before anything happens: its checklists hang on no
/// incident (S5).
pub(crate) const READINESS: &str = "readiness";

/// A plan whose every name resolves.
#[derive(Clone, Debug)]
pub struct Plan {
    raw: raw::Plan,
    zone: Zone,
    pub runbooks: Map<Runbook>,
}

impl Deref for Plan {
    type Target = raw::Plan;

    fn deref(&self) -> &raw::Plan {
        &self.raw
    }
}

/// Formats rows of the plan as they stand behind a text: ` (O14)`, or nothing.
pub(crate) fn row_suffix(rows: &str) -> String {
    match rows {
        "" => String::new(),
        rows => format!(" ({rows})"),
    }
}

impl Plan {
    /// Returns the rows as text output shows them: none where `settings.show_rows` is false.
    pub(crate) fn shown_rows<'r>(&self, rows: &'r str) -> &'r str {
        match self.settings.show_rows {
            true => rows,
            false => "",
        }
    }

    /// Formats rows as they stand behind a text, or nothing where the plan hides them.
    pub(crate) fn row_suffix(&self, rows: &[String]) -> String {
        row_suffix(self.shown_rows(&rows.join(", ")))
    }

    /// Checks a plan and its runbooks; every fault is reported, not the first alone.
    pub fn new(raw: raw::Plan, runbooks: Map<Runbook>) -> Result<Plan, Vec<PlanError>> {
        let faults = check::faults(&raw, &runbooks);
        match Zone::named(&raw.settings.time_zone) {
            Some(zone) if faults.is_empty() => Ok(Plan {
                raw,
                zone,
                runbooks,
            }),
            _ => Err(faults),
        }
    }

    /// The ID of an incident of a moment's day, before and after its number.
    pub fn id_around_number(&self, at: Time) -> (String, String) {
        let day = self.zone().of(at).0;
        let dated = self
            .settings
            .id_format
            .replace("YYYY", &day.format("%Y").to_string())
            .replace("MM", &day.format("%m").to_string())
            .replace("DD", &day.format("%d").to_string());
        let (prefix, suffix) = dated.split_once("NNN").unwrap_or((&dated, ""));
        (prefix.to_owned(), suffix.to_owned())
    }

    pub fn zone(&self) -> Zone {
        self.zone
    }

    pub fn version(&self) -> &str {
        &self.metadata.version
    }

    /// 0 is the worst. An unknown severity ranks below all others.
    pub fn rank(&self, severity: &str) -> usize {
        self.severities
            .iter()
            .position(|known| known.id == severity)
            .unwrap_or(self.severities.len())
    }

    pub fn severity(&self, id: &str) -> Option<&raw::Severity> {
        self.severities.iter().find(|severity| severity.id == id)
    }

    pub fn fact(&self, id: &str) -> Option<&raw::Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    pub fn kind(&self, id: &str) -> Option<&raw::Type> {
        self.types.iter().find(|kind| kind.id == id)
    }

    pub fn role(&self, id: &str) -> Option<&raw::Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    pub fn milestone(&self, id: &str) -> Option<&raw::Milestone> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }

    /// The milestone that a moment of the program sets.
    pub fn milestone_of(&self, event: MilestoneEvent) -> Option<&raw::Milestone> {
        self.milestones
            .iter()
            .find(|milestone| milestone.event == Some(event) && !milestone.retired)
    }

    pub fn source(&self, id: &str) -> Option<&raw::Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The sources a detection of this type may have.
    pub fn sources_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a raw::Source> {
        let security = self.kind(kind).is_some_and(|kind| kind.security);
        let facts = when::TypeFacts { kind, security };
        self.sources
            .iter()
            .filter(move |source| !source.retired && source.when.holds(&facts))
    }

    /// A person's name as it is written into records: by id or by name, in any case.
    pub fn person(&self, given: &str) -> Option<&raw::Person> {
        self.people.iter().find(|person| {
            person.id.eq_ignore_ascii_case(given)
                || person.name.to_lowercase() == given.to_lowercase()
        })
    }

    /// Whether somebody is meant by what was written: a person or a role of the plan, by id, name or
    /// other name, perhaps with more behind it: `CEO (Dana)`.
    pub fn is_called(&self, written: &str, id: &str) -> bool {
        let known = [NameKind::Person, NameKind::Role].map(|kind| self.vocabulary(kind));
        let known = known.iter().filter_map(|vocabulary| vocabulary.get(id));
        let names = known.flat_map(|name| name.aliases.iter().copied().chain([name.title]));
        let written = written.to_lowercase();
        names.chain([id]).any(|name| {
            let rest = written.strip_prefix(&name.to_lowercase());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }

    /// The name of a person, or the title of a role, or what was given.
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.person(id)
            .map(|person| person.name.as_str())
            .or_else(|| self.role(id).map(|role| role.title.as_str()))
            .unwrap_or(id)
    }

    pub fn status_name(&self, status: crate::domain::record::Status) -> Option<&raw::StatusName> {
        self.statuses.iter().find(|name| name.id == status)
    }
}

/// The zone in which times are written and shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zone {
    Named(Tz),
    /// Where the plan cannot be read: the offset that the record itself uses.
    Fixed(FixedOffset),
}

impl Zone {
    pub fn named(name: &str) -> Option<Zone> {
        name.parse().ok().map(Zone::Named)
    }

    /// An instant with this zone's offset at that instant.
    pub fn at(self, instant: DateTime<Utc>) -> Time {
        let offset = match self {
            Zone::Named(zone) => zone.offset_from_utc_datetime(&instant.naive_utc()).fix(),
            Zone::Fixed(offset) => offset,
        };
        Time(instant.with_timezone(&offset))
    }

    /// A local date and time in this zone; where the clock was set back the earlier of the two,
    /// where it was set forward nothing.
    pub fn local(self, local: chrono::NaiveDateTime) -> Option<Time> {
        match self {
            Zone::Named(zone) => zone
                .from_local_datetime(&local)
                .earliest()
                .map(|time| Time(time.fixed_offset())),
            Zone::Fixed(offset) => offset.from_local_datetime(&local).single().map(Time),
        }
    }

    /// Every instant that reads so on a watch here: two where the clock was set back, none where it
    /// was set forward.
    pub fn instants(self, local: chrono::NaiveDateTime) -> Vec<Time> {
        let Zone::Named(zone) = self else {
            return self.local(local).into_iter().collect();
        };
        let found = zone.from_local_datetime(&local);
        let both = [found.earliest(), found.latest()].into_iter().flatten();
        let mut instants: Vec<Time> = both.map(|time| Time(time.fixed_offset())).collect();
        instants.dedup();
        instants
    }

    /// The last second of a day here; where the clock is set forward at midnight the day ends an hour
    /// early for a watch, but not for this.
    pub fn end_of(self, day: Day) -> Option<Time> {
        let next = day.0.succ_opt()?;
        let first = (0..24).find_map(|hour| self.local(next.and_hms_opt(hour, 0, 0)?))?;
        Some(self.of(first + TimeDelta::seconds(-1)))
    }

    /// The same instant in this zone.
    pub fn of(self, time: Time) -> Time {
        self.at(time.0.with_timezone(&Utc))
    }

    /// `2025-11-29 10:14`, in this zone.
    pub fn minute(self, time: Time) -> String {
        self.of(time).0.format("%Y-%m-%d %H:%M").to_string()
    }

    /// `2025-11-29`, in this zone.
    pub fn day(self, time: Time) -> Day {
        Day(self.of(time).0.date_naive())
    }

    /// `10:14`, in this zone.
    pub fn clock(self, time: Time) -> String {
        self.of(time).0.format("%H:%M").to_string()
    }

    /// The hour alone on the day of `beside`, and the date with it on any other.
    pub fn brief(self, time: Time, beside: Time) -> String {
        if self.day(time) == self.day(beside) {
            self.clock(time)
        } else {
            self.minute(time)
        }
    }

    /// The zone as a reader should see it beside times: `Asia/Riyadh, UTC+03:00`.
    pub fn label(self, example: Time) -> String {
        let offset = self.of(example).0.format("%:z").to_string();
        match self {
            Zone::Named(zone) => format!("{}, UTC{offset}", zone.name()),
            Zone::Fixed(_) => format!("UTC{offset}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_follows_daylight_saving() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let summer: Time = "2025-10-26T00:30:00+00:00".parse().expect("a time");
        let winter: Time = "2025-10-26T01:30:00+00:00".parse().expect("a time");
        assert_eq!(berlin.of(summer).to_string(), "2025-10-26T02:30:00+02:00");
        assert_eq!(berlin.of(winter).to_string(), "2025-10-26T02:30:00+01:00");
        let gap = chrono::NaiveDate::from_ymd_opt(2025, 3, 30)
            .and_then(|day| day.and_hms_opt(2, 30, 0))
            .expect("a time");
        assert_eq!(berlin.local(gap), None);
        assert!(Zone::named("Europe/Berlim").is_none());
    }
}
