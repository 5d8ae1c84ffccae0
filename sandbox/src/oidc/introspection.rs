//! `/introspect` (RFC 7662): what a token is good for, told to servers that have a secret, and to no page.

use serde_json::{Map, Value, json};

use crate::http::Response;

use super::{
    Issuer,
    state::{Grant, Token},
    token::error,
};

impl Issuer<'_> {
    /// Any confidential client may ask about any token. One that is not good has nothing but `active` (section 2.2).
    pub(super) fn introspect(&mut self) -> Response {
        let form = self.request.form_parameters();
        let asking = match self.authenticated(&form) {
            Ok(client) => client,
            Err(response) => return response,
        };
        if self.client(&asking).is_none_or(|client| client.public) {
            return error(401, "invalid_client", "client authentication is required");
        }
        let Some(value) = form.text("token") else {
            return error(400, "invalid_request", "token is missing");
        };
        let now = self.now;
        let refreshing =
            |held: &&Token| held.value == value && now < held.expires && held.replaced.is_none();
        let mut live = self.state.grants.iter().filter(|grant| !grant.revoked);
        let found = self
            .state
            .live_access(value, now)
            .map(|(grant, token)| self.told(grant, token, true))
            .or_else(|| {
                live.find_map(|grant| {
                    let token = grant.refresh.iter().find(refreshing)?;
                    Some(self.told(grant, token, false))
                })
            });
        let mut body =
            found.unwrap_or_else(|| Map::from_iter([("active".to_string(), Value::from(false))]));
        if let Some(mutation) = &self.switches.introspection {
            let (issuer, origin) = (self.issuer(), self.request.origin());
            mutation.apply(&mut body, &[("{issuer}", &issuer), ("{origin}", &origin)]);
        }
        Response::json(200, &Value::Object(body))
    }

    /// What is told of a token that is good.
    fn told(&self, grant: &Grant, token: &Token, access: bool) -> Map<String, Value> {
        let username = self.user(&grant.user).map(|user| user.login.as_str());
        let body = json!({
            "active": true,
            "iss": self.issuer(),
            "client_id": grant.client,
            "sub": grant.user,
            "username": username,
            "scope": token.scopes.join(" "),
            "exp": token.expires,
        });
        let mut body = body.as_object().cloned().unwrap_or_default();
        if access {
            body.insert("token_type".to_string(), json!("Bearer"));
            body.insert("aud".to_string(), self.audience(&token.resources));
            body.insert("auth_time".to_string(), json!(grant.authenticated));
        }
        if let Some(groups) = self.groups(&grant.user) {
            body.insert("groups".to_string(), groups);
        }
        body
    }
}
