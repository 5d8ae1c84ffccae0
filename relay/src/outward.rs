//! What an entry sends to its provider: in its turn, counted, and once more where the provider had no time.
//!
//! A provider counts what comes from one address, and all people of a relay share the relay's. So entries whose providers are at
//! the same origin share a queue.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::http::Method;
use docgate::core::provider::STANDARD;
use tokio::time::Instant;

use crate::{
    config::{Entry, Kind},
    error::{Code, Refusal},
    limits::{Busy, Claim, Limit, Queue, Rank, retry_after},
    metrics::Metrics,
    upstream::{Call, Failure, Received, Upstream},
};

/// So often a call is sent at most. A provider that still has no time then is not asked in a circle.
const TRIES: usize = 3;

/// What a call is for: a word of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The provider's metadata or keys.
    Metadata,
    /// An authorization URL.
    Authorization,
    /// The address of an API.
    Discovery,
    /// A code for tokens.
    Code,
    /// A refresh token for tokens.
    Refresh,
    /// The machine's own token.
    Machine,
    /// A token given back.
    Revocation,
    /// A page's token looked up.
    Introspection,
    /// A page's call of an API, until its answer begins.
    Api,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Authorization => "authorization",
            Self::Discovery => "discovery",
            Self::Code => "code",
            Self::Refresh => "refresh",
            Self::Machine => "machine",
            Self::Revocation => "revocation",
            Self::Introspection => "introspection",
            Self::Api => "api",
        }
    }

    fn rank(self) -> Rank {
        match self {
            Self::Refresh | Self::Machine => Rank::Known,
            _ => Rank::Anybody,
        }
    }
}

/// The queues of all entries that have one.
#[derive(Debug)]
pub struct Outward {
    upstream: Upstream,
    queues: BTreeMap<String, Arc<Queue>>,
    metrics: Arc<Metrics>,
}

impl Outward {
    /// Entries of one provider share its queue, and the strictest of their limits.
    pub fn new<'a>(
        upstream: Upstream,
        entries: impl IntoIterator<Item = &'a Entry>,
        metrics: Arc<Metrics>,
    ) -> Self {
        let limited: Vec<(&str, String, Limit)> = entries
            .into_iter()
            .filter_map(|entry| {
                let queue = entry.queue?;
                let limit = Limit {
                    per_minute: Some(queue.per_minute),
                    wait: queue.wait,
                };
                Some((entry.name.as_str(), origin(entry)?, limit))
            })
            .collect();
        let mut strictest: BTreeMap<&str, Limit> = BTreeMap::new();
        for (_, origin, limit) in &limited {
            let known = strictest.entry(origin).or_insert(*limit);
            known.per_minute = known.per_minute.min(limit.per_minute);
            known.wait = known.wait.min(limit.wait);
        }
        let shared: BTreeMap<&str, Arc<Queue>> = strictest
            .into_iter()
            .map(|(origin, limit)| (origin, Queue::new(limit)))
            .collect();
        let queues: BTreeMap<String, Arc<Queue>> = limited
            .iter()
            .filter_map(|(entry, origin, _)| {
                let queue = shared.get(origin.as_str())?;
                Some(((*entry).to_string(), Arc::clone(queue)))
            })
            .collect();
        for (entry, queue) in &queues {
            metrics.watch(entry, Arc::clone(queue));
        }
        Self {
            upstream,
            queues,
            metrics,
        }
    }

    /// Sends, and reads the answer whole. A 429 is answered by waiting and sending again, since nothing was done for the first one.
    ///
    /// # Errors
    /// Outside: [`Code::TooManyRequests`] with the delay, where the wait would be too long; nothing was sent, or the upstream
    /// refused to look at it. Inside: the call failed.
    pub async fn send(
        &self,
        entry: &Entry,
        purpose: Purpose,
        call: Call,
        cap: usize,
    ) -> Result<Result<Received, Failure>, Refusal> {
        let sent = AtomicBool::new(false);
        self.send_noting(entry, purpose, call, cap, &sent).await
    }

    /// The same. `sent` becomes true when the call's turn has come, and false again where the provider did not look at it. It
    /// tells whoever was dropped meanwhile whether the call may have done something.
    ///
    /// # Errors
    /// As [`Outward::send`].
    pub async fn send_noting(
        &self,
        entry: &Entry,
        purpose: Purpose,
        call: Call,
        cap: usize,
        sent: &AtomicBool,
    ) -> Result<Result<Received, Failure>, Refusal> {
        // What is counted are POSTs; metadata is fetched once.
        let queue = self.queues.get(&entry.name);
        let Some(queue) = queue.filter(|_| call.method == Method::POST) else {
            sent.store(true, Ordering::Relaxed);
            return Ok(self.told(entry, purpose, call, cap).await);
        };
        let claim = Claim::of_this_request(purpose.rank());
        let mut turn = queue.turn(claim).await.map_err(too_many)?;
        let (mut call, mut left) = (call, TRIES);
        loop {
            left -= 1;
            let again = call.again().filter(|_| left > 0);
            sent.store(true, Ordering::Relaxed);
            let answer = self.told(entry, purpose, call, cap).await;
            let Some(pause) = pause(&answer, untold(entry)) else {
                return Ok(answer);
            };
            sent.store(false, Ordering::Relaxed);
            let Some(again) = again else {
                return Err(too_many(turn.stop(pause)));
            };
            turn = turn.denied(pause).await.map_err(too_many)?;
            call = again;
        }
    }

    /// The relay ends: whoever waits for a turn is told to come back, and only what was sent goes on.
    pub fn close(&self) {
        for queue in self.queues.values() {
            queue.close();
        }
    }

    async fn told(
        &self,
        entry: &Entry,
        purpose: Purpose,
        call: Call,
        cap: usize,
    ) -> Result<Received, Failure> {
        let began = Instant::now();
        let answer = self.upstream.send(call, cap).await;
        let status = answer.as_ref().map(|answer| answer.status);
        self.tell(&entry.name, purpose, status.map_err(|it| *it), began);
        answer
    }

    /// Counts a call that was answered with this status, or not at all, and warns of one that failed.
    pub fn tell(
        &self,
        entry: &str,
        purpose: Purpose,
        status: Result<u16, Failure>,
        began: Instant,
    ) {
        let (purpose, outcome) = (purpose.as_str(), outcome(status));
        let took = began.elapsed();
        self.metrics.call(entry, purpose, outcome, took);
        if !matches!(outcome, "ok" | "refused") {
            tracing::warn!(
                entry,
                purpose,
                outcome,
                milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                "upstream"
            );
        }
    }
}

/// How long the upstream wants to be left alone, if it does.
fn pause(answer: &Result<Received, Failure>, untold: Duration) -> Option<Duration> {
    let answer = answer.as_ref().ok()?;
    (answer.status == 429).then(|| retry_after(&answer.headers, SystemTime::now(), untold))
}

/// How long a provider is left alone that says 429 and not for how long.
fn untold(entry: &Entry) -> Duration {
    let seconds = match entry.sign_in.as_ref().map(|sign_in| &sign_in.kind) {
        Some(Kind::Standard(standard)) => standard.settings.provider.rate_wait,
        _ => STANDARD.rate_wait,
    };
    Duration::from_secs(seconds)
}

fn too_many(busy: Busy) -> Refusal {
    Refusal::wait(Code::TooManyRequests, busy.seconds())
}

/// A word of the metrics.
fn outcome(status: Result<u16, Failure>) -> &'static str {
    match status {
        // What a page has already is no redirect (RFC 9110, section 15.4.5).
        Ok(status) => match status {
            200..300 | 304 => "ok",
            300..400 => "redirect",
            429 => "limited",
            400..500 => "refused",
            _ => "failed",
        },
        Err(Failure::Unreachable) => "unreachable",
        Err(Failure::Timeout) => "timeout",
        Err(Failure::TooLarge) => "too_large",
    }
}

/// Where the entry's provider is.
fn origin(entry: &Entry) -> Option<String> {
    let url = match (&entry.sign_in, &entry.machine) {
        (Some(sign_in), _) => match &sign_in.kind {
            Kind::Standard(standard) => &standard.settings.base,
            Kind::Enadoc(enadoc) => &enadoc.identity_provider,
        },
        (None, Some(machine)) => &machine.token_endpoint,
        (None, None) => return None,
    };
    Some(url.origin().to_string())
}
