//! What the portal's tokens say.
//!
//! `iss` is the portal with `/oauth2`, which is not the issuer of the discovery document. `aud` is the portal, as one text, even
//! in an ID token, where OpenID Connect wants the client id. Both tokens are signed with ES256.

use serde_json::{Map, Value, json};

use crate::{entropy::uuid, jwt, signing::Algorithm};

use super::{Portal, state::Authorization};

impl Portal<'_> {
    /// The `iss` of tokens.
    pub(super) fn token_issuer(&self) -> String {
        self.switches
            .issuer
            .clone()
            .unwrap_or_else(|| format!("{}/oauth2", self.request.origin()))
    }

    /// The `aud` of tokens: where their API is.
    pub(super) fn audience(&self) -> String {
        self.switches
            .audience
            .clone()
            .unwrap_or_else(|| self.request.origin())
    }

    /// An access token for a row, and when it expires.
    pub(super) fn access_token(&mut self, row: &Authorization) -> (String, u64) {
        let expires = self.now + self.switches.access_token_lifetime;
        let mut claims = self.common_claims(row, expires);
        claims.insert("scope".to_string(), json!(row.granted));
        let mutation = self.switches.access_token.clone();
        (self.sign(claims, mutation.as_ref()), expires)
    }

    /// An ID token for a row.
    pub(super) fn id_token(&mut self, row: &Authorization) -> String {
        let expires = self.now + self.switches.id_token_lifetime;
        let mut claims = self.common_claims(row, expires);
        claims.insert("azp".to_string(), json!(row.client));
        claims.insert("auth_time".to_string(), json!(row.authenticated));
        claims.insert("sid".to_string(), json!(row.session));
        if let Some(nonce) = &row.nonce {
            claims.insert("nonce".to_string(), json!(nonce));
        }
        let mutation = self.switches.id_token.clone();
        self.sign(claims, mutation.as_ref())
    }

    fn common_claims(&mut self, row: &Authorization, expires: u64) -> Map<String, Value> {
        let claims = json!({
            "sub": row.user,
            "iss": self.token_issuer(),
            "aud": self.audience(),
            "nbf": self.now,
            "iat": self.now,
            "exp": expires,
            "jti": uuid(self.entropy),
            "tid": 1,
            "cid": row.client,
        });
        claims.as_object().cloned().unwrap_or_default()
    }

    fn sign(
        &mut self,
        claims: Map<String, Value>,
        mutation: Option<&crate::mutation::JwtMutation>,
    ) -> String {
        let key = self.state.keys.current(Algorithm::Es256, self.entropy);
        let (issuer, origin) = (self.token_issuer(), self.request.origin());
        jwt::issue(
            &key,
            claims,
            mutation,
            &[("{issuer}", &issuer), ("{origin}", &origin)],
            self.entropy,
        )
    }
}
