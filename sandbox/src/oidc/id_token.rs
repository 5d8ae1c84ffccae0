//! ID tokens (OpenID Connect Core, sections 2 and 12.2).

use serde_json::json;

use crate::encoding::base64url;

use super::{Issuer, authentication::claims_asked, state::Grant};

impl Issuer<'_> {
    /// The ID token of a token answer.
    pub(super) fn id_token(
        &mut self,
        grant: &Grant,
        scopes: &[String],
        access: &str,
        refreshed: bool,
    ) -> String {
        let hash = self.signing_key().algorithm().hash(access.as_bytes());
        let half: Vec<u8> = hash.iter().copied().take(hash.len() / 2).collect();
        let claims = json!({
            "iss": self.issuer(),
            "sub": grant.user,
            "aud": grant.client,
            "iat": self.now,
            "exp": self.now + self.switches.id_token_lifetime,
            "auth_time": grant.authenticated,
            "sid": grant.session,
            "at_hash": base64url(&half),
        });
        let mut claims = claims.as_object().cloned().unwrap_or_default();
        if let Some(nonce) = grant.nonce.as_ref().filter(|_| !refreshed) {
            claims.insert("nonce".to_string(), json!(nonce));
        }
        if let Some(acr) = &grant.acr {
            claims.insert("acr".to_string(), json!(acr));
        }
        claims.extend(self.profile(&grant.user, scopes, &claims_asked(grant, "id_token")));
        let mutation = if refreshed {
            &self.switches.refreshed_id_token
        } else {
            &self.switches.id_token
        };
        let mutation = mutation.clone();
        self.signed(claims, None, mutation)
    }
}
