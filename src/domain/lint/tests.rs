use super::*;
use crate::store::codec;
use crate::store::templates::shipped;

const KINDS: [&str; 6] = [
    "internal-ips",
    "secrets",
    "private-logs",
    "detailed-exploit-information",
    "customer-personal-data",
    "unconfirmed-assumptions",
];

fn shipped_lint() -> Lint {
    let text = shipped("templates/lint.yaml").expect("it is shipped");
    let raw = codec::lint(text).expect("it can be read");
    Lint::new(raw).expect("it can be right")
}

fn found(
    lint: &Lint,
    text: &str,
    circumstances: &Circumstances<'_>,
) -> Vec<(usize, usize, String)> {
    let passages = lint.examine(&raw::example(text), &KINDS, circumstances);
    let place = |found: Passage| (found.line, found.column, found.passage);
    passages.into_iter().map(place).collect()
}

#[test]
fn a_passage_is_reported_as_it_is_written_and_where() {
    let lint = shipped_lint();
    let all = |text| found(&lint, text, &Circumstances::default());
    for (text, line, column, passage) in [
        ("at 10.2.0.14.", 1, 4, "10.2.0.14"),
        ("é ü\nat ١٠٫٢٫٠٫١٤", 2, 4, "١٠٫٢٫٠٫١٤"),
        ("a\r\nb 10[.]2[.]0[.]14", 2, 3, "10[.]2[.]0[.]14"),
        (
            "x\n\n  AKIA~QYLP\u{200b}MN5HFIQR7XYA",
            3,
            3,
            "AKIAQYLP\u{200b}MN5HFIQR7XYA",
        ),
        (
            "key AKIA~QYLPMN5H\nFIQR7XYA\nend",
            1,
            5,
            "AKIAQYLPMN5H\nFIQR7XYA",
        ),
        (
            "> key AKIA~QYLPMN5H\n> FIQR7XYA\n> end",
            1,
            7,
            "AKIAQYLPMN5H\n> FIQR7XYA",
        ),
    ] {
        let expected = vec![(line, column, passage.to_owned())];
        assert_eq!(all(text), expected, "{text}");
    }
}

#[test]
fn of_two_patterns_the_more_telling_one_speaks() {
    let lint = shipped_lint();
    let text = raw::example("at 10.2.0.14:6379 with tok~en = AKIA~QYLPMN5HFIQR7XYA");
    let found = lint.examine(&text, &KINDS, &Circumstances::default());
    let patterns: Vec<&str> = found.iter().map(|one| one.pattern.as_str()).collect();
    assert_eq!(patterns, ["internal-address-with-port", "aws-access-key"]);
    assert!(
        lint.examine(&text, &["private-logs"], &Circumstances::default())
            .is_empty()
    );
}

#[test]
fn what_is_published_may_stand_and_what_contains_it_may_not() {
    let lint = shipped_lint();
    let published = [
        "Help@Example.com",
        "+966 11 500 0000",
        "920 012 345",
        "status.corp",
    ];
    let published = published.map(str::to_owned);
    let circumstances = Circumstances {
        published: &published,
        ..Circumstances::default()
    };
    let passages = |text| {
        let found = found(&lint, text, &circumstances);
        found
            .into_iter()
            .map(|(_, _, passage)| passage)
            .collect::<Vec<_>>()
    };
    for text in [
        "write to help@example.com.",
        "write to\nhelp@example.com",
        "call +966 (11) 500-0000 or phone: 011 500 0000",
        "phone ٩٢٠٠١٢٣٤٥",
        "see status.corp",
    ] {
        assert_eq!(passages(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(passages("nohelp@example.com"), ["nohelp@example.com"]);
    assert_eq!(passages("db.status.corp"), ["db.status.corp"]);
    assert_eq!(passages("phone: 011 500 0001"), ["011 500 0001"]);
}

#[test]
fn a_confirmed_cause_may_be_stated_and_an_assumption_may_not() {
    let lint = shipped_lint();
    let confirmed = Circumstances {
        root_cause_confirmed: true,
        published: &[],
    };
    let text = "The outage was caused by a full disk.";
    assert_eq!(found(&lint, text, &Circumstances::default()).len(), 1);
    assert_eq!(found(&lint, text, &confirmed).len(), 0);
    let text = "The outage was probably caused by a full disk.";
    assert_eq!(found(&lint, text, &confirmed).len(), 1);
}

#[test]
fn what_records_are_full_of_is_no_secret() {
    let lint = shipped_lint();
    for text in [
        "sha256: 3f0a9d6c0f6f4c6f0f9f8a5d4f7b1c2e3d4a5b6c7d8e9f00112233445566778a",
        "seal: 3f0a9d6c0f6f4c6f0f9f8a5d4f7b1c2e3d4a5b6c7d8e9f00112233445566778a",
        "commit 8ba60a5c1d2e3f405162738495a6b7c8d9e0f102",
        "id: 01jb0z3m5k7q9r2s4t6v8w0x2y",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "credential-integrity: {answer: compromised, note: one access token and three accounts}",
        "- {id: k3m9xq, at: \"2025-10-26T10:14:00+03:00\", text: Rotated the API token}",
        "token: rotated",
        "password: unchanged",
        "secret: none",
        "Reset the passwords of 5 400 accounts; tokens issued before 12:00 were revoked.",
        "see src/store/yaml/edit.rs and templates/reports/post-incident-review.md",
    ] {
        assert_eq!(lint.secrets(text), [], "{text}");
    }
    // Neither this file nor the data, which holds an example of each, may be taken for a leak.
    assert_eq!(
        lint.secrets(shipped("templates/lint.yaml").expect("shipped")),
        []
    );
    assert_eq!(lint.secrets(include_str!("tests.rs")), []);
}

#[test]
fn a_secret_is_named_without_being_repeated() {
    let passage = |kind: &str, passage: &str| Passage {
        pattern: "p".to_owned(),
        kind: kind.to_owned(),
        line: 1,
        column: 1,
        passage: passage.to_owned(),
        why: String::new(),
    };
    assert_eq!(passage(SECRETS, "AKIA0123456789ABCDEF").masked(), "AKIA…");
    assert_eq!(passage(SECRETS, "hunter2").masked(), "h…");
    assert_eq!(passage(SECRETS, "abc").masked(), "…");
    assert_eq!(passage("internal-ips", "10.0.0.1").masked(), "10.0.0.1");
    assert_eq!(passage(SECRETS, "abc").digest(), "ba7816bf");
}

#[test]
fn an_expression_that_is_none_stops_its_telling_words() {
    let raw = raw::Patterns {
        schema: SCHEMA,
        patterns: vec![raw::Pattern {
            id: "broken".to_owned(),
            kind: SECRETS.to_owned(),
            why: "a secret".to_owned(),
            near: vec!["Magic".to_owned()],
            regex: "magic(".to_owned(),
            ..raw::Pattern::default()
        }],
    };
    let lint = Lint::new(raw).expect("it can be right");
    let found = lint.secrets("some magic word");
    assert_eq!((found.len(), found[0].column), (1, 6));
    assert_eq!(lint.prove()[0].path.to_string(), "patterns[0].regex");
}
