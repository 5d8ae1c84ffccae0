//! `/revoke` (RFC 7009).

use crate::http::Response;

use super::{Issuer, token::error};

impl Issuer<'_> {
    /// `/revoke`: 200 whatever the token is; a refresh token takes its family along.
    pub(super) fn revoke(&mut self) -> Response {
        let form = self.request.form_parameters();
        let client = match self.authenticated(&form) {
            Ok(client) => client,
            Err(response) => return response,
        };
        let Some(value) = form.text("token") else {
            return error(400, "invalid_request", "token is missing");
        };
        let now = self.now;
        for grant in self
            .state
            .grants
            .iter_mut()
            .filter(|grant| grant.client == client)
        {
            if grant.refresh.iter().any(|token| token.value == value) {
                grant.revoked = true;
            }
            grant
                .access
                .iter_mut()
                .filter(|token| token.value == value)
                .for_each(|token| token.replaced = Some(now));
        }
        Response::empty(200)
    }
}
