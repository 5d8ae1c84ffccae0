//! The core and the providers, asserted on the host, without a browser: what ships is what runs
//! here. Machines are driven with scripted answers; rows of the requirements that a test serves
//! are noted by [`rows::serves`].
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod error_table;
#[path = "../support/rows.rs"]
mod rows;
