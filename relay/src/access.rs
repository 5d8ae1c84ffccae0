//! What is told of every request: one line in the log, and the metrics.
//!
//! Never the query, a body, a cookie, `Authorization`, the path below an entry's endpoint, or anything else that a caller made up:
//! an entry is named only if there is one of this name.
//!
//! Requests are counted by address here, and all of them are. The refusal is the gate's: only with the headers of CORS can a page
//! read how long to wait.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Body,
    http::{Method, Request, Response},
};
use tokio::time::Instant;

use crate::{
    error::Code,
    limits::{Door, asked_by},
    metrics::Metrics,
    serve::{Handler, Peer},
};

/// Answers by another handler, and tells of it.
///
/// A refusal is named by the [`Code`] in the answer's extensions. A request whose sender has sent too many has
/// [`Busy`](crate::limits::Busy) in its own.
#[derive(Debug, Clone)]
pub struct Access<H> {
    inner: H,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    entries: BTreeSet<String>,
    metrics: Arc<Metrics>,
    door: Door,
    numbers: AtomicU64,
}

/// The number of a request in the log of this process. In its extensions.
#[derive(Debug, Clone, Copy)]
pub struct Number(pub u64);

impl<H: Handler> Access<H> {
    /// `entries` are the names that there are.
    pub fn new(
        inner: H,
        entries: impl IntoIterator<Item = String>,
        metrics: Arc<Metrics>,
        door: Door,
    ) -> Self {
        let shared = Shared {
            entries: entries.into_iter().collect(),
            metrics,
            door,
            numbers: AtomicU64::new(0),
        };
        Self {
            inner,
            shared: Arc::new(shared),
        }
    }
}

impl<H: Handler> Handler for Access<H> {
    async fn answer(&self, mut request: Request<Body>) -> Response<Body> {
        let number = self.shared.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        let mut line = Line::new(&self.shared, number, &request);
        request.extensions_mut().insert(Number(number));
        let peer = request.extensions().get::<Peer>().copied();
        let door = &self.shared.door;
        let source = peer.map(|Peer(peer)| door.source(peer, request.headers()));
        if let Some(Err(busy)) = source.map(|source| door.pass(source)) {
            request.extensions_mut().insert(busy);
        }
        let answer = self.inner.answer(request);
        let answer = match source {
            Some(source) => asked_by(source, answer).await,
            None => answer.await,
        };
        line.told = Some((
            answer.status().as_u16(),
            answer.extensions().get::<Code>().copied(),
        ));
        answer
    }
}

/// What is told of a request once it is over. Dropped without an answer: the caller went away.
struct Line<'a> {
    shared: &'a Shared,
    number: u64,
    entry: String,
    endpoint: &'static str,
    method: &'static str,
    began: Instant,
    told: Option<(u16, Option<Code>)>,
}

impl<'a> Line<'a> {
    fn new(shared: &'a Shared, number: u64, request: &Request<Body>) -> Self {
        let (entry, endpoint) = place(request.uri().path());
        let known = shared.entries.contains(entry);
        Self {
            shared,
            number,
            entry: if known {
                entry.to_string()
            } else {
                String::new()
            },
            endpoint: if known { endpoint } else { "unknown" },
            method: method(request.method()),
            began: Instant::now(),
            told: None,
        }
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let took = self.began.elapsed();
        // As nginx has it: no answer, since nobody waits for it any more.
        let (status, code) = self.told.unwrap_or((499, None));
        let metrics = &self.shared.metrics;
        metrics.request(&self.entry, self.endpoint, status, took);
        if let Some(code) = code {
            metrics.refused(code.as_str());
        }
        tracing::info!(
            request = self.number,
            entry = self.entry,
            endpoint = self.endpoint,
            method = self.method,
            status,
            error = code.map(Code::as_str),
            milliseconds = milliseconds(took),
            "request"
        );
    }
}

/// The entry and the endpoint that a path names, whether or not there are such.
fn place(path: &str) -> (&str, &'static str) {
    let mut segments = path.strip_prefix("/v1/").unwrap_or_default().splitn(3, '/');
    let entry = segments.next().unwrap_or_default();
    let endpoint = match (segments.next(), segments.next()) {
        (Some("login"), None) => "login",
        (Some("token"), None) => "token",
        (Some("logout"), None) => "logout",
        (Some("api"), Some(_)) => "api",
        _ => "unknown",
    };
    (entry, endpoint)
}

/// Methods are words that a caller may make up.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_there_is_has_a_name() {
        assert_eq!(place("/v1/files/token"), ("files", "token"));
        assert_eq!(place("/v1/files/api/a/b"), ("files", "api"));
        assert_eq!(place("/v1/files/token/x"), ("files", "unknown"));
        assert_eq!(place("/v1/files/secret-code"), ("files", "unknown"));
        assert_eq!(place("/v1/files/api"), ("files", "unknown"));
        assert_eq!(place("/v2/files/token"), ("", "unknown"));
        assert_eq!(place("*"), ("", "unknown"));
    }
}
