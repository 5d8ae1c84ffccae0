//! Looks for the relay's own token, and for the secret that it was got with, in what an API sends back, so that an API that
//! shows what it was asked with does not show it to a page.

use bytes::{Bytes, BytesMut};
use docgate::core::client_secret::{ClientSecret, spellings};
use docgate::core::secret::Secret;
use zeroize::Zeroizing;

/// A text of fewer bytes is looked for as it is alone: in another spelling it would be found everywhere.
const SHORT: usize = 6;

/// The token or the secret was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found;

/// Reads along. What could be the beginning of what is looked for is held back until more is known.
pub(super) struct Watch {
    wanted: Vec<Zeroizing<String>>,
    /// By byte, whether one of them begins with it.
    begins: Vec<bool>,
    held: BytesMut,
}

impl Watch {
    /// A watch for this token and this secret, in whatever spelling a service may make of them by accident.
    #[must_use]
    pub(super) fn new(token: &Secret, secret: &ClientSecret) -> Watch {
        // Looked for, never shown.
        let text = token.expose();
        let mut wanted = match text.len() {
            0 => Vec::new(),
            1..SHORT => vec![Zeroizing::new(text.to_owned())],
            _ => spellings(text),
        };
        wanted.extend(secret.spellings());
        wanted.retain(|text| !text.is_empty());
        wanted.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        wanted.dedup_by(|one, other| one.as_str() == other.as_str());
        let starts = |byte: &u8| wanted.iter().any(|it| it.as_bytes().first() == Some(byte));
        let begins = (0..=u8::MAX).map(|byte| starts(&byte)).collect();
        Watch {
            wanted,
            begins,
            held: BytesMut::new(),
        }
    }

    /// Whether one whole text has one of them.
    #[must_use]
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        self.candidates(text).any(|rest| {
            let mut wanted = self.wanted.iter();
            wanted.any(|it| rest.starts_with(it.as_bytes()))
        })
    }

    /// The next piece, and what of it may go on.
    ///
    /// # Errors
    /// What is looked for is in what came so far. Nothing of it has gone on.
    pub(super) fn pass(&mut self, piece: &[u8]) -> Result<Bytes, Found> {
        let mut seen = std::mem::take(&mut self.held);
        seen.extend_from_slice(piece);
        if self.is_in(&seen) {
            return Err(Found);
        }
        let longest = self.wanted.iter().map(|it| it.len()).max();
        let longest = longest.unwrap_or(0).saturating_sub(1).min(seen.len());
        let end = seen.get(seen.len() - longest..).unwrap_or_default();
        let open = {
            let mut candidates = self.candidates(end);
            // The first is the longest.
            let first = candidates.find(|rest| {
                let mut wanted = self.wanted.iter();
                wanted.any(|it| it.as_bytes().starts_with(rest))
            });
            first.map_or(0, <[u8]>::len)
        };
        self.held = seen.split_off(seen.len() - open);
        Ok(seen.freeze())
    }

    /// What was still held back at the end.
    #[must_use]
    pub(super) fn rest(&mut self) -> Bytes {
        std::mem::take(&mut self.held).freeze()
    }

    /// The rests of a text at whose beginning something could begin.
    fn candidates<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let starts = text.iter().enumerate().filter(|(_, byte)| {
            let begins = self.begins.get(usize::from(**byte));
            begins.copied().unwrap_or_default()
        });
        starts.filter_map(|(at, _)| text.get(at..))
    }
}
