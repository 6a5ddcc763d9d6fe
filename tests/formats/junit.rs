//! JUnit's XML, read as GitLab and Jenkins read it: one failure a case, and cases told apart by class
//! and name.

use std::collections::{BTreeMap, HashSet};

use roxmltree::{Document, Node};

use super::{Said, in_a_line, said, visible};
use crate::support::World;

/// As XML and GitLab can hold a text.
fn held(text: &str) -> String {
    visible(text)
        .replace('\u{fffe}', "\u{fffd}")
        .replace("[[ATTACHMENT|", "[ [ATTACHMENT|")
}

/// The text of the one child of this name.
fn inner(case: Node<'_, '_>, name: &str) -> Option<String> {
    let children: Vec<Node> = case
        .children()
        .filter(|child| child.has_tag_name(name))
        .collect();
    assert!(children.len() <= 1, "only the first would be read");
    children
        .first()
        .map(|child| child.text().unwrap_or_default().to_owned())
}

/// Holds a report against JSON.
pub fn agrees(written: &str, expected: &Said) {
    let document = Document::parse(written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let suite = root.first_element_child().expect("a suite");
    let cases: Vec<Node> = suite
        .children()
        .filter(|child| child.has_tag_name("testcase"))
        .collect();
    assert!(!cases.is_empty(), "no test is an error to both");
    let mut names = HashSet::new();
    let mut of_file: BTreeMap<&str, Node> = BTreeMap::new();
    for case in &cases {
        let of = |key: &str| case.attribute(key).expect("an attribute");
        assert!(
            names.insert((of("classname"), of("name"))),
            "the second is ignored"
        );
        of_file.insert(of("file"), *case);
    }
    let mut told: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for found in &expected.findings {
        let file = held(&expected.path(found));
        let case = of_file[file.as_str()];
        let denied = expected.denies(found);
        let body = inner(case, if denied { "failure" } else { "system-out" }).expect("a body");
        let gutter = " ".repeat(found["line"].to_string().len());
        let head = format!(
            "{}[{}]: {}\n{gutter}--> {}:{}:{}\n",
            said(found, "level"),
            said(found, "rule"),
            held(&in_a_line(said(found, "message"))),
            held(said(found, "path")).replace('\n', "\u{240a}"),
            found["line"],
            found["column"]
        );
        assert!(body.contains(&head), "{head}\nin\n{body}");
        *told.entry((file, denied)).or_default() += 1;
    }
    let mut failed = 0;
    for (file, case) in &of_file {
        for (name, denied) in [("failure", true), ("system-out", false)] {
            let body = inner(*case, name).unwrap_or_default();
            let places = body.matches("--> ").count();
            let number = told.get(&((*file).to_owned(), denied)).copied();
            assert_eq!(places, number.unwrap_or_default(), "{file}: {body}");
            assert_eq!(body.is_empty(), number.is_none(), "{file}: {body}");
            failed += usize::from(denied && number.is_some());
        }
    }
    for node in [root, suite] {
        assert_eq!(
            node.attribute("tests"),
            Some(cases.len().to_string().as_str())
        );
        assert_eq!(
            node.attribute("failures"),
            Some(failed.to_string().as_str())
        );
    }
    assert_eq!(failed > 0, expected.fails);
    let older = suite
        .descendants()
        .find(|node| node.attribute("name") == Some("older"))
        .and_then(|node| node.attribute("value"));
    let known = expected.json["older"]
        .as_u64()
        .map(|number| number.to_string());
    assert_eq!(older, known.as_deref());
}

#[test]
fn a_case_is_the_same_one_whether_it_passes_or_fails() {
    let world = World::new();
    let good = world.ok("open x --type redis");
    let other = world.ok("open y --type redis");
    let cases = |code: i32| -> Vec<(String, String, Option<String>)> {
        let ran = world.line("validate incidents --format junit").exit(code);
        let document = Document::parse(&ran.stdout).expect("XML");
        let cases = document
            .descendants()
            .filter(|node| node.has_tag_name("testcase"));
        cases
            .map(|case| {
                let of = |key: &str| case.attribute(key).expect("an attribute").to_owned();
                let failure = case.children().find(|child| child.has_tag_name("failure"));
                let message = failure.map(|failure| {
                    let message = failure.attribute("message").expect("a message");
                    message.to_owned()
                });
                (of("classname"), of("name"), message)
            })
            .collect()
    };
    let class = || "incidents.2025".to_owned();
    let before = cases(0);
    assert_eq!(before[0], (class(), good.clone(), None));
    assert_eq!(before[1], (class(), other.clone(), None));
    assert_eq!(
        before[2],
        ("templates".to_owned(), "plan.yaml".to_owned(), None)
    );
    let text = world.record_text(&other);
    world.write_record(&other, &format!("{text}environment: moon\n"));
    let after = cases(1);
    assert_eq!(after[0], before[0]);
    let (class, name, message) = &after[1];
    assert_eq!((class, name), (&before[1].0, &before[1].1));
    let message = message.as_deref().expect("a failure");
    assert!(message.contains("moon"), "{message}");
}
