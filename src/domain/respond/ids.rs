//! Short random ids for entries: a letter, then three of Crockford's base 32.

use crate::domain::record::Record;

const LETTERS: &[u8] = b"abcdefghjkmnpqrstvwxyz";
const ALL: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Where ids come from; with a seed the same ones come every time.
#[derive(Debug)]
pub(crate) struct Ids {
    random: fastrand::Rng,
}

impl Ids {
    pub(crate) fn new(seed: Option<&str>) -> Self {
        let random = match seed {
            // FNV-1a: any text is a seed, and the ids it gives never change.
            Some(seed) => {
                fastrand::Rng::with_seed(seed.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                }))
            }
            None => fastrand::Rng::new(),
        };
        Ids { random }
    }

    /// An id that no entry of the record bears.
    pub(crate) fn fresh(&mut self, record: &Record) -> String {
        loop {
            let mut pick = |from: &[u8]| char::from(from[self.random.usize(..from.len())]);
            let id: String = [pick(LETTERS), pick(ALL), pick(ALL), pick(ALL)]
                .iter()
                .collect();
            if !record.entry_ids().any(|taken| taken == id) {
                return id;
            }
        }
    }
}
