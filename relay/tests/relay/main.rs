//! The relay as a whole, against scripted providers on loopback that record what they received.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    unreachable_pub
)]

#[path = "../../../tests/support/rows.rs"]
mod rows;

mod config_addresses;
mod config_guard;
mod config_mistakes;
mod enadoc;
mod enadoc_addresses;
mod entrance;
mod entrance_limits;
mod hostile;
mod hostile_words;
mod leaks;
mod lifetimes;
mod logout;
mod metadata;
mod redemption;
mod renewal;
mod started;
mod support;
mod token_requests;
