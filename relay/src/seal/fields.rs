//! How sealed values are laid out: fields one after the other, each after its length.

use zeroize::Zeroizing;

/// Writes fields.
#[derive(Default)]
pub(super) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    /// Adds bytes; of more than 65,535 nothing is kept, and the reader will find the field empty.
    pub(super) fn bytes(mut self, bytes: &[u8]) -> Writer {
        let (length, bytes) = match u16::try_from(bytes.len()) {
            Ok(length) => (length, bytes),
            Err(_) => (0, &[][..]),
        };
        // Grown in one step, so that no copy of a token stays behind.
        let mut grown = Zeroizing::new(Vec::with_capacity(self.0.len() + 2 + bytes.len()));
        grown.extend_from_slice(&self.0);
        grown.extend_from_slice(&length.to_be_bytes());
        grown.extend_from_slice(bytes);
        self.0 = grown;
        self
    }

    /// Adds a number.
    pub(super) fn number(self, number: u64) -> Writer {
        self.bytes(&number.to_be_bytes())
    }

    /// All fields.
    pub(super) fn finish(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

/// Reads fields in the order in which they were written.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next field.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<2>()?;
        let (field, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        self.0 = rest;
        Some(field)
    }

    /// The next field as text.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// The next field as a number.
    pub(super) fn number(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.bytes()?.try_into().ok()?))
    }

    /// Nothing is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
