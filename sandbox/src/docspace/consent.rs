//! The user's answer to the consent page, and what it does to the row of this client and user.

use crate::{cookies::Cookie, entropy::token, form::encode, http::Response};

use super::{
    Portal,
    state::{Authorization, Code},
};

impl Portal<'_> {
    /// `GET /oauth2/consent`: on to the login pages, the state in a cookie that their script can read.
    pub(super) fn leave_for_consent(&self) -> Response {
        let query = self.request.query_parameters();
        let client = query.first("client_id").unwrap_or_default();
        let login = format!(
            "{}/login?type=oauth2&client_id={}",
            self.request.origin(),
            encode(client)
        );
        Cookie::plain(
            "client_state",
            &encode(query.first("state").unwrap_or_default()),
        )
        .set(Response::redirect(302, &login))
    }

    /// `POST /oauth2/authorize`: what the consent page sends. Allow sends scopes, Deny none.
    pub(super) fn consent(&mut self) -> Response {
        let form = self.request.form_parameters();
        let client = form.first("client_id").unwrap_or_default();
        let Some(user) = self.signed(false) else {
            return self.to_login(client, "missing_asc_signature_error");
        };
        if form.repeated(&["client_id", "state"]).is_some() {
            return self.to_error_page("invalid_request");
        }
        let state = form.text("state");
        let row = self.state.authorizations.iter().find(|row| {
            state.is_some()
                && row.consent_state.as_deref() == state
                && row.client == client
                && row.user == user
        });
        // A second login of the same client and user has taken the row away from the first one's page.
        let Some(row) = row.cloned() else {
            return self.to_error_page("invalid_request");
        };
        let scopes = form
            .all("scope")
            .flat_map(|value| value.split(' '))
            .filter(|scope| !scope.is_empty());
        let scopes = scopes.map(str::to_string).collect();
        self.decide(row, scopes)
    }

    /// Gives a code for what was allowed, now or earlier. Nothing at all: access denied, and the row is gone.
    pub(super) fn decide(&mut self, row: Authorization, mut allowed: Vec<String>) -> Response {
        if !allowed.iter().all(|scope| row.requested.contains(scope)) {
            return self.deliver(&self.failure(
                &row.redirect_uri,
                row.state.as_deref(),
                "invalid_scope",
                None,
            ));
        }
        if let Some(partial) = &self.switches.partial_consent {
            allowed.retain(|scope| partial.contains(scope));
        }
        let earlier = self.state.consented(&row);
        let mut granted: Vec<String> = row
            .requested
            .iter()
            .filter(|scope| allowed.contains(scope) || earlier.contains(scope))
            .cloned()
            .collect();
        if granted.is_empty() {
            self.state.remove(&row);
            return self.deliver(&self.failure(
                &row.redirect_uri,
                row.state.as_deref(),
                "access_denied",
                None,
            ));
        }
        if row.requested.iter().any(|scope| scope == "openid")
            && !granted.iter().any(|scope| scope == "openid")
        {
            granted.push("openid".to_string());
        }
        self.state.remember_consent(&row, &granted);
        self.grant(row, granted)
    }

    /// Makes the code, in a row that replaces any other of this client and user.
    pub(super) fn grant(&mut self, row: Authorization, granted: Vec<String>) -> Response {
        let prefix = self.region_prefix(row.region);
        let code = format!("{prefix}{}", token(self.entropy, 96));
        let address = self.success(&row, &code);
        let expires = self.now + self.switches.code_lifetime;
        self.state.replace(Authorization {
            granted,
            consent_state: None,
            code: Some(Code {
                value: code,
                expires,
                spent: false,
            }),
            ..row
        });
        self.deliver(&address)
    }
}
