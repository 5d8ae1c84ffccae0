//! `application/x-www-form-urlencoded` (RFC 6749 appendix B; ).
//!
//! Token requests are written with it, and a query or a callback is read with it. It writes what
//! the URL standard's serialiser writes, but a space as `%20`, which every server reads alike in a
//! body and in a query. It reads more strictly than the standard: what would be repaired there is
//! refused here.

use std::fmt;

use super::percent;

/// The longest text that is read, in bytes.
pub const MAX_LENGTH: usize = 64 * 1024;

/// The most fields that are read.
pub const MAX_FIELDS: usize = 256;

/// The text is not a well-formed form, or larger than one ever needs to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedForm;

/// Names and values in order; a name may come more than once.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// A form without fields.
    #[must_use]
    pub fn new() -> Form {
        Form(Vec::new())
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The form as text, for a body or for a query.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            if !text.is_empty() {
                text.push('&');
            }
            encode_into(&mut text, name);
            text.push('=');
            encode_into(&mut text, value);
        }
        text
    }

    /// Reads a form: a body, or a query without its `?`. Empty pieces (`a=1&&b=2`) count for
    /// nothing, and a piece without `=` is a name with an empty value.
    ///
    /// # Errors
    /// A wrong percent escape, bytes that are no UTF-8, NUL in any spelling, a text over
    /// [`MAX_LENGTH`], more fields than [`MAX_FIELDS`].
    pub fn parse(text: &str) -> Result<Form, MalformedForm> {
        if text.len() > MAX_LENGTH {
            return Err(MalformedForm);
        }
        let mut form = Form::new();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            if form.0.len() == MAX_FIELDS {
                return Err(MalformedForm);
            }
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            form.0.push((decode(name)?, decode(value)?));
        }
        Ok(form)
    }

    /// All fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every value of a name, in order.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// How often a name comes.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.all(name).count()
    }
}

/// Shows nothing: a form carries codes, verifiers and tokens.
impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Form(redacted)")
    }
}

fn encode_into(text: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"*-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            percent::escape(text, byte);
        }
    }
}

fn decode(part: &str) -> Result<String, MalformedForm> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'+' => b' ',
            b'%' => percent::unescape(&mut rest).ok_or(MalformedForm)?,
            _ => byte,
        };
        if byte == 0 {
            return Err(MalformedForm);
        }
        bytes.push(byte);
    }
    String::from_utf8(bytes).map_err(|_| MalformedForm)
}

#[cfg(test)]
mod tests {
    use super::{Form, MAX_FIELDS, MAX_LENGTH, MalformedForm};

    fn form(fields: &[(&str, &str)]) -> Form {
        let mut form = Form::new();
        for (name, value) in fields {
            form.push(name, value);
        }
        form
    }

    #[test]
    fn it_is_written_as_appendix_b_says() {
        // The example of RFC 6749 appendix B, with a space as %20 instead of +.
        assert_eq!(
            form(&[("", " %&+£€")]).encode(),
            "=%20%25%26%2B%C2%A3%E2%82%AC"
        );
        assert_eq!(form(&[]).encode(), "");
        assert_eq!(
            form(&[("a", ""), ("b", "*-._~'()!/:\n"), ("a", "c")]).encode(),
            "a=&b=*-._%7E%27%28%29%21%2F%3A%0A&a=c"
        );
    }

    #[test]
    fn it_is_read() {
        let read = |text| Form::parse(text).unwrap();
        assert!(read("=+%25%26%2B%C2%A3%e2%82%ac") == form(&[("", " %&+£€")]));
        assert!(read("") == form(&[]));
        assert!(
            read("&&a&=&b=1=2&&c=d+e%20f&")
                == form(&[("a", ""), ("", ""), ("b", "1=2"), ("c", "d e f")])
        );
        assert!(read("é=€&a;b=c?d#e") == form(&[("é", "€"), ("a;b", "c?d#e")]));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for text in [
            "%",
            "a=%",
            "a=%4",
            "a=%4&b",
            "a=%zz",
            "a=%+1",
            "a=% 1",
            "%4g=a",
            "a=%é",
            "a=%ff",
            "a=%c0%af",
            "a=%ed%a0%80",
            "a=%e2%82",
            "a=é%ff",
            "a=%00",
            "%00",
            "a=\0",
            "\0",
        ] {
            assert_eq!(Form::parse(text).err(), Some(MalformedForm), "{text:?}");
        }
    }

    #[test]
    fn it_has_limits() {
        assert!(Form::parse(&"a".repeat(MAX_LENGTH)).is_ok());
        assert_eq!(
            Form::parse(&"a".repeat(MAX_LENGTH + 1)).err(),
            Some(MalformedForm)
        );
        assert_eq!(
            Form::parse(&"a&".repeat(MAX_FIELDS)).unwrap().count("a"),
            MAX_FIELDS
        );
        assert_eq!(
            Form::parse(&"a&".repeat(MAX_FIELDS + 1)).err(),
            Some(MalformedForm)
        );
        assert!(Form::parse(&"&".repeat(MAX_LENGTH)).is_ok());
    }

    #[test]
    fn every_field_can_be_found() {
        let form = form(&[("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!((form.first("a"), form.first("c")), (Some("1"), None));
        assert_eq!(
            (form.count("a"), form.count("b"), form.count("c")),
            (2, 1, 0)
        );
        assert_eq!(form.iter().nth(1), Some(("b", "2")));
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(format!("{:?}", form(&[("code", "abc")])), "Form(redacted)");
    }
}
