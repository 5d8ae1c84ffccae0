//! What `/token` answers with (RFC 6749, section 5.1), and what the server remembers of it.

use serde_json::{Map, Value, json};

use crate::{entropy, http::Response, switches::RefreshTokens};

use super::{
    Issuer,
    state::{Grant, Token},
};

impl Issuer<'_> {
    /// Makes tokens and adds them to the grant's family.
    pub(super) fn answer(
        &mut self,
        grant: Grant,
        scopes: Vec<String>,
        resources: Vec<String>,
        refreshed: bool,
    ) -> Response {
        self.rotate_before_signing();
        let access = self.access_token(&grant, &scopes, &resources);
        let has = |scope: &str| scopes.iter().any(|held| held == scope);
        let id_token = has("openid").then(|| self.id_token(&grant, &scopes, &access, refreshed));
        let wanted = match self.switches.refresh_tokens {
            RefreshTokens::Always => true,
            RefreshTokens::Never => false,
            RefreshTokens::OfflineAccess => {
                grant.scopes.iter().any(|scope| scope == "offline_access")
            }
        };
        let refresh = (wanted && (!refreshed || self.switches.rotate))
            .then(|| entropy::token(self.entropy, 32));
        let body = self.body(&access, &scopes, id_token.as_deref(), refresh.as_deref());
        let (now, switches) = (self.now, &self.switches);
        let family = self
            .state
            .grants
            .iter_mut()
            .find(|known| known.code == grant.code);
        if let Some(family) = family {
            let token = |value: String, lifetime: u64| Token {
                value,
                expires: now + lifetime,
                replaced: None,
                scopes: scopes.clone(),
                resources: resources.clone(),
            };
            family
                .access
                .push(token(access, switches.access_token_lifetime));
            family
                .refresh
                .extend(refresh.map(|refresh| token(refresh, switches.refresh_token_lifetime)));
        }
        Response::json(200, &Value::Object(body))
    }

    fn body(
        &self,
        access: &str,
        scopes: &[String],
        id_token: Option<&str>,
        refresh: Option<&str>,
    ) -> Map<String, Value> {
        let mut body = Map::new();
        let mut say = |name: &str, value: Value| drop(body.insert(name.to_string(), value));
        say("access_token", json!(access));
        say("token_type", json!("Bearer"));
        say("expires_in", json!(self.switches.access_token_lifetime));
        say("scope", json!(scopes.join(" ")));
        if let Some(id_token) = id_token {
            say("id_token", json!(id_token));
        }
        if let Some(refresh) = refresh {
            say("refresh_token", json!(refresh));
        }
        if let Some(mutation) = &self.switches.token_answer {
            let known = [
                ("{access_token}", access),
                ("{id_token}", id_token.unwrap_or_default()),
                ("{refresh_token}", refresh.unwrap_or_default()),
                ("{issuer}", &self.issuer()),
                ("{origin}", &self.request.origin()),
            ];
            mutation.apply(&mut body, &known);
        }
        body
    }

    /// The keys may change just before an answer is signed; a key set that was fetched before does not hold the new one.
    fn rotate_before_signing(&mut self) {
        if self.switches.rotate_before_signing > 0 {
            self.switches.rotate_before_signing -= 1;
            let algorithm = self.switches.id_token_alg;
            self.state.keys.current(algorithm, self.entropy);
            self.state.keys.rotate(true, self.entropy);
        }
    }
}
