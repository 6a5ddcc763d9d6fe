//! Adding and removing elements inside brackets and braces.

use super::elements::{Addition, Element, following};
use super::lines::Lines;
use super::window::Windows;

/// A flow collection that keeps at least one of its elements.
pub(super) struct Flow<'a> {
    pub lines: Lines<'a>,
    pub elements: &'a [Element],
}

impl Flow<'_> {
    pub(super) fn edit(&self, windows: &mut Windows, additions: &[Addition]) {
        let Some(first) = self.elements.iter().position(|element| element.kept) else {
            return;
        };
        for addition in following(additions, None) {
            windows.insert(self.elements[first].start, format!("{}, ", addition.text));
        }
        let mut at = 0;
        while let Some(element) = self.elements.get(at) {
            if element.kept {
                for addition in following(additions, Some(at)) {
                    // `{a:, b: c}` would not be read as two entries by every tool.
                    let comma = if element.empty { " , " } else { ", " };
                    windows.insert(element.end, format!("{comma}{}", addition.text));
                }
                at += 1;
            } else {
                let last = at
                    + self.elements[at..]
                        .iter()
                        .take_while(|element| !element.kept)
                        .count()
                    - 1;
                self.remove(windows, at, last);
                at = last + 1;
            }
        }
    }

    /// Removes neighbours, with one comma.
    fn remove(&self, windows: &mut Windows, first: usize, last: usize) {
        let lines = self.lines;
        let (start, end) = (self.elements[first].start, self.elements[last].end);
        let comma = Some(lines.skip_trivia(end)).filter(|at| lines.from(*at).starts_with(','));
        let through = comma.map_or(end, |at| at + 1);
        if lines.is_first(start)
            && self.ends_line(through)
            && !lines.is_same_line(start, lines.next(through))
        {
            // Lines of their own. After the last a comma may stay above, which is allowed.
            windows.delete(lines.start_of(start), lines.next(through));
            return;
        }
        let above = first.checked_sub(1).map(|above| &self.elements[above]);
        match (self.elements.get(last + 1), above) {
            (Some(next), _) if self.only_blanks(through, next.start) => {
                windows.delete(start, next.start);
            }
            (None, Some(above)) if self.only_blanks(above.end, start) => {
                windows.replace(above.end, end, if above.empty { " " } else { "" });
            }
            (Some(_), _) => windows.delete(start, through),
            // The comma above stays, so that its own goes.
            (None, _) => windows.delete(start, through),
        }
    }

    /// Whether nothing but a comment follows on the line.
    fn ends_line(&self, at: usize) -> bool {
        !self.lines.is_same_line(at, self.lines.skip_trivia(at))
    }

    /// Whether two elements stand on one line, with no more than a comma between them.
    fn only_blanks(&self, start: usize, end: usize) -> bool {
        self.lines
            .between(start, end)
            .chars()
            .all(|c| matches!(c, ' ' | '\t' | ','))
    }
}
