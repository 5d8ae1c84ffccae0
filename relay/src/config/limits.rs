//! Limits of what comes in, and of what goes to one upstream.

use std::time::Duration;

/// Limits of what comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a body of login, token and logout.
    pub body_bytes: usize,
    /// The most bytes of a body for an API.
    pub api_body_bytes: usize,
    /// How long the headers may take.
    pub header: Duration,
    /// How long the body may take.
    pub body: Duration,
    /// How long an upstream may take, its body included.
    pub upstream: Duration,
    /// How many connections may be open.
    pub connections: usize,
    /// How many requests one address may send in a minute.
    pub requests_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes: 16 * 1024,
            api_body_bytes: 1024 * 1024,
            header: Duration::from_secs(10),
            body: Duration::from_secs(15),
            upstream: Duration::from_secs(15),
            connections: 12_000,
            requests_per_minute: 300,
        }
    }
}

/// The queue in front of an upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// How many requests of the entry may go upstream in a minute.
    pub per_minute: u32,
    /// How long a request may wait for its turn.
    pub wait: Duration,
}
