//! `/revoke` (RFC 7009).

use crate::{http::Response, switches::TokenType};

use super::{Issuer, token::error};

impl Issuer<'_> {
    /// 200 also for a token that is unknown; a refresh token takes its family along (section 2.1).
    pub(super) fn revoke(&mut self) -> Response {
        let form = self.request.form_parameters();
        let client = match self.authenticated(&form) {
            Ok(client) => client,
            Err(response) => return response,
        };
        let is_public = self.client(&client).is_some_and(|client| client.public);
        if is_public && !self.switches.public_revocation {
            return error(401, "invalid_client", "client authentication is required");
        }
        let Some(value) = form.text("token") else {
            return error(400, "invalid_request", "token is missing");
        };
        let now = self.now;
        let types = &self.switches.revocable_types;
        let theirs = |grant: &&mut super::state::Grant| grant.client == client;
        for grant in self.state.grants.iter_mut().filter(theirs) {
            let is_refresh = grant.refresh.iter().any(|token| token.value == value);
            let access = grant.access.iter_mut().find(|token| token.value == value);
            let kind = match (is_refresh, &access) {
                (true, _) => TokenType::RefreshToken,
                (false, Some(_)) => TokenType::AccessToken,
                (false, None) => continue,
            };
            if !types.contains(&kind) {
                return error(400, "unsupported_token_type", "not revocable here");
            }
            match access {
                Some(token) => token.replaced = Some(now),
                None => grant.revoked = true,
            }
        }
        Response::empty(200)
    }
}
