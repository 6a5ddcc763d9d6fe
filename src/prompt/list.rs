//! One or several of a list, by the arrows, a first letter, or by typing what narrows it.

use std::cmp::Reverse;
use std::io;

use console::{Key, Term, measure_text_width};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::drawing::{Drawing, fitted};
use super::looks::Looks;
use super::{Choice, asked};

/// How many lines of a long list are shown at once: a walk never fills the screen.
const LINES: usize = 12;

/// How far a long label may push the hints of the others to the right.
const LABEL: usize = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    One,
    Several,
    /// One of many, narrowed by typing.
    Search,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Stay,
    Leave,
    Take,
}

#[derive(Debug)]
pub struct List<'a> {
    question: &'a str,
    choices: &'a [Choice],
    kind: Kind,
    /// The choices that what is typed leaves, the best first.
    left: Vec<usize>,
    /// Which of those is marked. Where nobody has a default nothing is, until somebody chooses.
    marked: Option<usize>,
    /// The first that is shown, and how many are.
    top: usize,
    shown: usize,
    typed: String,
    ticked: Vec<bool>,
}

impl<'a> List<'a> {
    pub fn new(question: &'a str, choices: &'a [Choice], kind: Kind) -> Self {
        List {
            question,
            choices,
            kind,
            left: (0..choices.len()).collect(),
            marked: None,
            top: 0,
            shown: LINES,
            typed: String::new(),
            ticked: vec![false; choices.len()],
        }
    }

    pub fn marked(mut self, place: Option<usize>) -> Self {
        self.marked = place.filter(|place| *place < self.choices.len());
        self
    }

    /// What is chosen; nothing where it was left open.
    pub fn ask(mut self, term: &Term, looks: &Looks) -> io::Result<Option<Vec<usize>>> {
        let mut drawing = Drawing::new(term);
        loop {
            let lines = self.lines(looks, drawing.columns(), drawing.rows());
            drawing.show(lines, None)?;
            match self.press(&term.read_key()?) {
                Step::Stay => {}
                Step::Leave => return drawing.take_away().map(|()| None),
                Step::Take => return drawing.take_away().map(|()| Some(self.taken())),
            }
        }
    }

    fn taken(&self) -> Vec<usize> {
        match self.kind {
            Kind::Several => (0..self.choices.len())
                .filter(|place| self.ticked[*place])
                .collect(),
            Kind::One | Kind::Search => self.place().into_iter().collect(),
        }
    }

    /// The choice that is marked.
    fn place(&self) -> Option<usize> {
        self.left.get(self.marked?).copied()
    }

    fn press(&mut self, key: &Key) -> Step {
        let last = self.left.len().checked_sub(1);
        let is_search = self.kind == Kind::Search;
        match key {
            Key::Enter if self.kind == Kind::Several || self.place().is_some() => {
                return Step::Take;
            }
            Key::Escape => return Step::Leave,
            Key::ArrowDown | Key::Tab => {
                self.marked = last.map(|last| match self.marked {
                    Some(place) if place < last => place + 1,
                    _ => 0,
                });
            }
            Key::ArrowUp | Key::BackTab => {
                self.marked = last.map(|last| match self.marked {
                    None | Some(0) => last,
                    Some(place) => place - 1,
                });
            }
            Key::PageDown => {
                let next = self.marked.map_or(0, |place| place + self.shown);
                self.marked = last.map(|last| next.min(last));
            }
            Key::PageUp => {
                let next = self
                    .marked
                    .map_or(0, |place| place.saturating_sub(self.shown));
                self.marked = last.map(|_| next);
            }
            Key::Home => self.marked = last.map(|_| 0),
            Key::End => self.marked = last,
            Key::Backspace if is_search && self.typed.pop().is_some() => self.narrow(),
            Key::Char(letter) if is_search && !letter.is_control() => {
                self.typed.push(*letter);
                self.narrow();
            }
            Key::Char(' ') if self.kind == Kind::Several => {
                if let Some(place) = self.place() {
                    self.ticked[place] = !self.ticked[place];
                }
            }
            Key::Char(letter) => self.jump(*letter),
            _ => {}
        }
        Step::Stay
    }

    /// To the next choice that begins with a letter.
    fn jump(&mut self, letter: char) {
        let begins = |place: &usize| {
            let label = &self.choices[self.left[*place]].label;
            let first = label.chars().next();
            first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
        };
        let after = self.marked.map_or(0, |place| place + 1);
        let places = (after..self.left.len()).chain(0..after.min(self.left.len()));
        self.marked = places.into_iter().find(begins).or(self.marked);
    }

    /// Leaves what matches; what is typed says which is meant, so the best of them is marked.
    fn narrow(&mut self) {
        let matcher = SkimMatcherV2::default().ignore_case();
        let score = |place: usize| {
            let Choice { label, hint, .. } = &self.choices[place];
            matcher.fuzzy_match(&format!("{label}  {hint}"), &self.typed)
        };
        let mut found: Vec<_> = (0..self.choices.len())
            .filter_map(|place| Some((score(place)?, place)))
            .collect();
        found.sort_by_key(|(score, _)| Reverse(*score));
        self.left = found.into_iter().map(|(_, place)| place).collect();
        self.top = 0;
        self.marked = Some(0).filter(|_| !self.typed.is_empty() && !self.left.is_empty());
    }

    /// What is shown in so many columns and rows.
    fn lines(&mut self, looks: &Looks, columns: usize, rows: usize) -> Vec<String> {
        let mut lines = self.head(looks, columns);
        let room = rows.saturating_sub(lines.len() + 1).max(1);
        self.shown = room.min(LINES);
        if let Some(marked) = self.marked {
            self.top = self
                .top
                .min(marked)
                .max((marked + 1).saturating_sub(self.shown));
        }
        if self.left.is_empty() {
            let none = looks.quiet.apply_to("nothing matches; Backspace goes back");
            lines.push(fitted(&format!("    {none}"), columns));
        }
        let shown = self.left.iter().enumerate().skip(self.top).take(self.shown);
        lines.extend(shown.map(|(at, place)| {
            let line = self.item(looks, *place, self.marked == Some(at), columns);
            fitted(&line, columns)
        }));
        let below = self.left.len().saturating_sub(self.top + self.shown);
        if below > 0 {
            let more = looks.quiet.apply_to(format!("\u{2026} {below} more"));
            lines.push(format!("    {more}"));
        }
        lines
    }

    fn head(&self, looks: &Looks, columns: usize) -> Vec<String> {
        let question = asked(self.question);
        if self.kind == Kind::Search && !self.typed.is_empty() {
            let room = columns.saturating_sub(measure_text_width(question) + 3);
            // Of what is too long for the line the end is seen, where the next letter goes.
            let mut typed = self.typed.as_str();
            while measure_text_width(typed) > room.max(columns / 3) {
                let mut letters = typed.chars();
                letters.next();
                typed = letters.as_str();
            }
            let taken = measure_text_width(typed) + 3;
            let question = fitted(question, columns.saturating_sub(taken));
            let typed = looks.active.apply_to(typed);
            let mut lines = looks.question(&question, "", columns);
            lines
                .iter_mut()
                .for_each(|line| line.push_str(&format!(" {typed}")));
            return lines;
        }
        let help = match (self.kind, self.marked) {
            (Kind::Several, _) => "(space chooses, Enter goes on)",
            (Kind::Search, _) => "(type to narrow)",
            (Kind::One, None) => "(the arrows choose)",
            (Kind::One, Some(_)) => "",
        };
        looks.question(question, help, columns)
    }

    fn item(&self, looks: &Looks, place: usize, is_marked: bool, columns: usize) -> String {
        let Choice { label, hint, .. } = &self.choices[place];
        let tick = match (self.kind, self.ticked[place]) {
            (Kind::Several, true) => "[x] ",
            (Kind::Several, false) => "[ ] ",
            _ => "",
        };
        let widest = self
            .choices
            .iter()
            .map(|choice| measure_text_width(&choice.label))
            .max();
        let widest = widest.unwrap_or(0).min(LABEL).min(columns / 2);
        let text = match hint.as_str() {
            "" => format!("{tick}{label}"),
            hint => {
                let gap = widest.saturating_sub(measure_text_width(label)) + 2;
                format!("{tick}{label}{}{hint}", " ".repeat(gap))
            }
        };
        if is_marked {
            let mark = looks.active.apply_to("\u{276f}");
            let text = fitted(&text, columns.saturating_sub(4));
            format!("  {mark} {}", looks.active.apply_to(text))
        } else {
            format!("    {text}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(labels: &[&str]) -> Vec<Choice> {
        labels.iter().map(|label| Choice::new(*label)).collect()
    }

    fn pressed(list: &mut List<'_>, keys: &[Key]) -> Step {
        let mut step = Step::Stay;
        for key in keys {
            step = list.press(key);
        }
        step
    }

    fn typed(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).collect()
    }

    #[test]
    fn enter_takes_nothing_that_nobody_has_chosen() {
        let choices = choices(&["one", "two"]);
        for kind in [Kind::One, Kind::Search] {
            let mut list = List::new("Which", &choices, kind);
            assert_eq!(pressed(&mut list, &[Key::Enter, Key::Enter]), Step::Stay);
            assert_eq!(
                pressed(&mut list, &[Key::ArrowDown, Key::Enter]),
                Step::Take
            );
            assert_eq!(list.taken(), [0]);
        }
        // A default is taken, and several may be none.
        let mut list = List::new("Which", &choices, Kind::One).marked(Some(1));
        assert_eq!(pressed(&mut list, &[Key::Enter]), Step::Take);
        assert_eq!(list.taken(), [1]);
        let mut list = List::new("Which", &choices, Kind::Several);
        assert_eq!(
            pressed(&mut list, &[Key::Char(' '), Key::Enter]),
            Step::Take
        );
        assert_eq!(list.taken(), [0; 0]);
    }

    #[test]
    fn a_letter_goes_to_what_begins_with_it() {
        let choices = choices(&["open", "done", "failed", "Discarded"]);
        let mut list = List::new("Which", &choices, Kind::One).marked(Some(0));
        for (letter, place) in [('d', 1), ('d', 3), ('d', 1), ('F', 2), ('x', 2)] {
            list.press(&Key::Char(letter));
            assert_eq!(list.marked, Some(place), "{letter}");
        }
    }

    #[test]
    fn what_is_typed_leaves_what_matches_and_says_where_nothing_does() {
        let choices = choices(&["Redis failure", "Queue failure", "Login failure"]);
        let mut list = List::new("Which", &choices, Kind::Search);
        pressed(&mut list, &typed("REDIS"));
        assert_eq!((list.place(), list.left.len()), (Some(0), 1));
        pressed(&mut list, &typed("zzz"));
        assert_eq!(pressed(&mut list, &[Key::Enter]), Step::Stay);
        let lines = list.lines(&Looks::default(), 60, 20).join("\n");
        assert!(lines.contains("nothing matches; Backspace"), "{lines}");
        pressed(&mut list, &vec![Key::Backspace; 8]);
        assert_eq!((list.place(), list.left.len()), (None, 3));
    }

    #[test]
    fn no_line_is_wider_than_the_screen_and_no_list_higher() {
        let arabic = "\u{645}\u{62d}\u{641}\u{638}\u{629} ".repeat(20);
        let many = vec![Choice::new(arabic).hint("\u{652f}\u{4ed8}".repeat(30)); 40];
        for (columns, rows) in [(79, 23), (39, 23), (20, 6)] {
            for kind in [Kind::One, Kind::Several, Kind::Search] {
                let mut list = List::new("What kind of incident", &many, kind);
                pressed(&mut list, &typed(&"\u{645}".repeat(120)));
                for key in [Key::End, Key::PageUp, Key::PageUp, Key::ArrowUp] {
                    list.press(&key);
                    let lines = list.lines(&Looks::default(), columns, rows);
                    assert!(lines.len() <= rows.min(LINES + 3), "{lines:#?}");
                    let widest = lines.iter().map(|line| measure_text_width(line)).max();
                    assert!(widest <= Some(columns), "{columns}: {lines:#?}");
                    let is_marked = lines.iter().any(|line| line.contains('\u{276f}'));
                    assert_eq!(is_marked, list.place().is_some(), "{lines:#?}");
                }
            }
        }
    }
}
