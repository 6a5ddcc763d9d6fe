//! Random records and random edits of random files.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::arbitrary::{Dice, arbitrary};
use super::lines::is_blank;
use super::node::{Kind, Node};
use super::{document, edit, edit_verified, parse, read};
use crate::domain::record::change::{Change, apply, changes};
use crate::domain::record::path::{Path, Step};

const FRAGMENTS: [&str; 66] = [
    "a",
    "B",
    "word",
    "two words",
    "é",
    "نص",
    "\u{1f525}",
    " ",
    "  ",
    "\n",
    "\n",
    "\n\n",
    "\n  ",
    "\t",
    ":",
    ": ",
    "#",
    " #",
    "'",
    "\"",
    "\\",
    "-",
    "- ",
    "? ",
    "|",
    ">",
    "%",
    "@",
    "`",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "&",
    "*",
    "!",
    "~",
    "0",
    "1",
    "e",
    "0x",
    "_",
    ".",
    "yes",
    "null",
    "---",
    "...",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\r",
    "\0",
    "\u{7f}",
    "<<",
    "=",
    "\u{1f468}\u{200d}\u{1f469}",
    "2025-11-29",
    "T10:00:00",
    "INC-1",
    "\u{a0}",
    "\u{301}",
    "line one\nline two\n",
    "end\n\n",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..6).prop_map(|parts| parts.concat()),
        3 => "[a-z]{1,8}( [a-z]{1,8})?",
        1 => any::<String>(),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => "[a-d]{1,2}(-[a-d])?",
        4 => prop::sample::select(vec!["id", "state", "answer", "note", "detection", "timeline"]).prop_map(str::to_owned),
        1 => text(),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => text().prop_map(Value::String),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from).prop_filter("no number", |value| !value.is_null()),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            2 => prop::collection::vec(map(inner.clone()), 0..4).prop_map(Value::Array),
            3 => map(inner),
        ]
    })
}

fn map(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((key(), inner), 0..5)
        .prop_map(|entries| Value::Object(entries.into_iter().collect()))
}

fn record() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((key(), value()), 1..6).prop_map(|entries| entries.into_iter().collect())
}

/// Every mapping and list of a value, by path.
fn collections(value: &Value, path: &Path, found: &mut Vec<Path>) {
    match value {
        Value::Object(map) => {
            found.push(path.clone());
            map.iter()
                .for_each(|(key, value)| collections(value, &path.key(key), found));
        }
        Value::Array(items) => {
            found.push(path.clone());
            items
                .iter()
                .enumerate()
                .for_each(|(at, value)| collections(value, &path.index(at), found));
        }
        _ => {}
    }
}

fn find<'a>(value: &'a mut Value, path: &Path) -> Option<&'a mut Value> {
    path.0.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(at) => value.get_mut(*at),
    })
}

/// One random change somewhere in the value.
fn disturb(value: &mut Value, dice: &mut Dice, material: &[(String, Value)]) {
    let mut places = Vec::new();
    collections(value, &Path::root(), &mut places);
    let place = &places[dice.roll(places.len())];
    let (key, fresh) = material[dice.roll(material.len())].clone();
    match find(value, place) {
        Some(Value::Object(map)) => {
            let at = dice.roll(map.len() + 1);
            let existing = map.keys().nth(at).cloned();
            match (dice.roll(4), existing) {
                (0, Some(existing)) if map.len() > 1 || !place.0.is_empty() => {
                    drop(map.shift_remove(&existing))
                }
                (1 | 2, Some(existing)) => drop(map.insert(existing, fresh)),
                _ if map.contains_key(&key) => drop(map.insert(key, fresh)),
                _ => drop(map.shift_insert(at, key, fresh)),
            }
        }
        Some(Value::Array(items)) => {
            let at = dice.roll(items.len() + 1);
            let like = if items.iter().all(Value::is_object) && !dice.one_in(4) {
                json!({"id": key, "x": fresh})
            } else {
                fresh
            };
            match dice.roll(4) {
                0 if at < items.len() => drop(items.remove(at)),
                1 if at < items.len() => items[at] = like,
                2 => items.push(like),
                _ => items.insert(at, like),
            }
        }
        _ => {}
    }
}

/// The lines of the old text (from 0) that the changes may touch, and those they may take away.
struct Touched<'a> {
    text: &'a str,
    lines: BTreeSet<usize>,
    gone: BTreeSet<usize>,
}

impl Touched<'_> {
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count()
    }

    fn touch(&mut self, start: usize, end: usize) {
        self.lines.extend(self.line(start)..=self.line(end));
    }

    fn take(&mut self, start: usize, end: usize) {
        self.touch(start, end);
        self.gone.extend(self.line(start)..=self.line(end));
    }

    /// Touches what a change says it changes: the entry itself, or the brackets around it.
    fn change(&mut self, root: &Node, change: &Change) {
        let (mut node, mut start) = (root, root.start);
        for (depth, step) in change.path.0.iter().enumerate() {
            let added = change.old.is_none() && depth + 1 == change.path.0.len();
            match &node.kind {
                Kind::Map { flow: false, .. } | Kind::List { flow: false, .. } => {}
                _ => {
                    // In brackets a value that is no collection is set alone, all else is rewritten.
                    let is_set = |value: &Option<Value>| {
                        value
                            .as_ref()
                            .is_some_and(|value| !value.is_array() && !value.is_object())
                    };
                    let alone = is_set(&change.old) && is_set(&change.new) || change.old.is_none();
                    return if alone {
                        self.touch(start, node.end)
                    } else {
                        self.take(start, node.end)
                    };
                }
            }
            if added {
                // What is new may begin on the line of the dash of its first neighbour.
                return self.touch(node.start, node.start);
            }
            (node, start) = match (&node.kind, step) {
                (Kind::Map { entries, .. }, Step::Key(key)) => {
                    let at = entries
                        .iter()
                        .position(|entry| entry.key == *key)
                        .expect("a key of the text");
                    if change.new.is_none() && at == 0 {
                        // The next key that stays may move up to the dash.
                        self.touch(
                            node.start,
                            entries.last().map_or(node.end, |last| last.start),
                        );
                    }
                    if change.new.is_none()
                        && depth + 1 == change.path.0.len()
                        && entries.len() == 1
                    {
                        return self.take(start, node.end);
                    }
                    (&entries[at].value, entries[at].start)
                }
                (Kind::List { items, .. }, Step::Index(at)) => {
                    if change.new.is_none() && *at == 0 {
                        self.touch(node.start, items.last().map_or(node.end, |last| last.start));
                    }
                    let last = depth + 1 == change.path.0.len();
                    self.touch(
                        items[*at].start,
                        if last {
                            items[*at].value.end
                        } else {
                            items[*at].start
                        },
                    );
                    (&items[*at].value, items[*at].start)
                }
                _ => unreachable!("the changes are of this text"),
            };
        }
        if change.new.is_none() || !matches!(node.kind, Kind::Scalar(_)) {
            self.take(start, node.end);
        } else {
            self.touch(start, node.end);
        }
    }
}

/// Touches every collection that the edit empties, since that one is written anew.
fn emptied(touched: &mut Touched<'_>, node: &Node, start: usize, old: &Value, new: Option<&Value>) {
    let Some(new) = new else { return };
    match (&node.kind, old, new) {
        (Kind::Map { entries, .. }, Value::Object(_), Value::Object(new)) => {
            if !entries.iter().any(|entry| new.contains_key(&entry.key)) {
                touched.take(start, node.end);
            }
            for entry in entries {
                emptied(
                    touched,
                    &entry.value,
                    entry.start,
                    &old[&entry.key],
                    new.get(&entry.key),
                );
            }
        }
        (Kind::List { items, .. }, Value::Array(before), Value::Array(after)) => {
            let pairs = crate::domain::record::change::align(before, after);
            let mut kept = 0;
            for pair in pairs {
                if let crate::domain::record::change::Pair::Kept { old, new } = pair {
                    kept += 1;
                    emptied(
                        touched,
                        &items[old].value,
                        items[old].start,
                        &before[old],
                        after.get(new),
                    );
                }
            }
            if kept == 0 {
                touched.take(start, node.end);
            }
        }
        _ => {}
    }
}

/// Everything an edit promises.
fn check(text: &str, new: &Value) -> Result<(), TestCaseError> {
    let tree = parse(text).expect("the text parses");
    let old = tree.value();
    let reread = |text: &str| {
        read(text)
            .map(|tree| tree.value())
            .map_err(|faults| format!("{faults:?}"))
    };
    let edited = match edit_verified(text, &old, new, reread) {
        Ok(edited) => edited,
        Err(error) => {
            return Err(TestCaseError::fail(format!(
                "{error}\n--- text\n{text}\n--- new\n{new:#}"
            )));
        }
    };
    prop_assert_eq!(&parse(&edited).expect("the result parses").value(), new);

    let mut touched = Touched {
        text,
        lines: BTreeSet::new(),
        gone: BTreeSet::new(),
    };
    changes(&old, new)
        .iter()
        .for_each(|change| touched.change(&tree.root, change));
    emptied(&mut touched, &tree.root, tree.root.start, &old, Some(new));
    let report = |what: &str, line: &str| {
        format!(
            "{what} lost: {line:?}\n--- text\n{text}\n--- edited\n{edited}\n--- changes\n{:#?}",
            changes(&old, new)
        )
    };
    let mut after = edited.split('\n').map(|line| line.trim_end_matches('\r'));
    for (at, line) in text
        .split('\n')
        .enumerate()
        .filter(|(at, line)| !touched.lines.contains(at) && !is_blank(line))
    {
        let line = line.trim_end_matches('\r');
        prop_assert!(
            after.any(|after| after == line),
            "{}",
            report(&format!("line {}", at + 1), line)
        );
    }
    for (at, line) in text
        .split('\n')
        .enumerate()
        .filter(|(at, _)| !touched.gone.contains(at))
    {
        for comment in line
            .split("# c")
            .skip(1)
            .filter_map(|rest| rest.split_once(": - {[").map(|(number, _)| number))
        {
            let comment = format!("# c{comment}: - {{[");
            prop_assert!(
                edited.contains(&comment),
                "{}",
                report(&format!("comment of line {}", at + 1), &comment)
            );
        }
    }
    if text.contains("\r\n") {
        prop_assert!(
            !edited.replace("\r\n", "").contains('\n'),
            "{}",
            report("CRLF", &edited)
        );
    }
    prop_assert_eq!(text.starts_with('\u{feff}'), edited.starts_with('\u{feff}'));
    Ok(())
}

/// As a typed reader would have it: no empty values, and text where a number or a boolean is written.
fn typed(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(entries.map(|(key, value)| (key, typed(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(typed).collect()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(truth) => Value::String(truth.to_string()),
        value => value,
    }
}

fn edit_at_random(
    text: &str,
    seed: u64,
    material: &[(String, Value)],
) -> Result<(), TestCaseError> {
    let mut dice = Dice(seed);
    let mut new = parse(text)
        .map_err(|faults| TestCaseError::fail(format!("{faults:?}\n{text}")))?
        .value();
    for _ in 0..=dice.roll(3) {
        disturb(&mut new, &mut dice, material);
    }
    check(text, &new)
}

fn material() -> impl Strategy<Value = Vec<(String, Value)>> {
    prop::collection::vec((key(), value()), 1..6)
}

/// Hand-written files with everything that has gone wrong before.
const FIXTURES: [&str; 7] = [
    include_str!("example-record.yaml"),
    "\u{feff}# file\r\nid: x # i\r\n\r\ntimeline:\r\n# first\r\n- id: a\r\n  notes: |\r\n    one\r\n    two\r\n  # below\r\n\r\n# second\r\n- id: b\r\n  event: \"e\" # ev\r\nroles: {a: b, 'c d': \"e\"}\r\nlast: |\r\n  end\r\n",
    "id: x\nempty:\nalso: # c\nlist:\n  -\n  - # d\n    k: v\n  -   wide: 1\n      next: 2\n  - [a, b]\n  - - deep\n    - deeper # e\nflow: {\n  a: 1, # one\n  # above b\n  b: [x,\n    y], # two\n  c: {d: , e: ~},\n}\n# end",
    "---\n# top\n'quoted key': 'it''s' # q\n\"second\\tkey\" : >-\n  folded\n  text\n\nthird: |+\n  kept\n\n\nfourth: # between\n  # and\n  value # behind\nfifth: plain\n  over lines # f\nsixth: |2-\n   leading\n\n# tail\n",
    "facts:\n  data-exposure: {answer: none, note: \"checked: all # of them\"}\n  نص: \u{1f525} # rtl\nchecks:\n    triage:\n        a: done # wide\n        b: {state: open, note: x}\n    recovery: {}\nservices: [a, b, # in\n  c]\nactions: []\n",
    "a:\n- b:\n  - c: 1\n  # of c\n  - c: 2\n# of second\n- b: []\n  d: |-\n    x\n\n    y\n\n\nz: ~\n",
    "one: \"multi\n  line\n\n  quoted\" # o\ntwo: 'single\n  too'\nthree: [\"a\n  b\", c]\nfour: |\n\n  begins blank\n   # no comment\nfive: {}",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn what_is_written_is_read_back(record in record()) {
        let record = Value::Object(record);
        let text = document(&record);
        match read(&text) {
            Ok(tree) => prop_assert_eq!(tree.value(), record, "{}", text),
            Err(faults) => prop_assert!(false, "{:?}\n{}", faults, text),
        }
    }

    #[test]
    fn changes_lead_from_old_to_new(old in value(), seed in any::<u64>(), material in material()) {
        let (mut new, mut dice) = (old.clone(), Dice(seed));
        if new.is_array() || new.is_object() {
            for _ in 0..=dice.roll(5) {
                disturb(&mut new, &mut dice, &material);
            }
        }
        prop_assert_eq!(apply(&old, &changes(&old, &new)), Some(new));
    }

    #[test]
    fn arbitrary_files_are_read_as_meant(record in record(), seed in any::<u64>()) {
        let text = arbitrary(&record, seed);
        match read(&text) {
            Ok(tree) => prop_assert_eq!(tree.value(), Value::Object(record), "{}", text),
            Err(faults) => prop_assert!(false, "{:?}\n{}", faults, text),
        }
    }

    #[test]
    fn arbitrary_files_are_edited_as_meant(record in record(), style in any::<u64>(), seed in any::<u64>(), material in material()) {
        edit_at_random(&arbitrary(&record, style), seed, &material)?;
    }

    #[test]
    fn files_that_a_typed_reader_normalises_are_edited_as_meant(
        record in record(), style in any::<u64>(), seed in any::<u64>(), material in material()
    ) {
        let text = arbitrary(&record, style);
        let reread = |text: &str| read(text).map(|tree| typed(tree.value())).map_err(|faults| format!("{faults:?}"));
        let old = reread(&text).map_err(TestCaseError::fail)?;
        let (mut new, mut dice) = (old.clone(), Dice(seed));
        for _ in 0..=dice.roll(3) {
            disturb(&mut new, &mut dice, &material);
        }
        let edited = edit_verified(&text, &old, &typed(new.clone()), reread);
        prop_assert!(edited.is_ok(), "{:?}\n--- text\n{}\n--- old\n{:#}\n--- new\n{:#}", edited, text, old, new);
    }

    #[test]
    fn hand_written_files_are_edited_as_meant(which in 0..FIXTURES.len(), seed in any::<u64>(), material in material()) {
        edit_at_random(FIXTURES[which], seed, &material)?;
    }

    #[test]
    fn nothing_panics_on_any_text(parts in prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..24)) {
        if let Ok(tree) = read(&parts.concat()) {
            let old = tree.value();
            let _ = edit::edit(&parts.concat(), &old, &json!({"a": old}));
        }
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(128)
}
