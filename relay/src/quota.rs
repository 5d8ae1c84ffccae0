//! What an API said of the quota that all people behind the relay share: nobody asks in vain until it begins anew.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::Method;
use tokio::time::Instant;

/// Until when nothing is sent. An API may have a limit of its own for what changes something.
#[derive(Debug, Default)]
pub struct Quota(Mutex<Spent>);

#[derive(Debug, Default)]
struct Spent {
    all: Option<Instant>,
    changes: Option<Instant>,
}

impl Quota {
    /// The API had no more for a call of this method, for so long.
    pub fn spent(&self, method: &Method, pause: Duration) {
        let until = Some(Instant::now() + pause);
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A pause is never cut short by another one.
        if method.is_safe() {
            spent.all = spent.all.max(until);
        } else {
            spent.changes = spent.changes.max(until);
        }
    }

    /// How many seconds a call of this method has to wait, if it has to.
    pub fn wait(&self, method: &Method) -> Option<u64> {
        let spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = spent.changes.filter(|_| !method.is_safe());
        let left = spent
            .all
            .max(changes)?
            .checked_duration_since(Instant::now())?;
        (!left.is_zero()).then(|| left.as_secs().saturating_add(1))
    }
}
