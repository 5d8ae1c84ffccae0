//! The two clocks: one that knows the date, one that never goes back.

use wasm_bindgen::JsCast;
use web_sys::Performance;

use super::foreign;

/// Milliseconds since 1970 by the device's clock, which the user and time servers may move.
#[must_use]
pub fn wall() -> i64 {
    js_sys::Date::now() as i64
}

/// Milliseconds since some fixed moment of this page; never goes back. Whether it advances while the
/// device sleeps differs between browsers. Without `performance` it is [`wall`].
#[must_use]
pub fn monotonic() -> u64 {
    match foreign::global("performance") {
        Some(performance) => performance.unchecked_ref::<Performance>().now() as u64,
        None => wall() as u64,
    }
}
