#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice))]

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod browser;
