//! What the portal's tokens say.
//!
//! `iss` is the portal with `/oauth2`, which is not the issuer of the discovery document. `aud` is the portal, as one text, even
//! in an ID token, where OpenID Connect wants the client id. Both tokens are signed with ES256.

use serde_json::{Map, Value, json};

use crate::{entropy::uuid, jwt, signing::Algorithm};

use crate::switches::Region;

use super::{Portal, state::Authorization};

impl Portal<'_> {
    /// The `iss` of a portal's tokens.
    pub(super) fn token_issuer(&self, region: Option<Region>) -> String {
        self.switches
            .issuer
            .clone()
            .unwrap_or_else(|| format!("{}/oauth2", self.portal_of(region)))
    }

    /// The `aud` of a portal's tokens: where their API is.
    pub(super) fn audience(&self, region: Option<Region>) -> String {
        self.switches
            .audience
            .clone()
            .unwrap_or_else(|| self.portal_of(region))
    }

    /// An access token for a row, and when it expires.
    pub(super) fn access_token(&mut self, row: &Authorization) -> (String, u64) {
        let expires = self.now + self.switches.access_token_lifetime;
        let mut claims = self.common_claims(row, expires);
        claims.insert("scope".to_string(), json!(row.granted));
        let mutation = self.switches.access_token.clone();
        (self.sign(row, claims, mutation.as_ref()), expires)
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
        self.sign(row, claims, mutation.as_ref())
    }

    fn common_claims(&mut self, row: &Authorization, expires: u64) -> Map<String, Value> {
        let mut claims = json!({
            "sub": row.user,
            "iss": self.token_issuer(row.region),
            "aud": self.audience(row.region),
            "nbf": self.now,
            "iat": self.now,
            "exp": expires,
            "jti": uuid(self.entropy),
            "tid": tenant(row.region),
            "cid": row.client,
        });
        let mut claims = claims
            .as_object_mut()
            .map(std::mem::take)
            .unwrap_or_default();
        if let Some(region) = row.region.filter(|_| self.switches.version.knows_regions()) {
            claims.insert("region".to_string(), json!(region));
        }
        claims
    }

    fn sign(
        &mut self,
        row: &Authorization,
        claims: Map<String, Value>,
        mutation: Option<&crate::mutation::JwtMutation>,
    ) -> String {
        let key = self.state.keys.current(Algorithm::Es256, self.entropy);
        let (issuer, origin) = (self.token_issuer(row.region), self.portal_of(row.region));
        jwt::issue(
            &key,
            claims,
            mutation,
            &[("{issuer}", &issuer), ("{origin}", &origin)],
            self.entropy,
        )
    }
}

/// The number of a portal among all that there are.
fn tenant(region: Option<Region>) -> u32 {
    match region {
        None => 1,
        Some(Region::Eu) => 101,
        Some(Region::Us) => 202,
    }
}
