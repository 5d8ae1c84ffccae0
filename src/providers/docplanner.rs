//! Docplanner, through docgate-relay alone: its keys and its tokens must not be in a page (docs/providers/docplanner.md).
//!
//! **Registration**: the vendor gives client id and secret to whoever it has agreed with, and its staff attach the
//! facilities; both go into the relay's config. The page's people sign in at another provider, the guard.
//!
//! **What the vendor does not support**: people who sign in; the authorization code grant; refresh tokens; metadata.
//!
//! **Sources**: the vendor's guide and API description, and its own client; docs/providers/docplanner.md tells them.

#[cfg(feature = "relay")]
mod services;

#[cfg(feature = "relay")]
pub use services::{API_PATH, DOMAINS, SCOPE, TOKEN_PATH, origin};

use crate::core::provider::{Base, Provider, RelayRole, STANDARD};

/// See the module.
pub const DOCPLANNER: Provider = Provider {
    id: "docplanner",
    keys: &["relay", "guard", "audience"],
    base: Base::Address {
        key: "relay",
        path: true,
        usual: "",
    },
    relay: RelayRole::Guarded,
    scoped: false,
    default_scopes: &[],
    frames: false,
    ..STANDARD
};
