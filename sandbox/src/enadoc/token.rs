//! `POST /api/v3/token`: a code once, or a refresh token. Credentials are in the form, and there is no `redirect_uri`.

use serde_json::{Map, Value, json};

use crate::{clients::Client, entropy::hexadecimal, http::Response, switches::TokenShape};

use super::{
    Enadoc, credentials,
    error::Numbered,
    state::{Grant, Token},
};

impl Enadoc<'_> {
    pub(super) fn token(&mut self) -> Result<Response, Numbered> {
        let form = self.form()?;
        credentials(&form)?;
        let kind = form.text("grant_type").unwrap_or_default();
        if !["authorization_code", "refresh_token"].contains(&kind) {
            return Err(Numbered(502));
        }
        let app = self.authenticated(&form)?;
        let now = self.now;
        if kind == "authorization_code" {
            let code = form.text("code").ok_or(Numbered(504))?;
            let grant = self.state.unspent(code, &app.id, now)?;
            grant.code_spent = true;
            let code = grant.code.clone();
            return Ok(self.answer(app, &code, true));
        }
        let value = form.text("refresh_token").ok_or(Numbered(508))?;
        let holds = |grant: &&mut Grant| {
            let is_it = |token: &Token| token.value == value && now < token.expires;
            grant.client == app.id && !grant.revoked && grant.refresh.iter().any(is_it)
        };
        let grants = &mut self.state.grants;
        let grant = grants.iter_mut().find(holds).ok_or(Numbered(509))?;
        if self.switches.rotate {
            grant.refresh.retain(|token| token.value != value);
        }
        let code = grant.code.clone();
        let rotate = self.switches.rotate;
        Ok(self.answer(app, &code, rotate))
    }

    /// Makes tokens for the grant of a code.
    fn answer(&mut self, app: &Client, code: &str, with_refresh: bool) -> Response {
        let lifetime = app
            .access_token_lifetime
            .unwrap_or(self.switches.access_token_lifetime);
        let mut opaque = || hexadecimal(self.entropy, 64).to_ascii_uppercase();
        let access = opaque();
        let refresh = with_refresh.then(opaque);
        let (now, switches) = (self.now, &self.switches);
        if let Some(grant) = self
            .state
            .grants
            .iter_mut()
            .find(|grant| grant.code == code)
        {
            let token = |value: &String, lifetime: u64| Token {
                value: value.clone(),
                expires: now + lifetime,
            };
            grant.access.push(token(&access, lifetime));
            let refresh = refresh.as_ref();
            grant
                .refresh
                .extend(refresh.map(|value| token(value, switches.refresh_token_lifetime)));
        }
        let names = match switches.token_shape {
            TokenShape::Snake => ["access_token", "refresh_token", "expires_in", "token_type"],
            TokenShape::CamelAuthToken => ["authToken", "refreshToken", "expiresIn", "tokenType"],
        };
        let values = [
            Some(json!(access)),
            refresh.as_ref().map(|refresh| json!(refresh)),
            switches.expires_in.then(|| json!(lifetime)),
            switches.token_type.then(|| json!("bearer")),
        ];
        let mut body: Map<String, Value> = names
            .into_iter()
            .zip(values)
            .filter_map(|(name, value)| Some((name.to_string(), value?)))
            .collect();
        if let Some(mutation) = &switches.token_answer {
            let known = [
                ("{access_token}", access.as_str()),
                ("{refresh_token}", refresh.as_deref().unwrap_or_default()),
                ("{origin}", &self.request.origin()),
            ];
            mutation.apply(&mut body, &known);
        }
        Response::json(200, &Value::Object(body))
    }
}
