//! Keys that come while a question is drawn wait for it, unseen and as they were typed.
//!
//! Between two keys the terminal would otherwise echo what is pasted into the middle of the question,
//! and take a Backspace for itself.
//!
//! Nobody types on within a few milliseconds of an Enter: what is there then was pasted with its line
//! ends, and belongs to the answer and to nobody else. Left where it is it would answer the next
//! questions, and in the end a shell would run it. The terminal's own marks around what is pasted are not
//! asked for, since the library reads half of them as letters.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a question was ever asked.
static ASKED: AtomicBool = AtomicBool::new(false);

/// How much of what is pasted is kept; more than that is no answer.
const KEPT: usize = 1 << 16;

/// Whether somebody was asked anything.
pub(crate) fn has_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// Throws away what nobody has read of the keys that came while questions were asked: the shell would
/// take it for commands.
pub(crate) fn throw_away() {
    #[cfg(unix)]
    if has_asked() {
        use rustix::termios::{QueueSelector, tcflush};
        tcflush(std::io::stdin(), QueueSelector::IFlush).ok();
    }
}

/// What was typed and what came right behind it, as one line.
pub(super) fn joined(typed: &str, rest: &str) -> String {
    let rest = console::strip_ansi_codes(rest);
    let lines = [typed, &rest].map(|part| part.replace(|letter: char| letter.is_control(), " "));
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split(' ')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Held while a question is asked.
#[cfg(unix)]
pub(super) struct RawMode(Option<rustix::termios::Termios>);

#[cfg(unix)]
pub(super) fn hold() -> RawMode {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    ASKED.store(true, Ordering::Relaxed);
    let before = tcgetattr(std::io::stdin()).ok();
    if let Some(mut held) = before.clone() {
        held.local_modes -= LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON;
        tcsetattr(std::io::stdin(), OptionalActions::Drain, &held).ok();
    }
    RawMode(before)
}

#[cfg(unix)]
impl RawMode {
    /// What is there right behind an answer, up to where nothing more comes.
    pub(super) fn rest(&self) -> String {
        use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
        // How often one looks, one after the other, before nothing more comes: once something was pasted
        // the rest of it may be on its way through a network.
        const LOOK: std::time::Duration = std::time::Duration::from_millis(10);
        const LOOKS: usize = 3;
        const LOOKS_FOR_MORE: usize = 15;
        let stdin = std::io::stdin();
        let Ok(mut ready) = tcgetattr(&stdin) else {
            return String::new();
        };
        ready.special_codes[SpecialCodeIndex::VMIN] = 0;
        ready.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&stdin, OptionalActions::Drain, &ready).ok();
        let (mut rest, mut buffer) = (Vec::new(), [0; 4096]);
        let (mut looks, mut wanted) = (0, LOOKS);
        while looks < wanted && !super::is_interrupted() {
            match rustix::io::read(&stdin, &mut buffer) {
                Ok(read @ 1..) => {
                    let room = KEPT.saturating_sub(rest.len());
                    rest.extend_from_slice(&buffer[..read.min(room)]);
                    (looks, wanted) = (0, LOOKS_FOR_MORE);
                }
                Ok(_) => {
                    looks += 1;
                    std::thread::sleep(LOOK);
                }
                Err(_) => break,
            }
        }
        String::from_utf8_lossy(&rest).into_owned()
    }
}

#[cfg(unix)]
impl Drop for RawMode {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.0 {
            tcsetattr(std::io::stdin(), OptionalActions::Drain, before).ok();
        }
    }
}

#[cfg(not(unix))]
pub struct RawMode;

#[cfg(not(unix))]
pub fn hold() -> RawMode {
    ASKED.store(true, Ordering::Relaxed);
    RawMode
}

#[cfg(not(unix))]
impl RawMode {
    pub fn rest(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_is_pasted_is_one_line_without_keys() {
        assert_eq!(joined("first", "second\r\n\tthird\n"), "first second third");
        assert_eq!(joined("Payments", "\n\n"), "Payments");
        assert_eq!(joined("", "\r\n\u{1b}[Bx"), "x");
        assert_eq!(joined("a  b ", ""), "a b");
    }
}
