//! Whether an access token is still good, as the server says (RFC 7662).
//!
//! For resource servers by design; a page may ask only where the provider opens it to public clients
//! (docs/providers/docspace.md), about its own token alone.

use super::answer;
use super::error::{Code, Error};
use super::form::Form;
use super::http::{Failure, Purpose, Request, Response};
use super::json::{self, Value};
use super::secret::Secret;
use super::session::Session;
use super::settings::Settings;

/// The question about the session's own access token.
pub fn request(settings: &Settings, session: &Session) -> Result<Request, Error> {
    let path = settings.provider.introspection;
    // Where the person's portal is known, that is who issued it.
    let base = settings.home(session.api_base.as_ref()).as_str();
    let base = base.trim_end_matches('/');
    let path = path.ok_or_else(|| Error::at(Code::NotSupported, "introspect"))?;
    let mut form = Form::new();
    // In the body of a request to the server that issued it.
    form.push("token", session.access.token.expose());
    let body = Secret::new(form.encode());
    Ok(Request::form(
        Purpose::Introspection,
        [base, path].concat(),
        body,
    ))
}

/// Whether it is, and the answer as JSON text (RFC 7662, section 2.2).
pub fn judge(
    answer: Result<Response, Failure>,
    settings: &Settings,
) -> Result<(bool, String), Error> {
    let response = answer::received(answer, settings.provider)?;
    if response.status != 200 {
        return Err(answer::http_error(&response));
    }
    let object = answer::json_object(&response)?;
    Ok((
        object.boolean("active")?,
        json::write(&Value::Object(object)),
    ))
}
