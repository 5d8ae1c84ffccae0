//! Talking to the other tabs of this origin: a channel of texts, and changes of shared storage.
//!
//! Both reach every script of the origin and both can be forged by it. What arrives is a text of
//! limited length and nothing more; what it means is for the core to judge.

use std::fmt;

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::BroadcastChannel;

use super::listener::Listener;
use super::{foreign, storage};

/// The longest message, in UTF-16 units: longer ones are neither sent nor received.
pub const LONGEST_MESSAGE: u32 = 64 * 1024;

/// An open channel; closed on drop.
pub struct Channel {
    raw: BroadcastChannel,
    _listener: Listener,
}

impl Channel {
    /// Opens the channel of that name and receives what the others post, never what this one posts.
    /// `None` where the browser has no channels or refuses.
    #[must_use]
    pub fn open(name: &str, receive: Box<dyn Fn(String)>) -> Option<Self> {
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

    /// Sends a text to the others. It may be lost: nobody may be there, or all may be frozen.
    pub fn post(&self, message: &str) {
        let message = JsValue::from_str(message);
        if message.unchecked_ref::<JsString>().length() <= LONGEST_MESSAGE {
            let _ = self.raw.post_message(&message);
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let _ = foreign::invoke(&self.raw, "close", &[]);
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Channel")
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
