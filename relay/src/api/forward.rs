//! Sends a call to the API and gives its answer back: what of it a page may see, piece by piece.

use axum::body::{Body, HttpBody as _};
use axum::http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use bytes::Bytes;
use docgate::core::secret::Secret;
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, timeout};

use super::body::{self, Bounds, Reason};
use super::headers;
use super::watch::Watch;
use crate::answer::Answer;
use crate::behind::Behind;
use crate::config::{self, Limits};
use crate::error::{Code, Refusal};
use crate::limits::told_delay;
use crate::machine::{Machine, is_html};
use crate::upstream::{Call, Failure, Upstream};

/// The most bytes of an answer.
const ANSWER_CAP: usize = 256 * 1024 * 1024;
/// How long an answer may take as a whole.
pub(crate) const LONGEST: Duration = Duration::from_secs(600);
/// A firewall's word before it lets someone through (docs/providers/docplanner.md).
const FIREWALL: &str = "x-amzn-waf-action";

/// A call that was judged.
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Content,
    pub(super) bounds: Bounds,
}

/// The body of a call.
pub(super) enum Content {
    /// There is none.
    None,
    /// A small one of known length, which can be sent twice.
    Whole(Bytes),
    /// Another one, with its length where that is known.
    Stream(Body, Option<u64>),
}

/// Who sends, and within which limits.
pub(super) struct Sender<'a> {
    pub(super) behind: &'a Behind,
    pub(super) upstream: &'a Upstream,
    pub(super) limits: &'a Limits,
}

impl Sender<'_> {
    /// The body of a call: a small one at once, so that a slow page keeps nobody's upstream waiting.
    pub(super) async fn take(
        &self,
        body: Body,
        length: Option<u64>,
        bounds: Bounds,
    ) -> Result<Content, Refusal> {
        if body.is_end_stream() || length == Some(0) {
            return Ok(Content::None);
        }
        match length {
            Some(small) if small <= self.limits.body_bytes as u64 => {
                Ok(Content::Whole(body::whole(body, bounds).await?))
            }
            length => Ok(Content::Stream(body, length)),
        }
    }

    /// Sends a call with the page's own token. What the API says of the token is the page's to hear.
    pub(super) async fn with_pages_token(
        &self,
        asked: Asked,
        token: Secret,
    ) -> Result<Answer, Refusal> {
        // The base was checked: this is the API that the page's token is for.
        let header = Secret::new(["Bearer ", token.expose()].concat());
        let head = asked.method == Method::HEAD;
        let answer = self.open(asked, &header).await?;
        self.back(answer, head, None)
    }

    /// Sends a call with the relay's token. A refused one is dropped; what may be sent twice then is, once.
    pub(super) async fn with_machine(
        &self,
        asked: Asked,
        client: &config::Machine,
        machine: &Arc<Machine>,
    ) -> Result<Answer, Refusal> {
        let mut again = asked.again();
        let mut asked = asked;
        loop {
            if let Some(seconds) = machine.quota.wait(&asked.method) {
                return Err(Refusal::wait(Code::TooManyRequests, seconds));
            }
            let token = machine.token(client, self.behind).await?;
            let (method, head) = (asked.method.clone(), asked.method == Method::HEAD);
            let answer = self.open(asked, &token.header()).await?;
            if answer.status() != StatusCode::UNAUTHORIZED {
                machine.accepted(&token);
                let delay = (answer.status() == StatusCode::TOO_MANY_REQUESTS)
                    .then(|| told_delay(answer.headers(), SystemTime::now()))
                    .flatten();
                let mut back = self.machines(
                    answer,
                    head,
                    Watch::new(token.text(), &client.client_secret),
                )?;
                // What the API says by a date of its own, a page reads in seconds.
                if let Some(seconds) = delay {
                    machine.quota.spent(&method, Duration::from_secs(seconds));
                    let headers = back.headers_mut();
                    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
                }
                return Ok(back);
            }
            let worth_it = machine.refused(&token);
            let again = again.take().filter(|_| worth_it);
            // A 401 would have the page renew its own token, and send the call again.
            asked = again.ok_or(Refusal::new(Code::UpstreamRefused))?;
        }
    }

    /// An answer to a call with the relay's token: pages of a firewall are none.
    fn machines(
        &self,
        answer: reqwest::Response,
        head: bool,
        watch: Watch,
    ) -> Result<Answer, Refusal> {
        let headers = answer.headers();
        let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        if is_html(kind) || headers.contains_key(FIREWALL) {
            return Err(Refusal::new(Code::UpstreamRefused));
        }
        // Nobody asked for an encoding, and in an encoded body nothing could be found.
        if headers.contains_key(CONTENT_ENCODING) {
            return Err(Refusal::new(Code::UpstreamInvalid));
        }
        self.back(answer, head, Some(watch))
    }

    async fn open(
        &self,
        asked: Asked,
        authorization: &Secret,
    ) -> Result<reqwest::Response, Refusal> {
        let mut headers = asked.headers;
        // The caller says beside it why the token may go there.
        let mut value = HeaderValue::from_str(authorization.expose())
            .map_err(|_| Refusal::new(Code::TokenInvalid))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
        let reason = Reason::default();
        let body = match asked.body {
            Content::None => None,
            Content::Whole(bytes) => Some(reqwest::Body::from(bytes)),
            Content::Stream(body, length) => {
                if let Some(length) = length {
                    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
                }
                let pieces = body::asked(body, asked.bounds, reason.clone());
                Some(reqwest::Body::wrap_stream(pieces.boxed()))
            }
        };
        let wait = self.limits.upstream
            + if body.is_some() {
                self.limits.body
            } else {
                Duration::ZERO
            };
        let call = Call {
            method: asked.method,
            url: asked.url,
            headers,
            body,
            deadline: Some(LONGEST),
        };
        let began = Instant::now();
        let answer = timeout(wait, self.upstream.open(call)).await;
        let answer = answer.unwrap_or(Err(Failure::Timeout));
        // What the page broke off itself says nothing of the API.
        if answer.is_err()
            && let Some(refusal) = reason.refusal()
        {
            return Err(refusal);
        }
        let status = answer.as_ref().map(|answer| answer.status().as_u16());
        self.behind.tell_of_api(status.map_err(|it| *it), began);
        answer.map_err(Refusal::from)
    }

    /// What a page sees of an answer. A redirect is none: nobody follows it, and nobody hears where it leads.
    fn back(
        &self,
        answer: reqwest::Response,
        head: bool,
        watch: Option<Watch>,
    ) -> Result<Answer, Refusal> {
        let status = answer.status();
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            return Err(Refusal::new(Code::UpstreamRefused));
        }
        let too_long = answer
            .content_length()
            .is_some_and(|it| it > ANSWER_CAP as u64);
        if status.is_informational() || (too_long && !head) {
            return Err(Refusal::new(Code::UpstreamInvalid));
        }
        let kept = headers::back(answer.headers(), watch.is_none());
        let shows =
            |value: &HeaderValue| watch.as_ref().is_some_and(|it| it.is_in(value.as_bytes()));
        if kept.values().any(shows) {
            return Err(Refusal::new(Code::UpstreamInvalid));
        }
        let pieces = body::answered(answer, ANSWER_CAP, self.limits.upstream, watch);
        let mut back = Response::new(Body::from_stream(pieces));
        *back.status_mut() = status;
        *back.headers_mut() = kept;
        Ok(back)
    }
}

impl Asked {
    /// The same call once more, if it may be sent twice: by its method (RFC 9110, section 9.2.2), and its
    /// body is at hand.
    fn again(&self) -> Option<Asked> {
        let twice = [
            Method::GET,
            Method::HEAD,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
        ];
        let body = match &self.body {
            Content::None => Content::None,
            Content::Whole(bytes) => Content::Whole(bytes.clone()),
            Content::Stream(..) => return None,
        };
        twice.contains(&self.method).then(|| Asked {
            method: self.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body,
            bounds: self.bounds,
        })
    }
}
