//! Looks for the relay's own token in what an API sends back, so that an API that shows what it was asked
//! with does not show it to a page.

use bytes::{Bytes, BytesMut};
use docgate::core::secret::Secret;
use zeroize::Zeroizing;

/// The token was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found;

/// Reads along. What could be the beginning of the token is held back until more is known.
pub(super) struct Watch {
    token: Zeroizing<Vec<u8>>,
    held: BytesMut,
}

impl Watch {
    /// A watch for this token.
    #[must_use]
    pub(super) fn new(token: &Secret) -> Watch {
        Watch {
            // Looked for, never shown.
            token: Zeroizing::new(token.expose().as_bytes().to_vec()),
            held: BytesMut::new(),
        }
    }

    /// Whether one whole text has it.
    #[must_use]
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        !self.token.is_empty()
            && text
                .windows(self.token.len())
                .any(|window| window == self.token.as_slice())
    }

    /// The next piece, and what of it may go on.
    ///
    /// # Errors
    /// The token is in what came so far. Nothing of it has gone on.
    pub(super) fn pass(&mut self, piece: &[u8]) -> Result<Bytes, Found> {
        let mut seen = std::mem::take(&mut self.held);
        seen.extend_from_slice(piece);
        if self.is_in(&seen) {
            return Err(Found);
        }
        let longest = self.token.len().saturating_sub(1).min(seen.len());
        let open = (1..=longest)
            .rev()
            .find(|length| {
                let end = seen.get(seen.len() - length..);
                end.is_some_and(|end| self.token.starts_with(end))
            })
            .unwrap_or(0);
        self.held = seen.split_off(seen.len() - open);
        Ok(seen.freeze())
    }

    /// What was still held back at the end.
    #[must_use]
    pub(super) fn rest(&mut self) -> Bytes {
        std::mem::take(&mut self.held).freeze()
    }
}
