//! How a text is written on one line: plain where every YAML tool reads it as the same text, else quoted.

/// Where a scalar will stand. Inside brackets fewer characters are safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    Block,
    Flow,
}

/// Plain if it is safe, else in double quotes.
pub(super) fn text(text: &str, context: Context) -> String {
    if is_plain(text, context) {
        text.to_owned()
    } else {
        double(text)
    }
}

/// In double quotes, with everything escaped that is invisible, turns the reading direction, or breaks a line.
pub(super) fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push_str("\\0"),
            _ if !is_visible(character) => out.push_str(&escape(u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

fn escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

/// In single quotes, if they can hold it.
pub(super) fn single(text: &str) -> Option<String> {
    text.chars()
        .all(is_visible)
        .then(|| format!("'{}'", text.replace('\'', "''")))
}

/// Whether a character shows, stays on its line, and leaves the order of its neighbours alone.
pub(super) fn is_visible(character: char) -> bool {
    !matches!(
        character,
        '\0'..'\x20' | '\x7f'..='\u{9f}' // controls, NEL among them
        | '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' // invisible
        | '\u{2028}' | '\u{2029}' // line breaks to some readers
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // bidi controls
        | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}'
    ) && u32::from(character) & 0xfffe != 0xfffe
}

/// Whether YAML 1.1 and 1.2 tools all read the plain text as this text. A whitelist: what is not known to be safe is quoted.
pub(super) fn is_plain(text: &str, context: Context) -> bool {
    let begins_well =
        text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '('));
    begins_well
        && !text.ends_with(' ')
        && text
            .chars()
            .zip(text.chars().skip(1).chain([' ']))
            .all(|(c, next)| is_safe(c, next, context))
        && !is_word(text)
        && !is_number_like(text)
        && !is_date_like(text)
}

fn is_safe(character: char, next: char, context: Context) -> bool {
    match character {
        ' ' | '_' | '-' | '/' | '.' | '(' | ')' | '+' | '=' | '%' | ';' | '\'' | '@' | '$' => true,
        '–' | '—' | '’' | '‘' | '…' | '·' | '«' | '»' | '“' | '”' | '؟' | '،' | '؛' => {
            true
        }
        ',' => context == Context::Block,
        ':' => context == Context::Block && (next.is_alphanumeric() || next == '/'),
        _ => character.is_alphanumeric(),
    }
}

/// Words that are a boolean, nothing, or a number to some YAML tool.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
    ];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || text.eq_ignore_ascii_case("infinity")
}

/// Numbers of any YAML, sexagesimals and digit groups included. A version such as `1.0.0` is none.
fn is_number_like(text: &str) -> bool {
    let starts = |prefix: &str| {
        text.get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let digits = text.chars().any(|c| c.is_numeric());
    let only = text
        .chars()
        .all(|c| c.is_numeric() || matches!(c, '_' | ',' | '.' | '+' | '-' | 'e' | 'E' | ':'));
    starts("0x") || starts("0o") || starts("0b") || (digits && only && !is_version(text))
}

/// Three or more groups of digits between dots.
fn is_version(text: &str) -> bool {
    let groups = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').all(groups) && text.split('.').count() >= 3
}

/// Anything that begins as a date does.
fn is_date_like(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_where_everyone_agrees() {
        for plain in [
            "a",
            "INC-20251129-001",
            "Payments on-call",
            "1.0.0",
            "3f0a9d6c",
            "212 wallets",
            "the gateway's report",
            "evidence/3f/x.csv",
            "محفظة",
            "Über uns",
            "5 minutes",
            "(none)",
            "R2-D2",
        ] {
            assert!(is_plain(plain, Context::Flow), "{plain}");
        }
        assert!(
            is_plain("SEV-2, financial", Context::Block)
                && !is_plain("SEV-2, financial", Context::Flow)
        );
        assert!(
            is_plain("https://a.b/c", Context::Block) && !is_plain("https://a.b/c", Context::Flow)
        );
    }

    #[test]
    fn quoted_where_someone_would_not() {
        for quoted in [
            "",
            " a",
            "a ",
            "yes",
            "No",
            "ON",
            "off",
            "y",
            "N",
            "true",
            "FALSE",
            "null",
            "~",
            "1e3",
            "0x1f",
            "0o7",
            "0b1",
            "1_000",
            "4,180",
            "12:30:45",
            "12:30",
            ".inf",
            ".nan",
            "nan",
            "2025-12-05",
            "2025-12-05T10:00:00+03:00",
            "-1",
            "+1",
            "007",
            "1.5",
            "12345",
            "1e1000",
            "a: b",
            "a #b",
            "a:",
            "#a",
            "- a",
            "-",
            "?",
            "? a",
            ":a",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "[a",
            "{a",
            "a]",
            "a}",
            "\"a",
            "'a",
            "a\tb",
            "a\nb",
            "a\\b",
            "<<",
            "=",
            "---",
            "...",
            "\u{1f525}",
            "a\u{202e}b",
            "a\u{2028}b",
            "a\u{a0}b",
            "١٢٣",
        ] {
            assert!(!is_plain(quoted, Context::Block), "{quoted:?}");
        }
    }

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(double("a\"\\\n\t\r\0\u{1}"), r#""a\"\\\n\t\r\0\x01""#);
        assert_eq!(
            double("\u{85}\u{2028}\u{202e}\u{feff}\u{1fffe}"),
            r#""\x85\u2028\u202e\ufeff\U0001fffe""#
        );
        assert_eq!(double("\u{1f525} نص"), "\"\u{1f525} نص\"");
        assert_eq!(single("it's").as_deref(), Some("'it''s'"));
        assert_eq!(single("a\nb"), None);
    }
}
