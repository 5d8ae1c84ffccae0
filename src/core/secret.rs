//! Text that must not be seen: tokens, codes, verifiers.
//!
//! A [`Secret`] shows nothing of itself, cannot be copied, and overwrites its memory when it goes.
//! It can be read in one way only, [`Secret::expose`], so that every reading is easy to find.

use std::fmt;
use std::hint::black_box;

use zeroize::Zeroizing;

/// A text that is never printed and is wiped when dropped.
///
/// What it does not do: it cannot wipe copies that others made before it was built, nor what
/// [`expose`](Secret::expose) handed out.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Secret {
        Secret(Zeroizing::new(text))
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

/// `Debug` for types that carry secrets beside other things: the name, and nothing of what is in it.
macro_rules! redacted {
    ($($name:literal for $kind:ty),+) => {
        $(impl std::fmt::Debug for $kind {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!($name, "(redacted)"))
            }
        })+
    };
}
pub(super) use redacted;

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

#[cfg(test)]
#[path = "../../tests/support/rows.rs"]
pub(in crate::core) mod rows;

#[cfg(test)]
mod tests {
    use zeroize::ZeroizeOnDrop;

    use super::super::pkce::Verifier;
    use super::{Secret, rows, same};

    #[test]
    fn debug_shows_nothing_of_it() {
        let secret = Secret::new("at-1".to_owned());
        assert_eq!(
            format!("{secret:?} {:#?}", Some(&secret)),
            "Secret(redacted) Some(\n    Secret(redacted),\n)"
        );
        assert_eq!(secret.expose(), "at-1");
    }

    #[test]
    fn it_is_wiped_on_drop() {
        // Compiles only while what it holds is overwritten when it goes.
        fn wiped_on_drop(_: &impl ZeroizeOnDrop) {}
        wiped_on_drop(&Secret::new("at-1".to_owned()).0);
        rows::serves(
            "R-105",
            "what a secret holds is overwritten when it is dropped",
        );
    }

    #[test]
    fn it_cannot_be_copied() {
        // `_` has one meaning for a type that is not `Clone`, and two, which does not compile, for
        // one that is.
        trait OnlyMeaning<A> {
            fn holds() {}
        }
        impl<T> OnlyMeaning<()> for T {}
        impl<T: Clone> OnlyMeaning<u8> for T {}
        <Secret as OnlyMeaning<_>>::holds();
        <Verifier as OnlyMeaning<_>>::holds();
    }

    #[test]
    fn equal_texts_are_the_same() {
        assert!(same(b"", b""));
        assert!(same(b"abc", b"abc"));
        for other in ["", "ab", "bac", "abd", "bbc", "abcd", "ABC", "abc\0"] {
            assert!(!same(b"abc", other.as_bytes()), "{other}");
            assert!(!same(other.as_bytes(), b"abc"), "{other}");
        }
    }
}
