//! Keys that come while a question is drawn wait for it, unseen and as they were typed.
//!
//! Between two keys the terminal would otherwise echo what is pasted into the middle of the question,
//! and take a Backspace for itself.

/// Held while a question is asked.
#[cfg(unix)]
pub struct Held(Option<rustix::termios::Termios>);

#[cfg(unix)]
pub fn hold() -> Held {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let before = tcgetattr(std::io::stdin()).ok();
    if let Some(mut held) = before.clone() {
        held.local_modes -= LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON;
        tcsetattr(std::io::stdin(), OptionalActions::Drain, &held).ok();
    }
    Held(before)
}

#[cfg(unix)]
impl Drop for Held {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.0 {
            tcsetattr(std::io::stdin(), OptionalActions::Drain, before).ok();
        }
    }
}

#[cfg(not(unix))]
pub struct Held;

#[cfg(not(unix))]
pub fn hold() -> Held {
    Held
}
