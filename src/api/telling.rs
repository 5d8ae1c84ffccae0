//! What this tab tells its siblings and the shared record.

use std::rc::Rc;

use super::desk::Desk;
use crate::core::session::Session;

impl Desk {
    /// Someone signed in here, or the session was renewed: recorded, and told.
    pub(super) fn announce(&self, session: &Session) {
        if self.siblings.share {
            let act = self.siblings.tabs.borrow().announce(session);
            self.siblings.post(act);
        }
    }

    /// The session is over: here, in what is stored, and in every sharing tab.
    pub(super) fn expire_everywhere(&self) {
        let living = self.session().filter(|session| !session.dead);
        self.expire();
        if let (Some(session), true) = (living, self.siblings.share) {
            let act = self.siblings.tabs.borrow().expired(&session);
            self.siblings.post(act);
        }
    }

    /// Someone signed out here: counted, told, forgotten.
    pub(super) fn sign_out_everywhere(&self) {
        let seen = self.sign_outs.get();
        let mut count = seen;
        self.records.update_shared(|shared| {
            shared.sign_out(seen);
            count = shared.sign_outs;
        });
        self.sign_outs.set(count);
        let act = self.siblings.tabs.borrow_mut().farewell(count);
        self.siblings.post(act);
        self.forget("logout");
    }

    /// The number of sign-outs that a session which begins now has seen.
    pub(super) fn epoch(&self) -> u64 {
        let shared = self.records.shared().map_or(0, |shared| shared.sign_outs);
        let heard = self.siblings.tabs.borrow().sign_outs();
        self.sign_outs
            .set(self.sign_outs.get().max(shared).max(heard));
        self.sign_outs.get()
    }

    /// Keeps a session that was made here: in this tab, in the shared record, and with siblings.
    pub(super) fn keep(self: &Rc<Desk>, session: Box<Session>, event: &str) {
        self.records.update_shared(|shared| shared.follow(&session));
        self.announce(&session);
        self.adopt(session, event);
    }
}
