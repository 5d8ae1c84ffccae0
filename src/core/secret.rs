//! Text that must not be seen: tokens, codes, verifiers.
//!
//! A [`Secret`] shows nothing of itself, cannot be copied, and overwrites its memory when it goes.
//! It can be read in one way only, [`Secret::expose`], so that every reading is easy to find.

use std::fmt;
use std::hint::black_box;

use zeroize::Zeroize;

/// A text that is never printed and is wiped when dropped.
///
/// What it does not do: it cannot wipe copies that others made before it was built, nor what
/// [`expose`](Secret::expose) handed out.
pub struct Secret(String);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    /// The text itself. Each call says beside it why it is safe.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(redacted)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Whether two texts are equal, in a time that depends on their length only.
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut difference = 0u8;
    for (left, right) in a.iter().zip(b) {
        difference |= left ^ right;
    }
    black_box(difference) == 0
}
