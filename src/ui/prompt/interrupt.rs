//! Ctrl-C, a hang-up and a polite kill end the question and not the program, so that what has been
//! answered can be kept.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use super::Interrupted;

/// Whether somebody said stop.
static STOPPED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Whether a question waits for its answer.
static ASKING: AtomicBool = AtomicBool::new(false);

/// From now on a signal to stop is noted, and interrupts the question that is being asked.
#[cfg(unix)]
pub(crate) fn catch_interruptions() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    for signal in [SIGINT, SIGHUP, SIGTERM] {
        signal_hook::flag::register(signal, STOPPED.clone())?;
    }
    std::thread::Builder::new().spawn(repeat)?;
    Ok(())
}

#[cfg(not(unix))]
pub fn catch_interruptions() -> io::Result<()> {
    Ok(())
}

/// A signal interrupts the waiting for a key, but one that comes while the question is still being
/// drawn interrupts nothing: it is sent again until the question has ended.
#[cfg(unix)]
fn repeat() {
    use rustix::process::{Signal, getpid, kill_process};
    loop {
        std::thread::sleep(std::time::Duration::from_millis(50));
        if STOPPED.load(Ordering::Relaxed) && ASKING.load(Ordering::Relaxed) {
            kill_process(getpid(), Signal::INT).ok();
        }
    }
}

/// Whether somebody said stop since interruptions are caught: long work ends there of itself.
pub(crate) fn is_interrupted() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// Held while a question is asked; not to be had once somebody said stop.
pub(super) struct Asking;

pub(super) fn ask() -> Result<Asking, Interrupted> {
    if STOPPED.load(Ordering::Relaxed) {
        return Err(Interrupted);
    }
    ASKING.store(true, Ordering::Relaxed);
    Ok(Asking)
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKING.store(false, Ordering::Relaxed);
    }
}
