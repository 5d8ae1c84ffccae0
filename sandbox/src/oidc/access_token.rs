//! Access tokens: opaque, or JWTs (RFC 9068).

use serde_json::{Value, json};

use crate::{
    entropy::{token, uuid},
    switches::AccessTokenFormat,
};

use super::{Issuer, state::Grant};

impl Issuer<'_> {
    pub(super) fn access_token(
        &mut self,
        grant: &Grant,
        scopes: &[String],
        resources: &[String],
    ) -> String {
        if self.switches.access_token_format == AccessTokenFormat::Opaque {
            return token(self.entropy, 32);
        }
        let audience = match resources {
            [] => json!(format!("{}/api", self.issuer())),
            [one] => json!(one),
            several => json!(several),
        };
        let claims = json!({
            "iss": self.issuer(),
            "aud": audience,
            "sub": grant.user,
            "client_id": grant.client,
            "scope": scopes.join(" "),
            "iat": self.now,
            "exp": self.now + self.switches.access_token_lifetime,
            "auth_time": grant.authenticated,
            "jti": uuid(self.entropy),
        });
        let mut claims = claims.as_object().cloned().unwrap_or_default();
        if let Some(acr) = &grant.acr {
            claims.insert("acr".to_string(), Value::from(acr.as_str()));
        }
        self.signed(claims, Some("at+jwt"), None)
    }
}
