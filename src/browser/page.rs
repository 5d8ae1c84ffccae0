//! What happens to the page: shown, hidden, focused, on line.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::foreign;
use super::listener::Listener;

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
#[derive(Debug)]
pub struct PageEvents {
    _window: Listener,
    _document: Listener,
}

/// Tells `tell` of every [`PageEvent`] until the answer is dropped. No `unload` or `beforeunload`: both
/// keep pages out of the back-forward cache.
#[must_use]
pub fn listen(tell: Box<dyn Fn(PageEvent)>) -> PageEvents {
    let tell: Rc<dyn Fn(PageEvent)> = tell.into();
    let on = |target: &str, kinds: &'static [&'static str]| {
        let tell = tell.clone();
        Listener::on(
            foreign::global(target).unwrap_or_default(),
            kinds,
            Box::new(move |event| {
                if let Some(event) = page_event(&event) {
                    tell(event);
                }
            }),
        )
    };
    PageEvents {
        _window: on(
            "window",
            &["pageshow", "pagehide", "focus", "online", "offline"],
        ),
        _document: on("document", &["visibilitychange"]),
    }
}

/// Tells that the person did something, until the answer is dropped.
#[must_use]
pub fn activity(tell: Box<dyn Fn(())>) -> Listener {
    Listener::on(
        foreign::global("window").unwrap_or_default(),
        &["pointerdown", "keydown", "wheel", "touchstart"],
        Box::new(move |_| tell(())),
    )
}

fn page_event(event: &JsValue) -> Option<PageEvent> {
    let is = |object: &JsValue, name: &str| {
        foreign::property(object, name).is_some_and(|value| value.is_truthy())
    };
    let kind = foreign::property(event, "type")?.as_string()?;
    Some(match kind.as_str() {
        "pageshow" => PageEvent::Shown {
            persisted: is(event, "persisted"),
        },
        "pagehide" => PageEvent::Left {
            persisted: is(event, "persisted"),
        },
        "visibilitychange" if is(&foreign::global("document")?, "hidden") => PageEvent::Hidden,
        "visibilitychange" => PageEvent::Visible,
        "focus" => PageEvent::Focused,
        "online" => PageEvent::Online,
        "offline" => PageEvent::Offline,
        _ => return None,
    })
}
