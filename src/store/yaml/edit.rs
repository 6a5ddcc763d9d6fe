//! Changing some facts of a file and leaving every other byte alone.
//!
//! The text is never written anew: `walk` finds the stretches that must change, they are
//! spliced, and the result is read again with both parsers. It is handed out only if it holds exactly
//! what was meant; otherwise the caller is told the line and the file stays as it was.

use serde_json::Value;

use super::agree::read;
use super::error::YamlError;
use super::layout::Layout;
use super::lines::Lines;
use super::tree::{Tree, parse};
use super::walk::Walk;
use super::window::Windows;
use crate::domain::record::change::{Change, apply, changes};

/// Why a file was left as it was. The line is that of the old text, from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(crate) struct EditError {
    pub message: String,
    pub line: usize,
}

/// Changes the text from meaning `old` to meaning `new`.
///
/// `old` is what a typed reader made of the text, serialised again; `new` is what it shall be, its
/// keys in the order in which new ones are to be written.
pub(crate) fn edit(text: &str, old: &Value, new: &Value) -> Result<String, EditError> {
    let changes = changes(old, new);
    if changes.is_empty() {
        return Ok(text.to_owned());
    }
    let before = read(text).map_err(|faults| unreadable(&faults))?;
    let lines = Lines::new(text);
    let windows = windows(&before, lines, old, new);
    let line = lines.number(windows.start());
    let line_break = line_break(text);
    let edited = windows
        .splice(text, line_break)
        .map_err(|at| by_hand(lines.number(at), "two changes affect the same line"))?;
    let edited = ended(edited, line_break);
    let after = read(&edited).map_err(|faults| by_hand(line, &unreadable(&faults).message))?;
    if holds(&before, &after, old, new, &changes) {
        Ok(edited)
    } else {
        Err(by_hand(
            line,
            "the result would not have the intended value",
        ))
    }
}

/// What must change in the text.
fn windows(tree: &Tree, lines: Lines<'_>, old: &Value, new: &Value) -> Windows {
    let mut walk = Walk {
        lines,
        windows: Windows::default(),
    };
    let layout = Layout::default().near(&tree.root, lines);
    walk.walk(&tree.root, Some(old), new, None, layout);
    walk.windows
}

/// Whether the edited file holds what was meant.
///
/// Where `old` is exactly what is written, `new` must be. Where a typed reader made something else of
/// it, two roads must lead to the same value: the one through the text, and the one through the
/// changes alone, both read as that reader may, without empty values and with numbers as text.
fn holds(before: &Tree, after: &Tree, old: &Value, new: &Value, changes: &[Change]) -> bool {
    if before.value() == *old {
        return after.value() == *new;
    }
    let found = after.root.written();
    let meant = apply(&before.root.written(), changes);
    as_text(new) == found || meant.is_some_and(|meant| as_text(&meant) == found)
}

/// Like [`edit`], and requires that the caller's own reader finds exactly `new` in the result.
pub(crate) fn edit_verified(
    text: &str,
    old: &Value,
    new: &Value,
    reread: impl Fn(&str) -> Result<Value, String>,
) -> Result<String, EditError> {
    let edited = edit(text, old, new)?;
    let line = first_difference(text, &edited);
    let found = reread(&edited)
        .map_err(|error| by_hand(line, &format!("the result would not be readable: {error}")))?;
    match changes(&found, new).first() {
        None => Ok(edited),
        Some(change) => Err(by_hand(
            line,
            &format!(
                "the result would not have the intended value at `{}`",
                change.path
            ),
        )),
    }
}

/// A file without a final line break gets one where it now ends in a block scalar, which needs it.
fn ended(text: String, line_break: &str) -> String {
    if text.ends_with('\n') {
        return text;
    }
    let whole = format!("{text}{line_break}");
    let needed = parse(&whole)
        .is_ok_and(|tree| tree.root.ends_in_block_scalar() && tree.root.end == text.len());
    if needed { whole } else { text }
}

fn line_break(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn by_hand(line: usize, why: &str) -> EditError {
    EditError {
        message: format!(
            "this change would affect other parts of the file ({why}); nothing was written, edit the file by hand"
        ),
        line,
    }
}

fn unreadable(faults: &[YamlError]) -> EditError {
    match faults.first() {
        Some(error) => EditError {
            message: error.message.clone(),
            line: error.line,
        },
        None => EditError {
            message: "this file cannot be read".to_owned(),
            line: 1,
        },
    }
}

fn first_difference(old: &str, new: &str) -> usize {
    old.lines()
        .zip(new.lines())
        .take_while(|(old, new)| old == new)
        .count()
        + 1
}

/// A value with all scalars as text, and without empty ones.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                entries
                    .map(|(key, value)| (key.clone(), as_text(value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(as_text).collect()),
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::String(_) | Value::Null => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn value(text: &str) -> Value {
        read(text).map(|tree| tree.value()).expect("the text reads")
    }

    /// Edits by what `change` does to the text's own value.
    fn edited(text: &str, change: impl Fn(&mut Value)) -> String {
        let old = value(text);
        let mut new = old.clone();
        change(&mut new);
        let reread = |text: &str| Ok(value(text));
        edit_verified(text, &old, &new, reread).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    fn set(text: &str, pointer: &str, to: Value) -> String {
        edited(text, |value| {
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            match value.pointer_mut(parent).expect("a parent") {
                Value::Object(map) => drop(map.insert(key.to_owned(), to.clone())),
                Value::Array(items) => items.insert(key.parse().expect("an index"), to.clone()),
                _ => panic!("no parent"),
            }
        })
    }

    fn remove(text: &str, pointer: &str) -> String {
        edited(text, |value| {
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            match value.pointer_mut(parent).expect("a parent") {
                Value::Object(map) => drop(map.shift_remove(key)),
                Value::Array(items) => drop(items.remove(key.parse().expect("an index"))),
                _ => panic!("no parent"),
            }
        })
    }

    #[test]
    fn a_scalar_is_replaced_alone_and_keeps_its_quotes() {
        for (text, to, expected) in [
            ("a: x # c\nb: 1\n", json!("w"), "a: w # c\nb: 1\n"),
            ("a: \"x\" # c\n", json!("w"), "a: \"w\" # c\n"),
            ("a: 'x'\n", json!("it's"), "a: 'it''s'\n"),
            ("a: 'x'\n", json!("\u{7}"), "a: \"\\x07\"\n"),
            ("a: x\n", json!("yes"), "a: \"yes\"\n"),
            ("a: x\n", json!(3), "a: 3\n"),
            ("a:   # c\n", json!("w"), "a: w   # c\n"),
            (
                "a: # c\n  # d\n  x # e\n",
                json!("w"),
                "a: # c\n  # d\n  w # e\n",
            ),
            (
                "a: # c\n  # d\n  x # e\n",
                json!("y\nz"),
                "a: # c\n  # d\n  # e\n  \"y\\nz\"\n",
            ),
            ("a: x\n  y # c\nb: 1\n", json!("z"), "a: z # c\nb: 1\n"),
            (
                "a: x # c\nb: 1\n",
                json!("y\nz\n"),
                "a: | # c\n  y\n  z\nb: 1\n",
            ),
            (
                "a: | # c\n  x\n\n# d\nb: 1\n",
                json!("w"),
                "a: w # c\n\n# d\nb: 1\n",
            ),
            (
                "a: | # c\n  x\n\n# d\nb: 1\n",
                json!("y\nz"),
                "a: |- # c\n  y\n  z\n\n# d\nb: 1\n",
            ),
            ("a: |\n  x\n", json!("w"), "a: w\n"),
            ("a: >-\n\n  x\n  y\n\n", json!("w"), "a: w\n\n"),
            ("a: {answer: x} # c\n", json!("w"), "a: w # c\n"),
            ("a:\n- x\n- y # c\nb: 1\n", json!("w"), "a: w\nb: 1\n"),
            ("a: # c\n- x\n", json!("w"), "a: # c\n  w\n"),
            (
                "a: x # c\n",
                json!({"answer": "x", "note": "n, m"}),
                "a: {answer: x, note: \"n, m\"} # c\n",
            ),
            (
                "a: x # c\nb: 1\n",
                json!({"k": "v", "l": ["m"]}),
                "a: # c\n  k: v\n  l: [m]\nb: 1\n",
            ),
            ("a: [] # c\n", json!([{"k": "v"}]), "a: # c\n  - k: v\n"),
            ("a:", json!("w"), "a: w"),
            (
                "a:\r\nb: 1\r\n",
                json!("y\nz\n"),
                "a: |\r\n  y\r\n  z\r\nb: 1\r\n",
            ),
        ] {
            assert_eq!(set(text, "/a", to.clone()), expected, "{text:?} {to}");
        }
    }

    #[test]
    fn values_in_brackets_change_in_brackets() {
        let text = "a: {state: open, note: x} # c\n";
        assert_eq!(
            set(text, "/a/state", json!("done")),
            "a: {state: done, note: x} # c\n"
        );
        assert_eq!(
            set(text, "/a/note", json!("y, z\nw")),
            "a: {state: open, note: \"y, z\\nw\"} # c\n"
        );
        assert_eq!(
            set(text, "/a/more", json!(["p"])),
            "a: {state: open, note: x, more: [p]} # c\n"
        );
        assert_eq!(remove(text, "/a/note"), "a: {state: open} # c\n");
        assert_eq!(remove(text, "/a/state"), "a: {note: x} # c\n");
        assert_eq!(
            set("a: {b: , c: d}\n", "/a/b", json!("x")),
            "a: {b: x , c: d}\n"
        );
        assert_eq!(set("a: {b: }\n", "/a/m", json!("x")), "a: {b: , m: x }\n");
        assert_eq!(
            set("a: [b, c] # d\n", "/a/1", json!("x")),
            "a: [b, x, c] # d\n"
        );
        assert_eq!(set("a: [b, c]\n", "/a/0", json!("x")), "a: [x, b, c]\n");
        assert_eq!(set("a: [b, c,]\n", "/a/2", json!("x")), "a: [b, c, x,]\n");
        assert_eq!(remove("a: [b, c]\n", "/a/1"), "a: [b]\n");
        assert_eq!(remove("a: [b]\n", "/a/0"), "a: []\n");
        assert_eq!(
            edited("a: [b, c, d, e]\n", |value| value["a"] =
                json!(["x", "c", "z"])),
            "a: [x, c, z]\n"
        );
    }

    #[test]
    fn brackets_over_several_lines_keep_their_lines_and_comments() {
        let text = "a: {\n  # b's\n  b: 1, # one\n  c: 2, # two\n  d: 3 # three\n}\n";
        assert_eq!(
            remove(text, "/a/b"),
            "a: {\n  # b's\n  c: 2, # two\n  d: 3 # three\n}\n"
        );
        assert_eq!(
            remove(text, "/a/c"),
            "a: {\n  # b's\n  b: 1, # one\n  d: 3 # three\n}\n"
        );
        assert_eq!(
            remove(text, "/a/d"),
            "a: {\n  # b's\n  b: 1, # one\n  c: 2, # two\n}\n"
        );
        assert_eq!(
            set(text, "/a/n", json!(4)),
            "a: {\n  # b's\n  b: 1, # one\n  c: 2, # two\n  d: 3, \"n\": 4 # three\n}\n"
        );
        assert_eq!(remove("a: [\n  b,\n  c]\n", "/a/1"), "a: [\n  b,\n  ]\n");
    }

    #[test]
    fn a_new_key_goes_where_the_new_value_has_it() {
        let text = "# file\n\nid: x # i\n# owner's\nowner: P\n\nfacts:\n  a: b\n  # of a\n# end\n";
        let with = |at: usize, key: &str, to: Value| {
            edited(text, |value| {
                drop(value.as_object_mut().expect("a map").shift_insert(
                    at,
                    key.to_owned(),
                    to.clone(),
                ))
            })
        };
        assert_eq!(
            with(1, "title", json!("t")),
            text.replace("# owner's", "title: t\n# owner's")
        );
        assert_eq!(
            with(0, "schema", json!(1)),
            text.replace("id: x", "schema: 1\nid: x")
        );
        assert_eq!(
            with(2, "services", json!(["s"])),
            text.replace("owner: P\n", "owner: P\nservices: [s]\n")
        );
        assert_eq!(
            with(2, "detection", json!({"source": "s"})),
            text.replace("owner: P\n", "owner: P\n\ndetection:\n  source: s\n")
        );
        assert_eq!(
            with(3, "roles", json!({"lead": "L"})),
            format!("{text}\nroles:\n  lead: L\n")
        );
        assert_eq!(
            set(text, "/facts/c", json!("d")),
            text.replace("  # of a\n", "  # of a\n  c: d\n")
        );
    }

    #[test]
    fn a_section_is_set_apart_even_where_its_neighbours_are_not() {
        let text = "id: x\ndetection:\n  at: y\nfacts:\n  a: b\n";
        let new = edited(text, |value| {
            drop(value.as_object_mut().expect("a map").shift_insert(
                2,
                "impact".into(),
                json!({"users": "u"}),
            ));
        });
        assert_eq!(
            new,
            "id: x\ndetection:\n  at: y\n\nimpact:\n  users: u\nfacts:\n  a: b\n"
        );
    }

    #[test]
    fn list_items_go_in_at_their_index() {
        let text = "t:\n  # first\n  - id: a\n    x: 1\n    # in a\n  # second\n  - id: b # bb\n    x: |\n      y\n\nz: 1\n";
        let item = json!({"id": "n", "x": "p\nq\n"});
        let written = "  - id: \"n\"\n    x: |\n      p\n      q\n";
        assert_eq!(
            set(text, "/t/0", item.clone()),
            text.replace("  # first\n", &format!("{written}  # first\n"))
        );
        assert_eq!(
            set(text, "/t/1", item.clone()),
            text.replace("  # second\n", &format!("{written}  # second\n"))
        );
        assert_eq!(
            set(text, "/t/2", item.clone()),
            text.replace("      y\n", &format!("      y\n{written}"))
        );
        assert_eq!(
            remove(text, "/t/0"),
            "t:\n  # first\n    # in a\n  # second\n  - id: b # bb\n    x: |\n      y\n\nz: 1\n"
        );
        assert_eq!(
            remove(text, "/t/1"),
            "t:\n  # first\n  - id: a\n    x: 1\n    # in a\n  # second\n\nz: 1\n"
        );
        let swapped = edited(text, |value| value["t"] = json!([item, {"id": "m"}]));
        assert_eq!(
            swapped,
            format!("t:\n  # first\n{written}  - id: m\n\nz: 1\n")
        );
    }

    #[test]
    fn new_lines_look_like_their_neighbours() {
        let zero = "t:\n- id: a\n- id: b\n# c\nm:\n    k: v\n";
        assert_eq!(
            set(zero, "/t/2", json!({"id": "c"})),
            "t:\n- id: a\n- id: b\n- id: c\n# c\nm:\n    k: v\n"
        );
        assert_eq!(
            set(zero, "/t/0/l", json!([{"k": {"x": "y, z", "l": "w"}}])),
            "t:\n- id: a\n  l:\n  - k:\n        x: y, z\n        l: w\n- id: b\n# c\nm:\n    k: v\n"
        );
        let wide = "t:\r\n    -   id: a\r\n        x: 1";
        assert_eq!(
            set(wide, "/t/1", json!({"id": "b", "x": 2})),
            "t:\r\n    -   id: a\r\n        x: 1\r\n    -   id: b\r\n        x: 2"
        );
        let apart = "t:\n  - id: a\n\n  - id: b\n";
        assert_eq!(
            set(apart, "/t/2", json!({"id": "c"})),
            "t:\n  - id: a\n\n  - id: b\n\n  - id: c\n"
        );
        assert_eq!(
            set(apart, "/t/0", json!({"id": "c"})),
            "t:\n  - id: c\n\n  - id: a\n\n  - id: b\n"
        );
    }

    #[test]
    fn keys_that_share_a_line_with_a_dash() {
        let text = "t:\n  - id: a # c\n    at: x\n    by: B\n";
        assert_eq!(
            remove(text, "/t/0/id"),
            "t:\n  -  # c\n    at: x\n    by: B\n"
        );
        assert_eq!(
            remove("t:\n  - id: a\n    at: x\n", "/t/0/id"),
            "t:\n  - at: x\n"
        );
        let first = |value: &mut Value| {
            drop(value["t"][0].as_object_mut().expect("a map").shift_insert(
                0,
                "no".into(),
                json!(1),
            ))
        };
        assert_eq!(
            edited("t:\n  - id: a\n", first),
            "t:\n  - \"no\": 1\n    id: a\n"
        );
        let both = |value: &mut Value| value["t"][0] = json!({"event": "e", "at": "x", "by": "B"});
        assert_eq!(
            edited("t:\n  - id: a\n    at: x\n    by: B\n", both),
            "t:\n  - event: e\n    at: x\n    by: B\n"
        );
        assert_eq!(remove("t:\n  - - a\n    - b\n", "/t/0/0"), "t:\n  - [b]\n");
    }

    #[test]
    fn removing_takes_the_lines_and_one_blank_line() {
        let text = "id: x\n\n# of a\na:\n  k: v # c\n\nb:\n  - x\n\nc: 1\n";
        assert_eq!(remove(text, "/a"), "id: x\n\n# of a\n\nb:\n  - x\n\nc: 1\n");
        assert_eq!(
            remove(text, "/b"),
            "id: x\n\n# of a\na:\n  k: v # c\n\nc: 1\n"
        );
        assert_eq!(
            remove(text, "/c"),
            "id: x\n\n# of a\na:\n  k: v # c\n\nb:\n  - x\n"
        );
        assert_eq!(
            remove(text, "/a/k"),
            "id: x\n\n# of a\na: {}\n\nb:\n  - x\n\nc: 1\n"
        );
        assert_eq!(
            remove(text, "/b/0"),
            "id: x\n\n# of a\na:\n  k: v # c\n\nb: []\n\nc: 1\n"
        );
    }

    #[test]
    fn text_that_keeps_its_blank_lines_gains_none() {
        let text = "a: |+\n  x\n\nb: 1\n\nc: 2\n";
        assert_eq!(remove(text, "/b"), "a: |+\n  x\n\nc: 2\n");
        let added = edited(text, |value| {
            drop(value.as_object_mut().expect("a map").shift_insert(
                1,
                "detection".into(),
                json!({"at": "x"}),
            ));
        });
        assert_eq!(added, "a: |+\n  x\n\ndetection:\n  at: x\nb: 1\n\nc: 2\n");
    }

    #[test]
    fn what_the_typed_reader_made_of_it_is_the_old_value() {
        let text =
            "facts:\n  a: {answer: intact} # c\n  b: intact\n  n: 212 # d\n  e: # f\nowner:\n";
        let old = json!({"facts": {"a": "intact", "b": "intact", "n": "212"}});
        let new = json!({"facts": {"a": {"answer": "intact", "note": "why"}, "b": {"answer": "intact", "note": "x"}, "n": "213", "e": "g"}, "owner": "P"});
        assert_eq!(
            edit(text, &old, &new).as_deref(),
            Ok(
                "facts:\n  a: {answer: intact, note: why} # c\n  b: {answer: intact, note: x}\n  n: \"213\" # d\n  e: g # f\nowner: P\n"
            )
        );
        assert_eq!(edit(text, &old, &json!({})).as_deref(), Ok("owner:\n"));
        let only = json!({"facts": {"a": "affected", "b": "intact", "n": "212"}});
        assert_eq!(
            edit(text, &old, &only).as_deref(),
            Ok(text.replace("{answer: intact}", "affected").as_str())
        );
    }

    #[test]
    fn a_result_that_the_caller_reads_otherwise_is_refused() {
        let (old, new) = (json!({"a": "x"}), json!({"a": "y"}));
        let refused = edit_verified("b: 1\na: x\n", &old, &new, |_| Ok(json!({"a": "z"})));
        let error = refused.expect_err("not what was meant");
        assert_eq!(error.line, 2);
        assert!(error.message.contains("`a`"), "{error}");
        assert!(edit_verified("a: x\n", &old, &new, |_| Err("no".to_owned())).is_err());
        assert_eq!(
            edit("a: [\n", &old, &new).map_err(|error| error.line),
            Err(1)
        );
    }

    #[test]
    fn a_document_that_changes_altogether_keeps_its_comments() {
        let all = |text: &str| edited(text, |value| *value = json!({"b": "w\n"}));
        assert_eq!(all("# top\na: 1 # c\n"), "# top\nb: |\n  w\n# c\n");
        assert_eq!(all("# top\n{a: 1}"), "# top\nb: |\n  w\n");
        assert_eq!(all("---\n# top"), "---\n# top\nb: |\n  w\n");
        assert_eq!(all(""), "b: |\n  w\n");
    }

    #[test]
    fn nothing_asked_is_nothing_changed() {
        let text = "a: 1   # odd\n\n\nb:    [ x,y ]";
        assert_eq!(edit(text, &value(text), &value(text)).as_deref(), Ok(text));
    }
}
