//! base64url without padding, as RFC 7515 section 2 and RFC 7636 appendix A use it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The text is not exactly what [`encode`] would have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedBase64url;

/// The bytes as base64url, without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a base64url text.
///
/// # Errors
/// Padding, white space, `+`, `/` and trailing bits that are not zero are refused, so that two
/// different texts never mean the same bytes.
pub fn decode(text: &str) -> Result<Vec<u8>, MalformedBase64url> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| MalformedBase64url)
}
