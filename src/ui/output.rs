//! The one door to the terminal: results on standard output, what is said to a person on standard
//! error.
//!
//! Nothing that comes through here can command a terminal: control characters are shown, and only our
//! own few styles are obeyed ([`harmless`]). A pipe or a file gets the results as they are. A reader
//! that has seen enough (`| head`, a pager that is quit) ends nothing and is no failure.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::domain::fix::FixLine;
use crate::error::{Error, Result};
use crate::ui::error_report;
use crate::ui::fixes::{fix_lines, word_lines};
use crate::ui::pager::{Pager, Pagers};
use crate::ui::style::{Look, harmless, plain_looks, rows, shown};
use crate::ui::table::Table;

/// A line of results.
macro_rules! outln {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        // Whoever stops reading is no fault of ours; `println!` would panic.
        writeln!($crate::ui::output::stdout(), $($text)*).ok();
    }};
}

/// Standard output. What is written is shown a line at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stdout;

pub(crate) fn stdout() -> Stdout {
    Stdout
}

static TERMINAL: Mutex<Terminal> = Mutex::new(Terminal {
    is_terminal: None,
    line: Vec::new(),
    sink: Sink::Straight,
    is_closed: false,
    failed: None,
    said: Vec::new(),
});

struct Terminal {
    is_terminal: Option<bool>,
    /// What has been written of a line.
    line: Vec<u8>,
    sink: Sink,
    /// Nobody reads any more.
    is_closed: bool,
    failed: Option<io::Error>,
    /// What is said meanwhile stands below what is read.
    said: Vec<String>,
}

enum Sink {
    Straight,
    /// Held back while it fits on the screen, of which so many lines are full.
    Buffered {
        pagers: Pagers,
        text: String,
        filled: usize,
    },
    Paged(Pager),
}

fn terminal() -> MutexGuard<'static, Terminal> {
    TERMINAL.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        terminal().write(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut terminal = terminal();
        if matches!(terminal.sink, Sink::Straight) {
            terminal.pass_line()?;
            return io::stdout().flush();
        }
        Ok(())
    }
}

impl Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let is_terminal = self.is_terminal();
        if !is_terminal && !console::colors_enabled() {
            let written = io::stdout().write_all(bytes);
            return self.noted(written);
        }
        self.line.extend(bytes);
        match bytes.contains(&b'\n') {
            true => self.pass_line(),
            false => Ok(()),
        }
    }

    fn is_terminal(&mut self) -> bool {
        let is_terminal = || io::stdout().is_terminal();
        *self.is_terminal.get_or_insert_with(is_terminal)
    }

    /// Shows what has been written.
    fn pass_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let text = match self.is_terminal() {
            true => harmless(&text),
            false => plain_looks(&text),
        };
        let text = text.into_owned();
        let written = self.show(&text);
        self.noted(written)
    }

    fn show(&mut self, text: &str) -> io::Result<()> {
        match &mut self.sink {
            Sink::Straight => io::stdout().write_all(text.as_bytes()),
            Sink::Paged(pager) => pager.write_all(text.as_bytes()),
            Sink::Buffered {
                pagers,
                text: held,
                filled,
            } => {
                held.push_str(text);
                let (lines, columns) = console::Term::stdout().size();
                *filled += rows(text, usize::from(columns));
                if *filled < usize::from(lines) {
                    return Ok(());
                }
                let held = std::mem::take(held);
                let (pager, missing) = pagers.start();
                if let Some(missing) = missing {
                    let warning = Look::ERR.warning("warning:");
                    let line = format!("{warning} {}", shown(&missing));
                    for line in word_lines(&line, stderr_width().unwrap_or(usize::MAX)) {
                        writeln!(io::stderr(), "{}", harmless(&line)).ok();
                    }
                }
                self.sink = pager.map_or(Sink::Straight, Sink::Paged);
                self.show(&held)
            }
        }
    }

    fn noted(&mut self, written: io::Result<()>) -> io::Result<()> {
        let Err(error) = written else { return Ok(()) };
        self.is_closed = true;
        let kind = error.kind();
        if kind != io::ErrorKind::BrokenPipe {
            self.failed.get_or_insert(error);
        }
        Err(kind.into())
    }

    fn finish(&mut self) {
        if !self.line.is_empty() {
            self.pass_line().ok();
        }
        if let Sink::Buffered { text, .. } = std::mem::replace(&mut self.sink, Sink::Straight) {
            let written = io::stdout().write_all(text.as_bytes());
            self.noted(written).ok();
        }
        let flushed = io::stdout().flush();
        self.noted(flushed).ok();
        for line in std::mem::take(&mut self.said) {
            writeln!(io::stderr(), "{line}").ok();
        }
    }
}

/// From now on what does not fit on the screen is shown by a pager.
pub(crate) fn page(pagers: Pagers) {
    if io::stdout().is_terminal() {
        terminal().sink = Sink::Buffered {
            pagers,
            text: String::new(),
            filled: 0,
        };
    }
}

/// Shows what is left, and waits for whoever reads it. A disk that is full and the like is told; a
/// reader that has seen enough is not.
pub(crate) fn finish() -> Result<()> {
    let mut terminal = terminal();
    terminal.finish();
    match terminal.failed.take() {
        Some(error) => Err(unwritable(&error)),
        None => Ok(()),
    }
}

/// Says something to a person, below what is being read: in lines that fit where it is a terminal.
pub(crate) fn say(text: &str) {
    match stderr_width() {
        Some(width) => {
            let lines = text.lines().flat_map(|line| word_lines(line, width));
            say_as_it_is(&lines.collect::<Vec<_>>().join("\n"));
        }
        None => say_as_it_is(text),
    }
}

/// Says what to type, and never breaks it.
pub(crate) fn say_fix(fix: &FixLine, indent: usize, look: Look) {
    let width = stderr_width().unwrap_or(usize::MAX);
    say_as_it_is(&fix_lines(fix, indent, look, width).join("\n"));
}

/// Says what is laid out already.
pub(crate) fn say_as_it_is(text: &str) {
    let text = harmless(text).into_owned();
    let mut terminal = terminal();
    match terminal.sink {
        Sink::Straight => {
            writeln!(io::stderr(), "{text}").ok();
        }
        Sink::Buffered { .. } | Sink::Paged(_) => terminal.said.push(text),
    }
}

/// An error as a person reads it: what happened, and what to type next.
pub(crate) fn print_error(error: &Error) {
    // Findings have been printed already and speak for themselves.
    if error.message.is_empty() && error.items.is_empty() {
        return;
    }
    let lead = Look::ERR.error("error:");
    let text = match stderr_width() {
        Some(width) => error_report::lines(error, &lead, Look::ERR, width).join("\n"),
        None => format!("{lead} {}", shown(&error.to_string())),
    };
    say_as_it_is(&text);
}

fn unwritable(error: &io::Error) -> Error {
    Error::environment(format!("standard output cannot be written: {error}"))
}

/// How wide the terminal is on which things are said, if it is one.
pub(crate) fn stderr_width() -> Option<usize> {
    let (_, columns) = console::Term::stderr().size_checked()?;
    Some(usize::from(columns).max(40))
}

/// How wide a line of standard output may be; a pipe takes any.
pub(crate) fn width() -> usize {
    console::Term::stdout()
        .size_checked()
        .map_or(10_000, |(_, columns)| usize::from(columns).max(40))
}

/// A text that the program wrote itself, looks and all.
pub(crate) fn print_ours(text: &str) {
    write!(stdout(), "{}", Look::OUT.ours(text)).ok();
}

/// Prints a table, as wide as standard output is.
pub(crate) fn print_table(table: Table, indent: usize) {
    let lines = table.lines(indent, width());
    lines.iter().for_each(|line| outln!("{line}"));
}

/// A result for a program.
pub(crate) fn print_json<T: Serialize + ?Sized>(value: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Error::environment(error.to_string()))?;
    outln!("{}", json_escaped(&text));
    Ok(())
}

/// JSON escapes some control characters and not others. Here all that a terminal or a reader's eye
/// would obey are written as numbers, which mean the same.
pub(crate) fn json_escaped(text: &str) -> String {
    let escaped = |letter: char| match letter {
        '\n' => "\n".to_owned(),
        letter if crate::ui::style::commands(letter) => format!("\\u{:04x}", letter as u32),
        letter => letter.to_string(),
    };
    text.chars().map(escaped).collect()
}
