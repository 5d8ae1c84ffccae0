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
            if !self.switches.version.trims_discovery() {
                members.insert("scopes_supported".to_string(), json!(["openid"]));
            }
        }
        Response::json(200, &document)
    }

    pub(super) fn authorization_server_metadata(&mut self) -> Response {
        Response::json(200, &self.metadata())
    }

    fn metadata(&self) -> Value {
        let origin = self.request.origin();
        let mut document = json!({
            "issuer": origin,
            "authorization_endpoint": format!("{origin}/oauth2/authorize"),
            "token_endpoint": format!("{origin}/oauth2/token"),
            "jwks_uri": format!("{origin}/oauth2/jwks"),
            "response_types_supported": ["code"],
            "revocation_endpoint": format!("{origin}/oauth2/revoke"),
            "introspection_endpoint": format!("{origin}/oauth2/introspect"),
            "code_challenge_methods_supported": ["S256"],
            "tls_client_certificate_bound_access_tokens": true,
        });
        let trimmed = self.switches.version.trims_discovery();
        let methods: &[&str] = if trimmed {
            &["client_secret_post"]
        } else {
            &UNUSED_METHODS
        };
        let grants: &[&str] = if trimmed {
            &[
                "authorization_code",
                "refresh_token",
                "personal_access_token",
            ]
        } else {
            &UNUSED_GRANTS
        };
        if let Some(members) = document.as_object_mut() {
            for endpoint in ["token", "revocation", "introspection"] {
                members.insert(
                    format!("{endpoint}_endpoint_auth_methods_supported"),
                    json!(methods),
                );
            }
            members.insert("grant_types_supported".to_string(), json!(grants));
            if trimmed {
                members.insert("scopes_supported".to_string(), json!(scopes::ALL));
                members.insert(
                    "dpop_signing_alg_values_supported".to_string(),
                    json!(PROOF_ALGORITHMS),
                );
            } else {
                members.insert(
                    "device_authorization_endpoint".to_string(),
                    json!(format!("{origin}/oauth2/device_authorization")),
                );
            }
        }
        document
    }
}

/// Before 3.6: all that the library knows, in use or not.
const UNUSED_METHODS: [&str; 6] = [
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
];
const UNUSED_GRANTS: [&str; 5] = [
    "authorization_code",
    "client_credentials",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
];
const PROOF_ALGORITHMS: [&str; 9] = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
];
