//! One call of an API, and its answer.

use std::fmt;

use super::options::{list, set};
use crate::core::error::{Code, Error};
use crate::core::json::Object;

/// A call of the provider's API.
#[derive(Clone)]
pub struct Request {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) options: Object,
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.method)
    }
}

impl Request {
    /// `url`: a path below the API base, or an absolute address of an allowed origin.
    #[must_use]
    pub fn new(method: &str, url: &str) -> Request {
        Request {
            method: String::from(method),
            url: String::from(url),
            headers: Vec::new(),
            body: None,
            options: Object::new(),
        }
    }

    /// A `GET`.
    #[must_use]
    pub fn get(url: &str) -> Request {
        Request::new("GET", url)
    }

    /// A `POST` with this body.
    #[must_use]
    pub fn post(url: &str, body: impl Into<Vec<u8>>) -> Request {
        Request::new("POST", url).body(body)
    }

    /// Adds a header. `authorization` is docgate's own.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Request {
        self.headers.push((String::from(name), String::from(value)));
        self
    }

    /// What is sent; say of which type by the header `content-type`.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Request {
        self.body = Some(body.into());
        self
    }

    /// Which of the provider's APIs the path belongs to, where it has several.
    #[must_use]
    pub fn api(mut self, name: &str) -> Request {
        set(&mut self.options, "api", name);
        self
    }

    /// Which access token is sent: as [`TokenOptions::scopes`](super::TokenOptions::scopes).
    #[must_use]
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Request {
        set(&mut self.options, "scopes", list(scopes));
        self
    }

    /// Which access token is sent: as [`TokenOptions::resource`](super::TokenOptions::resource).
    #[must_use]
    pub fn resource(mut self, uri: &str) -> Request {
        set(&mut self.options, "resource", uri);
        self
    }

    /// What the browser would refuse, so that its refusal is never taken for a failure of the network.
    pub(super) fn check(&self) -> Result<(), Error> {
        let token = |text: &str| {
            let mark = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
            let bytes = text.bytes();
            !text.is_empty() && { bytes }.all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
        };
        let value = |text: &str| text.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'));
        let is = |names: [&str; 3]| {
            names
                .iter()
                .any(|name| self.method.eq_ignore_ascii_case(name))
        };
        let wrong = |field| Err(Error::at(Code::ConfigInvalid, field));
        if !token(&self.method) || is(["CONNECT", "TRACE", "TRACK"]) {
            return wrong("method");
        }
        if !self
            .headers
            .iter()
            .all(|(name, text)| token(name) && value(text))
        {
            return wrong("headers");
        }
        if self.body.is_some() && is(["GET", "HEAD", ""]) {
            return wrong("body");
        }
        Ok(())
    }
}

/// What an API answered, of whatever status.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The headers that the browser shows, with names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.status, formatter)
    }
}

impl Response {
    /// Whether the status is one of success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The value of a header, by its name in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text, if it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }
}
