//! Transcripts through the pure `handle`, no network: what is asked, and exactly what comes back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod browser;
mod business_central;
mod signatures;

mod confidential;
mod control;
mod docplanner_api;
mod docplanner_token;
mod docspace_api;
mod docspace_authorize;
mod docspace_cloud;
mod docspace_consent;
mod docspace_headers;
mod docspace_introspection;
mod docspace_life;
mod docspace_login_hop;
mod docspace_rate_limit;
mod docspace_routes;
mod docspace_token;
mod docspace_token_content;
mod docspace_versions;
mod enadoc_api;
mod enadoc_app;
mod enadoc_errors;
mod enadoc_login;
mod enadoc_token;
mod entra_accounts;
mod entra_apis;
mod entra_app;
mod entra_authorize;
mod entra_challenge;
mod entra_redemption;
mod entra_token;
mod evil;
mod faults;
mod log;
mod oidc_access;
mod oidc_authentication;
mod oidc_authorize;
mod oidc_conformance;
mod oidc_introspection;
mod oidc_key_set;
mod oidc_logout;
mod oidc_metadata;
mod oidc_resource;
mod oidc_revocation;
mod oidc_signing;
mod oidc_token;
mod oidc_userinfo;
mod scenarios;
