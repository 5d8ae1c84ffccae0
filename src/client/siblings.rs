//! The wires between the tabs of one client: the channel, the presence of siblings, the renewal lock.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

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
pub(crate) struct Siblings {
    pub(crate) channel: RefCell<Option<Channel>>,
    pub(crate) changes: RefCell<Option<Listener>>,
    pub(crate) page: RefCell<Option<PageEvents>>,
    pub(crate) person: RefCell<Option<Listener>>,
    presence: RefCell<Option<Held>>,
    claim: RefCell<Option<Claim>>,
    /// Ends the wait for the lock.
    queue: RefCell<Option<Function>>,
    rest: RefCell<Option<Timer>>,
}

impl Siblings {
    /// Sends a message; it may be lost.
    pub(crate) fn post(&self, message: &str) {
        if let Some(channel) = self.channel.borrow().as_ref() {
            channel.post(message);
        }
    }

    /// Gives the lock, or the place in its queue, back.
    pub(crate) fn unlock(&self) {
        self.leave_queue();
        if let Some(claim) = self.claim.take() {
            let rest = timer::after(LOCK_REST, Box::new(move || drop(claim)));
            let before = self.rest.replace(Some(rest));
            drop(before);
        }
    }

    /// A frozen tab must not be granted a lock that it does not want.
    fn leave_queue(&self) {
        let cancel = self.queue.take();
        if let Some(cancel) = cancel {
            let _ = cancel.call0(&JsValue::UNDEFINED);
        }
    }

    /// Says, or no longer says, "this tab has a session" to tabs that consider asking.
    pub(crate) fn be_present(&self, client: &str, present: bool) {
        let is = self.presence.borrow().is_some();
        if present != is {
            let held = present.then(|| locks::hold_shared(&name(client, ":here")));
            let before = self.presence.replace(held);
            drop(before);
        }
    }

    /// Cuts all wires.
    pub(crate) fn disconnect(&self) {
        self.leave_queue();
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
    pub(crate) fn count(self: &Rc<Desk>) {
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

    /// Waits for the renewal lock, until it is not wanted any more.
    pub(crate) fn lock(self: &Rc<Desk>) {
        let desk = self.clone();
        let mut cancel = None;
        let cancelled = Promise::new(&mut |resolve, _| cancel = Some(resolve));
        self.siblings.queue.replace(cancel);
        let _ = promise(Box::pin(async move {
            let name = name(&desk.key, ":renew");
            let mut claim = pin!(locks::acquire(&name));
            let mut cancelled = pin!(JsFuture::from(cancelled));
            let granted = poll_fn(|context| match claim.as_mut().poll(context) {
                Poll::Ready(claim) => Poll::Ready(Some(claim)),
                Poll::Pending => cancelled.as_mut().poll(context).map(|_| None),
            });
            if let Some(claim) = granted.await {
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
