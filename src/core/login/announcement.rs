//! What is said and asked before the page is left: docgate-relay is told of the login, and where the provider wants
//! that, an authorization URL is asked for (docs/providers/enadoc.md).

use crate::core::answer;
use crate::core::asked;
use crate::core::error::{Code, Error};
use crate::core::fault;
use crate::core::form::Form;
use crate::core::http::{Failure, Purpose, Request, Response};
use crate::core::json::{self, Object, Value};
use crate::core::pending::PendingLogin;
use crate::core::relay;
use crate::core::secret::Secret;
use crate::core::settings::{Asked, Settings};
use crate::core::steps::out_of_step;

/// To be sent together; none where nobody needs to be told.
pub(super) fn requests(login: &PendingLogin, challenge: &str, settings: &Settings) -> Vec<Request> {
    let mut requests = Vec::new();
    let direct = settings.asked.as_ref().filter(|asked| asked.direct);
    if let Some(relay) = settings.token_relay() {
        let asks = settings.asked.is_some() && direct.is_none();
        requests.push(relay::login(login, challenge, asks, relay));
    }
    requests.extend(direct.map(|asked| question(login, asked)));
    requests
}

/// Asks the provider itself. The client id and the redirect URI are all that it wants to know.
fn question(login: &PendingLogin, asked: &Asked) -> Request {
    let url = login.metadata.authorization_endpoint.clone();
    let values = [
        ("ClientId", &login.client_id),
        ("RedirectUri", &login.redirect_uri),
    ];
    let mut form = Form::new();
    if !asked.headers {
        for (name, value) in values {
            form.push(name, value);
        }
    }
    let mut request = Request::form(Purpose::AuthorizationUrl, url, Secret::new(form.encode()));
    request.accept = "*/*";
    if asked.headers {
        for (name, value) in values {
            request = request.with_header(name, Secret::new(value.clone()));
        }
    }
    request
}

/// The authorization URL that was answered, judged; `None`: none was asked for.
pub(super) fn judge(
    responses: Vec<Result<Response, Failure>>,
    settings: &Settings,
) -> Result<Option<String>, Error> {
    let mut answers = responses.into_iter();
    let mut told = None;
    if settings.redeems_by_relay() {
        let answer = answers.next().ok_or_else(out_of_step)?;
        told = relay::begun(answer, settings)?;
    }
    let Some(asked) = &settings.asked else {
        return Ok(None);
    };
    if asked.direct {
        told = address(answers.next().ok_or_else(out_of_step)?, settings)?;
    }
    let hosts: Vec<&str> = asked.hosts.iter().map(String::as_str).collect();
    let url = told.and_then(|told| asked::permitted(&told, &hosts, settings.loopback));
    let url = url.ok_or_else(|| {
        Error::hinting(
            Code::ResponseInvalid,
            "authorization_url",
            "No address, or one of a host that is not in authorizationHosts: nobody is sent there.",
        )
    })?;
    Ok(Some(String::from(url.as_str())))
}

fn address(
    answer: Result<Response, Failure>,
    settings: &Settings,
) -> Result<Option<String>, Error> {
    let response = answer::received(answer, settings.provider).map_err(|mut error| {
        error.evidence_mut().hint = Some(
            "The identity provider gave no readable answer. Where it sends no CORS headers, or answers with a redirect, set authorizationUrl to 'relay'.",
        );
        error
    })?;
    // The vendor's number may stand in an answer of any status.
    if let Ok(value) = json::parse(&response.body) {
        let error = numbered(&response, value, settings);
        if !error.evidence().error_codes.is_empty() {
            return Err(error);
        }
    }
    if response.status != 200 {
        return Err(answer::http_error(&response));
    }
    Ok(asked::address(&response.body, None))
}

/// And anywhere in it.
fn numbered(response: &Response, value: Value, settings: &Settings) -> Error {
    let object = match value {
        Value::Object(object) => object,
        other => Object::new().with("error", other),
    };
    fault::judge(answer::http_error(response), &object, settings.provider)
}
