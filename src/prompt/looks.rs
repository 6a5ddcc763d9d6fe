//! How questions and answers look.

use console::{Style, measure_text_width};

use super::drawing::wrapped;

/// How far what goes on below a question is indented.
pub const INDENT: usize = 2;

#[derive(Debug)]
pub struct Looks {
    pub mark: Style,
    pub done: Style,
    pub quiet: Style,
    pub active: Style,
}

impl Default for Looks {
    fn default() -> Self {
        let style = || Style::new().for_stderr();
        Looks {
            mark: style().yellow(),
            done: style().green(),
            quiet: style().dim(),
            active: style().cyan(),
        }
    }
}

impl Looks {
    /// A question and what helps to answer it, in lines that fit.
    pub fn question(&self, question: &str, help: &str, columns: usize) -> Vec<String> {
        let mark = self.mark.apply_to("?");
        let mut lines = wrapped(&format!("{mark} {question}"), columns, INDENT);
        let help = wrapped(help, columns - INDENT, 0);
        for part in help.iter().filter(|part| !part.is_empty()) {
            let quiet = self.quiet.apply_to(part);
            let width = measure_text_width(part) + 1;
            // What helps is read as a whole: it stands behind the question, or below it.
            match lines.last_mut().filter(|_| help.len() == 1) {
                Some(last) if measure_text_width(last) + width <= columns => {
                    last.push_str(&format!(" {quiet}"));
                }
                _ => lines.push(format!("{}{quiet}", " ".repeat(INDENT))),
            }
        }
        lines
    }
}
