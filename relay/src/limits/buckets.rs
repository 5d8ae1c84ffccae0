//! How many requests a source may send: a bucket of tokens each, in bounded memory.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::Source;

/// Sources that are remembered in each of the two halves.
const HALF: usize = 32_768;

/// The buckets of all sources.
///
/// A bucket holds a minute's tokens and fills evenly. What is kept of it is the time at which it will be full again; one that
/// is full is as good as unknown. So the older half of the memory is dropped when the younger one is a minute old, and earlier
/// only if there are more sources than it holds: those that are forgotten then begin anew.
#[derive(Debug)]
pub struct Buckets {
    /// How long a token takes to come back.
    token: Duration,
    /// How long an empty bucket takes to fill.
    filling: Duration,
    half: usize,
    memory: Mutex<Memory>,
}

#[derive(Debug)]
struct Memory {
    young: HashMap<Source, Instant>,
    old: HashMap<Source, Instant>,
    began: Instant,
}

impl Buckets {
    /// Buckets of `per_minute` tokens; nothing below one.
    pub fn new(per_minute: u32) -> Self {
        Self::remembering(per_minute, HALF)
    }

    /// The same with room for another number of sources in each half.
    fn remembering(per_minute: u32, half: usize) -> Self {
        let filling = Duration::from_secs(60);
        Self {
            token: filling / per_minute.max(1),
            filling,
            half,
            memory: Mutex::new(Memory {
                young: HashMap::new(),
                old: HashMap::new(),
                began: Instant::now(),
            }),
        }
    }

    /// Takes a token.
    ///
    /// # Errors
    ///
    /// How long it takes until there is one.
    pub fn take(&self, source: Source, now: Instant) -> Result<(), Duration> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.young.len() >= self.half || now.duration_since(memory.began) >= self.filling {
            memory.old = mem::take(&mut memory.young);
            memory.began = now;
        }
        let full_at = match memory.young.get(&source) {
            Some(full_at) => Some(*full_at),
            None => memory.old.get(&source).copied(),
        };
        let full_at = full_at.unwrap_or(now).max(now) + self.token;
        let beyond = full_at.duration_since(now).saturating_sub(self.filling);
        if !beyond.is_zero() {
            return Err(beyond);
        }
        memory.young.insert(source, full_at);
        Ok(())
    }

    /// How many sources are remembered.
    pub fn remembered(&self) -> usize {
        let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.young.len() + memory.old.len()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn source(number: u64) -> Source {
        Source::V6(number.to_be_bytes())
    }

    #[test]
    fn a_minutes_tokens_and_then_one_after_the_other() {
        let buckets = Buckets::new(60);
        let now = Instant::now();
        for _ in 0..60 {
            buckets.take(source(1), now).unwrap();
        }
        assert_eq!(buckets.take(source(1), now), Err(Duration::from_secs(1)));
        buckets.take(source(2), now).unwrap();
        let later = now + Duration::from_secs(1);
        buckets.take(source(1), later).unwrap();
        assert!(buckets.take(source(1), later).is_err());
    }

    #[test]
    fn a_refusal_costs_nothing() {
        let buckets = Buckets::new(1);
        let now = Instant::now();
        buckets.take(source(1), now).unwrap();
        for _ in 0..1000 {
            assert!(buckets.take(source(1), now).is_err());
        }
        buckets
            .take(source(1), now + Duration::from_secs(60))
            .unwrap();
    }

    #[test]
    fn an_empty_bucket_outlives_the_change_of_halves() {
        let buckets = Buckets::new(2);
        let began = Instant::now();
        let now = began + Duration::from_secs(59);
        buckets.take(source(1), now).unwrap();
        buckets.take(source(1), now).unwrap();
        let changed = began + Duration::from_secs(61);
        buckets.take(source(2), changed).unwrap();
        assert!(buckets.take(source(1), changed).is_err());
    }

    #[test]
    fn memory_is_bounded_and_forgets_what_is_full() {
        let buckets = Buckets::remembering(1, 100);
        let now = Instant::now();
        for number in 0..10_000 {
            let _ = buckets.take(source(number), now);
            assert!(buckets.remembered() <= 200);
        }
        for number in 0..3 {
            let later = now + Duration::from_secs(61 * (number + 1));
            buckets.take(source(0), later).unwrap();
        }
        assert!(buckets.remembered() <= 2);
    }
}
