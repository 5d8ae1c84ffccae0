//! The person's own record, as the provider keeps it
//! (OpenID Connect Core 1.0, section 5.3; DocSpace: `people/@self`).

use super::answer;
use super::error::{Code, Error};
use super::http::{Failure, Purpose, Request, Response};
use super::json::{self, Object, Value};
use super::provider::Profile;
use super::secret::Secret;
use super::session::Session;
use super::settings::Settings;

/// The request; its address is the metadata's or the API's, never the app's.
pub fn request(settings: &Settings, session: &Session) -> Result<Request, Error> {
    let url = match settings.provider.profile {
        Profile::UserInfo => session.metadata.userinfo_endpoint.clone(),
        Profile::Api { path, .. } => settings.api_base().map(|base| {
            let mut url = String::from(base.as_str().trim_end_matches('/'));
            url.push_str(path);
            url
        }),
    };
    let url = url.ok_or_else(|| Error::new(Code::NotSupported))?;
    let mut request = Request::get(Purpose::Profile, url);
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
    let response = answer::received(answer, settings.provider)?;
    if response.status != 200 {
        return Err(answer::http_error(&response));
    }
    let object = answer::json_object(&response)?;
    let record = match settings.provider.profile {
        Profile::Api { member, .. } => object.object(member)?.clone(),
        Profile::UserInfo => same_person(object, session)?,
    };
    Ok(json::write(&Value::Object(record)))
}

fn same_person(claims: Object, session: &Session) -> Result<Object, Error> {
    let subject = claims.string("sub")?;
    match &session.user {
        Some(user) if user.id != subject => Err(Error::at(Code::ResponseInvalid, "sub")),
        _ => Ok(claims),
    }
}
