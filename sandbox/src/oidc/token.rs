//! `/token`: exchange and refresh with rotation (RFC 6749, sections 4.1.3 and 6; RFC 9700, section 4.14).

use serde_json::json;

use crate::{encoding, form::Parameters, http::Response};

use super::{Issuer, resource, state::Grant};

pub(super) fn error(status: u16, code: &str, description: &str) -> Response {
    Response::json(
        status,
        &json!({"error": code, "error_description": description}),
    )
}

impl Issuer<'_> {
    pub(super) fn token(&mut self) -> Response {
        let form = self.request.form_parameters();
        let names = [
            "grant_type",
            "client_id",
            "client_secret",
            "code",
            "redirect_uri",
            "code_verifier",
            "refresh_token",
            "scope",
        ];
        if form.repeated(&names).is_some() {
            return error(400, "invalid_request", "a parameter is repeated");
        }
        let client = match self.authenticated(&form) {
            Ok(client) => client,
            Err(response) => return response,
        };
        match form.first("grant_type") {
            Some("authorization_code") => self.exchange(&form, &client),
            Some("refresh_token") => self.refresh(&form, &client),
            None => error(400, "invalid_request", "grant_type is missing"),
            Some(_) => error(
                400,
                "unsupported_grant_type",
                "authorization_code and refresh_token only",
            ),
        }
    }

    fn exchange(&mut self, form: &Parameters, client: &str) -> Response {
        let (Some(code), now) = (form.text("code"), self.now) else {
            return error(400, "invalid_request", "code is missing");
        };
        let is_it = |grant: &&mut Grant| grant.code == code && grant.client == client;
        let Some(grant) = self.state.grants.iter_mut().find(is_it) else {
            return error(400, "invalid_grant", "the code is unknown");
        };
        if grant.code_spent {
            grant.revoked = true;
            return error(400, "invalid_grant", "the code was used before");
        }
        let verifier = form.first("code_verifier").map(encoding::challenge);
        if now >= grant.code_expires
            || form.first("redirect_uri") != Some(grant.redirect_uri.as_str())
            || verifier != grant.challenge
        {
            return error(
                400,
                "invalid_grant",
                "the code is not good for this request",
            );
        }
        let Ok(resources) = resource::answered(form, self.switches.resources.as_deref(), grant)
        else {
            return error(
                400,
                resource::INVALID_TARGET,
                "unknown, or not asked for at the login",
            );
        };
        grant.code_spent = true;
        let scopes = grant.scopes.clone();
        let grant = grant.clone();
        self.answer(grant, scopes, resources, false)
    }

    fn refresh(&mut self, form: &Parameters, client: &str) -> Response {
        let (Some(value), now) = (form.text("refresh_token"), self.now) else {
            return error(400, "invalid_request", "refresh_token is missing");
        };
        let grace = self.switches.rotation_grace;
        let holds = |grant: &&mut Grant| {
            grant.client == client && grant.refresh.iter().any(|token| token.value == value)
        };
        let Some(grant) = self.state.grants.iter_mut().find(holds) else {
            return error(400, "invalid_grant", "the refresh token is unknown");
        };
        let Some(token) = grant.refresh.iter().find(|token| token.value == value) else {
            return error(400, "invalid_grant", "the refresh token is unknown");
        };
        if token
            .replaced
            .is_some_and(|replaced| now > replaced + grace || grace == 0)
        {
            grant.revoked = true;
            return error(
                400,
                "invalid_grant",
                "the refresh token was used before; the whole family is revoked",
            );
        }
        if grant.revoked || now >= token.expires {
            return error(400, "invalid_grant", "the refresh token is dead");
        }
        let wanted: Vec<String> = form
            .first("scope")
            .unwrap_or_default()
            .split(' ')
            .filter(|scope| !scope.is_empty())
            .map(str::to_string)
            .collect();
        if wanted.iter().any(|scope| !grant.scopes.contains(scope)) {
            return error(400, "invalid_scope", "more than was granted");
        }
        let scopes = if wanted.is_empty() {
            grant.scopes.clone()
        } else {
            wanted
        };
        let Ok(resources) = resource::answered(form, self.switches.resources.as_deref(), grant)
        else {
            return error(
                400,
                resource::INVALID_TARGET,
                "unknown, or not asked for at the login",
            );
        };
        if self.switches.rotate {
            grant
                .refresh
                .iter_mut()
                .filter(|token| token.value == value)
                .for_each(|token| token.replaced = token.replaced.or(Some(now)));
        }
        let grant = grant.clone();
        self.answer(grant, scopes, resources, true)
    }
}
