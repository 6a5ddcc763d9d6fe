//! What is said to a person, on a terminal that is narrower than it: words break between words, and a
//! command to type has a line of its own, where nothing breaks it.

use console::measure_text_width;

use crate::domain::fix::FixLine;
use crate::ui::style::Look;
use crate::ui::table::GAP;
use crate::ui::wrap::hanging;

/// A fix in as many lines as it needs; one that fits is one line.
pub(crate) fn fix_lines(fix: &FixLine, indent: usize, look: Look, width: usize) -> Vec<String> {
    let mut leads: Vec<&str> = fix.lead.split('\n').collect();
    let lead = leads.pop().unwrap_or_default();
    let mut lines = Vec::new();
    for lead in leads {
        lines.extend(word_lines(&format!("{}{lead}", " ".repeat(indent)), width));
    }
    let fix = FixLine {
        lead: lead.to_owned(),
        command: look.command(&fix.command),
        explanation: look.dim(&fix.explanation),
        ..*fix
    };
    let whole = format!("{}{fix}", " ".repeat(indent));
    if measure_text_width(&whole) <= width {
        lines.push(whole);
        return lines;
    }
    let mut indents = [indent].into_iter().chain(std::iter::repeat(indent + GAP));
    let mut indent_of = |part: &str| (!part.is_empty()).then(|| indents.next()).flatten();
    if let Some(indent) = indent_of(&fix.lead) {
        hang(&fix.lead, indent, width, &mut lines);
    }
    if let Some(indent) = indent_of(&fix.command) {
        lines.push(format!("{}{}", " ".repeat(indent), fix.command));
    }
    if let Some(indent) = indent_of(&fix.explanation) {
        hang(&fix.explanation, indent, width, &mut lines);
    }
    lines
}

/// Words in as many lines as they need, all but the first further right; indented as they are already.
pub(crate) fn word_lines(line: &str, width: usize) -> Vec<String> {
    if measure_text_width(line) <= width {
        return vec![line.to_owned()];
    }
    let words = line.trim_start();
    let mut lines = Vec::new();
    hang(words, line.len() - words.len(), width, &mut lines);
    lines
}

/// Words in as many lines as they need, all but the first further right.
pub(crate) fn hang(words: &str, indent: usize, width: usize, lines: &mut Vec<String>) {
    let broken = hanging(words, width.saturating_sub(indent), GAP);
    lines.extend(
        broken
            .iter()
            .map(|line| format!("{}{line}", " ".repeat(indent))),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Address;
    use crate::domain::fix::{Fix, laid_out};

    #[test]
    fn words_break_between_words_and_a_command_nowhere() {
        let open_items = || Fix::inc(["plan", "open-items"]);
        for (fix, width, lines) in [
            (Fix::from("a short line"), 40, &["  a short line"][..]),
            (
                Fix::from("3 of 4 are open, and nobody said why\nnor when"),
                30,
                &[
                    "  3 of 4 are open, and nobody",
                    "    said why",
                    "  nor when",
                ],
            ),
            (
                open_items().explained("what is still to be decided"),
                60,
                &["  inc plan open-items   what is still to be decided"],
            ),
            (
                open_items().explained("what is still to be decided, by whom"),
                38,
                &[
                    "  inc plan open-items",
                    "    what is still to be decided, by",
                    "      whom",
                ],
            ),
            (
                Fix::git(["add", "incidents/2025/INC-1.yaml"])
                    .after("resolve what is in conflict, then:"),
                40,
                &[
                    "  resolve what is in conflict, then:",
                    "    git add incidents/2025/INC-1.yaml",
                ],
            ),
            (
                Fix::run(["inc", "close", "INC-20251129-001", "--check", "logs=done"]),
                20,
                &["  inc close INC-20251129-001 --check logs=done"],
            ),
            (
                open_items()
                    .after("warning: 5 contacts are in brackets:")
                    .explained("names them"),
                30,
                &[
                    "  warning: 5 contacts are in",
                    "    brackets:",
                    "    inc plan open-items",
                    "    names them",
                ],
            ),
        ] {
            let laid_out = laid_out(&[fix], &Address::default());
            assert_eq!(fix_lines(&laid_out[0], 2, Look::PLAIN, width), lines);
        }
    }

    #[test]
    fn a_line_of_words_keeps_its_indent() {
        assert_eq!(
            word_lines("  one two three", 10),
            ["  one two", "    three"]
        );
    }
}
