//! SHA-256 as text: names for records, locks and spent states that show nothing of what they name.

use sha2::{Digest, Sha256};

use super::base64url;

/// The base64url SHA-256 of a text: 43 characters.
#[must_use]
pub fn hash(text: &str) -> String {
    base64url::encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn it_is_sha_256() {
        // FIPS 180-2 appendix B.1, and the empty text.
        assert_eq!(hash("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        assert_eq!(hash(""), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    }
}
