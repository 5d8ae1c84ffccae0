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
        let audience = self.audience(resources);
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
        if let Some(groups) = self.groups(&grant.user) {
            claims.insert("groups".to_string(), groups);
        }
        let mutation = self.switches.access_token.clone();
        self.signed(claims, Some("at+jwt"), mutation)
    }

    /// The audience of a token for these resources.
    pub(super) fn audience(&self, resources: &[String]) -> Value {
        match resources {
            [] => json!(format!("{}/api", self.issuer())),
            [one] => json!(one),
            several => json!(several),
        }
    }

    /// The user's groups, if there are any (RFC 9068, section 2.2.3.1).
    pub(super) fn groups(&self, user: &str) -> Option<Value> {
        let groups = &self.user(user)?.groups;
        (!groups.is_empty()).then(|| json!(groups))
    }
}
