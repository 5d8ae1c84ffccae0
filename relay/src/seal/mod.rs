//! Sealing: what a cookie holds is readable for the relay alone, and for the cookie alone that it was sealed
//! for.
//!
//! XChaCha20-Poly1305 with a random nonce. Purpose and name of the cookie are associated data, so that a
//! sealed text opens in no other cookie. The first key seals, all open.

mod fields;
mod key;
mod login;
mod session;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use docgate::core::base64url;
use zeroize::Zeroizing;

pub use key::SealKey;
pub use login::Login;
pub use session::Session;

/// The first byte of what is sealed: how the rest is laid out.
const LAYOUT: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + 4 + NONCE;

/// What a sealed text is for. A text of one purpose never opens for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A login that was started.
    Login,
    /// A session.
    Session,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Purpose::Login => b"login",
            Purpose::Session => b"session",
        }
    }
}

/// The operating system gave no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoEntropy;

/// Seals and opens. The keys are borrowed from the config.
#[derive(Clone, Copy, Debug)]
pub struct Sealer<'a>(pub &'a [SealKey]);

impl Sealer<'_> {
    /// The bytes, sealed for one cookie.
    ///
    /// # Errors
    /// There is no randomness, or no key.
    pub fn seal(self, purpose: Purpose, name: &str, bytes: &[u8]) -> Result<String, NoEntropy> {
        let key = self.0.first().ok_or(NoEntropy)?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| NoEntropy)?;
        let data = associated(purpose, name);
        let payload = Payload {
            msg: bytes,
            aad: &data,
        };
        let sealed = cipher(key)
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| NoEntropy)?;
        let mut whole = Vec::with_capacity(HEAD + sealed.len());
        whole.push(LAYOUT);
        whole.extend_from_slice(&key.id());
        whole.extend_from_slice(&nonce);
        whole.extend_from_slice(&sealed);
        Ok(base64url::encode(&whole))
    }

    /// The bytes again; nothing if any bit is another, or the cookie is.
    #[must_use]
    pub fn open(self, purpose: Purpose, name: &str, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        let whole = base64url::decode(text).ok()?;
        let (head, sealed) = whole.split_at_checked(HEAD)?;
        let (layout, rest) = head.split_first()?;
        let (id, nonce) = rest.split_at_checked(4)?;
        if *layout != LAYOUT {
            return None;
        }
        let data = associated(purpose, name);
        let payload = || Payload {
            msg: sealed,
            aad: &data,
        };
        let mut fitting = self.0.iter().filter(|key| key.id() == id);
        let opened = fitting.find_map(|key| {
            let nonce = XNonce::from_slice(nonce);
            cipher(key).decrypt(nonce, payload()).ok()
        })?;
        Some(Zeroizing::new(opened))
    }
}

fn cipher(key: &SealKey) -> XChaCha20Poly1305 {
    // The cipher is where the key belongs; it wipes its copy.
    XChaCha20Poly1305::new(Key::from_slice(key.expose()))
}

fn associated(purpose: Purpose, name: &str) -> Vec<u8> {
    [&[LAYOUT], purpose.label(), b"\0", name.as_bytes()].concat()
}

#[cfg(test)]
mod tests;
