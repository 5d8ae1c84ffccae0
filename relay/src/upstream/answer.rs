//! An upstream's answer, read whole.

use std::time::SystemTime;

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, DATE, HeaderName, LOCATION, RETRY_AFTER};
use docgate::core::http;

use super::{Failure, failure};
use crate::limits::told_delay;

/// An answer with its body.
#[derive(Debug)]
pub struct Received {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, at most as long as the cap.
    pub body: Vec<u8>,
}

/// Reads the body, up to `cap` bytes.
pub(super) async fn read(mut answer: reqwest::Response, cap: usize) -> Result<Received, Failure> {
    if answer
        .content_length()
        .is_some_and(|length| length > cap as u64)
    {
        return Err(Failure::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| failure(&error))? {
        if body.len() + chunk.len() > cap {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Received {
        status: answer.status().as_u16(),
        headers: std::mem::take(answer.headers_mut()),
        body,
    })
}

impl Received {
    /// A header's text, where it is visible ASCII.
    #[must_use]
    pub fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where a redirect leads.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.header(LOCATION)
    }

    /// Whether it is a redirect.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// The same as a value that the core judges.
    #[must_use]
    pub fn into_response(self) -> http::Response {
        let text = |name| self.header(name).map(str::to_owned);
        let limited = self.status == 429;
        let delay = limited.then(|| told_delay(&self.headers, SystemTime::now()));
        http::Response {
            status: self.status,
            content_type: text(CONTENT_TYPE),
            retry_after: delay
                .flatten()
                .map(|it| it.to_string())
                .or(text(RETRY_AFTER)),
            date: text(DATE),
            body: self.body,
        }
    }
}
