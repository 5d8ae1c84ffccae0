//! `introspect` (open to everybody), `revoke` (needs a secret) and `userinfo` (no profile, only the token's claims).

use serde_json::{Map, Value, json};

use crate::{http::Response, jwt};

use super::{Portal, state::Token, token::error, unauthenticated};

impl<'a> Portal<'a> {
    pub(super) fn introspect(&mut self) -> Response {
        let form = self.request.form_parameters();
        let Some(token) = form.text("token") else {
            return error(400, "invalid_request");
        };
        let (now, reach) = (self.now, self.reach());
        let live = |held: &Option<Token>| {
            held.as_ref()
                .is_some_and(|held| held.value == token && held.is_live(now))
        };
        let rows = &self.state.authorizations;
        let Some(row) = rows
            .iter()
            .find(|row| reach.covers(row) && (live(&row.access) || live(&row.refresh)))
            .filter(|row| {
                self.client(&row.client)
                    .is_some_and(|client| !client.disabled)
            })
        else {
            return Response::json(200, &json!({"active": false}));
        };
        let mut body = Map::new();
        body.insert("active".to_string(), Value::from(true));
        body.insert("client_id".to_string(), Value::from(row.client.as_str()));
        if live(&row.access) {
            body.insert("token_type".to_string(), Value::from("Bearer"));
            body.insert("scope".to_string(), Value::from(row.granted.join(" ")));
            body.extend(
                with_list_audience(token)
                    .into_iter()
                    .filter(|(name, _)| name != "scope"),
            );
        }
        Response::json(200, &Value::Object(body))
    }

    pub(super) fn revoke(&mut self) -> Response {
        let form = self.request.form_parameters();
        let caller = match self.with_secret(&form) {
            Ok(caller) => caller,
            Err(response) => return response,
        };
        let Some(token) = form.text("token") else {
            return error(400, "invalid_request");
        };
        for row in self
            .state
            .authorizations
            .iter_mut()
            .filter(|row| row.client == caller.client.id)
        {
            let is_it =
                |held: &Option<Token>| held.as_ref().is_some_and(|held| held.value == token);
            let (access, refresh) = (is_it(&row.access), is_it(&row.refresh));
            if let Some(held) = row.access.as_mut().filter(|_| access || refresh) {
                held.revoked = true;
            }
            if let Some(held) = row.refresh.as_mut().filter(|_| refresh) {
                held.revoked = true;
            }
        }
        Response::empty(200)
    }

    pub(super) fn userinfo(&mut self) -> Response {
        let Some(token) = self.bearer() else {
            return unauthenticated();
        };
        match self.state.live_access(token, self.now, self.reach()) {
            None => unauthenticated(),
            Some(row) if !row.granted.iter().any(|scope| scope == "openid") => {
                error(403, "insufficient_scope")
            }
            Some(_) => Response::json(200, &Value::Object(with_list_audience(token))),
        }
    }

    /// The bearer token of a request. The scheme is compared letter by letter, capitals included.
    pub(super) fn bearer(&self) -> Option<&'a str> {
        self.request
            .header("authorization")?
            .strip_prefix("Bearer ")
    }
}

/// The claims of a token as these endpoints show them: the audience is a list here.
fn with_list_audience(token: &str) -> Map<String, Value> {
    let mut claims = jwt::claims(token).unwrap_or_default();
    if let Some(audience) = claims
        .get_mut("aud")
        .filter(|audience| audience.is_string())
    {
        *audience = Value::Array(vec![audience.take()]);
    }
    claims
}
