//! Text that people typed, made harmless in markdown and still pleasant to read raw.
//!
//! A value may stand anywhere in a template: in a table cell, after a bullet, at the start of a
//! line. [`inline`] is safe in all of these, which is why it is what every value gets unless a
//! template asks for something else. Only what would become markup is escaped: `wallet_api`,
//! `a - b`, `(10:14)` and `2 * 3` stay as they are.

/// One line that can stand in a cell, a list or a sentence. Line breaks become `<br>`.
pub(crate) fn inline(text: &str) -> String {
    let text = unify_breaks(text);
    let lines = text.trim().split('\n').map(str::trim).enumerate();
    let escaped = lines.map(|(place, line)| match place {
        0 => at_line_start(line),
        _ => within_line(line),
    });
    escaped.collect::<Vec<_>>().join("<br>")
}

/// Text that keeps its lines; a blank line parts paragraphs.
///
/// Lines are kept apart by a backslash, not by two blanks: those are invisible, and editors strip
/// them.
pub(crate) fn paragraph(text: &str) -> String {
    let text = unify_breaks(text);
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.split('\n').map(str::trim) {
        match paragraphs.last_mut() {
            Some(current) if !line.is_empty() => current.push(at_line_start(line)),
            Some(current) if current.is_empty() => {}
            _ => paragraphs.push(Vec::new()),
        }
    }
    let filled = paragraphs.iter().filter(|lines| !lines.is_empty());
    filled
        .map(|lines| lines.join("\\\n"))
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// A bullet for every line, whether it was typed with one or not; indented lines go on.
pub(crate) fn bullets(text: &str) -> String {
    let text = unify_breaks(text);
    let mut items: Vec<String> = Vec::new();
    for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
        let content = line.trim();
        match (without_bullet(content), items.last_mut()) {
            (None, Some(item)) if line.starts_with([' ', '\t']) => {
                item.push(' ');
                item.push_str(content);
            }
            (unbulleted, _) => items.push(unbulleted.unwrap_or(content).trim().to_owned()),
        }
    }
    items
        .iter()
        .filter(|item| !item.is_empty())
        .map(|item| format!("- {}", at_line_start(item)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// As [`paragraph`], as a quotation.
pub(crate) fn quote(text: &str) -> String {
    let quoted = paragraph(text);
    let lines = quoted.split('\n').map(|line| match line {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn unify_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What follows the bullet or number that a line begins with.
fn without_bullet(line: &str) -> Option<&str> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+', '\u{2022}'])?,
        1..=9 => line[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    rest.starts_with(char::is_whitespace).then_some(rest)
}

/// One line, escaped, that may stand first in its line.
fn at_line_start(line: &str) -> String {
    escape(line, block_marker(line))
}

/// One line, escaped, with something before it in the same line.
fn within_line(line: &str) -> String {
    escape(line, None)
}

/// The place of the character by which a line would begin a block: a heading, a quotation, a list,
/// the underline of a heading, the second row of a table. Code and rules begin with characters that
/// are escaped in any place.
fn block_marker(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let begins = match first {
        '#' => ends(line.trim_start_matches('#')),
        '>' => true,
        '-' | '+' | '=' | ':' => {
            let drawn = |c: char| matches!(c, '-' | '+' | '=' | ':') || c.is_whitespace();
            let is_rule = line.chars().all(drawn);
            is_rule || (matches!(first, '-' | '+') && ends(&line[1..]))
        }
        '0'..='9' => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let numbers = rest.strip_prefix(['.', ')']).is_some_and(ends);
            return numbers.then_some(line.len() - rest.len());
        }
        _ => false,
    };
    begins.then_some(0)
}

/// Escapes a line without breaks, and with it the character at `marker`.
///
/// What stands before and after it in the template is not known, so both ends are taken for the
/// worst.
fn escape(line: &str, marker: Option<usize>) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = None;
    for (place, c) in line.char_indices() {
        let rest = &line[place + c.len_utf8()..];
        match c {
            '\t' => out.push(' '),
            c if is_hidden(c) => out.push_str(&format!("{{U+{:04X}}}", u32::from(c))),
            '\\' => out.push_str(backslash(rest)),
            '<' if opens_tag(rest) => out.push_str("&lt;"),
            '>' if closes_comment(&line[..place]) => out.push_str("&gt;"),
            '&' if begins_entity(rest) => out.push_str("&amp;"),
            c => {
                if marker == Some(place) || is_markup(c, before, &line[..place], rest) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(c);
    }
    out
}

/// Whether a character would format the text around it.
fn is_markup(c: char, before: Option<char>, head: &str, rest: &str) -> bool {
    // A run of the same character works as one, and what it does hangs on what is around the run.
    let run_before = || head.trim_end_matches(c).chars().next_back();
    let run_after = || rest.trim_start_matches(c).chars().next();
    match c {
        '|' | '`' | '[' | ']' => true,
        '_' => {
            !(run_before().is_some_and(char::is_alphanumeric)
                && run_after().is_some_and(char::is_alphanumeric))
        }
        '*' => {
            !(run_before().is_some_and(char::is_whitespace)
                && run_after().is_some_and(char::is_whitespace))
        }
        // After a blank it can only open, and nothing that is left unescaped can close.
        '~' => {
            !(before.is_some_and(char::is_whitespace)
                && rest.chars().next().is_some_and(|next| next != '~'))
        }
        _ => false,
    }
}

/// A backslash before a letter is only a backslash. Before a bar or an end readers of tables
/// disagree about two of them, so there it is spelt out.
fn backslash(rest: &str) -> &'static str {
    match rest.chars().next() {
        None | Some('|') => "&#92;",
        Some(next) if is_hidden(next) => "&#92;",
        Some(next) if next.is_ascii_punctuation() => "\\\\",
        Some(_) => "\\",
    }
}

fn opens_tag(rest: &str) -> bool {
    let next = rest.chars().next();
    next.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// `-->`, and `--!>`, which browsers take for the same.
fn closes_comment(head: &str) -> bool {
    head.ends_with("--") || head.ends_with("--!")
}

/// `&lt;`, `&#60;`: what a reader would turn into another character.
fn begins_entity(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        let name = name.strip_prefix('#').unwrap_or(name);
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Control characters, and those that reorder the text after them: they are shown, not obeyed. Marks
/// and joiners stay, since Arabic, Persian and emoji are written with them.
pub(super) fn is_hidden(c: char) -> bool {
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    (c.is_control() && c != '\t') || reorders || breaks
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
