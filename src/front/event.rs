//! What an app hears of: events, and the log.

use std::fmt;
use std::rc::Weak;
use std::time::Duration;

use super::face::Face;
use super::session::Snapshot;
use crate::client::host::Entry;
use crate::core::names::Timestamp;

/// Something happened; `snapshot` says what is now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// What is now.
    pub snapshot: Snapshot,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// `ready()` has found that nobody is signed in.
    Ready,
    /// `accounts()` says something else than before.
    Accounts,
    /// Somebody signed in, here or in another tab.
    SignedIn,
    /// Nobody is signed in any more: `logout`, `other-tab`, `expired` or `idle`.
    SignedOut(&'static str),
    /// The session goes on with a new token, got here or in another tab.
    Renewed,
    /// The session will end, since nothing can renew it (`lifetime`) or nobody does anything (`idle`).
    Expiring(&'static str, Duration),
    /// The session is over, and this provider has no renewal.
    Expired,
    /// The session could be renewed, and the server refused.
    LoginRequired,
    /// The session goes on, but cannot be renewed now (`network`) or stored (`storage`).
    Degraded(&'static str),
    /// `ready()` or `complete()` failed; the snapshot has the error.
    Failed,
}

/// The reasons that are told.
const REASONS: [&str; 7] = [
    "logout",
    "other-tab",
    "expired",
    "idle",
    "lifetime",
    "network",
    "storage",
];

impl EventKind {
    pub(super) fn named(
        name: &str,
        reason: Option<&str>,
        remaining: Option<u64>,
    ) -> Option<EventKind> {
        let known = REASONS.into_iter().find(|known| Some(*known) == reason);
        let reason = known.unwrap_or_default();
        Some(match name {
            "ready" => EventKind::Ready,
            "accounts" => EventKind::Accounts,
            "signed-in" => EventKind::SignedIn,
            "signed-out" => EventKind::SignedOut(reason),
            "renewed" => EventKind::Renewed,
            "expiring" => {
                EventKind::Expiring(reason, Duration::from_millis(remaining.unwrap_or_default()))
            }
            "expired" => EventKind::Expired,
            "login-required" => EventKind::LoginRequired,
            "degraded" => EventKind::Degraded(reason),
            "failed" => EventKind::Failed,
            _ => return None,
        })
    }
}

/// Somebody listens as long as this lives.
#[must_use = "dropping it ends it"]
pub struct Subscription {
    pub(super) face: Weak<Face>,
    pub(super) number: u64,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subscription")
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(face) = self.face.upgrade() {
            face.unsubscribe(self.number);
        }
    }
}

/// One redacted entry of what docgate does. No values, only constants and addresses without a query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEntry {
    /// When.
    pub at: Timestamp,
    /// `login-started`, `navigate`, `callback`, `request`, `response`, `session`, `signed-out`, `expired`, `tab`,
    /// `warning` or `failed`.
    pub event: String,
    /// What exactly.
    pub detail: String,
    /// HTTP status, where there is one.
    pub status: Option<u16>,
    /// Error code, where there is one.
    pub code: Option<&'static str>,
    /// Names of values that were left out of `detail`.
    pub redacted: Vec<String>,
}

impl LogEntry {
    pub(super) fn of(entry: &Entry<'_>) -> LogEntry {
        LogEntry {
            at: entry.at,
            event: String::from(entry.event),
            detail: String::from(entry.detail),
            status: entry.status,
            code: entry.code,
            redacted: entry
                .redacted
                .iter()
                .map(|name| String::from(*name))
                .collect(),
        }
    }
}
