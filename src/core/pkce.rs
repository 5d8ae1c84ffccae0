//! Proof Key for Code Exchange, method S256 and no other (RFC 7636; ).

use zeroize::Zeroize;

use super::base64url;
use super::digest::hash;
use super::secret::Secret;

/// The `code_verifier`: made before the page is left, used once, never cloned.
#[derive(Debug)]
pub struct Verifier(Secret);

impl Verifier {
    /// A new verifier of 43 characters. The entropy is 32 fresh bytes from the caller's secure
    /// source (RFC 7636 section 4.1).
    #[must_use]
    pub fn from_entropy(mut entropy: [u8; 32]) -> Verifier {
        let verifier = Verifier(Secret::new(base64url::encode(&entropy)));
        entropy.zeroize();
        verifier
    }

    /// A verifier read back from a pending login; nothing if it is not 43 to 128 characters of the
    /// unreserved set (RFC 7636 section 4.1).
    #[must_use]
    pub fn from_stored(text: String) -> Option<Verifier> {
        let verifier = Secret::new(text);
        // Judged only, never copied.
        let text = verifier.expose().as_bytes();
        let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        ((43..=128).contains(&text.len()) && text.iter().all(unreserved))
            .then_some(Verifier(verifier))
    }

    /// The `code_challenge` for `code_challenge_method=S256` (RFC 7636 section 4.2).
    #[must_use]
    pub fn challenge(&self) -> String {
        // One way: the challenge is meant to be seen, the verifier cannot be found from it.
        hash(self.0.expose())
    }

    /// The verifier itself: for the token request and for the pending login's record only.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::Verifier;

    const ENTROPY: [u8; 32] = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37,
        77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];

    #[test]
    fn the_vector_of_rfc_7636_appendix_b_holds() {
        let verifier = Verifier::from_entropy(ENTROPY);
        assert_eq!(
            verifier.expose(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        assert_eq!(
            verifier.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        let stored = Verifier::from_stored(verifier.expose().to_owned()).unwrap();
        assert_eq!(stored.challenge(), verifier.challenge());
    }

    #[test]
    fn a_stored_verifier_has_43_to_128_unreserved_characters() {
        let stored = |text: String| Verifier::from_stored(text).is_some();
        assert!(stored("a".repeat(43)));
        assert!(stored(["AZaz09-._~", &"a".repeat(118)].concat()));
        assert!(!stored("a".repeat(42)));
        assert!(!stored("a".repeat(129)));
        for odd in [" ", "+", "/", "=", "%", "\n", "\0", "é"] {
            assert!(!stored([&"a".repeat(50), odd].concat()), "{odd:?}");
        }
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(
            format!("{:?}", Verifier::from_entropy(ENTROPY)),
            "Verifier(Secret(redacted))"
        );
    }
}
