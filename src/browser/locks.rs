//! Locks that all tabs of the origin share (Web Locks), with a plain way on where there are none.
//!
//! A tab that dies frees its locks. A lock manager that is missing, throws or rejects never stops the
//! work: it then runs without a lock, and the shared record is the only guard.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::abort::Abort;
use super::foreign;
use super::listener::Listener;

/// Waits until no other tab holds the lock of that name, then holds it until the claim is dropped.
/// `None`: the browser has no locks, or refused; go on without. Dropping the future gives the place
/// in the queue back.
pub async fn acquire(name: &str) -> Option<Claim> {
    let mut claim = Claim::new(name, "exclusive")?;
    let granted = poll_fn(|context| {
        if claim.state.granted.get() {
            return Poll::Ready(true);
        }
        // Settled without having been granted: the browser refused.
        if Pin::new(&mut claim.request).poll(context).is_ready() {
            return Poll::Ready(false);
        }
        *claim.state.waker.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    });
    granted.await.then_some(claim)
}

/// Says "this tab is here" until dropped. Given back while the page is in the back-forward cache, so
/// that it may go there.
#[must_use]
pub fn hold_shared(name: &str) -> Held {
    let claim = Rc::new(RefCell::new(Claim::new(name, "shared")));
    let (name, place) = (String::from(name), claim.clone());
    let listener = Listener::on(
        foreign::global("window").unwrap_or_default(),
        &["pagehide", "pageshow"],
        Box::new(move |event| {
            let kind = foreign::property(&event, "type").and_then(|kind| kind.as_string());
            let old = place.borrow_mut().take();
            let new = match kind.as_deref() {
                Some("pageshow") => old.or_else(|| Claim::new(&name, "shared")),
                _ => None,
            };
            *place.borrow_mut() = new;
        }),
    );
    Held {
        claim,
        _listener: listener,
    }
}

/// A shared lock; given back on drop.
pub struct Held {
    claim: Rc<RefCell<Option<Claim>>>,
    _listener: Listener,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Bound first: what the end of a claim sets off must find the cell free.
        let claim = self.claim.borrow_mut().take();
        drop(claim);
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// How many hold the lock of that name now, this tab included; `None` where the browser cannot tell.
pub async fn holders(name: &str) -> Option<usize> {
    let asked = foreign::invoke(&lock_manager()?, "query", &[]).ok()?;
    let answer = foreign::settled(&asked).ok()?.await.ok()?;
    let held = foreign::property(&answer, "held")?;
    let mut number = 0;
    for lock in held.dyn_ref::<Array>()?.iter() {
        if foreign::property(&lock, "name")?.as_string()? == name {
            number += 1;
        }
    }
    Some(number)
}

fn lock_manager() -> Option<JsValue> {
    foreign::property(&foreign::global("navigator")?, "locks")
}

/// What the callback and the claim share. The browser may keep the callback for ever, so it holds
/// this and nothing of the work.
struct State {
    granted: Cell<bool>,
    /// Ends the hold; gone once the claim is.
    release: RefCell<Option<Function>>,
    waker: RefCell<Option<Waker>>,
}

/// A lock, or a place in its queue; given back on drop.
#[must_use]
pub struct Claim {
    state: Rc<State>,
    abort: Abort,
    request: JsFuture,
}

impl Claim {
    fn new(name: &str, mode: &str) -> Option<Self> {
        let manager = lock_manager()?;
        let mut release = None;
        let hold = Promise::new(&mut |resolve, _| release = Some(resolve));
        let state = Rc::new(State {
            granted: Cell::new(false),
            release: RefCell::new(release),
            waker: RefCell::new(None),
        });
        let at_grant = state.clone();
        let callback: Box<dyn Fn() -> JsValue> = Box::new(move || {
            // Granted just after the claim was dropped: end the lock at once.
            if at_grant.release.borrow().is_none() {
                return JsValue::UNDEFINED;
            }
            at_grant.granted.set(true);
            let waker = at_grant.waker.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
            hold.clone().into()
        });
        let options = Object::new();
        let _ = Reflect::set(&options, &"mode".into(), &mode.into());
        let abort = Abort::default();
        if let Some(signal) = abort.signal() {
            let _ = Reflect::set(&options, &"signal".into(), &signal);
        }
        let request = foreign::invoke(
            &manager,
            "request",
            &[
                &name.into(),
                &options,
                &Closure::wrap(callback).into_js_value(),
            ],
        );
        Some(Self {
            state,
            abort,
            request: foreign::settled(&request.ok()?).ok()?,
        })
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claim")
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let release = self.state.release.borrow_mut().take();
        if self.state.granted.get() {
            if let Some(release) = release {
                let _ = release.call0(&JsValue::UNDEFINED);
            }
        } else {
            self.abort.abort();
        }
    }
}
