//! When the next calls of an upstream may be sent. Pure: the time comes in.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

/// An upstream counts by minutes of its own, and by when a call arrives. A second more than a minute keeps a call that was quick
/// on its way out of the minute before.
const WINDOW: Duration = Duration::from_secs(61);

/// The calls of the last minute, and a pause that the upstream asked for.
#[derive(Debug)]
pub(super) struct Pace {
    /// So many calls in any minute; `None`: as many as come.
    per_minute: Option<usize>,
    sent: VecDeque<Instant>,
    paused_until: Option<Instant>,
}

impl Pace {
    pub(super) fn new(per_minute: Option<u32>) -> Self {
        let per_minute =
            per_minute.map(|number| usize::try_from(number.max(1)).unwrap_or(usize::MAX));
        Self {
            per_minute,
            sent: VecDeque::new(),
            paused_until: None,
        }
    }

    /// When the call may be sent that has `ahead` others before it.
    pub(super) fn slot(&self, ahead: usize, now: Instant) -> Instant {
        let first = self.paused_until.map_or(now, |until| until.max(now));
        let Some(per_minute) = self.per_minute else {
            return first;
        };
        // In a full minute, a call waits for the one that is `per_minute` before it.
        let (mut back, mut minutes) = (ahead, 0);
        while back >= per_minute {
            back -= per_minute;
            minutes += 1;
        }
        let free = per_minute.saturating_sub(self.sent.len());
        let own = back
            .checked_sub(free)
            .and_then(|index| self.sent.get(index))
            .map_or(first, |sent| (*sent + WINDOW).max(first));
        own + WINDOW * minutes
    }

    /// A call is sent.
    pub(super) fn send(&mut self, now: Instant) {
        let Some(per_minute) = self.per_minute else {
            return;
        };
        while self.sent.len() >= per_minute {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
    }

    /// Nothing is sent until then. A pause is never cut short by another one.
    pub(super) fn pause(&mut self, until: Instant) {
        self.paused_until = Some(self.paused_until.map_or(until, |known| known.max(until)));
    }

    /// What the calls are apart, on average.
    pub(super) fn spacing(&self) -> Duration {
        let per_minute = self.per_minute.unwrap_or(usize::MAX);
        WINDOW / u32::try_from(per_minute).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn a_full_minute_and_then_those_that_free_their_place() {
        let mut pace = Pace::new(Some(3));
        let start = Instant::now();
        assert_eq!(pace.slot(2, start), start);
        assert_eq!(pace.slot(3, start), start + WINDOW);
        pace.send(start);
        pace.send(start + seconds(10));
        let now = start + seconds(20);
        assert_eq!(pace.slot(0, now), now);
        assert_eq!(pace.slot(1, now), start + WINDOW);
        assert_eq!(pace.slot(2, now), start + seconds(10) + WINDOW);
        pace.send(now);
        assert_eq!(pace.slot(0, now), start + WINDOW);
        assert_eq!(pace.slot(3, now), start + WINDOW * 2);
        assert_eq!(pace.slot(0, start + seconds(100)), start + seconds(100));
    }

    #[test]
    fn any_minute_holds_no_more_than_its_number() {
        let mut pace = Pace::new(Some(10));
        let mut now = Instant::now();
        let mut sent: Vec<Instant> = Vec::new();
        for call in 0..200_u64 {
            now = pace.slot(0, now) + Duration::from_millis(call * 37 % 900);
            pace.send(now);
            sent.push(now);
        }
        assert!(
            sent.windows(11)
                .all(|calls| matches!(calls, [first, .., last] if *last - *first > seconds(60)))
        );
    }

    #[test]
    fn a_pause_holds_all_and_is_not_cut_short() {
        let mut pace = Pace::new(None);
        let now = Instant::now();
        assert_eq!(pace.slot(1000, now), now);
        pace.pause(now + seconds(60));
        pace.pause(now + seconds(5));
        assert_eq!(pace.slot(0, now), now + seconds(60));
        assert_eq!(pace.slot(0, now + seconds(61)), now + seconds(61));
    }
}
