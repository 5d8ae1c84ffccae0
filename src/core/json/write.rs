//! The writer of JSON texts.

use super::Value;

/// The value as compact JSON that is safe inside HTML and JavaScript.
#[must_use]
pub fn write(_value: &Value) -> String {
    String::new()
}
