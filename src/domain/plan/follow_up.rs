//! What a record owes once the worst is over: monitoring, review, filings.

use super::case::Case;
use super::proof::Proof;
use super::raw::{Duty, RegulatoryPolicy, ReviewDocument, Window};
use crate::domain::record::{Check, Day, Filing, State, Time};

impl RegulatoryPolicy {
    /// The facts on which it hangs what is owed.
    pub fn facts(&self) -> Vec<&str> {
        let duties = self.duties.iter();
        let mut facts: Vec<&str> = duties.flat_map(|duty| duty.when.facts()).collect();
        facts.sort_unstable();
        facts.dedup();
        facts
    }
}

impl<'a> Case<'a> {
    /// When the review is due (S19); nothing before service is recovered.
    pub fn review_due(&self) -> Option<Time> {
        let severity = self.plan.severity(&self.record.severity)?;
        Some(self.recovered_at()? + severity.review.within.delta())
    }

    /// What the review must document and does not yet (O10).
    pub fn undocumented(&self) -> Vec<&'a ReviewDocument> {
        let documents = self.plan.review.documents.iter();
        documents
            .filter(|document| self.unproved(document).is_some())
            .collect()
    }

    /// The first of what would document this and is not there.
    pub fn unproved(&self, document: &'a ReviewDocument) -> Option<Proof<'a>> {
        let mut proofs = document
            .proves
            .iter()
            .filter_map(|text| Proof::parse(text).ok());
        proofs.find(|proof| !self.proves(*proof))
    }

    /// When the review was held, once it documents all it must (O10, S19).
    pub fn reviewed_at(&self) -> Option<Time> {
        let held = self.record.review.as_ref()?.held_at?;
        self.undocumented().is_empty().then_some(held)
    }

    /// The day by which the review wants its follow-up done, where what it says begins with one.
    pub fn follow_up_day(&self) -> Option<Day> {
        let sections = &self.record.review.as_ref()?.sections;
        let text = sections.get("follow-up-deadline")?;
        text.split_whitespace()
            .next()?
            .trim_end_matches(',')
            .parse()
            .ok()
    }

    /// The stretches of time that apply, from service recovered on (S17).
    pub fn windows(self) -> impl Iterator<Item = (&'a Window, Time)> {
        let recovered = self.recovered_at();
        let windows = self.plan.windows.iter();
        windows
            .filter(move |window| self.holds(&window.when))
            .filter_map(move |window| Some((window, recovered?)))
    }

    /// Whether a check says that a stretch of time was kept which is not over (S17).
    pub fn is_too_early(&self, checklist: &str, check: &str, now: Time) -> bool {
        let mut windows = self.plan.windows.iter().filter(|window| {
            window.check.split_once('/') == Some((checklist, check)) && self.holds(&window.when)
        });
        let recovered = self.recovered_at();
        windows.any(|window| recovered.is_none_or(|at| now < at + window.at_least.delta()))
    }

    /// The duties to regulators and users that apply (S24).
    pub fn duties(self) -> impl Iterator<Item = &'a Duty> {
        let duties = self.plan.regulatory.duties.iter();
        duties.filter(move |duty| self.holds(&duty.when))
    }

    /// What was filed for a duty.
    pub fn filing(&self, duty: &str) -> Option<&'a Filing> {
        self.record.regulatory.as_ref()?.filings.get(duty)
    }

    /// When the organisation became aware of a breach of personal data.
    pub fn aware_at(&self) -> Option<Time> {
        self.record.regulatory.as_ref()?.aware_at
    }

    /// Whether a duty demands a filing that is not there and was not ruled out.
    pub fn is_owed(&self, duty: &Duty) -> bool {
        let ruled_out = duty
            .unless
            .as_deref()
            .and_then(|name| self.stored(name))
            .is_some_and(|check| check.state == State::NotApplicable);
        !duty.ongoing && !ruled_out && self.filing(&duty.id).is_none()
    }

    /// When a filing is due: from awareness, not from detection (S24).
    pub fn duty_due(&self, duty: &Duty) -> Option<Time> {
        Some(self.aware_at()? + duty.within?.delta())
    }

    /// What the record says of `CHECKLIST/CHECK`.
    pub fn stored(&self, name: &str) -> Option<&'a Check> {
        let (checklist, check) = name.split_once('/')?;
        self.record.check(checklist, check)
    }
}
