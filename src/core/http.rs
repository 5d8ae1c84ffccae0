//! HTTP as values: what the core wants sent, and what came back.
//!
//! The core never sends anything. It hands out a [`Request`] and is resumed with a [`Response`] or
//! a [`Failure`], so that a whole protocol run can be written down as a transcript. Deadline and
//! byte cap travel with the request, because they bound the body as well as the headers. The fixed
//! fetch options (no redirects, no cache, no referrer: RFC 9700, 4.2 and 4.12) are the sender's and cannot be
//! set here; cookies go to docgate-relay alone.
//!
//! Nothing in here prints a secret: `Debug` shows a URL without its query, and neither header values
//! nor bodies.

use std::fmt;
use std::time::Duration;

use crate::core::secret::Secret;

/// How long a request may take from the first byte out to the last byte in.
pub const DEADLINE: Duration = Duration::from_secs(15);
/// How many bytes an answer may have: token, refresh, profile, revocation (RFC 6749, 5.1 sets none).
pub const CAP: usize = 256 * 1024;
/// How many bytes server metadata and key sets may have.
pub const DOCUMENT_CAP: usize = 1024 * 1024;

/// A method that the protocol needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What a request is for: the log and errors call it by this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The server's metadata (RFC 8414; OpenID Connect Discovery 1.0).
    Metadata,
    /// The server's signing keys (RFC 7517).
    Keys,
    /// The same once more: the first set did not have the key (OpenID Connect Core 1.0, 10.1.1).
    KeysAgain,
    /// The beginning of a login at docgate-relay.
    RelayLogin,
    /// The question for an authorization URL.
    AuthorizationUrl,
    /// The end of a session at docgate-relay.
    RelayLogout,
    /// The code exchange (RFC 6749, 4.1.3).
    Token,
    /// The same of a code that nobody gave out: is anybody there?
    Probe,
    /// The renewal (RFC 6749, 6).
    Refresh,
    /// The question whether a token is still good (RFC 7662).
    Introspection,
    /// The provider's record of the signed-in user.
    Profile,
    /// The revocation of a token (RFC 7009).
    Revocation,
}

impl Purpose {
    /// The name used in logs and errors.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Keys | Self::KeysAgain => "keys",
            Self::RelayLogin => "relay-login",
            Self::AuthorizationUrl => "authorization-url",
            Self::RelayLogout => "relay-logout",
            Self::Token => "token",
            Self::Probe => "probe",
            Self::Refresh => "refresh",
            Self::Introspection => "introspection",
            Self::Profile => "profile",
            Self::Revocation => "revocation",
        }
    }
}

/// Whether cookies go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// None, and none are kept: every request to a provider.
    Omit,
    /// Those of the address: docgate-relay's own.
    Include,
}

/// A request that the core wants sent. Not `Clone`: each is sent at most once by whoever holds it.
pub struct Request {
    /// What it is for.
    pub purpose: Purpose,
    /// The method.
    pub method: Method,
    /// The absolute address.
    pub url: String,
    /// Headers beyond `Accept`, with names in lower case.
    pub headers: Vec<(&'static str, Secret)>,
    /// The body; secret, because codes and verifiers travel in it.
    pub body: Option<Secret>,
    /// Whether cookies go along.
    pub credentials: Credentials,
    /// The total time allowed, body included.
    pub deadline: Duration,
    /// The most bytes that the answer's body may have.
    pub cap: usize,
    /// The `Accept` header.
    pub accept: &'static str,
}

impl Request {
    /// A `GET` that asks for JSON.
    #[must_use]
    pub fn get(purpose: Purpose, url: String) -> Self {
        Self {
            purpose,
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: None,
            credentials: Credentials::Omit,
            deadline: DEADLINE,
            cap: match purpose {
                Purpose::Metadata | Purpose::Keys | Purpose::KeysAgain => DOCUMENT_CAP,
                _ => CAP,
            },
            accept: "application/json",
        }
    }

    /// A `POST` of a body that is already `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn form(purpose: Purpose, url: String, body: Secret) -> Self {
        let mut request = Self::get(purpose, url);
        request.method = Method::Post;
        request.headers.push((
            "content-type",
            Secret::new(String::from("application/x-www-form-urlencoded")),
        ));
        request.body = Some(body);
        request
    }

    /// The same request with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: Secret) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("purpose", &self.purpose)
            .field("method", &self.method)
            .field(
                "url",
                &self.url.split(['?', '#']).next().unwrap_or_default(),
            )
            .field("headers", &self.headers.len())
            .field("body", &self.body.is_some())
            .finish_non_exhaustive()
    }
}

/// An answer, of any status. Judging it is the core's business.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`, as sent.
    pub content_type: Option<String>,
    /// `Retry-After`, as sent; often hidden from pages by CORS.
    pub retry_after: Option<String>,
    /// `Date`, as sent; often hidden from pages by CORS.
    pub date: Option<String>,
    /// The body, at most the request's `cap` bytes.
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came back: no connection, CORS, a redirect, a policy, or a patched sender that
    /// refused. Browsers do not tell these apart.
    Network,
    /// The deadline passed, in the headers or in the body.
    Timeout,
    /// The body is longer than the cap; reading stopped there.
    TooLarge,
    /// What came back is no HTTP answer, or the request could not be formed.
    Blocked,
    /// The caller no longer wants the answer.
    Cancelled,
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )]
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(String::from(text))
    }

    #[test]
    fn debug_shows_neither_query_nor_headers_nor_body() {
        let request = Request::form(
            Purpose::Token,
            String::from("https://as.example/token?q=PRIVATE1#PRIVATE2"),
            secret("code=PRIVATE3"),
        )
        .with_header("authorization", secret("Bearer PRIVATE4"));
        let text = format!("{request:?}");
        assert!(text.contains("https://as.example/token"));
        assert!(!text.contains("PRIVATE"), "{text}");
        let response = Response {
            status: 200,
            body: b"PRIVATE5".to_vec(),
            ..Response::default()
        };
        let text = format!("{response:?}");
        assert!(text.contains("200"));
        assert!(
            !text.contains("PRIVATE") && !text.contains("80, 82"),
            "{text}"
        );
    }

    #[test]
    fn documents_may_be_longer_than_token_answers() {
        let url = || String::from("https://as.example/");
        assert_eq!(Request::get(Purpose::Keys, url()).cap, 1024 * 1024);
        assert_eq!(Request::get(Purpose::Metadata, url()).cap, 1024 * 1024);
        let form = Request::form(Purpose::Token, url(), secret("a=b"));
        assert_eq!(form.cap, 256 * 1024);
        assert_eq!(form.deadline, Duration::from_secs(15));
        assert_eq!(form.method, Method::Post);
        assert_eq!(form.headers[0].0, "content-type");
        assert_eq!(
            form.headers[0].1.expose(),
            "application/x-www-form-urlencoded"
        );
    }
}
