//! Where evidence is kept, and of which kinds the plan demands it.

use super::Checker;
use crate::domain::plan::NameKind;
use crate::domain::record::{EvidenceLocation, Path};

impl Checker<'_> {
    /// The store of evidence: no path that climbs or that a shell would have to expand, and no
    /// folder whose content is committed.
    pub(super) fn evidence_location(&mut self) {
        let location = self.plan.settings.evidence_location.trim();
        let parts: Vec<&str> = location
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        let ours = ["incidents", "templates", ".git"];
        let is_ours = |part: &&str| ours.iter().any(|name| name.eq_ignore_ascii_case(part));
        let why = match EvidenceLocation::of(location) {
            EvidenceLocation::Elsewhere => {
                "is not a folder; evidence stored elsewhere is recorded by its URI"
            }
            EvidenceLocation::Astray => {
                "is outside of the home or empty; use a folder inside the home, or an absolute path"
            }
            _ if parts.is_empty() => "is the home itself; evidence needs its own folder",
            EvidenceLocation::InHome if parts.first().is_some_and(is_ours) => {
                "is committed, and evidence must not be in git; use another folder"
            }
            EvidenceLocation::InHome | EvidenceLocation::OnMachine => return,
        };
        self.error(
            "plan/bad-value",
            Path::of("settings.evidence_location"),
            format!("`{location}` {why}"),
        );
    }

    pub(super) fn evidence(&mut self) {
        self.list(&Path::of("evidence.kinds"), NameKind::Evidence);
        for (index, demand) in self.plan.evidence.required.iter().enumerate() {
            let here = Path::of("evidence.required").index(index);
            self.when(&here, &demand.when);
            self.since(&here, demand.since.as_deref());
            for (place, kind) in demand.one_of.iter().enumerate() {
                self.name(here.key("one_of").index(place), NameKind::Evidence, kind);
            }
        }
    }
}
