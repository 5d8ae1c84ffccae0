//! The relay as a whole, against scripted providers on loopback that record what they received.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "../../../tests/support/rows.rs"]
mod rows;

mod config_mistakes;
mod enadoc;
mod entrance;
mod hostile;
mod leaks;
mod lifetimes;
mod logout;
mod redemption;
mod renewal;
mod started;
mod support;
