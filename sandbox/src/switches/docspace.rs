//! The switches of DocSpace: of the self-hosted portal, and of the cloud beside it.

use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    mutation::{CallbackMutation, JwtMutation},
};

use super::{DocSpaceVersion, Region};

/// The switches of DocSpace, self-hosted and cloud. The defaults are DocSpace 3.7.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocSpaceSwitches {
    /// The version that it plays.
    pub version: DocSpaceVersion,
    /// Cloud: where the person who signs in has portals. Two: a page asks which.
    pub portals: Vec<Region>,
    /// Sign this user in without showing the page. The redirects of the login hop still happen.
    pub auto_login: Option<String>,
    /// Answer Allow without showing the consent page.
    pub auto_consent: bool,
    /// Answer Deny without showing the consent page.
    pub deny_consent: bool,
    /// Allow, by page or by `auto_consent`, gives only these scopes.
    pub partial_consent: Option<Vec<String>>,
    /// Seconds that an access token lives; the answer says one less.
    pub access_token_lifetime: u64,
    /// Seconds that an authorization code lives.
    pub code_lifetime: u64,
    /// Seconds that a refresh token lives (confidential clients only), if not as the version has it.
    pub refresh_token_lifetime: Option<u64>,
    /// Seconds that an ID token lives.
    pub id_token_lifetime: u64,
    /// Seconds that the login hop's signature lives.
    pub signature_lifetime: u64,
    /// A signature serves one authorization request, then counts as expired: every later login makes the hop's restart.
    pub signature_expired: bool,
    /// 10 POSTs a minute and address to token, introspection, revocation and consent together, then the odd 429.
    pub rate_limit: bool,
    /// How many POSTs a minute the rate limit allows.
    pub rate_limit_posts: u32,
    /// `false`: no CORS at `/oauth2/*` and discovery, whatever the version.
    pub cors: bool,
    /// What tokens say in `aud` instead of the portal's address.
    pub audience: Option<String>,
    /// What tokens say in `iss` instead of the portal's address and `/oauth2`.
    pub issuer: Option<String>,
    /// The identity server runs; `false`: capabilities say so, `/oauth2/*` is 502, no token is good.
    pub identity_server: bool,
    /// Changes the parameters that come back to the app.
    pub callback: Option<CallbackMutation>,
    /// Changes access tokens.
    pub access_token: Option<JwtMutation>,
    /// Changes ID tokens.
    pub id_token: Option<JwtMutation>,
    /// Fault at the authorization endpoint (GET).
    pub authorize_fault: Option<Fault>,
    /// Fault at the token endpoint.
    pub token_fault: Option<Fault>,
    /// Fault at the key set.
    pub jwks_fault: Option<Fault>,
    /// Fault at the discovery documents.
    pub metadata_fault: Option<Fault>,
    /// Fault at userinfo.
    pub userinfo_fault: Option<Fault>,
    /// Fault at introspection.
    pub introspection_fault: Option<Fault>,
    /// Fault at revocation.
    pub revocation_fault: Option<Fault>,
    /// Fault at `/api/2.0/capabilities`.
    pub capabilities_fault: Option<Fault>,
    /// Fault at the rest of the REST API.
    pub api_fault: Option<Fault>,
}

impl Default for DocSpaceSwitches {
    fn default() -> Self {
        Self {
            version: DocSpaceVersion::V3_7,
            portals: vec![Region::Eu],
            auto_login: None,
            auto_consent: false,
            deny_consent: false,
            partial_consent: None,
            access_token_lifetime: 60 * 60,
            code_lifetime: 60,
            refresh_token_lifetime: None,
            id_token_lifetime: 30 * 60,
            signature_lifetime: 5 * 60,
            signature_expired: false,
            rate_limit: false,
            rate_limit_posts: 10,
            cors: true,
            audience: None,
            issuer: None,
            identity_server: true,
            callback: None,
            access_token: None,
            id_token: None,
            authorize_fault: None,
            token_fault: None,
            jwks_fault: None,
            metadata_fault: None,
            userinfo_fault: None,
            introspection_fault: None,
            revocation_fault: None,
            capabilities_fault: None,
            api_fault: None,
        }
    }
}
