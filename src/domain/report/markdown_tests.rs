use proptest::prelude::*;

use super::*;

#[test]
fn ordinary_text_stays_as_it_is() {
    for text in [
        "wallet_api was slow (10:14), see INC-20251129-001.",
        "a - b, 2 * 3, 5 < 10 and a -> b & c; 100 % of ~10 wallets",
        "https://status.example.org/a_b?x=1&y=2#now",
        r"C:\logs\app.log and $PATH, -5 degrees, #42, --force, 4,180 SAR",
        "\u{642}\u{627}\u{639}\u{62f}\u{629} \u{627}\u{644}\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a} \u{1f468}\u{200d}\u{1f4bb}",
        "2025-11-29 10:14 +03:00: e-mail ops@example.org, 50/50, \"quoted\", it's fine!",
    ] {
        assert_eq!(inline(text), text);
    }
}

#[test]
fn what_would_be_markup_is_shown_instead() {
    for (text, shown) in [
        ("a | b", r"a \| b"),
        ("one\r\ntwo\n\nthree\n", "one<br>two<br><br>three"),
        (
            "<script>alert(1)</script>",
            "&lt;script>alert(1)&lt;/script>",
        ),
        ("done -->", "done --&gt;"),
        ("`rm -rf`", r"\`rm -rf\`"),
        ("```sh", r"\`\`\`sh"),
        ("![x](http://e.org)", r"!\[x\](http://e.org)"),
        (
            "**bold** and _this_ and ~~that~~",
            r"\*\*bold\*\* and \_this\_ and \~\~that\~\~",
        ),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("> said", r"\> said"),
        ("---", r"\---"),
        ("---\t-", r"\--- -"),
        ("===", r"\==="),
        ("&lt;b> &#60; A&B;", "&amp;lt;b> &amp;#60; A&amp;B;"),
        (r"C:\", "C:&#92;"),
        (r"a\|b", r"a&#92;\|b"),
        (r"\*", r"\\\*"),
        (
            "a\u{202e}b\u{1b}[1m\u{0}",
            r"a{U+202E}b{U+001B}\[1m{U+0000}",
        ),
    ] {
        assert_eq!(inline(text), shown, "{text:?}");
    }
}

#[test]
fn lines_and_lists_keep_their_shape() {
    assert_eq!(
        paragraph("\none\n- two\n\n\n three \n"),
        "one\\\n\\- two\n\nthree"
    );
    assert_eq!(quote("one\n\ntwo"), "> one\n>\n> two");
    assert_eq!(
        bullets("- one\n  goes on\n* two\n3. three\n\nfour | five"),
        "- one goes on\n- two\n- three\n- four \\| five"
    );
    assert_eq!(
        bullets("- - nested\n- [ ] task"),
        "- \\- nested\n- \\[ \\] task"
    );
}

/// What a reader sees of escaped text.
fn seen(markdown: &str) -> String {
    let mut rest = markdown;
    let mut out = String::new();
    while let Some(c) = rest.chars().next() {
        let entities = [
            ("<br>", "\n"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
            ("&#92;", "\\"),
        ];
        if let Some((written, character)) = entities
            .iter()
            .find(|(written, _)| rest.starts_with(written))
        {
            out.push_str(character);
            rest = &rest[written.len()..];
        } else if c == '\\' && rest[1..].starts_with(|next: char| next.is_ascii_punctuation()) {
            out.push_str(&rest[1..2]);
            rest = &rest[2..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// What there is to see in text.
fn visible(text: &str) -> String {
    let shown: String = unify_breaks(text)
        .trim()
        .chars()
        .map(|c| match c {
            '\t' => " ".to_owned(),
            '\n' => "\n".to_owned(),
            c if is_hidden(c) => format!("{{U+{:04X}}}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    shown
}

/// Text made of what is dangerous, and of whatever else there is.
fn text() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "|", "\\", "\n", "\r\n", "`", "*", "_", "~", "[", "](", "<", "</", "<!--", "-->", ">", "&",
        ";", "#", "- ", "1.", " ", "a", "br", "\t", "=", ":-", "\u{202e}",
    ]);
    let dangerous = prop::collection::vec(marks, 0..12).prop_map(|parts| parts.concat());
    prop_oneof![3 => dangerous, 1 => any::<String>()]
}

proptest! {
    #[test]
    fn nothing_is_lost_by_escaping(text in text()) {
        // Blanks at the ends of lines are dropped, since four of them would make code.
        let lines = |text: &str| text.split('\n').map(|line| line.trim().to_owned()).collect::<Vec<_>>();
        prop_assert_eq!(lines(&seen(&inline(&text))), lines(&visible(&text)));
    }

    #[test]
    fn no_text_opens_a_tag_or_closes_a_comment(text in text()) {
        for escaped in [inline(&text).replace("<br>", " "), paragraph(&text), bullets(&text), quote(&text)] {
            let opens = escaped.match_indices('<').any(|(place, _)| opens_tag(&escaped[place + 1..]));
            prop_assert!(!opens, "{}", escaped);
            prop_assert!(!escaped.contains("-->") && !escaped.contains("--!>"), "{}", escaped);
        }
    }

    #[test]
    fn a_value_is_one_line(text in text()) {
        let breaks = ['\n', '\r', '\u{2028}', '\u{85}'];
        prop_assert!(!inline(&text).contains(breaks));
    }
}
