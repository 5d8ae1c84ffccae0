//! How a session ends: signed out, over, idle. A sign-out wins against everything.

use std::rc::Rc;
use std::sync::Arc;

use super::{Act, Tab, renewing::Stage};
use crate::core::error::{Code, Error};
use crate::core::session::Session;
use crate::core::settings::Settings;
use crate::core::tabs;

impl Tab {
    /// The failure of a call that needs somebody who is not there.
    pub(super) fn nobody() -> Error {
        Code::LoginRequired.into()
    }

    /// Somebody signed in here, perhaps beside others.
    pub(super) fn began(&mut self, session: Box<Session>, settings: &Rc<Settings>) {
        self.cancel();
        self.keep(Arc::from(session), "signed-in");
        self.attend();
        for aim in self.wanted.clone() {
            self.want(aim, false, settings);
        }
    }

    /// Somebody signed out here, or nobody was there any more: counted, told, forgotten.
    pub(super) fn sign_out(&mut self, reason: &'static str) {
        let seen = self.tabs.sign_outs();
        self.share(|shared| shared.sign_out(seen));
        let count = self.shared.as_ref().map_or(seen, |shared| shared.sign_outs);
        if let tabs::Act::Post(text) = self.tabs.farewell(count) {
            self.acts.push(Act::Post(text));
        }
        self.forget(reason);
    }

    /// A message told of a sign-out that the record has lost: two tabs wrote it at the same moment.
    pub(super) fn count_sign_outs(&mut self) {
        let heard = self.tabs.sign_outs();
        let known = self.shared.as_ref().map_or(0, |shared| shared.sign_outs);
        if known < heard {
            self.share(|shared| shared.sign_out(heard - 1));
        }
    }

    /// Forgets the session, here and in what is stored, and with it all that were signed out together.
    pub(super) fn forget(&mut self, reason: &'static str) {
        let had = self.session.is_some();
        self.drop_session();
        // Whom the sign-out meant beside the current person.
        self.prune();
        if had {
            self.tell("signed-out", Some(reason), None);
        }
        self.cancel();
        self.settle_all(Err(Tab::nobody()));
    }

    pub(super) fn drop_session(&mut self) {
        self.session = None;
        self.times.adopted();
        self.acts.push(Act::Unstore);
    }

    /// The API refused the token, and there is no other one.
    pub(super) fn refused(&mut self, session: &Arc<Session>) {
        let same = self
            .session
            .as_ref()
            .is_some_and(|own| Arc::ptr_eq(own, session));
        if same {
            self.end_everywhere(Tab::nobody());
        }
    }

    /// The session is over: here, in the record, for all who share it.
    pub(super) fn end_everywhere(&mut self, why: Error) {
        let Some(own) = self.session.clone().filter(|own| !own.dead) else {
            return;
        };
        if !self.overtaken(&own) {
            self.share(|shared| shared.finish(&own));
        }
        if self.habits.share
            && let tabs::Act::Post(text) = self.tabs.expired(&own)
        {
            self.acts.push(Act::Post(text));
        }
        self.end_here(why);
    }

    /// The session is over: shown as such, and a reload does not revive it.
    pub(super) fn end_here(&mut self, why: Error) {
        let over = self
            .session
            .as_ref()
            .filter(|own| !own.dead)
            .and_then(|own| own.over().map(|over| (own.is_renewable(), over)));
        let Some((renewable, over)) = over else {
            return;
        };
        let over = Arc::from(over);
        self.acts.push(Act::Store(Arc::clone(&over)));
        self.session = Some(over);
        self.times.adopted();
        let kind = if renewable {
            "login-required"
        } else {
            "expired"
        };
        self.tell(kind, None, None);
        self.cancel();
        self.settle_all(Err(why));
    }

    /// Whatever renewal is under way concerns nobody any more.
    pub(super) fn cancel(&mut self) {
        self.jobs.clear();
        if self.stage != Stage::Idle {
            self.stage = Stage::Idle;
            self.times.lock = None;
            self.times.poll = None;
            self.acts.push(Act::Unlock);
        }
    }
}
