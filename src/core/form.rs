//! `application/x-www-form-urlencoded` (RFC 6749 appendix B; ).

use std::fmt;

/// The text is not a well-formed form, or a larger one than is ever needed.
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

    /// The form as text.
    #[must_use]
    pub fn encode(&self) -> String {
        String::new()
    }

    /// Reads a form.
    ///
    /// # Errors
    /// A wrong percent escape, bytes that are no UTF-8, NUL, a text over 64 KiB, over 256 fields.
    pub fn parse(_text: &str) -> Result<Form, MalformedForm> {
        Err(MalformedForm)
    }

    /// All fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every value of a name, in order.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
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

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Form(redacted)")
    }
}
