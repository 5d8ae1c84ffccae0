//! What happens to the page: shown, hidden, focused, on line.

use std::fmt;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::listener::Listener;
use super::{foreign, location};

/// One of the events that matter to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEvent {
    /// `pageshow`; `persisted` when the page comes back from the back-forward cache.
    Shown {
        /// Whether the page was frozen, and is as it was.
        persisted: bool,
    },
    /// `pagehide`; `persisted` when the page may come back.
    Left {
        /// Whether the page may be frozen rather than unloaded.
        persisted: bool,
    },
    /// `visibilitychange` to visible.
    Visible,
    /// `visibilitychange` to hidden.
    Hidden,
    /// The window got the focus.
    Focused,
    /// The device has a network again.
    Online,
    /// The device lost its network.
    Offline,
}

/// Listens until dropped.
pub struct PageEvents {
    _window: Option<Listener>,
    _document: Option<Listener>,
}

impl fmt::Debug for PageEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageEvents")
    }
}

/// Tells `tell` of every [`PageEvent`] until the answer is dropped. No `unload` or `beforeunload`: both
/// keep pages out of the back-forward cache.
#[must_use]
pub fn listen(tell: Box<dyn Fn(PageEvent)>) -> PageEvents {
    let tell: Rc<dyn Fn(PageEvent)> = tell.into();
    let again = tell.clone();
    let window = location::window();
    let document = window.as_ref().and_then(web_sys::Window::document);
    PageEvents {
        _window: window.map(|window| {
            Listener::on(
                window.unchecked_into::<EventTarget>(),
                &["pageshow", "pagehide", "focus", "online", "offline"],
                Box::new(move |event| {
                    if let Some(event) = page_event(&event) {
                        tell(event);
                    }
                }),
            )
        }),
        _document: document.map(|document| {
            let hidden = document.clone();
            Listener::on(
                document.unchecked_into::<EventTarget>(),
                &["visibilitychange"],
                Box::new(move |_| {
                    again(if hidden.hidden() {
                        PageEvent::Hidden
                    } else {
                        PageEvent::Visible
                    });
                }),
            )
        }),
    }
}

fn page_event(event: &JsValue) -> Option<PageEvent> {
    let persisted =
        || foreign::property(event, "persisted").is_some_and(|persisted| persisted.is_truthy());
    let kind = foreign::property(event, "type")?.as_string()?;
    Some(match kind.as_str() {
        "pageshow" => PageEvent::Shown {
            persisted: persisted(),
        },
        "pagehide" => PageEvent::Left {
            persisted: persisted(),
        },
        "focus" => PageEvent::Focused,
        "online" => PageEvent::Online,
        "offline" => PageEvent::Offline,
        _ => return None,
    })
}
