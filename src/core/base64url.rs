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

#[cfg(test)]
mod tests {
    use super::{MalformedBase64url, decode, encode};

    #[test]
    fn it_writes_and_reads_without_padding() {
        // RFC 4648 section 10, without the padding, and the two characters of section 5.
        for (bytes, text) in [
            (b"".as_slice(), ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"fooba", "Zm9vYmE"),
            (b"foobar", "Zm9vYmFy"),
            (b"\xfb\xff\xfe", "-__-"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).unwrap(), bytes);
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for text in [
            "Zg==", "Zg=", "Zm8=", "=", "Z", "Zm9vY", "Zh", "Zm9", "+__-", "-//-", " Zg", "Zg ",
            "Zg\n", "Z\ng", "Zm 9v", "Zg.", "Zgé", "\0",
        ] {
            assert_eq!(decode(text), Err(MalformedBase64url), "{text:?}");
        }
    }
}
