//! Percent escapes, one byte at a time (RFC 3986 section 2.1).

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Writes a byte as `%` and two digits.
pub(super) fn escape(text: &mut String, byte: u8) {
    text.push('%');
    for half in [byte >> 4, byte & 15] {
        text.push(char::from(
            HEX.get(usize::from(half)).copied().unwrap_or(b'0'),
        ));
    }
}

/// The byte whose two digits come next, after a `%`.
pub(super) fn unescape(rest: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
    let byte = digit()? << 4 | digit()?;
    u8::try_from(byte).ok()
}

/// The bytes with one layer of escapes taken away; a `%` that begins none stays.
pub(super) fn decode(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let escape = if byte == b'%' {
            unescape(&mut ahead)
        } else {
            None
        };
        match escape {
            Some(escaped) => {
                decoded.push(escaped);
                rest = ahead;
            }
            None => decoded.push(byte),
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::{decode, escape, unescape};

    #[test]
    fn every_byte_comes_back() {
        for byte in 0..=255 {
            let mut text = String::new();
            escape(&mut text, byte);
            assert_eq!(unescape(&mut text.bytes().skip(1)), Some(byte));
            assert_eq!(decode(text.to_lowercase().as_bytes()), [byte]);
        }
    }

    #[test]
    fn a_percent_sign_that_begins_no_escape_stays() {
        assert_eq!(decode(b"%%41%4%zz%+1%"), b"%A%4%zz%+1%");
        assert_eq!(decode(b"%2541"), b"%41");
    }
}
