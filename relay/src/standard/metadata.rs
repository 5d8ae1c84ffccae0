//! The metadata of issuers: fetched when it is needed first, checked, kept for an hour (RFC 8414; OpenID
//! Connect Discovery 1.0).
//!
//! One request at a time, however many calls wait for it, in a task of its own. Whoever can go on with the document
//! at hand does not wait for a newer one.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderValue, Method};
use docgate::core::http::DOCUMENT_CAP;
use docgate::core::metadata::{self, Metadata};
use tokio::sync::OwnedMutexGuard;

use crate::config::{Config, Entry, Kind, Standard};
use crate::error::{Code, Refusal};
use crate::outward::Purpose;
use crate::state::AppState;
use crate::upstream::Call;

/// How long a document is believed, in seconds.
const FRESH: u64 = 60 * 60;
/// How long it does where a new one cannot be had.
const USABLE: u64 = 24 * 60 * 60;
/// After a failure, from its end, while there is a document that can be used.
const PAUSE: u64 = 30;
/// The same while there is none.
const SHORT_PAUSE: u64 = 2;

/// The documents by entry.
pub struct Documents(BTreeMap<String, Arc<Document>>);

#[derive(Default)]
struct Document {
    known: Mutex<Known>,
    request: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Known {
    document: Option<(u64, Metadata)>,
    failure: Option<(u64, Code)>,
}

impl Documents {
    /// None so far.
    #[must_use]
    pub fn new(config: &Config) -> Documents {
        let names = config.entries.keys().cloned();
        Documents(names.map(|name| (name, Arc::default())).collect())
    }

    /// The endpoints of an entry's provider.
    pub(crate) async fn of(
        &self,
        state: &Arc<AppState>,
        entry: &Entry,
        standard: &Standard,
    ) -> Result<Metadata, Refusal> {
        if let Some(derived) = metadata::derived(&standard.settings, None) {
            return Ok(derived);
        }
        let document = self.0.get(&entry.name).ok_or(Code::InternalError)?;
        document.current(state, &entry.name).await
    }
}

impl Document {
    async fn current(
        self: &Arc<Self>,
        state: &Arc<AppState>,
        entry: &str,
    ) -> Result<Metadata, Refusal> {
        let now = || state.clock.now();
        if let Some(document) = self.younger_than(FRESH, now()) {
            return Ok(document);
        }
        if let Some(old) = self.younger_than(USABLE, now()) {
            // One of them asks; nobody waits.
            if let Ok(turn) = Arc::clone(&self.request).try_lock_owned()
                && self.failure_within(PAUSE, now()).is_none()
            {
                drop(self.fetch(state, entry, turn));
            }
            return Ok(old);
        }
        let turn = Arc::clone(&self.request).lock_owned().await;
        if let Some(document) = self.younger_than(FRESH, now()) {
            return Ok(document);
        }
        if let Some(failure) = self.failure_within(SHORT_PAUSE, now()) {
            return Err(failure.into());
        }
        let answer = self.fetch(state, entry, turn).await;
        Ok(answer.unwrap_or(Err(Code::InternalError))?)
    }

    /// In a task of its own: a caller that goes away takes nothing from those who wait.
    fn fetch(
        self: &Arc<Self>,
        state: &Arc<AppState>,
        entry: &str,
        turn: OwnedMutexGuard<()>,
    ) -> tokio::task::JoinHandle<Result<Metadata, Code>> {
        let (own, state, entry) = (Arc::clone(self), Arc::clone(state), entry.to_owned());
        tokio::spawn(async move {
            let answer = fetch(&state, &entry).await.map_err(|refusal| refusal.code);
            let now = state.clock.now();
            own.with(|known| match &answer {
                Ok(document) => {
                    known.document = Some((now, document.clone()));
                    known.failure = None;
                }
                Err(code) => known.failure = Some((now, *code)),
            });
            drop(turn);
            answer
        })
    }

    fn younger_than(&self, age: u64, now: u64) -> Option<Metadata> {
        self.with(|known| {
            let (since, document) = known.document.as_ref()?;
            (now.saturating_sub(*since) < age).then(|| document.clone())
        })
    }

    fn failure_within(&self, pause: u64, now: u64) -> Option<Code> {
        self.with(|known| {
            let (since, code) = known.failure?;
            (now.saturating_sub(since) < pause).then_some(code)
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        act(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn fetch(state: &AppState, entry: &str) -> Result<Metadata, Refusal> {
    let entry = state.entries().get(entry).ok_or(Code::InternalError)?;
    let Some(Kind::Standard(standard)) = entry.sign_in.as_ref().map(|it| &it.kind) else {
        return Err(Code::InternalError.into());
    };
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
        .await??;
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
