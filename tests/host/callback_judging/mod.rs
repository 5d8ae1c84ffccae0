//! Whether a response may be exchanged, and in which order that is asked.

mod order;
mod parameters;

use std::rc::Rc;

use docgate::core::authorize::Wishes;
use docgate::core::error::{Code, Error};
use docgate::core::pending::PendingLogin;
use docgate::core::settings::Settings;

use crate::play::{begun, begun_with, callback_at};
use crate::rows::serves;
use crate::scene::{self, NOW, docspace, later, oidc, settings_of};

/// Judges `rest` for a login that was just begun; `{state}` stands for its state.
fn judged(settings: &Rc<Settings>, rest: &str) -> Result<(), Error> {
    let login = begun(settings, Wishes::default()).0;
    judged_for(login, settings, rest)
}

fn judged_for(login: PendingLogin, settings: &Settings, rest: &str) -> Result<(), Error> {
    let rest = rest.replace("{state}", &login.state);
    let address = format!("{}?{rest}", scene::CALLBACK);
    let callback = callback_at(&address, settings);
    callback.validate(login, settings, NOW).map(|_| ())
}

fn code(result: Result<(), Error>) -> (Code, Option<String>) {
    let error = result.expect_err("a refusal");
    (error.code(), error.evidence().field.clone())
}

fn at(code: Code, field: &str) -> (Code, Option<String>) {
    (code, Some(String::from(field)))
}

/// A server that promised `iss`.
fn promising() -> PendingLogin {
    let promise = [("authorization_response_iss_parameter_supported", "true")];
    begun_with(
        &oidc(),
        Wishes::default(),
        1,
        scene::metadata_with(&promise),
    )
    .0
}
