//! Renewal: who may send the refresh token, and what its answer means (RFC 6749, sections 5.2 and 6;
//! RFC 9700, section 4.14). One request at a time, whichever token it is for: the server may rotate the
//! refresh token with each.

use std::rc::Rc;
use std::sync::Arc;

use super::job::{Job, cannot, concerns_the_wish, is_final};
use super::{Act, Tab, restoring::Restoring};
use crate::core::error::{Code, Error};
use crate::core::resources::Aim;
use crate::core::session::Session;
use crate::core::settings::Settings;

/// Where a renewal has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Idle,
    /// Waits for the lock.
    Queueing,
    /// Holds the lock and asks the siblings for the newer state that the record tells of.
    Catching,
    /// Holds the lock and has sent the token; so many earlier senders had vanished.
    Sending {
        vanished: u8,
    },
}

impl Tab {
    /// Sees to it that the token is usable, or says why it cannot be. Ends in [`Tab::settle`].
    pub(super) fn want(&mut self, aim: Aim, force: bool, settings: &Rc<Settings>) {
        let Some(own) = self.living().cloned() else {
            if self.is_expecting() {
                return self.ask(settings);
            }
            return self.settle_all(Err(Tab::nobody()));
        };
        let stale = self.is_stale(&aim);
        if !force && self.has(&own, &aim) {
            self.settle(&aim, Ok(()));
            if !stale {
                return;
            }
        } else if !self.can_renew(&own) {
            return self.settle(&aim, Err(cannot(&aim)));
        }
        if let Some(error) = self.held_back() {
            return self.settle(&aim, Err(error));
        }
        self.queue(aim, force || stale, &own);
    }

    /// Puts a job into the queue, whether or not somebody waits. `force`: another token than now.
    pub(super) fn queue(&mut self, aim: Aim, force: bool, own: &Session) {
        let since = own.access_for(&aim).map_or(0, |access| access.since);
        let force = force.then_some(since);
        match self.jobs.iter_mut().find(|job| job.aim == aim) {
            Some(job) => job.force = job.force.max(force),
            None => self.jobs.push(Job { aim, force }),
        }
        if self.stage == Stage::Idle {
            self.stage = Stage::Queueing;
            // A holder may ask its siblings and send a request.
            self.times.lock = Some(self.moment.steady + 2 * self.habits.deadline + 5000);
            self.acts.push(Act::Lock);
        }
    }

    pub(super) fn locked(&mut self, held: bool, settings: &Rc<Settings>) {
        if self.stage != Stage::Queueing {
            // Given up meanwhile.
            return self.acts.push(Act::Unlock);
        }
        let wait = self.habits.deadline;
        let waits = !held && self.mark().is_some_and(|(_, age)| age < wait);
        if waits {
            // Without locks, a mark that is younger than a request can last is somebody at work.
            self.times.poll = Some(self.moment.steady + 500);
            return;
        }
        self.look(settings);
    }

    /// Under the lock: looks at what is, and sends only what nobody has sent.
    pub(super) fn look(&mut self, settings: &Rc<Settings>) {
        let Some(own) = self.living().cloned() else {
            return self.release(Err(Tab::nobody()));
        };
        let shared = self.shared.clone().unwrap_or_default();
        if shared.ended(&own) {
            self.forget("other-tab");
            return self.release(Err(Tab::nobody()));
        }
        if shared.finished(&own) {
            self.end_here(Tab::nobody());
            return self.release(Err(Tab::nobody()));
        }
        self.serve();
        let Some(job) = self.jobs.first().cloned() else {
            return self.release(Ok(()));
        };
        if self.overtaken(&own) {
            self.stage = Stage::Catching;
            return self.ask(settings);
        }
        let vanished = self.mark().map_or(0, |(vanished, _)| vanished);
        let lost = vanished > u8::from(settings.provider.resend);
        if lost && job.asks_for_more() && self.is_fresh(0) {
            // The session's own token is still good: it is used to its end.
            return self.done(Err(cannot(&job.aim)), settings);
        }
        if lost {
            // Sent, never answered, sent again, never answered.
            self.end_everywhere(Tab::nobody());
            return self.release(Err(Tab::nobody()));
        }
        if !self.can_renew(&own) {
            return self.done(Err(cannot(&job.aim)), settings);
        }
        self.mark_as(&own, vanished + 1);
        self.ticket += 1;
        self.times.lock = None;
        self.stage = Stage::Sending { vanished };
        self.acts.push(Act::Send(self.ticket, own, job.aim));
    }

    /// Drops the jobs that somebody else has done while this tab waited.
    fn serve(&mut self) {
        let Some(own) = self.session.clone() else {
            return;
        };
        for job in std::mem::take(&mut self.jobs) {
            let since = own.access_for(&job.aim).map(|access| access.since);
            let newer = job.force.is_none_or(|force| since > Some(force));
            if newer && self.has(&own, &job.aim) {
                self.plan_ahead();
                self.settle(&job.aim, Ok(()));
            } else {
                self.jobs.push(job);
            }
        }
    }

    /// Somebody handed over a newer state: perhaps that is all that was wanted.
    pub(super) fn served(&mut self) {
        self.serve();
        if self.jobs.is_empty() {
            self.release(Ok(()));
        }
    }

    pub(super) fn sent(
        &mut self,
        ticket: u64,
        result: Result<Box<Session>, Error>,
        settings: &Rc<Settings>,
    ) {
        let Stage::Sending { vanished } = self.stage else {
            return;
        };
        let Some(own) = self.session.clone().filter(|_| ticket == self.ticket) else {
            return;
        };
        let shared = self.shared.clone().unwrap_or_default();
        if shared.ended(&own) {
            self.forget("other-tab");
            return self.release(Err(Tab::nobody()));
        }
        if self.overtaken(&own) {
            // Whatever came back belongs to a state that is not the current one.
            self.stage = Stage::Catching;
            return self.ask(settings);
        }
        let asks = self.jobs.first().is_some_and(|job| job.asks_for_more());
        match result {
            Ok(session) => {
                self.keep(Arc::from(session), "renewed");
                self.done(Ok(()), settings);
            }
            Err(error) if asks && concerns_the_wish(error.code()) => {
                // What was asked for beyond the session cannot be had; the session is as good as before.
                self.mark_as(&own, vanished);
                let error = self
                    .jobs
                    .first()
                    .map_or(error.clone(), |job| job.explain(error));
                self.done(Err(error), settings);
            }
            Err(error) if is_final(error.code()) => {
                let error = error.coded(Code::LoginRequired);
                self.end_everywhere(error.clone());
                self.release(Err(error));
            }
            Err(error) => {
                // This sender lives and knows that no answer comes: it has not vanished.
                self.mark_as(&own, vanished);
                self.hold_back(&error, settings.provider.rate_wait);
                self.release(Err(error));
            }
        }
    }

    /// The first job is done; the next one goes on under the same lock.
    fn done(&mut self, result: Result<(), Error>, settings: &Rc<Settings>) {
        if !self.jobs.is_empty() {
            let job = self.jobs.remove(0);
            self.settle(&job.aim, result);
        }
        if self.jobs.is_empty() {
            return self.release(Ok(()));
        }
        self.stage = Stage::Queueing;
        self.look(settings);
    }

    /// Gives the lock back; whoever still waits is answered.
    pub(super) fn release(&mut self, result: Result<(), Error>) {
        self.stage = Stage::Idle;
        self.jobs.clear();
        self.times.lock = None;
        self.times.poll = None;
        self.acts.push(Act::Unlock);
        if result.is_err() {
            return self.settle_all(result);
        }
        for aim in self.wanted.clone() {
            let served = self
                .session
                .as_ref()
                .is_some_and(|own| self.lasts(own, &aim));
            if served {
                self.settle(&aim, Ok(()));
            } else if self.times.silence.is_none() {
                self.settle(&aim, Err(cannot(&aim)));
            }
        }
        if let Restoring::Renewing = self.restoring {
            self.restored_by(&Ok(()));
        }
    }

    /// Keeps a session that was made here: in this tab, in the shared record, and with siblings.
    pub(super) fn keep(&mut self, session: Arc<Session>, kind: &'static str) {
        self.share(|shared| shared.follow(&session));
        if self.habits.share
            && let super::tabs::Act::Post(text) = self.tabs.announce(&session)
        {
            self.acts.push(Act::Post(text));
        }
        // Stored already: that is what the step before this was for.
        self.adopt(session, false);
        self.tell(kind, None, None);
    }

    /// How many senders of this very token have vanished, the last one included, and the age of their
    /// mark in milliseconds.
    fn mark(&self) -> Option<(u8, u64)> {
        let (own, shared) = (self.session.as_ref()?, self.shared.as_ref()?);
        let mark = shared.renewing.filter(|_| shared.knows(own))?;
        let age = self.moment.wall.since(mark.at);
        // A clock that was set back must not make anybody wait.
        Some((mark.senders, u64::try_from(age).unwrap_or(u64::MAX)))
    }

    fn mark_as(&mut self, own: &Session, senders: u8) {
        let at = self.moment.wall;
        self.share(|shared| shared.mark(own, senders, at));
    }
}
