//! Text of several lines as a `|` block scalar.

use super::quote::is_visible;

/// A text ready to be written under a `|`.
pub(super) struct Literal<'a> {
    /// `|` or `|-`, with an indentation indicator where the text itself begins with blanks.
    pub header: String,
    /// Without indentation; an empty line is written as one.
    pub lines: Vec<&'a str>,
}

/// How the text looks as a block scalar, if that is what it should be: it has several lines, all of
/// which can be seen. `deeper` is how far the lines will be indented below the parent.
///
/// A text that ends in more than one line break would need `|+`, which takes in every blank line a
/// person adds below it later; that one is left to double quotes, and so are lines of blanks only,
/// which editors strip.
pub(super) fn literal(text: &str, deeper: usize) -> Option<Literal<'_>> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let holds = text.contains('\n') && !body.is_empty() && !body.ends_with('\n');
    let lines: Vec<&str> = body.split('\n').collect();
    if !holds || deeper > 9 || !lines.iter().all(|line| is_readable(line)) {
        return None;
    }
    let first = lines.iter().find(|line| !line.is_empty())?;
    let indicator = if first.starts_with(' ') {
        deeper.to_string()
    } else {
        String::new()
    };
    let chomping = if body.len() == text.len() { "-" } else { "" };
    Some(Literal {
        header: format!("|{indicator}{chomping}"),
        lines,
    })
}

fn is_readable(line: &str) -> bool {
    let content = line.trim_start_matches(' ');
    line.is_empty()
        || (!content.trim().is_empty()
            && !content.starts_with('\t')
            && content.chars().all(|c| c == '\t' || is_visible(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Option<String> {
        literal(text, 2).map(|literal| literal.header)
    }

    #[test]
    fn chomping_and_indicator_follow_the_text() {
        assert_eq!(header("a\nb\n").as_deref(), Some("|"));
        assert_eq!(header("a\nb").as_deref(), Some("|-"));
        assert_eq!(header("a\n").as_deref(), Some("|"));
        assert_eq!(header(" a\nb\n").as_deref(), Some("|2"));
        assert_eq!(header("\n a\nb").as_deref(), Some("|2-"));
        assert_eq!(header("# a\n\n\tb: c\n"), None);
        assert_eq!(header("# a\n\nb:\tc\n").as_deref(), Some("|"));
    }

    #[test]
    fn what_a_block_scalar_would_lose_stays_out() {
        for text in [
            "",
            "a",
            "\n",
            "a\n\n",
            "a\n  \nb\n",
            "a\n ",
            "a\r\nb\n",
            "a\u{2028}\nb\n",
            "a\u{202e}\nb",
            "\ta\nb",
        ] {
            assert_eq!(header(text), None, "{text:?}");
        }
    }
}
