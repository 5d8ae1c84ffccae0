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
