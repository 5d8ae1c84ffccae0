//! Futures as JavaScript promises: boxed, so that one task in the binary runs them all.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// Work that JavaScript waits for.
pub(crate) type Call = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;
/// Work that is waited for in several places, so that its code is there once.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Starts it.
#[inline(never)]
pub(crate) fn promise(call: Call) -> Promise {
    future_to_promise(call)
}
