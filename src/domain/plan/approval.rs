//! Who may approve a waiver or an external message, and which rules can be waived.

use super::Plan;

impl Plan {
    /// Returns whether the plan lets a person approve a thing: `waivers`, `external-messages`.
    pub fn may_approve(&self, given: &str, what: &str) -> bool {
        self.person(given)
            .is_some_and(|person| person.approves.iter().any(|may| may == what))
    }

    /// Returns the names of the people who may approve a thing.
    pub fn approvers(&self, what: &str) -> Vec<&str> {
        let empowered = self
            .people
            .iter()
            .filter(|person| person.approves.iter().any(|may| may == what));
        empowered.map(|person| person.name.as_str()).collect()
    }

    /// Returns whether the plan lets a rule be waived at all.
    pub fn waivable(&self, rule: &str) -> bool {
        let family = rule.split('/').next().unwrap_or_default();
        !self
            .waivers
            .never
            .iter()
            .any(|never| never == rule || never.strip_suffix("/*") == Some(family))
    }
}
