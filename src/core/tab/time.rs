//! Time in the life of a tab: both clocks, what is due when, backing off, renewing ahead, idleness.
//! A token has ended as soon as either clock says so (R-092; A-32).

use std::rc::Rc;
use std::sync::Arc;

use super::{Tab, renewing::Stage};
use crate::core::error::{Code, Error};
use crate::core::session::Session;
use crate::core::settings::Settings;

/// Moments of the steady clock at which something is due.
#[derive(Debug, Clone, Default)]
pub(super) struct Times {
    /// A question stays unanswered.
    pub(super) silence: Option<u64>,
    /// The message with a newer session did not come.
    pub(super) catch: Option<u64>,
    /// The lock is not waited for any longer.
    pub(super) lock: Option<u64>,
    /// Without locks: look at the mark again.
    pub(super) poll: Option<u64>,
    /// Renew without being asked.
    pub(super) ahead: Option<u64>,
    /// Not before this may the server be asked again.
    pub(super) retry: Option<u64>,
    /// By the date: when somebody last did something here.
    active: Option<i64>,
    /// The siblings were asked a second time for the current state.
    pub(super) asked_twice: bool,
    /// The app knows that the session is about to end.
    warned: bool,
    /// The app knows that nobody has done anything for long.
    warned_idle: bool,
    /// The app knows that the session cannot be renewed now.
    degraded: bool,
}

impl Times {
    /// Another session, or none: what concerned the last one is off.
    pub(super) fn adopted(&mut self) {
        (self.ahead, self.retry, self.catch) = (None, None, None);
        (self.warned, self.warned_idle, self.degraded) = (false, false, false);
        self.asked_twice = false;
    }
}

/// The first wait after a failure, in milliseconds; doubled by each further one.
const FIRST_WAIT: u64 = 1000;
const LONGEST_WAIT: u64 = 60_000;
/// A server that says to wait longer than this is asked again all the same.
const LONGEST_RETRY_AFTER: u64 = 3_600_000;
/// Before the end of a session, the app is told this long before, or a quarter of its life.
const WARNING: u64 = 300_000;
/// The same before an idle sign-out.
const IDLE_WARNING: u64 = 60_000;
/// What people do is written to the shared record no more often than this.
const STIR_PAUSE: u64 = 10_000;

impl Tab {
    /// Whether the access token can still be sent; `margin` in seconds is kept from its end.
    pub fn is_fresh(&self, margin: u64) -> bool {
        let steady = self.moment.steady.saturating_add(margin * 1000);
        self.session.as_ref().is_some_and(|own| {
            own.is_fresh(self.moment.wall, margin) && self.ends.is_none_or(|ends| steady < ends)
        })
    }

    /// The same at another moment, by the session's own margin.
    pub fn is_fresh_at(&mut self, moment: super::Moment) -> bool {
        self.moment = moment;
        self.is_fresh(self.margin())
    }

    /// The session, if it can be used or renewed.
    pub fn living(&self) -> Option<&Arc<Session>> {
        self.session.as_ref().filter(|_| !self.is_over())
    }

    /// Whether the token has ended, and nothing can renew it.
    pub fn is_over(&self) -> bool {
        let own = self.session.as_ref();
        own.is_some_and(|own| own.dead || (!own.is_renewable() && !self.is_fresh(0)))
    }

    pub(super) fn margin(&self) -> u64 {
        self.session.as_ref().map_or(0, |own| own.margin())
    }

    /// A renewal that is due ahead of time asks for more.
    pub(super) fn eager_margin(&self) -> u64 {
        let eager = self.habits.ahead && !self.wanted;
        self.margin() * if eager { 2 } else { 1 }
    }

    /// In how many milliseconds [`super::Event::Tick`] is due.
    pub fn next(&self) -> Option<u64> {
        let times = &self.times;
        let due = [
            times.silence,
            times.catch,
            times
                .lock
                .filter(|_| matches!(self.stage, Stage::Queueing { .. })),
            times.poll,
            // A renewal that is under way is looked at when it ends.
            times.ahead.filter(|_| self.stage == Stage::Idle),
        ];
        let due = due
            .into_iter()
            .flatten()
            .map(|at| at.saturating_sub(self.moment.steady));
        let ending = self
            .ending()
            .map(|left| before(left, self.warning(), times.warned));
        let idle = self
            .idle_left()
            .map(|left| before(left, self.idle_warning(), times.warned_idle));
        due.chain(ending).chain(idle).min()
    }

    pub(super) fn tick(&mut self, settings: &Rc<Settings>) {
        let now = self.moment.steady;
        let due = |at: Option<u64>| at.is_some_and(|at| at <= now);
        self.look_at_clocks();
        if due(self.times.silence) {
            self.silence(settings);
        }
        if due(self.times.catch) {
            self.times.catch = None;
            if self.is_behind() {
                self.ask(settings);
            }
        }
        if due(self.times.poll) {
            self.times.poll = None;
            self.locked(false, settings);
        }
        if due(self.times.lock) && matches!(self.stage, Stage::Queueing { .. }) {
            // Some tab holds the lock and does not move; it is not robbed, since its answer may come.
            self.release(Err(Code::Timeout.into()));
            if self.habits.ahead {
                self.times.ahead = Some(now + LONGEST_WAIT);
            }
        }
        self.renew_ahead();
    }

    /// Ends and announces what the clocks say.
    pub(super) fn look_at_clocks(&mut self) {
        if self.is_idle() {
            return self.sign_out("idle");
        }
        if self.is_over() {
            return self.end_here();
        }
        if let (Some(left), false) = (self.ending(), self.times.warned)
            && left <= self.warning()
        {
            self.times.warned = true;
            self.tell("expiring", Some("lifetime"), Some(left));
        }
        let Some(left) = self.idle_left() else { return };
        if left > self.idle_warning() {
            // Somebody did something, here or in another tab.
            self.times.warned_idle = false;
        } else if !self.times.warned_idle {
            self.times.warned_idle = true;
            self.tell("expiring", Some("idle"), Some(left));
        }
    }

    /// Milliseconds to the end of a session that nothing can renew.
    fn ending(&self) -> Option<u64> {
        let own = self.living().filter(|own| !own.is_renewable())?;
        let left = u64::try_from(own.expires?.since(self.moment.wall)).unwrap_or_default();
        Some(left.min(self.ends?.saturating_sub(self.moment.steady)))
    }

    fn warning(&self) -> u64 {
        let life = self
            .session
            .as_ref()
            .and_then(|own| Some(own.expires?.since(own.issued)));
        u64::try_from(life.unwrap_or_default() / 4)
            .unwrap_or_default()
            .min(WARNING)
    }

    /// Plans the next renewal that nobody asks for; tabs do not all choose the same moment.
    pub(super) fn plan_ahead(&mut self) {
        let jitter = self.jitter(5000);
        let renewable = self.living().is_some_and(|own| own.is_renewable());
        self.times.ahead = self
            .ends
            .filter(|_| self.habits.ahead && renewable)
            .map(|ends| ends.saturating_sub(2000 * self.margin()) + jitter);
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
            self.queue(false, &own);
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

    /// The person did something; other tabs read it in the shared record.
    pub(super) fn stir(&mut self) {
        // Whoever comes back too late is signed out, and the click does not count.
        if self.is_idle() {
            self.sign_out("idle");
        } else {
            self.attend();
        }
    }

    /// Somebody is there.
    pub(super) fn attend(&mut self) {
        let Some(idle) = self.habits.idle else { return };
        let now = self.moment.wall;
        self.times.active = Some(now.0);
        self.times.warned_idle = false;
        let written = self.shared.as_ref().and_then(|shared| shared.active);
        let pause = i64::try_from(STIR_PAUSE.min(idle / 10)).unwrap_or_default();
        if self.session.is_some() && written.is_none_or(|at| now.since(at).abs() >= pause) {
            self.share(|shared| shared.active = Some(now));
        }
    }

    /// Milliseconds to the idle sign-out.
    fn idle_left(&self) -> Option<u64> {
        let idle = self.habits.idle?;
        let own = self.session.as_ref().filter(|own| !own.dead)?;
        let written = self
            .shared
            .as_ref()
            .and_then(|shared| Some(shared.active?.0));
        // Whoever has just signed in, or whose token was just renewed by hand, is there.
        let last = written.max(self.times.active).unwrap_or(own.issued.0);
        let since = u64::try_from(self.moment.wall.0 - last).unwrap_or_default();
        Some(idle.saturating_sub(since))
    }

    pub(super) fn is_idle(&self) -> bool {
        self.idle_left() == Some(0)
    }

    fn idle_warning(&self) -> u64 {
        self.habits
            .idle
            .map_or(0, |idle| (idle / 4).min(IDLE_WARNING))
    }
}

/// Until the warning, and once that is told until the end.
fn before(left: u64, warning: u64, warned: bool) -> u64 {
    let warning = if warned { 0 } else { warning };
    left.saturating_sub(warning).saturating_add(1)
}
