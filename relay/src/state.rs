//! What every request of the relay shares.

use std::collections::BTreeMap;
use std::sync::Arc;

use docgate::core::http::CAP;

use crate::api::Apis;
use crate::clock::Clock;
use crate::config::{Config, Entry};
use crate::error::Refusal;
use crate::metrics::Metrics;
use crate::outward::{Outward, Purpose};
use crate::replays::{Replays, Spent};
use crate::revocations::Revocations;
use crate::standard::Documents;
use crate::upstream::{Call, Failure, Received, Upstream};

/// The running relay. It has no memory of people: that is in their cookies.
#[derive(Debug)]
pub struct AppState {
    /// The configuration.
    pub config: Arc<Config>,
    /// What sends to others.
    pub upstream: Upstream,
    /// What sends to the entries' providers, each in its turn.
    pub outward: Outward,
    /// Figures for the operator.
    pub metrics: Arc<Metrics>,
    /// The time.
    pub clock: Clock,
    /// Logins that were spent in this process.
    pub replays: Replays,
    /// Tokens that are being given back.
    pub revocations: Revocations,
    /// Metadata of issuers.
    pub documents: Documents,
    /// What is remembered of the APIs behind the entries.
    pub apis: Apis,
}

impl AppState {
    /// The relay of a configuration.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(config: Config, clock: Clock) -> Result<AppState, reqwest::Error> {
        let upstream = Upstream::new(&config.resolve, config.limits.upstream)?;
        let metrics = Arc::new(Metrics::default());
        let outward = Outward::new(
            upstream.clone(),
            config.entries.values(),
            Arc::clone(&metrics),
        );
        Ok(AppState {
            documents: Documents::new(&config),
            apis: Apis::new(&config),
            config: Arc::new(config),
            upstream,
            outward,
            metrics,
            clock,
            replays: Replays::default(),
            revocations: Revocations::default(),
        })
    }

    /// The entries by name.
    #[must_use]
    pub fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.config.entries
    }

    /// Sends what an entry has to send to its provider, and reads the answer. Every such call leaves here.
    ///
    /// # Errors
    /// Why it was not sent at all.
    pub async fn send(
        &self,
        entry: &Entry,
        purpose: Purpose,
        call: Call,
        cap: usize,
    ) -> Result<Result<Received, Failure>, Refusal> {
        self.outward.send(entry, purpose, call, cap).await
    }

    /// The same for the redemption of a login, which is spent as soon as something is sent.
    ///
    /// # Errors
    /// Why it was not sent at all.
    pub async fn send_for(
        &self,
        spent: &Spent<'_>,
        entry: &Entry,
        purpose: Purpose,
        call: Call,
    ) -> Result<Result<Received, Failure>, Refusal> {
        let outward = &self.outward;
        outward
            .send_noting(entry, purpose, call, CAP, spent.sent())
            .await
    }
}
