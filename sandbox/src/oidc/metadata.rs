//! The discovery document (OpenID Connect Discovery 1.0, RFC 8414).

use serde_json::{Value, json};

use crate::{http::Response, signing::Algorithm};

use super::Issuer;

/// The scopes there are.
pub(super) const SCOPES: [&str; 5] = ["openid", "profile", "email", "offline_access", "api"];

impl Issuer<'_> {
    pub(super) fn metadata(&mut self) -> Response {
        let issuer = self.issuer();
        let mut document = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "userinfo_endpoint": format!("{issuer}/userinfo"),
            "revocation_endpoint": format!("{issuer}/revoke"),
            "introspection_endpoint": format!("{issuer}/introspect"),
            "introspection_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "end_session_endpoint": format!("{issuer}/end_session"),
            "frontchannel_logout_supported": true,
            "frontchannel_logout_session_supported": true,
            "scopes_supported": SCOPES,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": Algorithm::ALL,
            "userinfo_signing_alg_values_supported": Algorithm::ALL,
            "token_endpoint_auth_methods_supported": ["none", "client_secret_post", "client_secret_basic"],
            "revocation_endpoint_auth_methods_supported": ["none", "client_secret_post", "client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent", "select_account", "create"],
            "claims_parameter_supported": true,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "nonce", "at_hash", "sid",
                "name", "given_name", "family_name", "preferred_username", "email", "email_verified", "groups",
            ],
        });
        if let Some(members) = document.as_object_mut() {
            if self.switches.callback_iss {
                members.insert(
                    "authorization_response_iss_parameter_supported".to_string(),
                    Value::from(true),
                );
            }
            if let Some(mutation) = &self.switches.metadata {
                mutation.apply(
                    members,
                    &[("{issuer}", &issuer), ("{origin}", &self.request.origin())],
                );
            }
        }
        Response::json(200, &document)
    }
}
