//! A line that is said to a person, on a terminal that is narrower than it: words break between words,
//! and a command to type has a line of its own, where nothing breaks it.

use console::{measure_text_width, strip_ansi_codes};

use crate::ui::table::GAP;
use crate::ui::wrap::hanging;

/// What commands begin with that we tell people to type.
const PROGRAMS: [&str; 3] = ["inc ", "git ", "rm "];

/// The line in as many as it needs; one that fits stays as it is.
pub(crate) fn lines(line: &str, width: usize) -> Vec<String> {
    if measure_text_width(line) <= width {
        return vec![line.to_owned()];
    }
    let words = line.trim_start();
    let indent = line.len() - words.len();
    let (said, does) = match words.split_once("  ") {
        Some((said, does)) => (said, does.trim_start()),
        None => (words, ""),
    };
    let (said, command) = said.split_at(command_in(said).unwrap_or(said.len()));
    let (does, then) = does.split_at(command_in(does).unwrap_or(does.len()));
    let parts = [(said, false), (command, true), (does, false), (then, true)];
    let parts = parts.map(|(part, is_command)| (part.trim_end(), is_command));
    let mut lines = Vec::new();
    for (part, is_command) in parts.into_iter().filter(|(part, _)| !part.is_empty()) {
        let indent = match lines.is_empty() {
            true => indent,
            false => indent + GAP,
        };
        match is_command {
            true => lines.push(format!("{}{part}", " ".repeat(indent))),
            false => hang(part, indent, width, &mut lines),
        }
    }
    lines
}

/// Where a command begins that goes on to the end.
fn command_in(said: &str) -> Option<usize> {
    let is_command = |place: &usize| {
        let rest = strip_ansi_codes(&said[*place..]);
        PROGRAMS.iter().any(|program| rest.starts_with(program))
    };
    let after_colons = said
        .match_indices(": ")
        .map(|(place, colon)| place + colon.len());
    std::iter::once(0).chain(after_colons).find(is_command)
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

    #[test]
    fn words_break_between_words_and_a_command_nowhere() {
        for (line, width, laid_out) in [
            ("a short line", 40, &["a short line"][..]),
            (
                "warning: 3 of 4 are open, and nobody said why",
                30,
                &["warning: 3 of 4 are open, and", "  nobody said why"],
            ),
            (
                "  inc plan open-items   what is still to be decided",
                40,
                &["  inc plan open-items", "    what is still to be decided"],
            ),
            (
                "resolve what is in conflict, then: git add incidents/2025/INC-1.yaml",
                40,
                &[
                    "resolve what is in conflict, then:",
                    "  git add incidents/2025/INC-1.yaml",
                ],
            ),
            (
                "  \x1b[36minc close INC-20251129-001 --check logs=done\x1b[0m",
                20,
                &["  \x1b[36minc close INC-20251129-001 --check logs=done\x1b[0m"],
            ),
            (
                "warning: 5 contacts are in brackets (S26): inc contacts",
                30,
                &[
                    "warning: 5 contacts are in",
                    "  brackets (S26):",
                    "  inc contacts",
                ],
            ),
            (
                "2 actions overdue   inc action list --overdue",
                40,
                &["2 actions overdue", "  inc action list --overdue"],
            ),
        ] {
            assert_eq!(lines(line, width), laid_out, "{line}");
        }
    }
}
