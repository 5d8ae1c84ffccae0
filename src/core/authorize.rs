//! The authorization request (RFC 6749, section 4.1.1; RFC 7636; OpenID Connect Core 1.0, 3.1.2.1).

use super::error::{Code, Error};
use super::form::Form;
use super::names::Scopes;
use super::pending::{Flow, PendingLogin};
use super::resources;
use super::session::Session;
use super::settings::Settings;
use super::token;
use super::url::Url;

/// Parameters that no app can set or replace: docgate's own, and those that would
/// move the request elsewhere or change what comes back.
const RESERVED: &[&str] = &[
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "response_mode",
    "request",
    "request_uri",
    "dpop_jkt",
    "code",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "grant_type",
    "prompt",
    "login_hint",
    "max_age",
    "acr_values",
    "ui_locales",
    "resource",
    "claims",
    "id_token_hint",
];

/// What an app may ask of one login.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Path, query and fragment on the app's origin; checked already.
    pub return_to: String,
    /// The app's own JSON text.
    pub app_state: Option<String>,
    /// Beside the configured ones.
    pub scopes: Scopes,
    /// OpenID Connect's `prompt`.
    pub prompt: Option<String>,
    /// OpenID Connect's `login_hint`.
    pub login_hint: Option<String>,
    /// OpenID Connect's `max_age`, in seconds.
    pub max_age: Option<u64>,
    /// OpenID Connect's `acr_values`.
    pub acr_values: Option<String>,
    /// OpenID Connect's `ui_locales`.
    pub ui_locales: Option<String>,
    /// A resource that the token is for (RFC 8707).
    pub resource: Option<String>,
    /// Claims that are wanted (OpenID Connect Core 1.0, section 5.5), as JSON text.
    pub claims: Option<String>,
    /// Any others.
    pub extra: Vec<(String, String)>,
    /// Where the provider's pages are shown.
    pub flow: Flow,
    /// The person's own portal, where it is known.
    pub portal: Option<Url>,
}

impl Wishes {
    /// Whether another person, or another account, may be meant than the one who is here.
    pub fn mean_somebody_else(&self) -> bool {
        let asks = matches!(self.prompt.as_deref(), Some("login" | "select_account"));
        asks || self.login_hint.is_some()
    }

    /// Whether a session that exists cannot be all that is wanted.
    pub fn want_more_than(&self, session: &Session, own_resource: Option<&str>) -> bool {
        let scopes = self
            .scopes
            .each(|scope| resources::full(scope, own_resource))
            .unwrap_or_default();
        let has = |scope: &str| {
            session
                .tokens()
                .any(|access| access.granted.contains(scope))
        };
        let resource = |wanted: &String| {
            session
                .tokens()
                .any(|access| access.resource.as_ref() == Some(wanted))
        };
        self.prompt.is_some()
            || self.max_age.is_some()
            || self.acr_values.is_some()
            || !self.resource.as_ref().is_none_or(resource)
            || self.claims.is_some()
            || !scopes.iter().all(has)
    }

    /// Names of the parameters that will be sent, to warn of those that a server ignores.
    pub fn parameters(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.extra.iter().map(|(name, _)| name.as_str()).collect();
        let mut named = |name, present: bool| {
            if present {
                names.push(name)
            }
        };
        named("prompt", self.prompt.is_some());
        named("login_hint", self.login_hint.is_some());
        named("max_age", self.max_age.is_some());
        named("acr_values", self.acr_values.is_some());
        named("ui_locales", self.ui_locales.is_some());
        names
    }
}

/// Whether only docgate sets this parameter.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.to_ascii_lowercase().as_str())
}

/// Refuses extra parameters that are reserved, repeated, or no parameters.
pub fn check_extra(extra: &[(String, String)]) -> Result<(), Error> {
    for (at, (name, value)) in extra.iter().enumerate() {
        let reserved = is_reserved(name);
        let repeated = extra.iter().take(at).any(|(other, _)| other == name);
        let odd = name.is_empty()
            || !name.bytes().all(|b| b.is_ascii_graphic())
            || value.chars().any(char::is_control);
        if reserved || repeated || odd {
            return Err(Error::hinting(
                Code::ConfigInvalid,
                name,
                "extraParams cannot repeat or replace docgate's own parameters; use the option of that name.",
            ));
        }
    }
    Ok(())
}

/// The address to go to. `scope` is last for every provider: DocSpace's login pages drop what
/// stands behind it, `state` and the challenge included (docspace.md, 2.5; R-172).
pub fn url(login: &PendingLogin, challenge: &str, wishes: &Wishes, settings: &Settings) -> String {
    let mut form = Form::new();
    form.push("response_type", "code");
    form.push("client_id", &login.client_id);
    form.push("redirect_uri", &login.redirect_uri);
    form.push("state", &login.state);
    form.push("code_challenge", challenge);
    form.push("code_challenge_method", "S256");
    let mut optional = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            form.push(name, value);
        }
    };
    optional("nonce", &login.nonce);
    optional("prompt", &wishes.prompt);
    optional("login_hint", &wishes.login_hint);
    optional("max_age", &wishes.max_age.map(super::names::digits));
    optional("acr_values", &wishes.acr_values);
    optional("ui_locales", &wishes.ui_locales);
    optional("resource", &login.resource);
    optional(
        "claims",
        &token::with_capabilities(login.claims.clone(), settings),
    );
    for (name, value) in &wishes.extra {
        form.push(name, value);
    }
    if !login.scopes.is_empty() {
        form.push("scope", &login.scopes.to_parameter());
    }
    let endpoint = &login.metadata.authorization_endpoint;
    let mut url = endpoint.clone();
    url.push(if endpoint.contains('?') { '&' } else { '?' });
    url.push_str(&form.encode());
    url
}
