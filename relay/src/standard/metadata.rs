//! The metadata of issuers: fetched when it is needed first, checked, kept for an hour (RFC 8414; OpenID
//! Connect Discovery 1.0).

use std::collections::BTreeMap;
use std::fmt;

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderValue, Method};
use docgate::core::http::DOCUMENT_CAP;
use docgate::core::metadata::{self, Metadata};
use tokio::sync::Mutex;

use crate::config::{Config, Entry, Standard};
use crate::error::{Code, Refusal};
use crate::outward::Purpose;
use crate::state::AppState;
use crate::upstream::{Call, Failure};

/// How long a document is believed, in seconds.
const FRESH: u64 = 60 * 60;
/// How long it does where a new one cannot be had.
const USABLE: u64 = 24 * 60 * 60;

/// The documents by entry. One of them is fetched once at a time.
pub struct Documents(BTreeMap<String, Mutex<Option<(u64, Metadata)>>>);

impl Documents {
    /// None so far.
    #[must_use]
    pub fn new(config: &Config) -> Documents {
        let names = config.entries.keys().cloned();
        Documents(names.map(|name| (name, Mutex::default())).collect())
    }

    /// The endpoints of an entry's provider.
    pub(crate) async fn of(
        &self,
        state: &AppState,
        entry: &Entry,
        standard: &Standard,
    ) -> Result<Metadata, Refusal> {
        if let Some(derived) = metadata::derived(&standard.settings) {
            return Ok(derived);
        }
        let mut kept = self
            .0
            .get(&entry.name)
            .ok_or(Code::InternalError)?
            .lock()
            .await;
        let now = state.clock.now();
        let age = |fetched: u64| now.saturating_sub(fetched);
        if let Some((fetched, document)) = &*kept
            && age(*fetched) < FRESH
        {
            return Ok(document.clone());
        }
        match fetch(state, entry, standard).await {
            Ok(document) => {
                *kept = Some((now, document.clone()));
                Ok(document)
            }
            Err(refusal) => match &*kept {
                Some((fetched, document)) if age(*fetched) < USABLE => Ok(document.clone()),
                _ => Err(refusal),
            },
        }
    }
}

async fn fetch(state: &AppState, entry: &Entry, standard: &Standard) -> Result<Metadata, Refusal> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let call = Call {
        method: Method::GET,
        url: metadata::request(&standard.settings).url,
        headers,
        body: None,
        deadline: None,
    };
    let answer = state
        .send(entry, Purpose::Metadata, call, DOCUMENT_CAP)
        .await?;
    let answer = answer.map_err(|failure| match failure {
        Failure::Unreachable => Code::UpstreamUnreachable,
        Failure::Timeout => Code::UpstreamTimeout,
        Failure::TooLarge => Code::UpstreamInvalid,
    })?;
    if answer.status != 200 {
        return Err(Code::UpstreamRefused.into());
    }
    metadata::judge(Ok(answer.into_response()), &standard.settings).map_err(|error| {
        tracing::error!(entry = entry.name, code = error.code().as_str(), "metadata");
        Code::UpstreamInvalid.into()
    })
}

impl fmt::Debug for Documents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Documents")
    }
}
