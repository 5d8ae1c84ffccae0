//! Discovery and keys. The documents are untrue in two points: ID tokens are ES256 and not RS256, and `none` is left out of the
//! client authentication methods though it works.

use serde_json::{Value, json};

use crate::{http::Response, signing::Algorithm};

use super::{Portal, scopes};

impl Portal<'_> {
    pub(super) fn jwks(&mut self) -> Response {
        self.state.keys.current(Algorithm::Es256, self.entropy);
        Response::json(200, &json!({"keys": self.state.keys.published()}))
    }

    pub(super) fn openid_configuration(&mut self) -> Response {
        let mut document = self.metadata();
        let origin = self.request.origin();
        if let Some(members) = document.as_object_mut() {
            members.insert("subject_types_supported".to_string(), json!(["public"]));
            members.insert(
                "id_token_signing_alg_values_supported".to_string(),
                json!(["RS256"]),
            );
            members.insert(
                "userinfo_endpoint".to_string(),
                json!(format!("{origin}/oauth2/userinfo")),
            );
            // Advertised, and not routed.
            members.insert(
                "end_session_endpoint".to_string(),
                json!(format!("{origin}/connect/logout")),
            );
        }
        Response::json(200, &document)
    }

    pub(super) fn authorization_server_metadata(&mut self) -> Response {
        Response::json(200, &self.metadata())
    }

    fn metadata(&self) -> Value {
        let origin = self.request.origin();
        json!({
            "issuer": origin,
            "authorization_endpoint": format!("{origin}/oauth2/authorize"),
            "token_endpoint": format!("{origin}/oauth2/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "jwks_uri": format!("{origin}/oauth2/jwks"),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token", "personal_access_token"],
            "revocation_endpoint": format!("{origin}/oauth2/revoke"),
            "revocation_endpoint_auth_methods_supported": ["client_secret_post"],
            "introspection_endpoint": format!("{origin}/oauth2/introspect"),
            "introspection_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "tls_client_certificate_bound_access_tokens": true,
            "dpop_signing_alg_values_supported": ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            "scopes_supported": scopes::ALL,
        })
    }
}
