//! Login cookies that were spent in this process: a second redemption reaches no provider.
//!
//! Best effort. Another process does not know them: there, single use is the provider's, as for any client
//! that a cookie was stolen from.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The most that are remembered: beyond it, those that end first are forgotten first.
const MOST: usize = 100_000;

/// Spent login cookies by a hash, with the time at which they end anyway.
#[derive(Default)]
pub struct Replays(Mutex<HashMap<[u8; 32], u64>>);

impl Replays {
    /// Marks one as spent. Nothing if it was spent before.
    #[must_use]
    pub fn spend(&self, login: [u8; 32], ends: u64, now: u64) -> Option<Spent<'_>> {
        self.mark(login, ends, now).then(|| Spent {
            replays: self,
            login,
            sent: AtomicBool::new(false),
        })
    }

    fn mark(&self, login: [u8; 32], ends: u64, now: u64) -> bool {
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

    fn restore(&self, login: &[u8; 32]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(login);
    }
}

/// A login that is being redeemed. Dropped before anything was sent to its provider, as when the page gives up
/// while its turn has not come, it is not spent after all.
pub struct Spent<'a> {
    replays: &'a Replays,
    login: [u8; 32],
    sent: AtomicBool,
}

impl Spent<'_> {
    /// What is to be true from the moment in which something is sent.
    #[must_use]
    pub fn sent(&self) -> &AtomicBool {
        &self.sent
    }

    /// Whether something was sent.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    /// The provider did not look at what was sent.
    pub fn was_not_looked_at(&self) {
        self.sent.store(false, Ordering::Relaxed);
    }
}

impl Drop for Spent<'_> {
    fn drop(&mut self) {
        if !self.is_sent() {
            self.replays.restore(&self.login);
        }
    }
}

impl fmt::Debug for Spent<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Spent")
    }
}

impl fmt::Debug for Replays {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Replays")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::{MOST, Replays};

    #[test]
    fn a_login_is_spent_once_until_it_ends() {
        let replays = Replays::default();
        assert!(replays.mark([1; 32], 100, 10));
        assert!(!replays.mark([1; 32], 100, 99));
        assert!(replays.mark([2; 32], 100, 10));
        assert!(replays.mark([1; 32], 200, 100));
    }

    #[test]
    fn it_is_not_spent_by_what_was_never_sent() {
        let replays = Replays::default();
        let spend = || replays.spend([1; 32], 100, 10);
        let first = spend().unwrap();
        assert!(spend().is_none(), "while it is under way");
        drop(first);
        let second = spend().unwrap();
        second.sent().store(true, Ordering::Relaxed);
        second.was_not_looked_at();
        drop(second);
        let third = spend().unwrap();
        third.sent().store(true, Ordering::Relaxed);
        drop(third);
        assert!(spend().is_none());
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
            assert!(replays.mark(name(number), 1000 + number as u64, 1));
        }
        assert!(replays.0.lock().unwrap().len() <= MOST);
        assert!(
            !replays.mark(name(MOST), 1_000_000, 1),
            "the newest is kept"
        );
        assert!(
            replays.mark(name(0), 1_000_000, 1),
            "the oldest is forgotten"
        );
    }
}
