//! `POST /oauth2/token`: a code once, within its minute, with the verifier of its challenge; refresh for confidential clients.

use serde_json::{Map, Value, json};

use crate::{encoding::challenge, entropy, form::Parameters, http::Response};

use super::{
    Portal,
    client_authentication::Caller,
    state::{Authorization, Token},
};

/// An error answer of the token endpoint: the code and nothing else, except for malformed requests.
pub(super) fn error(status: u16, code: &str) -> Response {
    let body = match code {
        "invalid_request" => json!({
            "error": code,
            "error_description": "OAuth 2.0 Parameter: request",
            "error_uri": "https://datatracker.ietf.org/doc/html/rfc6749#section-5.2",
        }),
        _ => json!({"error": code}),
    };
    Response::json(status, &body)
}

impl Portal<'_> {
    pub(super) fn token(&mut self) -> Response {
        // What stands in the query string is not looked at.
        let form = self.request.form_parameters();
        let caller = match self.authenticate(&form) {
            Ok(caller) => caller,
            Err(response) => return response,
        };
        if form
            .repeated(&[
                "grant_type",
                "code",
                "redirect_uri",
                "refresh_token",
                "scope",
            ])
            .is_some()
        {
            return error(400, "invalid_request");
        }
        match form.first("grant_type") {
            Some("authorization_code") => self.exchange(&form, caller),
            Some("refresh_token") => self.refresh(&form, caller),
            // Not `unsupported_grant_type`.
            _ => error(400, "invalid_request"),
        }
    }

    fn exchange(&mut self, form: &Parameters, caller: Caller<'_>) -> Response {
        let Some(value) = form.text("code") else {
            return error(400, "invalid_request");
        };
        let (now, reach) = (self.now, self.reach());
        let rows = &mut self.state.authorizations;
        let Some(row) = rows.iter_mut().find(|row| {
            reach.covers(row) && row.code.as_ref().is_some_and(|code| code.value == value)
        }) else {
            return error(400, "invalid_grant");
        };
        // A wrong verifier does not burn the code. A code without a challenge is no good to a public client, whatever it sends.
        let proved = match (&row.challenge, form.text("code_verifier")) {
            (Some(wanted), Some(verifier)) => *wanted == challenge(verifier),
            (None, None) => caller.confidential,
            _ => false,
        };
        if !proved {
            return error(400, "invalid_grant");
        }
        let Some(code) = row.code.as_mut() else {
            return error(400, "invalid_grant");
        };
        if row.client != caller.client.id {
            code.spent = true;
            return error(400, "invalid_grant");
        }
        if row.redirect_uri_sent && form.first("redirect_uri") != Some(row.redirect_uri.as_str()) {
            return error(400, "invalid_grant");
        }
        if code.spent {
            // A second exchange kills what the first one gave.
            for token in [&mut row.access, &mut row.refresh].into_iter().flatten() {
                token.revoked = true;
            }
            return error(400, "invalid_grant");
        }
        if now >= code.expires {
            return error(400, "invalid_grant");
        }
        code.spent = true;
        let row = row.clone();
        self.answer(row, caller, true)
    }

    fn refresh(&mut self, form: &Parameters, caller: Caller<'_>) -> Response {
        let Some(value) = form.text("refresh_token") else {
            return error(400, "invalid_request");
        };
        let (now, reach) = (self.now, self.reach());
        let is_it = |row: &&Authorization| {
            reach.covers(row)
                && row.client == caller.client.id
                && row
                    .refresh
                    .as_ref()
                    .is_some_and(|token| token.value == value && token.is_live(now))
        };
        let Some(mut row) = self.state.authorizations.iter().find(is_it).cloned() else {
            return error(400, "invalid_grant");
        };
        let wanted: Vec<String> = form
            .first("scope")
            .unwrap_or_default()
            .split(' ')
            .filter(|scope| !scope.is_empty())
            .map(str::to_string)
            .collect();
        if !wanted.iter().all(|scope| row.granted.contains(scope)) {
            return error(400, "invalid_scope");
        }
        if !wanted.is_empty() {
            row.granted = wanted;
        }
        self.answer(row, caller, false)
    }

    /// Makes new tokens for a row, in place of those that it has.
    fn answer(&mut self, mut row: Authorization, caller: Caller<'_>, with_nonce: bool) -> Response {
        let (access, expires) = self.access_token(&row);
        row.access = Some(Token {
            value: access.clone(),
            issued: self.now,
            expires,
            revoked: false,
        });
        let mut body = Map::new();
        body.insert("access_token".to_string(), Value::from(access));
        if caller.confidential {
            let prefix = self.region_prefix(row.region);
            let refresh = format!("{prefix}{}", entropy::token(self.entropy, 96));
            let life = self.switches.refresh_token_lifetime;
            let life = life.unwrap_or(self.switches.version.refresh_token_lifetime());
            let expires = self.now + life;
            row.refresh = Some(Token {
                value: refresh.clone(),
                issued: self.now,
                expires,
                revoked: false,
            });
            body.insert("refresh_token".to_string(), Value::from(refresh));
        }
        // In the order of a set: not that of the request.
        let scopes: Vec<&str> = row.granted.iter().rev().map(String::as_str).collect();
        body.insert("scope".to_string(), Value::from(scopes.join(" ")));
        if row.granted.iter().any(|scope| scope == "openid") {
            if !with_nonce {
                row.nonce = None;
            }
            body.insert("id_token".to_string(), Value::from(self.id_token(&row)));
        }
        body.insert("token_type".to_string(), Value::from("Bearer"));
        // Counted when it is written, so a second has gone.
        body.insert(
            "expires_in".to_string(),
            Value::from(self.switches.access_token_lifetime.saturating_sub(1)),
        );
        self.state.replace(row);
        Response::json(200, &Value::Object(body))
    }
}
