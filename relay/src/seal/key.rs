//! A key that cookies are sealed with.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// 32 bytes, wiped when dropped. Shows its id alone.
pub struct SealKey {
    bytes: Zeroizing<[u8; 32]>,
    id: [u8; 4],
}

impl SealKey {
    /// The key of 32 bytes in base64, as `openssl rand -base64 32` writes it.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<SealKey> {
        let mut decoded = STANDARD.decode(text.trim()).ok()?;
        let bytes = <[u8; 32]>::try_from(decoded.as_slice()).ok();
        decoded.zeroize();
        SealKey::new(bytes?)
    }

    /// The key; nothing if it is one byte over and over, which nobody's source of randomness gives.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Option<SealKey> {
        let bytes = Zeroizing::new(bytes);
        if bytes.iter().all(|byte| Some(byte) == bytes.first()) {
            return None;
        }
        let mut hash = Sha256::new();
        hash.update(b"docgate-relay key id\0");
        hash.update(*bytes);
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
        Some(SealKey {
            bytes,
            id: [a, b, c, d],
        })
    }

    /// Which key it is: so much of a hash of it.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// The key itself, for the cipher alone.
    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SealKey({:02x?})", self.id)
    }
}
