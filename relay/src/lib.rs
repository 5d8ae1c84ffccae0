//! docgate-relay: holds the client secret for pages that sign in with docgate.
//!
//! A token-mediating backend (RFC 10017, section 6.2) without a database. What a browser's login and session
//! need is in sealed cookies; the secret, and the refresh tokens in readable form, never leave the relay but
//! to their provider.
#![forbid(unsafe_code)]
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

pub mod access;
pub mod answer;
pub mod api;
pub mod behind;
pub mod clock;
pub mod command;
pub mod config;
pub mod cookies;
mod enadoc;
pub mod error;
pub mod form;
pub mod gate;
mod granted;
pub mod guard;
mod judgement;
pub mod limits;
pub mod login;
pub mod logout;
pub mod logs;
pub mod machine;
pub mod metrics;
pub mod operations;
pub mod outward;
pub mod quota;
pub mod replays;
pub mod revocations;
mod room;
pub mod router;
pub mod seal;
pub mod serve;
pub mod session;
pub mod standard;
pub mod state;
pub mod token;
pub mod upstream;

#[cfg(test)]
#[path = "../../tests/support/rows.rs"]
mod rows;
