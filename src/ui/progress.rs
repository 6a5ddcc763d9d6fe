//! How far a long reading has come, for a person who waits, and whether that person said stop.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::domain::report::entries::size;
use crate::ui::output;
use crate::ui::prompt;

/// What takes no longer than this needs no word.
const DELAY: Duration = Duration::from_secs(1);
/// How often the line is drawn anew.
const PACE: Duration = Duration::from_millis(200);

/// A line that is drawn over and over at a terminal, and nowhere else.
pub(crate) struct Progress {
    total: u64,
    /// So much of so much, in words.
    words: Box<dyn Fn(u64, u64) -> String + Send + Sync>,
    at_terminal: bool,
    state: Mutex<State>,
}

struct State {
    done: u64,
    due: Instant,
    drawn: bool,
}

impl Progress {
    /// Bytes that are hashed. From now on a signal to stop ends the work where it stands, so that it
    /// can tidy up.
    pub(crate) fn of(total: u64) -> Progress {
        prompt::catch_interruptions().ok();
        Progress::new(total, hashed)
    }

    /// Records, and what is done to them: `judged`. There is nothing to tidy up.
    pub(crate) fn of_records(total: usize, done: &'static str) -> Progress {
        Progress::new(total as u64, move |read, total| {
            format!("{done} {read} of {total} records")
        })
    }

    fn new(total: u64, words: impl Fn(u64, u64) -> String + Send + Sync + 'static) -> Progress {
        Progress {
            total,
            words: Box::new(words),
            at_terminal: io::stderr().is_terminal(),
            state: Mutex::new(State {
                done: 0,
                due: Instant::now() + DELAY,
                drawn: false,
            }),
        }
    }

    /// So many more; whether to go on.
    pub(crate) fn advance(&self, more: u64) -> ControlFlow<()> {
        if prompt::is_interrupted() {
            return ControlFlow::Break(());
        }
        if self.at_terminal
            && let Ok(mut state) = self.state.lock()
        {
            state.done += more;
            if Instant::now() >= state.due {
                state.due = Instant::now() + PACE;
                state.drawn = true;
                let line = (self.words)(state.done, self.total);
                write!(io::stderr(), "\r\x1b[2K{line}").ok();
            }
        }
        ControlFlow::Continue(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.state.get_mut().is_ok_and(|state| state.drawn) {
            write!(io::stderr(), "\r\x1b[2K").ok();
        }
    }
}

/// Says what is waited for, once, if it takes long. It is never drawn anew: whoever is waited for may
/// be asking for a password there.
pub(crate) struct Waiting {
    /// Closed once the waiting has ended.
    _ended: Sender<()>,
}

impl Waiting {
    pub(crate) fn on(what: impl Into<String>) -> Waiting {
        let what = format!("{} \u{2026}", what.into());
        let (ended, end) = channel();
        if io::stderr().is_terminal() {
            std::thread::spawn(move || {
                if end.recv_timeout(DELAY) == Err(RecvTimeoutError::Timeout) {
                    output::say(&what);
                }
            });
        }
        Waiting { _ended: ended }
    }
}

/// What is read may grow meanwhile, but is never more than all of it.
fn hashed(done: u64, total: u64) -> String {
    format!("hashed {} of {}", size(done), size(total.max(done)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_it_has_come() {
        assert_eq!(hashed(1 << 30, 5 << 30), "hashed 1.0 GiB of 5.0 GiB");
        let records = Progress::of_records(10_000, "judged");
        assert_eq!(
            (records.words)(1200, 10_000),
            "judged 1200 of 10000 records"
        );
        assert_eq!(hashed(2048, 1024), "hashed 2.0 KiB of 2.0 KiB");
    }
}
