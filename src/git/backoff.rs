//! How long to wait for another process to be done with the repository.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// With nothing moving, this long. A lock file that is older already is not waited for at all.
pub(super) const STANDSTILL: Duration = Duration::from_secs(5);
/// While others get through, and our turn may come, this long at most.
const ALTOGETHER: Duration = Duration::from_secs(60);
/// Whoever holds a lock that the system would take from the dead is at work; a hook of theirs may
/// take its time.
const LIVING: Duration = Duration::from_secs(60);
const LIVING_ALTOGETHER: Duration = Duration::from_secs(600);
const FIRST_PAUSE: Duration = Duration::from_millis(8);
const LONGEST_PAUSE: Duration = Duration::from_millis(40);

/// Waits between attempts, longer each time and never in step with other processes. What runs out
/// is the time without progress: behind a slow hook several commits queue up, and each of them is
/// worth waiting for.
#[derive(Debug)]
pub(super) struct Backoff {
    began: Instant,
    moved: Instant,
    pause: Duration,
    standstill: Duration,
    altogether: Duration,
}

impl Backoff {
    /// For a lock file, which may have been left behind.
    pub(super) fn new() -> Self {
        Self::of(STANDSTILL, ALTOGETHER)
    }

    /// For a lock that ends with its holder.
    pub(super) fn with_the_living() -> Self {
        Self::of(LIVING, LIVING_ALTOGETHER)
    }

    fn of(standstill: Duration, altogether: Duration) -> Self {
        let now = Instant::now();
        Self {
            began: now,
            moved: now,
            pause: FIRST_PAUSE,
            standstill,
            altogether,
        }
    }

    /// Another process got through.
    pub(super) fn saw_progress(&mut self) {
        self.moved = Instant::now();
        self.pause = FIRST_PAUSE;
    }

    /// Pauses, and says whether another attempt is worth making.
    pub(super) fn wait(&mut self) -> bool {
        if self.moved.elapsed() >= self.standstill || self.began.elapsed() >= self.altogether {
            return false;
        }
        std::thread::sleep(self.pause.mul_f64(0.5 + chance()));
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        true
    }
}

/// Some number from 0 to 1. The standard library seeds its hashers at random, which is all the
/// chance that is needed here.
fn chance() -> f64 {
    let bits = RandomState::new().hash_one(0_u8);
    f64::from(u16::try_from(bits & 0xffff).unwrap_or(0)) / f64::from(u16::MAX)
}
