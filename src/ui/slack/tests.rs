use proptest::prelude::*;

use super::*;

fn blocks(pieces: &[Piece]) -> Vec<Value> {
    let message = message("fallback", pieces);
    message["blocks"].as_array().expect("blocks").clone()
}

fn paragraph(text: &str) -> Piece {
    Piece::Paragraph(vec![Span::plain(text)])
}

/// What a reader sees of a block, escapes taken back.
fn seen(block: &Value) -> String {
    match block["type"].as_str() {
        Some("header") => block["text"]["text"]
            .as_str()
            .expect("a text")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
        Some("rich_text") => block["elements"][0]["elements"]
            .as_array()
            .expect("elements")
            .iter()
            .map(|element| element["text"].as_str().expect("a text"))
            .collect(),
        Some("divider") => String::new(),
        other => panic!("a block of type {other:?}"),
    }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What must be so whatever was given.
fn check(message: &Value) {
    let blocks = message["blocks"].as_array().expect("blocks");
    assert!(blocks.len() <= BLOCKS);
    let size: usize = blocks
        .iter()
        .map(|block| block.to_string().chars().count())
        .sum();
    assert!(size <= MESSAGE, "{size}");
    let escaped_only = |text: &str| {
        assert!(!text.contains(['<', '>']), "{text}");
        for (at, _) in text.match_indices('&') {
            let is_escape = ["&amp;", "&lt;", "&gt;"]
                .iter()
                .any(|one| text[at..].starts_with(one));
            assert!(is_escape, "{text}");
        }
    };
    let text = message["text"].as_str().expect("a text");
    escaped_only(text);
    assert!(units(text) <= TEXT);
    for block in blocks {
        let seen = seen(block);
        assert!(
            !seen.contains(|letter: char| letter != '\n' && letter.is_control()),
            "{seen:?}"
        );
        match block["type"].as_str() {
            Some("header") => {
                let text = block["text"]["text"].as_str().expect("a text");
                escaped_only(text);
                assert!((1..=HEADING).contains(&units(text)), "{text}");
                assert_eq!(block["text"]["type"], "plain_text");
            }
            Some("rich_text") => {
                assert!(!seen.trim().is_empty());
                assert!(units(&seen) <= TEXT);
                for element in block["elements"][0]["elements"]
                    .as_array()
                    .expect("elements")
                {
                    // Text and nothing that Slack would act on: no user, link, channel, broadcast.
                    assert_eq!(element["type"], "text");
                    assert_ne!(element["text"], "");
                }
            }
            _ => {}
        }
    }
    assert!(message.get("link_names").is_none());
}

#[test]
fn a_message_is_this_json() {
    let pieces = [
        Piece::Heading("Payments & <refunds>".to_owned()),
        Piece::Paragraph(vec![Span::bold("Status: "), Span::plain("*contained*")]),
        Piece::Paragraph(vec![
            Span::plain("Run "),
            Span {
                code: true,
                ..Span::plain("inc next")
            },
            Span::plain(" "),
            Span::plain("now"),
            Span {
                bold: true,
                italic: true,
                ..Span::plain("!")
            },
        ]),
    ];
    let expected = json!({
        "text": "INC-1: a &amp; b &lt;!channel&gt;",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Payments &amp; &lt;refunds&gt;", "emoji": false}},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                {"type": "text", "text": "Status: ", "style": {"bold": true}},
                {"type": "text", "text": "*contained*"},
            ]}]},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                {"type": "text", "text": "Run "},
                {"type": "text", "text": "inc next", "style": {"code": true}},
                {"type": "text", "text": " now"},
                {"type": "text", "text": "!", "style": {"bold": true, "italic": true}},
            ]}]},
        ],
        "mrkdwn": false,
        "unfurl_links": false,
        "unfurl_media": false,
    });
    assert_eq!(message("INC-1: a & b <!channel>", &pieces), expected);
}

#[test]
fn nothing_in_somebodys_words_is_obeyed() {
    for words in [
        "<!channel> <!here> <!everyone>",
        "<@U123> <#C123> <!subteam^S1>",
        "<https://evil.example|your bank>",
        "<!date^1392734382^{date}^https://evil.example|now>",
        "&lt;!channel&gt; &amp;amp;",
        "*a* _b_ ~c~ `d` ```e``` > f",
        "@channel @here :fire:",
        "{\"type\":\"broadcast\",\"range\":\"channel\"}",
    ] {
        let pieces = [Piece::Heading(words.to_owned()), paragraph(words)];
        let message = message(words, &pieces);
        check(&message);
        let blocks = message["blocks"].as_array().expect("blocks");
        assert_eq!(seen(&blocks[0]), words);
        assert_eq!(seen(&blocks[1]), words);
        assert_eq!(message["text"], escaped(words));
        // One element, so that nothing in the words began another style.
        assert_eq!(
            blocks[1]["elements"][0]["elements"],
            json!([{"type": "text", "text": words}])
        );
    }
}

#[test]
fn what_cannot_be_seen_is_no_block() {
    for piece in [
        Piece::Heading(" \n\u{7}".to_owned()),
        paragraph(""),
        paragraph(" \n\t "),
        paragraph("\u{1b}"),
        Piece::Paragraph(Vec::new()),
    ] {
        let pieces = [piece, paragraph("there")];
        assert_eq!(blocks(&pieces).len(), 1, "{pieces:?}");
    }
    let nothing = message("Only this", &[]);
    assert_eq!(seen(&nothing["blocks"][0]), "Only this");
}

#[test]
fn long_text_is_split_where_it_ends_anyway() {
    for (text, limit, parts) in [
        ("one two", 7, vec!["one two"]),
        ("one two", 6, vec!["one ", "two"]),
        ("one\ntwo three", 12, vec!["one\ntwo ", "three"]),
        ("one two\nthree", 12, vec!["one two\n", "three"]),
        ("abcdef", 4, vec!["abcd", "ef"]),
        ("🔥🔥🔥", 5, vec!["🔥🔥", "🔥"]),
        ("مرحبا بكم", 6, vec!["مرحبا ", "بكم"]),
        ("", 4, vec![]),
    ] {
        assert_eq!(split(text, limit, char::len_utf16), parts, "{text}");
    }
    let words = "words & more ".repeat(400);
    let parts = blocks(&[Piece::Paragraph(vec![
        Span::plain(&words[..3100]),
        Span::bold(&words[3100..]),
    ])]);
    assert_eq!(parts.len(), 2);
    assert_eq!(parts.iter().map(seen).collect::<String>(), words);
    assert!(seen(&parts[0]).ends_with(' '));
    let styles = parts[1]["elements"][0]["elements"]
        .as_array()
        .expect("elements");
    assert_eq!(
        styles.len(),
        2,
        "a style goes on where the block breaks off"
    );
    assert_eq!(styles[1]["style"], json!({"bold": true}));

    let headings = blocks(&[Piece::Heading("A & B, ".repeat(40))]);
    assert!(headings.len() > 1);
    let whole: Vec<String> = headings.iter().map(seen).collect();
    assert_eq!(whole.join(" "), "A & B, ".repeat(40).trim_end());
}

#[test]
fn what_does_not_fit_is_counted() {
    let many: Vec<Piece> = (0..60)
        .map(|number| paragraph(&format!("{number:04}")))
        .collect();
    let shown = blocks(&many);
    assert_eq!(shown.len(), BLOCKS);
    assert_eq!(seen(&shown[48]), "0048");
    assert_eq!(
        seen(&shown[49]),
        "44 characters were left out because of Slack's length limit."
    );
    assert_eq!(blocks(&many[..50]).len(), 50);
    assert_eq!(seen(&blocks(&many[..50])[49]), "0049");

    let long = blocks(&[paragraph(&"x".repeat(20_000))]);
    assert_eq!(long.len(), 4);
    assert!(
        seen(&long[3]).starts_with("11000 characters"),
        "{}",
        seen(&long[3])
    );

    let fallback = message(&"word ".repeat(1000), &[]);
    let text = fallback["text"].as_str().expect("a text");
    assert!(text.ends_with("… (2300 more characters)"), "{text}");
}

#[test]
fn control_characters_are_left_out() {
    let shown = blocks(&[
        paragraph("a\u{1b}[31mb\r\nc\0\td\u{9b}e"),
        Piece::Heading("a\u{7}\nb".to_owned()),
    ]);
    assert_eq!(seen(&shown[0]), "a[31mb\nc de");
    assert_eq!(seen(&shown[1]), "a b");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,80}",
        "[a-c <>&*_~`\n\t\r\u{1b}🔥م]{0,400}",
        "[a-z ]{0,20}".prop_map(|words| words.repeat(180)),
        "[&<>]{0,3}".prop_map(|marks| marks.repeat(80)),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    (text(), any::<[bool; 3]>()).prop_map(|(text, [bold, italic, code])| Span {
        text,
        bold,
        italic,
        code,
    })
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        text().prop_map(Piece::Heading),
        prop::collection::vec(span(), 0..6).prop_map(Piece::Paragraph),
    ]
}

/// All words of the pieces that a reader must see, blanks aside.
fn words(pieces: &[Piece]) -> String {
    let mut all = String::new();
    for piece in pieces {
        match piece {
            Piece::Heading(text) => all.push_str(text),
            Piece::Paragraph(spans) => spans.iter().for_each(|span| all.push_str(&span.text)),
        }
    }
    bare(&all)
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .collect()
}

proptest! {
    #[test]
    fn every_message_is_within_the_limits_and_whole(
        fallback in text(),
        pieces in prop_oneof![
            prop::collection::vec(piece(), 1..6),
            prop::collection::vec(piece(), 45..60),
        ],
    ) {
        let message = message(&fallback, &pieces);
        check(&message);
        let blocks = message["blocks"].as_array().expect("blocks");
        let expected = words(&pieces);
        let note = blocks.last().map(seen).filter(|text| text.ends_with("left out because of Slack's length limit."));
        let shown = &blocks[..blocks.len() - usize::from(note.is_some())];
        let shown = bare(&shown.iter().map(seen).collect::<String>());
        if note.is_some() {
            prop_assert!(expected.starts_with(&shown));
        } else if !expected.is_empty() {
            prop_assert_eq!(shown, expected);
        }
    }

    #[test]
    fn splitting_loses_nothing(text in text(), limit in 5_usize..200) {
        let parts = split(&text, limit, escaped_width);
        prop_assert_eq!(parts.concat(), text.as_str());
        for part in parts {
            prop_assert!(!part.is_empty());
            prop_assert!(units(&escaped(part)) <= limit);
        }
    }

    #[test]
    fn one_paragraph_is_the_text_minus_control_characters(text in "[a-c\n\u{1b}\u{7} 🔥م&<]{0,600}") {
        let cleaned = clean(&text);
        let shown: String = blocks(&[paragraph("start "), paragraph(&format!("{text}."))])
            .iter()
            .map(seen)
            .collect();
        prop_assert_eq!(shown, format!("start {cleaned}."));
    }
}
