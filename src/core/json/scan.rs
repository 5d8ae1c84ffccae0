//! The tokens of a JSON text: strings, numbers, words, and the space between them (RFC 8259).

use super::number::Decimal;
use super::{Malformed, Value};

/// A place in the text, moving forward only.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0 }
    }

    pub(super) fn at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// A string, from quote to quote.
    pub(super) fn string(&mut self) -> Result<String, Malformed> {
        if !self.take(b'"') {
            return Err(Malformed);
        }
        let mut string = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| byte != b'"' && byte != b'\\' && byte >= b' ');
            string.push_str(self.since(start));
            if self.take(b'"') {
                return Ok(string);
            }
            // A control character ends here too: it must be escaped.
            if !self.take(b'\\') {
                return Err(Malformed);
            }
            string.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let kind = self.peek().ok_or(Malformed)?;
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.four_hex_digits()?;
                // A high surrogate counts with the low one after it, and only with it. A low one
                // alone is no `char`.
                if (0xd800..0xdc00).contains(&code) {
                    let paired = self.take(b'\\') && self.take(b'u');
                    let low = if paired { self.four_hex_digits()? } else { 0 };
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(Malformed);
                    }
                    code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                }
                char::from_u32(code).ok_or(Malformed)?
            }
            _ => return Err(Malformed),
        })
    }

    fn four_hex_digits(&mut self) -> Result<u32, Malformed> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            code = code << 4 | digit.ok_or(Malformed)?;
            self.at += 1;
        }
        Ok(code)
    }

    /// A number: whole if it fits, as text if it has a fraction or an exponent.
    pub(super) fn number(&mut self) -> Result<Value, Malformed> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        let whole = self.at;
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'-') || self.take(b'+');
            self.digits()?;
        }
        let text = self.since(start);
        if self.at == whole {
            return text.parse().map(Value::Integer).map_err(|_| Malformed);
        }
        if Decimal::read(text).in_range() {
            Ok(Value::Decimal(text.into()))
        } else {
            Err(Malformed)
        }
    }

    /// One digit at least.
    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        if self.at == start {
            Err(Malformed)
        } else {
            Ok(())
        }
    }

    /// One of the three words.
    pub(super) fn word(&mut self, word: &str, value: Value) -> Result<Value, Malformed> {
        let start = self.at;
        self.skip(|byte| byte.is_ascii_lowercase());
        if self.since(start) == word {
            Ok(value)
        } else {
            Err(Malformed)
        }
    }

    pub(super) fn skip_space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn skip(&mut self, skipped: fn(u8) -> bool) {
        while self.peek().is_some_and(skipped) {
            self.at += 1;
        }
    }

    /// Passes this byte, if it comes next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The text from `start` on, up to here. Both stand beside ASCII, so there is one.
    fn since(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }
}
