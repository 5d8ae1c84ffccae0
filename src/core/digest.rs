//! SHA-256 as text: names for records, locks and spent states that show nothing of what they name.

use sha2::{Digest, Sha256};

use super::base64url;

/// The base64url SHA-256 of a text: 43 characters.
#[must_use]
pub fn hash(text: &str) -> String {
    base64url::encode(&Sha256::digest(text.as_bytes()))
}
