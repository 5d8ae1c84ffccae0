//! The person's own record, as the provider keeps it
//! (OpenID Connect Core 1.0, section 5.3; DocSpace: `people/@self`).

use super::answer;
use super::error::{Code, Error};
use super::fault;
use super::http::{Failure, Purpose, Request, Response};
use super::json::{self, Object, Value};
use super::names;
use super::provider::{Identity, Profile};
use super::relay;
use super::secret::Secret;
use super::session::{Session, User};
use super::settings::Settings;

/// The request; its address is the metadata's or the API's, never the app's.
pub fn request(settings: &Settings, session: &Session) -> Result<Request, Error> {
    let url = match settings.provider.profile {
        Profile::UserInfo => session.metadata.userinfo_endpoint.clone(),
        Profile::Api { path, .. } => settings.api_of(session).map(|base| {
            let mut url = String::from(base.as_str().trim_end_matches('/'));
            url.push_str(path);
            url
        }),
    };
    let url = url.ok_or_else(|| Error::new(Code::NotSupported))?;
    let mut request = Request::get(Purpose::Profile, url);
    if settings.calls_by_relay() && settings.provider.profile != Profile::UserInfo {
        request = relay::call(request, session);
    }
    request
        .headers
        .push(("authorization", bearer(&session.access.token)));
    Ok(request)
}

/// `Bearer` with this capital: some servers compare it so (docspace.md, section 7).
pub fn bearer(access_token: &Secret) -> Secret {
    let mut value = String::from("Bearer ");
    // Into the one header that it is for.
    value.push_str(access_token.expose());
    Secret::new(value)
}

/// The record as JSON text. A UserInfo answer must be of the same person (5.3.2).
pub fn judge(
    answer: Result<Response, Failure>,
    settings: &Settings,
    session: &Session,
) -> Result<String, Error> {
    let record = record(answer, settings, session)?;
    Ok(json::write(&Value::Object(record)))
}

fn record(
    answer: Result<Response, Failure>,
    settings: &Settings,
    session: &Session,
) -> Result<Object, Error> {
    let response = answer::received(answer, settings.provider).map_err(|mut error| {
        // Of the API, and not of the server that signs people in.
        let evidence = error.evidence_mut();
        evidence.hint = evidence.hint.and(settings.provider.unanswered);
        error
    })?;
    if response.status != 200 {
        let error = answer::http_error(&response);
        return Err(match answer::json_object(&response) {
            Ok(object) => fault::judge(error, &object, settings.provider),
            Err(_) => error,
        });
    }
    let object = answer::json_object(&response)?;
    match settings.provider.profile {
        Profile::Api { member: "", .. } => Ok(object),
        Profile::Api { member, .. } => Ok(object.object(member)?.clone()),
        Profile::UserInfo => same_person(object, session),
    }
}

/// Whether the record is the only one that says who signed in.
pub fn is_identity(settings: &Settings) -> bool {
    matches!(settings.provider.identity, Identity::Profile { .. })
}

/// Who signed in, as the record says. Its `id` may be a number or a text.
pub fn person(
    answer: Result<Response, Failure>,
    settings: &Settings,
    session: &Session,
) -> Result<User, Error> {
    let record = record(answer, settings, session)?;
    let Identity::Profile { name } = settings.provider.identity else {
        return Err(Code::NotSupported.into());
    };
    let id = match record.value("id") {
        Some(Value::Integer(number)) => u64::try_from(*number).ok().map(names::digits),
        Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
        _ => None,
    };
    let text = |name| record.string(name).ok().map(String::from);
    // A number of the vendor's may stand under any status.
    let nobody = || {
        let error = Error::at(Code::ResponseInvalid, "id");
        fault::judge(error, &record, settings.provider)
    };
    Ok(User {
        id: id.ok_or_else(nobody)?,
        name: text(name),
        email: text("email"),
    })
}

fn same_person(claims: Object, session: &Session) -> Result<Object, Error> {
    let subject = claims.string("sub")?;
    match &session.user {
        Some(user) if user.id != subject => Err(Error::at(Code::ResponseInvalid, "sub")),
        _ => Ok(claims),
    }
}
