//! Words over several lines.

use console::measure_text_width;

/// Words in lines of at most so much room. A word is never taken apart: one that is wider is a line by
/// itself.
pub fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if measure_text_width(line) + 1 + measure_text_width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_alone() {
        assert_eq!(
            wrapped("a file docs/terminal.md is there", 12),
            ["a file", "docs/terminal.md", "is there"]
        );
        assert_eq!(wrapped("a  b", 80), ["a  b"]);
        assert_eq!(wrapped("", 80), [""]);
    }
}
