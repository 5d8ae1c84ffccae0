//! The identity server's limit: 10 POSTs a minute and address, to all its endpoints together, with an odd 429.

use crate::http::Response;

use super::Portal;

/// The minute of each address: when it began, how many POSTs it has seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Windows(Vec<(String, u64, u32)>);

impl Windows {
    /// Counts a request. How many there were in this minute, and the seconds until the next one.
    fn count(&mut self, address: &str, now: u64) -> (u32, u64) {
        self.0
            .retain(|(_, began, _)| now.saturating_sub(*began) < 60);
        match self.0.iter_mut().find(|(known, ..)| known == address) {
            Some((_, began, count)) => {
                *count += 1;
                (*count, 60 - now.saturating_sub(*began))
            }
            None => {
                self.0.push((address.to_string(), now, 1));
                (1, 60)
            }
        }
    }
}

impl Portal<'_> {
    /// Lets a POST through, or answers 429: JSON by its type, with an empty body, without `Retry-After`.
    pub(super) fn limited(&mut self, genuine: impl FnOnce(&mut Self) -> Response) -> Response {
        if !self.switches.rate_limit {
            return genuine(self);
        }
        let allowed = self.switches.rate_limit_posts;
        let (count, seconds) = self
            .state
            .windows
            .count(&self.request.client_address, self.now);
        if count > allowed {
            let nanoseconds = seconds.saturating_mul(1_000_000_000);
            return Response::empty(429)
                .with("Content-Type", "application/json")
                .with("X-Ratelimit-Remaining", "0")
                .with("X-Ratelimit-Reset", &nanoseconds.to_string());
        }
        genuine(self)
            .with("X-Ratelimit-Remaining", &(allowed - count).to_string())
            .with("X-Ratelimit-Reset", &seconds.to_string())
    }
}
