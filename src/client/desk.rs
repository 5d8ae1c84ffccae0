//! The state of one client: the machine of its tab, and what the machine's acts are done with.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

use super::host::Host;
use super::records::Records;
use super::showing::Shown;
use super::siblings::Siblings;

use crate::browser::clock;
use crate::browser::driver::now;
use crate::browser::timer::{self, Timer};
use crate::core::error::{Code, Error};
use crate::core::resources::Aim;
use crate::core::session::Session;
use crate::core::settings::Settings;
use crate::core::tab::{Act, Event, Moment, Restored, Seen, Tab, Tale};

/// One client. Shared by everything that waits on its behalf.
pub(crate) struct Desk {
    /// The checked config.
    pub(crate) settings: Rc<Settings>,
    /// [`Settings::key`].
    pub(crate) key: String,
    /// A finished callback puts `returnTo` into the address bar.
    pub(crate) restore_url: bool,
    /// People who do nothing are signed out.
    pub(crate) idles: bool,
    /// Tabs share one session.
    pub(crate) shares: bool,
    /// Stored records.
    pub(crate) records: Records,
    /// The other tabs.
    pub(crate) siblings: Siblings,
    /// The face in front of it.
    pub(crate) host: Rc<dyn Host>,
    /// The life of the session.
    pub(crate) tab: RefCell<Tab>,
    /// The one promise of `ready()`.
    pub(crate) ready: RefCell<Option<Promise>>,
    /// Who waits for which token.
    pub(crate) waiting: RefCell<Vec<Rc<Waiter>>>,
    /// How the session was restored, and who waits for it.
    pub(crate) restored: Cell<Option<Restored>>,
    pub(crate) restoring: RefCell<Vec<Function>>,
    /// The renewal that was sent last.
    pub(crate) sending: RefCell<Option<Promise>>,
    /// The session could not be stored, and nobody was told yet.
    unstored: Cell<bool>,
    /// The login for which the page is being left.
    pub(crate) leaving: RefCell<Option<Rc<Leaving>>>,
    /// What the last outcome failed with; stops `login()` from going round.
    pub(crate) failed: RefCell<Option<Error>>,
    /// After `dispose()`.
    pub(crate) disposed: Cell<bool>,
    /// This is the window of a popup login, or the frame of a silent one.
    pub(crate) forwards: Cell<bool>,
    pub(crate) settled: Cell<bool>,
    pub(crate) shown: RefCell<Option<Shown>>,
    alarm: RefCell<Option<Timer>>,
}

/// A call that waits for a token.
pub(crate) struct Waiter {
    /// Which.
    pub(crate) aim: Aim,
    /// Wakes it.
    pub(crate) resolve: Function,
    /// What it is told.
    pub(crate) result: RefCell<Option<Result<(), Error>>>,
}

/// A login that waits for the page to go, or for someone to be signed in after all.
pub(crate) struct Leaving {
    /// What all callers of `login()` wait for.
    pub(crate) settled: Promise,
    /// Settles it.
    pub(crate) resolve: Option<Function>,
    /// Why nobody is signed in after all.
    pub(crate) failed: RefCell<Option<Error>>,
    /// When the page was told to go, by the steady clock.
    pub(crate) since: Cell<Option<u64>>,
}

impl Desk {
    /// A client that has done nothing yet.
    pub(crate) fn new(
        settings: Rc<Settings>,
        records: Records,
        siblings: Siblings,
        host: Rc<dyn Host>,
        tab: Tab,
        [restore_url, idles, shares]: [bool; 3],
    ) -> Desk {
        Desk {
            key: settings.key(),
            settings,
            restore_url,
            idles,
            shares,
            records,
            siblings,
            host,
            tab: RefCell::new(tab),
            ready: RefCell::default(),
            waiting: RefCell::default(),
            restored: Cell::default(),
            restoring: RefCell::default(),
            sending: RefCell::default(),
            unstored: Cell::default(),
            leaving: RefCell::default(),
            failed: RefCell::default(),
            disposed: Cell::new(false),
            forwards: Cell::new(false),
            settled: Cell::new(false),
            shown: RefCell::default(),
            alarm: RefCell::default(),
        }
    }

    /// The session of this tab, dead or alive.
    pub(crate) fn session(&self) -> Option<Arc<Session>> {
        self.tab.borrow().session().cloned()
    }

    /// The session, if it can be used or renewed.
    pub(crate) fn living(&self) -> Option<Arc<Session>> {
        self.tab.borrow().living().cloned()
    }

    /// Passes on what happened, and does what the machine says.
    pub(crate) fn on(self: &Rc<Desk>, event: Event<'_>) {
        if self.disposed.get() {
            return;
        }
        let seen = Seen {
            settings: &self.settings,
            moment: moment(),
            shared: self.records.shared(),
        };
        // Bound first: an act may call back in.
        let acts = self.tab.borrow_mut().on(event, seen);
        for act in acts {
            self.act(act);
        }
        let offers = self.tab.borrow().offers();
        self.siblings.be_present(&self.key, offers);
        self.show();
        if self.unstored.take() {
            self.announce("degraded", Some("storage"), None);
        }
        let next = self.tab.borrow().next();
        let alarm = next.map(|wait| {
            let desk = Rc::downgrade(self);
            let ring = move || {
                if let Some(desk) = desk.upgrade() {
                    desk.on(Event::Tick);
                }
            };
            timer::after(wait, Box::new(ring))
        });
        let before = self.alarm.replace(alarm);
        drop(before);
    }

    fn act(self: &Rc<Desk>, act: Act) {
        match act {
            Act::Post(message) => self.siblings.post(&message),
            Act::Store(session) => self.store(&session),
            Act::Unstore => self.records.remove_session(),
            Act::Share(shared) => self.records.write_shared(&shared),
            Act::Count => self.count(),
            Act::Lock => self.lock(),
            Act::Unlock => self.siblings.unlock(),
            Act::Park(sessions) => {
                self.records.write_parked(&sessions);
                self.announce("accounts", None, None);
            }
            Act::Send(ticket, session, aim) => self.send(ticket, session, aim),
            Act::Settle(aim, result) => self.answer(|it| it.aim == aim, &result),
            Act::Restored(restored) => {
                self.restored.set(Some(restored));
                call_all(self.restoring.take());
            }
            Act::Tell(tale) => self.tell(tale),
        }
    }

    /// Wakes those who wait.
    fn answer(&self, whom: impl Fn(&Waiter) -> bool, result: &Result<(), Error>) {
        let waiting = self.waiting.take();
        let (answered, left): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|it| whom(it));
        self.waiting.replace(left);
        for waiter in answered {
            waiter.result.replace(Some(result.clone()));
            let _ = waiter.resolve.call0(&JsValue::UNDEFINED);
        }
    }

    /// Stores the session, or says that a reload will lose it.
    pub(crate) fn store(&self, session: &Session) {
        if self.records.write_session(session).is_err() {
            self.log(
                "warning",
                "the session could not be stored: a reload signs out",
                None,
                Some(Code::StorageFull),
                &[],
            );
            self.unstored.set(true);
        }
    }

    fn tell(&self, tale: Tale) {
        let Tale { kind, reason, .. } = tale;
        let event = match kind {
            "signed-out" => kind,
            "expired" | "login-required" => "expired",
            "degraded" => "warning",
            _ => "session",
        };
        self.log(event, reason.unwrap_or(kind), None, None, &[]);
        if matches!(kind, "signed-in" | "renewed") {
            *self.failed.borrow_mut() = None;
            // A new token is not what a login waits for.
            let leaving = self.leaving.borrow_mut().take_if(|_| kind == "signed-in");
            if let Some(leaving) = leaving {
                self.show();
                leaving.settle(None);
            }
        }
        self.announce(kind, reason, tale.remaining);
    }

    /// Before `ready()` has its answer, the answer is the event.
    fn announce(&self, kind: &str, reason: Option<&str>, remaining: Option<u64>) {
        if self.settled.get() {
            self.show();
            self.host.tell(kind, reason, remaining);
        }
    }

    /// The number of sign-outs that a session which begins now has seen.
    pub(crate) fn epoch(&self) -> u64 {
        let shared = self.records.shared().map_or(0, |shared| shared.sign_outs);
        self.tab.borrow().sign_outs().max(shared)
    }

    /// Cuts every wire; what is stored stays.
    pub(crate) fn close(&self) {
        self.disposed.set(true);
        self.siblings.disconnect();
        let alarm = self.alarm.take();
        drop(alarm);
        self.answer(|_| true, &Err(Code::Disposed.into()));
        call_all(self.restoring.take());
        self.stay(&Code::Disposed.into());
    }
}

fn call_all(waiting: Vec<Function>) {
    for resolve in waiting {
        let _ = resolve.call0(&JsValue::UNDEFINED);
    }
}

/// Both clocks.
pub(crate) fn moment() -> Moment {
    Moment {
        wall: now(),
        steady: clock::monotonic(),
    }
}
