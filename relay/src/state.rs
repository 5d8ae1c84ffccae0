//! What every request of the relay shares.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, Entry};
use crate::upstream::Upstream;

/// The running relay. It has no memory of people: that is in their cookies.
#[derive(Debug)]
pub struct AppState {
    /// The configuration.
    pub config: Arc<Config>,
    /// What sends to others.
    pub upstream: Upstream,
}

impl AppState {
    /// The relay of a configuration.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(config: Config) -> Result<AppState, reqwest::Error> {
        let upstream = Upstream::new(&config.resolve, config.limits.upstream)?;
        Ok(AppState {
            config: Arc::new(config),
            upstream,
        })
    }

    /// The entries by name.
    #[must_use]
    pub fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.config.entries
    }
}
