//! Many tabs of one client, simulated: the machines of `src/core/tab` in a world where messages are
//! late, tabs die, clocks jump and the provider rotates its refresh tokens. Random schedules with
//! seeds, and a model checker for two tabs (R-086 to; ).
//!
//! `DOCGATE_LONG=1` runs many more; `DOCGATE_SEED=… cargo test --test simulation replay` plays one
//! schedule again and shows its trace.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

mod checks;
mod delivery;
mod flights;
mod ledger;
mod life;
mod model;
mod normal;
mod page;
mod provider;
mod random;
mod replay;
mod rest;
#[path = "../support/rows.rs"]
mod rows;
mod rules;
mod schedule;
mod schedules;
mod step;
mod world;
