//! Adding and removing elements of mappings and lists that are written line by line.
//!
//! Comments stay where they belong: those directly above an element are its own, those below it
//! that are indented deeper too. Removing an element removes its lines and no comment beside.

use super::elements::{Addition, Element, following};
use super::emit::pad;
use super::lines::{Lines, indent, is_blank, is_comment};
use super::window::Windows;

/// A block collection that keeps at least one of its elements.
pub(super) struct Block<'a> {
    pub lines: Lines<'a>,
    pub elements: &'a [Element],
    /// Where the keys or dashes stand.
    pub column: usize,
    /// Whether a comment in this very column, below the last element, still belongs in here: not
    /// so below a zero-indented list, whose column is its parent's.
    pub owns_column: bool,
    pub is_root: bool,
}

impl Block<'_> {
    pub(super) fn edit(&self, windows: &mut Windows, additions: &[Addition]) {
        let Some(first) = self.elements.iter().position(|element| element.kept) else {
            return;
        };
        let joined = self.remove_inline_start(windows, first);
        self.add_before(windows, first, joined, additions);
        for (at, element) in self.elements.iter().enumerate() {
            if element.kept {
                self.add_after(windows, at, additions);
            } else if at >= first || !joined {
                self.remove(windows, at);
            }
        }
    }

    /// The first element may share its line with a dash: `- id: x`. If it goes, the first that is
    /// kept moves up to the dash, unless a comment stands between. Says whether it did.
    fn remove_inline_start(&self, windows: &mut Windows, first: usize) -> bool {
        let (start, kept) = (self.elements[0].start, self.elements[first].start);
        let gaps = self.elements[..=first].windows(2);
        let bare = gaps.into_iter().all(|pair| {
            self.lines
                .between(pair[0].end, pair[1].start)
                .trim()
                .is_empty()
        });
        let joined = first > 0 && !self.lines.is_first(start) && bare;
        if joined {
            windows.delete(start, kept);
        }
        joined
    }

    fn remove(&self, windows: &mut Windows, at: usize) {
        let (lines, element) = (self.lines, &self.elements[at]);
        if !lines.is_first(element.start) {
            windows.delete(element.start, element.end);
            return;
        }
        let (mut start, mut end) = (lines.start_of(element.start), lines.next(element.end));
        let kept_above = self.elements[..at].iter().rev().find(|above| above.kept);
        if kept_above.is_some_and(|above| above.keeps_blank_lines) {
            while end < lines.text.len() && is_blank(lines.line(end)) {
                end = lines.next(end);
            }
        } else if let Some(above) = self
            .line_above(start)
            .filter(|above| is_blank(lines.line(*above)))
        {
            // Of the blank lines above and below one is enough, and at the end of the file none.
            if end == lines.text.len() || is_blank(lines.line(end)) {
                start = above;
            }
        }
        windows.delete(start, end);
    }

    fn line_above(&self, start: usize) -> Option<usize> {
        (start > self.lines.base()).then(|| self.lines.start_of(start - 1))
    }

    fn add_before(
        &self,
        windows: &mut Windows,
        first: usize,
        joined: bool,
        additions: &[Addition],
    ) {
        let start = self.elements[first].start;
        let indent = pad(self.column);
        if joined || !self.lines.is_first(start) {
            for addition in following(additions, None) {
                windows.insert(start, format!("{}\n{indent}", addition.text));
            }
            return;
        }
        let place = self.top_of_comments(first);
        for addition in following(additions, None) {
            let blank = if addition.apart { "\n" } else { "" };
            windows.insert(place, format!("{indent}{}\n{blank}", addition.text));
        }
    }

    /// The start of the comment that stands directly above an element, or of its own line.
    ///
    /// At the top of the file the comment is the file's own (a modeline, a licence) and stays there.
    fn top_of_comments(&self, at: usize) -> usize {
        let lines = self.lines;
        let mut top = lines.start_of(self.elements[at].start);
        let floor = at
            .checked_sub(1)
            .map_or(lines.base(), |above| lines.next(self.elements[above].end));
        if self.is_root && at == 0 {
            return top;
        }
        while let Some(above) = self.line_above(top).filter(|above| *above >= floor) {
            let line = lines.line(above);
            if !is_comment(line) || indent(line) > self.column {
                break;
            }
            top = above;
        }
        top
    }

    fn add_after(&self, windows: &mut Windows, at: usize, additions: &[Addition]) {
        let lines = self.lines;
        let place = self.below(at);
        let cut = place == lines.text.len() && !lines.text.ends_with('\n');
        for addition in following(additions, Some(at)) {
            let apart = addition.apart && !self.elements[at].keeps_blank_lines;
            let blank = if apart { "\n" } else { "" };
            let line = format!("{}{}", pad(self.column), addition.text);
            windows.insert(
                place,
                if cut {
                    format!("\n{blank}{line}")
                } else {
                    format!("{blank}{line}\n")
                },
            );
        }
    }

    /// Below an element and the comments that belong to it.
    fn below(&self, at: usize) -> usize {
        let lines = self.lines;
        let is_last = at + 1 == self.elements.len();
        let mut place = lines.next(self.elements[at].end);
        while place < lines.text.len() {
            let line = lines.line(place);
            let deeper = indent(line) > self.column
                || (is_last && self.owns_column && indent(line) == self.column);
            if !is_comment(line) || !deeper {
                break;
            }
            place = lines.next(place);
        }
        place
    }

    /// Whether the elements are set apart by blank lines, as the second is from the first.
    pub(super) fn is_apart(&self) -> bool {
        let above = self
            .elements
            .get(1)
            .and_then(|_| self.line_above(self.top_of_comments(1)));
        above.is_some_and(|above| is_blank(self.lines.line(above)))
    }
}
