//! The stretches of a text that an edit replaces. Everything between them is copied as it is.

/// Bytes to replace.
#[derive(Clone, Debug)]
struct Window {
    start: usize,
    end: usize,
    text: String,
}

/// All windows of one edit, over the text as it was before.
#[derive(Debug, Default)]
pub(super) struct Windows(Vec<Window>);

impl Windows {
    /// Replaces a stretch. At the same place insertions come before a replacement, in the order they were asked for.
    pub(super) fn replace(&mut self, start: usize, end: usize, text: impl Into<String>) {
        self.0.push(Window {
            start,
            end,
            text: text.into(),
        });
    }

    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at, at, text);
    }

    pub(super) fn delete(&mut self, start: usize, end: usize) {
        self.replace(start, end, "");
    }

    /// The text with all windows replaced, line breaks written as `line_break`; or the place where two windows collide.
    pub(super) fn splice(mut self, text: &str, line_break: &str) -> Result<String, usize> {
        self.0.sort_by_key(|window| (window.start, window.end));
        let (mut out, mut at) = (String::with_capacity(text.len() + 256), 0);
        for window in &self.0 {
            let untouched = text.get(at..window.start).ok_or(window.start)?;
            out.push_str(untouched);
            out.push_str(&window.text.replace('\n', line_break));
            at = window.end;
        }
        out.push_str(text.get(at..).ok_or(at)?);
        Ok(out)
    }

    /// The first byte that is replaced.
    pub(super) fn start(&self) -> usize {
        self.0
            .iter()
            .map(|window| window.start)
            .min()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_applied_in_the_order_of_the_text() {
        let mut windows = Windows::default();
        windows.insert(4, "\n1");
        windows.replace(0, 1, "A");
        windows.insert(4, "2");
        windows.delete(4, 5);
        assert_eq!(
            windows.splice("abcdef", "\r\n").as_deref(),
            Ok("Abcd\r\n12f")
        );
    }

    #[test]
    fn windows_that_overlap_are_an_error() {
        let mut windows = Windows::default();
        windows.replace(0, 3, "x");
        windows.replace(2, 4, "y");
        assert_eq!(windows.splice("abcdef", "\n"), Err(2));
    }
}
