//! The switches of the OpenID Connect double.

use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    mutation::{CallbackMutation, JsonMutation, JwtMutation},
    signing::Algorithm,
};

use super::{KeySetMutation, OidcChallenge};

/// When the OpenID Connect double gives refresh tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshTokens {
    /// When `offline_access` is granted.
    #[default]
    OfflineAccess,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What access tokens look like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessTokenFormat {
    /// Random text.
    #[default]
    Opaque,
    /// A JWT of the type `at+jwt` (RFC 9068).
    Jwt,
}

/// The `state` of the way back from a logout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoutState {
    /// The one that came.
    #[default]
    Echo,
    /// Another.
    Other,
    /// None.
    None,
}

/// A kind of token, as hints call it (RFC 7009, section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenType {
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
}

/// What userinfo answers with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserinfoFormat {
    /// `application/json`.
    #[default]
    Json,
    /// `application/jwt`, signed (OpenID Connect Core, section 5.3.2).
    Jwt,
    /// The JSON as `text/plain`, which is wrong.
    Text,
}

/// The switches of the OpenID Connect double. The defaults are a server without faults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OidcSwitches {
    /// Sign this user in without showing the page.
    pub auto_login: Option<String>,
    /// Answer every authorization request with this error code.
    pub authorize_error: Option<String>,
    /// Seconds that an access token lives.
    pub access_token_lifetime: u64,
    /// Seconds that an authorization code lives.
    pub code_lifetime: u64,
    /// Seconds that a refresh token lives, from each rotation on.
    pub refresh_token_lifetime: u64,
    /// Seconds that an ID token lives.
    pub id_token_lifetime: u64,
    /// When there is a refresh token.
    pub refresh_tokens: RefreshTokens,
    /// A refresh gives a new refresh token; the old one used again kills the whole family.
    pub rotate: bool,
    /// Seconds that a rotated refresh token still works.
    pub rotation_grace: u64,
    /// Scopes that are granted, instead of those asked for.
    pub granted_scopes: Option<Vec<String>>,
    /// What access tokens look like.
    pub access_token_format: AccessTokenFormat,
    /// The `acr` of every login, none if empty; left out, the first one that was asked for.
    pub acr: Option<String>,
    /// The resources there are; left out, any.
    pub resources: Option<Vec<String>>,
    /// The API wants tokens for this resource.
    pub api_resource: Option<String>,
    /// The API wants more than a good token.
    pub challenge: Option<OidcChallenge>,
    /// What userinfo answers with.
    pub userinfo_format: UserinfoFormat,
    /// Logout asks first.
    pub logout_confirm: bool,
    /// The `state` of the way back from a logout.
    pub logout_state: LogoutState,
    /// Where the app is told of a logout that it asked for, in a hidden frame before the way back.
    pub frontchannel_logout_uri: Option<String>,
    /// Public clients may revoke tokens; else they get 401.
    pub public_revocation: bool,
    /// The kinds of tokens that can be revoked.
    pub revocable_types: Vec<TokenType>,
    /// CORS at metadata, keys, token, userinfo, revocation and the API.
    pub cors: bool,
    /// `iss` in the callback, and the promise of it in the metadata (change either with `callback` or `metadata`).
    pub callback_iss: bool,
    /// `Cross-Origin-Opener-Policy` of every answer, redirects included.
    pub coop: Option<String>,
    /// Public clients must send a code challenge.
    pub require_pkce: bool,
    /// What ID tokens are signed with.
    pub id_token_alg: Algorithm,
    /// Algorithms whose keys are published too, beside that of `id_token_alg` and those used before.
    pub published_algs: Vec<Algorithm>,
    /// So many token answers make a new key first and sign with it. Key sets fetched earlier do not hold it.
    pub rotate_before_signing: u32,
    /// The key set leaves `kid` out, and so do tokens.
    pub omit_kid: bool,
    /// So many foreign keys come before the genuine ones in the key set.
    pub decoy_keys: u32,
    /// Changes the key set.
    pub jwks: Option<KeySetMutation>,
    /// Changes the metadata.
    pub metadata: Option<JsonMutation>,
    /// Changes the parameters that come back to the app.
    pub callback: Option<CallbackMutation>,
    /// Changes token answers.
    pub token_answer: Option<JsonMutation>,
    /// Changes access tokens that are JWTs.
    pub access_token: Option<JwtMutation>,
    /// Changes introspection answers.
    pub introspection: Option<JsonMutation>,
    /// Changes ID tokens.
    pub id_token: Option<JwtMutation>,
    /// Changes the ID tokens of refresh answers, in place of `id_token`.
    pub refreshed_id_token: Option<JwtMutation>,
    /// Changes userinfo answers.
    pub userinfo: Option<JsonMutation>,
    /// Fault at the authorization endpoint.
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
    /// Fault at the end of sessions.
    pub end_session_fault: Option<Fault>,
    /// Fault at `/api/…`.
    pub api_fault: Option<Fault>,
}

impl Default for OidcSwitches {
    fn default() -> Self {
        Self {
            auto_login: None,
            authorize_error: None,
            access_token_lifetime: 60 * 60,
            code_lifetime: 60,
            refresh_token_lifetime: 14 * 24 * 60 * 60,
            id_token_lifetime: 60 * 60,
            refresh_tokens: RefreshTokens::OfflineAccess,
            rotate: true,
            rotation_grace: 0,
            granted_scopes: None,
            access_token_format: AccessTokenFormat::Opaque,
            acr: None,
            resources: None,
            api_resource: None,
            challenge: None,
            userinfo_format: UserinfoFormat::Json,
            logout_confirm: false,
            logout_state: LogoutState::Echo,
            frontchannel_logout_uri: None,
            public_revocation: true,
            revocable_types: vec![TokenType::AccessToken, TokenType::RefreshToken],
            cors: true,
            callback_iss: true,
            coop: None,
            require_pkce: true,
            id_token_alg: Algorithm::Es256,
            published_algs: Vec::new(),
            rotate_before_signing: 0,
            omit_kid: false,
            decoy_keys: 0,
            jwks: None,
            metadata: None,
            callback: None,
            token_answer: None,
            access_token: None,
            introspection: None,
            id_token: None,
            refreshed_id_token: None,
            userinfo: None,
            authorize_fault: None,
            token_fault: None,
            jwks_fault: None,
            metadata_fault: None,
            userinfo_fault: None,
            introspection_fault: None,
            revocation_fault: None,
            end_session_fault: None,
            api_fault: None,
        }
    }
}
