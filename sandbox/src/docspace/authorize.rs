//! `GET /oauth2/authorize`: who is signed in, then client, redirect URI, scope, PKCE method and prompt, in this order.

use crate::{
    clients::Client,
    cookies::Cookie,
    encoding::base64url,
    entropy::token,
    form::{Parameters, append},
    http::Response,
};

use super::{Portal, callback::PKCE_ERROR_URI, redirect_uri, scopes, state::Authorization};

/// The parameters that may be there once only.
const SINGLE: [&str; 9] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "request_uri",
    "prompt",
];

impl Portal<'_> {
    pub(super) fn authorize(&mut self) -> Response {
        let response = self.authorize_filtered();
        // The whole address, for the login pages to come back to; with a life of ten years.
        let address = base64url(self.request.url().as_bytes());
        Cookie {
            max_age: Some(315_360_000),
            ..Cookie::plain("x-redirect-authorization-uri", &address)
        }
        .set(response)
    }

    fn authorize_filtered(&mut self) -> Response {
        let parameters = self.request.query_parameters();
        let Some(client_id) = parameters.text("client_id") else {
            return self.to_login("", "missing_client_id_error");
        };
        let Some(user) = self.signed(true) else {
            return self.to_login(client_id, "missing_asc_signature_error");
        };
        let client = match self.client(client_id) {
            None => return self.to_login(client_id, "client_not_found_error"),
            Some(client) if client.disabled => {
                return self.to_login(client_id, "client_disabled_error");
            }
            Some(client) if !client.cross_portal => {
                return self.to_login(client_id, "client_permission_denied_error");
            }
            Some(client) => client,
        };
        if parameters.repeated(&SINGLE).is_some() || parameters.text("request_uri").is_some() {
            return self.to_error_page("invalid_request");
        }
        match parameters.text("response_type") {
            None => return self.to_error_page("invalid_request"),
            Some("code") => {}
            Some(_) => return self.to_error_page("unsupported_response_type"),
        }
        if parameters.text("scope").is_none() && !self.switches.version.fills_in_scopes() {
            return self.to_error_page("something_went_wrong_error");
        }
        let requested = requested_scopes(&parameters, client);
        let Some(redirect_uri) = redirect_uri::chosen(&parameters, client, &requested) else {
            return self.to_error_page("invalid_request");
        };
        if let Err((error, error_uri)) = check(&parameters, client, &requested) {
            return self.deliver(&self.failure(
                &redirect_uri,
                parameters.first("state"),
                error,
                error_uri,
            ));
        }
        let row = Authorization {
            client: client.id.clone(),
            user: user.clone(),
            region: self.region(),
            redirect_uri,
            redirect_uri_sent: parameters.text("redirect_uri").is_some(),
            requested,
            state: parameters.text("state").map(str::to_string),
            nonce: parameters.text("nonce").map(str::to_string),
            challenge: parameters.text("code_challenge").map(str::to_string),
            session: token(self.entropy, 16),
            authenticated: self.now,
            ..Authorization::default()
        };
        let silent = row.requested.iter().any(|scope| scope == "openid")
            && parameters.first("prompt") == Some("none");
        self.ask_or_answer(row, silent)
    }

    /// Consent there already, or only `openid` asked for: straight back with a code. Else the consent page.
    fn ask_or_answer(&mut self, row: Authorization, silent: bool) -> Response {
        let consented = self.state.consented(&row);
        let only_openid = row.requested.iter().all(|scope| scope == "openid");
        if only_openid || row.requested.iter().all(|scope| consented.contains(scope)) {
            let granted = row.requested.clone();
            return self.grant(row, granted);
        }
        if silent {
            return self.deliver(&self.failure(
                &row.redirect_uri,
                row.state.as_deref(),
                "consent_required",
                None,
            ));
        }
        // From here on the row of the last login is gone, whatever the user will say.
        let consent_state = token(self.entropy, 32);
        let row = Authorization {
            consent_state: Some(consent_state.clone()),
            ..row
        };
        self.state.replace(row.clone());
        if self.switches.deny_consent {
            return self.decide(row, Vec::new());
        }
        if self.switches.auto_consent {
            let all = row.requested.clone();
            return self.decide(row, all);
        }
        let page = append(
            &format!("{}/oauth2/consent", self.request.origin()),
            &[("client_id", &row.client), ("state", &consent_state)],
        );
        Response::redirect(302, &page)
    }
}

/// What is asked for; nothing means all that the client has.
fn requested_scopes(parameters: &Parameters, client: &Client) -> Vec<String> {
    let mut requested: Vec<String> = Vec::new();
    for scope in parameters
        .first("scope")
        .unwrap_or_default()
        .split(' ')
        .filter(|scope| !scope.is_empty())
    {
        if !requested.iter().any(|known| known == scope) {
            requested.push(scope.to_string());
        }
    }
    if requested.is_empty() {
        registered_scopes(client)
    } else {
        requested
    }
}

/// The scopes that a client is registered for.
pub(super) fn registered_scopes(client: &Client) -> Vec<String> {
    client
        .scopes
        .clone()
        .unwrap_or_else(|| scopes::ALL.map(str::to_string).to_vec())
}

/// Scope, PKCE method, prompt: these come back to the app.
fn check(
    parameters: &Parameters,
    client: &Client,
    requested: &[String],
) -> Result<(), (&'static str, Option<&'static str>)> {
    let registered = registered_scopes(client);
    if !requested.iter().all(|scope| registered.contains(scope)) {
        return Err(("invalid_scope", None));
    }
    if parameters.text("code_challenge").is_some()
        && parameters.first("code_challenge_method") != Some("S256")
    {
        return Err(("invalid_request", Some(PKCE_ERROR_URI)));
    }
    let prompt: Vec<&str> = parameters
        .first("prompt")
        .unwrap_or_default()
        .split(' ')
        .filter(|value| !value.is_empty())
        .collect();
    if requested.iter().any(|scope| scope == "openid")
        && prompt.contains(&"none")
        && prompt.len() > 1
    {
        return Err(("invalid_request", None));
    }
    Ok(())
}
