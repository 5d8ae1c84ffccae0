//! Who is counted, and whether it sends too many requests.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use axum::http::HeaderMap;
use tokio::time::Instant;

use super::{Buckets, Busy, Proxies, Source};

/// The limit of requests by address.
#[derive(Debug)]
pub struct Door {
    buckets: Buckets,
    proxies: Proxies,
    /// Whether it was told that a proxy may have been left out.
    warned: AtomicBool,
}

impl Door {
    /// So many requests a minute for each address; `proxies` may say whose they are.
    pub fn new(per_minute: u32, proxies: Proxies) -> Self {
        Self {
            buckets: Buckets::new(per_minute),
            proxies,
            warned: AtomicBool::new(false),
        }
    }

    /// Whom a request is counted under.
    pub fn source(&self, peer: IpAddr, headers: &HeaderMap) -> Source {
        if self.proxies.disbelieves(peer, headers) && !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "X-Forwarded-For came from an address that is not in `proxies.trusted`. If that is your proxy, all its callers count as one"
            );
        }
        Source::of(self.proxies.caller(peer, headers))
    }

    /// Counts a request.
    ///
    /// # Errors
    /// Its sender has sent too many.
    pub fn pass(&self, source: Source) -> Result<(), Busy> {
        self.buckets
            .take(source, Instant::now())
            .map_err(|retry_after| Busy { retry_after })
    }
}
