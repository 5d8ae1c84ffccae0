#![doc = include_str!("../README.md")]
//! # The crate
//!
//! `core` and [`providers`] are pure. A login is a machine that asks its host for one step after the
//! other, so it runs anywhere: in the browser, in a test, in a simulation.
//!
//! ```
//! use std::rc::Rc;
//!
//! use docgate::core::authorize::Wishes;
//! use docgate::core::config::{self, Page};
//! use docgate::core::login::Start;
//! use docgate::core::names::{Entropy, Timestamp};
//! use docgate::core::steps::{Answer, Step};
//! use docgate::providers;
//!
//! let text = r#"{
//!     "provider": { "id": "docspace", "portal": "https://docs.example.com" },
//!     "clientId": "app", "redirectUri": "/callback", "scopes": ["files:read"]
//! }"#;
//! let page = Page { origin: Some("https://app.example.com".to_owned()), secure: true };
//! let settings = Rc::new(config::read(text, providers::ALL, &page).unwrap().settings);
//!
//! // Time and randomness are arguments. In a browser they are fresh.
//! let (entropy, now) = (Entropy([7; 96]), Timestamp(1_800_000_000_000));
//! let turn = Start::begin(settings, Wishes::default(), entropy, now).unwrap();
//!
//! // First the pending login is to be stored, then the page is to be left.
//! let Step::Remember(login) = turn.step else { panic!() };
//! let turn = turn.next.unwrap().resume(Answer::Remembered(Ok(())), now).unwrap();
//! let Step::Navigate(url) = turn.step else { panic!() };
//! assert!(url.starts_with("https://docs.example.com/oauth2/authorize?response_type=code&"));
//! assert!(url.contains(&login.state) && url.ends_with("&scope=files%3Aread"));
//! ```
//!
//! `front` is what a Rust front end uses, and the root has it too: `docgate::Auth`. `browser` has the effects and the
//! loop that runs the machines. Both exist on wasm32 alone. `api`, behind the feature `js`, is what the npm package
//! exports. `docspace`, `oidc` and so on are the providers' features.
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

#[cfg(all(target_arch = "wasm32", feature = "relay"))]
compile_error!(
    "The feature `relay` holds client secrets. A client secret must never be in a page."
);

#[cfg(all(target_arch = "wasm32", any(feature = "front", not(feature = "js"))))]
#[doc(inline)]
pub use front::*;

#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub mod api;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
mod client;
pub mod core;
#[cfg(all(target_arch = "wasm32", any(feature = "front", not(feature = "js"))))]
pub mod front;
pub mod providers;

/// The guide for Rust front ends: its examples are compiled with those of the documentation.
#[cfg(all(doctest, target_arch = "wasm32"))]
#[doc = include_str!("../docs/rust.md")]
mod guide {}

/// Where this build has one provider, the core reads its data as constants.
const ONLY_PROVIDER: Option<&core::provider::Provider> = match providers::ALL {
    [only] => Some(only),
    _ => None,
};

/// Two kilobytes smaller than the standard one, and as fast (docs/decisions/0001 and 0006). Only in
/// the npm package's build: a Rust front end chooses its own.
#[cfg(all(target_arch = "wasm32", feature = "js"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
