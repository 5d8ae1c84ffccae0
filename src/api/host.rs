//! The functions of the TypeScript face that the wasm calls. None of them throws: the face catches.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The object that the face passes to the constructor.
    pub type Host;

    /// A new snapshot; `error` is what the last outcome failed with.
    #[wasm_bindgen(method)]
    pub(super) fn show(this: &Host, snapshot: &JsValue, error: &JsValue);

    /// An event, after the snapshot that it belongs to.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Host, event: &str, reason: Option<&str>, remaining: Option<f64>);

    /// A redacted entry for `onLog`.
    #[wasm_bindgen(method)]
    pub(super) fn log(this: &Host, entry: &JsValue);

    /// Whether anybody wants the log.
    #[wasm_bindgen(method, getter)]
    pub(super) fn logs(this: &Host) -> bool;

    /// Asks the app whether this is the right person; a promise of `true` or not.
    #[wasm_bindgen(method)]
    pub(super) fn confirm(this: &Host, user: &JsValue) -> JsValue;

    /// A promise of the guard's access token; `fresh`: another one than before.
    #[wasm_bindgen(method)]
    pub(super) fn token(this: &Host, fresh: bool) -> JsValue;

    /// This page is the callback of a popup or of a frame: its address goes to the page that waits.
    #[wasm_bindgen(method)]
    pub(super) fn forward(this: &Host, url: &str, state: &str);

    /// Leaves the page, by the app's own function if it gave one. False: the app's own.
    #[wasm_bindgen(method)]
    pub(super) fn leave(this: &Host, url: &str) -> bool;
}
