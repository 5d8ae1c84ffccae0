//! Event listeners that go when their owner goes.

use std::fmt;

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

/// One handler for several kinds of events of one target; removed on drop.
pub struct Listener {
    target: EventTarget,
    kinds: &'static [&'static str],
    // `Fn`, not `FnMut`: what a handler does may raise the next event before it returns, and an
    // `FnMut` that is entered twice traps.
    handler: Closure<dyn Fn(JsValue)>,
}

impl Listener {
    /// Listens; the handler receives the event object, which it must treat as foreign. A target that
    /// is no event target is never heard.
    #[must_use]
    pub fn on(
        target: JsValue,
        kinds: &'static [&'static str],
        handler: Box<dyn Fn(JsValue)>,
    ) -> Self {
        let target = target.unchecked_into::<EventTarget>();
        let handler = Closure::wrap(handler);
        for kind in kinds {
            let _ = target.add_event_listener_with_callback(kind, handler.as_ref().unchecked_ref());
        }
        Self {
            target,
            kinds,
            handler,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for kind in self.kinds {
            let _ = self
                .target
                .remove_event_listener_with_callback(kind, self.handler.as_ref().unchecked_ref());
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}
