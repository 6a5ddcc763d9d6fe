//! The post-incident review (O10, S19 to S21).

use super::{CheckAnswer, Response};
use crate::domain::record::{Map, Review, Time};

/// What a review came to, as far as it was told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reviewed {
    /// When it was held, where that is said; otherwise now, if nothing is known yet.
    pub held_at: Option<Time>,
    pub participants: Vec<String>,
    /// Section id and text; a section told again is told anew.
    pub sections: Vec<(String, String)>,
    pub checks: Vec<CheckAnswer>,
}

impl Response<'_> {
    pub(crate) fn review(&mut self, reviewed: Reviewed) {
        self.say(&reviewed.checks);
        let spoke = !reviewed.participants.is_empty() || !reviewed.sections.is_empty();
        if !spoke && reviewed.held_at.is_none() {
            return;
        }
        let review = self.record.review.get_or_insert_with(Review::default);
        let held = reviewed.held_at.or(review.held_at);
        review.held_at = Some(held.unwrap_or(self.moment.at));
        for person in reviewed.participants {
            if !review.participants.contains(&person) {
                review.participants.push(person);
            }
        }
        let sections: &mut Map<String> = &mut review.sections;
        for (id, text) in reviewed.sections {
            sections.insert(id, text);
        }
    }
}
