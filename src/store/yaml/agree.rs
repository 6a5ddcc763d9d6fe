//! The two readers held against each other.
//!
//! The typed reader is `serde_yaml`, the places come from the span tree. Where they would understand
//! a file differently, a check would point at one value and judge another, and an edit would change
//! what nobody meant; such a file is refused.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::YamlError;
use super::lines::{Lines, without_bom};
use super::node::{Kind, Node};
use super::scalar::Meaning;
use super::tree::{Tree, parse};

/// Reads a text with both parsers and requires that they find the same document.
pub fn read(text: &str) -> Result<Tree, Vec<YamlError>> {
    let tree = parse(text)?;
    let lines = Lines::new(text);
    let reading: Reading = serde_yaml::from_str(without_bom(text)).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index()) + lines.base();
        vec![lines.error(floor(text, at), format!("some YAML tools do not accept this ({error}); put the text in double quotes, or check the indentation"))]
    })?;
    match disagreement(&tree.root, &reading) {
        None => Ok(tree),
        Some(at) => Err(vec![lines.error(
            at,
            "YAML tools read this differently from each other; put the text in double quotes, or check the indentation",
        )]),
    }
}

/// The nearest character boundary at or before a byte offset that another library reported.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

/// Where the first difference stands.
fn disagreement(node: &Node, reading: &Reading) -> Option<usize> {
    match (&node.kind, reading) {
        (Kind::Scalar(scalar), Reading::Scalar(meaning, text)) => {
            let same = scalar.meaning.agrees(meaning)
                && (*meaning != Meaning::Text || scalar.text == *text);
            (!same).then_some(node.start)
        }
        (Kind::Map { entries, .. }, Reading::Map(pairs)) => {
            let different = entries.iter().zip(pairs).find_map(|(entry, (key, value))| {
                if entry.key == *key {
                    disagreement(&entry.value, value)
                } else {
                    Some(entry.start)
                }
            });
            different.or_else(|| (entries.len() != pairs.len()).then_some(node.start))
        }
        (Kind::List { items, .. }, Reading::List(values)) => {
            let different = items
                .iter()
                .zip(values)
                .find_map(|(item, value)| disagreement(&item.value, value));
            different.or_else(|| (items.len() != values.len()).then_some(node.start))
        }
        _ => Some(node.start),
    }
}

/// What `serde_yaml` makes of a text, before any type is asked for: nothing merged, nothing dropped.
enum Reading {
    Scalar(Meaning, String),
    Map(Vec<(String, Reading)>),
    List(Vec<Reading>),
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ReadingVisitor)
    }
}

struct ReadingVisitor;

impl Reading {
    fn bare<E>(meaning: Meaning) -> Result<Self, E> {
        Ok(Reading::Scalar(meaning, String::new()))
    }
}

impl<'de> Visitor<'de> for ReadingVisitor {
    type Value = Reading;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_none<E>(self) -> Result<Reading, E> {
        Reading::bare(Meaning::Null)
    }

    fn visit_unit<E>(self) -> Result<Reading, E> {
        Reading::bare(Meaning::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Reading, E> {
        Reading::bare(Meaning::Bool(truth))
    }

    fn visit_u64<E>(self, whole: u64) -> Result<Reading, E> {
        Reading::bare(Meaning::Unsigned(whole))
    }

    fn visit_i64<E>(self, whole: i64) -> Result<Reading, E> {
        Reading::bare(Meaning::of_signed(whole))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Reading, E> {
        Reading::bare(Meaning::Huge)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Reading, E> {
        Reading::bare(Meaning::Huge)
    }

    fn visit_f64<E>(self, float: f64) -> Result<Reading, E> {
        Reading::bare(Meaning::Float(float))
    }

    fn visit_str<E>(self, text: &str) -> Result<Reading, E> {
        Ok(Reading::Scalar(Meaning::Text, text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Reading, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Reading::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Reading, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Reading::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn faults(text: &str) -> Vec<String> {
        read(text)
            .err()
            .unwrap_or_default()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_a_record_must_not_hold_is_refused_with_its_place() {
        let deep = format!("a: {}{}\n", "[".repeat(32), "]".repeat(32));
        let deep_block: String = (0..33)
            .map(|at| format!("{}k:\n", "  ".repeat(at)))
            .collect();
        for (text, expected) in [
            ("a: &x 1\n", "1:4: `&` begins an anchor"),
            ("a: &x 1\nb: *x\n", "1:4: `&` begins an anchor"),
            ("b: *x\n", "1:4: `*` begins an alias"),
            ("a: {}\n<<: {b: 1}\n", "2:1: `<<` merges"),
            ("a: !x 1\n", "1:4: `!` begins a tag"),
            ("a: !!str 1\n", "1:4: `!` begins a tag"),
            ("a:\n  - !x {b: 1}\n", "2:5: `!` begins a tag"),
            ("a: 1\n---\nb: 2\n", "2:1: a second document begins here"),
            ("---\n---\n", "2:1: a second document begins here"),
            ("--- {a: 1}\n", "1:4: only a comment may follow `---`"),
            ("a: 1\n...\n", "2:1: a record is one YAML document"),
            ("a: 1\n...\nb: 2\n", "2:1: a record is one YAML document"),
            ("%YAML 1.2\n---\na: 1\n", "1:1: lines that begin with `%`"),
            (
                "a: 1\nb: 2\na: 3\n",
                "3:1: `a` is a duplicate key, first used on line 1",
            ),
            (
                "x:\n  - {a: 1, \"a\": 2}\n",
                "2:12: `a` is a duplicate key, first used on line 2",
            ),
            (&deep, "1:35: this is nested deeper than 32"),
            (&deep_block, "33:65: this is nested deeper than 32"),
            ("{a: 1}: 2\n", "1:1: a key must be a single word"),
            ("? [a]\n: 2\n", "1:"),
            ("? a\n: 2\n", "1:1: `?` begins a key"),
            ("a: {b}\n", "1:5: `b` has no value; write `b: …`"),
            (
                "a: [b: c]\n",
                "1:5: a mapping inside `[…]` needs its own braces",
            ),
            ("a:\n\tb: 1\n", "2:1: a tab cannot indent"),
            ("a:\n  - b: 1\n\t c: 2\n", "3:1: a tab cannot indent"),
            ("a:\n  -\tb: 1\n", "2:4: a tab cannot indent"),
            ("a: {\n\tb: 1}\n", "2:1: a tab cannot indent"),
            ("a: \"x\n", "1:4: a quoted text begins here"),
            ("a: [b\n", "1:4: a list opened with `[` is never closed"),
            ("a: [b, , c]\n", "1:8: expected a value before this comma"),
            (
                "a:\n  - b\n  c: d\n",
                "3:3: this line is between the items of a list",
            ),
            ("a: b: c\n", "1:5: unexpected `: ` inside a value"),
            ("a: 1\n b: 2\n", "2:"),
            ("a: 1\nb\n", "2:1: "),
            ("a: @x\n", "1:4: a text cannot begin with `@`"),
            ("a: |\n  b", "2:4: the file ends inside a `|` text"),
            (
                "a:\n  - b: |\n      c",
                "3:8: the file ends inside a `|` text",
            ),
            ("a: \"\\q\"\n", "1:"),
            (": x\n", "1:1: a `:` without a key"),
            ("- a\nb: c\n", "2:1: "),
        ] {
            let found = faults(text);
            assert!(
                found
                    .first()
                    .is_some_and(|found| found.starts_with(expected)),
                "{text:?}: {found:?}"
            );
        }
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        assert_eq!(faults("a: &x 1\na: 2\nb: !t c\n<<: {}\n").len(), 4);
    }

    #[test]
    fn what_people_write_is_read() {
        for (text, expected) in [
            ("", json!(null)),
            ("# only a comment\n", json!(null)),
            ("---\n# c\na: 1\n", json!({"a": 1})),
            ("--- # c\na: 1\n", json!({"a": 1})),
            (
                "\u{feff}a: 1\r\nb: |\r\n  x\r\n  y\r\nc: [d,\r\n  e]\r\n",
                json!({"a": 1, "b": "x\ny\n", "c": ["d", "e"]}),
            ),
            (
                "a:\n- b: 1\n  c: 2\n-\n  b: 3\n",
                json!({"a": [{"b": 1, "c": 2}, {"b": 3}]}),
            ),
            ("a: # c\n  # d\n  b # e\n", json!({"a": "b"})),
            (
                "a:\nb: # c\nc: ~\n",
                json!({"a": null, "b": null, "c": null}),
            ),
            (
                "a: {b: , c: {d: [], e: {}}, 'f': \"g\",}\n",
                json!({"a": {"b": null, "c": {"d": [], "e": {}}, "f": "g"}}),
            ),
            (
                "'a b': 1\n\"c\\n\" : 2\n3: x\n",
                json!({"a b": 1, "c\n": 2, "3": "x"}),
            ),
            (
                "a: >\n  x\n  y\n\n\nb: |+\n  x\n\n\nc: |2-\n    x\n\n",
                json!({"a": "x y\n", "b": "x\n\n\n", "c": "  x"}),
            ),
            (
                "a: |\n\n# no content\nb: |\n\n  x\n\n    y\n # end\n",
                json!({"a": "", "b": "\nx\n\n  y\n"}),
            ),
            ("a: x\n  y\n\n  z # c\n", json!({"a": "x y\nz"})),
            (
                "a: \"x\n\n  y\"\nb: 'it''s'\n",
                json!({"a": "x\ny", "b": "it's"}),
            ),
            (
                "a:\n  - - 1\n    - 2\n  - |\n    x\n  -\n",
                json!({"a": [[1, 2], "x\n", null]}),
            ),
            (
                "a: 18446744073709551616\nb: .inf\nc: 1e3\n",
                json!({"a": "18446744073709551616", "b": ".inf", "c": 1000.0}),
            ),
            ("نص: \u{1f525} # \u{1f525}\n", json!({"نص": "\u{1f525}"})),
            ("a: b\tc\nd:\te\n", json!({"a": "b\tc", "d": "e"})),
            (
                "a: |\n  - !x &y *z\n  <<: {\n\n  ...\n",
                json!({"a": "- !x &y *z\n<<: {\n\n...\n"}),
            ),
        ] {
            match read(text) {
                Ok(tree) => assert_eq!(tree.value(), expected, "{text:?}"),
                Err(faults) => panic!("{text:?}: {faults:?}"),
            }
        }
    }

    #[test]
    fn a_difference_between_the_readers_is_found() {
        let tree = parse("a: [1, x]\nb: y\n").expect("parses");
        for (other, expected) in [
            ("a: [1, x]\nb: y\n", None),
            ("a: ['1', x]\nb: y\n", Some(4)),
            ("a: [1, z]\nb: y\n", Some(7)),
            ("a: [1]\nb: y\n", Some(3)),
            ("a: [1, x]\nc: y\n", Some(10)),
            ("a: [1, x]\n", Some(0)),
            ("a: [1, x]\nb: {}\n", Some(13)),
        ] {
            let reading: Reading = serde_yaml::from_str(other).expect("reads");
            assert_eq!(disagreement(&tree.root, &reading), expected, "{other:?}");
        }
    }
}
