//! Token requests and what comes back (RFC 6749, sections 4.1.3, 5 and 6; ).

use super::answer;
use super::callback::ValidatedCallback;
use super::claims_request;
use super::error::{Code, Error};
use super::fault;
use super::form::Form;
use super::http::{Failure, Purpose, Request, Response};
use super::json::{Object, Value};
use super::metadata::Metadata;
use super::names::{self, Scopes};
use super::provider::{Chosen, Resources};
use super::relay;
use super::resources::Aim;
use super::secret::Secret;
use super::session::Session;
use super::settings::Settings;
use super::url::Url;

/// A token of more bytes is none.
const TOKEN_LIMIT: usize = 16 * 1024;
/// A longer life is not believed: 400 days.
const LIFETIME_LIMIT: u64 = 400 * 24 * 60 * 60;

/// A successful answer, judged.
#[derive(Debug)]
pub struct Tokens {
    /// Visible ASCII, so it can be a header.
    pub access_token: Secret,
    /// Where one was issued.
    pub refresh_token: Option<Secret>,
    /// Not checked yet.
    pub id_token: Option<Secret>,
    /// Seconds; `None` is unknown, not for ever.
    pub expires_in: Option<u64>,
    /// Seconds until the server would rather see it renewed.
    pub refresh_in: Option<u64>,
    /// Seconds until the refresh token ends.
    pub refresh_expires_in: Option<u64>,
    /// What was granted; `None` is "as asked for".
    pub scopes: Option<Scopes>,
    /// docgate-relay can renew it.
    pub renewable: bool,
    /// Where the API is, as docgate-relay found out.
    pub api_base: Option<Url>,
}

/// Exchanges the code. Sent once, whatever happens. `relay_session`: what the
/// relay will know it by.
pub fn exchange(
    callback: &ValidatedCallback,
    relay_session: Option<&Secret>,
    settings: &Settings,
) -> Request {
    let login = callback.login();
    let mut form = Form::new();
    form.push("grant_type", "authorization_code");
    form.push("client_id", &login.client_id);
    // The body of the token request is where the code and the verifier belong.
    form.push("code", callback.code().expose());
    form.push("redirect_uri", &login.redirect_uri);
    if let Some(verifier) = &login.verifier {
        form.push("code_verifier", verifier.expose());
    }
    if let Resources::InScopes(_) = settings.provider.resources {
        form.push("scope", &login.token_scopes(settings).to_parameter());
    }
    optional(&mut form, "resource", &login.resource);
    claims(&mut form, login.claims.clone(), settings);
    if settings.redeems_by_relay() {
        form.push("state", &login.state);
    }
    request(
        Purpose::Token,
        form,
        relay_session,
        &login.metadata,
        settings,
    )
}

/// To the token endpoint; the relay's is told whose session it is for.
fn request(
    purpose: Purpose,
    mut form: Form,
    relay_session: Option<&Secret>,
    metadata: &Metadata,
    settings: &Settings,
) -> Request {
    let relayed = settings.redeems_by_relay();
    if let Some(session) = relay_session.filter(|_| relayed) {
        // To the relay, which seals it beside the refresh token.
        form.push("session", session.expose());
    }
    let endpoint = metadata.token_endpoint.clone();
    let request = Request::form(purpose, endpoint, Secret::new(form.encode()));
    if relayed {
        relay::through(request)
    } else {
        request
    }
}

/// Renews the token that is aimed at, or gets it for the first time. Where scopes are only words, none is
/// asked for, so that what was granted stays as it is.
pub fn refresh(session: &Session, aim: &Aim, settings: &Settings) -> Request {
    let mut form = Form::new();
    form.push("grant_type", "refresh_token");
    form.push("client_id", &settings.client_id);
    if let Some(refresh_token) = &session.refresh_token {
        // Likewise: the only place a refresh token is ever sent to.
        form.push("refresh_token", refresh_token.expose());
    }
    match settings.provider.resources {
        Resources::Indicated if aim.is_own() => {
            optional(&mut form, "resource", &session.access.resource);
        }
        Resources::Indicated => optional(&mut form, "resource", &aim.resource),
        Resources::InScopes(_) if aim.is_own() => {
            form.push("scope", &session.access.requested.to_parameter());
        }
        Resources::InScopes(_) => {
            let mut scopes = aim.scopes.join(" ");
            scopes.push_str(" offline_access");
            form.push("scope", &scopes);
        }
    }
    claims(&mut form, wanted_claims(session, aim), settings);
    let metadata = &session.metadata;
    let relay_session = session.relay_session.as_ref();
    request(Purpose::Refresh, form, relay_session, metadata, settings)
}

/// What an API wants to see in the token; what was once wanted is wanted again.
pub fn wanted_claims(session: &Session, aim: &Aim) -> Option<String> {
    let before = || session.access_for(aim)?.claims.clone();
    aim.claims.clone().or_else(before)
}

/// The same, and what the app says that it can handle.
pub fn with_capabilities(wanted: Option<String>, settings: &Settings) -> Option<String> {
    match (settings.capabilities, wanted) {
        (Some(always), Some(wanted)) => claims_request::merge(always, &wanted),
        (always, wanted) => wanted.or(always.map(String::from)),
    }
}

/// Only where claims challenges are known, a token endpoint takes claims (docs/providers/entra.md).
fn claims(form: &mut Form, wanted: Option<String>, settings: &Settings) {
    if settings.provider.capabilities.is_some() {
        optional(form, "claims", &with_capabilities(wanted, settings));
    }
}

fn optional(form: &mut Form, name: &str, value: &Option<String>) {
    if let Some(value) = value {
        form.push(name, value);
    }
}

/// Judges the answer to either, of a provider's token endpoint.
pub fn judge(
    answer: Result<Response, Failure>,
    provider: impl Into<Chosen>,
) -> Result<Tokens, Error> {
    let provider = provider.into();
    successful(answer::received(answer, provider)?, provider, None)
}

/// Judges the answer to either, whoever gave it: the provider, or docgate-relay in its name.
pub fn answered(answer: Result<Response, Failure>, settings: &Settings) -> Result<Tokens, Error> {
    if !settings.redeems_by_relay() {
        return judge(answer, settings.provider);
    }
    let response = relay::reached(answer, settings)?;
    successful(response, settings.provider, Some(settings))
}

/// Judges the answer to an exchange; `keys`: what came for the keys, which were asked for together with it.
pub fn redeemed(
    answer: Result<Response, Failure>,
    keys: Option<&Result<Response, Failure>>,
    settings: &Settings,
) -> Result<Tokens, Error> {
    answered(answer, settings).map_err(|error| {
        // The network works, so what hides this one answer is the registration.
        let blocked = error.code() == Code::Network && matches!(keys, Some(Ok(_)));
        let direct = !settings.redeems_by_relay();
        match settings.provider.unreadable.filter(|_| blocked && direct) {
            Some(fault) => fault::named(error, fault),
            None => error,
        }
    })
}

/// `relay`: the settings of a page whose docgate-relay answered.
fn successful(
    response: Response,
    provider: Chosen,
    relay: Option<&Settings>,
) -> Result<Tokens, Error> {
    let relayed = relay.is_some();
    if !(200..300).contains(&response.status) {
        return Err(refused(&response, provider, relayed));
    }
    let object = answer::json_object(&response)?;
    if object.value("error").is_some() {
        return Err(answer::with_status(
            told(&object, provider, relayed),
            &response,
        ));
    }
    let mut tokens = read(&object, provider)?;
    if let Some(settings) = relay {
        tokens.renewable = object.boolean("renewable")?;
        tokens.api_base = match object.optional_string("api_base")? {
            None => None,
            Some(text) => Some(
                Url::endpoint(text, settings.loopback)
                    .ok()
                    .filter(|url| url.query().is_none())
                    .ok_or_else(|| Error::at(Code::ResponseInvalid, "api_base"))?,
            ),
        };
    }
    Ok(tokens)
}

fn read(object: &Object, provider: Chosen) -> Result<Tokens, Error> {
    let kind = object.string("token_type")?;
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(Error::at(Code::TokenTypeUnsupported, "token_type"));
    }
    Ok(Tokens {
        access_token: token(object, "access_token")?
            .ok_or_else(|| Error::at(Code::ResponseInvalid, "access_token"))?,
        refresh_token: token(object, "refresh_token")?,
        id_token: token(object, "id_token")?,
        expires_in: lifetime(object, "expires_in", provider)?,
        refresh_in: lifetime(object, "refresh_in", provider)?,
        refresh_expires_in: lifetime(object, "refresh_token_expires_in", provider)?,
        scopes: match object.optional_string("scope")? {
            None => None,
            Some(list) => {
                Some(Scopes::parse(list).ok_or_else(|| Error::at(Code::ResponseInvalid, "scope"))?)
            }
        },
        renewable: false,
        api_base: None,
    })
}

fn token(object: &Object, name: &'static str) -> Result<Option<Secret>, Error> {
    let Some(text) = object.optional_string(name)? else {
        return Ok(None);
    };
    let fits =
        !text.is_empty() && text.len() <= TOKEN_LIMIT && text.bytes().all(|b| b.is_ascii_graphic());
    if !fits {
        return Err(Error::at(Code::ResponseInvalid, name));
    }
    Ok(Some(Secret::new(String::from(text))))
}

/// A positive whole number; a text is one only where the provider's data says so.
fn lifetime(object: &Object, name: &'static str, provider: Chosen) -> Result<Option<u64>, Error> {
    let seconds = match object.value(name) {
        None => return Ok(None),
        Some(Value::Integer(seconds)) => u64::try_from(*seconds).ok(),
        Some(Value::String(text)) if provider.text_numbers => names::number(text),
        Some(_) => None,
    };
    seconds
        .filter(|seconds| *seconds > 0)
        .map(|seconds| Some(seconds.min(LIFETIME_LIMIT)))
        .ok_or_else(|| Error::at(Code::ResponseInvalid, name))
}

/// A status that is no success: the OAuth error in it, or the status.
fn refused(response: &Response, provider: Chosen, relayed: bool) -> Error {
    if response.status != 429
        && let Ok(object) = answer::json_object(response)
        && object.string("error").is_ok()
    {
        return answer::with_status(told(&object, provider, relayed), response);
    }
    let error = answer::http_error(response);
    // RFC 6749, 5.2: 401 is invalid_client. Some servers say so with an empty body.
    if response.status == 401 {
        error.coded(Code::ClientRefused)
    } else {
        error
    }
}

/// The token endpoint's error codes (RFC 6749, section 5.2; RFC 8707, section 2).
fn told(object: &Object, provider: Chosen, relayed: bool) -> Error {
    let said = |name: &str| match object.value(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let code = match said("error").as_deref() {
        Some("invalid_grant") => Code::GrantRefused,
        Some("invalid_client" | "unauthorized_client") => Code::ClientRefused,
        Some("invalid_scope" | "invalid_target") => Code::ScopeRefused,
        Some("interaction_required" | "consent_required" | "login_required") => {
            Code::InteractionRequired
        }
        Some("invalid_request" | "unsupported_grant_type") => Code::TokenRefused,
        _ if relayed => Code::RelayRefused,
        _ => Code::TokenRefused,
    };
    let error = answer::describe(Error::new(code), said);
    fault::judge(error, object, provider)
}
