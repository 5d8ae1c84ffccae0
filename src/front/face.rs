//! What stands in front of a client: the snapshot, the listeners, the app's functions.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::auth::Auth;
use super::config::Hooks;
use super::event::{Event, EventKind, LogEntry};
use super::options::TokenOptions;
use super::outcome::Outcome;
use super::session::{Session, Snapshot, Status};
use crate::client::arrival;
use crate::client::host::{Entry, Host, Shown};
use crate::core::error::{Code, Error};
use crate::core::session::User;

/// Someone who wants to hear of events.
type Listener = Rc<RefCell<dyn FnMut(&Event)>>;

/// The face of one [`Auth`](super::Auth).
pub(super) struct Face {
    hooks: RefCell<Hooks>,
    snapshot: RefCell<Snapshot>,
    outcome: RefCell<Option<Outcome>>,
    listeners: RefCell<Vec<(u64, Listener)>>,
    numbers: Cell<u64>,
    told: RefCell<VecDeque<Event>>,
    /// What guards refused with, by the number that stands in its place meanwhile.
    refused: RefCell<Vec<(u64, Error)>>,
    /// Nobody wants it any more.
    pub(super) disposed: Cell<bool>,
}

impl Face {
    pub(super) fn new(hooks: Hooks) -> Face {
        Face {
            hooks: RefCell::new(hooks),
            snapshot: RefCell::new(Snapshot::LOADING),
            outcome: RefCell::default(),
            listeners: RefCell::default(),
            numbers: Cell::default(),
            told: RefCell::default(),
            refused: RefCell::default(),
            disposed: Cell::default(),
        }
    }

    /// The newest functions win.
    pub(super) fn hear(&self, hooks: Hooks) {
        let before = self.hooks.replace(hooks);
        drop(before);
    }

    /// Who gives the token for calls through the relay.
    pub(super) fn guard(&self) -> Option<Auth> {
        let hooks = self.hooks.borrow();
        hooks.guard.as_ref().map(|guard| guard.auth.clone())
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.snapshot.borrow().clone()
    }

    /// The answer of `ready()`, once it is there.
    pub(super) fn outcome(&self) -> Outcome {
        let outcome = self.outcome.borrow().clone();
        outcome.unwrap_or_else(|| Outcome::failed(Code::InternalError.into()))
    }

    /// Who is signed in now.
    pub(super) fn signed_in(&self) -> Result<Session, Error> {
        let Snapshot {
            status, session, ..
        } = self.snapshot();
        session
            .filter(|_| status == Status::SignedIn)
            .ok_or_else(|| Code::LoginRequired.into())
    }

    pub(super) fn subscribe(&self, listener: Listener) -> u64 {
        let number = self.number();
        self.listeners.borrow_mut().push((number, listener));
        number
    }

    pub(super) fn unsubscribe(&self, number: u64) {
        let mut listeners = self.listeners.borrow_mut();
        let gone: Vec<_> = listeners
            .extract_if(.., |(own, _)| *own == number)
            .collect();
        // A listener may own whatever it likes, also what borrows the list when it goes.
        drop(listeners);
        drop(gone);
    }

    /// Nobody hears anything from now on.
    pub(super) fn silence(&self) {
        let listeners = self.listeners.take();
        drop(listeners);
    }

    /// What the guard refused with, if that is what this value stands for.
    pub(super) fn refusal(&self, value: &JsValue) -> Option<Error> {
        let number = value.as_f64()?;
        let mut refused = self.refused.borrow_mut();
        let at = refused.iter().position(|(own, _)| *own as f64 == number)?;
        Some(refused.swap_remove(at).1)
    }

    fn number(&self) -> u64 {
        self.numbers.set(self.numbers.get() + 1);
        self.numbers.get()
    }
}

/// As the client sees it: it is shared with promises.
pub(super) struct Front(pub(super) Rc<Face>);

impl Host for Front {
    fn show(&self, shown: &Shown<'_>) {
        let next = Snapshot {
            status: match shown.status {
                "signed-in" => Status::SignedIn,
                "expired" => Status::Expired,
                _ => Status::SignedOut,
            },
            session: shown
                .session
                .map(|session| Session::of(session, shown.provider)),
            error: shown.error.cloned(),
        };
        self.0.snapshot.replace(next);
    }

    fn tell(&self, event: &str, reason: Option<&str>, remaining: Option<u64>) {
        let Some(kind) = EventKind::named(event, reason, remaining) else {
            return;
        };
        let snapshot = self.0.snapshot();
        // A listener may cause the next event: every listener hears them in their order.
        let mut told = self.0.told.borrow_mut();
        told.push_back(Event { kind, snapshot });
        if told.len() > 1 {
            return;
        }
        drop(told);
        loop {
            let next = self.0.told.borrow().front().cloned();
            let Some(event) = next else {
                return;
            };
            let listeners = self.0.listeners.borrow().clone();
            for (_, listener) in listeners {
                (listener.borrow_mut())(&event);
            }
            self.0.told.borrow_mut().pop_front();
        }
    }

    fn logs(&self) -> bool {
        self.0.hooks.borrow().log.is_some()
    }

    fn log(&self, entry: &Entry<'_>) {
        let log = self.0.hooks.borrow().log.clone();
        if let Some(log) = log {
            log(&LogEntry::of(entry));
        }
    }

    fn answer(&self, outcome: &arrival::Outcome, _: &'static str) -> JsValue {
        let outcome = Outcome::of(outcome, &self.0.snapshot());
        self.0.outcome.replace(Some(outcome));
        JsValue::UNDEFINED
    }

    fn confirm(&self, user: Option<&User>) -> JsValue {
        let ask = self.0.hooks.borrow().confirm.clone();
        let Some(ask) = ask else {
            return JsValue::FALSE;
        };
        let said = ask(user.cloned());
        future_to_promise(async move { Ok(JsValue::from_bool(said.await)) }).into()
    }

    fn token(&self, fresh: bool) -> JsValue {
        let guard = self.0.hooks.borrow().guard.clone();
        let Some(guard) = guard else {
            return JsValue::UNDEFINED;
        };
        let mut options = TokenOptions::new();
        if let Some(audience) = &guard.audience {
            options = options.resource(audience);
        }
        if fresh {
            options = options.fresh();
        }
        let face = self.0.clone();
        let token = guard.auth.access_token(options);
        let token = async move {
            match token.await {
                // EXPOSE: to the relay that the guard's token is for, by way of the client.
                Ok(token) => Ok(JsValue::from_str(token.expose())),
                Err(error) => {
                    let number = face.number();
                    face.refused.borrow_mut().push((number, error));
                    Err(JsValue::from_f64(number as f64))
                }
            }
        };
        future_to_promise(token).into()
    }

    // The window or frame was opened by an app of the npm package, whose own face answers it.
    fn forward(&self, _: &str, _: &str) {}

    fn leave(&self, url: &str) -> bool {
        let navigate = self.0.hooks.borrow().navigate.clone();
        navigate.inspect(|navigate| navigate(url)).is_some()
    }
}
