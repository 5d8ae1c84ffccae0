//! docgate-relay: holds the client secret for pages that sign in with docgate.
//!
//! A token-mediating backend (RFC 10017, section 6.2) without a database. What a browser's login and session
//! need is in sealed cookies; the secret, and the refresh tokens in readable form, never leave the relay but
//! to their provider.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]

pub mod answer;
pub mod clock;
pub mod config;
pub mod cookies;
pub mod error;
pub mod form;
pub mod gate;
pub mod replays;
pub mod seal;
pub mod state;
pub mod upstream;

#[cfg(test)]
#[path = "../../tests/support/rows.rs"]
mod rows;
