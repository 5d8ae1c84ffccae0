//! docgate-relay as a page knows it: the address of its entry there, what goes through it, and how a login begins
//! there (docs/relay.md).
//!
//! The relay keeps the client secret and the refresh token. What it seals of a login is bound to this browser by a
//! cookie, and to the login by the PKCE challenge, which it checks itself.

use super::answer;
use super::error::{Code, Error};
use super::form::Form;
use super::http::{Credentials, Failure, Purpose, Request, Response};
use super::json::Value;
use super::pending::PendingLogin;
use super::secret::Secret;
use super::session::Session;
use super::settings::Settings;
use super::url::Url;

/// The header that makes every request one that a browser asks about first, and that no form can send.
pub const HEADER: &str = "docgate-relay";

/// The header that says which of a page's sessions calls an API: the relay sends its token to the API of that one.
pub const SESSION_HEADER: &str = "docgate-session";

/// An entry of a relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    /// Its address, without a slash at the end.
    entry: String,
    /// Where the API is, through it.
    api: Url,
    /// Codes and renewals go there.
    pub tokens: bool,
    /// So do calls of the API.
    pub calls: bool,
}

impl Relay {
    /// The entry at this address; `None`: it has a query, or is no address to build on.
    pub fn at(entry: &Url, tokens: bool, calls: bool) -> Option<Relay> {
        let plain = entry.query().is_none() && entry.fragment().is_none();
        let entry = String::from(entry.as_str().trim_end_matches('/'));
        let api = Url::parse(&[&entry, "/api/"].concat()).ok()?;
        plain.then_some(Relay {
            entry,
            api,
            tokens,
            calls,
        })
    }

    /// Its address, without a slash at the end.
    pub fn entry(&self) -> String {
        self.entry.clone()
    }

    /// The address of one of its endpoints.
    pub fn endpoint(&self, name: &str) -> String {
        [&self.entry, "/", name].concat()
    }

    /// Where the API is, through it; ends with a slash.
    pub fn api(&self) -> &Url {
        &self.api
    }

    /// Whether an address leads to it.
    pub fn has(&self, url: &Url) -> bool {
        url.within(&self.api)
    }
}

/// The same request, as the relay takes it: with its cookies, and with its header.
pub fn through(mut request: Request) -> Request {
    request.credentials = Credentials::Include;
    request.with_header(HEADER, Secret::new(String::from("1")))
}

/// The same for a call of the API by this session.
pub fn call(request: Request, session: &Session) -> Request {
    let request = through(request);
    match &session.relay_session {
        // To the relay, which knows it.
        Some(own) => request.with_header(SESSION_HEADER, Secret::new(String::from(own.expose()))),
        None => request,
    }
}

/// The request that begins a login there.
pub fn login(login: &PendingLogin, challenge: &str, asks: bool, relay: &Relay) -> Request {
    let mut form = Form::new();
    form.push("client_id", &login.client_id);
    form.push("redirect_uri", &login.redirect_uri);
    form.push("state", &login.state);
    form.push("code_challenge", challenge);
    form.push("code_challenge_method", "S256");
    if asks {
        form.push("authorization_url", "1");
    }
    through(Request::form(
        Purpose::RelayLogin,
        relay.endpoint("login"),
        Secret::new(form.encode()),
    ))
}

/// The request that ends the session of this name there, and gives back what it can be renewed with.
pub fn logout(session: Option<&Secret>, settings: &Settings, relay: &Relay) -> Request {
    parting(session, true, settings, relay)
}

/// The request that has it forget the session of this name: another one took its place.
pub fn forget(session: &Secret, settings: &Settings, relay: &Relay) -> Request {
    parting(Some(session), false, settings, relay)
}

fn parting(session: Option<&Secret>, revokes: bool, settings: &Settings, relay: &Relay) -> Request {
    let mut form = Form::new();
    if !revokes {
        form.push("revoke", "0");
    }
    form.push("client_id", &settings.client_id);
    if let Some(session) = session {
        // Where it came from, and where it ends.
        form.push("session", session.expose());
    }
    through(Request::form(
        Purpose::RelayLogout,
        relay.endpoint("logout"),
        Secret::new(form.encode()),
    ))
}

/// Judges its answer: the authorization URL, where one was asked for.
pub fn begun(
    answer: Result<Response, Failure>,
    settings: &Settings,
) -> Result<Option<String>, Error> {
    let response = received(answer, settings)?;
    let object = answer::json_object(&response)?;
    Ok(object
        .optional_string("authorization_url")?
        .map(String::from))
}

/// An answer of the relay came at all; otherwise why not, which is never what the provider's data says of its own.
pub fn reached(answer: Result<Response, Failure>, settings: &Settings) -> Result<Response, Error> {
    answer::received(answer, settings.provider).map_err(|mut error| {
        // Whoever answers too late or too much is there.
        error.evidence_mut().hint = (error.code() == Code::Network).then_some(
            "The relay gave no readable answer: it must run on the same site as the page, have an entry of this name, and list the page's origin there.",
        );
        error
    })
}

/// An answer of the relay that is a success; else why not.
pub fn received(answer: Result<Response, Failure>, settings: &Settings) -> Result<Response, Error> {
    let response = reached(answer, settings)?;
    if (200..300).contains(&response.status) {
        return Ok(response);
    }
    Err(refused(&response, settings))
}

fn refused(response: &Response, settings: &Settings) -> Error {
    let error = answer::http_error(response);
    let Ok(object) = answer::json_object(response) else {
        return error;
    };
    let said = |name: &str| match object.value(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let error = answer::describe(error, said);
    let error = match response.status {
        429 => error,
        _ => error.coded(Code::RelayRefused),
    };
    super::fault::judge(error, &object, settings.provider)
}
