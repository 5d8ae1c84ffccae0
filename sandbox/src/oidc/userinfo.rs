//! `/userinfo` (OpenID Connect Core, section 5.3).

use serde_json::{Map, Value, json};

use crate::{http::Response, switches::UserinfoFormat};

use super::{Issuer, authentication::claims_asked};

impl Issuer<'_> {
    /// A token anywhere but in the `Authorization` header counts as none; the log shows where it was.
    pub(super) fn userinfo(&mut self) -> Response {
        let live = self
            .bearer()
            .and_then(|token| self.state.live_access(token, self.now));
        let Some((grant, token)) = live else {
            return self.unauthorized();
        };
        if !token.scopes.iter().any(|scope| scope == "openid") {
            return Response::empty(403).with(
                "WWW-Authenticate",
                "Bearer error=\"insufficient_scope\", scope=\"openid\"",
            );
        }
        let asked = claims_asked(grant, "userinfo");
        let mut claims = self.profile(&grant.user, &token.scopes, &asked);
        claims.insert("sub".to_string(), json!(grant.user));
        if self.switches.userinfo_format == UserinfoFormat::Jwt {
            claims.insert("iss".to_string(), json!(self.issuer()));
            claims.insert("aud".to_string(), json!(grant.client));
        }
        if let Some(mutation) = &self.switches.userinfo {
            mutation.apply(
                &mut claims,
                &[
                    ("{issuer}", &self.issuer()),
                    ("{origin}", &self.request.origin()),
                ],
            );
        }
        match self.switches.userinfo_format {
            UserinfoFormat::Json => Response::json(200, &Value::Object(claims)),
            UserinfoFormat::Jwt => {
                Response::text(200, "application/jwt", self.signed(claims, None, None))
            }
            UserinfoFormat::Text => {
                let text = Value::Object(claims).to_string();
                Response::text(200, "text/plain;charset=utf-8", text)
            }
        }
    }

    /// What the scopes `profile` and `email` tell about a user, and the claims asked for by name.
    pub(super) fn profile(
        &self,
        user: &str,
        scopes: &[String],
        asked: &[String],
    ) -> Map<String, Value> {
        let Some(user) = self.user(user) else {
            return Map::new();
        };
        let claims = [
            ("profile", "name", json!(user.display_name())),
            ("profile", "given_name", json!(user.first_name)),
            ("profile", "family_name", json!(user.last_name)),
            ("profile", "preferred_username", json!(user.login)),
            ("email", "email", json!(user.email)),
            ("email", "email_verified", json!(true)),
        ];
        let is_in = |list: &[String], name: &str| list.iter().any(|held| held == name);
        let groups = self.groups(&user.id).map(|groups| ("", "groups", groups));
        claims
            .into_iter()
            .chain(groups)
            .filter(|(scope, name, _)| is_in(scopes, scope) || is_in(asked, name))
            .map(|(_, name, value)| (name.to_string(), value))
            .collect()
    }
}
