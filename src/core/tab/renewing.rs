//! Renewal: who may send the refresh token, and what its answer means (RFC 6749, sections 5.2 and 6;
//! RFC 9700, section 4.14).

use std::rc::Rc;
use std::sync::Arc;

use super::{Act, Tab};
use crate::core::error::{Code, Error};
use crate::core::session::Session;
use crate::core::settings::Settings;

/// Where a renewal has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Idle,
    /// Waits for the lock; `force`: a newer token than this generation's is wanted.
    Queueing {
        force: Option<u64>,
    },
    /// Holds the lock and asks the siblings for the newer state that the record tells of.
    Catching,
    /// Holds the lock and has sent the token; so many earlier senders had vanished.
    Sending {
        vanished: u8,
    },
}

impl Tab {
    /// Sees to it that the session is usable, or says why it cannot be. Ends in [`Tab::settle`].
    pub(super) fn want(&mut self, force: bool, settings: &Rc<Settings>) {
        let Some(own) = self.living().cloned() else {
            if self.is_expecting() {
                return self.ask(settings);
            }
            return self.settle(Err(Tab::nobody()));
        };
        if !force && self.is_fresh(self.margin()) {
            return self.settle(Ok(()));
        }
        if !own.is_renewable() {
            return self.settle(Err(Tab::nobody()));
        }
        if let Stage::Queueing { force: wanted } = &mut self.stage
            && force
        {
            *wanted = Some(own.generation);
        }
        if self.stage != Stage::Idle {
            return;
        }
        if let Some(error) = self.held_back() {
            return self.settle(Err(error));
        }
        self.queue(force, &own);
    }

    /// The same, with nobody waiting.
    pub(super) fn queue(&mut self, force: bool, own: &Session) {
        let force = force.then_some(own.generation);
        self.stage = Stage::Queueing { force };
        // A holder may ask its siblings and send a request.
        self.times.lock = Some(self.moment.steady + 2 * self.habits.deadline + 5000);
        self.acts.push(Act::Lock);
    }

    pub(super) fn locked(&mut self, held: bool, settings: &Rc<Settings>) {
        if !matches!(self.stage, Stage::Queueing { .. }) {
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
        let force = match self.stage {
            Stage::Queueing { force } => force,
            _ => None,
        };
        let Some(own) = self.living().cloned() else {
            return self.release(Err(Tab::nobody()));
        };
        let shared = self.shared.clone().unwrap_or_default();
        if shared.ended(&own) {
            self.forget("other-tab");
            return self.release(Err(Tab::nobody()));
        }
        if shared.finished(&own) {
            self.end_here();
            return self.release(Err(Tab::nobody()));
        }
        if self.served(force) {
            return;
        }
        if self.overtaken(&own) {
            self.stage = Stage::Catching;
            return self.ask(settings);
        }
        let vanished = self.mark().map_or(0, |(vanished, _)| vanished);
        if vanished > u8::from(settings.provider.resend) {
            // Sent, never answered, sent again, never answered.
            self.end_everywhere();
            return self.release(Err(Tab::nobody()));
        }
        if !own.is_renewable() {
            return self.release(Err(Tab::nobody()));
        }
        self.mark_as(&own, vanished + 1);
        self.ticket += 1;
        self.times.lock = None;
        self.stage = Stage::Sending { vanished };
        self.acts.push(Act::Send(self.ticket, own));
    }

    /// Somebody renewed while this tab waited: that is all that was wanted.
    pub(super) fn served(&mut self, force: Option<u64>) -> bool {
        let newer = self
            .session
            .as_ref()
            .is_some_and(|own| force.is_none_or(|generation| own.generation > generation));
        let served = newer && self.is_fresh(self.eager_margin());
        if served {
            self.plan_ahead();
            self.release(Ok(()));
        }
        served
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
        match result {
            Ok(session) => {
                self.keep(Arc::from(session), "renewed");
                self.release(Ok(()));
            }
            Err(error) if is_final(error.code()) => {
                self.end_everywhere();
                self.release(Err(error.coded(Code::LoginRequired)));
            }
            Err(error) => {
                // This sender lives and knows that no answer comes: it has not vanished.
                self.mark_as(&own, vanished);
                self.hold_back(&error, settings.provider.rate_wait);
                self.release(Err(error));
            }
        }
    }

    /// Gives the lock back and answers everybody.
    pub(super) fn release(&mut self, result: Result<(), Error>) {
        self.stage = Stage::Idle;
        self.times.lock = None;
        self.times.poll = None;
        self.acts.push(Act::Unlock);
        self.settle(result);
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

/// Answers that were seen, and after which the same token must not be sent again.
fn is_final(code: Code) -> bool {
    matches!(
        code,
        Code::GrantRefused
            | Code::InteractionRequired
            | Code::IdTokenInvalid
            | Code::ClockSkewed
            | Code::TokenTypeUnsupported
    )
}
