//! APIs through the relay: which calls go on, with which token, and what of an answer comes back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod allow;
mod answers;
mod asking;

mod bodies;
mod forged;
mod guard;
mod headers;
mod introspected;
mod keys;
mod lists;
mod log;
mod machine;
mod machine_answers;
mod paths;
mod quotas;
mod routes;
mod rsa_key;
mod scene;
mod spellings;
mod tokens;
mod upstream;

#[path = "../support/paper.rs"]
mod paper;
#[path = "../../../tests/support/rows.rs"]
mod rows;
