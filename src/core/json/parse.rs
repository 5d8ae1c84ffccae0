//! The reader of JSON texts.

use super::Value;

/// The text is not JSON as we accept it. It says no more, so that nothing leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads one JSON text.
///
/// # Errors
/// [`Malformed`] for anything odd.
pub fn parse(_text: &[u8]) -> Result<Value, Malformed> {
    Err(Malformed)
}
