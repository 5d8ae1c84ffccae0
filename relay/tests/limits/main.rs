//! What keeps the relay answering: deadlines, caps, limits, the queue; and what it tells of itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod addresses;
mod age;
mod connections;
mod fairness;
mod log;
mod operations;
mod outward;
mod process;
mod queue;
mod slow;
mod wire;

#[path = "../support/paper.rs"]
mod paper;
#[path = "../../../tests/support/rows.rs"]
mod rows;
