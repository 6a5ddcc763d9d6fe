//! The cheap look at the bytes, before any parser: what must not be in a file at all.

use super::error::YamlError;
use super::lines::Lines;

/// Larger files are refused before anything reads them.
pub(super) const LIMIT: usize = 1 << 20;

/// Everything wrong that shows without parsing.
pub(super) fn precheck(text: &str) -> Vec<YamlError> {
    if text.len() > LIMIT {
        return vec![YamlError::too_large()];
    }
    let lines = Lines::new(text);
    let marker = conflict(text).map(|at| YamlError {
        is_conflict: true,
        ..lines.error(at, "this file has git conflict markers; resolve them, keep the entries of both sides, and remove the marker lines")
    });
    let character = text[lines.base()..]
        .char_indices()
        .map(|(at, character)| (at + lines.base(), character))
        .find_map(|(at, character)| Some(lines.error(at, refused(character, &text[at..])?)));
    marker.into_iter().chain(character).collect()
}

/// Where git left the first marker of a conflict.
fn conflict(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marker = ["<", ">", "|"].iter().any(|sign| {
            // `conflict-marker-size` may make them longer.
            let rest = line.trim_start_matches(sign);
            line.len() - rest.len() >= 7 && rest.starts_with(' ')
        }) || line.trim_end() == "=======";
        if marker {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Why a character cannot stand in a file as it is.
fn refused(character: char, rest: &str) -> Option<String> {
    match character {
        '\t' | '\n' => None,
        '\r' if rest.starts_with("\r\n") => None,
        '\r' => Some("a lone carriage return; end lines with a line feed".to_owned()),
        '\u{feff}' => Some("there is a byte order mark inside the file; remove it".to_owned()),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some(format!(
            "the line separator U+{:04X} breaks the line for some readers and not for others; remove it or write it as \"\\u{:04x}\" in double quotes",
            u32::from(character),
            u32::from(character)
        )),
        '\0'..'\x20' | '\x7f'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => Some(format!(
            "the control character U+{:04X} is not allowed in a text file; remove it",
            u32::from(character)
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<String> {
        precheck(text).first().map(ToString::to_string)
    }

    #[test]
    fn ordinary_text_passes() {
        assert_eq!(
            first("\u{feff}a: \u{1f525}\r\n\tb: \u{627}\u{644}\n== =======\n"),
            None
        );
    }

    #[test]
    fn each_refusal_names_its_place() {
        for (text, expected) in [
            ("a: 1\nb: \0\n", "2:4: the control character U+0000"),
            ("a: \u{7f}\n", "1:4: the control character U+007F"),
            ("a: x\rb: y\n", "1:5: a lone carriage return"),
            ("a: \u{e9}\u{2028}\n", "1:5: the line separator U+2028"),
            ("a: \u{85}\n", "1:4: the line separator U+0085"),
            ("a: 1\n\u{feff}b: 2\n", "2:1: there is a byte order mark"),
            (
                "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
                "2:1: this file has git conflict markers",
            ),
            (
                "a: 1\n=======\r\nb: 2\n",
                "2:1: this file has git conflict markers",
            ),
        ] {
            let found = first(text).unwrap_or_default();
            assert!(found.starts_with(expected), "{text:?}: {found}");
        }
        assert!(
            first(&"# long\n".repeat(LIMIT / 7 + 1)).is_some_and(|found| found.contains("1 MiB"))
        );
    }
}
