//! The state of one client, and everything that changes it. Nothing in here waits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

use super::host::Host;
use super::records::Records;
use super::showing::Shown;
use super::siblings::Siblings;

use crate::browser::driver::now;
use crate::browser::timer::{self, Timer};
use crate::core::error::Error;
use crate::core::session::Session;
use crate::core::settings::Settings;

/// One client. Shared by everything that waits on its behalf.
pub(super) struct Desk {
    /// The checked config.
    pub(super) settings: Rc<Settings>,
    /// [`Settings::key`].
    pub(super) key: String,
    /// A finished callback puts `returnTo` into the address bar.
    pub(super) restore_url: bool,
    /// Stored records.
    pub(super) records: Records,
    /// The other tabs.
    pub(super) siblings: Siblings,
    /// What the wasm calls in the face.
    pub(super) host: Host,
    /// The one promise of `ready()`.
    pub(super) ready: RefCell<Option<Promise>>,
    /// The one renewal that is under way.
    pub(super) renewing: RefCell<Option<Promise>>,
    /// What the last renewal failed with.
    pub(super) renewal_failure: RefCell<Option<Error>>,
    /// The login for which the page is being left.
    pub(super) leaving: RefCell<Option<Leaving>>,
    /// What the last outcome failed with; stops `login()` from going round.
    pub(super) failed: RefCell<Option<Error>>,
    /// Sign-outs that this page knows of.
    pub(super) sign_outs: Cell<u64>,
    /// After `dispose()`.
    pub(super) disposed: Cell<bool>,
    /// This is the window of a popup login, or the frame of a silent one.
    pub(super) forwards: Cell<bool>,
    pub(super) settled: Cell<bool>,
    pub(super) shown: RefCell<Option<Shown>>,
    session: RefCell<Option<Rc<Session>>>,
    expiry: RefCell<Option<Timer>>,
}

/// A login that waits for the page to go, or for someone to be signed in after all.
pub(super) struct Leaving {
    /// What all callers of `login()` got.
    pub(super) promise: Promise,
    /// Settles it.
    pub(super) resolve: Function,
    /// Settles it.
    pub(super) reject: Function,
}

impl Desk {
    /// A client that has done nothing yet.
    pub(super) fn new(
        settings: Rc<Settings>,
        key: String,
        records: Records,
        siblings: Siblings,
        host: Host,
        restore_url: bool,
    ) -> Desk {
        Desk {
            settings,
            key,
            restore_url,
            records,
            siblings,
            host,
            ready: RefCell::default(),
            renewing: RefCell::default(),
            renewal_failure: RefCell::default(),
            leaving: RefCell::default(),
            failed: RefCell::default(),
            sign_outs: Cell::new(0),
            disposed: Cell::new(false),
            forwards: Cell::new(false),
            session: RefCell::default(),
            settled: Cell::new(false),
            shown: RefCell::default(),
            expiry: RefCell::default(),
        }
    }

    /// The session of this tab, dead or alive.
    pub(super) fn session(&self) -> Option<Rc<Session>> {
        self.session.borrow().clone()
    }

    /// The session, if it can be used or renewed.
    pub(super) fn living(&self) -> Option<Rc<Session>> {
        self.session().filter(|session| !session.is_over(now()))
    }

    /// Takes a session over, whoever got it; it is stored already, or not to be.
    pub(super) fn adopt(self: &Rc<Desk>, session: Box<Session>, event: &str) {
        let session: Rc<Session> = Rc::from(session);
        self.sign_outs.set(self.sign_outs.get().max(session.epoch));
        *self.session.borrow_mut() = Some(session.clone());
        self.siblings.settle_in(&self.key);
        self.watch_expiry(&session);
        *self.failed.borrow_mut() = None;
        self.show();
        // Before `ready()` has its answer, the answer is the event.
        if self.settled.get() {
            self.host.tell(event, None);
        }
        let leaving = self.leaving.borrow_mut().take();
        if let Some(leaving) = leaving {
            let _ = leaving.resolve.call0(&JsValue::UNDEFINED);
        }
    }

    /// Forgets the session, here and in what is stored.
    pub(super) fn forget(&self, reason: &str) {
        let had = self.session.borrow_mut().take();
        *self.expiry.borrow_mut() = None;
        self.records.remove_session();
        self.siblings.move_out();
        self.show();
        if had.is_some() {
            self.log("signed-out", "session", None, None, &[]);
            self.host.tell("signed-out", Some(reason));
        }
    }

    /// The session is over: shown as expired, and a reload does not revive it.
    pub(super) fn expire(&self) {
        let over = self
            .session()
            .filter(|session| !session.dead)
            .and_then(|session| session.over());
        let Some(over) = over else {
            return;
        };
        let _ = self.records.write_session(&over);
        *self.session.borrow_mut() = Some(Rc::from(over));
        *self.expiry.borrow_mut() = None;
        self.show();
        self.log("expired", "session", None, None, &[]);
        self.host.tell("expired", None);
    }

    /// Looks at the time when the session ends, and again whenever the page may have slept.
    pub(super) fn watch_expiry(self: &Rc<Desk>, session: &Session) {
        let ends = session
            .expires
            .filter(|_| !session.dead && !session.is_renewable());
        *self.expiry.borrow_mut() = ends.map(|ends| {
            let desk = Rc::downgrade(self);
            let wait = u64::try_from(ends.since(now())).unwrap_or_default();
            timer::after(
                wait.saturating_add(1),
                Box::new(move || {
                    if let Some(desk) = desk.upgrade() {
                        desk.look_at_clock();
                    }
                }),
            )
        });
    }

    /// Ends a session whose time is over.
    pub(super) fn look_at_clock(self: &Rc<Desk>) {
        if let Some(session) = self.session() {
            if !session.dead && session.is_over(now()) {
                self.expire();
            } else if !session.dead {
                self.watch_expiry(&session);
            }
        }
    }
}
