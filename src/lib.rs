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
//! docgate: OAuth 2.0 authorization code + PKCE sign-in for single-page apps.

#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub mod api;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod core;
pub mod providers;
