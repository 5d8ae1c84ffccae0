//! Who is counted, and whether it sends too many requests.

use std::net::IpAddr;

use axum::http::HeaderMap;
use tokio::time::Instant;

use super::{Buckets, Busy, Proxies, Source};

/// The limit of requests by address.
#[derive(Debug)]
pub struct Door {
    buckets: Buckets,
    proxies: Proxies,
}

impl Door {
    /// So many requests a minute for each address; `proxies` may say whose they are.
    pub fn new(per_minute: u32, proxies: Proxies) -> Self {
        Self {
            buckets: Buckets::new(per_minute),
            proxies,
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// Its sender has sent too many.
    pub fn pass(&self, peer: IpAddr, headers: &HeaderMap) -> Result<(), Busy> {
        let source = Source::of(self.proxies.caller(peer, headers));
        self.buckets
            .take(source, Instant::now())
            .map_err(|retry_after| Busy { retry_after })
    }
}
