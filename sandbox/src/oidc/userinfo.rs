//! `/userinfo` (OpenID Connect Core, section 5.3).

use serde_json::{Map, Value, json};

use crate::http::Response;

use super::{Issuer, challenge};

impl Issuer<'_> {
    pub(super) fn userinfo(&mut self) -> Response {
        let Some(grant) = self
            .bearer()
            .and_then(|token| self.state.live_access(token, self.now))
        else {
            return challenge();
        };
        if !grant.scopes.iter().any(|scope| scope == "openid") {
            return Response::empty(403).with(
                "WWW-Authenticate",
                "Bearer error=\"insufficient_scope\", scope=\"openid\"",
            );
        }
        let mut claims = self.profile(&grant.user, &grant.scopes);
        claims.insert("sub".to_string(), json!(grant.user));
        if let Some(mutation) = &self.switches.userinfo {
            mutation.apply(
                &mut claims,
                &[
                    ("{issuer}", &self.issuer()),
                    ("{origin}", &self.request.origin()),
                ],
            );
        }
        Response::json(200, &Value::Object(claims))
    }

    /// What the scopes `profile` and `email` tell about a user.
    pub(super) fn profile(&self, user: &str, scopes: &[String]) -> Map<String, Value> {
        let mut claims = Map::new();
        let Some(user) = self.user(user) else {
            return claims;
        };
        let has = |scope: &str| scopes.iter().any(|held| held == scope);
        if has("profile") {
            claims.insert("name".to_string(), json!(user.display_name()));
            claims.insert("given_name".to_string(), json!(user.first_name));
            claims.insert("family_name".to_string(), json!(user.last_name));
            claims.insert("preferred_username".to_string(), json!(user.login));
        }
        if has("email") {
            claims.insert("email".to_string(), json!(user.email));
            claims.insert("email_verified".to_string(), json!(true));
        }
        claims
    }
}
