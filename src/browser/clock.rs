//! The two clocks: one that knows the date, one that never goes back.

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
    let now = foreign::global("performance")
        .and_then(|performance| foreign::invoke(&performance, "now", &[]).ok()?.as_f64());
    match now {
        Some(now) => now as u64,
        None => u64::try_from(wall()).unwrap_or(0),
    }
}
