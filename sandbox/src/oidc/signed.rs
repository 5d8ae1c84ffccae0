//! What the server signs: ID tokens, access tokens as JWTs, userinfo answers.

use serde_json::{Map, Value};

use crate::{jwt, mutation::JwtMutation};

use super::Issuer;

impl Issuer<'_> {
    /// A signed token with these claims and this `typ`, then bent.
    pub(super) fn signed(
        &mut self,
        claims: Map<String, Value>,
        media_type: Option<&str>,
        mutation: Option<JwtMutation>,
    ) -> String {
        let mut mutation = mutation.unwrap_or_default();
        if self.switches.omit_kid {
            mutation.header.entry("kid").or_insert(Value::Null);
        }
        if let Some(media_type) = media_type {
            mutation.header.entry("typ").or_insert(media_type.into());
        }
        let key = self.signing_key();
        let (issuer, origin) = (self.issuer(), self.request.origin());
        jwt::issue(
            &key,
            claims,
            Some(&mutation),
            &[("{issuer}", &issuer), ("{origin}", &origin)],
            self.entropy,
        )
    }
}
