//! A session: the refresh token, and whose it is.

use std::fmt;

use docgate::core::secret::Secret;
use zeroize::Zeroizing;

use super::fields::{Reader, Writer};

/// What a session cookie holds.
pub struct Session {
    /// A hash of the entry, its client and the calling origin.
    pub caller: [u8; 32],
    /// The page's random id of the session.
    pub id: String,
    /// What renews it; nothing where the provider issued none.
    pub refresh_token: Option<Secret>,
    /// Where its API is, if that was discovered.
    pub api_base: Option<String>,
    /// When it began, in seconds since 1970.
    pub began: u64,
    /// When it was last used.
    pub used: u64,
    /// When it ends, whatever happens.
    pub ends: u64,
}

impl Session {
    /// The bytes that are sealed.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Sealing is why it may be read here.
        let refresh_token = self.refresh_token.as_ref().map_or("", Secret::expose);
        Writer::default()
            .bytes(&self.caller)
            .bytes(self.id.as_bytes())
            .bytes(refresh_token.as_bytes())
            .bytes(self.api_base.as_deref().unwrap_or_default().as_bytes())
            .number(self.began)
            .number(self.used)
            .number(self.ends)
            .finish()
    }

    /// The session again.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Session> {
        let mut fields = Reader(bytes);
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let session = Session {
            caller: fields.bytes()?.try_into().ok()?,
            id: fields.text()?.to_owned(),
            refresh_token: given(fields.text()?).map(Secret::new),
            api_base: given(fields.text()?),
            began: fields.number()?,
            used: fields.number()?,
            ends: fields.number()?,
        };
        fields.is_at_end().then_some(session)
    }

    /// When it ends if it is not used again.
    #[must_use]
    pub fn ends_unused(&self, idle: Option<std::time::Duration>) -> u64 {
        idle.map_or(self.ends, |idle| {
            self.ends.min(self.used.saturating_add(idle.as_secs()))
        })
    }
}

/// Shows nothing of it.
impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Session(redacted)")
    }
}
