//! The wires between the tabs of one client: the channel, the presence of siblings, the renewal lock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::desk::Desk;
use super::promise::promise;
use crate::browser::channel::Channel;
use crate::browser::listener::Listener;
use crate::browser::locks::{self, Claim, Held};
use crate::browser::page::PageEvents;
use crate::browser::timer::{self, Timer};
use crate::core::tab::Event;
use crate::core::tabs;

/// The lock is held so much longer than it is needed: what was written to the shared record must have
/// reached the process of the next holder.
const LOCK_REST: u64 = 25;

/// The other tabs.
#[derive(Default)]
pub(super) struct Siblings {
    pub(super) channel: RefCell<Option<Channel>>,
    pub(super) changes: RefCell<Option<Listener>>,
    pub(super) page: RefCell<Option<PageEvents>>,
    pub(super) person: RefCell<Option<Listener>>,
    presence: RefCell<Option<Held>>,
    claim: RefCell<Option<Claim>>,
    /// Counts the requests for the lock; a grant to an older one is given back.
    round: Cell<u32>,
    rest: RefCell<Option<Timer>>,
}

impl Siblings {
    /// Sends a message; it may be lost.
    pub(super) fn post(&self, message: &str) {
        if let Some(channel) = self.channel.borrow().as_ref() {
            channel.post(message);
        }
    }

    /// Gives the lock, or the place in its queue, back.
    pub(super) fn unlock(&self) {
        self.round.set(self.round.get().wrapping_add(1));
        if let Some(claim) = self.claim.take() {
            let rest = timer::after(LOCK_REST, Box::new(move || drop(claim)));
            let before = self.rest.replace(Some(rest));
            drop(before);
        }
    }

    /// Says, or no longer says, "this tab has a session" to tabs that consider asking.
    pub(super) fn be_present(&self, client: &str, present: bool) {
        let is = self.presence.borrow().is_some();
        if present != is {
            let held = present.then(|| locks::hold_shared(&name(client, ":here")));
            let before = self.presence.replace(held);
            drop(before);
        }
    }

    /// Cuts all wires.
    pub(super) fn disconnect(&self) {
        self.round.set(self.round.get().wrapping_add(1));
        drop((
            self.presence.take(),
            self.channel.take(),
            self.changes.take(),
            self.page.take(),
            self.person.take(),
            self.claim.take(),
            self.rest.take(),
        ));
    }
}

impl Desk {
    /// Finds out whether a sibling has a session.
    pub(super) fn count(self: &Rc<Desk>) {
        self.log("tab", "session asked for", None, None, &[]);
        let desk = self.clone();
        let own = usize::from(self.siblings.presence.borrow().is_some());
        let connected = self.siblings.channel.borrow().is_some();
        let _ = promise(Box::pin(async move {
            let present = if connected {
                let holders = locks::holders(&name(&desk.key, ":here")).await;
                holders.map(|holders| holders > own)
            } else {
                Some(false)
            };
            desk.on(Event::Counted(present));
            Ok(JsValue::UNDEFINED)
        }));
    }

    /// Waits for the renewal lock.
    pub(super) fn lock(self: &Rc<Desk>) {
        let desk = self.clone();
        let round = self.siblings.round.get();
        let _ = promise(Box::pin(async move {
            let claim = locks::acquire(&name(&desk.key, ":renew")).await;
            if desk.siblings.round.get() == round {
                let held = claim.is_some();
                desk.siblings.claim.replace(claim);
                desk.on(Event::Locked(held));
            }
            Ok(JsValue::UNDEFINED)
        }));
    }
}

fn name(client: &str, purpose: &str) -> String {
    let mut name = tabs::channel(client);
    name.push_str(purpose);
    name
}
