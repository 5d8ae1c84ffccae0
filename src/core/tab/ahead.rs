//! Renewing before somebody asks, and not asking a server that fails again at once.

use super::{Tab, renewing::Stage};
use crate::core::error::{Code, Error};
use crate::core::resources::Aim;

/// The first wait after a failure, in milliseconds; doubled by each further one.
const FIRST_WAIT: u64 = 1000;
pub(super) const LONGEST_WAIT: u64 = 60_000;
/// A server that says to wait longer than this is asked again all the same.
const LONGEST_RETRY_AFTER: u64 = 3_600_000;

impl Tab {
    /// Plans the next renewal that nobody asks for; tabs do not all choose the same moment.
    pub(super) fn plan_ahead(&mut self) {
        let jitter = self.jitter(5000);
        let Some(own) = self.living().filter(|own| self.can_renew(own)) else {
            self.times.ahead = None;
            return;
        };
        let known = self
            .ends
            .iter()
            .find(|(since, _)| *since == own.access.since);
        let early = known.map(|(_, ends)| ends.saturating_sub(2000 * self.margin()));
        let stale = own.access.stale.map(|at| {
            let left = u64::try_from(at.since(self.moment.wall)).unwrap_or_default();
            self.moment.steady.saturating_add(left)
        });
        let first = early.map_or(stale, |early| Some(stale.map_or(early, |at| at.min(early))));
        self.times.ahead = first.filter(|_| self.habits.ahead).map(|at| at + jitter);
    }

    pub(super) fn renew_ahead(&mut self) {
        let due = self
            .times
            .ahead
            .is_some_and(|at| at <= self.moment.steady || !self.is_fresh(self.margin()));
        let Some(own) = self.living().cloned().filter(|_| due) else {
            return;
        };
        if self.stage == Stage::Idle && self.held_back().is_none() {
            self.times.ahead = None;
            self.queue(Aim::default(), true, &own);
        }
    }

    /// Why the server is not to be asked yet.
    pub(super) fn held_back(&self) -> Option<Error> {
        let left = self.times.retry?.saturating_sub(self.moment.steady);
        let mut error = self.failure.clone().filter(|_| left > 0)?;
        error.evidence_mut().retry_after = Some(left.div_ceil(1000));
        Some(error)
    }

    /// The network is back; a server that said how long to wait is still given that time.
    pub(super) fn stop_waiting(&mut self) {
        let told = self.failure.as_ref().map(Error::code);
        if told != Some(Code::RateLimited) {
            self.times.retry = None;
        }
    }

    /// A renewal failed and may be tried again: later, as the server says, or in growing steps.
    pub(super) fn hold_back(&mut self, error: &Error, rate_wait: u64) {
        let step = FIRST_WAIT << self.failures.min(6);
        let step = step.min(LONGEST_WAIT);
        let wait = match (error.evidence().retry_after, error.code()) {
            // A server that says "at once" is not asked in a loop.
            (Some(seconds), _) => (seconds * 1000).clamp(step / 2, LONGEST_RETRY_AFTER),
            (None, Code::RateLimited) => step.max(rate_wait * 1000),
            _ => step / 2 + self.jitter(step / 2),
        };
        self.failures = self.failures.saturating_add(1);
        self.failure = Some(error.clone());
        let at = self.moment.steady + wait;
        self.times.retry = Some(at);
        if self.habits.ahead {
            self.times.ahead = Some(at);
        }
        if !self.is_fresh(0) && !std::mem::replace(&mut self.times.degraded, true) {
            self.tell("degraded", Some("network"), None);
        }
    }

    /// Somewhere below `limit`; another place each time.
    fn jitter(&mut self, limit: u64) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % limit.max(1)
    }
}
