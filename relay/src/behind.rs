//! Questions that the relay has of its own for an entry's sake: keys of an issuer, what it says of a token,
//! a machine's token. They outlive the call that made them necessary, so that a page that goes away takes
//! nothing from those who wait for the same answer.

use std::sync::Arc;

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use docgate::core::http::{Request, Response};
use tokio::time::Instant;

use crate::config::Entry;
use crate::error::{Code, Refusal};
use crate::outward::Purpose;
use crate::state::AppState;
use crate::upstream::{Call, Failure};

/// The services behind one entry. Cloning it is cheap.
#[derive(Clone)]
pub struct Behind {
    state: Arc<AppState>,
    entry: String,
}

impl Behind {
    /// Behind this entry.
    #[must_use]
    pub fn new(state: &Arc<AppState>, entry: &Entry) -> Behind {
        Behind {
            state: Arc::clone(state),
            entry: entry.name.clone(),
        }
    }

    /// Asks for what `purpose` says, in the entry's turn, and reads the answer whole. A redirect is an answer, and none that is followed.
    ///
    /// # Errors
    /// There is no answer, or a longer one than the request takes.
    pub async fn ask(&self, purpose: Purpose, request: Request) -> Result<Response, Refusal> {
        let cap = request.cap;
        let entry = self.state.config.entries.get(&self.entry);
        let entry = entry.ok_or(Refusal::new(Code::EntryUnknown))?;
        let answer = self.state.send(entry, purpose, call(request)?, cap).await?;
        Ok(answer?.into_response())
    }

    /// Tells of a page's call of the entry's API, which began to be answered with this status, or was not answered.
    pub fn tell_of_api(&self, status: Result<u16, Failure>, began: Instant) {
        let outward = &self.state.outward;
        outward.tell(&self.entry, Purpose::Api, status, began);
    }
}

impl std::fmt::Debug for Behind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Behind({})", self.entry)
    }
}

fn call(request: Request) -> Result<Call, Refusal> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(request.accept));
    for (name, value) in request.headers {
        // A request to the address that the core says it is for.
        let value = HeaderValue::from_str(value.expose());
        let mut value = value.map_err(|_| Refusal::new(Code::InternalError))?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_static(name), value);
    }
    Ok(Call {
        method: Method::from_bytes(request.method.as_str().as_bytes()).unwrap_or_default(),
        url: request.url,
        headers,
        // Likewise.
        body: request
            .body
            .map(|body| reqwest::Body::from(body.expose().to_owned())),
        deadline: None,
    })
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal::new(match failure {
            Failure::Unreachable => Code::UpstreamUnreachable,
            Failure::Timeout => Code::UpstreamTimeout,
            Failure::TooLarge => Code::UpstreamInvalid,
        })
    }
}
