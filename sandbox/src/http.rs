//! Requests and responses as plain values: what goes into and comes out of the pure core.

use serde_json::Value;

use crate::{cookies, form::Parameters};

/// The time of a request, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Now(pub u64);

/// A request as it reached the server.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// In capitals: `GET`, `POST`…
    pub method: String,
    /// `http` or `https`; part of the issuer and of every URL that a double makes up.
    pub scheme: String,
    /// The `Host` header, port included. It chooses the double.
    pub host: String,
    /// The path, still percent-encoded, without the query.
    pub path: String,
    /// The raw query, without the question mark; empty if there is none.
    pub query: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
    /// The address that the request came from; the rate limit counts by it.
    pub client_address: String,
}

impl Request {
    /// The first value of a header; the name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A cookie's raw value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        cookies::parse(self)
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The scheme and host that the request was sent to.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    /// The host without its port, in small letters.
    pub fn host_name(&self) -> String {
        let host = self.host.to_ascii_lowercase();
        if host.starts_with('[') {
            return host
                .split_inclusive(']')
                .next()
                .unwrap_or_default()
                .to_string();
        }
        host.split(':').next().unwrap_or_default().to_string()
    }

    /// Whether the host is this machine by name: nothing else is answered (DNS rebinding).
    pub(crate) fn is_local(&self) -> bool {
        let host = self.host_name();
        host == "localhost"
            || host.ends_with(".localhost")
            || host == "127.0.0.1"
            || host == "[::1]"
    }

    /// The full address of the request.
    pub fn url(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.origin(), self.path, self.query)
    }

    /// The parameters of the query.
    pub(crate) fn query_parameters(&self) -> Parameters {
        Parameters::parse(&self.query)
    }

    /// The parameters of a form-encoded body; none for any other type of body.
    pub(crate) fn form_parameters(&self) -> Parameters {
        let is_form = self.header("content-type").is_some_and(|kind| {
            kind.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if is_form {
            Parameters::parse(&String::from_utf8_lossy(&self.body))
        } else {
            Parameters::default()
        }
    }

    /// Whether a browser asks for permission with this request.
    pub fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.header("access-control-request-method").is_some()
    }
}

/// What the server does to a response besides sending it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pacing {
    /// Wait before the status line.
    pub delay_milliseconds: u64,
    /// Send the body at this rate.
    pub bytes_per_second: Option<u32>,
    /// Cut the connection after this many bytes of the body.
    pub cut_after: Option<u64>,
    /// Repeat the body for ever.
    pub endless: bool,
    /// Never answer.
    pub hang: bool,
    /// Cut the connection without an answer.
    pub close: bool,
}

/// An answer, with what the server must do to it.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The HTTP status; 0 where there is no answer.
    pub status: u16,
    /// Header names as they are sent.
    pub headers: Vec<(String, String)>,
    /// The whole body, or the part that is repeated where the pacing is endless.
    pub body: Vec<u8>,
    /// How the server sends it.
    pub pacing: Pacing,
    /// The kind of fault that made it, for the log.
    pub fault: Option<&'static str>,
    /// The double adds no CORS headers to it.
    pub(crate) without_cors: bool,
}

impl Response {
    /// An answer with an empty body and no content type.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// A preflight's answer: every origin may do what it asks for.
    pub fn preflight(request: &Request) -> Self {
        let wanted = |name: &str| request.header(name).unwrap_or_default().to_string();
        Self::empty(204)
            .with("Access-Control-Allow-Origin", "*")
            .with(
                "Access-Control-Allow-Methods",
                &wanted("access-control-request-method"),
            )
            .with(
                "Access-Control-Allow-Headers",
                &wanted("access-control-request-headers"),
            )
            .with("Access-Control-Max-Age", "600")
    }

    /// An answer with a body of the given content type.
    pub fn text(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
            ..Self::default()
        }
        .with("Content-Type", content_type)
    }

    /// A JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", body.to_string())
    }

    /// An HTML page.
    pub fn html(status: u16, body: String) -> Self {
        Self::text(status, "text/html;charset=utf-8", body)
    }

    /// A redirect with the literal target.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::empty(status).with("Location", location)
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_string(), value.to_string()));
        self
    }

    /// The first value of a header, whatever its capitals.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, if it is JSON.
    pub fn body_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
