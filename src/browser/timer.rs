//! Timers that stop when their owner goes, and sleeping.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // Bound as globals, because windows and workers both have them.
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(work: &Function, milliseconds: i32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;
}

/// The longest wait that browsers take; a longer one would fire at once.
const LONGEST: u64 = i32::MAX as u64;

struct Clockwork {
    id: RefCell<JsValue>,
    left: Cell<u64>,
    work: RefCell<Option<Box<dyn FnOnce()>>>,
    // `Fn`, because a `setTimeout` that works at once enters it again.
    tick: RefCell<Option<Closure<dyn Fn()>>>,
}

impl Clockwork {
    /// Waits for the next part of what is left.
    fn wind(&self) {
        let part = self.left.get().min(LONGEST);
        self.left.set(self.left.get() - part);
        if let Some(tick) = &*self.tick.borrow() {
            let id = set_timeout(tick.as_ref().unchecked_ref(), part as i32);
            *self.id.borrow_mut() = id.unwrap_or_default();
        }
    }

    fn tick(&self) {
        if self.left.get() > 0 {
            return self.wind();
        }
        let work = self.work.borrow_mut().take();
        if let Some(work) = work {
            work();
        }
    }
}

/// Work that is still to be done; dropping it cancels the work.
pub struct Timer(Rc<Clockwork>);

impl Drop for Timer {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.0.id.borrow());
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timer")
    }
}

/// Does the work once, `milliseconds` from now, unless the timer is dropped before. Waits beyond the
/// browser's 24.8 days are cut into parts. Hidden pages and sleeping devices make timers late.
#[must_use]
pub fn after(milliseconds: u64, work: Box<dyn FnOnce()>) -> Timer {
    let clockwork = Rc::new(Clockwork {
        id: RefCell::new(JsValue::UNDEFINED),
        left: Cell::new(milliseconds),
        work: RefCell::new(Some(work)),
        tick: RefCell::new(None),
    });
    let weak: Weak<Clockwork> = Rc::downgrade(&clockwork);
    *clockwork.tick.borrow_mut() = Some(Closure::new(move || {
        if let Some(clockwork) = weak.upgrade() {
            clockwork.tick();
        }
    }));
    clockwork.wind();
    Timer(clockwork)
}

/// What [`sleep`] gives: a future that is ready when the time has passed.
pub struct Sleep {
    over: Rc<Cell<bool>>,
    waker: Rc<RefCell<Option<Waker>>>,
    _timer: Timer,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.over.get() {
            return Poll::Ready(());
        }
        *self.waker.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sleep")
    }
}

/// Waits. The time runs from this call, not from the first poll; dropping the future stops the timer.
#[must_use]
pub fn sleep(milliseconds: u64) -> Sleep {
    let over = Rc::new(Cell::new(false));
    let waker = Rc::new(RefCell::new(None::<Waker>));
    let (over_then, waker_then) = (over.clone(), waker.clone());
    let timer = after(
        milliseconds,
        Box::new(move || {
            over_then.set(true);
            let waker = waker_then.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }),
    );
    Sleep {
        over,
        waker,
        _timer: timer,
    }
}
