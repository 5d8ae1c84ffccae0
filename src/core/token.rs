//! Token requests and what comes back (RFC 6749, sections 4.1.3, 5 and 6; ).

use super::answer;
use super::callback::ValidatedCallback;
use super::error::{Code, Error};
use super::form::Form;
use super::http::{Failure, Purpose, Request, Response};
use super::json::{Object, Value};
use super::names::Scopes;
use super::provider::Provider;
use super::secret::Secret;

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
    /// What was granted; `None` is "as asked for".
    pub scopes: Option<Scopes>,
}

/// Exchanges the code. Sent once, whatever happens.
pub fn exchange(callback: &ValidatedCallback) -> Request {
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
    Request::form(
        Purpose::Token,
        login.metadata.token_endpoint.clone(),
        Secret::new(form.encode()),
    )
}

/// Renews; asks for no scope, so that what was granted stays as it is.
pub fn refresh(token_endpoint: &str, client_id: &str, refresh_token: &Secret) -> Request {
    let mut form = Form::new();
    form.push("grant_type", "refresh_token");
    form.push("client_id", client_id);
    // Likewise: the only place a refresh token is ever sent to.
    form.push("refresh_token", refresh_token.expose());
    Request::form(
        Purpose::Refresh,
        String::from(token_endpoint),
        Secret::new(form.encode()),
    )
}

/// Judges the answer to either.
pub fn judge(
    answer: Result<Response, Failure>,
    provider: &'static Provider,
) -> Result<Tokens, Error> {
    let response = answer::received(answer, provider)?;
    if !(200..300).contains(&response.status) {
        return Err(refused(&response));
    }
    let object = answer::json_object(&response)?;
    if object.value("error").is_some() {
        return Err(answer::with_status(told(&object), &response));
    }
    read(&object)
}

fn read(object: &Object) -> Result<Tokens, Error> {
    let kind = object.string("token_type")?;
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(Error::at(Code::TokenTypeUnsupported, "token_type"));
    }
    Ok(Tokens {
        access_token: token(object, "access_token")?
            .ok_or_else(|| Error::at(Code::ResponseInvalid, "access_token"))?,
        refresh_token: token(object, "refresh_token")?,
        id_token: token(object, "id_token")?,
        expires_in: lifetime(object)?,
        scopes: match object.optional_string("scope")? {
            None => None,
            Some(list) => {
                Some(Scopes::parse(list).ok_or_else(|| Error::at(Code::ResponseInvalid, "scope"))?)
            }
        },
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

/// A positive whole number; a text is not one.
fn lifetime(object: &Object) -> Result<Option<u64>, Error> {
    match object.value("expires_in") {
        None => Ok(None),
        Some(Value::Integer(seconds)) if *seconds > 0 => Ok(u64::try_from(*seconds)
            .ok()
            .map(|seconds| seconds.min(LIFETIME_LIMIT))),
        Some(_) => Err(Error::at(Code::ResponseInvalid, "expires_in")),
    }
}

/// A status that is no success: the OAuth error in it, or the status.
fn refused(response: &Response) -> Error {
    if response.status != 429
        && let Ok(object) = answer::json_object(response)
        && object.string("error").is_ok()
    {
        return answer::with_status(told(&object), response);
    }
    let error = answer::http_error(response);
    // RFC 6749, 5.2: 401 is invalid_client. Some servers say so with an empty body.
    if response.status == 401 {
        error.coded(Code::ClientRefused)
    } else {
        error
    }
}

/// The token endpoint's error codes (RFC 6749, section 5.2).
fn told(object: &Object) -> Error {
    let said = |name: &str| match object.value(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let code = match said("error").as_deref() {
        Some("invalid_grant") => Code::GrantRefused,
        Some("invalid_client" | "unauthorized_client") => Code::ClientRefused,
        Some("invalid_scope") => Code::ScopeRefused,
        Some("interaction_required" | "consent_required" | "login_required") => {
            Code::InteractionRequired
        }
        _ => Code::TokenRefused,
    };
    answer::describe(Error::new(code), said)
}
