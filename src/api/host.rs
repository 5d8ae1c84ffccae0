//! The functions of the TypeScript face that the wasm calls. None of them throws: the face catches.

use wasm_bindgen::prelude::*;

use super::views::{self, LogView, SessionView, SnapshotView};
use crate::client::arrival::Outcome;
use crate::client::host::{self, Entry, Shown};
use crate::core::session::User;

#[wasm_bindgen]
extern "C" {
    /// The object that the face passes to the constructor.
    pub type Host;

    /// A new snapshot; `error` is what the last outcome failed with.
    #[wasm_bindgen(method)]
    fn show(this: &Host, snapshot: &JsValue, error: &JsValue);

    /// An event, after the snapshot that it belongs to.
    #[wasm_bindgen(method)]
    fn tell(this: &Host, event: &str, reason: Option<&str>, remaining: Option<f64>);

    /// A redacted entry for `onLog`.
    #[wasm_bindgen(method)]
    fn log(this: &Host, entry: &JsValue);

    /// Whether anybody wants the log.
    #[wasm_bindgen(method, getter)]
    fn logs(this: &Host) -> bool;

    /// Asks the app whether this is the right person; a promise of `true` or not.
    #[wasm_bindgen(method)]
    fn confirm(this: &Host, user: &JsValue) -> JsValue;

    /// A promise of the guard's access token; `fresh`: another one than before.
    #[wasm_bindgen(method)]
    fn token(this: &Host, fresh: bool) -> JsValue;

    /// This page is the callback of a popup or of a frame: its address goes to the page that waits.
    #[wasm_bindgen(method)]
    fn forward(this: &Host, url: &str, state: &str);

    /// Leaves the page, by the app's own function if it gave one. False: the app's own.
    #[wasm_bindgen(method)]
    fn leave(this: &Host, url: &str) -> bool;
}

impl host::Host for Host {
    fn show(&self, shown: &Shown<'_>) {
        let provider = shown.provider;
        let view = SnapshotView {
            status: shown.status,
            session: shown
                .session
                .map(|session| SessionView::of(session, provider)),
        };
        let error = shown
            .error
            .map_or(JsValue::NULL, |error| views::error(error, provider));
        Host::show(self, &views::object(&view), &error);
    }

    fn tell(&self, event: &str, reason: Option<&str>, remaining: Option<u64>) {
        let remaining = remaining.map(|remaining| remaining as f64);
        Host::tell(self, event, reason, remaining);
    }

    fn logs(&self) -> bool {
        Host::logs(self)
    }

    fn log(&self, entry: &Entry<'_>) {
        Host::log(self, &views::object(&LogView::of(entry)));
    }

    fn answer(&self, outcome: &Outcome, provider: &'static str) -> JsValue {
        views::answer(outcome, provider)
    }

    fn confirm(&self, user: Option<&User>) -> JsValue {
        Host::confirm(self, &views::person(user))
    }

    fn token(&self, fresh: bool) -> JsValue {
        Host::token(self, fresh)
    }

    fn forward(&self, url: &str, state: &str) {
        Host::forward(self, url, state);
    }

    fn leave(&self, url: &str) -> bool {
        Host::leave(self, url)
    }
}
