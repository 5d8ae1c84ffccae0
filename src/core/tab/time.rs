//! Time in the life of a tab: what is due when, what ends, idleness.

use std::rc::Rc;

use super::{Tab, ahead::LONGEST_WAIT, renewing::Stage};
use crate::core::error::Code;
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
    pub(super) degraded: bool,
}

impl Times {
    /// Another session, or none: what concerned the last one is off.
    pub(super) fn adopted(&mut self) {
        (self.ahead, self.retry, self.catch) = (None, None, None);
        (self.warned, self.warned_idle, self.degraded) = (false, false, false);
        self.asked_twice = false;
    }
}

/// Before the end of a session, the app is told this long before, or a quarter of its life.
const WARNING: u64 = 300_000;
/// The same before an idle sign-out.
const IDLE_WARNING: u64 = 60_000;
/// What people do is written to the shared record no more often than this.
const STIR_PAUSE: u64 = 10_000;

impl Tab {
    /// In how many milliseconds [`super::Event::Tick`] is due.
    pub fn next(&self) -> Option<u64> {
        let times = &self.times;
        let due = [
            times.silence,
            times.catch,
            times.lock.filter(|_| self.stage == Stage::Queueing),
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
        if due(self.times.lock) && self.stage == Stage::Queueing {
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
            return self.end_here(Tab::nobody());
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

    /// Milliseconds to the end of a session that ends unless the person does something.
    fn ending(&self) -> Option<u64> {
        let own = self.living()?;
        let left = u64::try_from(own.ends()?.since(self.moment.wall)).unwrap_or_default();
        if own.is_renewable() {
            return Some(left);
        }
        let known = self
            .ends
            .iter()
            .find(|(since, _)| *since == own.access.since);
        known.map(|(_, ends)| left.min(ends.saturating_sub(self.moment.steady)))
    }

    fn warning(&self) -> u64 {
        let life = self
            .session
            .as_ref()
            .and_then(|own| Some(own.ends()?.since(own.access.issued)));
        u64::try_from(life.unwrap_or_default() / 4)
            .unwrap_or_default()
            .min(WARNING)
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
        let last = written
            .max(self.times.active)
            .unwrap_or(own.access.issued.0);
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
