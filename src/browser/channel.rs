//! Talking to the other tabs of this origin: a channel of texts, and changes of shared storage.
//!
//! Both reach every script of the origin and both can be forged by it. What arrives is a text of
//! limited length and nothing more; what it means is for the core to judge.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::BroadcastChannel;

use super::listener::Listener;
use super::{foreign, storage};

/// The longest message, in UTF-16 units: longer ones are neither sent nor received.
pub const LONGEST_MESSAGE: u32 = 64 * 1024;

/// An open channel; closed on drop, and while the page is in the back-forward cache: a message that
/// comes for a page in there throws the page out. What is said meanwhile is not heard.
pub struct Channel {
    open: Rc<RefCell<Option<Open>>>,
    _listener: Listener,
}

impl Channel {
    /// Opens the channel of that name and receives what the others post, never what this one posts.
    /// `None` where the browser has no channels or refuses.
    #[must_use]
    pub fn open(name: &str, receive: Box<dyn Fn(String)>) -> Option<Self> {
        let receive: Rc<dyn Fn(String)> = receive.into();
        let open = Rc::new(RefCell::new(Some(Open::new(name, receive.clone())?)));
        let (name, place) = (String::from(name), open.clone());
        let listener = Listener::on(
            foreign::global("window").unwrap_or_default(),
            &["pagehide", "pageshow"],
            Box::new(move |event| {
                let kind = foreign::property(&event, "type").and_then(|kind| kind.as_string());
                let old = place.borrow_mut().take();
                let new = match kind.as_deref() {
                    Some("pageshow") => old.or_else(|| Open::new(&name, receive.clone())),
                    _ => None,
                };
                *place.borrow_mut() = new;
            }),
        );
        Some(Self {
            open,
            _listener: listener,
        })
    }

    /// Sends a text to the others. It may be lost: nobody may be there, or all may be frozen.
    pub fn post(&self, message: &str) {
        let raw = self.open.borrow().as_ref().map(|open| open.raw.clone());
        let message = JsValue::from_str(message);
        match raw {
            Some(raw) if message.unchecked_ref::<JsString>().length() <= LONGEST_MESSAGE => {
                let _ = raw.post_message(&message);
            }
            _ => {}
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let open = self.open.borrow_mut().take();
        drop(open);
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Channel")
    }
}

struct Open {
    raw: BroadcastChannel,
    _listener: Listener,
}

impl Open {
    fn new(name: &str, receive: Rc<dyn Fn(String)>) -> Option<Self> {
        foreign::global("BroadcastChannel")?;
        let raw = BroadcastChannel::new(name).ok()?;
        let listener = Listener::on(
            raw.clone().into(),
            &["message"],
            Box::new(move |event| {
                if let Some(text) = message(&event) {
                    receive(text);
                }
            }),
        );
        Some(Self {
            raw,
            _listener: listener,
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = foreign::invoke(&self.raw, "close", &[]);
    }
}

fn message(event: &JsValue) -> Option<String> {
    let data = foreign::property(event, "data")?;
    if !data.is_string() || data.unchecked_ref::<JsString>().length() > LONGEST_MESSAGE {
        return None;
    }
    data.as_string()
}

/// Tells which key of the shared storage another tab changed; an empty key means that it was cleared.
/// Changes of the tab's own storage, and this tab's own changes, are not told.
#[must_use]
pub fn shared_changes(tell: Box<dyn Fn(String)>) -> Listener {
    Listener::on(
        foreign::global("window").unwrap_or_default(),
        &["storage"],
        Box::new(move |event| {
            let area = foreign::property(&event, "storageArea");
            if area.is_some_and(|area| storage::is_shared(&area)) {
                let key = foreign::property(&event, "key").and_then(|key| key.as_string());
                tell(key.unwrap_or_default());
            }
        }),
    )
}
