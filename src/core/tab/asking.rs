//! Asking the siblings for the session, and what follows from an answer or from silence.

use std::rc::Rc;
use std::sync::Arc;

use super::{Act, Tab, restoring::Restoring};
use crate::core::session::Session;
use crate::core::settings::Settings;
use crate::core::shared::Shared;
use crate::core::tab::renewing::Stage;
use crate::core::tabs::{self, Heard, Known};

/// How long a sibling that is known to be there may take, in milliseconds.
const SIBLING_WAIT: u64 = 1500;
/// The same where the browser cannot tell whether there is one.
const BLIND_WAIT: u64 = 250;
/// After so many milliseconds the siblings are asked a second time, while the own token still serves.
const ASK_AGAIN: u64 = 60_000;
/// How long the message of a renewal may come after the record that tells of it. Asking at once would
/// make every tab ask every other one after each renewal.
const MESSAGE_WAIT: u64 = 300;

impl Tab {
    /// Asks, unless a question is open; every question ends in [`Tab::answered`].
    pub(super) fn ask(&mut self, settings: &Rc<Settings>) {
        self.times.catch = None;
        if !self.habits.share {
            self.answered(false, settings);
        } else if self.times.silence.is_none() {
            // Until the siblings are counted.
            self.times.silence = Some(self.moment.steady + SIBLING_WAIT);
            self.acts.push(Act::Count);
        }
    }

    pub(super) fn counted(&mut self, present: Option<bool>, settings: &Rc<Settings>) {
        if self.times.silence.is_none() || self.tabs.is_asking() {
            return;
        }
        let wait = match present {
            Some(false) => return self.silence(settings),
            Some(true) => SIBLING_WAIT,
            None => BLIND_WAIT,
        };
        self.times.silence = Some(self.moment.steady + wait);
        if let tabs::Act::Post(question) = self.tabs.ask() {
            self.acts.push(Act::Post(question));
        }
    }

    /// Nobody answered in time.
    pub(super) fn silence(&mut self, settings: &Rc<Settings>) {
        let known = Known {
            settings,
            session: None,
            parked: &[],
            shared: None,
        };
        let _ = self.tabs.hear(Heard::Silence, &known);
        self.times.silence = None;
        self.answered(false, settings);
    }

    pub(super) fn adopt_from_sibling(&mut self, session: Box<Session>, settings: &Rc<Settings>) {
        // The sibling has not looked at its clock yet.
        if session.is_over(self.moment.wall) {
            return;
        }
        let same = self
            .session
            .as_ref()
            .is_some_and(|own| own.id == session.id && !own.dead);
        self.adopt(Arc::from(session), true);
        self.tell(if same { "renewed" } else { "signed-in" }, None, None);
        let asked = self.times.silence.take().is_some();
        if asked || !matches!(self.stage, Stage::Idle) {
            self.answered(true, settings);
        }
    }

    /// A question has ended, or what it would have asked for has come.
    fn answered(&mut self, adopted: bool, settings: &Rc<Settings>) {
        if let Restoring::Asking(_) = self.restoring {
            self.restored_by_sibling();
        }
        match self.stage {
            Stage::Queueing if adopted => self.served(),
            // What was sent belongs to a state that is nobody's any more.
            Stage::Catching | Stage::Sending { .. } if adopted => self.look(settings),
            Stage::Catching => {
                self.lost();
                let usable = self.living().is_some() && self.is_fresh(0);
                let end = if usable { Ok(()) } else { Err(Tab::nobody()) };
                self.release(end);
            }
            Stage::Idle if adopted => {
                for aim in self.wanted.clone() {
                    self.want(aim, false, settings);
                }
            }
            Stage::Idle => {
                self.lost();
                if !self.wanted.is_empty() {
                    self.settle_all(Err(Tab::nobody()));
                }
            }
            _ if !adopted => self.lost(),
            _ => {}
        }
    }

    /// Whether somebody is signed in by the record, of whom this tab has not heard yet.
    pub(super) fn is_expecting(&self) -> bool {
        let newer = self.session.as_ref().is_none_or(|own| self.overtaken(own));
        let signed_in = |shared: &Shared| shared.session.is_some() && !shared.over;
        self.habits.share && newer && self.shared.as_ref().is_some_and(signed_in)
    }

    /// The record says that another state is the current one, and nobody hands it over. The own access
    /// token is used to its end; the refresh token is never sent again.
    fn lost(&mut self) {
        let Some(own) = self
            .session
            .clone()
            .filter(|own| !own.dead && self.overtaken(own))
        else {
            return;
        };
        let same = self
            .shared
            .as_ref()
            .is_some_and(|shared| shared.is_of(&own));
        if !same {
            if !self.follow_switch() {
                self.park_for_nobody(own);
                self.forget("other-tab");
            }
        } else if !self.is_fresh(0) {
            self.end_here(Tab::nobody());
        } else if !std::mem::replace(&mut self.times.asked_twice, true) {
            // Whoever has it may be frozen.
            self.times.catch = Some(self.moment.steady + ASK_AGAIN);
        }
    }

    /// Whether the record tells of a later state than this tab's, or, where tabs share, of another
    /// session.
    pub(super) fn overtaken(&self, own: &Session) -> bool {
        self.shared
            .as_ref()
            .is_some_and(|shared| shared.overtook(own) && (self.habits.share || shared.is_of(own)))
    }

    /// Whether this tab's session, still alive, is not the current one; or there is a current one that
    /// this tab has not heard of.
    pub(super) fn is_behind(&self) -> bool {
        let own = self.session.as_ref();
        self.is_expecting() || own.is_some_and(|own| !own.dead && self.overtaken(own))
    }

    /// The record tells of a later state: the message with it is on its way, or was missed.
    pub(super) fn catch_up_soon(&mut self) {
        if self.times.catch.is_none() && self.times.silence.is_none() && self.is_behind() {
            self.times.catch = Some(self.moment.steady + MESSAGE_WAIT);
        }
    }

    /// The same after a sleep, in which messages are lost.
    pub(super) fn catch_up_now(&mut self) {
        if self.times.silence.is_some() {
            // The answer may have been slept through.
            self.times.silence = Some(self.moment.steady + SIBLING_WAIT);
            if self.tabs.is_asking()
                && let tabs::Act::Post(question) = self.tabs.ask()
            {
                self.acts.push(Act::Post(question));
            }
        }
        if self.times.catch.is_some() {
            self.times.catch = Some(self.moment.steady);
        }
    }
}
