//! What a provider may start by itself: a login at its own wish (OpenID Connect Core 1.0, section 4;
//! R-126), and a sign-out by a hidden frame (Front-Channel Logout 1.0, section 3; R-125).

use super::callback;
use super::digest;
use super::error::{Code, Error};
use super::form::Form;
use super::json::{self, Object, Value};
use super::return_to::return_to;
use super::session::Session;
use super::settings::Settings;
use super::shared::Shared;

/// The options of the login that the provider asks for, as JSON text. A target that is not the app's own
/// becomes its start page.
pub fn login(address: &str, settings: &Settings, origin: &str) -> Result<String, Error> {
    let form = single(address, &["iss", "target_link_uri", "login_hint"])?;
    if !form
        .first("iss")
        .is_some_and(|iss| settings.has_issuer(iss))
    {
        return Err(Error::at(Code::IssuerMismatch, "iss"));
    }
    let target = form.first("target_link_uri").unwrap_or("/");
    let target = return_to(target, origin).unwrap_or_else(|| String::from("/"));
    let mut options = Object::new().with("returnTo", target.as_str());
    if let Some(hint) = form.first("login_hint") {
        options.push("loginHint", Value::from(hint));
    }
    Ok(json::write(&Value::Object(options)))
}

/// Whether the address tells of the end of the very session that the record tells of.
pub fn is_sign_out(address: &str, settings: &Settings, shared: Option<&Shared>) -> bool {
    let Ok(form) = single(address, &["iss", "sid"]) else {
        return false;
    };
    let (Some(issuer), Some(session)) = (form.first("iss"), form.first("sid")) else {
        return false;
    };
    settings.has_issuer(issuer)
        && shared
            .and_then(|shared| shared.sid.as_ref())
            .is_some_and(|sid| *sid == name(issuer, session))
}

/// What the shared record keeps of the provider's name for the session: nothing that anybody could use.
pub fn sid(session: &Session) -> Option<String> {
    let claims = session.claim_set();
    Some(name(claims.string("iss").ok()?, claims.string("sid").ok()?))
}

fn name(issuer: &str, session: &str) -> String {
    digest::hash(&[issuer, " ", session].concat())
}

fn single(address: &str, names: &[&str]) -> Result<Form, Error> {
    let malformed = |_| Error::new(Code::CallbackInvalid);
    let form = Form::parse(callback::place(address).1).map_err(malformed)?;
    match names.iter().find(|name| form.count(name) > 1) {
        Some(name) => Err(Error::at(Code::CallbackInvalid, name)),
        None => Ok(form),
    }
}
