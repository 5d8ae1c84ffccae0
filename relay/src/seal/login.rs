//! A login that was started: what its redemption must show.

use zeroize::Zeroizing;

use super::fields::{Reader, Writer};

/// What a login cookie holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// A hash of the entry, its client and the calling origin.
    pub caller: [u8; 32],
    /// A hash of the redirect URI and the page's own `state`.
    pub request: [u8; 32],
    /// The `code_challenge` (RFC 7636, section 4.2).
    pub challenge: String,
    /// When it was started, in seconds since 1970.
    pub started: u64,
    /// When it ends.
    pub ends: u64,
}

impl Login {
    /// The bytes that are sealed.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Writer::default()
            .bytes(&self.caller)
            .bytes(&self.request)
            .bytes(self.challenge.as_bytes())
            .number(self.started)
            .number(self.ends)
            .finish()
    }

    /// The login again.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Login> {
        let mut fields = Reader(bytes);
        let login = Login {
            caller: fields.bytes()?.try_into().ok()?,
            request: fields.bytes()?.try_into().ok()?,
            challenge: fields.text()?.to_owned(),
            started: fields.number()?,
            ends: fields.number()?,
        };
        fields.is_at_end().then_some(login)
    }
}
