//! Login cookies that were spent in this process: a second redemption reaches no provider.
//!
//! Best effort. Another process does not know them: there, single use is the provider's, as for any client
//! that a cookie was stolen from.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The most that are remembered: beyond it, those that end first are forgotten first.
const MOST: usize = 100_000;

/// Spent login cookies by a hash, with the time at which they end anyway.
#[derive(Default)]
pub struct Replays(Mutex<HashMap<[u8; 32], u64>>);

impl Replays {
    /// Marks one as spent. False if it was spent before.
    #[must_use]
    pub fn spend(&self, login: [u8; 32], ends: u64, now: u64) -> bool {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.get(&login).is_some_and(|ends| *ends > now) {
            return false;
        }
        if spent.len() >= MOST {
            spent.retain(|_, ends| *ends > now);
        }
        if spent.len() >= MOST {
            // A tenth at once, so that this is rare.
            let mut all: Vec<u64> = spent.values().copied().collect();
            let (_, last, _) = all.select_nth_unstable(MOST / 10);
            let last = *last;
            spent.retain(|_, ends| *ends > last);
        }
        spent.insert(login, ends);
        true
    }

    /// A login that was marked, but not spent after all: nothing was sent to its provider.
    pub fn restore(&self, login: &[u8; 32]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(login);
    }
}

impl fmt::Debug for Replays {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Replays")
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Replays};

    #[test]
    fn a_login_is_spent_once_until_it_ends() {
        let replays = Replays::default();
        assert!(replays.spend([1; 32], 100, 10));
        assert!(!replays.spend([1; 32], 100, 99));
        assert!(replays.spend([2; 32], 100, 10));
        assert!(replays.spend([1; 32], 200, 100));
        replays.restore(&[1; 32]);
        assert!(replays.spend([1; 32], 200, 100));
    }

    #[test]
    fn its_memory_is_bounded() {
        let replays = Replays::default();
        let name = |number: usize| {
            let mut name = [0; 32];
            name[..8].copy_from_slice(&number.to_be_bytes());
            name
        };
        for number in 0..=MOST {
            assert!(replays.spend(name(number), 1000 + number as u64, 1));
        }
        assert!(replays.0.lock().unwrap().len() <= MOST);
        assert!(
            !replays.spend(name(MOST), 1_000_000, 1),
            "the newest is kept"
        );
        assert!(
            replays.spend(name(0), 1_000_000, 1),
            "the oldest is forgotten"
        );
    }
}
