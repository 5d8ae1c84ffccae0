//! The switches of the Entra double.

use serde::{Deserialize, Serialize};

use crate::{
    entra::Cloud,
    fault::Fault,
    mutation::{CallbackMutation, JsonMutation, JwtMutation},
};

use super::challenge::Challenge;

/// How the token endpoint refuses a page whose redirect URI is not of type `spa`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpaError {
    /// JSON that the page can read.
    #[default]
    Json,
    /// The same without CORS headers: the page sees a network error.
    Network,
}

/// The switches of the Entra double. The defaults are the service as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EntraSwitches {
    /// Sign this user in without showing a page.
    pub auto_login: Option<String>,
    /// Consent without showing the page.
    pub auto_consent: bool,
    /// Decline to consent without showing the page.
    pub deny_consent: bool,
    /// Every consent needs an administrator.
    pub admin_consent_required: bool,
    /// An administrator has consented to everything for everybody.
    pub admin_consent: bool,
    /// Seconds that an access token lives.
    pub access_token_lifetime: u64,
    /// Seconds after which a token answer wants to be asked again.
    pub refresh_in: Option<u64>,
    /// Seconds that an authorization code lives.
    pub code_lifetime: u64,
    /// Seconds that the refresh tokens of a sign-in live, all of them together.
    pub refresh_token_lifetime: u64,
    /// Seconds that an ID token lives.
    pub id_token_lifetime: u64,
    /// How a page is refused that has no business at the token endpoint.
    pub spa_error: SpaError,
    /// Token answers write scopes of Microsoft Graph with the resource.
    pub graph_scope_prefix: bool,
    /// A claims request for an authentication context needs the user.
    pub claims_need_interaction: bool,
    /// `iss` in the callback, which the service does not send.
    pub callback_iss: bool,
    /// The return from a logout carries `state`.
    pub logout_state: bool,
    /// The cloud that every tenant lives in; in the others they are refused.
    pub tenant_cloud: Option<Cloud>,
    /// CORS at Graph and at the demo API.
    pub api_cors: bool,
    /// What Graph and the demo API ask of a token that is good otherwise.
    pub challenge: Option<Challenge>,
    /// Changes the metadata.
    pub metadata: Option<JsonMutation>,
    /// Changes the parameters that come back to the app.
    pub callback: Option<CallbackMutation>,
    /// Changes ID tokens.
    pub id_token: Option<JwtMutation>,
    /// Changes the ID tokens of refresh answers, in place of `id_token`.
    pub refreshed_id_token: Option<JwtMutation>,
    /// Fault at the authorization endpoint.
    pub authorize_fault: Option<Fault>,
    /// Fault at the token endpoint.
    pub token_fault: Option<Fault>,
    /// Fault at the key set.
    pub jwks_fault: Option<Fault>,
    /// Fault at the discovery documents.
    pub metadata_fault: Option<Fault>,
    /// Fault at the end-session endpoint.
    pub logout_fault: Option<Fault>,
    /// Fault at Graph and at the demo API.
    pub api_fault: Option<Fault>,
}

impl Default for EntraSwitches {
    fn default() -> Self {
        Self {
            auto_login: None,
            auto_consent: false,
            deny_consent: false,
            admin_consent_required: false,
            admin_consent: false,
            access_token_lifetime: 5149,
            refresh_in: None,
            code_lifetime: 10 * 60,
            refresh_token_lifetime: 24 * 60 * 60,
            id_token_lifetime: 65 * 60,
            spa_error: SpaError::Json,
            graph_scope_prefix: false,
            claims_need_interaction: false,
            callback_iss: false,
            logout_state: true,
            tenant_cloud: None,
            api_cors: true,
            challenge: None,
            metadata: None,
            callback: None,
            id_token: None,
            refreshed_id_token: None,
            authorize_fault: None,
            token_fault: None,
            jwks_fault: None,
            metadata_fault: None,
            logout_fault: None,
            api_fault: None,
        }
    }
}
