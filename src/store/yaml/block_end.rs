//! How far a scalar over several lines really goes, and what looks like indentation but is not.

use super::error::YamlError;
use super::lines::{Lines, indent, is_blank, is_comment};
use super::node::Style;
use super::wording::TAB;

/// The true end of a block scalar: that of its last line of content, or of the last blank line if
/// it keeps those (`|+`). `start` is its `|`, `limit` where the parser saw the next token, `column`
/// that of the collection around it, from which an indentation indicator counts.
pub(super) fn block_scalar(
    lines: Lines<'_>,
    start: usize,
    limit: usize,
    column: usize,
) -> (usize, Style) {
    let rest = lines.from(start);
    let indicators = &rest[..rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len())];
    let header = start + indicators.len();
    let keeps = indicators.contains('+');
    let indicated = indicators.chars().find_map(|c| c.to_digit(10));
    let mut depth = indicated.map(|digit| column + digit as usize);

    let (mut end, mut at) = (header, lines.next(header));
    while at < lines.text.len() {
        let line = lines.line(at);
        let leading = indent(line);
        let blank = leading == line.len();
        let content = match depth {
            Some(depth) if blank => leading > depth,
            Some(depth) => leading >= depth,
            // The first line with content sets the depth. At the limit it is the next token's.
            None => !blank && at < limit,
        };
        if !content && !blank {
            break;
        }
        if content {
            depth.get_or_insert(leading);
        }
        if content || keeps {
            end = lines.end_of(at);
        }
        at = lines.next(at);
    }
    (end, Style::Block { header, keeps })
}

/// The first tab that indents: YAML forbids them, parsers tolerate them here and there. `spread` are
/// the scalars over several lines, where a leading tab is content.
pub(super) fn indenting_tab(lines: Lines<'_>, spread: &[(usize, usize)]) -> Option<YamlError> {
    let mut at = lines.base();
    while at < lines.text.len() {
        let line = lines.line(at);
        let blanks = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        if let Some(tab) = blanks.find('\t') {
            let inside = spread
                .iter()
                .any(|(start, end)| (*start..*end).contains(&at));
            if !is_blank(line) && !is_comment(line) && !inside {
                return Some(lines.error(at + tab, TAB));
            }
        }
        at = lines.next(at);
    }
    None
}
