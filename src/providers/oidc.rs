//! Any OAuth 2.0 or OpenID Connect server that publishes metadata.
//!
//! **Registration.** A public client (`token_endpoint_auth_method: none`) of type "single-page
//! application", with the exact redirect URI; the app's origin allowed for CORS at the token
//! endpoint; PKCE with S256.
//!
//! **Differences.** None: this is [`STANDARD`] under a name.

use crate::core::provider::{Provider, STANDARD};

/// See the module.
pub const OIDC: Provider = Provider {
    id: "oidc",
    ..STANDARD
};
