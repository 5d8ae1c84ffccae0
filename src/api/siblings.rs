//! The other tabs of this client: the wires of [`crate::core::tabs`].

use std::cell::RefCell;

use crate::browser::channel::Channel;
use crate::browser::listener::Listener;
use crate::browser::locks::{self, Held};
use crate::browser::page::PageEvents;
use crate::browser::timer::Timer;
use crate::core::tabs::{self, Act, Tabs};

/// The other tabs.
pub(super) struct Siblings {
    pub(super) share: bool,
    pub(super) tabs: RefCell<Tabs>,
    pub(super) channel: RefCell<Option<Channel>>,
    pub(super) changes: RefCell<Option<Listener>>,
    pub(super) page: RefCell<Option<PageEvents>>,
    pub(super) presence: RefCell<Option<Held>>,
    pub(super) silence: RefCell<Option<Timer>>,
    pub(super) waiting: RefCell<Vec<js_sys::Function>>,
}

impl Siblings {
    /// Not connected yet. `name`: random, so that answers can be addressed.
    pub(super) fn new(client: &str, name: &str, share: bool) -> Siblings {
        Siblings {
            share,
            tabs: RefCell::new(Tabs::new(client, name)),
            channel: RefCell::default(),
            changes: RefCell::default(),
            page: RefCell::default(),
            presence: RefCell::default(),
            silence: RefCell::default(),
            waiting: RefCell::default(),
        }
    }

    /// Whether tabs share the session; sign-out reaches every tab in any case.
    pub(super) fn share(&self) -> bool {
        self.share
    }

    /// Says "this tab has a session" to tabs that consider asking.
    pub(super) fn settle_in(&self, client: &str) {
        if self.share && self.presence.borrow().is_none() {
            *self.presence.borrow_mut() = Some(locks::hold_shared(&presence(client)));
        }
    }

    /// Takes that back.
    pub(super) fn move_out(&self) {
        let held = self.presence.borrow_mut().take();
        drop(held);
    }

    /// Cuts all wires.
    pub(super) fn disconnect(&self) {
        self.move_out();
        let channel = self.channel.borrow_mut().take();
        let changes = self.changes.borrow_mut().take();
        let page = self.page.borrow_mut().take();
        let silence = self.silence.borrow_mut().take();
        drop((channel, changes, page, silence));
    }

    /// Sends a message, if this act is one.
    pub(super) fn post(&self, act: Act) {
        if let Act::Post(message) = act
            && let Some(channel) = self.channel.borrow().as_ref()
        {
            channel.post(&message);
        }
    }
}

/// The lock that tabs with a session hold.
pub(super) fn presence(client: &str) -> String {
    let mut name = tabs::channel(client);
    name.push_str(":here");
    name
}
