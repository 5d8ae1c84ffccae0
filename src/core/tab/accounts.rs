//! Several people's sessions beside each other, where a provider allows that: one is the current one, in
//! every tab; the others are kept, and nothing is done with them until somebody switches.

use std::sync::Arc;

use super::{Act, Tab};
use crate::core::session::Session;
use crate::core::tabs;

/// At most this many beside the current one; the oldest goes first.
const LIMIT: usize = 5;

impl Tab {
    /// The sessions of other people.
    pub fn parked(&self) -> &[Arc<Session>] {
        &self.parked
    }

    /// Sessions of other people: stored ones, or such as a sibling keeps too.
    #[allow(clippy::vec_box)] // As they come out of their records.
    pub(super) fn unpack(&mut self, sessions: Vec<Box<Session>>) {
        let before = self.parked.len();
        for session in sessions {
            let session = Arc::from(session);
            let own = self.session.as_ref();
            let known = self.parked.iter().chain(own);
            let new = known.clone().all(|other| !other.is_same_person(&session));
            if self.habits.accounts && new && !session.dead && self.parked.len() < LIMIT {
                self.parked.push(session);
            }
        }
        if self.parked.len() != before {
            self.park();
        }
        self.prune();
    }

    /// Those who are stored, taken up only to be signed out.
    #[allow(clippy::vec_box)] // Likewise.
    pub(super) fn take_up(&mut self, people: Vec<Box<Session>>) {
        let mut people = people.into_iter().map(Arc::from);
        if self.session.is_none() && self.parked.is_empty() {
            self.session = people.next();
            self.parked = people.collect();
        }
    }

    /// Another session becomes the current one: that of another person is kept, an earlier one of the same
    /// is not.
    pub(super) fn park_for(&mut self, session: &Session) {
        let before = self.parked.len();
        self.parked.retain(|other| !other.is_same_person(session));
        let own = self.living().filter(|own| {
            self.habits.accounts && own.user.is_some() && !own.is_same_person(session)
        });
        let own = own.cloned();
        if own.is_none() && self.parked.len() == before {
            return;
        }
        self.parked.extend(own);
        let surplus = self.parked.len().saturating_sub(LIMIT);
        self.parked.drain(..surplus);
        self.park();
    }

    /// The current session is not the current one any more, and this tab has no other: it is kept.
    pub(super) fn park_for_nobody(&mut self, own: Arc<Session>) {
        if self.habits.accounts && own.user.is_some() && self.parked.len() < LIMIT {
            self.parked.push(own);
            self.park();
        }
    }

    /// Sessions that were signed out meanwhile go.
    pub(super) fn prune(&mut self) {
        if self.parked.is_empty() {
            return;
        }
        let before = self.parked.len();
        let shared = self.shared.clone().unwrap_or_default();
        let sign_outs = self.tabs.sign_outs();
        self.parked
            .retain(|other| !shared.ended(other) && other.epoch >= sign_outs);
        if self.parked.len() != before {
            self.park();
        }
    }

    fn park(&mut self) {
        self.acts.push(Act::Park(self.parked.clone()));
    }

    /// This account is to be the current one; nothing happens if there is none of that name.
    pub(super) fn switch(&mut self, account: &str) {
        self.prune();
        let Some(session) = self
            .find(account)
            .filter(|it| !it.is_over(self.moment.wall))
        else {
            return;
        };
        self.cancel();
        // Stored by whoever makes it the current one: nobody has yet.
        self.acts.push(Act::Store(session.clone()));
        self.keep(session, "signed-in");
        self.attend();
        self.settle_all(Err(Tab::nobody()));
    }

    /// The record says that another account is the current one, and nobody hands its session over: this tab
    /// may have kept it.
    pub(super) fn follow_switch(&mut self) -> bool {
        let shared = self.shared.clone().unwrap_or_default();
        let current = self
            .parked
            .iter()
            .find(|other| shared.knows(other))
            .cloned();
        let Some(session) = current else {
            return false;
        };
        self.adopt(session, true);
        self.tell("signed-in", None, None);
        true
    }

    fn find(&self, account: &str) -> Option<Arc<Session>> {
        let named =
            |session: &&Arc<Session>| session.user.as_ref().is_some_and(|user| user.id == account);
        self.parked.iter().find(named).cloned()
    }

    /// This account signs out here; the others stay.
    pub(super) fn part(&mut self, account: &str) {
        let own = self.session.clone();
        let own = own.filter(|own| own.user.as_ref().is_some_and(|user| user.id == account));
        let Some(session) = own.or_else(|| self.find(account)) else {
            return;
        };
        self.part_named(&session.names());
    }

    /// The session that the record calls the current one is over, whoever has it.
    pub(super) fn part_current(&mut self) {
        let current = self.shared.as_ref().and_then(|it| it.session.clone());
        if let Some(id) = current {
            self.part_named(&[id]);
        }
    }

    fn part_named(&mut self, names: &[String]) {
        self.share(|shared| shared.part(names));
        if let tabs::Act::Post(text) = self.tabs.parted(names) {
            self.acts.push(Act::Post(text));
        }
        self.parted(names, "logout");
    }

    /// This session was signed out, here or in another tab.
    pub(super) fn parted(&mut self, names: &[String], reason: &'static str) {
        let named = |session: &Session| session.names().iter().any(|name| names.contains(name));
        let before = self.parked.len();
        self.parked.retain(|other| !named(other));
        if self.parked.len() != before {
            self.park();
        }
        if self.session.as_ref().is_some_and(|own| named(own)) {
            self.forget(reason);
        }
    }
}
