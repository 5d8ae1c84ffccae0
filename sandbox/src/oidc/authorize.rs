//! `/authorize` (RFC 6749, section 4.1.1; OpenID Connect Core, section 3.1.2).

use crate::{
    clients::{Client, User},
    encoding::escape_html,
    entropy::token,
    form::Parameters,
    http::Response,
    page::page,
};

use super::{
    Issuer, authentication::claims_are_readable, metadata::SCOPES, resource, state::Grant,
};

/// The parameters that may be there once only.
const SINGLE: [&str; 15] = [
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "acr_values",
    "claims",
    "request",
    "request_uri",
];

/// A request whose client and redirect URI are known to be good.
pub(super) struct Asked<'a> {
    pub(super) client: &'a Client,
    pub(super) redirect_uri: String,
    pub(super) parameters: Parameters,
}

impl<'a> Issuer<'a> {
    pub(super) fn authorize(&mut self) -> Response {
        let asked = match self.asked() {
            Ok(asked) => asked,
            Err(response) => return response,
        };
        let prompt: Vec<&str> = asked
            .parameters
            .first("prompt")
            .unwrap_or_default()
            .split(' ')
            .collect();
        let user = self
            .switches
            .auto_login
            .as_deref()
            .and_then(|name| self.user(name))
            .map(|user| (user, self.now));
        let user = user.or_else(|| self.session(&asked, &prompt));
        match user {
            Some((user, authenticated)) => self.grant(&asked, user, authenticated),
            None if prompt.contains(&"none") => self.failure(&asked, "login_required"),
            None => Response::redirect(
                302,
                &format!("{}/login?{}", self.issuer(), self.request.query),
            ),
        }
    }

    /// The session's user, unless the request insists on a new sign-in.
    fn session(&self, asked: &Asked<'_>, prompt: &[&str]) -> Option<(&'a User, u64)> {
        // `create` is of Initiating User Registration 1.0; the page is the same.
        if ["login", "select_account", "create"]
            .iter()
            .any(|value| prompt.contains(value))
        {
            return None;
        }
        let value = self.request.cookie("oidc_session")?;
        let session = self
            .state
            .sessions
            .iter()
            .find(|session| session.value == value)?;
        let max_age = asked
            .parameters
            .first("max_age")
            .and_then(|text| text.parse::<u64>().ok());
        let age = self.now.saturating_sub(session.authenticated);
        if max_age.is_some_and(|max_age| age > max_age) {
            return None;
        }
        let acr = self.acr(&asked.parameters);
        if acr.is_some() && acr != session.acr {
            return None;
        }
        Some((self.user(&session.user)?, session.authenticated))
    }

    /// Reads the request. Unknown clients and redirect URIs end here, everything else goes back to the app.
    pub(super) fn asked(&self) -> Result<Asked<'a>, Response> {
        let form = self.request.form_parameters();
        let parameters = if form.first("client_id").is_some() {
            form
        } else {
            self.request.query_parameters()
        };
        let client = self.client(parameters.first("client_id").unwrap_or_default());
        let redirect_uri = parameters
            .first("redirect_uri")
            .unwrap_or_default()
            .to_string();
        let client = match client {
            Some(client) if client.redirect_uris.contains(&redirect_uri) && !client.disabled => {
                client
            }
            Some(_) => return Err(refusal("The redirect URI is not registered.")),
            None => return Err(refusal("The client is unknown.")),
        };
        let asked = Asked {
            client,
            redirect_uri,
            parameters,
        };
        match self.check(&asked) {
            Ok(()) => Ok(asked),
            Err(error) => Err(self.failure(&asked, error)),
        }
    }

    fn check(&self, asked: &Asked<'_>) -> Result<(), &'static str> {
        let parameters = &asked.parameters;
        if parameters.repeated(&SINGLE).is_some() {
            return Err("invalid_request");
        }
        if parameters.first("request").is_some() {
            return Err("request_not_supported");
        }
        if parameters.first("request_uri").is_some() {
            return Err("request_uri_not_supported");
        }
        match parameters.first("response_type") {
            Some("code") => {}
            None => return Err("invalid_request"),
            Some(_) => return Err("unsupported_response_type"),
        }
        let known = asked
            .client
            .scopes
            .clone()
            .unwrap_or_else(|| SCOPES.map(str::to_string).to_vec());
        if scopes(parameters)
            .iter()
            .any(|scope| !known.contains(scope))
        {
            return Err("invalid_scope");
        }
        let challenge = parameters.first("code_challenge").map(str::len);
        match challenge {
            None if self.switches.require_pkce && asked.client.public => {
                return Err("invalid_request");
            }
            None => {}
            Some(43) if parameters.first("code_challenge_method") == Some("S256") => {}
            Some(_) => return Err("invalid_request"),
        }
        if !claims_are_readable(parameters) {
            return Err("invalid_request");
        }
        resource::named(parameters, self.switches.resources.as_deref())?;
        let prompt = parameters.first("prompt").unwrap_or_default();
        if prompt.contains("none") && prompt != "none" {
            return Err("invalid_request");
        }
        Ok(())
    }

    /// Makes a code and sends the browser back with it.
    pub(super) fn grant(&mut self, asked: &Asked<'_>, user: &User, authenticated: u64) -> Response {
        if let Some(error) = self.switches.authorize_error.clone() {
            return self.failure(asked, &error);
        }
        let code = token(self.entropy, 32);
        let text = |name: &str| asked.parameters.text(name).map(str::to_string);
        let granted = self
            .switches
            .granted_scopes
            .clone()
            .unwrap_or_else(|| scopes(&asked.parameters));
        self.state.grants.push(Grant {
            client: asked.client.id.clone(),
            user: user.id.clone(),
            redirect_uri: asked.redirect_uri.clone(),
            scopes: granted,
            nonce: text("nonce"),
            challenge: text("code_challenge"),
            code: code.clone(),
            code_expires: self.now + self.switches.code_lifetime,
            session: token(self.entropy, 16),
            authenticated,
            acr: self.acr(&asked.parameters),
            claims: text("claims"),
            resources: asked
                .parameters
                .all("resource")
                .map(str::to_string)
                .collect(),
            ..Grant::default()
        });
        self.back(asked, vec![("code".to_string(), code)])
    }
}

fn scopes(parameters: &Parameters) -> Vec<String> {
    parameters
        .first("scope")
        .unwrap_or_default()
        .split(' ')
        .filter(|scope| !scope.is_empty())
        .map(str::to_string)
        .collect()
}

fn refusal(reason: &str) -> Response {
    let body = format!(
        "<p id=\"oauth-error\" data-testid=\"oauth-error\">{}</p>",
        escape_html(reason)
    );
    Response::html(400, page("This sign-in cannot start", &body))
}
